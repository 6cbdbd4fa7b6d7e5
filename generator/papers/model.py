"""The types everything else speaks: frozen, slotted, standard library only.

Dates are ISO 8601 text, ``2024-10-20`` or, where only the month is known, ``2024-10``;
they sort as text. Nothing here reads a file, a clock or the network. The settings, which
have a module of their own, are part of the model and imported from here.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Literal

from generator.papers.settings import Curation as Curation
from generator.papers.settings import Feeds as Feeds
from generator.papers.settings import Newsletter as Newsletter
from generator.papers.settings import Range as Range
from generator.papers.settings import Settings as Settings
from generator.papers.settings import Subscribe as Subscribe

LinkKind = Literal["paper", "code", "model", "dataset", "demo", "project", "video", "other"]
EditionKind = Literal["daily", "weekly", "monthly", "trending", "search", "list"]
Severity = Literal["error", "warning"]


@dataclass(frozen=True, slots=True)
class Link:
    """A link of a paper, cleaned, with what stands behind it."""

    kind: LinkKind
    url: str


@dataclass(frozen=True, slots=True)
class Entry:
    """One paper as one listing states it; ``line`` is where its title stands in the capture."""

    title: str
    line: int
    abstract: str = ""
    authors: tuple[str, ...] = ()
    authors_count: int | None = None
    published: str | None = None
    upvotes: int | None = None
    comments: int | None = None
    arxiv: str | None = None
    links: tuple[Link, ...] = ()
    doi: str | None = None
    category: str | None = None
    venue: str | None = None


@dataclass(frozen=True, slots=True)
class Fact:
    """Bibliographic facts of one paper from elsewhere, found again by its title."""

    title: str
    arxiv: str | None = None
    doi: str | None = None
    published: str | None = None
    authors: tuple[str, ...] = ()
    category: str | None = None


@dataclass(frozen=True, slots=True)
class Rejection:
    """A block of a capture that is no paper: where, why, and its text."""

    line: int
    reason: str
    text: str


@dataclass(frozen=True, slots=True)
class Capture:
    """What one capture holds. ``captured`` is the day of the listing, None where unknown.

    ``notes`` are one-line remarks for the person who imports it: a year that was worked
    out, a day that stays unknown.
    """

    format: str
    source: str
    kind: EditionKind
    captured: str | None
    entries: tuple[Entry, ...]
    rejected: tuple[Rejection, ...] = ()
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Sighting:
    """A paper in an edition, with what the listing said of it that day."""

    paper: str
    upvotes: int | None = None
    comments: int | None = None


@dataclass(frozen=True, slots=True)
class Edition:
    """One listing as captured, its papers in the listing's order."""

    id: str
    kind: EditionKind
    source: str
    papers: tuple[Sighting, ...]
    date: str | None = None
    title: str = ""


@dataclass(frozen=True, slots=True)
class Paper:
    """One record of ``content/papers/``; ``id`` is the file's name and the permalink.

    ``gist`` is one clause that says what is new, ``venue`` where it was published, ``added``
    the day it came into the digest as news (None: it never was), ``revised`` the day its
    title, summary or topics last changed; ``withdrawn`` by its authors, ``superseded_by`` the
    id of the record that takes its place. ``stated`` names the front-matter fields that the
    file states, even as empty: an import leaves those alone. It is not part of what makes two
    records equal.
    """

    id: str
    title: str
    arxiv: str | None = None
    doi: str | None = None
    published: str | None = None
    authors: tuple[str, ...] = ()
    authors_count: int | None = None
    category: str | None = None
    topics: tuple[str, ...] = ()
    links: tuple[Link, ...] = ()
    summary: str = ""
    aliases: tuple[str, ...] = ()
    same_as: tuple[str, ...] = ()
    distinct_from: tuple[str, ...] = ()
    gist: str = ""
    venue: str | None = None
    added: str | None = None
    revised: str | None = None
    withdrawn: bool = False
    superseded_by: str | None = None
    abstract: str = ""
    stated: frozenset[str] = field(default=frozenset(), compare=False)


@dataclass(frozen=True, slots=True)
class Group:
    """A group of topics."""

    id: str
    title: str


@dataclass(frozen=True, slots=True)
class Topic:
    """A topic of the vocabulary; ``terms`` are words that suggest it."""

    id: str
    title: str
    description: str
    group: str
    terms: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """The groups and topics of ``content/topics.yml``, in the file's order."""

    groups: tuple[Group, ...] = ()
    topics: tuple[Topic, ...] = ()


@dataclass(frozen=True, slots=True)
class Problem:
    """Something wrong in ``content/``: path relative to it, line (from 1), what and what to do."""

    path: str
    line: int
    message: str
    severity: Severity = "error"


@dataclass(frozen=True, slots=True)
class File:
    """A file of the site beside its pages: its path from the root, and what it holds.

    Text is written as UTF-8.
    """

    path: str
    data: str | bytes


@dataclass(frozen=True)
class Corpus:
    """Everything under ``content/``: papers by id, editions by id, both sorted by id.

    ``notes`` are what curators say at the head of a period's newsletter (Markdown), by its id.
    """

    settings: Settings = field(default_factory=Settings)
    vocabulary: Vocabulary = Vocabulary()
    papers: Mapping[str, Paper] = field(default_factory=dict)
    editions: Mapping[str, Edition] = field(default_factory=dict)
    notes: Mapping[str, str] = field(default_factory=dict)

    @cached_property
    def topics(self) -> dict[str, Topic]:
        """The topics by id."""
        return {topic.id: topic for topic in self.vocabulary.topics}
