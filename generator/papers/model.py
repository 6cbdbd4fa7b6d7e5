"""The types everything else speaks: frozen and slotted.

Dates are ISO 8601 text, ``2024-10-20`` or, where only that is known, ``2024-10`` or ``2024``;
they sort as text. What is annotated stands in a file of ``content/``: with what it may be and
what an editor is told of it, from which follow the reading of such files, their JSON Schemas
and what the check says. The order of fields is that of the files. Nothing here reads a file, a
clock or the network. The settings have a module of their own and are imported from here.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Annotated, Literal

from generator.papers import fields
from generator.papers.fields import OUTSIDE, REQUIRED, Several
from generator.papers.settings import Curation as Curation
from generator.papers.settings import Feeds as Feeds
from generator.papers.settings import Newsletter as Newsletter
from generator.papers.settings import Range as Range
from generator.papers.settings import Settings as Settings
from generator.papers.settings import Subscribe as Subscribe

LinkKind = Literal["paper", "code", "model", "dataset", "demo", "project", "video", "other"]
EditionKind = Literal["daily", "weekly", "monthly", "trending", "search", "list"]
Severity = Literal["error", "warning"]

Id = Annotated[str, fields.PERMALINK]
Ids = Annotated[tuple[Id, ...], Several(100, unique=True)]


@dataclass(frozen=True, slots=True)
class Link:
    """A link of a paper, cleaned, with what stands behind it."""

    kind: LinkKind
    url: Annotated[str, fields.URL]


@dataclass(frozen=True, slots=True)
class Entry:
    """One paper as one listing states it; ``line`` is where it stands in the capture.

    ``title`` is empty where a listing gives an identifier alone, by which it is looked up.
    """

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
    """What one capture holds. ``captured`` is the day, week (``2026-W46``) or month of the listing.

    It is None where unknown.

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

    paper: Id
    upvotes: Annotated[int | None, fields.UPVOTES] = None
    comments: Annotated[int | None, fields.COMMENTS] = None


@dataclass(frozen=True, slots=True)
class Edition:
    """One listing as captured, its papers in the listing's order."""

    id: Annotated[str, OUTSIDE]
    kind: EditionKind
    source: Annotated[str, fields.NAME, "Who made the listing"]
    papers: Annotated[
        tuple[Sighting, ...],
        Several(10_000),
        "The papers in the listing's order, with what it said of each that day",
    ]
    date: Annotated[
        str | None,
        fields.LISTED,
        "The day of the listing, where known: 2025-10-31; of a week 2025-W44, of a month 2025-10",
    ] = None
    title: Annotated[str, fields.TITLE, "What the listing was about"] = ""


@dataclass(frozen=True, slots=True)
class Paper:
    """One record of ``content/papers/``; ``id`` is the file's name and the permalink.

    ``topics`` are a person's, ``suggested_topics`` an import's. ``gist`` is one clause that says
    what is new, ``venue`` where it was published, ``added`` the day it came into the digest as
    news (None: it never was), ``revised`` the day its title, summary or topics last changed;
    ``withdrawn`` by its authors, ``superseded_by`` the id of the record that takes its place;
    ``citation_key`` is stated only where another paper has the usual one (``papers.keys``).
    ``stated`` names the fields that the file states, even as empty: an import leaves those
    alone. It is not part of what makes two records equal.
    """

    id: Annotated[str, OUTSIDE]
    title: Annotated[str, fields.TITLE, "The paper's title, as its authors write it"]
    arxiv: Annotated[
        str | None, fields.ARXIV, "arXiv identifier in quotes, without version: '2210.02414'"
    ] = None
    doi: Annotated[
        str | None, fields.DOI, "DOI in lower case and in quotes, without a link around it"
    ] = None
    published: Annotated[
        str | None,
        fields.PUBLISHED,
        "Day (2022-10-05) or, where only that is known, month (2022-10) or year (2022)",
    ] = None
    authors: Annotated[
        tuple[Annotated[str, fields.NAME], ...],
        Several(fields.MOST_AUTHORS),
        "Names as printed on the paper, in its order",
    ] = ()
    authors_count: Annotated[
        int | None,
        fields.AUTHORS_COUNT,
        "How many authors there are, where a listing says only that",
    ] = None
    category: Annotated[str | None, fields.CATEGORY, "Primary arXiv category, such as cs.CL"] = None
    topics: Annotated[Ids, "Topics of topics.yml, the most specific first"] = ()
    suggested_topics: Annotated[
        Ids, "Topics that an import suggests, until a curator states 'topics'"
    ] = ()
    links: Annotated[
        tuple[Link, ...], Several(500, unique=True), "Code, models and what else belongs to it"
    ] = ()
    summary: Annotated[str, fields.SUMMARY, "One to three sentences in the curator's own words"] = (
        ""
    )
    aliases: Annotated[Ids, "Former ids: their pages lead here"] = ()
    same_as: Annotated[Ids, "Ids of records that are this paper"] = ()
    distinct_from: Annotated[Ids, "Ids of records that are another paper, however alike"] = ()
    gist: Annotated[str, fields.GIST, "One plain clause with a verb that says what is new"] = ""
    venue: Annotated[str | None, fields.NAME, "Where it was published, if anywhere: ICLR 2026"] = (
        None
    )
    added: Annotated[str | None, fields.DAY, "The day it came into the digest as news"] = None
    revised: Annotated[
        str | None, fields.DAY, "The day its title, summary or topics last changed"
    ] = None
    withdrawn: Annotated[bool, "Withdrawn by its authors"] = False
    superseded_by: Annotated[Id | None, "Id of the record that takes its place"] = None
    citation_key: Annotated[
        str | None, fields.KEY, "Key in BibTeX, where another paper has the usual one: ngo2024bitsb"
    ] = None
    abstract: Annotated[str, OUTSIDE] = ""
    stated: Annotated[frozenset[str], OUTSIDE] = field(default=frozenset(), compare=False)


