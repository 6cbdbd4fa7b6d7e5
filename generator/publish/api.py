"""The JSON API: files that hold everything, each with a JSON Schema beside it; and read again."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, fields, replace
from typing import Any, TypeVar

import msgspec

from generator.papers import wording
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
from generator.publish import schemas
from generator.publish.schemas import SCHEMAS, VERSION, Files
from generator.store.documents import json_schemas
from generator.text import UserError
from generator.text.plain import paragraphs, plain, web_url
from generator.views import Digest
from generator.views.outputs import Output, Shown, World

_T = TypeVar("_T")


@dataclass(frozen=True, slots=True)
class KnownPaper:
    """All that is known of a paper: beside its record, the ids of its listings with what each
    said, and of papers like it."""

    shown: Shown
    seen: tuple[tuple[str, Sighting], ...]
    related: tuple[str, ...]


def known(digest: Digest) -> tuple[KnownPaper, ...]:
    """All that is known of each paper, newest first."""
    return tuple(
        KnownPaper(
            shown,
            tuple((edition.id, seen) for edition, seen in digest.sightings.get(id_, ())),
            tuple(other.paper.id for other in digest.related[id_]),
        )
        for shown in digest.shown(digest.newest)
        for id_ in (shown.paper.id,)
    )


def outputs(digest: Digest) -> Iterator[Output]:
    """Everything under ``api/`` that is not of one paper: index, topics, editions, schemas."""
    editions = digest.editions
    site = base_url(digest.corpus.settings)
    listed = {"editions": [_about(digest, each) for each in editions]}
    yield _output("index", "index", _index(digest))
    yield _output("topics", "topics", {"groups": _groups(digest, site)})
    yield _output("editions", "editions", listed)
    for edition in editions:
        seen = [_sighting("paper", *each) for each in _sightings(digest, edition).items()]
        yield _output(f"editions/{edition.id}", "edition", _about(digest, edition, papers=seen))
    content = {f"content-{name}": schema for name, schema in json_schemas().items()}
    for name, schema in ({name: schemas.schema(name) for name in SCHEMAS} | content).items():
        yield Output((f"api/schema/{name}.json",), _dumped, schema)


def paper_json(world: World, of: KnownPaper) -> str:
    """The file of a paper under ``api/papers/``."""
    return dumped(schemas.head("paper") | paper_data(world, of) | {"related": list(of.related)})


def all_papers() -> tuple[str, str, str]:
    """What stands before, between and after the papers of ``api/papers.json``."""
    before, after = dumped(schemas.head("papers") | {"papers": []}).split("[]")
    return f"{before}[", ",", f"]{after}"


def dumped(data: object) -> str:
    """``data`` on one line of JSON (RFC 8259) in the order it has, with a line end."""
    return msgspec.json.encode(data).decode() + "\n"


def _output(path: str, name: str, data: dict[str, Any]) -> Output:
    return Output((f"api/{path}.json",), _dumped, schemas.head(name) | data)


def _dumped(world: World, data: dict[str, Any]) -> tuple[str]:
    return (dumped(data),)


def _index(digest: Digest) -> dict[str, Any]:
    settings = digest.corpus.settings
    return _stated(
        title=plain(settings.title),
        description=plain(settings.description),
        url=base_url(settings),
        repository=web_url(settings.repository),
        newest_edition=digest.dated[0].id if digest.dated else "",
        counts={
            "papers": len(digest.newest),
            "topics": len(digest.corpus.topics),
            "editions": len(digest.editions),
        },
        files={each.name: f"{base_url(settings)}{each.default}" for each in fields(Files)},
        schemas=[*SCHEMAS, *(f"content-{name}" for name in json_schemas())],
    )


def paper_data(world: World, of: KnownPaper) -> dict[str, Any]:
    """A paper as the API states it, but for those like it, which its own file names."""
    paper = of.shown.paper
    return _stated(
        id=paper.id,
        url=f"{base_url(world.settings)}papers/{paper.id}/",
        title=plain(paper.title) or paper.id,
        authors_count=wording.total_authors(paper),
        published=paper.published,
        listed=of.shown.listed,
        added=paper.added,
        revised=paper.revised,
        arxiv=plain(paper.arxiv or ""),
        doi=plain(paper.doi or ""),
        category=plain(paper.category or ""),
        venue=plain(paper.venue or ""),
        withdrawn=paper.withdrawn,
        superseded_by=paper.superseded_by,
        gist=plain(paper.gist),
        summary="\n\n".join(paragraphs(paper.summary)),
        abstract="\n\n".join(paragraphs(paper.abstract)),
    ) | {
        "authors": [name for name in map(plain, paper.names) if name],
        "topics": [topic.id for topic in world.known_topics(paper)],
        "links": [
            {"kind": link.kind, "url": url} for link in paper.links if (url := web_url(link.url))
        ],
        "editions": [_sighting("edition", *each) for each in of.seen],
        "aliases": list(paper.aliases),
    }


def _groups(digest: Digest, site: str) -> list[dict[str, Any]]:
    return [
        {
            "id": group.group.id,
            "title": plain(group.group.title),
            "topics": [
                {
                    "id": of.topic.id,
                    "url": f"{site}topics/{of.topic.id}/",
                    "title": plain(of.topic.title),
                    "description": plain(of.topic.description),
                    "papers": [paper.id for paper in of.papers],
                    "bibtex": f"{site}topics/{of.topic.id}/papers.bib",
                }
                for of in group.topics
            ],
        }
        for group in digest.topics
    ]


def _about(digest: Digest, edition: Edition, **more: Any) -> dict[str, Any]:
    about = _stated(
        id=edition.id,
        url=f"{base_url(digest.corpus.settings)}editions/{edition.id}/",
        kind=edition.kind,
        source=plain(edition.source),
        date=edition.date,
        title=plain(wording.edition_name(edition)),
        part_of=edition.part_of,
    )
    return about | {"papers_count": len(_sightings(digest, edition))} | more


def _sightings(digest: Digest, edition: Edition) -> dict[str, Sighting]:
    """The papers of an edition in its order, each once, with what it said first."""
    first: dict[str, Sighting] = {}
    for sighting in edition.papers:
        if sighting.paper in digest.corpus.papers:
            first.setdefault(sighting.paper, sighting)
    return first


def _sighting(name: str, id_: str, sighting: Sighting) -> dict[str, Any]:
    counts = {"upvotes": sighting.upvotes, "comments": sighting.comments}
    return {name: id_} | {key: value for key, value in counts.items() if value is not None}


def _stated(**fields: Any) -> dict[str, Any]:
    """What is known: a field without a value is absent, never null or empty."""
    return {name: value for name, value in fields.items() if value}


class NotTheSite(UserError):
    """Data that no build wrote; the message is one line with the file and what to do."""


@dataclass(frozen=True, slots=True)
class _Index:
    version: int
    title: str = ""
    url: str = ""


@dataclass(frozen=True, slots=True)
class _Papers:
    papers: tuple[Paper, ...]


def read(file: Callable[[str], str], content: Corpus) -> Digest:
    """The digest of the JSON files of a built site; ``file`` gives the text of one by its path.

    Title and address are the site's, the rest of the settings and the notes those of
    ``content``. Raises NotTheSite where a file is not what the build writes, and whatever
    ``file`` raises.
    """

    def stated(path: str, kind: type[_T]) -> _T:
        try:
            return msgspec.json.decode(file(path), type=kind)
        except msgspec.MsgspecError as error:
            raise _no_site(path) from error

    index = stated("api/index.json", _Index)
    if index.version != VERSION:
        raise _no_site("api/index.json")
    groups = stated("api/topics.json", schemas.Topics).groups
    papers = sorted(stated("api/papers.json", _Papers).papers, key=lambda paper: paper.id)
    editions = sorted(each.id for each in stated("api/editions.json", schemas.Editions).editions)
    vocabulary = Vocabulary(
        tuple(Group(group.id, group.title) for group in groups),
        tuple(
            Topic(topic.id, topic.title, topic.description, group.id)
            for group in groups
            for topic in group.topics
        ),
    )
    return Digest(
        Corpus(
            replace(content.settings, title=index.title, url=index.url),
            vocabulary,
            {paper.id: paper for paper in papers},
            {id: stated(f"api/editions/{id}.json", Edition) for id in editions},
            content.notes,
        )
    )


def _no_site(path: str) -> NotTheSite:
    return NotTheSite(f"{path}: is not what 'digest build' writes: build the site anew")
