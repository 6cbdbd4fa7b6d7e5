"""Files of content to objects and back: one canonical form for each kind.

A record's file starts with front matter between two ``---`` lines; what follows is the
abstract. Text written here loads back equal, and a file in canonical form is written back
to the same bytes.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, Final

from generator.papers.model import Edition, LeftOut, Paper, Sighting
from generator.store import schema, yaml_text
from generator.store.yaml_text import Day, Line, Quoted, Row, YamlError

PAPER_FIELDS: Final = schema.stated(Paper)
EDITION_FIELDS: Final = ("title", "date", "kind", "source", "papers")
"""What files state, in its order."""
IDENTIFIERS: Final = ("arxiv", "doi")

_FENCE = "---"
_QUOTED = ("title", *IDENTIFIERS)
_DAYS = ("published", "added", "revised", "date")


def split(text: str) -> tuple[str, str]:
    """Front matter and body of a record's file. Raises YamlError where a fence is missing."""
    lines = text.split("\n")
    if lines[0].rstrip() != _FENCE:
        raise YamlError("no front matter: the first line must be ---", 1)
    for number, line in enumerate(lines[1:], start=1):
        if line.rstrip() == _FENCE:
            return "\n".join(lines[1:number]) + "\n", "\n".join(lines[number + 1 :])
    raise YamlError("the front matter has no end: add a line --- after it", len(lines))


def joined(front: str, body: str) -> str:
    """The text of a record's file: what ``split`` takes apart."""
    return f"{_FENCE}\n{front}{_FENCE}\n{body}"


def stated(record: Paper | Edition) -> dict[str, Any]:
    """What the file of a record or an edition states, in order, to be dumped; nothing empty."""
    if isinstance(record, Paper):
        return _data(record, PAPER_FIELDS)
    return _data(record, EDITION_FIELDS[:-1]) | {"papers": [_sighting(s) for s in record.papers]}


def body(record: Paper | Edition) -> str:
    """What follows the front matter of a record."""
    return f"{record.abstract}\n" if isinstance(record, Paper) and record.abstract else ""


def text(record: Paper | Edition) -> str:
    """The text of a file, fields in canonical order, empty ones left out."""
    data = yaml_text.dump(stated(record))
    return joined(data, body(record)) if isinstance(record, Paper) else data


def left_out(papers: Iterable[LeftOut]) -> dict[str, Any]:
    """What the file of declined papers states, ready to be dumped."""
    return {"papers": [_data(paper, schema.stated(LeftOut)) for paper in papers]}


def _sighting(seen: Sighting) -> Row:
    counts = {"upvotes": seen.upvotes, "comments": seen.comments}
    return Row(paper=seen.paper, **{name: n for name, n in counts.items() if n is not None})


def _data(record: object, names: Iterable[str]) -> dict[str, Any]:
    values = ((name, getattr(record, name)) for name in names)
    return {name: _value(name, value) for name, value in values if value}


def _value(name: str, value: Any) -> Any:
    if name == "links":
        return [Row(kind=link.kind, url=Quoted(link.url)) for link in value]
    if isinstance(value, tuple):
        return Line(value)
    if name in _DAYS:
        return Day(value)
    return Quoted(value) if name in _QUOTED else value
