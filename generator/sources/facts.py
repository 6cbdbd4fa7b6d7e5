"""Bibliographic facts and records to compare, from JSON lines: one object a line.

Facts are found again by title: ``title`` (needed), ``arxiv``, ``doi``, ``published``,
``authors`` (a list of names), ``category``. Other fields are left aside.
"""

from __future__ import annotations

import codecs
import io
import json
import re
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from typing import Any, Final

from generator.papers import fields, identity
from generator.papers.model import Paper
from generator.papers.names import split
from generator.sources import Unreadable
from generator.text.plain import plain

_YEAR: Final = re.compile(r"(?<![0-9])(?:19|20)[0-9]{2}(?![0-9])")
_FORMS: Final = {
    "arxiv": (identity.arxiv_id, fields.ARXIV),
    "doi": (identity.doi, fields.DOI),
    "published": (fields.PUBLISHED.read, fields.PUBLISHED),
    "category": (fields.CATEGORY.read, fields.CATEGORY),
}


def parse(data: bytes) -> tuple[Paper, ...]:
    """The facts of a file, as records without an id.

    Raises Unreadable with the line that is wrong and what to do.
    """
    return tuple(_fact(number, values) for number, values in _objects(data))


def _fact(number: int, values: Mapping[str, Any]) -> Paper:
    read: dict[str, Any] = {}
    for name, (reading, form) in _FORMS.items():
        value = values.get(name) or None
        read[name] = reading(value) if isinstance(value, str) else None
        if value is not None and read[name] is None:
            raise Unreadable(f"line {number}: {name} {form.fault(value)}")
    names = values.get("authors") or []
    if not isinstance(names, list) or not all(isinstance(name, str) for name in names):
        raise Unreadable(f"line {number}: authors is no list of names")
    title = _title(number, values, "facts are matched by title")
    return Paper("", title, authors=tuple(filter(None, map(plain, names))), **read)


def papers(data: bytes) -> tuple[tuple[Paper, ...], tuple[str, ...]]:
    """Records to compare, and a note on each thing in the file that is not read.

    Fields: ``title`` (needed), ``id`` (without one a line is named after its number, ``line-3``),
    ``authors`` (a list of names, or a line of them), ``published`` or ``year``, ``venue``,
    ``abstract``, ``arxiv``, ``doi``. Raises Unreadable with the line that is wrong.
    """
    found: dict[str, Paper] = {}
    notes: list[str] = []
    unknown: Counter[str] = Counter()
    for number, values in _objects(data):
        id = str(values.get("id") or f"line-{number}")
        if id in found:
            raise Unreadable(f"line {number}: the id {id} was given to an earlier line")
        read = {name: _READ[name](str(value)) for name in _READ if (value := values.get(name))}
        names = values.get("authors") or ()
        authors = split(names) if isinstance(names, str) else map(str, names)
        found[id] = Paper(
            id=id,
            title=_title(number, values, "records are compared by it"),
            arxiv=read.get("arxiv"),
            doi=read.get("doi"),
            published=read.get("published") or read.get("year"),
            venue=read.get("venue"),
            abstract=read.get("abstract") or "",
            authors=tuple(filter(None, map(plain, authors))),
        )
        odd = (name for name, value in read.items() if value is None)
        notes += [f"line {number}: {name} is {values[name]!r}, which is none" for name in odd]
        unknown.update(values.keys() - _READ.keys() - {"id", "title", "authors", "category"})
    notes += [f"'{name}' is not read (in {count} lines)" for name, count in unknown.items()]
    return tuple(found.values()), tuple(notes)


def _year(value: str) -> str | None:
    """The year in "1996b." or 1996.0."""
    match = _YEAR.search(value)
    return match[0] if match else None


# How each field of a record to compare is read, of whatever type it is.
_READ: Final[dict[str, Callable[[str], str | None]]] = {
    "arxiv": identity.arxiv_id,
    "doi": identity.doi,
    "published": lambda value: fields.PUBLISHED.read(value) or _year(value),
    "year": _year,
    "venue": lambda value: plain(value) or None,
    "abstract": lambda value: plain(value) or None,
}


def _title(number: int, values: Mapping[str, Any], why: str) -> str:
    title = values.get("title") or ""
    if not isinstance(title, str):
        raise Unreadable(f"line {number}: title is {title!r}: put it in quotes")
    if not plain(title):
        raise Unreadable(f"line {number} has no title: {why}")
    return plain(title)


def _objects(data: bytes) -> Iterator[tuple[int, dict[str, Any]]]:
    for number, line in enumerate(io.BytesIO(data.removeprefix(codecs.BOM_UTF8)), start=1):
        if not line.strip():
            continue
        try:
            values: Any = json.loads(line.decode("utf-8"))
        except UnicodeDecodeError:
            raise Unreadable(f"line {number} is not UTF-8: save the file as UTF-8") from None
        except (ValueError, RecursionError) as error:
            raise Unreadable(f"line {number} is not JSON ({error}): one object a line") from None
        if not isinstance(values, dict):
            raise Unreadable(f'line {number} is no JSON object: write {{"title": …}}')
        yield number, values
