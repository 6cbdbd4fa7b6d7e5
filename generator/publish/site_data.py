"""The digest as its own site states it, in the files under ``api/``."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace
from typing import Any

from generator.papers.model import (
    Corpus,
    Edition,
    Group,
    Link,
    Paper,
    Sighting,
    Topic,
    Vocabulary,
)
from generator.views import Digest

VERSION = 1
"""Of the format that is read."""


class NotTheSite(Exception):
    """Data that no build wrote; the message is one line with the file and what to do."""


def read(file: Callable[[str], str], content: Corpus) -> Digest:
    """The digest of the JSON files of a built site; ``file`` gives the text of one by its path.

    Title and address are the site's, the rest of the settings and the notes those of
    ``content``. Raises NotTheSite where a file is not what the build writes, and whatever
    ``file`` raises.
    """
    settings = content.settings
    index = _load(file, "api/index.json")
    with _Reading("api/index.json"):
        if index["version"] != VERSION:
            raise ValueError
        named = replace(settings, title=index.get("title", ""), url=index.get("url", ""))
    data = _load(file, "api/topics.json")
    with _Reading("api/topics.json"):
        vocabulary = _vocabulary(data)
    data = _load(file, "api/papers.json")
    with _Reading("api/papers.json"):
        papers = {each["id"]: _paper(each) for each in data["papers"]}
    data = _load(file, "api/editions.json")
    with _Reading("api/editions.json"):
        ids = [each["id"] for each in data["editions"]]
    editions = {}
    for id_ in ids:
        path = f"api/editions/{id_}.json"
        data = _load(file, path)
        with _Reading(path):
            editions[id_] = _edition(data)
    return Digest(
        Corpus(
            named,
            vocabulary,
            dict(sorted(papers.items())),
            dict(sorted(editions.items())),
            content.notes,
        )
    )


class _Reading:
    """Turns the errors of data in another shape into one that names the file."""

    def __init__(self, path: str) -> None:
        self.path = path

    def __enter__(self) -> None:
        pass

    def __exit__(self, kind: object, error: BaseException | None, trace: object) -> None:
        if isinstance(error, KeyError | TypeError | ValueError | AttributeError):
            message = f"{self.path}: is not what 'digest build' writes: build the site anew"
            raise NotTheSite(message) from error


def _load(file: Callable[[str], str], path: str) -> Any:
    text = file(path)
    with _Reading(path):
        return json.loads(text)


def _vocabulary(data: Any) -> Vocabulary:
    return Vocabulary(
        tuple(Group(group["id"], group["title"]) for group in data["groups"]),
        tuple(
            Topic(topic["id"], topic["title"], topic["description"], group["id"])
            for group in data["groups"]
            for topic in group["topics"]
        ),
    )


def _paper(data: Any) -> Paper:
    return Paper(
        id=data["id"],
        title=data.get("title", ""),
        arxiv=data.get("arxiv"),
        doi=data.get("doi"),
        published=data.get("published"),
        authors=tuple(data["authors"]),
        authors_count=data.get("authors_count"),
        topics=tuple(data["topics"]),
        links=tuple(Link(link["kind"], link["url"]) for link in data["links"]),
        summary=data.get("summary", ""),
        gist=data.get("gist", ""),
        venue=data.get("venue"),
        added=data.get("added"),
        withdrawn=data.get("withdrawn", False),
        abstract=data.get("abstract", ""),
    )


def _edition(data: Any) -> Edition:
    return Edition(
        id=data["id"],
        kind=data["kind"],
        source=data.get("source", ""),
        papers=tuple(
            Sighting(each["paper"], each.get("upvotes"), each.get("comments"))
            for each in data["papers"]
        ),
        date=data.get("date"),
        title=data.get("title", ""),
    )
