"""An answer of the Daily Papers API: a list of records, in any shape it has had since 2024.

https://huggingface.co/docs/hub/api#get-apidailypapers. A record has a day on which it was
published twice, and they differ for half of the records: that of ``paper`` is the paper's
own. The day it was listed is ``submittedOnDailyAt``, which answers before 2025 lack.
"""

from __future__ import annotations

import datetime
from collections.abc import Mapping, Sequence
from typing import Any, Final

from generator.papers import identity, links
from generator.papers.model import Capture, Entry, Link, Rejection
from generator.sources import Silent, Unreadable, json_records
from generator.sources.json_records import Record
from generator.text import texts

_NO_PAPER: Final = "JSON without any paper: an answer of the Daily Papers API is a list of them"
_SILENT: Final = "an empty list: the source has no paper for this day"


def parse(text: str, *, date: str | None = None, named: str | None = None) -> Capture:
    """What an answer holds; ``date`` is the maintainer's day of it, ISO 8601.

    ``named`` is the day that the file's name says, for answers that say none. Raises
    Unreadable where there is no paper (Silent where the list is empty), ValueError where
    ``date`` is no day.
    """
    settled = datetime.date.fromisoformat(date).isoformat() if date else None
    found = list(json_records.read(text))
    rejected = [item for item in found if isinstance(item, Rejection)]
    entries, notes, listed = [], [], []
    for record in (item for item in found if isinstance(item, Record)):
        reader = _Reader(record)
        entry = reader.entry()
        if entry:
            entries.append(entry)
            listed.append(reader.listed())
            notes += reader.notes
        else:
            rejected.append(
                Rejection(record.line, f"record {record.number}: no title", record.text)
            )
    if not entries:
        silent = not found and "".join(text.split()) == "[]"
        raise Silent(_SILENT) if silent else Unreadable(_NO_PAPER)
    captured, said = _day(listed, settled, named)
    return Capture(
        format="hf_json",
        source="Hugging Face Daily Papers",
        kind="daily" if captured or not any(listed) else "search",
        captured=captured,
        entries=tuple(entries),
        rejected=tuple(sorted(rejected, key=lambda rejection: rejection.line)),
        notes=(*said, *notes),
    )


def _day(
    listed: Sequence[str | None], date: str | None, named: str | None
) -> tuple[str | None, tuple[str, ...]]:
    """The day of the listing and what the importer should know of it."""
    days = sorted(set(filter(None, listed)))
    if date:
        others = [other for other in days if other != date]
        note = f"the records were listed on {', '.join(others[:3])}; --date {date} is taken"
        return date, (note,) if others else ()
    if len(days) == 1:
        return days[0], ()
    span = f"listed on {len(days)} days, {days[0]} to {days[-1]}" if days else "states no day"
    if named:
        note = f"the answer is {span}; {named}, as the file's name says, is taken"
        return named, (note,) if days else ()
    return None, (f"the answer {'is ' if days else ''}{span}; --date YYYY-MM-DD settles it",)


class _Reader:
    """One record, in whose fields anything may stand; ``notes`` say what was left out."""

    def __init__(self, record: Record) -> None:
        self.notes: list[str] = []
        self._record = record
        self._outer: Mapping[str, Any] = record.fields
        paper = record.fields.get("paper")
        self._paper: Mapping[str, Any] = paper if isinstance(paper, dict) else record.fields

    def entry(self) -> Entry | None:
        """The entry of the record; None where it has no title."""
        title = texts.one_line(self._text("title"))
        if not title:
            return None
        abstract = " ".join(self._text("summary").split())
        arxiv = self._text("id")
        if arxiv and not identity.arxiv_id(arxiv):
            self._left_out("id", arxiv)
        return Entry(
            title=title,
            line=self._record.line,
            abstract=texts.one_line(abstract),
            authors=self._authors(),
            published=self._published(),
            upvotes=self._number("upvotes"),
            comments=self._number("numComments"),
            arxiv=identity.arxiv_id(arxiv),
            links=self._links(abstract),
        )

    def listed(self) -> str | None:
        """The day on which the paper was listed."""
        return day(self._text("submittedOnDailyAt"))

    def _text(self, name: str) -> str:
        """The text of a field, of the paper's where both have it."""
        for fields in (self._paper, self._outer):
            value = fields.get(name)
            if isinstance(value, str) and value.strip():
                return value
            if value is not None and not isinstance(value, str):
                self._left_out(name, value)
        return ""

    def _number(self, name: str) -> int | None:
        value = self._paper.get(name, self._outer.get(name))
        if value is None or (type(value) is int and value >= 0):
            return value
        self._left_out(name, value)
        return None

    def _published(self) -> str | None:
        text = self._text("publishedAt")
        published = day(text)
        if text and not published:
            self._left_out("publishedAt", text)
        return published

    def _authors(self) -> tuple[str, ...]:
        authors = self._paper.get("authors") or []
        if not isinstance(authors, list):
            self._left_out("authors", authors)
            return ()
        names = []
        for author in authors:
            name = author.get("name") if isinstance(author, dict) else author
            if isinstance(name, str):
                names.append(texts.one_line(name))
            else:
                self._left_out("an author", author)
        return tuple(name for name in names if any(char.isalpha() for char in name))

    def _links(self, abstract: str) -> tuple[Link, ...]:
        """The repository and the page that the record names, then those of the abstract."""
        repository, page = links.clean(self._text("githubRepo")), self._text("projectPage")
        stated = (
            Link(links.kind(repository), repository) if repository else None,
            links.project_page(page),
        )
        return links.unique((*filter(None, stated), *links.find(abstract)))

    def _left_out(self, name: str, value: Any) -> None:
        shown = " ".join(repr(value).split())[:60]
        self.notes.append(f"record {self._record.number}: {name} is {shown}: left out")


def day(stamp: object) -> str | None:
    """The day of a time stamp such as ``2026-04-30T02:22:30.897Z``, ISO 8601; None of no stamp."""
    try:
        return datetime.date.fromisoformat(str(stamp)[:10]).isoformat()
    except ValueError:
        return None
