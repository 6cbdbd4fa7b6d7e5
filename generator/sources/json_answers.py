"""JSON to entries: which interface or library wrote it, found by what its records state."""

from __future__ import annotations

import datetime
from dataclasses import replace
from typing import Any, Final

from generator.papers.model import Capture, Entry, Rejection
from generator.sources import (
    Silent,
    Unreadable,
    csl,
    dblp,
    drafts,
    hf_json,
    json_records,
    openalex,
    openreview,
    semantic_scholar,
)
from generator.sources.hf_json import Period
from generator.sources.json_records import Record
from generator.sources.json_shapes import Shape

_SHAPES: Final[tuple[Shape, ...]] = (
    semantic_scholar.SHAPE,
    openalex.SHAPE,
    openreview.SHAPE,
    dblp.SHAPE,
    *csl.SHAPES,
)
_FOREIGN: Final = (
    "JSON whose records are of no kind known here: an answer of the Daily Papers API, Semantic"
    " Scholar, OpenAlex, OpenReview, DBLP or Crossref, or a library as CSL-JSON is read"
)

_SILENT: Final = "an empty list: the source has no paper for this day"


def parse(text: str, *, date: str | None = None, named: Period | None = None) -> Capture:
    """What a JSON text holds; ``date`` is the maintainer's day of it, ISO 8601.

    ``named`` is the period that the file's name says. Raises Unreadable where there is no paper
    (Silent where a list is empty), ValueError where ``date`` is no day.
    """
    found = list(json_records.read(text))
    if not found and "".join(text.split()) == "[]":
        raise Silent(_SILENT)
    records = [item for item in found if isinstance(item, Record)]
    shape = next((shape for shape in _SHAPES if any(map(shape.recognises, _first(records)))), None)
    if shape is None:
        if records and not any(map(hf_json.recognises, _first(records))):
            raise Unreadable(_FOREIGN)
        return hf_json.capture(found, date=date, named=named or Period())
    day = datetime.date.fromisoformat(date).isoformat() if date else None
    results: list[Entry | Rejection] = []
    notes: list[str] = []
    for item in found:
        result = _result(shape, item, notes) if isinstance(item, Record) else item
        results += [result] if result else []
    entries, rejected = drafts.account(results, f"an answer of {shape.source} without any paper")
    return Capture(shape.format, shape.source, shape.kind, day, entries, rejected, tuple(notes))


def _first(records: list[Record]) -> list[Any]:
    """The records by which a text is known."""
    return [record.fields for record in records[:20]]


def _result(shape: Shape, record: Record, notes: list[str]) -> Entry | Rejection | None:
    draft = shape.draft(record.fields)
    if isinstance(draft, str):
        return Rejection(record.line, f"record {record.number}: {draft}", record.text)
    if draft is None:
        return None
    draft = replace(
        draft, line=record.line, where=f"record {record.number}", text=record.text, notes=notes
    )
    return drafts.settled(draft)
