"""Papers by the day they were listed (days, ISO weeks, months, years), and by the day added."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from itertools import groupby

from generator.papers.dates import is_day, is_real
from generator.papers.model import Corpus, Paper


@dataclass(frozen=True, slots=True)
class Day:
    """The papers of one day, ``2024-10-20``."""

    date: str
    papers: tuple[Paper, ...]


@dataclass(frozen=True, slots=True)
class Week:
    """An ISO week, ``2024-W42``, and its days that have papers."""

    id: str
    days: tuple[Day, ...]


@dataclass(frozen=True, slots=True)
class Month:
    """A month, ``2024-10``: its papers, those of known days by day, and the rest."""

    month: str
    papers: tuple[Paper, ...]
    days: tuple[Day, ...]
    day_unknown: tuple[Paper, ...]


@dataclass(frozen=True, slots=True)
class Year:
    """A year, ``2024``, its papers, its months that have papers, and the rest of them."""

    year: str
    papers: tuple[Paper, ...]
    months: tuple[Month, ...]
    month_unknown: tuple[Paper, ...] = ()


@dataclass(frozen=True, slots=True)
class Calendar:
    """All papers by date, newest first throughout; ``undated`` are in no year."""

    years: tuple[Year, ...]
    weeks: tuple[Week, ...]
    undated: tuple[Paper, ...]

    @property
    def months(self) -> Iterator[Month]:
        """All months, newest first."""
        return (month for year in self.years for month in year.months)

    @property
    def days(self) -> Iterator[Day]:
        """All days, newest first."""
        return (day for month in self.months for day in month.days)


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


def newest(corpus: Corpus) -> tuple[Paper, ...]:
    """All papers, the last listed first; of one day by title, then id; undated ones last."""
    days = listed(corpus)
    papers = sorted(corpus.papers.values(), key=lambda paper: (paper.title.casefold(), paper.id))
    return tuple(sorted(papers, key=lambda paper: days[paper.id], reverse=True))


def calendar(corpus: Corpus) -> Calendar:
    """All papers by year, month, day and ISO week of their listed day.

    A paper of which only the month is known is in its month, and in no day and no week; one
    of which only the year is known is in its year alone.
    """
    days = listed(corpus)
    # A month sorts after its days, and a year after its months: each stands in one piece.
    filed = [Day(day, tuple(of)) for day, of in groupby(newest(corpus), lambda p: days[p.id])]
    dated = [each for each in filed if each.date]
    return Calendar(
        tuple(_year(year, tuple(of)) for year, of in groupby(dated, lambda each: each.date[:4])),
        tuple(
            Week(week, tuple(of))
            for week, of in groupby(filter(lambda each: is_day(each.date), dated), _week)
        ),
        _papers(each for each in filed if not each.date),
    )


def week_of(day: str) -> str:
    """The ISO week of a day.

    >>> week_of("2024-12-30")
    '2025-W01'
    """
    year, number, _ = date.fromisoformat(day).isocalendar()
    return f"{year:04}-W{number:02}"


def _week(day: Day) -> str:
    return week_of(day.date)


def _year(year: str, filed: tuple[Day, ...]) -> Year:
    in_months = groupby((each for each in filed if each.date != year), lambda each: each.date[:7])
    months = tuple(_month(month, tuple(of)) for month, of in in_months)
    return Year(year, _papers(filed), months, _papers(each for each in filed if each.date == year))


def _month(month: str, filed: tuple[Day, ...]) -> Month:
    days = tuple(each for each in filed if each.date != month)
    return Month(month, _papers(filed), days, _papers(filed[len(days) :]))


def _papers(filed: Iterable[Day]) -> tuple[Paper, ...]:
    return tuple(paper for each in filed for paper in each.papers)


def news(papers: Iterable[Paper]) -> tuple[Paper, ...]:
    """Those of ``papers`` that were added as news, the last added first, else in their order.

    A record that names no such day never was: it is part of what was there before.
    """
    added = (paper for paper in papers if paper.added)
    return tuple(sorted(added, key=day_added, reverse=True))


def day_added(paper: Paper) -> str:
    """The day ``paper`` came in, ``2025-10-31``; '' where it never was news."""
    return paper.added or ""
