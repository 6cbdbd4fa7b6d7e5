"""What listings have and say of papers: their order, what they repeat and discuss, what leads.

By one formula: being in a listing counts ``LISTED`` points, a comment one, and ``UPVOTES``
upvotes one.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from heapq import nlargest, nsmallest
from operator import attrgetter
from typing import TYPE_CHECKING, Literal

import msgspec

from generator.papers.fields import last_day
from generator.papers.model import Edition, Paper, Sighting

if TYPE_CHECKING:
    from generator.views import Digest

LISTED = 3
"""Points for being in a listing."""
UPVOTES = 10
"""How many upvotes make a point; a comment makes one by itself."""
FEWEST, MOST = 3, 5
"""How many papers lead, where there are enough."""
_PAPERS_A_LEAD = 20  # one more leads for each so many

Reason = Literal["comments", "upvotes", "listings", "code", "place"]
_COUNTED: tuple[Reason, ...] = ("comments", "upvotes", "listings")


@dataclass(frozen=True, slots=True)
class Term:
    """What one listing adds: ``(LISTED + comments + upvotes / UPVOTES) / age``.

    ``age`` is 1 on the newest day of all dated listings, 2 on the day before it that has a
    listing, and so on; an undated listing is one older than all dated ones.
    """

    edition: Edition
    comments: int
    upvotes: int
    age: int

    @property
    def points(self) -> Fraction:
        """The exact value of the term."""
        return (LISTED + self.comments + Fraction(self.upvotes, UPVOTES)) / self.age


@dataclass(frozen=True, slots=True)
class Trend:
    """A paper and what each listing that has it adds, the newest first."""

    paper: Paper
    terms: tuple[Term, ...]

    @property
    def points(self) -> Fraction:
        """The sum of the terms."""
        return sum((term.points for term in self.terms), Fraction())


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


class Standing(msgspec.Struct, frozen=True):
    """The most that one listing said of a paper, and where the newest that has it has it.

    ``counts`` and ``points`` are those of comments, upvotes and listings; points are what counts,
    in tenths: a comment 1, an upvote a tenth, each further listing 3. ``order`` is the number of
    that listing, the newest first, and the place in it; ``last`` is the greatest date of all that
    have it. Papers are sorted by ``rank``, the one most worth reading first.
    """

    paper: Paper
    counts: tuple[int, int, int]
    points: tuple[int, int, int]
    coded: bool
    order: tuple[int, int]
    last: str
    rank: tuple[int, bool, bool, tuple[int, int]]


def editions(digest: Digest) -> tuple[Edition, ...]:
    """The editions as the site lists them: newest first, of one day by id, the undated last."""
    by_id = sorted(digest.corpus.editions.values(), key=lambda edition: edition.id)
    last = {each.id: last_day(each.date) if each.date else "" for each in by_id}
    return tuple(sorted(by_id, key=lambda edition: last[edition.id], reverse=True))


def sightings(digest: Digest) -> dict[str, list[tuple[Edition, Sighting]]]:
    """By paper id the editions that have it, in the site's order, with what each said.

    An edition that names a paper twice counts once, with its first mention.
    """
    seen: dict[str, dict[str, tuple[Edition, Sighting]]] = defaultdict(dict)
    for edition in digest.editions:
        for sighting in edition.papers:
            if sighting.paper in digest.corpus.papers:
                seen[sighting.paper].setdefault(edition.id, (edition, sighting))
    return {paper: list(by_edition.values()) for paper, by_edition in seen.items()}


def trending(digest: Digest, limit: int = 50) -> tuple[Trend, ...]:
    """The ``limit`` papers with most points; equal ones stand newest first.

    A paper that one listing has, and of which it says nothing, is not among them.
    """
    days = sorted({edition.date or "" for edition in digest.dated}, reverse=True)
    age = {day: number for number, day in enumerate(days, start=1)}
    last = len(days) + 1
    terms = {
        paper: [
            Term(edition, item.comments or 0, item.upvotes or 0, age.get(edition.date or "", last))
            for edition, item in seen
        ]
        for paper, seen in digest.sightings.items()
        if len(seen) > 1 or any(item.comments or item.upvotes for _, item in seen)
    }
    # Exact points are dear: only those are worked out that can be among the first.
    rough = {
        paper: sum((LISTED + each.comments + each.upvotes / UPVOTES) / each.age for each in parts)
        for paper, parts in terms.items()
    }
    least = min(nlargest(limit, rough.values()), default=0) * (1 - 1e-9)
    trends = [
        Trend(paper, tuple(terms[paper.id]))
        for paper in digest.newest
        if rough.get(paper.id, -1) >= least
    ]
    return tuple(sorted(trends, key=lambda trend: -trend.points)[:limit])


def ranked(digest: Digest, papers: Sequence[Paper], until: str = "") -> tuple[Paper, ...]:
    """``papers``, the most worth reading first.

    By points; equal ones stand with those that have a summary first, then those with code,
    then as listings have them. What is listed after the day ``until`` changes nothing.
    """
    standings = _standings(digest, papers, until)
    return tuple(each.paper for each in sorted(standings, key=attrgetter("rank")))


def leads(
    digest: Digest, papers: Sequence[Paper], until: str = "", most: int = MOST
) -> tuple[Lead, ...]:
    """The first of the ranked ``papers``, three and for each further twenty one more."""
    standings = _standings(digest, papers, until)
    number = min(most, MOST, FEWEST + len(papers) // _PAPERS_A_LEAD)
    leads = []
    counts: dict[int, list[int]] = {}
    for each in nsmallest(number, standings, attrgetter("rank")):
        at = each.points.index(max(each.points))
        if each.points[at]:
            if at not in counts:
                counts[at] = [other.counts[at] for other in standings]
            count, of_all = each.counts[at], counts[at]
            is_most = count == max(of_all) and of_all.count(count) == 1
            leads.append(Lead(each.paper, _COUNTED[at], count, is_most))
        else:
            leads.append(Lead(each.paper, "code" if each.coded else "place", each.order[1], False))
    return tuple(leads)


def _standings(digest: Digest, papers: Sequence[Paper], until: str) -> list[Standing]:
    standings = [digest.standings[paper.id] for paper in papers]
    if not until:
        return standings
    return [
        each if each.last <= until else standing(digest, each.paper, until) for each in standings
    ]


def standing(digest: Digest, paper: Paper, until: str = "") -> Standing:
    """What listings said of a paper, those after the day ``until`` left out."""
    seen = digest.sightings.get(paper.id, [])
    if until:
        seen = [each for each in seen if not (each[0].date and each[0].date > until)]
    comments = upvotes = 0
    last = ""
    for edition, sighting in seen:
        comments = max(comments, sighting.comments or 0)
        upvotes = max(upvotes, sighting.upvotes or 0)
        last = max(last, edition.date or "")
    points = (UPVOTES * comments, upvotes, UPVOTES * LISTED * max(0, len(seen) - 1))
    coded = "code" in [link.kind for link in paper.links]
    order = digest.places[paper.id, seen[0][0].id] if seen else (len(digest.corpus.editions), 0)
    rank = (-sum(points), not paper.summary, not coded, order)
    return Standing(paper, (comments, upvotes, len(seen)), points, coded, order, last, rank)
