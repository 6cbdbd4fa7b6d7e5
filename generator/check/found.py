"""What a rule finds, and what rules share in saying it."""

from __future__ import annotations

import datetime
import difflib
from collections.abc import Hashable, Iterable, Iterator, Sequence

from generator.papers.model import Severity

Where = Sequence[str | int]
Found = tuple[str, Where, str, Severity]
"""Path in the folder, place in the file, message, severity."""


def repeated(values: Sequence[Hashable]) -> Iterator[int]:
    """The places of values that stood earlier in the list."""
    seen: set[Hashable] = set()
    for number, value in enumerate(values):
        if value in seen:
            yield number
        seen.add(value)


def meant(name: str, known: Iterable[str]) -> str:
    """How a message about an unknown name ends: with the known one nearest to it."""
    close = difflib.get_close_matches(name, list(known), n=1)
    return f": did you mean '{close[0]}'?" if close else ": correct or remove it"


def is_date(text: str) -> bool:
    """Whether an ISO day or month is in the calendar."""
    try:
        datetime.date.fromisoformat(text if text.count("-") == 2 else f"{text}-01")
    except ValueError:
        return False
    return True
