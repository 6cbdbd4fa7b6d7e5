"""The text of a listing page, as selected and copied, or as a tool wrote it.

Two ways lead to papers: the links, headings and lists of a text that has some, and else the
turn and the shape of its lines. What both find goes through one calendar and one account.
"""

from __future__ import annotations

import datetime
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Final
from urllib.parse import parse_qs, urlsplit

from generator.papers import fields, identity
from generator.papers.model import Capture, EditionKind, Entry, Rejection
from generator.sources import (
    Unreadable,
    blocks,
    days,
    drafts,
    grammar,
    hypertext,
    lines,
    markup,
    outline,
    references,
)
from generator.sources.days import WORDS, ListingPeriod, WrittenDay
from generator.sources.drafts import Reading
from generator.sources.lines import Line

_NO_PAPER: Final = (
    "no paper found{what}: copy the text of a listing page, titles and abstracts, into the file"
)
_DAMAGED: Final = (
    "{rejected} of {all} papers cannot be read: the text of {what} that lost its shape on the way;"
    " {better}, or read the sound ones with --lenient"
)
_MOST_LINES: Final = 100_000
_TELLING: Final = 60  # of an abstract, which a card may cut
_BETTER: Final = "fetch the listing with digest fetch hf, or save the page as HTML"


def parse(
    text: str, *, date: str | None = None, lenient: bool = False, is_page: bool = False
) -> Capture:
    """What a text, or an HTML page, holds; ``date`` is the maintainer's day of it, ISO 8601.

    Sound papers are entries; every other block is a rejection, with its line and reason.
    With ``lenient`` a text is read that is mostly damaged. Raises Unreadable where the text
    is no listing, ValueError where ``date`` is no day.
    """
    day = datetime.date.fromisoformat(date) if date else None
    if (count := text.count("\n")) > _MOST_LINES:
        raise Unreadable(f"a text of {count:,} lines: split it, {_MOST_LINES:,} are the most")
    text, numbers = hypertext.numbered(text, is_page=is_page)
    marked_lines = markup.read(text)
    marked = outline.read(marked_lines)
    titled = sum(bool(draft.title) for draft in marked.drafts)
    shaped = sum(bool(one.cells or references.read(one.text)) for one in marked_lines)
    if not (titled and (markup.is_marked(text) or 2 * shaped > titled)):
        ended = text.endswith("\n")
        plain_lines = lines.unwrapped(lines.plain(text), ended=ended)
        plain = blocks.read(plain_lines, ended=ended)
        if len(plain.drafts) > titled:
            return _capture("hf_text", plain_lines, numbers, plain, day, lenient)
    if not marked.drafts:
        raise Unreadable(_NO_PAPER.format(what=_text_kind(marked_lines)))
    return _capture("marked_text", marked_lines, numbers, marked, day, lenient)


def _capture(
    format: str,
    text_lines: Sequence[Line],
    numbers: Sequence[int],
    reading: Reading,
    date: datetime.date | None,
    lenient: bool,
) -> Capture:
    """``numbers`` are those that the lines have in the file."""
    page = _page([line for line in text_lines if line.number < reading.first], reading.names)
    for draft in reading.drafts:
        draft.line, draft.dated = (numbers[at - 1] if at else 0 for at in (draft.line, draft.dated))
    dated = [
        (draft, start[0])
        for draft in reading.drafts
        if (start := days.at_start(days.ON.sub("", draft.published)))
    ]
    kind, captured, year, notes = _calendar(page, [day for _, day in dated], date)
    results: list[Entry | Rejection] = [
        replace(one, line=numbers[one.line - 1]) for one in reading.rejected
    ]
    for draft, day in dated:
        draft.published = day.iso(year) or ""
        if not draft.published and not (day.exists() and not (day.year or year)):
            results.append(Rejection(draft.dated, f"no such day: {day.text}", day.text))
    for draft in reading.drafts:
        draft.notes = notes
        results.append(drafts.settled(draft, untitled=format == "marked_text"))
    source = "Hugging Face Daily Papers" if page.is_daily_papers else "Reading list"
    nothing = _NO_PAPER.format(what=_text_kind(text_lines))
    capture = drafts.capture(format, source, kind, captured, results, nothing=nothing, notes=notes)
    capture = replace(capture, entries=_once(capture.entries))
    rejected, total = len(capture.rejected), len(capture.rejected) + len(capture.entries)
    if 2 * rejected > total and not lenient:
        what = "a page of Daily Papers" if page.is_daily_papers else "a listing"
        raise Unreadable(_DAMAGED.format(rejected=rejected, all=total, what=what, better=_BETTER))
    return capture


