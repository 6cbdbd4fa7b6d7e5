"""Days, weeks and months as sources write them: ``Mar 11``, ``11 March 2025``, ``2025-W44``.

A Day may lack its year, and may be in no calendar; ISO 8601 text comes out.
"""

from __future__ import annotations

import datetime
import json
import re
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from generator.papers import fields
from generator.papers.model import EditionKind
from generator.papers.wording import MONTHS

WORDS: Final[dict[str, Any]] = json.loads(
    Path(__file__).with_name("words.json").read_text(encoding="utf-8")
)
"""Words of listings: labels, months, furniture, and what hardly stands in a title."""

_MONTHS: Final = {
    name: number
    for number, (month, others) in enumerate(zip(MONTHS, WORDS["months"], strict=True), start=1)
    for name in (month.lower(), *others, month[:3].lower())
}
_MONTH: Final = rf"(?P<month>{'|'.join(sorted(_MONTHS, key=len, reverse=True))})\b\.?"
_WEEKDAY: Final = r"(?:(?:mon|tue|wed|thu|fri|sat|sun)[a-z]{0,6},?\s+)?"
_NUMBER: Final = r"(?P<day>\d{1,2})(?:st|nd|rd|th)?"
_YEAR: Final = r"(?:,?\s+(?P<year>(?:19|20)\d\d))?"
_FORMS: Final = tuple(
    re.compile(form + r"(?!\d)", re.IGNORECASE | re.ASCII)
    for form in (
        rf"{_WEEKDAY}{_MONTH}\s+{_NUMBER}(?:\s?[-–—]\s?\d{{1,2}}(?=,? (?:19|20)))?{_YEAR}",
        rf"{_WEEKDAY}{_NUMBER}\.?\s+(?:of\s+|de\s+)?{_MONTH}{_YEAR}",
        r"(?P<year>\d{4})(?P<sep>[-/.])(?P<month>\d\d?)(?P=sep)(?P<day>\d\d?)",
        r"(?P<year>\d{4})\s*[年년]\s*(?P<month>\d\d?)\s*[月월]\s*(?P<day>\d\d?)\s*[日일]",
    )
)
_MONTH_FORMS: Final = tuple(
    re.compile(form, re.IGNORECASE | re.ASCII)
    for form in (
        rf"{_MONTH},?\s+(?P<year>(?:19|20)\d\d)",
        r"(?P<year>(?:19|20)\d\d)[-/.](?P<month>\d\d?)/*",
        r"(?P<year>(?:19|20)\d\d)\s*[年년]\s*(?P<month>\d\d?)\s*[月월]",
    )
)
_JUST_YEAR: Final = re.compile(r"((?:19|20)\d\d)[年년/]*", re.ASCII)
_WEEK: Final = re.compile(r"((?:19|20)\d\d)-?W(\d\d?)", re.IGNORECASE | re.ASCII)
# What may stand before a day: ``Published on``.
ON: Final = re.compile(
    r"\A(?:(?:published|posted|submitted|veröffentlicht|publié|publicado|pubblicato)"
    r"(?:\s+(?:on|am|le|el|il))?|on)[\s:]+",
    re.IGNORECASE,
)
_LONGEST: Final = 400


@dataclass(frozen=True, slots=True)
class WrittenDay:
    """A day as it is written, perhaps without its year, perhaps in no calendar."""

    text: str
    month: int
    day: int
    year: int | None = None

    def iso(self, year: int | None = None) -> str | None:
        """The day as ISO 8601; ``year`` where it states none. None if there is no such day."""
        try:
            return datetime.date(self.year or year or 0, self.month, self.day).isoformat()
        except ValueError:
            return None

    def exists(self) -> bool:
        """Whether a calendar has it: in its year, or in a leap year where it states none."""
        return self.iso(2024) is not None


@dataclass(frozen=True, slots=True)
class ListingPeriod:
    """What a listing is of, kind and date; None where nothing says it."""

    kind: EditionKind | None = None
    date: str | None = None

    @classmethod
    def from_iso(cls, text: str) -> ListingPeriod:
        """The period that a day, a week or a month in ISO 8601 is."""
        if week := week_in(text):
            return cls("weekly", week)
        if day := of_stamp(text):
            return cls("daily", day)
        return cls("monthly", month) if (month := month_of(text)) else cls()


UNKNOWN: Final = ListingPeriod()
"""Of a listing that says nothing of itself."""


def at_start(text: str) -> tuple[WrittenDay, str] | None:
    """The day that ``text`` begins with and what follows it; None where there is none.

    >>> at_start("Feb 7, 2024 1")
    (WrittenDay(text='Feb 7, 2024', month=2, day=7, year=2024), ' 1')
    """
    for form in _FORMS:
        match = form.match(text)
        if match:
            month, day, year = _month(match["month"]), int(match["day"]), match["year"]
            written_day = WrittenDay(match[0], month, day, int(year) if year else None)
            return written_day, text[match.end() :]
    return None


def days_in(text: str) -> list[WrittenDay]:
    """The days that a heading names, from left to right."""
    days, position = [], 0
    while position < min(len(text), _LONGEST):
        start = None if position and text[position - 1].isalnum() else at_start(text[position:])
        if start:
            days.append(start[0])
        position += len(start[0].text) if start else 1
    return days


def month_of(text: str) -> str | None:
    """The month, ``2026-11``, that ``text`` is and nothing else; None where it is none."""
    for form in _MONTH_FORMS:
        match = form.fullmatch(text.strip())
        if match:
            month = f"{match['year']}-{_month(match['month']):02}"
            return month if fields.is_real(month) else None
    return None


def month_in(text: str) -> str | None:
    """The first month with its year among the words of a heading; None where it names none."""
    months = (month_of(match[0]) for form in _MONTH_FORMS for match in form.finditer(text))
    return next(filter(None, months), None)


def week_in(text: str) -> str | None:
    """The ISO week, ``2026-W46``, that ``text`` names; None where it names none.

    >>> week_in("https://huggingface.co/papers/week/2026-W46")
    '2026-W46'
    """
    match = _WEEK.search(text)
    week = f"{match[1]}-W{int(match[2]):02}" if match else ""
    return week if fields.is_week(week) else None


def partial(text: str, year: int | None = None) -> str | None:
    """The day, month or year that a source states, no finer than it is stated; else None.

    ``year`` is that of days which state none. Takes time stamps and the forms above, and the
    year alone of what ends in nothing that is known: no month 13 and no year before 1900.

    >>> partial("2026/09//"), partial("2026-11-09T17:59:59Z"), partial("Oct 28, 2026")
    ('2026-09', '2026-11-09', '2026-10-28')
    """
    text = ON.sub("", text.strip())
    start = at_start(text)
    if start and (not start[1] or not start[1][0].isalnum() or start[1][0] in "Tt"):
        day = start[0].iso(year)
        return day if day and fields.is_real(day) else None
    match = _JUST_YEAR.fullmatch(text)
    return match[1] if match else month_of(text)


def of_stamp(stamp: str) -> str | None:
    """The day of a time stamp such as ``2026-04-30T02:22:30.897Z``; None of no stamp."""
    day = partial(stamp) or ""
    return day if fields.is_day(day) else None


def _month(name: str) -> int:
    return int(name) if name.isdecimal() else _MONTHS[name.lower()]
