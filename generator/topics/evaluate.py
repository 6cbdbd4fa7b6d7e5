"""How well suggestions agree with the topics that curators chose."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass

from generator.papers.model import Corpus, Paper
from generator.topics.folds import folds
from generator.topics.suggest import Method, curated, suggester, text_of
from generator.topics.suggestion import CannotLearn


@dataclass(frozen=True, slots=True)
class Score:
    """How many papers curators gave a topic, how many suggestions did, how many both."""

    curated: int = 0
    suggested: int = 0
    right: int = 0

    @property
    def precision(self) -> float:
        """The share of suggestions that curators chose too; 0 where there is none."""
        return self.right / self.suggested if self.suggested else 0.0

    @property
    def recall(self) -> float:
        """The share of the curators' choices that was suggested; 0 where there is none."""
        return self.right / self.curated if self.curated else 0.0

    @property
    def f1(self) -> float:
        """The harmonic mean of precision and recall; 0 where nothing is right."""
        return 2 * self.right / (self.curated + self.suggested) if self.right else 0.0


@dataclass(frozen=True, slots=True)
class Mean:
    """Precision, recall and F1, each the mean over topics."""

    precision: float
    recall: float
    f1: float


@dataclass(frozen=True, slots=True)
class Evaluation:
    """The scores of one method by topic, in the vocabulary's order, and over all of them."""

    method: Method
    topics: Mapping[str, Score]

    @property
    def micro(self) -> Score:
        """All decisions as one: frequent topics count most."""
        of = self.topics.values()
        return Score(
            sum(score.curated for score in of),
            sum(score.suggested for score in of),
            sum(score.right for score in of),
        )

    @property
    def macro(self) -> Mean:
        """The mean over the topics that curators gave: each counts the same."""
        of = [score for score in self.topics.values() if score.curated]
        return Mean(
            sum(score.precision for score in of) / len(of),
            sum(score.recall for score in of) / len(of),
            sum(score.f1 for score in of) / len(of),
        )


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
        raise CannotLearn(
            f"{len(papers)} records have topics, fewer than the {parts} parts asked for: "
            "curate more, or give --folds a smaller number"
        )
    part_of = folds([paper.topics for paper in papers], parts)
    texts = {paper.id: text_of(paper, abstracts) for paper in papers}
    done = []
    for method in methods:
        chosen: list[tuple[Paper, set[str]]] = []
        for part in range(parts):
            inside = [paper for paper, at in zip(papers, part_of, strict=True) if at == part]
            others = [paper for paper, at in zip(papers, part_of, strict=True) if at != part]
            suggesting = suggester(corpus, others, [texts[paper.id] for paper in others], method)
            found = suggesting([texts[paper.id] for paper in inside])
            chosen += [
                (paper, {suggestion.topic for suggestion in suggestions})
                for paper, suggestions in zip(inside, found, strict=True)
            ]
            step()
        scores = {topic: _score(topic, chosen) for topic in corpus.topics}
        done.append(Evaluation(method, scores))
    return tuple(done)


def _score(topic: str, chosen: Sequence[tuple[Paper, set[str]]]) -> Score:
    return Score(
        sum(topic in paper.topics for paper, _ in chosen),
        sum(topic in suggested for _, suggested in chosen),
        sum(topic in paper.topics and topic in suggested for paper, suggested in chosen),
    )
