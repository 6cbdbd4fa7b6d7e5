"""The JSON API: files that hold everything, each with a JSON Schema beside it."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from generator.papers import wording
from generator.papers.model import base_url
from generator.publish import schemas
from generator.publish.schemas import SCHEMAS
from generator.store.reading import json_schemas
from generator.text.plain import paragraphs, plain, web_url
from generator.views.outputs import Output, Shown, World

if TYPE_CHECKING:
    from collections.abc import Iterator

    from generator.papers.model import Edition, Sighting
    from generator.views import Digest


@dataclass(frozen=True, slots=True)
class Known:
    """All that is known of a paper: beside its record, the ids of its listings with what each
    said, and of papers like it."""

    shown: Shown
    seen: tuple[tuple[str, Sighting], ...]
    related: tuple[str, ...]


def known(digest: Digest) -> tuple[Known, ...]:
    """All that is known of each paper, newest first."""
    return tuple(
        Known(
            shown,
            tuple((edition.id, said) for edition, said in digest.sightings.get(id_, ())),
            tuple(other.paper.id for other in digest.related[id_]),
        )
        for shown in digest.shown(digest.newest)
        for id_ in (shown.paper.id,)
    )


def api_outputs(digest: Digest) -> Iterator[Output]:
    """Everything under ``api/`` that is not of one paper: index, topics, editions, schemas."""
    editions = digest.editions.all
    listed = {"editions": [_about(digest, each) for each in editions]}
    yield _output("index", "index", _index(digest))
    yield _output("topics", "topics", _topics(digest))
    yield _output("editions", "editions", listed)
    for edition in editions:
        yield _output(f"editions/{edition.id}", "edition", _edition(digest, edition))
    for name in SCHEMAS:
        yield Output((f"api/schema/{name}.json",), _schema, name)
    for name in json_schemas():
        yield Output((f"api/schema/content-{name}.json",), _schema_of_content, name)


def paper_json(world: World, of: Known) -> str:
    """The file of a paper under ``api/papers/``."""
    return dumped(schemas.head("paper") | paper_data(world, of) | {"related": list(of.related)})


def all_papers() -> tuple[str, str, str]:
    """What stands before, between and after the papers of ``api/papers.json``."""
    before, after = dumped(schemas.head("papers") | {"papers": []}).split("[]")
    return f"{before}[", ",", f"]{after}"


def dumped(data: object) -> str:
    """``data`` on one line of JSON (RFC 8259) in the order it has, with a line end."""
    return json.dumps(data, ensure_ascii=False, allow_nan=False, separators=(",", ":")) + "\n"


def _output(path: str, name: str, data: dict[str, Any]) -> Output:
    return Output((f"api/{path}.json",), _dumped, schemas.head(name) | data)


def _dumped(world: World, data: dict[str, Any]) -> tuple[str]:
    return (dumped(data),)


def _schema(world: World, name: str) -> tuple[str]:
    return (dumped(schemas.schema(name)),)


def _schema_of_content(world: World, name: str) -> tuple[str]:
    return (dumped(json_schemas()[name]),)


def _index(digest: Digest) -> dict[str, Any]:
    base = base_url(digest.corpus.settings)
    settings = digest.corpus.settings
    dated = digest.editions.dated
    return _known(
        title=plain(settings.title),
        description=plain(settings.description),
        url=base,
        repository=web_url(settings.repository),
        newest_edition=dated[0].id if dated else "",
        counts={
            "papers": len(digest.newest),
            "topics": len(digest.corpus.topics),
            "editions": len(digest.editions.all),
        },
        files={
            "papers": f"{base}api/papers.json",
            "paper": f"{base}api/papers/{{paper}}.json",
            "topics": f"{base}api/topics.json",
            "editions": f"{base}api/editions.json",
            "edition": f"{base}api/editions/{{edition}}.json",
            "schema": f"{base}api/schema/{{schema}}.json",
            "bibtex": f"{base}papers.bib",
            "bibtex_topic": f"{base}topics/{{topic}}/papers.bib",
            "bibtex_paper": f"{base}papers/{{paper}}/cite.bib",
            "ris": f"{base}papers.ris",
            "csl_json": f"{base}papers.csl.json",
            "csv": f"{base}papers.csv",
        },
        schemas=[*SCHEMAS, *(f"content-{name}" for name in json_schemas())],
    )


def paper_data(world: World, of: Known) -> dict[str, Any]:
    """A paper as the API states it, but for those like it, which its own file names."""
    base, paper = base_url(world.settings), of.shown.paper
    lists = {
        "authors": [name for name in map(plain, paper.authors) if name],
        "topics": [topic.id for topic in world.known_topics(paper)],
        "links": [
            {"kind": link.kind, "url": url} for link in paper.links if (url := web_url(link.url))
        ],
        "editions": [_sighting("edition", edition, said) for edition, said in of.seen],
        "aliases": list(paper.aliases),
    }
    return (
        _known(
            id=paper.id,
            url=f"{base}papers/{paper.id}/",
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
        )
        | lists
    )


def _topics(digest: Digest) -> dict[str, Any]:
    base = base_url(digest.corpus.settings)
    groups = [
        {
            "id": group.group.id,
            "title": plain(group.group.title),
            "topics": [
                {
                    "id": of.topic.id,
                    "url": f"{base}topics/{of.topic.id}/",
                    "title": plain(of.topic.title),
                    "description": plain(of.topic.description),
                    "papers": [paper.id for paper in of.papers],
                    "bibtex": f"{base}topics/{of.topic.id}/papers.bib",
                }
                for of in group.topics
            ],
        }
        for group in digest.topics
    ]
    return {"groups": groups}


def _about(digest: Digest, edition: Edition) -> dict[str, Any]:
    return _known(
        id=edition.id,
        url=f"{base_url(digest.corpus.settings)}editions/{edition.id}/",
        kind=edition.kind,
        source=plain(edition.source),
        date=edition.date,
        title=plain(wording.edition_name(edition)),
    ) | {"papers_count": len(_sightings(digest, edition))}


def _edition(digest: Digest, edition: Edition) -> dict[str, Any]:
    seen = _sightings(digest, edition)
    return _about(digest, edition) | {
        "papers": [_sighting("paper", id_, said) for id_, said in seen]
    }


def _sightings(digest: Digest, edition: Edition) -> list[tuple[str, Sighting]]:
    """The papers of an edition in its order, each once, with what it said first."""
    first: dict[str, Sighting] = {}
    for sighting in edition.papers:
        if sighting.paper in digest.corpus.papers:
            first.setdefault(sighting.paper, sighting)
    return list(first.items())


def _sighting(name: str, id_: str, said: Sighting) -> dict[str, Any]:
    counts = {"upvotes": said.upvotes, "comments": said.comments}
    return {name: id_} | {key: value for key, value in counts.items() if value is not None}


def _known(**fields: Any) -> dict[str, Any]:
    """What is known: a field without a value is absent, never null or empty."""
    return {name: value for name, value in fields.items() if value}
