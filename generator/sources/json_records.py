"""The records of a JSON text: a list, or a list in an envelope, read one by one.

A text that breaks off gives the records before the break, and a rejection for the rest.
"""

from __future__ import annotations

import ast
import json
import re
import warnings
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Final

from generator.papers.model import Rejection

_DECODER: Final = json.JSONDecoder()
_SPACE: Final = re.compile(r"[ \t\r\n]*")
_SEPARATOR: Final = re.compile(r"[ \t\r\n]*,[ \t\r\n]*")
_LINE: Final = re.compile(r"[^\s][^\n]*")
_OF_RECORDS: Final = re.compile(r"\[\s*(?:\{|\"\s*\{)")
_DEEPEST_ENVELOPE: Final = 4
# Lists of objects inside a record: a text that is one record is no envelope.
_OF_ONE_RECORD: Final = frozenset({"author", "authors", "authorships", "editor", "reference"})

_DAMAGE: Final = object()
"""Stands for what cannot be decoded."""


@dataclass(frozen=True, slots=True)
class JsonRecord:
    """One record: its number and the line it starts in, both from 1, its fields, its text."""

    number: int
    line: int
    fields: dict[str, Any]
    text: str


def read(text: str) -> Iterator[JsonRecord | Rejection]:
    """The records of ``text`` in order, and a rejection for each element that is none.

    A record may also be a string that holds one, as JSON or as a Python dictionary. Nothing
    comes of a text that is no record and has no list of them.
    """
    line, counted = 1, 0
    for number, (begin, end, value) in enumerate(_values(text), start=1):
        line += text.count("\n", counted, begin)
        counted, raw = begin, text[begin:end]
        fields = _unpacked(value) if isinstance(value, str) else value
        if fields is _DAMAGE:
            yield Rejection(line, "the JSON breaks off or is damaged from here on", raw)
        elif isinstance(fields, dict):
            yield JsonRecord(number, line, fields, raw)
        else:
            yield Rejection(line, f"record {number}: not a record", raw)


def _values(text: str) -> Iterator[tuple[int, int, Any]]:
    """Start, end and value of each element of the list, of the one record, or of each line."""
    start = _list(text)
    if start is not None:
        yield from _elements(text, start)
    elif alone := _alone(text):
        yield 0, len(text), alone
    else:
        yield from _lines(text)


def _alone(text: str) -> dict[str, Any] | None:
    """The record that the whole text is, or that it wraps as its ``message``."""
    value = _loaded(text)
    inner = value.get("message") if isinstance(value, dict) else None
    records = (fields for fields in (inner, value) if isinstance(fields, dict))
    return next((fields for fields in records if "title" in fields), None)


def _lines(text: str) -> Iterator[tuple[int, int, Any]]:
    """Start, end and value of each line of JSON lines; nothing of a text that is none."""
    for number, match in enumerate(_LINE.finditer(text)):
        value = _loaded(match[0])
        if number == 0 and (not isinstance(value, dict) or not text[match.end() :].strip()):
            return
        yield match.start(), match.end(), value


def _loaded(text: str) -> Any:
    try:
        return json.loads(text)
    except (ValueError, RecursionError):
        return _DAMAGE


def _list(text: str) -> int | None:
    """Where the list of records begins, at the top or inside an envelope."""
    start = _after(text, 0)
    if text.startswith("[", start):
        return start
    return _in_envelope(text, start, _DEEPEST_ENVELOPE) if text.startswith("{", start) else None


def _in_envelope(text: str, start: int, depth: int) -> int | None:
    """Where a list of records begins among the members of the object at ``start``."""
    position = _after(text, start + 1)
    while depth and text.startswith('"', position):
        try:
            name, position = _DECODER.raw_decode(text, position)
            position = _after(text, _after(text, position) + 1)
            if name not in _OF_ONE_RECORD and _OF_RECORDS.match(text, position):
                return position
            inner = _in_envelope(text, position, depth - 1) if text[position] == "{" else None
            if inner is not None:
                return inner
            _, position = _DECODER.raw_decode(text, position)
        except (ValueError, IndexError, RecursionError):
            return None
        separator = _SEPARATOR.match(text, position)
        position = separator.end() if separator else len(text)
    return None


def _elements(text: str, start: int) -> Iterator[tuple[int, int, Any]]:
    """Start, end and value of each element of the list at ``start``, and of what is damaged."""
    position = _after(text, start + 1)
    while not text.startswith("]", position):
        try:
            value, end = _DECODER.raw_decode(text, position)
        except (ValueError, RecursionError):
            break
        yield position, end, value
        separator = _SEPARATOR.match(text, end)
        position = separator.end() if separator else _after(text, end)
        if not separator:
            break
    ends = text.startswith("]", position)
    rest = _after(text, position + 1) if ends else position
    if not ends or (rest < len(text) and text.startswith("[", _after(text, 0))):
        yield rest, len(text), _DAMAGE


def _after(text: str, position: int) -> int:
    """The position of what follows the white space at ``position``."""
    match = _SPACE.match(text, position)
    return match.end() if match else position


def _unpacked(text: str) -> Any:
    """What a record that was written as a string holds; the string where it holds nothing."""
    value = _loaded(text)
    if value is not _DAMAGE:
        return value
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # of escapes that Python will refuse one day
            return ast.literal_eval(text.strip())
    except (ValueError, SyntaxError, RecursionError, MemoryError):
        return text
