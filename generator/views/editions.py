"""Listings: in their order, and what each said of a paper."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING

from generator.papers.dates import last_day

if TYPE_CHECKING:
    from generator.papers.model import Corpus, Edition, Sighting


@dataclass(frozen=True, slots=True)
class Editions:
    """All editions: the dated newest first, of one day by id, and the undated by id."""

    dated: tuple[Edition, ...]
    undated: tuple[Edition, ...]

    @property
    def all(self) -> tuple[Edition, ...]:
        """The dated ones, then the undated."""
        return (*self.dated, *self.undated)


def editions(corpus: Corpus) -> Editions:
    """The editions in the order in which the site lists them."""
    by_id = sorted(corpus.editions.values(), key=lambda edition: edition.id)
    dated = [edition for edition in by_id if edition.date]
    dated.sort(key=lambda edition: last_day(edition.date or ""), reverse=True)
    return Editions(tuple(dated), tuple(edition for edition in by_id if not edition.date))


def sightings(corpus: Corpus) -> dict[str, list[tuple[Edition, Sighting]]]:
    """By paper id the editions that have it, in the site's order, with what each said.

    An edition that names a paper twice counts once, with its first mention.
    """
    seen: dict[str, dict[str, tuple[Edition, Sighting]]] = defaultdict(dict)
    for edition in editions(corpus).all:
        for sighting in edition.papers:
            if sighting.paper in corpus.papers:
                seen[sighting.paper].setdefault(edition.id, (edition, sighting))
    return {paper: list(by_edition.values()) for paper, by_edition in seen.items()}
