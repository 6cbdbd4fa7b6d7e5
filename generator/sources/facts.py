"""Bibliographic facts from a JSON-lines file: one object a line, found again by title.

Fields: ``title`` (needed), ``arxiv``, ``doi``, ``published`` (ISO day or month),
``authors`` (list of names), ``category``. Other fields are left aside.
"""

from __future__ import annotations

import codecs
import io
import json
import re
import unicodedata
from collections import Counter
from collections.abc import Callable, Iterator
from typing import Any, Final

from generator.papers import fields, identity, people
from generator.papers.model import Fact, Paper
from generator.sources import Unreadable

_YEAR = re.compile(r"(?<![0-9])(?:19|20)[0-9]{2}(?![0-9])")


def parse(data: bytes) -> tuple[Fact, ...]:
    """The facts of a file. Raises Unreadable with the line that is wrong and what to do."""
    return tuple(_fact(number, fields) for number, fields in _objects(data))


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
        title = _text(values, "title", number)
        if not title:
            raise Unreadable(f"line {number} has no title: records are compared by it")
        found[id], odd = _compared(id, title, values)
        notes += [f"line {number}: {name} is {values[name]!r}, which is none" for name in odd]
        unknown.update(values.keys() - _READ.keys() - {"id", "title", "authors", "category"})
    notes += [f"'{name}' is not read (in {count} lines)" for name, count in unknown.items()]
    return tuple(found.values()), tuple(notes)


def _compared(id: str, title: str, values: dict[str, Any]) -> tuple[Paper, list[str]]:
    """A record, and the names of fields that hold nothing of their kind."""
    read = {name: _READ[name](value) for name in _READ if (value := values.get(name))}
    names = values.get("authors") or ()
    authors = people.split(names) if isinstance(names, str) else tuple(map(str, names))
    paper = Paper(
        id=id,
        title=title,
        arxiv=read.get("arxiv"),
        doi=read.get("doi"),
        published=read.get("published") or read.get("year"),
        venue=read.get("venue"),
        abstract=read.get("abstract") or "",
        authors=tuple(filter(None, map(_clean, authors))),
    )
    return paper, [name for name, value in read.items() if value is None]


def _year(value: object) -> str | None:
    """The year in "1996b." or 1996.0."""
    match = _YEAR.search(str(value))
    return match[0] if match else None


def _day(value: object) -> str | None:
    return fields.PUBLISHED.read(value) or _year(value)


# How each field of a record to compare is read, of whatever type it is.
_READ: Final[dict[str, Callable[[Any], str | None]]] = {
    "arxiv": lambda value: identity.arxiv_id(str(value)),
    "doi": lambda value: identity.doi(str(value)),
    "published": _day,
    "year": _year,
    "venue": lambda value: _clean(str(value)) or None,
    "abstract": lambda value: _clean(str(value)) or None,
}


def _objects(data: bytes) -> Iterator[tuple[int, dict[str, Any]]]:
    for number, line in enumerate(io.BytesIO(data.removeprefix(codecs.BOM_UTF8)), start=1):
        if line.strip():
            yield number, _object(number, line)


def _object(number: int, line: bytes) -> dict[str, Any]:
    try:
        data: Any = json.loads(line.decode("utf-8"))
    except UnicodeDecodeError:
        raise Unreadable(f"line {number} is not UTF-8: save the file as UTF-8") from None
    except (ValueError, RecursionError) as error:
        raise Unreadable(f"line {number} is not JSON ({error}): one object a line") from None
    if not isinstance(data, dict):
        raise Unreadable(f'line {number} is no JSON object: write {{"title": …}}')
    return data


def _fact(number: int, data: dict[str, Any]) -> Fact:
    title = _text(data, "title", number)
    if not title:
        raise Unreadable(f"line {number} has no title: facts are matched by title")
    arxiv, doi = _text(data, "arxiv", number), _text(data, "doi", number)
    published = _text(data, "published", number)
    if published and not fields.PUBLISHED.read(published):
        raise Unreadable(f"line {number}: published is {published}: write 2022-10-05 or 2022-10")
    return Fact(
        title=title,
        arxiv=_identifier(arxiv, identity.arxiv_id, "arxiv", number),
        doi=_identifier(doi, identity.doi, "doi", number),
        published=published,
        authors=_names(data, number),
        category=_category(data, number),
    )


def _category(data: dict[str, Any], number: int) -> str | None:
    category = _text(data, "category", number)
    if category and not fields.CATEGORY.read(category):
        raise Unreadable(f"line {number}: category is {category}: write it as arXiv does, cs.CL")
    return category


def _text(data: dict[str, Any], name: str, number: int) -> str | None:
    value = data.get(name)
    if value is None or value == "":
        return None
    if not isinstance(value, str):
        raise Unreadable(f"line {number}: {name} is {value!r}: put it in quotes")
    return _clean(value) or None


def _clean(text: str) -> str:
    """One line of text that a file can hold: no control characters, no half characters."""
    visible = "".join(c for c in text if unicodedata.category(c) not in ("Cs", "Cc") or c in "\n\t")
    return " ".join(visible.replace("\ufeff", "").split())


def _identifier(value: str | None, read: Any, name: str, number: int) -> str | None:
    if value is None:
        return None
    found: str | None = read(value)
    if found is None:
        raise Unreadable(f"line {number}: {name} is {value}, which is no identifier")
    return found


def _names(data: dict[str, Any], number: int) -> tuple[str, ...]:
    names = data.get("authors") or []
    if not isinstance(names, list) or not all(isinstance(name, str) for name in names):
        raise Unreadable(f"line {number}: authors is no list of names")
    folded = (_clean(name) for name in names)
    return tuple(name for name in folded if name)
