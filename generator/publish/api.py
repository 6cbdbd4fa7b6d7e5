"""The JSON API: files that hold everything, each with a JSON Schema beside it; and read again.

What a record, a listing and a topic state follows from their classes in the model, and so do the
schemas: a new field of a record is one here. What is not known is absent; lists are always there.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cache, lru_cache
from pathlib import Path
from typing import Any, Final, TypeVar

import msgspec

from generator.papers import fields, wording
from generator.papers.model import (
    Corpus,
    Edition,
    Group,
    Paper,
    Sighting,
    Topic,
    Vocabulary,
    base_url,
)
from generator.store.documents import json_schemas
from generator.store.schema import members_of
from generator.text import UserError
from generator.text.plain import paragraphs, plain, web_url
from generator.views import Digest
from generator.views.outputs import Output, Shown, World

VERSION: Final = 1
"""Of the format: it grows only when a field goes away or changes its meaning."""

_WITHOUT: Final = {
    "Paper": ("same_as", "distinct_from", "citation_key"),
    "Edition": ("papers",),
}
"""What the API leaves out of a class: what is for curators alone, or is said in another place."""
_T = TypeVar("_T")


class KnownPaper(msgspec.Struct, frozen=True):
    """What is known of a paper: its record, and the ids of its listings with what each said."""

    shown: Shown
    seen: tuple[tuple[str, Sighting], ...]


def entry(digest: Digest, shown: Shown) -> KnownPaper:
    """What is known of a paper."""
    seen = digest.sightings.get(shown.paper.id, ())
    return KnownPaper(shown, tuple((edition.id, sighting) for edition, sighting in seen))


def outputs(digest: Digest) -> Iterator[Output]:
    """Everything under ``api/`` that is not of one paper: index, topics, editions, schemas."""
    yield _output("index", "index", _index(digest))
    yield _output("topics", "topics", {"groups": list(_groups(digest))})
    editions = [_known(digest, edition) for edition in digest.editions]
    listed = [_listing(digest.world, edition) for edition in editions]
    yield _output("editions", "editions", {"editions": listed})
    for edition in editions:
        yield Output((f"api/editions/{edition.id}.json",), _edition, edition)
    content = {f"content-{name}": schema for name, schema in json_schemas().items()}
    for name, schema in ({name: _schema(name) for name in SCHEMAS} | content).items():
        yield Output((f"api/schema/{name}.json",), _written, dumped(schema))


def paper_json(world: World, entry: KnownPaper, related: Sequence[str]) -> str:
    """The file of a paper under ``api/papers/``, with the ids of papers like it."""
    return dumped(_head("paper") | paper_data(world, entry) | {"related": related})


def all_papers() -> tuple[str, str, str]:
    """What stands before, between and after the papers of ``api/papers.json``."""
    before, after = dumped(_head("papers") | {"papers": []}).split("[]")
    return f"{before}[", ",", f"]{after}"


def dumped(data: object) -> str:
    """``data`` on one line of JSON (RFC 8259) in the order it has, with a line end."""
    return msgspec.json.encode(data).decode() + "\n"


def _output(path: str, name: str, data: dict[str, Any]) -> Output:
    return Output((f"api/{path}.json",), _written, dumped(_head(name) | data))


def _written(_: World, text: str) -> tuple[str]:
    return (text,)


def _head(name: str) -> dict[str, Any]:
    """What a file of a kind begins with: its schema, relative to it, and the format's version."""
    folder = "../" if name in ("paper", "edition") else ""
    return {"$schema": f"{folder}schema/{name}.json", "version": VERSION}


# What the files state


def _pruned(stated: dict[str, Any]) -> dict[str, Any]:
    return {
        name: value for name, value in stated.items() if value or type(value) in (int, list, tuple)
    }


@cache
def _members(kind: type) -> tuple[tuple[str, str, Callable[[str], str]], ...]:
    """What a class of the model states: its name, its field, and how text of it is made sound."""
    return tuple(
        (name, each.field, _paragraphs if getattr(each.shape.kind, "lines", False) else plain)
        for name, each in members_of(kind).members.items()
        if name not in _WITHOUT.get(kind.__name__, ())
    )


