"""What listings repeat and their readers discuss, by one stated formula."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING

from generator.views.calendar import newest
from generator.views.editions import editions, sightings

if TYPE_CHECKING:
    from generator.papers.model import Corpus, Edition, Paper, Sighting

LISTED = 3
"""Points for being in a listing."""
UPVOTES = 10
"""How many upvotes make a point; a comment makes one by itself."""


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

    @property
    def comments(self) -> int:
        """The most comments that one listing counted."""
        return max(term.comments for term in self.terms)

    @property
    def upvotes(self) -> int:
        """The most upvotes that one listing counted."""
        return max(term.upvotes for term in self.terms)


def trending(corpus: Corpus, limit: int) -> tuple[Trend, ...]:
    """The ``limit`` papers with most points; equal ones stand newest first.

    A paper that one listing has, and of which it says nothing, is not among them.
    """
    ages = _ages(corpus)
    seen = sightings(corpus)
    trends = [
        Trend(paper, tuple(_term(*each, ages) for each in seen[paper.id]))
        for paper in newest(corpus)
        if paper.id in seen
    ]
    trends = [trend for trend in trends if _is_said(trend)]
    trends.sort(key=lambda trend: -trend.points)
    return tuple(trends[:limit])


def _term(edition: Edition, sighting: Sighting, ages: dict[str, int]) -> Term:
    return Term(edition, sighting.comments or 0, sighting.upvotes or 0, ages[edition.id])


def _is_said(trend: Trend) -> bool:
    return len(trend.terms) > 1 or any(term.comments or term.upvotes for term in trend.terms)


def _ages(corpus: Corpus) -> dict[str, int]:
    every = editions(corpus)
    days = sorted({edition.date or "" for edition in every.dated}, reverse=True)
    age = {day: number for number, day in enumerate(days, start=1)}
    return {edition.id: age.get(edition.date or "", len(days) + 1) for edition in every.all}
