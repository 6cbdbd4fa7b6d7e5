"""Papers by the day they were listed: days, ISO weeks, months, years."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING

from generator.papers.dates import is_day, is_month, is_real

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from generator.papers.model import Corpus, Paper


@dataclass(frozen=True, slots=True)
class Day:
    """The papers of one day, ``2024-10-20``."""

    date: str
    papers: tuple[Paper, ...]


@dataclass(frozen=True, slots=True)
class Week:
    """An ISO week: ``2024-W42``, its Monday and Sunday, and the days that have papers."""

    id: str
    year: int
    number: int
    monday: str
    sunday: str
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
    listed_days = listed(corpus)
    by_day: dict[str, list[Paper]] = defaultdict(list)
    by_month: dict[str, list[Paper]] = defaultdict(list)
    for paper in newest(corpus):
        day = listed_days[paper.id]
        by_month[day[:7]].append(paper)
        if is_day(day):
            by_day[day].append(paper)
    undated = tuple(by_month.pop("", ()))
    days = [Day(day, tuple(papers)) for day, papers in by_day.items()]
    return Calendar(tuple(_years(by_month, days, listed_days)), tuple(_weeks(days)), undated)


def _years(
    by_month: dict[str, list[Paper]], days: Iterable[Day], listed_days: dict[str, str]
) -> Iterator[Year]:
    days_of: dict[str, list[Day]] = defaultdict(list)
    for day in days:
        days_of[day.date[:7]].append(day)
    months_of: dict[str, list[Month]] = defaultdict(list)
    unknown = {year: papers for year, papers in by_month.items() if not is_month(year)}
    for month, papers in by_month.items():
        if month in unknown:
            months_of[month]  # a year without months is one too
            continue
        rest = tuple(paper for paper in papers if not is_day(listed_days[paper.id]))
        months_of[month[:4]].append(Month(month, tuple(papers), tuple(days_of[month]), rest))
    for year in sorted(months_of, reverse=True):
        months = sorted(months_of[year], key=lambda month: month.month, reverse=True)
        rest = tuple(unknown.get(year, ()))
        papers_of_year = (*(paper for month in months for paper in month.papers), *rest)
        yield Year(year, papers_of_year, tuple(months), rest)


def _weeks(days: Iterable[Day]) -> Iterator[Week]:
    by_week: dict[tuple[int, int], list[Day]] = defaultdict(list)
    for day in days:
        year, number, _ = date.fromisoformat(day.date).isocalendar()
        by_week[year, number].append(day)
    for year, number in sorted(by_week, reverse=True):
        monday = date.fromisocalendar(year, number, 1)
        yield Week(
            id=f"{year}-W{number:02}",
            year=year,
            number=number,
            monday=monday.isoformat(),
            sunday=(monday + timedelta(days=6)).isoformat(),
            days=tuple(by_week[year, number]),
        )
