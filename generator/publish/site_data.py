"""The digest as its own site states it, in the files under ``api/``."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import TypeVar

import msgspec

from generator.papers.model import Corpus, Edition, Group, Paper, Topic, Vocabulary
from generator.publish.schemas import VERSION
from generator.views import Digest

_T = TypeVar("_T")


class NotTheSite(Exception):
    """Data that no build wrote; the message is one line with the file and what to do."""


@dataclass(frozen=True, slots=True)
class _Index:
    version: int
    title: str = ""
    url: str = ""


@dataclass(frozen=True, slots=True)
class _Topic:
    id: str
    title: str
    description: str = ""


@dataclass(frozen=True, slots=True)
class _Group:
    id: str
    title: str
    topics: tuple[_Topic, ...]


@dataclass(frozen=True, slots=True)
class _Topics:
    groups: tuple[_Group, ...]


@dataclass(frozen=True, slots=True)
class _Papers:
    papers: tuple[Paper, ...]


@dataclass(frozen=True, slots=True)
class _Named:
    id: str


@dataclass(frozen=True, slots=True)
class _Editions:
    editions: tuple[_Named, ...]


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
    groups = stated("api/topics.json", _Topics).groups
    papers = stated("api/papers.json", _Papers).papers
    ids = [each.id for each in stated("api/editions.json", _Editions).editions]
    editions = {id: stated(f"api/editions/{id}.json", Edition) for id in sorted(ids)}
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
            {paper.id: paper for paper in sorted(papers, key=lambda paper: paper.id)},
            editions,
            content.notes,
        )
    )


def _no_site(path: str) -> NotTheSite:
    return NotTheSite(f"{path}: is not what 'digest build' writes: build the site anew")
