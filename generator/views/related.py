"""Papers that speak of the same, each with what it shares."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import TypeAlias

from generator.papers.model import Paper
from generator.views.outputs import Shown, World

Suggestion: TypeAlias = tuple[Shown, tuple[str, ...]]
"""A paper that is suggested for another, and the words that both share (``views.nearness``)."""


@dataclass(frozen=True, slots=True)
class Related:
    """A related paper and what it shares: authors if two or more, words as written, topics."""

    paper: Paper
    authors: tuple[str, ...]
    words: tuple[str, ...]
    topics: tuple[str, ...]


def related(world: World, paper: Paper, suggested: Iterable[Suggestion]) -> Iterator[Related]:
    """What of ``suggested`` is related to ``paper``, the nearest first; none without a reason."""
    names = dict.fromkeys(paper.names)
    topics = [topic for topic in dict.fromkeys(paper.topics) if topic in world.topics]
    for shown, words in suggested:
        other = shown.paper
        authors = tuple(filter({*other.names}.__contains__, names))
        authors = authors if len(authors) > 1 else ()
        shared = tuple(topic for topic in topics if topic in other.topics)
        if authors or words or shared:
            yield Related(other, authors, words, shared)
