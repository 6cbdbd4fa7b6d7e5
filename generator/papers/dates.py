"""Dates as records state them: ISO 8601 text of a day or, where only it is known, a month."""

from __future__ import annotations

import re
from datetime import date

_DATE = re.compile(r"[0-9]{4}-[0-9]{2}(-[0-9]{2})?")


def is_day(text: str) -> bool:
    """Whether ``text`` is a day, ``2024-10-20``, and not a month or nothing."""
    return len(text) == 10


def is_real(text: str) -> bool:
    """Whether ``text`` is a day or month of the calendar, in the form this project writes."""
    if not _DATE.fullmatch(text):
        return False
    try:
        date.fromisoformat(text if is_day(text) else f"{text}-01").isocalendar()
    except ValueError:
        return False
    return True
