"""Papers whose curation is not finished."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from generator.views.calendar import newest

if TYPE_CHECKING:
    from collections.abc import Iterator

    from generator.papers.model import Corpus, Paper

Lack = Literal["topics", "summary"]


@dataclass(frozen=True, slots=True)
class Uncurated:
    """A paper, and what a curator has yet to write."""

    paper: Paper
    lacks: tuple[Lack, ...]


def uncurated(corpus: Corpus) -> tuple[Uncurated, ...]:
    """The papers that lack something, newest first.

    Where there is a vocabulary, a paper lacks topics until it has one or a person states that
    it has none (``topics: []``); where the digest asks for topics, or for summaries, a
    paper without lacks them.
    """
    found = ((paper, tuple(_lacks(paper, corpus))) for paper in newest(corpus))
    return tuple(Uncurated(paper, lacks) for paper, lacks in found if lacks)


def _lacks(paper: Paper, corpus: Corpus) -> Iterator[Lack]:
    rules = corpus.settings.curation
    asked = bool(rules.topics_per_paper and rules.topics_per_paper[0])
    stated = "topics" in paper.stated
    chosen = paper.topics and (stated or paper.topics != paper.suggested_topics)
    if corpus.topics and not chosen and (asked or not stated):
        yield "topics"
    if rules.summary_words and rules.summary_words[0] and not paper.summary:
        yield "summary"
