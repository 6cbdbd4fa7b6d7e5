"""Records to text and back: one canonical form for each content file.

A record's file starts with front matter between two ``---`` lines; what follows is the
abstract. Text written here loads back equal, and a file in canonical form is written back
to the same bytes.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import Any

from generator.papers.model import (
    Curation,
    Edition,
    Feeds,
    Group,
    Link,
    Newsletter,
    Paper,
    Settings,
    Sighting,
    Subscribe,
    Topic,
    Vocabulary,
)
from generator.store import yaml_text
from generator.store.yaml_text import Day, Line, Quoted, Row, YamlError

_FENCE = "---"
_PAPER_FIELDS = (
    "title",
    "arxiv",
    "doi",
    "published",
    "authors",
    "authors_count",
    "category",
    "topics",
    "links",
    "summary",
    "aliases",
    "same_as",
    "distinct_from",
    "gist",
    "venue",
    "added",
    "revised",
    "withdrawn",
    "superseded_by",
)
_TUPLES = ("authors", "topics", "aliases", "same_as", "distinct_from")
IDENTIFIERS = ("arxiv", "doi")
_QUOTED = ("title", *IDENTIFIERS)
_DAYS = ("published", "added", "revised")


def place(field: str) -> int:
    """Where a field of a record stands among the others; unknown ones come last."""
    return _PAPER_FIELDS.index(field) if field in _PAPER_FIELDS else len(_PAPER_FIELDS)


def split(text: str) -> tuple[str, str]:
    """Front matter and body of a record's file. Raises YamlError where a fence is missing."""
    lines = text.split("\n")
    if lines[0].rstrip() != _FENCE:
        raise YamlError("no front matter: the first line must be ---", 1)
    for number, line in enumerate(lines[1:], start=1):
        if line.rstrip() == _FENCE:
            return "\n".join(lines[1:number]) + "\n", "\n".join(lines[number + 1 :])
    raise YamlError("the front matter has no end: add a line --- after it", len(lines))


def paper(id: str, data: Mapping[str, Any], body: str) -> Paper:
    """The record of front matter that fits its schema."""
    values = {name: tuple(data[name]) for name in _TUPLES if name in data}
    links = tuple(Link(link["kind"], link["url"]) for link in data.get("links", ()))
    return Paper(
        id=id,
        title=data["title"],
        arxiv=data.get("arxiv"),
        doi=data.get("doi"),
        published=data.get("published"),
        authors_count=int(data["authors_count"]) if "authors_count" in data else None,
        category=data.get("category"),
        links=links,
        summary=data.get("summary", ""),
        gist=data.get("gist", ""),
        venue=data.get("venue"),
        added=data.get("added"),
        revised=data.get("revised"),
        withdrawn=data.get("withdrawn", False),
        superseded_by=data.get("superseded_by"),
        abstract=body.strip(),
        stated=frozenset(data),
        **values,
    )


def paper_text(record: Paper) -> str:
    """A record as the text of its file, fields in canonical order, empty ones left out."""
    body = f"{record.abstract}\n" if record.abstract else ""
    return f"{_FENCE}\n{yaml_text.dump(_paper_data(record))}{_FENCE}\n{body}"


def filled(text: str, record: Paper) -> str:
    """``text`` with what ``record`` has beyond it, everything that stands there left as it is.

    Only fields that the text does not state are added, each at its canonical place; a body
    is added where there is none.
    """
    front, body = split(text)
    lines = front.split("\n")[:-1]
    data = _paper_data(record)
    for name in reversed(_PAPER_FIELDS):
        stated = yaml_text.key_lines("\n".join(lines) + "\n")
        if name not in data or name in stated:
            continue
        later = _PAPER_FIELDS[_PAPER_FIELDS.index(name) + 1 :]
        at = min((stated[field] for field in later if field in stated), default=len(lines))
        lines[at:at] = yaml_text.dump({name: data[name]}).split("\n")[:-1]
    if record.abstract and not body.strip():
        body = f"{record.abstract}\n"
    return "\n".join([_FENCE, *lines, _FENCE, body])


