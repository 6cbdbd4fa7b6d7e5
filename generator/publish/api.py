"""The JSON API: files that hold everything, each with a JSON Schema beside it."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from generator.papers import wording
from generator.papers.model import File
from generator.papers.settings import base_url
from generator.publish import schemas
from generator.publish.schemas import SCHEMAS
from generator.store.reading import json_schemas
from generator.text.plain import paragraphs, plain, web_url

if TYPE_CHECKING:
    from collections.abc import Iterator

    from generator.papers.model import Edition, Paper, Sighting
    from generator.views import Digest


def api_files(digest: Digest) -> Iterator[File]:
    """Everything under ``api/``: the index, the data and the schemas."""
    papers = {paper.id: _paper(digest, paper) for paper in digest.newest}
    yield _file("index", "index", _index(digest))
    yield _file("papers", "papers", {"papers": list(papers.values())})
    for id_, data in papers.items():
        related = [other.paper.id for other in digest.related[id_]]
        yield _file(f"papers/{id_}", "paper", data | {"related": related})
    yield _file("topics", "topics", _topics(digest))
    editions = digest.editions.all
    yield _file("editions", "editions", {"editions": [_about(digest, each) for each in editions]})
    for edition in editions:
        yield _file(f"editions/{edition.id}", "edition", _edition(digest, edition))
    for name in SCHEMAS:
        yield File(f"api/schema/{name}.json", dumped(schemas.schema(name)))
    for name, schema in json_schemas().items():
        yield File(f"api/schema/content-{name}.json", dumped(schema))


def dumped(data: object) -> str:
    """``data`` on one line of JSON (RFC 8259) in the order it has, with a line end."""
    return json.dumps(data, ensure_ascii=False, allow_nan=False, separators=(",", ":")) + "\n"


def _file(path: str, name: str, data: dict[str, Any]) -> File:
    return File(f"api/{path}.json", dumped(schemas.head(name) | data))


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


def _paper(digest: Digest, paper: Paper) -> dict[str, Any]:
    base = base_url(digest.corpus.settings)
    lists = {
        "authors": [name for name in map(plain, paper.authors) if name],
        "topics": [topic.id for topic in digest.known_topics(paper)],
        "links": [
            {"kind": link.kind, "url": url} for link in paper.links if (url := web_url(link.url))
        ],
        "editions": [
            _sighting("edition", e.id, said) for e, said in digest.sightings.get(paper.id, ())
        ],
        "aliases": list(paper.aliases),
    }
    return (
        _known(
            id=paper.id,
            url=f"{base}papers/{paper.id}/",
            title=plain(paper.title) or paper.id,
            authors_count=wording.total_authors(paper),
            published=paper.published,
            listed=digest.listed[paper.id],
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
