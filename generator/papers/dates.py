"""Dates as records state them: a day, or only its month or year, or a week of listings.

ISO 8601 text of the years 1900 to 2099, ``2024-10-20``, ``2024-10``, ``2024``, ``2024-W43``;
but for weeks they sort as text. Nothing here reads a clock.
"""

from __future__ import annotations

import calendar
import re
from datetime import date, timedelta
from functools import lru_cache
from typing import Final

_FORM: Final = re.compile(r"((?:19|20)[0-9]{2})(?:-W([0-9]{2})|-([0-9]{2})(?:-([0-9]{2}))?)?")


def is_day(text: str) -> bool:
    """Whether a date is known to the day; ``text`` is a date, or '' where none is known."""
    return len(text) == 10


def is_month(text: str) -> bool:
    """Whether a date is known to the month and no further; ``text`` as for ``is_day``."""
    return len(text) == 7


def is_real(text: str) -> bool:
    """Whether ``text`` is a day, a month or a year of the calendar, as this project writes them."""
    return span(text) is not None and "W" not in text


def is_week(text: str) -> bool:
    """Whether ``text`` is a week of the calendar (ISO 8601): ``2024-W43``."""
    return span(text) is not None and "W" in text


@lru_cache(maxsize=1000)
def span(text: str) -> tuple[str, str] | None:
    """The first and the last day that a date may mean; None of what is no date.

    >>> span("2024-02")
    ('2024-02-01', '2024-02-29')
    >>> span("2024-W43")
    ('2024-10-21', '2024-10-27')
    """
    match = _FORM.fullmatch(text)
    if match is None:
        return None
    year, week, month, day = (int(part or 0) for part in match.groups())
    try:
        if match[2]:
            first = date.fromisocalendar(year, week, 1)
            return first.isoformat(), (first + timedelta(days=6)).isoformat()
        first = date(year, month if match[3] else 1, day if match[4] else 1)
    except ValueError:
        return None
    last_month = month or 12
    last = date(year, last_month, day or calendar.monthrange(year, last_month)[1])
    return first.isoformat(), last.isoformat()


def first_day(text: str) -> str:
    """The first day that a real date may mean: ``2024-10-01`` of October 2024."""
    return text if is_day(text) else _real(text)[0]


def last_day(text: str) -> str:
    """The last day that a real date may mean: ``2024-10-31`` of October 2024."""
    return text if is_day(text) else _real(text)[1]


def _real(text: str) -> tuple[str, str]:
    found = span(text)
    if found is None:
        raise ValueError(f"{text!r} is no date")
    return found
