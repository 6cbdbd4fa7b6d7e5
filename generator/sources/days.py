"""Days as listings write them: ``Mar 11``, ``March 11, 2025``, ``11 March``, ``2025-03-11``."""

from __future__ import annotations

import datetime
import re
from dataclasses import dataclass
from typing import Final

_MONTHS: Final = (
    "january", "february", "march", "april", "may", "june", "july", "august", "september",
    "october", "november", "december",
)  # fmt: skip
_MONTH: Final = rf"(?P<month>{'|'.join(_MONTHS)}|sept|{'|'.join(m[:3] for m in _MONTHS)})\b\.?"
_WEEKDAY: Final = r"(?:(?:mon|tue|wed|thu|fri|sat|sun)[a-z]{0,6},?\s+)?"
_NUMBER: Final = r"(?P<day>\d{1,2})(?:st|nd|rd|th)?"
_YEAR: Final = r"(?:,?\s+(?P<year>(?:19|20)\d\d))?"
_FORMS: Final = tuple(
    re.compile(form + r"(?!\d)", re.IGNORECASE)
    for form in (
        rf"{_WEEKDAY}{_MONTH}\s+{_NUMBER}{_YEAR}",
        rf"{_WEEKDAY}{_NUMBER}\s+{_MONTH}{_YEAR}",
        r"(?P<year>\d{4})-(?P<month>\d\d)-(?P<day>\d\d)",
    )
)
# Longer than any day is written; keeps a search from running through an abstract.
_LONGEST: Final = 40


@dataclass(frozen=True, slots=True)
class Day:
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


def at_start(text: str) -> tuple[Day, str] | None:
    """The day that ``text`` begins with and what follows it; None where there is none.

    >>> at_start("Feb 7, 2024 1")
    (Day(text='Feb 7, 2024', month=2, day=7, year=2024), ' 1')
    """
    for form in _FORMS:
        match = form.match(text)
        if match:
            return _day(match), text[match.end() :]
    return None


def at_end(text: str) -> Day | None:
    """The day that ``text`` ends with, such as a heading's; None where there is none."""
    end = text.rstrip()
    for start in range(max(0, len(end) - _LONGEST), len(end)):
        if start and end[start - 1].isalnum():
            continue
        found = at_start(end[start:])
        if found and not found[1]:
            return found[0]
    return None


def _day(match: re.Match[str]) -> Day:
    month = match["month"].lower()
    number = int(month) if month.isdecimal() else _month(month)
    year = match["year"]
    return Day(match[0], number, int(match["day"]), int(year) if year else None)


def _month(name: str) -> int:
    return next(n for n, month in enumerate(_MONTHS, start=1) if month.startswith(name[:3]))
