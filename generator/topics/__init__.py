"""The vocabulary at work: topics that papers may have, with the evidence; a curator decides.

And how well suggestions agree with the topics that curators chose. Pure: nothing is written.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from importlib.util import find_spec
from typing import Literal, TypeAlias, get_args

from generator.papers import identity
from generator.papers.model import Corpus, Paper
from generator.text import UserError
from generator.topics import terms as vocabulary
from generator.topics.terms import Suggestion

Method = Literal["terms", "learned", "both"]
"""By the vocabulary's terms, by the words of curated papers, or by both together."""

METHODS: tuple[Method, ...] = get_args(Method)


class CannotLearn(UserError):
    """Nothing can be learned: one line that says why and what to do."""


@dataclass(frozen=True, slots=True)
class Text:
    """What is read of a paper: its title, its summary and abstract as one, and its topics."""

    title: str
    body: str
    topics: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Similar:
    """A curated paper that uses the same words, and how alike it is, from 0 to 1."""

    paper: Paper
    likeness: float


@dataclass(frozen=True, slots=True)
class Suggested:
    """A paper, its suggestions, best first, and the curated papers nearest to it."""

    paper: Paper
    suggestions: tuple[Suggestion, ...]
    similar: tuple[Similar, ...] = ()


_MOST_TOPICS = 3
_MOST_SIMILAR = 3


def can_learn() -> bool:
    """Whether scikit-learn is installed: the extra ``learn``."""
    return find_spec("sklearn") is not None


def text_of(paper: Paper, abstracts: Mapping[str, Sequence[str]]) -> Text:
    """What is read of a paper; ``abstracts``, by title key, count beside what its record has."""
    others = abstracts.get(identity.title_key(paper.title), ())
    longest = max((paper.abstract, *others), key=len)
    return Text(paper.title, "\n\n".join(filter(None, (paper.summary, longest))), paper.topics)


def curated(corpus: Corpus) -> list[Paper]:
    """The papers that have a topic of the vocabulary: what can be learned from."""
    return [paper for paper in corpus.papers.values() if corpus.topics.keys() & {*paper.topics}]


def suggest(
    corpus: Corpus, papers: Sequence[Paper], method: Method, abstracts: Mapping[str, Sequence[str]]
) -> list[Suggested]:
    """What is suggested for each of ``papers``.

    It is learned from the curated papers that are not among them: what a paper is tagged with
    says nothing for itself. Similar papers need scikit-learn. Raises CannotLearn.
    """
    if not papers:
        return []
    ids = {paper.id for paper in papers}
    others = [paper for paper in curated(corpus) if paper.id not in ids]
    lessons, texts = ([text_of(paper, abstracts) for paper in each] for each in (others, papers))
    suggestions = _suggestions(corpus, method, lessons, texts)
    return list(map(Suggested, papers, suggestions, _similar(texts, lessons, others)))


def _suggestions(
    corpus: Corpus, method: Method, lessons: Sequence[Text], texts: Sequence[Text]
) -> list[tuple[Suggestion, ...]]:
    """What ``method`` suggests for each text, learned from ``lessons``.

    As many topics as ``digest.yml`` allows a paper, three where it does not say; the best where
    none is likely enough. Raises CannotLearn.
    """
    topics = corpus.vocabulary.topics
    allowed = corpus.settings.curation.topics_per_paper
    most = allowed[1] if allowed else _MOST_TOPICS
    if method == "terms":
        return [vocabulary.suggest(text.title, text.body, topics, most=most) for text in texts]
    if not can_learn():
        raise CannotLearn("scikit-learn is not installed: pip install 'scikit-learn>=1.7'")
    from generator.topics import learned

    model = learned.learn(lessons, topics, with_terms=method == "both")
    suggestions = []
    for text, scores in zip(texts, learned.likelihoods(model, texts), strict=True):
        ranked = sorted(scores.items(), key=lambda item: -item[1])
        likely = [item for item in ranked if item[1] >= model.threshold] or ranked[:1]
        by_terms = vocabulary.weighed(text.title, text.body, topics)
        best = []
        for topic, score in likely[:most]:
            terms = by_terms[topic].terms if topic in by_terms else ()
            words = learned.telling_words(model, text, topic)
            best.append(Suggestion(topic, score, terms, words))
        suggestions.append(tuple(best))
    return suggestions


def _similar(
    texts: Sequence[Text], lessons: Sequence[Text], others: Sequence[Paper]
) -> list[tuple[Similar, ...]]:
    neighbours: list[list[tuple[int, float]]] = [[]] * len(texts)
    if can_learn():
        from generator.topics import learned

        with suppress(CannotLearn):
            neighbours = learned.nearest(texts, lessons, _MOST_SIMILAR)
    return [tuple(Similar(others[at], likeness) for at, likeness in each) for each in neighbours]


