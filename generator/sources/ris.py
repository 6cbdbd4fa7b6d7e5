"""RIS libraries, read by rispy (https://github.com/MrTango/rispy), a record at a time."""

from __future__ import annotations

import datetime
import re
from typing import Final

import rispy

from generator.papers.model import Capture, Entry, Rejection
from generator.sources import drafts, identifiers
from generator.sources.drafts import Draft
from generator.sources.json_shapes import text, texts

START: Final = re.compile(r"TY  ?- ")
_FIRST: Final = re.compile(r"^\s*TY  ?- ?", re.MULTILINE)
_END: Final = re.compile(r"^\s*ER  ?-", re.MULTILINE)
_NO_PAPER: Final = "RIS without any paper"


def parse(said: str, *, date: str | None = None) -> Capture:
    """What a library holds; ``date`` is the maintainer's day of it, ISO 8601.

    Raises Unreadable where there is no paper, ValueError where ``date`` is no day.
    """
    day = datetime.date.fromisoformat(date).isoformat() if date else None
    results: list[Entry | Rejection] = []
    notes: list[str] = []
    starts = [match.start() for match in _FIRST.finditer(said)]
    line, counted = 1, 0
    for start, end in zip(starts, [*starts[1:], len(said)], strict=True):
        start += len(said[start:end]) - len(said[start:end].lstrip())
        line += said.count("\n", counted, start)
        counted = start
        results.append(_result(said[start:end].rstrip(), line, notes))
    entries, rejected = drafts.account(results, _NO_PAPER)
    return Capture("ris", "RIS library", "list", day, entries, rejected, tuple(notes))


def _result(record: str, line: int, notes: list[str]) -> Entry | Rejection:
    whole = record if _END.search(record) else f"{record}\nER  - "
    try:
        found = rispy.loads(whole)
    except (OSError, KeyError, ValueError, IndexError, TypeError):
        found = []
    if len(found) != 1:
        return Rejection(line, "damaged or cut off", record[: drafts.LONGEST_ABSTRACT])
    fields = found[0]
    pages = [("paper", url) for url in texts(fields, "urls") if not identifiers.is_pdf(url)]
    number = text(fields, "note", "number", "notes")
    draft = Draft(
        line=line,
        title=drafts.untagged(text(fields, "title", "primary_title", "translated_title")),
        abstract=text(fields, "abstract", "notes_abstract"),
        authors=[*texts(fields, "authors"), *texts(fields, "first_authors")],
        published=text(fields, "date", "publication_year", "year").rstrip("/"),
        arxiv=number if identifiers.arxiv(number) else "",
        doi=text(fields, "doi"),
        venue=text(
            fields, "journal_name", "secondary_title", "alternate_title3", "alternate_title1"
        ),
        links=pages,
        text=record,
        notes=notes,
    )
    return drafts.settled(draft)