def _text_kind(lines: Sequence[Line]) -> str:
    """What a text without papers seems to be, as the rest of a sentence."""
    if outline.is_readme(lines):
        return ", this is the README of a project"
    if grammar.is_of_listing(line.text for line in lines):
        return " on this page of Daily Papers"
    return ", this is an article" if sum(grammar.is_prose(line.text) for line in lines) > 2 else ""


def _once(entries: Iterable[Entry]) -> tuple[Entry, ...]:
    """Each paper once, with what only its second card says: there may be one for phones too."""
    papers: list[Entry] = []
    places: dict[str, list[int]] = {}
    for entry in entries:
        keys = list(filter(None, _keys(entry)))
        seen = (place for key in keys for place in places.get(key, ()))
        place = next((one for one in seen if _are_one(papers[one], entry)), len(papers))
        if place == len(papers):
            papers.append(entry)
        first = papers[place]
        gaps = (name for name in first.__slots__ if getattr(first, name) in (None, "", ()))
        papers[place] = replace(first, **{name: getattr(entry, name) for name in gaps})
        for key in keys:
            places.setdefault(key, []).append(place)
    return tuple(papers)


def _keys(entry: Entry) -> tuple[str, str]:
    """The title and the identifier by which another card of a paper is known."""
    pages = (link.url for link in entry.links if link.kind == "paper")
    title = identity.title_key(entry.title) if entry.title else ""
    return title, entry.arxiv or entry.doi or next(pages, "")


def _are_one(first: Entry, again: Entry) -> bool:
    """Whether two have the same title, or one has none, and nothing else that tells them apart."""
    (title, identifier), (other, another) = _keys(first), _keys(again)
    if title and other and title != other:
        return False
    if (identifier and another) or not (title and other):
        return identifier == another
    begun = {one.abstract[:_TELLING] for one in (first, again) if one.abstract}
    return len(begun) < 2


# What the page says of itself

