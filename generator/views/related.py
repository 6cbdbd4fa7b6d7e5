"""Papers that share topics: the rarer the topic the closer, then the nearer in time."""

from __future__ import annotations

import math
from bisect import bisect_left
from collections import defaultdict
from dataclasses import dataclass
from datetime import date
from itertools import combinations
from typing import TYPE_CHECKING

from generator.papers.dates import first_day, last_day
from generator.views.calendar import listed

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from generator.papers.model import Corpus, Paper

LIMIT = 5
# Every subset of a paper's topics is looked at: six give 63, and hardly a paper has six.
_MOST_TOPICS = 6

Topics = tuple[str, ...]
# Where a paper stands in time, then its id: what candidates are sorted by.
Place = tuple[int, str]


@dataclass(frozen=True, slots=True)
class Related:
    """A related paper and the topics it shares, the rarest first."""

    paper: Paper
    shared: Topics


def related(corpus: Corpus) -> dict[str, tuple[Related, ...]]:
    """By paper id up to five papers that share topics of the vocabulary with it.

    They are ordered by the sum of the shared topics' rarity (inverse document frequency),
    then by closeness of the listed day, the later one first, then by id.
    """
    days = listed(corpus)
    places = {id_: (_ordinal(day), id_) for id_, day in days.items()}
    known = {
        paper.id: [topic for topic in dict.fromkeys(paper.topics) if topic in corpus.topics]
        for paper in corpus.papers.values()
    }
    rarity = _rarity(known, len(corpus.papers))
    topics_of = {
        id_: tuple(sorted(topics, key=lambda topic: (-rarity[topic], topic))[:_MOST_TOPICS])
        for id_, topics in known.items()
    }
    shelves: dict[Topics, list[Place]] = defaultdict(list)
    for id_, place in sorted(places.items(), key=lambda item: item[1]):
        for subset in _subsets(topics_of[id_]):
            shelves[subset].append(place)
    levels: dict[Topics, list[list[Topics]]] = {}
    for topics in set(topics_of.values()):
        levels[topics] = _levels(topics, rarity)
    return {
        id_: tuple(
            Related(corpus.papers[other], tuple(t for t in topics if t in topics_of[other]))
            for other in _closest(places[id_], levels[topics], shelves)
        )
        for id_, topics in topics_of.items()
    }


def _closest(
    place: Place, levels: Sequence[Sequence[Topics]], shelves: dict[Topics, list[Place]]
) -> list[str]:
    """Ids of the closest papers. A level is the shelves that weigh the same.

    Who shares more than a shelf says has been taken from a heavier level before, so that
    each level's newcomers share exactly this much.
    """
    chosen: dict[str, None] = {place[1]: None}
    for level in levels:
        found: set[Place] = set()
        for subset in level:
            found.update(_nearest(place, shelves[subset], chosen))
        in_order = sorted(found, key=lambda other: (abs(other[0] - place[0]), -other[0], other[1]))
        chosen.update((id_, None) for _, id_ in in_order[: LIMIT + 1 - len(chosen)])
        if len(chosen) > LIMIT:
            break
    return list(chosen)[1:]


def _nearest(place: Place, shelf: Sequence[Place], taken: dict[str, None]) -> Iterator[Place]:
    """Of a shelf sorted by date the nearest that are not taken: enough of them to fill up.

    Those of one date are sorted by id, so both sides are read from the first id on.
    """
    wanted = LIMIT + 1 - len(taken)
    later = bisect_left(shelf, (place[0], ""))
    earlier_end = later
    count, index = 0, later
    while count < wanted and index < len(shelf):
        if shelf[index][1] not in taken:
            yield shelf[index]
            count += 1
        index += 1
    count = 0
    while count < wanted and earlier_end > 0:
        start = bisect_left(shelf, (shelf[earlier_end - 1][0], ""))
        for other in shelf[start : min(earlier_end, start + LIMIT + 1)]:
            if other[1] not in taken:
                yield other
                count += 1
        earlier_end = start


def _levels(topics: Topics, rarity: dict[str, float]) -> list[list[Topics]]:
    """The subsets of a paper's topics by weight, heaviest first; equals together."""
    levels: dict[float, list[Topics]] = defaultdict(list)
    for subset in _subsets(topics):
        # Rounded: the same weights added in another order may differ in the last bit.
        levels[round(math.fsum(rarity[topic] for topic in subset), 9)].append(subset)
    return [levels[weight] for weight in sorted(levels, reverse=True)]


def _subsets(topics: Topics) -> Iterator[Topics]:
    for size in range(1, len(topics) + 1):
        yield from combinations(topics, size)


def _rarity(topics_of: dict[str, list[str]], papers: int) -> dict[str, float]:
    counts: dict[str, int] = defaultdict(int)
    for topics in topics_of.values():
        for topic in topics:
            counts[topic] += 1
    return {topic: math.log1p(papers / count) for topic, count in counts.items()}


def _ordinal(day: str) -> int:
    """A day as a number; a month or year counts as its middle; unknown as long ago."""
    if not day:
        return 0
    first, last = (date.fromisoformat(of(day)).toordinal() for of in (first_day, last_day))
    return (first + last) // 2
