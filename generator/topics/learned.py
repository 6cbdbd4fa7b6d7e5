"""Topics learned from the curators' own tags; the only module that needs scikit-learn.

A paper is its words and pairs of words, weighted by TF-IDF, and, where terms count too, what
each topic's terms score in it. One logistic regression a topic says how likely the topic is;
a topic is suggested from the one likelihood on that serves papers best whose tags were not
learned from.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Any

import numpy as np
from scipy.sparse import csr_matrix, hstack
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.linear_model import LogisticRegression
from sklearn.neighbors import NearestNeighbors

from generator.papers.model import Topic
from generator.topics import CannotLearn, Text, folded
from generator.topics import terms as vocabulary

# Measured by `digest topics evaluate` beside naive Bayes, nearest neighbours and support
# vector machines; near these values the figures hardly change.
_TITLES = 2
_TERMS_WEIGHT = 0.5
_STRENGTH = 10.0
_INNER_FOLDS = 3
_MOST_WORDS = 4


@dataclass(frozen=True, slots=True)
class Model:
    """What was learned; ``deciders`` are the regressions of the topics that had papers."""

    topics: tuple[Topic, ...]
    vectorizer: Any
    with_terms: bool
    deciders: Mapping[str, Any]
    threshold: float = 0.5


def learn(texts: Sequence[Text], topics: tuple[Topic, ...], *, with_terms: bool) -> Model:
    """Learn from papers and the topics that curators gave them; the same from the same.

    The threshold is the one that gives the best F1 over parts of these papers, each judged by
    what was learned from the other parts. Raises CannotLearn where there is too little.
    """
    judged: list[tuple[float, bool]] = []
    for inside, others in folded(texts, _INNER_FOLDS):
        scores = likelihoods(_fit(others, topics, with_terms), inside)
        for text, by_topic in zip(inside, scores, strict=True):
            judged += [(score, topic in text.topics) for topic, score in by_topic.items()]
    return replace(_fit(texts, topics, with_terms), threshold=_threshold(judged))


def likelihoods(model: Model, texts: Sequence[Text]) -> list[dict[str, float]]:
    """How likely each learned topic is for each text, from 0 to 1."""
    if not texts:
        return []
    features = _features(model, texts)
    columns = {id: each.predict_proba(features)[:, 1] for id, each in model.deciders.items()}
    rows = range(len(texts))
    return [{id: float(column[row]) for id, column in columns.items()} for row in rows]


def telling_words(model: Model, text: Text, topic: str) -> tuple[str, ...]:
    """The words of ``text`` that speak most for a learned ``topic``, the strongest first."""
    row = model.vectorizer.transform([_document(text)])
    names = model.vectorizer.get_feature_names_out()
    weights = model.deciders[topic].coef_[0]
    gains = {
        str(names[at]): float(weights[at]) * value
        for at, value in zip(row.indices.tolist(), row.data.tolist(), strict=True)
    }
    best = sorted(gains, key=lambda word: (-gains[word], word))
    return tuple(word for word in best if gains[word] > 0)[:_MOST_WORDS]


def nearest(
    texts: Sequence[Text], others: Sequence[Text], most: int
) -> list[list[tuple[int, float]]]:
    """The ``most`` of ``others`` nearest to each text: position and cosine, the nearest first.

    Those that share no word are left out. Raises CannotLearn where ``others`` say too little.
    """
    vectorizer = _vectorizer(others)
    index = NearestNeighbors(n_neighbors=min(most, len(others)), metric="cosine")
    index.fit(vectorizer.transform(map(_document, others)))
    distances, places = index.kneighbors(vectorizer.transform(map(_document, texts)))
    return [
        [(at, 1 - far) for at, far in zip(*pair, strict=True) if far < 1]
        for pair in zip(places.tolist(), distances.tolist(), strict=True)
    ]


def _fit(texts: Sequence[Text], topics: tuple[Topic, ...], terms: bool) -> Model:
    model = Model(topics, _vectorizer(texts), terms, {})
    features = _features(model, texts)
    deciders = {}
    for topic in topics:
        has = [topic.id in text.topics for text in texts]
        if any(has) and not all(has):
            decider = LogisticRegression(
                C=_STRENGTH, class_weight="balanced", solver="liblinear", random_state=0
            )
            deciders[topic.id] = decider.fit(features, has)
    return replace(model, deciders=deciders)


def _vectorizer(texts: Sequence[Text]) -> Any:
    vectorizer = TfidfVectorizer(
        ngram_range=(1, 2), min_df=2, max_df=0.5, sublinear_tf=True, stop_words="english"
    )
    try:
        return vectorizer.fit(map(_document, texts))
    except ValueError:  # no word, or none that two papers have
        raise CannotLearn(
            "the curated records have too few words in common to learn from"
        ) from None


def _document(text: Text) -> str:
    return " ".join((*[text.title] * _TITLES, text.body))


def _features(model: Model, texts: Sequence[Text]) -> Any:
    words = model.vectorizer.transform(map(_document, texts))
    if not model.with_terms:
        return words
    table = [_term_scores(text, model.topics) for text in texts]
    return hstack([words, csr_matrix(_TERMS_WEIGHT * np.log1p(np.array(table)))], format="csr")


@lru_cache(maxsize=4096)  # each text is read once a fold
def _term_scores(text: Text, topics: tuple[Topic, ...]) -> tuple[float, ...]:
    by_id = vocabulary.weighed(text.title, text.body, topics)
    return tuple(by_id[topic.id].score if topic.id in by_id else 0.0 for topic in topics)


def _threshold(judged: Sequence[tuple[float, bool]]) -> float:
    """The likelihood from which on suggestions give the best F1.

    >>> _threshold([(0.9, True), (0.7, True), (0.6, False), (0.1, False)])
    0.7
    """
    right, best, threshold = 0, 0.0, 0.5
    tagged = sum(has for _, has in judged)
    for taken, (score, has) in enumerate(sorted(judged, reverse=True), start=1):
        right += has
        if (f1 := 2 * right / (taken + tagged)) > best:
            best, threshold = f1, score
    return threshold
