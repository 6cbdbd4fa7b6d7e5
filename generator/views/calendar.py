"""Papers by the day they were listed: days, ISO weeks, months, years."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date
from itertools import groupby
from typing import TYPE_CHECKING

from generator.papers.fields import is_day, is_month, is_real
from generator.papers.model import Corpus, Paper

if TYPE_CHECKING:
    from generator.views import Digest


@dataclass(frozen=True, slots=True)
class Day:
    """The papers of a day, ``2024-10-20``; of a month or year, those of no known day in it."""

    date: str
    papers: tuple[Paper, ...]


@dataclass(frozen=True, slots=True)
class Span:
    """A year, month or ISO week, ``2024-W42``, and what is filed under it, newest first."""

    id: str
    filed: tuple[Day, ...]

    @property
    def papers(self) -> tuple[Paper, ...]:
        """All its papers."""
        return tuple(paper for each in self.filed for paper in each.papers)

    @property
    def days(self) -> tuple[Day, ...]:
        """Its days that have papers."""
        return tuple(each for each in self.filed if is_day(each.date))

    @property
    def rest(self) -> tuple[Paper, ...]:
        """The papers of which nothing nearer is known."""
        return tuple(paper for day in self.filed if day.date == self.id for paper in day.papers)


@dataclass(frozen=True, slots=True)
class Calendar:
    """All papers by date, newest first throughout; ``undated`` are in no year."""

    years: tuple[Span, ...]
    months: tuple[Span, ...]
    weeks: tuple[Span, ...]
    days: tuple[Day, ...]
    undated: tuple[Paper, ...]


def listed(corpus: Corpus) -> dict[str, str]:
    """By paper id the day it was listed, ``2024-10-20``.

    The first dated daily edition that has it counts; without one its published day, or
    month (``2024-10``); without that ''. What is no real date counts as unknown.
    """
    first: dict[str, str] = {}
    for edition in corpus.editions.values():
        if edition.kind == "daily" and edition.date and is_real(edition.date):
            for sighting in edition.papers:
                known = first.get(sighting.paper)
                first[sighting.paper] = min(known, edition.date) if known else edition.date
    return {
        paper.id: first.get(paper.id)
        or (paper.published if paper.published and is_real(paper.published) else "")
        for paper in corpus.papers.values()
    }


def calendar(digest: Digest) -> Calendar:
    """All papers by year, month, day and ISO week of their listed day.

    A paper of which only the month is known is in its month, and in no day and no week; one
    of which only the year is known is in its year alone.
    """
    # A month sorts after its days, and a year after its months: each stands in one piece.
    by_date = groupby(digest.newest, lambda paper: digest.listed[paper.id])
    filed = {day: Day(day, tuple(papers)) for day, papers in by_date}
    undated = filed.pop("", Day("", ()))
    days = tuple(day for day in filed.values() if is_day(day.date))
    in_months = (day for day in filed.values() if is_day(day.date) or is_month(day.date))
    return Calendar(
        _spans(filed.values(), lambda day: day.date[:4]),
        _spans(in_months, lambda day: day.date[:7]),
        _spans(days, lambda day: week_of(day.date)),
        days,
        undated.papers,
    )


def _spans(filed: Iterable[Day], id_of: Callable[[Day], str]) -> tuple[Span, ...]:
    return tuple(Span(id_, tuple(of)) for id_, of in groupby(filed, id_of))


def day_added(paper: Paper) -> str:
    """The day ``paper`` came in as news, ``2025-10-31``; '' of what was there before."""
    return paper.added or ""


def week_of(day: str) -> str:
    """The ISO week of a day.

    >>> week_of("2024-12-30")
    '2025-W01'
    """
    year, number, _ = date.fromisoformat(day).isocalendar()
    return f"{year:04}-W{number:02}"