def _paragraphs(text: str) -> str:
    return "\n\n".join(paragraphs(text))


def _stated(thing: Any) -> dict[str, Any]:
    """What an object of the model states of itself, by name; its texts can be shown."""
    kind: type = type(thing)
    stated = {}
    for name, field, sound in _members(kind):
        value = getattr(thing, field)
        stated[name] = sound(value) if value and type(value) is str else value
    return stated


@lru_cache(maxsize=2)  # the files of all papers are made side by side
def paper_data(world: World, entry: KnownPaper) -> dict[str, Any]:
    """A paper as the API states it, but for those like it, which its own file names."""
    paper = entry.shown.paper
    topics = [topic.id for topic in world.known_topics(paper)]
    links = ((link.kind, web_url(link.url)) for link in paper.links)
    return _pruned(
        {
            "id": paper.id,
            "url": f"{base_url(world.settings)}papers/{paper.id}/",
            **_stated(paper),
            "title": plain(paper.title) or paper.id,
            "authors": [name for name in map(plain, paper.names) if name],
            "authors_count": wording.total_authors(paper) or None,
            "topics": topics,
            "suggested_topics": topics if paper.suggested_topics else [],
            "links": [{"kind": kind, "url": url} for kind, url in links if url],
            "listed": entry.shown.listed,
            "abstract": _paragraphs(paper.abstract),
            "editions": [
                _pruned({"edition": edition, "upvotes": seen.upvotes, "comments": seen.comments})
                for edition, seen in entry.seen
            ],
        }
    )


def _index(digest: Digest) -> dict[str, Any]:
    settings, site = digest.corpus.settings, base_url(digest.corpus.settings)
    files = _TEMPLATE["index"]["properties"]["files"]["properties"]
    return _pruned(
        {
            "title": plain(settings.title),
            "description": plain(settings.description),
            "url": site,
            "repository": web_url(settings.repository),
            "newest_edition": digest.dated[0].id if digest.dated else "",
            "counts": {
                "papers": len(digest.newest),
                "topics": len(digest.corpus.topics),
                "editions": len(digest.editions),
            },
            "files": {name: f"{site}{each['default']}" for name, each in files.items()},
            "schemas": [*SCHEMAS, *(f"content-{name}" for name in json_schemas())],
        }
    )


def _groups(digest: Digest) -> Iterator[dict[str, Any]]:
    site = base_url(digest.corpus.settings)
    for group in digest.topics:
        topics = [
            {
                **_stated(each.topic),
                "url": f"{site}topics/{each.topic.id}/",
                "bibtex": f"{site}topics/{each.topic.id}/papers.bib",
                "papers": [paper.id for paper in each.papers],
            }
            for each in group.topics
        ]
        yield {**_stated(group.group), "topics": topics}


def _known(digest: Digest, edition: Edition) -> Edition:
    """An edition with the papers that the digest has, each once, as it was said first."""
    first: dict[str, Sighting] = {}
    for seen in edition.papers:
        if seen.paper in digest.corpus.papers:
            first.setdefault(seen.paper, seen)
    return replace(edition, papers=tuple(first.values()))


def _listing(world: World, edition: Edition) -> dict[str, Any]:
    return _pruned(
        {
            "id": edition.id,
            "url": f"{base_url(world.settings)}editions/{edition.id}/",
            **_stated(edition),
            "title": plain(wording.edition_name(edition)),
            "papers_count": len(edition.papers),
        }
    )


def _edition(world: World, edition: Edition) -> tuple[str]:
    papers = [_pruned(_stated(seen)) for seen in edition.papers]
    return (dumped(_head("edition") | _listing(world, edition) | {"papers": papers}),)


# What their schemas say: templates/schemas.json, and what follows from the model

