"""The text of a listing page, as selected and copied, or as a tool wrote it.

Two ways lead to papers: the links, headings and lists of a text that has some, and else the
turn and the shape of its lines. What both find goes through one calendar and one account.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import Final

from generator.papers import identity
from generator.papers.model import Capture, Entry, Rejection
from generator.sources import (
    Unreadable,
    blocks,
    cards,
    days,
    drafts,
    heading,
    lines,
    markup,
    page,
    prose,
)
from generator.sources.drafts import Draft
from generator.sources.lines import Line

_NO_PAPER: Final = (
    "no paper found{what}: copy the text of a listing page, titles and abstracts, into the file"
)
_DAMAGED: Final = (
    "{rejected} of {all} papers cannot be read: the text of {what} that lost its shape on the way;"
    " {better}, or read the sound ones with --lenient"
)
_MOST_LINES: Final = 100_000
_BETTER: Final = "fetch the listing with digest fetch hf, or save the page as HTML"


def parse(text: str, *, date: str | None = None, lenient: bool = False) -> Capture:
    """What a text holds; ``date`` is the maintainer's day of it, ISO 8601.

    Sound papers are entries; every other block is a rejection, with its line and reason.
    With ``lenient`` a text is read that is mostly damaged. Raises Unreadable where the text
    is no listing, ValueError where ``date`` is no day.
    """
    day = datetime.date.fromisoformat(date) if date else None
    if (count := text.count("\n")) > _MOST_LINES:
        raise Unreadable(f"a text of {count:,} lines: split it, {_MOST_LINES:,} are the most")
    marked_lines = markup.read(text)
    marked = cards.read(marked_lines)
    titled = sum(bool(draft.title) for draft in marked.drafts)
    if not (titled and markup.is_marked(text)):
        plain_lines = lines.unwrapped(lines.plain(text))
        read = blocks.read(plain_lines, ended=text.endswith(("\n", "\r")))
        if read.is_listing() and len(read.papers) >= titled:
            return _capture("hf_text", plain_lines, _as_found(read), day, lenient)
    if not marked.drafts:
        raise Unreadable(_NO_PAPER.format(what=_what(marked_lines)))
    return _capture("marked_text", marked_lines, marked, day, lenient)


def _as_found(read: blocks.Blocks) -> cards.Found:
    """The papers of a text without links, as those of one with links are."""
    found = cards.Found(names=read.names, rejected=[one.rejection() for one in read.damaged])
    found.first = min(card.title.number for card in read.papers)
    for card in read.papers:
        facts = card.facts
        found.drafts.append(
            Draft(
                card.title.number,
                title=card.title.text,
                abstract=card.abstract.text if card.abstract else "",
                authors_count=facts.authors_count,
                published=facts.day.text if facts.day else "",
                dated=card.dated.number if card.dated else 0,
                upvotes=facts.upvotes,
                comments=facts.comments,
                arxiv=facts.arxiv or "",
                text=card.title.text,
            )
        )
    return found


def _capture(
    format: str, read: Sequence[Line], found: cards.Found, date: datetime.date | None, lenient: bool
) -> Capture:
    said = page.of([line for line in read if line.number < found.first], found.names)
    dated = [(draft, at[0]) for draft in found.drafts if (at := days.at_start(_bare(draft)))]
    calendar = page.calendar(said, [day for _, day in dated], date)
    notes = list(calendar.notes)
    results: list[Entry | Rejection] = [*found.rejected]
    for draft, day in dated:
        draft.published = day.iso(calendar.year) or ""
        if not draft.published and not (day.exists() and not (day.year or calendar.year)):
            results.append(Rejection(draft.dated, f"no such day: {day.text}", day.text))
    for draft in found.drafts:
        draft.notes = notes
        results.append(drafts.settled(draft, untitled=format == "marked_text"))
    source = "Hugging Face Daily Papers" if said.is_daily_papers else "Reading list"
    nothing = _NO_PAPER.format(what=_what(read))
    capture = drafts.capture(
        format, source, calendar.kind, calendar.captured, results, nothing=nothing, notes=notes
    )
    capture = replace(capture, entries=_once(capture.entries))
    rejected, total = len(capture.rejected), len(capture.rejected) + len(capture.entries)
    if 2 * rejected > total and not lenient:
        what = "a page of Daily Papers" if said.is_daily_papers else "a listing"
        raise Unreadable(_DAMAGED.format(rejected=rejected, all=total, what=what, better=_BETTER))
    return capture


def _what(read: Sequence[Line]) -> str:
    """What a text without papers seems to be, as the rest of a sentence."""
    if cards.is_readme(read):
        return ", this is the README of a project"
    if any((said := heading.read(line.text)) and said.of_listing for line in read):
        return " on this page of Daily Papers"
    return ", this is an article" if sum(prose.is_prose(line.text) for line in read) > 2 else ""


def _bare(draft: Draft) -> str:
    return days.ON.sub("", draft.published)


def _once(entries: Iterable[Entry]) -> tuple[Entry, ...]:
    """Each paper once: a page may have a card for phones and one for desktops of it.

    Two are one where they have the same title, or none, and no other identifier.
    """
    found: dict[tuple[str, str], Entry] = {}
    by_title: dict[str, list[tuple[str, str]]] = {}
    by_id: dict[str, tuple[str, str]] = {}
    for entry in entries:
        key = identity.title_key(entry.title) if entry.title else ""
        id = entry.arxiv or entry.doi or next((x.url for x in entry.links if x.kind == "paper"), "")
        same = [k for k in by_title.get(key, []) if not (k[1] and id and k[1] != id)]
        if not key or ("", id) in found:
            same = [by_id[id]] if id in by_id else []
        if same:
            found[same[0]] = _merged(found[same[0]], entry)
        else:
            found[key, id] = entry
            by_id.setdefault(id, (key, id))
            by_title.setdefault(key, []).append((key, id))
    return tuple(found.values())


def _merged(first: Entry, again: Entry) -> Entry:
    """The first card of a paper, with what only the second says."""
    gained = {
        name: getattr(again, name)
        for name in first.__slots__
        if getattr(first, name) in (None, "", ()) and getattr(again, name) not in (None, "", ())
    }
    return replace(first, **gained)
