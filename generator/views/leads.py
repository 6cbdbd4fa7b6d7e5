"""Which papers lead: what listings said of them most, by one rule for page and newsletter."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING, Literal

from generator.views.trending import LISTED, UPVOTES

if TYPE_CHECKING:
    from collections.abc import Sequence

    from generator.papers.model import Paper
    from generator.views.digest import Digest

FEWEST, MOST = 3, 5
"""How many papers lead, where there are enough."""
_PAPERS_A_LEAD = 20  # one more leads for each so many

Reason = Literal["comments", "upvotes", "listings", "code", "place"]


@dataclass(frozen=True, slots=True)
class Lead:
    """A paper that leads, and why: what counts most for it.

    ``number`` is how many comments, upvotes or listings it has, or its place in its listing
    (0: in none); ``is_most`` says that no other of the papers has as many.
    """

    paper: Paper
    reason: Reason
    number: int
    is_most: bool


@dataclass(frozen=True, slots=True)
class _Standing:
    """The most that one listing said of a paper, and its place in the newest that has it.

    ``order`` is where it stands when the papers of all listings are read, the newest first.
    """

    paper: Paper
    counts: dict[Reason, int]
    place: int
    order: int

    @property
    def points(self) -> dict[Reason, Fraction]:
        """What counts: a comment 1, an upvote a tenth, each further listing 3."""
        return {
            "comments": Fraction(self.counts["comments"]),
            "upvotes": Fraction(self.counts["upvotes"], UPVOTES),
            "listings": Fraction(LISTED * max(0, self.counts["listings"] - 1)),
        }

    @property
    def coded(self) -> bool:
        return any(link.kind == "code" for link in self.paper.links)

    @property
    def rank(self) -> tuple[object, ...]:
        return -sum(self.points.values()), not self.paper.summary, not self.coded, self.order


def ranked(digest: Digest, papers: Sequence[Paper], until: str = "") -> tuple[Paper, ...]:
    """``papers``, the most worth reading first.

    By points; equal ones stand with those that have a summary first, then those with code,
    then as listings have them. What is listed after the day ``until`` changes nothing.
    """
    return tuple(each.paper for each in _standings(digest, papers, until))


def leads(
    digest: Digest, papers: Sequence[Paper], until: str = "", most: int = MOST
) -> tuple[Lead, ...]:
    """The first of the ranked ``papers``, three and for each further twenty one more."""
    standings = _standings(digest, papers, until)
    number = min(most, MOST, FEWEST + len(papers) // _PAPERS_A_LEAD)
    known = Counter((kind, count) for each in standings for kind, count in each.counts.items())
    highest = {kind: max(each.counts[kind] for each in standings) for kind in _COUNTED if standings}
    return tuple(_lead(each, highest, known) for each in standings[:number])


_COUNTED: tuple[Reason, ...] = ("comments", "upvotes", "listings")


def _lead(each: _Standing, highest: dict[Reason, int], known: Counter[tuple[Reason, int]]) -> Lead:
    points = each.points
    reason = max(points, key=lambda kind: points[kind])
    if not points[reason]:
        reason = "code" if each.coded else "place"
        return Lead(each.paper, reason, each.place, False)
    number = each.counts[reason]
    return Lead(
        each.paper, reason, number, number == highest[reason] and known[reason, number] == 1
    )


def _standings(digest: Digest, papers: Sequence[Paper], until: str) -> list[_Standing]:
    order: dict[str, int] = {}
    place: dict[str, int] = {}
    for edition in digest.editions.all:
        if edition.date and until and edition.date > until:
            continue
        for number, sighting in enumerate(edition.papers, start=1):
            order.setdefault(sighting.paper, len(order))
            place.setdefault(sighting.paper, number)
    standings = []
    for paper in papers:
        seen = [
            sighting
            for edition, sighting in digest.sightings.get(paper.id, ())
            if not (edition.date and until and edition.date > until)
        ]
        counts: dict[Reason, int] = {
            "comments": max((sighting.comments or 0 for sighting in seen), default=0),
            "upvotes": max((sighting.upvotes or 0 for sighting in seen), default=0),
            "listings": len(seen),
        }
        where = order.get(paper.id, len(order))
        standings.append(_Standing(paper, counts, place.get(paper.id, 0), where))
    return sorted(standings, key=lambda each: each.rank)
