"""Topics that papers may have, with the evidence; a curator decides. Pure: nothing is written."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from importlib.util import find_spec

from generator.papers import identity
from generator.papers.model import Corpus, Paper
from generator.topics import terms as vocabulary
from generator.topics.folds import folds
from generator.topics.suggestion import (
    METHODS,
    CannotLearn,
    Method,
    Similar,
    Suggested,
    Suggestion,
    Text,
)

__all__ = [
    "METHODS",
    "CannotLearn",
    "Method",
    "Similar",
    "Suggested",
    "Suggestion",
    "Text",
    "can_learn",
    "curated",
    "suggest",
    "suggester",
    "text_of",
]

Suggester = Callable[[Sequence[Text]], list[tuple[Suggestion, ...]]]
"""Texts to what is suggested for each, best first."""

_MOST_TOPICS = 3
_MOST_SIMILAR = 3
_PARTS = 5


def can_learn() -> bool:
    """Whether scikit-learn is installed: the extra ``learn``."""
    return find_spec("sklearn") is not None


def text_of(paper: Paper, abstracts: Mapping[str, Sequence[str]]) -> Text:
    """What is read of a paper; ``abstracts``, by title key, count beside what its record has."""
    others = abstracts.get(identity.title_key(paper.title), ())
    longest = max((paper.abstract, *others), key=len)
    return Text(paper.title, "\n\n".join(filter(None, (paper.summary, longest))))


def curated(corpus: Corpus) -> list[Paper]:
    """The papers that have a topic of the vocabulary: what can be learned from."""
    return [
        paper
        for paper in corpus.papers.values()
        if any(topic in corpus.topics for topic in paper.topics)
    ]


def suggest(
    corpus: Corpus,
    papers: Sequence[Paper],
    method: Method,
    abstracts: Mapping[str, Sequence[str]],
) -> Iterator[Suggested]:
    """What is suggested for each of ``papers``, some at a time, in the order they come up.

    A curated paper is judged by what was learned from others, in up to five parts: its own
    tags say nothing for themselves. Similar papers need scikit-learn. Raises CannotLearn.
    """
    for others, asked in _parts(curated(corpus), papers):
        texts = [text_of(paper, abstracts) for paper in asked]
        known = [text_of(paper, abstracts) for paper in others]
        found = suggester(corpus, others, known, method)(texts)
        similar = _similar(texts, known, others) if can_learn() else [()] * len(asked)
        yield from map(Suggested, asked, found, similar)


def suggester(
    corpus: Corpus, others: Sequence[Paper], known: Sequence[Text], method: Method
) -> Suggester:
    """The way ``method`` suggests, learned from ``others`` whose texts are ``known``.

    It gives as many topics as ``digest.yml`` allows a paper, three where it does not say; the
    best where none is likely enough. Raises CannotLearn.
    """
    topics = corpus.vocabulary.topics
    allowed = corpus.settings.curation.topics_per_paper
    most = allowed[1] if allowed else _MOST_TOPICS
    if method == "terms":
        return lambda texts: [
            tuple(
                Suggestion(found.topic, found.score, terms=found.evidence)
                for found in vocabulary.suggest(text.title, text.body, topics, most=most)
            )
            for text in texts
        ]
    if not can_learn():
        raise CannotLearn(
            "scikit-learn is not installed: pip install 'scikit-learn>=1.7', or use --method terms"
        )
    from generator.topics import learned

    model = learned.learn(
        known, [paper.topics for paper in others], topics, with_terms=method == "both"
    )

    def by_likelihood(texts: Sequence[Text]) -> list[tuple[Suggestion, ...]]:
        return [
            tuple(
                Suggestion(
                    topic,
                    score,
                    vocabulary.evidence(text.title, text.body, corpus.topics[topic]),
                    learned.telling_words(model, text, topic),
                )
                for topic, score in _likely(scores, model.threshold)[:most]
            )
            for text, scores in zip(texts, learned.likelihoods(model, texts), strict=True)
        ]

    return by_likelihood


def _likely(scores: Mapping[str, float], threshold: float) -> list[tuple[str, float]]:
    ranked = sorted(scores.items(), key=lambda item: -item[1])
    return [item for item in ranked if item[1] >= threshold] or ranked[:1]


def _parts(
    known: list[Paper], papers: Sequence[Paper]
) -> Iterator[tuple[list[Paper], list[Paper]]]:
    """Papers to learn from, and those to judge by them."""
    ids = {paper.id for paper in known}
    fresh = [paper for paper in papers if paper.id not in ids]
    if fresh:
        yield known, fresh
    asked = [paper for paper in papers if paper.id in ids]
    parts = min(_PARTS, len(asked))
    part_of = folds([paper.topics for paper in asked], parts) if asked else []
    for part in range(parts):
        inside = [paper for paper, at in zip(asked, part_of, strict=True) if at == part]
        judged = {paper.id for paper in inside}
        yield [paper for paper in known if paper.id not in judged], inside


def _similar(
    texts: Sequence[Text], known: Sequence[Text], others: Sequence[Paper]
) -> list[tuple[Similar, ...]]:
    from generator.topics import learned

    try:
        found = learned.nearest(texts, known, _MOST_SIMILAR)
    except CannotLearn:
        return [()] * len(texts)
    return [tuple(Similar(others[at], likeness) for at, likeness in near) for near in found]