@dataclass(frozen=True, slots=True)
class LeftOut:
    """A paper that a curator declined, found again by an identifier or its title; and why."""

    title: Annotated[str, fields.TITLE, "Its title, as its authors write it"] = ""
    arxiv: Annotated[str | None, fields.ARXIV, "Its arXiv identifier, in quotes"] = None
    doi: Annotated[str | None, fields.DOI, "Its DOI, in quotes"] = None
    reason: Annotated[str, fields.SENTENCE, "Why it does not belong here"] = ""


@dataclass(frozen=True, slots=True)
class Group:
    """A group of topics."""

    id: Id
    title: Annotated[str, fields.NAME]


@dataclass(frozen=True, slots=True)
class Topic:
    """A topic of the vocabulary; ``terms`` are words that suggest it, ``aliases`` former ids."""

    id: Annotated[Id, "Permalink: topics/<id>/"]
    title: Annotated[str, fields.NAME]
    description: Annotated[str, fields.SENTENCE, "One sentence: what belongs and what does not"]
    group: Id
    terms: Annotated[
        tuple[Annotated[str, fields.NAME], ...], Several(1000), "Words that suggest the topic"
    ] = ()
    aliases: Annotated[Ids, "Former ids: their pages and feeds lead here"] = ()


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """The groups and topics of ``content/topics.yml``, in the file's order."""

    groups: Annotated[tuple[Group, ...], Several(1000), REQUIRED] = ()
    topics: Annotated[tuple[Topic, ...], Several(10_000), REQUIRED] = ()


@dataclass(frozen=True, slots=True)
class Problem:
    """Something wrong in ``content/``: path relative to it, line (from 1), what and what to do.

    ``group`` names what many records have in common, such as ``papers without a summary``.
    """

    path: str
    line: int
    message: str
    severity: Severity = "error"
    group: str = ""


@dataclass(frozen=True, slots=True)
class File:
    """A file of the site beside its pages: its path from the root, and what it holds.

    Text is written as UTF-8.
    """

    path: str
    data: str | bytes


@dataclass(frozen=True)
class Corpus:
    """Everything under ``content/``: papers, editions, notes by id, each sorted by id.

    A note is a curator's, in Markdown, on the period that is its id: ``2025-W44``.
    """

    settings: Settings = field(default_factory=Settings)
    vocabulary: Vocabulary = Vocabulary()
    papers: Mapping[str, Paper] = field(default_factory=dict)
    editions: Mapping[str, Edition] = field(default_factory=dict)
    notes: Mapping[str, str] = field(default_factory=dict)
    left_out: tuple[LeftOut, ...] = ()

    @cached_property
    def topics(self) -> dict[str, Topic]:
        """The topics by id."""
        return {topic.id: topic for topic in self.vocabulary.topics}