def revised(text: str, record: Paper, names: Collection[str]) -> str:
    """``text`` with the fields ``names`` as ``record`` has them, the rest left as it is.

    A list that became empty stays as a statement: ``links: []`` means "none, I looked".
    """
    front, body = split(text)
    lines = front.split("\n")[:-1]
    data = _paper_data(record)
    for name in names:
        stated = yaml_text.key_lines("\n".join(lines) + "\n")
        if name not in stated:
            continue
        start = stated[name]
        end = min((line for line in stated.values() if line > start), default=len(lines))
        while end > start + 1 and lines[end - 1].startswith("#"):
            end -= 1
        if name in data:
            lines[start:end] = yaml_text.dump({name: data[name]}).split("\n")[:-1]
        else:
            lines[start:end] = [f"{name}: []"] if getattr(record, name) == () else []
    return filled("\n".join([_FENCE, *lines, _FENCE, body]), record)


def edition(id: str, data: Mapping[str, Any]) -> Edition:
    """The edition of data that fits its schema."""
    return Edition(
        id=id,
        kind=data["kind"],
        source=data["source"],
        date=data.get("date"),
        title=data.get("title", ""),
        papers=tuple(
            Sighting(item["paper"], item.get("upvotes"), item.get("comments"))
            for item in data["papers"]
        ),
    )


def edition_text(listing: Edition) -> str:
    """An edition as the text of its file."""
    data: dict[str, Any] = {}
    if listing.title:
        data["title"] = Quoted(listing.title)
    if listing.date:
        data["date"] = Day(listing.date)
    data |= {"kind": listing.kind, "source": listing.source}
    data["papers"] = [Row(_sighting_data(seen)) for seen in listing.papers]
    return yaml_text.dump(data)


def _sighting_data(seen: Sighting) -> dict[str, Any]:
    counts = {"upvotes": seen.upvotes, "comments": seen.comments}
    stated = {name: count for name, count in counts.items() if count is not None}
    return {"paper": seen.paper, **stated}


def vocabulary(data: Mapping[str, Any]) -> Vocabulary:
    """The vocabulary of data that fits its schema."""
    return Vocabulary(
        groups=tuple(Group(group["id"], group["title"]) for group in data["groups"]),
        topics=tuple(
            Topic(
                topic["id"],
                topic["title"],
                topic["description"],
                topic["group"],
                tuple(topic.get("terms", ())),
            )
            for topic in data["topics"]
        ),
    )


def settings(data: Mapping[str, Any]) -> Settings:
    """The settings of data that fits its schema."""
    rules: dict[str, Any] = {
        name: tuple(value) if isinstance(value, list) else value
        for name, value in data.get("curation", {}).items()
    }
    form: dict[str, Any] = dict(data.get("subscribe", {}))
    form["hidden"] = tuple(form.get("hidden", {}).items())
    mail: dict[str, Any] = dict(data.get("newsletter", {}))
    mail["sender"] = mail.pop("from", "")
    sections: dict[str, Any] = {
        "curation": Curation(**rules),
        "feeds": Feeds(**data.get("feeds", {})),
        "subscribe": Subscribe(**form),
        "newsletter": Newsletter(**mail),
    }
    return Settings(**{**data, **sections})


def _paper_data(record: Paper) -> dict[str, Any]:
    data: dict[str, Any] = {}
    for name in _PAPER_FIELDS:
        value = getattr(record, name)
        if not value:
            continue
        if name == "links":
            value = [Row(kind=link.kind, url=Quoted(link.url)) for link in value]
        elif name in _DAYS:
            value = Day(value)
        elif name in _QUOTED:
            value = Quoted(value)
        elif name in _TUPLES:
            value = Line(value)
        data[name] = value
    return data