_HEADER_LINES: Final = 60
_LONGEST_NAME: Final = 200
_LONGEST_WEEK: Final = 40
_ADDRESS: Final = re.compile(
    r"\W*(?:(?:url(?: source)?|source(?: url)?|address|link|page|from)\W*[:=]\W*)?(https?://\S+)",
    re.I,
)
_CAPTURE_DAY: Final = re.compile(
    r"\W*(?:retrieved|exported|captured|fetched|saved|scraped|archived|accessed|crawled|clipped"
    r"|date|created|published[ _-]time|timestamp)\b[^:=]{0,12}[:=]\W*(.{6,60})",
    re.IGNORECASE,
)
_PAPERS, _LIBRARY, _WEEKLY, _MONTHLY = (
    re.compile("|".join(WORDS[name]), re.IGNORECASE)
    for name in ("papers", "library", "weekly", "monthly")
)
_WEEK_NUMBER: Final = re.compile(r"\bweek\s+(\d{1,2})\b|第\s*(\d{1,2})\s*周", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class _Page:
    """What a page says: ``day`` as its heading writes it, ``week`` a number without a year.

    ``capture_day`` is the day it was captured.
    """

    is_daily_papers: bool = False
    period: ListingPeriod = days.UNKNOWN
    day: WrittenDay | None = None
    week: int | None = None
    capture_day: str | None = None


def _page(lines: Sequence[Line], names: Sequence[str]) -> _Page:
    """What the first lines of a capture say, and the headings before its papers."""
    texts = [line.text for line in lines[:_HEADER_LINES]]
    address = next((match[1] for match in map(_ADDRESS.match, texts) if match), "")
    stamps = (days.partial(match[1]) for match in map(_CAPTURE_DAY.match, texts) if match)
    capture_day = next((day for day in stamps if day and fields.is_day(day)), None)
    furniture = [item for name in names if (item := grammar.furniture(name))]
    of_address = _of_address(address)
    is_ours = of_address is not None or any(item.of_listing for item in furniture)
    written_days = [item.day for item in furniture if item.day]
    written_days += [start[0] for name in names if (start := days.at_start(name)) and not start[1]]
    day = next(iter(written_days), None)
    if of_address and of_address.kind:
        return _Page(True, of_address, None if of_address.date else day, capture_day=capture_day)
    if next((item.named for item in furniture if item.named), "") == "Trending":
        return _Page(True, ListingPeriod("trending"), capture_day=capture_day)
    pages = (page for name in names if (page := _of_heading(name, is_ours=is_ours)))
    return replace(next(pages, _Page(day=day)), is_daily_papers=is_ours, capture_day=capture_day)


def _of_address(address: str) -> ListingPeriod | None:
    try:
        parts = urlsplit(address.rstrip(".,;)*"))
    except ValueError:
        return None
    host, steps = parts.netloc.removeprefix("www."), parts.path.strip("/").split("/")
    if host not in ("huggingface.co", "hf.co") or "papers" not in steps:
        return None
    query = parse_qs(parts.query)
    if steps[0] != "papers" or "q" in query:
        return ListingPeriod("search" if steps[0] == "papers" else "list")
    if steps[1:2] == ["trending"]:
        return ListingPeriod("trending")
    return ListingPeriod.from_iso(steps[2] if len(steps) > 2 else (query.get("date") or [""])[0])


def _of_heading(name: str, *, is_ours: bool) -> _Page | None:
    """What a heading says of the listing's period; None where it names none."""
    if len(name) > _LONGEST_NAME:
        return None
    written_days, number = days.days_in(name), _WEEK_NUMBER.search(name)
    week, month = days.week_in(name), days.month_of(name)
    if is_ours and (week or month):
        return _Page(period=ListingPeriod.from_iso(month or week or ""))
    if is_ours and number and len(name) < _LONGEST_WEEK:
        return _Page(period=ListingPeriod("weekly"), week=int(number[1] or number[2]))
    of_papers = _PAPERS.search(name) and not _LIBRARY.search(name)
    if of_papers and _WEEKLY.search(name):
        years = [day.year for day in written_days if day.year]
        ends = sorted(end for day in written_days if years and (end := day.iso(years[-1])))
        if ends and not week:  # that in whose middle the range of days has its own
            first, last = (datetime.date.fromisoformat(end) for end in (ends[0], ends[-1]))
            week = (first + (last - first) / 2).strftime("%G-W%V")
        return _Page(period=ListingPeriod("weekly", week)) if week else None
    if of_papers and _MONTHLY.search(name) and (month := days.month_in(name)):
        return _Page(period=ListingPeriod("monthly", month))
    if written_days and (of_papers or (is_ours and grammar.furniture(name))):
        return _Page(period=ListingPeriod("daily"), day=written_days[0])
    return None


def _calendar(
    page: _Page, paper_days: Sequence[WrittenDay], date: datetime.date | None
) -> tuple[EditionKind, str | None, int | None, list[str]]:
    """Kind and date of a listing, the year of its days without one, and what to know of it.

    ``paper_days`` are those of its papers, ``date`` is the maintainer's.
    """
    page_date = page.period.date or page.capture_day
    page_days = [page.day] if page.day and page.day.exists() else []
    spelled = [day.year for day in (*page_days, *paper_days) if day.year and day.exists()]
    bare = [day for day in (*page_days, *paper_days) if not day.year and day.exists()]
    year = date.year if date else page.day.year if page.day else None
    year = year or (int(page_date[:4]) if page_date else None)
    notes = []
    if date and page.day and page.day.iso(date.year) != date.isoformat():
        notes.append(f"the heading says {page.day.text}; --date {date} is taken")
    elif not year and bare and spelled:
        year = max(spelled) + 1
        notes.append(
            f"dates without a year are taken as {year}, the first after {year - 1}, "
            "the latest year the listing spells out; --date settles it"
        )
    unknown = list(dict.fromkeys(day.text for day in bare if not year or not day.iso(year)))
    if unknown and not date:
        more = f" and {len(unknown) - 1} more" if len(unknown) > 1 else ""
        why = f"is not in {year}" if year else "states no year"
        notes.append(
            f"the day {unknown[0]}{more} {why}, so it stays unknown; --date YYYY-MM-DD settles it"
        )
    if page.day and not page_days:
        notes.append(f"the heading's day, {page.day.text}, is in no calendar")
    kind: EditionKind = "search" if page.is_daily_papers else "list"
    kind = page.period.kind or ("daily" if date or page.day else kind)
    captured = page.period.date or (page.day.iso(year) if page.day else None)
    if page.week and year:
        captured = days.week_in(f"{year}-W{page.week}")
    if date and kind not in ("weekly", "monthly"):
        captured = date.isoformat()
    elif captured is None and kind in ("search", "trending"):
        captured = page.capture_day
    return kind, captured, year, notes