_MODEL: Final[dict[str, dict[str, Any]]] = {
    **{kind.__name__: members_of(kind).schema for kind in (Paper, Edition, Sighting, Topic, Group)},
    "Id": fields.PERMALINK.schema,
    "Date": fields.PUBLISHED.schema,
    "Authors": fields.AUTHORS_COUNT.schema,
    "Count": fields.COMMENTS.schema,
    "Address": {"type": "string", "pattern": r"^\S+$"},
}
_TEMPLATE: Final[dict[str, Any]] = msgspec.json.decode(
    (Path(__file__).parent / "templates" / "schemas.json").read_bytes()
)
SCHEMAS: Final = ("index", "paper", "papers", "topics", "edition", "editions")
"""The names of the kinds of files."""


def _schema(name: str) -> dict[str, Any]:
    whole = _filled(_TEMPLATE[name])
    head = {each: {"const": value} for each, value in _head(name).items()}
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": name.capitalize(),
        **whole,
        "required": [*head, *whole["required"]],
        "properties": head | whole["properties"],
    }


def _filled(schema: dict[str, Any]) -> dict[str, Any]:
    """A schema with what it is ``like``, which allows other fields: they may be yet to come."""
    name = schema.get("like", "")
    like = _MODEL[name] if name in _MODEL else _filled(_TEMPLATE[name]) if name else {}
    model = like.get("properties", {})
    inherited = {each: model[each] for each in model if each not in _WITHOUT.get(name, ())}
    required = [each for each in like.get("required", ()) if each in inherited]
    whole = {key: value for key, value in (like | schema).items() if key != "like"}
    if "properties" in whole:
        whole["required"] = [*dict.fromkeys((*required, *schema.get("required", ())))]
        properties = {**inherited, **schema.get("properties", {})}
        whole["properties"] = {each: _filled(field) for each, field in properties.items()}
    if "items" in whole:
        whole["items"] = _filled(whole["items"])
    if not whole.get("additionalProperties", True):
        del whole["additionalProperties"]
    return whole


# The files read again


class NotTheSite(UserError):
    """A file that no build wrote, by its path; the message is one line that says what to do."""

    def __init__(self, path: str) -> None:
        super().__init__(f"{path}: is not what 'digest build' writes: build the site anew")


@dataclass(frozen=True, slots=True)
class _Index:
    version: int
    title: str = ""
    url: str = ""


@dataclass(frozen=True, slots=True)
class _Named:
    id: str


@dataclass(frozen=True, slots=True)
class _Group(Group):
    topics: tuple[Topic, ...]


def read(file: Callable[[str], str], content: Corpus) -> Digest:
    """The digest of the JSON files of a built site; ``file`` gives the text of one by its path.

    Title and address are the site's, the rest of the settings and the notes those of
    ``content``. Raises NotTheSite where a file is not what the build writes, and whatever
    ``file`` raises.
    """

    def stated(path: str, kind: type[_T], name: str = "") -> _T:
        try:
            data: bytes | msgspec.Raw = file(path).encode()
            if name:
                data = msgspec.json.decode(data, type=dict[str, msgspec.Raw]).get(name, b"")
            return msgspec.json.decode(data, type=kind)
        except msgspec.MsgspecError as error:
            raise NotTheSite(path) from error

    index = stated("api/index.json", _Index)
    if index.version != VERSION:
        raise NotTheSite("api/index.json")
    groups = stated("api/topics.json", tuple[_Group, ...], "groups")
    papers = stated("api/papers.json", tuple[Paper, ...], "papers")
    editions = stated("api/editions.json", tuple[_Named, ...], "editions")
    return Digest(
        Corpus(
            replace(content.settings, title=index.title, url=index.url),
            Vocabulary(
                tuple(Group(group.id, group.title) for group in groups),
                tuple(topic for group in groups for topic in group.topics),
            ),
            {paper.id: paper for paper in sorted(papers, key=lambda paper: paper.id)},
            {
                id_: stated(f"api/editions/{id_}.json", Edition)
                for id_ in sorted(each.id for each in editions)
            },
            content.notes,
        )
    )
