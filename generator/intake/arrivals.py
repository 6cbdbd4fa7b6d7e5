"""Listings that arrive by themselves: whether they are whole, or a source is silent."""

from __future__ import annotations

import datetime
import itertools
import statistics
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Final

from generator.intake.questions import Question
from generator.papers import fields, wording
from generator.papers.model import Capture, Corpus, Edition
from generator.sources import Silent, Unreadable, detect

# On 490 archived days, 18 had less than a third of what the eight of their weekday before had.
_WEEKS: Final = 8
_FEWEST_WEEKS: Final = 4
_SHORT: Final = 1 / 3
_FEEDS: Final = ("feed", "arxiv_feed")


@dataclass(frozen=True, slots=True)
class Arrival:
    """A fetched listing as read, if it could be, and why it may not be whole, each in a line.

    ``is_usual`` says that this is no reason to look: the source is whole, or silent no longer
    than it has been on such weekdays.
    """

    path: Path
    capture: Capture | None
    remarks: tuple[str, ...]
    is_usual: bool

    @property
    def papers(self) -> int:
        """How many papers came."""
        return len(self.capture.entries) if self.capture else 0


def arrival(corpus: Corpus, path: Path, day: str, question: Question) -> Arrival:
    """Judge the listing of ``day`` that was fetched into a file, beside those of a corpus.

    ``day`` may be a week or a month. Of a feed, only what is of that day counts. Raises OSError.
    """
    try:
        capture = detect.parse(path.read_bytes(), name=path.name)
    except Silent:
        silent = f"silent: the source has no paper for {day}"
        if not (question.is_daily and fields.is_day(day)):
            return Arrival(path, None, (silent,), not question.is_daily)
        usual = is_usual_silence(corpus, day)
        return Arrival(path, None, (f"{silent}, a {_weekday(day)}",), usual)
    except Unreadable as error:
        return Arrival(path, None, (f"unreadable: {error}",), False)
    if capture.format in _FEEDS:
        entries = tuple(each for each in capture.entries if (each.published or day) == day)
        capture = replace(capture, entries=entries, captured=day)
    elif not question.is_daily:
        capture = replace(capture, captured=day)
    remarks = tuple(_remarks(corpus, capture, day, question.largest))
    return Arrival(path, capture, remarks, not remarks)


def is_young(corpus: Corpus, day: str) -> bool:
    """Whether too few daily listings of such a weekday are known to tell what is usual of it."""
    daily = (edition for edition in corpus.editions.values() if edition.kind == "daily")
    return len({date for date, _ in _sizes(daily, day)}) < _FEWEST_WEEKS


def is_usual_silence(corpus: Corpus, day: str) -> bool:
    """Whether daily listings were missing as long as this before, up to such a weekday.

    ``day`` has none. A digest that knows fewer than four weeks takes a week as usual.
    """
    listed = sorted(
        datetime.date.fromisoformat(edition.date)
        for edition in corpus.editions.values()
        if edition.kind == "daily" and edition.date
    )
    today = datetime.date.fromisoformat(day)
    before = [date for date in listed if date < today]
    if not before or (before[-1] - before[0]).days < _FEWEST_WEEKS * 7:
        return not before or (today - before[-1]).days <= 7
    silent = (
        (last + datetime.timedelta(days), days)
        for last, following in itertools.pairwise(before)
        for days in range(1, (following - last).days)
    )
    longest = max((days for date, days in silent if date.weekday() == today.weekday()), default=0)
    return (today - before[-1]).days <= longest


def _remarks(corpus: Corpus, capture: Capture, day: str, largest: int) -> Iterator[str]:
    """Why the listing may not be whole; nothing where it looks as usual."""
    count = len(capture.entries)
    if capture.captured != day:
        yield f"incomplete: it is the listing of {capture.captured}, not of {day}"
    if capture.rejected:
        yield f"incomplete: {len(capture.rejected)} records of it are damaged"
    if count + len(capture.rejected) >= largest:
        yield f"incomplete: {count} papers are all that the source gives at once"
    usual = _usual(corpus, capture)
    if usual and count < usual * _SHORT:
        weekday = _weekday(capture.captured or "")
        yield f"incomplete: {wording.count(count, 'paper')}, where a {weekday} has {usual:g}"
    same = (each for each in _alike(corpus, capture) if each.date == capture.captured)
    size = max((edition.size for edition in same), default=0)
    if count < size:
        yield f"incomplete: {wording.count(count, 'paper')}, where its edition has {size} already"


def _usual(corpus: Corpus, capture: Capture) -> float | None:
    """How many papers the last listings of the weekday had; None where few are known."""
    if not capture.captured or capture.kind != "daily":
        return None
    sizes = [size for _, size in _sizes(_alike(corpus, capture), capture.captured)[-_WEEKS:]]
    return statistics.median(sizes) if len(sizes) >= _FEWEST_WEEKS else None


def _sizes(editions: Iterable[Edition], day: str) -> list[tuple[str, int]]:
    """The days before one that are of its weekday, and how many papers each edition of them has."""
    sizes = ((each.date, each.size) for each in editions if each.date and each.date < day)
    return sorted((date, size) for date, size in sizes if _weekday(date) == _weekday(day))


def _alike(corpus: Corpus, capture: Capture) -> Iterator[Edition]:
    what = (capture.kind, capture.source)
    yield from (e for e in corpus.editions.values() if (e.kind, e.source) == what and e.date)


def _weekday(day: str) -> str:
    return datetime.date.fromisoformat(day).strftime("%A")
