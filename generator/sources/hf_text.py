"""The text of a Hugging Face Daily Papers page, as selected and copied from the browser."""

from __future__ import annotations

import datetime
from dataclasses import dataclass
from typing import Final

from generator.papers import links
from generator.papers.model import Capture, EditionKind, Entry, Rejection
from generator.sources import Unreadable, blocks
from generator.sources.days import Day
from generator.text import texts

_NO_PAPER: Final = (
    "no paper found: copy the text of a listing page, titles and abstracts, into the file"
)


@dataclass(frozen=True, slots=True)
class _Calendar:
    """The year of the days that state none, and what the importer should know of it."""

    captured: str | None
    year: int | None
    notes: tuple[str, ...] = ()


def parse(text: str, *, date: str | None = None) -> Capture:
    """What the text of a listing page holds; ``date`` is the maintainer's day of it, ISO 8601.

    Any of three layouts: blank lines or none, with or without lines of authors and date.
    Sound papers are entries; every other block is a rejection, with its line and reason.
    Raises Unreadable where the text is no listing, ValueError where ``date`` is no day.
    """
    found = blocks.read(text)
    if not found.is_listing():
        raise Unreadable(_NO_PAPER)
    calendar = _calendar(found, datetime.date.fromisoformat(date) if date else None)
    return Capture(
        format="hf_text",
        source="Hugging Face Daily Papers",
        kind=_kind(found, date),
        captured=calendar.captured,
        entries=tuple(_entry(paper, calendar.year) for paper in found.papers),
        rejected=_rejections(found, calendar.year),
        notes=calendar.notes,
    )


def _kind(found: blocks.Blocks, date: str | None) -> EditionKind:
    if found.heading.trending:
        return "trending"
    return "daily" if date or found.heading.day else "search"


def _calendar(found: blocks.Blocks, date: datetime.date | None) -> _Calendar:
    heading = found.heading.day
    stated = [paper.facts.day for paper in found.papers if paper.facts.day]
    spelled = [day.year for day in stated if day.year and day.exists()]
    if date:
        return _Calendar(date.isoformat(), date.year, _disagreement(heading, date))
    if heading and heading.year:
        return _Calendar(heading.iso(), heading.year)
    without_year = [day for day in (heading, *stated) if day and not day.year and day.exists()]
    if not without_year:
        return _Calendar(None, None)
    if spelled:
        year = max(spelled) + 1
        note = (
            f"dates without a year are taken as {year}, the first after {year - 1}, "
            "the latest year the listing spells out; --date settles it"
        )
        captured = heading.iso(year) if heading else None
        return _Calendar(captured, year, (note, *_unknown_days(without_year, year)))
    return _Calendar(None, None, _unknown_days(without_year, None))


def _disagreement(heading: Day | None, date: datetime.date) -> tuple[str, ...]:
    if not heading or heading.iso(date.year) == date.isoformat():
        return ()
    return (f"the heading says {heading.text}; --date {date.isoformat()} is taken",)


def _unknown_days(days: list[Day], year: int | None) -> tuple[str, ...]:
    """A note for the days that no year is known for, or that are not in ``year``."""
    unknown = list(dict.fromkeys(day.text for day in days if not day.iso(year)))
    if not unknown:
        return ()
    more = f" and {len(unknown) - 1} more" if len(unknown) > 1 else ""
    why = f"is not in {year}" if year else "states no year"
    return (f"the day {unknown[0]}{more} {why}, so it stays unknown; --date YYYY-MM-DD settles it",)


def _rejections(found: blocks.Blocks, year: int | None) -> tuple[Rejection, ...]:
    rejected = [damage.rejection() for damage in found.damaged]
    dated = [(paper.dated, paper.facts.day) for paper in found.papers]
    for line, day in [(found.dated, found.heading.day), *dated]:
        if line and day and not (day.iso(year) if day.year or year else day.exists()):
            rejected.append(Rejection(line.number, f"no such day: {day.text}", line.text))
    return tuple(sorted(rejected, key=lambda rejection: rejection.line))


def _entry(paper: blocks.Draft, year: int | None) -> Entry:
    facts = paper.facts
    return Entry(
        title=texts.one_line(paper.title.text),
        line=paper.title.number,
        abstract=texts.one_line(paper.abstract.text),
        authors_count=facts.authors_count,
        published=facts.day.iso(year) if facts.day else None,
        comments=facts.comments,
        arxiv=facts.arxiv,
        links=links.find(paper.abstract.text),
    )
