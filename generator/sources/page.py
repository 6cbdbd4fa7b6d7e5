"""What a captured page says of itself: address, day, period; and the years of its days.

The address and the time of capture stand in a header that tools write before the text, the
period in the page's heading. Of a range of days, the week is that of its middle.
"""

from __future__ import annotations

import datetime
import itertools
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final
from urllib.parse import parse_qs, urlsplit

from generator.papers.model import EditionKind
from generator.sources import days, heading
from generator.sources.days import Day
from generator.sources.lines import Line

_HEADER_LINES: Final = 60
_ADDRESS: Final = re.compile(
    r"[^\w]*(?:url(?: source)?|source(?: url)?|address|link|page|from)\W*[:=]\W*(https?://\S+)",
    re.I,
)
_MADE: Final = re.compile(
    r"[^\w]*(?:retrieved|exported|captured|fetched|saved|scraped|archived|accessed|crawled|clipped"
    r"|date|created|published[ _-]time|timestamp)\b[^:=]{0,12}[:=]\W*(.{6,60})",
    re.IGNORECASE,
)
_PAPERS: Final = re.compile(
    r"papers?\b|daily|digest|arxiv|articles?|preprints?|论文|論文|논문|日报|每日", re.IGNORECASE
)
_LIBRARY: Final = re.compile(
    r"reading (?:list|group)|awesome|bibliograph|library|to read|club|collection", re.IGNORECASE
)
_WEEKLY: Final = re.compile(r"\bweek(?:ly|s)?\b|本周|每周|周报|週|주간|woche|semana|semaine", re.I)
_MONTHLY: Final = re.compile(
    r"\bmonth(?:ly)?\b|本月|每月|月报|月刊|월간|monat|mensuel|mensual", re.I
)
_WEEK_NUMBER: Final = re.compile(r"\bweek\s+(\d{1,2})\b|第\s*(\d{1,2})\s*周", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Page:
    """What a page says: ``day`` as its heading writes it, ``week`` a number without a year.

    ``is_daily_papers`` where it is a page of Daily Papers, ``kind`` None where it names none.
    """

    is_daily_papers: bool = False
    kind: EditionKind | None = None
    date: str | None = None
    day: Day | None = None
    week: int | None = None
    made: str | None = None


@dataclass(frozen=True, slots=True)
class Calendar:
    """Kind and date of a listing, the year of its days without one, and what to know of it."""

    kind: EditionKind
    captured: str | None
    year: int | None
    notes: tuple[str, ...] = ()


def of(lines: Sequence[Line], names: Iterable[str]) -> Page:
    """What the first lines of a capture say, and the headings before its papers."""
    address, made, first = "", None, list(names)
    for line in lines[:_HEADER_LINES]:
        if not address and (match := _ADDRESS.match(line.text)):
            address = match[1]
        elif not address and line is lines[0] and re.fullmatch(r"<?https?://\S+>?", line.text):
            address = line.text.strip("<>")
        elif not made and (match := _MADE.match(line.text)):
            made = _stamp(match[1])
    named = next((said.named for name in first if (said := heading.read(name)) and said.named), "")
    ours = any((said := heading.read(name)) and said.of_listing for name in first)
    of_address = _of_address(address)
    if of_address and of_address[0]:
        kind, date = of_address
        return Page(True, kind, date, None if date else _heading_day(first), made=made)
    ours = ours or of_address is not None
    if named == "Trending":
        return Page(True, "trending", None, None, made=made)
    return _of_names(first, ours, made)


def _of_address(address: str) -> tuple[EditionKind | None, str | None] | None:
    """Kind and date that an address of Daily Papers says; None of another address."""
    try:
        parts = urlsplit(address.rstrip(".,;)*"))
    except ValueError:
        return None
    host, steps = parts.netloc.removeprefix("www."), parts.path.strip("/").split("/")
    if host not in ("huggingface.co", "hf.co") or "papers" not in steps:
        return None
    query = parse_qs(parts.query)
    if steps[0] != "papers":
        return "list", None
    if "q" in query:
        return "search", None
    if steps[1:2] == ["trending"]:
        return "trending", None
    said = steps[2] if len(steps) > 2 else (query.get("date") or [""])[0]
    if week := days.week_in(said):
        return "weekly", week
    if month := days.month_of(said):
        return "monthly", month
    day = days.partial(said) if len(said) == 10 else None
    return ("daily", day) if day else (None, None)


def _of_names(names: Sequence[str], ours: bool, made: str | None) -> Page:
    for name in names:
        month = days.month_of(name)
        number = _WEEK_NUMBER.search(name)
        if ours and (month or days.week_in(name)):
            return Page(
                True, "monthly" if month else "weekly", month or days.week_in(name), made=made
            )
        if ours and number and len(name) < 40:
            return Page(True, "weekly", None, week=int(number[1] or number[2]), made=made)
        found = days.every(name) if len(name) <= 200 else []
        if ours and heading.read(name) and found:
            return Page(True, "daily", None, found[0], made=made)
        if _PAPERS.search(name) and not _LIBRARY.search(name) and len(name) <= 200:
            if _WEEKLY.search(name) and (date := days.week_in(name) or _middle(found)):
                return Page(ours, "weekly", date, made=made)
            if _MONTHLY.search(name) and (date := _month_in(name)):
                return Page(ours, "monthly", date, made=made)
            if found and not _WEEKLY.search(name):
                return Page(ours, "daily", None, found[0], made=made)
    return Page(ours, None, None, _heading_day(names), made=made)


def _heading_day(names: Sequence[str]) -> Day | None:
    """The day that furniture names, else a line of its own."""
    said = [found.day for name in names if (found := heading.read(name)) and found.day]
    alone = [at[0] for name in names if (at := days.at_start(name)) and not at[1]]
    return next(iter((*said, *alone)), None)


def _middle(found: Sequence[Day]) -> str | None:
    """The week in whose middle a range of days has its own."""
    years = [day.year for day in found if day.year]
    dates = [day.iso(years[-1]) for day in found if years]
    sound = [datetime.date.fromisoformat(date) for date in dates if date]
    if not sound:
        return None
    return (sound[0] + (sound[-1] - sound[0]) / 2).strftime("%G-W%V")


def _month_in(name: str) -> str | None:
    words = name.replace("(", " ").replace(")", " ").replace(",", " ").split()
    pairs = (" ".join(pair) for pair in itertools.pairwise(words))
    return next(filter(None, map(days.month_of, (*pairs, *words))), None)


def _stamp(text: str) -> str | None:
    text = re.sub(r"^(?:mon|tue|wed|thu|fri|sat|sun)\w*,?\s+", "", text.strip(" *`\"'"), flags=re.I)
    found = days.at_start(text)
    return found[0].iso() if found and found[0].year else None


def calendar(page: Page, stated: Sequence[Day], date: datetime.date | None) -> Calendar:
    """Kind and date of a listing whose papers state these days; ``date`` is the maintainer's."""
    known = page.date or page.made
    spelled = [day.year for day in (page.day, *stated) if day and day.year and day.exists()]
    bare = [day for day in (page.day, *stated) if day and not day.year and day.exists()]
    year = date.year if date else page.day.year if page.day and page.day.year else None
    year = year or (int(known[:4]) if known else None)
    notes: tuple[str, ...] = ()
    if not year and bare and spelled:
        year = max(spelled) + 1
        notes = (
            f"dates without a year are taken as {year}, the first after {year - 1}, "
            "the latest year the listing spells out; --date settles it",
        )
    if date and page.day and page.day.iso(date.year) != date.isoformat():
        notes = (f"the heading says {page.day.text}; --date {date.isoformat()} is taken",)
    notes = (*notes, *_unknown_days(bare, year)) if not date else notes
    if page.day and not page.day.exists():
        notes = (*notes, f"the heading's day, {page.day.text}, is in no calendar")
    captured = page.date or (page.day.iso(year) if page.day and (page.day.year or year) else None)
    if page.week and year:
        captured = days.week(year, page.week)
    kind = page.kind or _kind(page, date)
    if captured is None and kind in ("search", "trending"):
        captured = page.made
    if date and kind in ("daily", "search", "trending", "list"):
        captured = date.isoformat()
    return Calendar(kind, captured, year, notes)


def _kind(page: Page, date: datetime.date | None) -> EditionKind:
    if date or page.day:
        return "daily"
    return "search" if page.is_daily_papers else "list"


def _unknown_days(bare: Sequence[Day], year: int | None) -> tuple[str, ...]:
    """A note for the days that no year is known for, or that are not in ``year``."""
    unknown = list(dict.fromkeys(day.text for day in bare if not year or not day.iso(year)))
    if not unknown:
        return ()
    more = f" and {len(unknown) - 1} more" if len(unknown) > 1 else ""
    why = f"is not in {year}" if year else "states no year"
    return (f"the day {unknown[0]}{more} {why}, so it stays unknown; --date YYYY-MM-DD settles it",)
