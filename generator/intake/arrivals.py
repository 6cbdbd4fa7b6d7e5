"""What a fresh capture looks like beside those of other days: silent, short, cut, damaged."""

from __future__ import annotations

import datetime
import itertools
import statistics
from typing import Final

from generator.papers.model import Capture, Corpus, Edition

# On 490 archived days, 18 had less than a third of what the eight of their weekday before had.
_WEEKS: Final = 8
_FEWEST_WEEKS: Final = 4
_SHORT: Final = 1 / 3


def remarks(corpus: Corpus, capture: Capture, day: str, largest: int) -> tuple[str, ...]:
    """Why the listing may not be whole, each in a line; none where it looks as usual.

    ``day`` is what was asked for, ``largest`` the most that the source gives at once.
    """
    count = len(capture.entries)
    found = []
    if capture.captured != day:
        found.append(f"incomplete: it is the listing of {capture.captured}, not of {day}")
    if capture.rejected:
        found.append(f"incomplete: {len(capture.rejected)} records of it are damaged")
    if count + len(capture.rejected) >= largest:
        found.append(f"incomplete: {count} papers are all that the source gives at once")
    usual = _usual(corpus, capture)
    if usual and count < usual * _SHORT:
        day = datetime.date.fromisoformat(capture.captured or "").strftime("%A")
        found.append(f"incomplete: {_papers(count)}, where a {day} has {usual:g}")
    known = max((len(edition.papers) for edition in _editions(corpus, capture)), default=0)
    if count < known:
        found.append(f"incomplete: {_papers(count)}, where its edition has {known} already")
    return tuple(found)


def is_usual_silence(corpus: Corpus, day: str) -> bool:
    """Whether daily listings were missing as long as this before, up to such a weekday.

    ``day`` has none. A digest that knows fewer than four weeks takes a week as usual.
    """
    listed = sorted(
        datetime.date.fromisoformat(edition.date)
        for edition in corpus.editions.values()
        if edition.kind == "daily" and edition.date
    )
    asked = datetime.date.fromisoformat(day)
    before = [date for date in listed if date < asked]
    if not before or (before[-1] - before[0]).days < _FEWEST_WEEKS * 7:
        return not before or (asked - before[-1]).days <= 7
    silent = (
        (last + datetime.timedelta(days), days)
        for last, following in itertools.pairwise(before)
        for days in range(1, (following - last).days)
    )
    longest = max((days for date, days in silent if date.weekday() == asked.weekday()), default=0)
    return (asked - before[-1]).days <= longest


def _usual(corpus: Corpus, capture: Capture) -> float | None:
    """How many papers the last editions of the weekday had; None where few are known."""
    if not capture.captured or capture.kind != "daily":
        return None
    day = datetime.date.fromisoformat(capture.captured)
    before = sorted(
        (edition.date, len(edition.papers))
        for edition in corpus.editions.values()
        if (edition.kind, edition.source) == (capture.kind, capture.source)
        and edition.date
        and edition.date < capture.captured
        and datetime.date.fromisoformat(edition.date).weekday() == day.weekday()
    )[-_WEEKS:]
    if len(before) < _FEWEST_WEEKS:
        return None
    return statistics.median(papers for _, papers in before)


def _editions(corpus: Corpus, capture: Capture) -> list[Edition]:
    """The editions that hold this listing already."""
    what = (capture.kind, capture.source, capture.captured)
    return [e for e in corpus.editions.values() if (e.kind, e.source, e.date) == what and e.date]


def _papers(count: int) -> str:
    return "1 paper" if count == 1 else f"{count} papers"