# Parts


def folded(texts: Sequence[Text], parts: int) -> Iterator[tuple[list[Text], list[Text]]]:
    """The texts of each part, and those of all others."""
    placed = list(zip(texts, folds([text.topics for text in texts], parts), strict=True))
    for part in range(parts):
        inside = [text for text, at in placed if at == part]
        yield inside, [text for text, at in placed if at != part]


def folds(tags: Sequence[Sequence[str]], parts: int) -> list[int]:
    """The part, from 0, of each paper by its ``tags``: as even by topic as can be.

    Iterative stratification (Sechidis, Tsoumakas and Vlahavas, 2011,
    https://doi.org/10.1007/978-3-642-23808-6_10): the rarest topic that is left is shared out
    first, each paper to the part that wants it most. Where the original draws lots, the part
    with the fewest papers and then the first is taken, so that the same tags give the same
    parts.
    """
    left = Counter(topic for topics in tags for topic in {*topics})
    wanted = [{topic: number / parts for topic, number in left.items()} for _ in range(parts)]
    room = [len(tags) / parts] * parts
    part_of: dict[int, int] = {}
    while len(part_of) < len(tags):
        rarest = min(left, key=lambda topic: (left[topic], topic), default="")
        for paper, topics in enumerate(tags):
            if paper not in part_of and (rarest in topics or not rarest):
                part = max(range(parts), key=lambda n: (wanted[n].get(rarest, 0), room[n], -n))
                part_of[paper] = part
                room[part] -= 1
                left -= Counter({*topics})
                for topic in {*topics}:
                    wanted[part][topic] -= 1
    return [part_of[paper] for paper in range(len(tags))]


# How good suggestions are


Figures: TypeAlias = "tuple[float, float, float]"
"""Precision, the share of suggestions that curators chose too; recall, the share of their choices
that was suggested; F1, the harmonic mean of both. 0 where there is nothing."""


@dataclass(frozen=True, slots=True)
class Score:
    """How many papers curators gave a topic, how many suggestions did, how many both."""

    curated: int = 0
    suggested: int = 0
    right: int = 0

    @property
    def figures(self) -> Figures:
        """Precision, recall and F1."""
        totals = (self.suggested, self.curated, (self.curated + self.suggested) / 2)
        precision, recall, f1 = (self.right / (total or 1) for total in totals)
        return precision, recall, f1


@dataclass(frozen=True, slots=True)
class Evaluation:
    """The scores of one method by topic, in the vocabulary's order, and over all of them."""

    method: Method
    topics: Mapping[str, Score]

    @property
    def micro(self) -> Score:
        """All decisions as one: frequent topics count most."""
        counts = [(each.curated, each.suggested, each.right) for each in self.topics.values()]
        return Score(*map(sum, zip(*counts, strict=True)))

    @property
    def macro(self) -> Figures:
        """The means over the topics that curators gave: each counts the same."""
        rows = [each.figures for each in self.topics.values() if each.curated]
        precision, recall, f1 = (sum(column) / len(rows) for column in zip(*rows, strict=True))
        return precision, recall, f1


def evaluate(
    corpus: Corpus,
    methods: Iterable[Method],
    abstracts: Mapping[str, Sequence[str]],
    parts: int,
    step: Callable[[], None] = lambda: None,
) -> tuple[Evaluation, ...]:
    """Judge each curated paper by what was learned from the other ``parts`` - 1 parts.

    Everything that is learned, the threshold too, is learned without the papers it is judged
    by. ``step`` is called once a part and method. Raises CannotLearn.
    """
    papers = curated(corpus)
    if len(papers) < parts:
        raise CannotLearn(f"records with topics: {len(papers)}, fewer than {parts}: curate more")
    rounds = list(folded([text_of(paper, abstracts) for paper in papers], parts))
    evaluations = []
    for method in methods:
        chosen, suggested, right = Counter[str](), Counter[str](), Counter[str]()
        for inside, others in rounds:
            suggestions = _suggestions(corpus, method, others, inside)
            for text, best in zip(inside, suggestions, strict=True):
                topics = {suggestion.topic for suggestion in best}
                chosen.update(text.topics)
                suggested.update(topics)
                right.update(topics.intersection(text.topics))
            step()
        scores = {id: Score(chosen[id], suggested[id], right[id]) for id in corpus.topics}
        evaluations.append(Evaluation(method, scores))
    return tuple(evaluations)
