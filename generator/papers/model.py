"""The types everything else speaks: frozen and slotted.

Dates are ISO 8601 text, ``2024-10-20`` or, where only that is known, ``2024-10`` or ``2024``;
they sort as text. What is annotated stands in a file of ``content/``: with what it may be and
what an editor is told of it, from which follow the reading of such files, their JSON Schemas
and what the check says. The order of fields is that of the files. Nothing here reads a file, a
clock or the network.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Annotated, Literal

from generator.papers import fields
from generator.papers.fields import OUTSIDE, PAIRS, REQUIRED, Named, Number, Several
from generator.papers.names import Author
from generator.text.plain import web_url

LinkKind = Literal["paper", "code", "model", "dataset", "demo", "project", "video", "other"]
EditionKind = Literal["daily", "weekly", "monthly", "trending", "search", "list"]
Severity = Literal["error", "warning"]
Id = Annotated[str, fields.PERMALINK]
Ids = Annotated[tuple[Id, ...], Several(100, unique=True)]
Range = tuple[int, int]
"""The least and the most that is allowed."""
_Range = Annotated[Range | None, Number(0, 1_000_000)]
_Arxiv = Annotated[str, fields.ARXIV]
_Doi = Annotated[str, fields.DOI]
_Day = Annotated[str, fields.DAY]
_Authors = Annotated[int, fields.AUTHORS_COUNT]
_Line = Annotated[str, fields.NAME]
_Lines = Annotated[tuple[_Line, ...], Several(10_000)]
_Category = Annotated[str, fields.CATEGORY]


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

    def record(self) -> Paper:
        """A record of what it says, without an id; without a title, its identifier is its name."""
        name = f"arXiv:{self.arxiv}" if self.arxiv else f"doi:{self.doi}" if self.doi else ""
        return Paper("", self.title or name, **{name: getattr(self, name) for name in fields.FACTS})


@dataclass(frozen=True, slots=True)
class Rejection:
    """A block of a capture that is no paper: where, why, and its text."""

    line: int
    reason: str
    text: str


@dataclass(frozen=True, slots=True)
class Capture:
    """What one capture holds; ``captured`` is the day, week or month of the listing, or None.

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
    source: Annotated[_Line, "Who made the listing"]
    papers: Annotated[
        tuple[Sighting, ...],
        Several(fields.MOST_LISTED),
        "The papers in the listing's order, with what it said of each that day",
    ]
    date: Annotated[
        str | None,
        fields.LISTED,
        "The day of the listing, where known: 2025-10-31; of a week 2025-W44, of a month 2025-10",
    ] = None
    title: Annotated[str, fields.TITLE, "What the listing was about"] = ""
    part_of: Annotated[
        int | None,
        fields.COMMENTS,
        "How many papers the listing has, where the digest keeps a part of it by its rules",
    ] = None

    @property
    def size(self) -> int:
        """How many papers the listing has."""
        return max(self.part_of or 0, len(self.papers))


@dataclass(frozen=True, slots=True)
class Paper:
    """One record of ``content/papers/``; ``id`` is the file's name and the permalink.

    ``stated`` names the fields that the file states, even as empty: an import leaves those alone.
    It is not part of what makes two records equal.
    """

    id: Annotated[str, OUTSIDE]
    title: Annotated[str, fields.TITLE, "The paper's title, as its authors write it"]
    arxiv: Annotated[_Arxiv | None, "arXiv id without version, as text: '2210.02414'"] = None
    doi: Annotated[_Doi | None, "DOI in lower case, as text, without a link around it"] = None
    published: Annotated[
        str | None,
        fields.PUBLISHED,
        "Day (2022-10-05) or, where only that is known, month (2022-10) or year (2022)",
    ] = None
    authors: Annotated[
        tuple[Author, ...],
        Several(fields.MOST_AUTHORS),
        "Names as printed on the paper, in its order; {family: …, given: …} where one does not tell"
        " which part is which",
    ] = ()
    authors_count: Annotated[_Authors | None, "How many, where a listing says only that"] = None
    category: Annotated[_Category | None, "Primary arXiv category, such as cs.CL"] = None
    topics: Annotated[Ids, "Topics of topics.yml, the most specific first"] = ()
    suggested_topics: Annotated[Ids, "What an import suggests, until a curator states topics"] = ()
    links: Annotated[
        tuple[Link, ...], Several(500, unique=True), "Code, models and what else belongs to it"
    ] = ()
    summary: Annotated[str, fields.SUMMARY, "One to three sentences in your own words"] = ""
    aliases: Annotated[Ids, "Former ids: their pages lead here"] = ()
    same_as: Annotated[Ids, "Ids of records that are this paper"] = ()
    distinct_from: Annotated[Ids, "Ids of records that are another paper, however alike"] = ()
    gist: Annotated[str, fields.GIST, "One plain clause with a verb that says what is new"] = ""
    venue: Annotated[_Line | None, "Where it was published, if anywhere: ICLR 2026"] = None
    added: Annotated[_Day | None, "The day it came into the digest as news"] = None
    revised: Annotated[_Day | None, "The day its title, summary or topics last changed"] = None
    withdrawn: Annotated[bool, "Withdrawn by its authors"] = False
    superseded_by: Annotated[Id | None, "Id of the record that takes its place"] = None
    citation_key: Annotated[
        str | None, fields.KEY, "Key in BibTeX, where another paper has the usual one: ngo2024bitsb"
    ] = None
    abstract: Annotated[str, OUTSIDE] = ""
    stated: Annotated[frozenset[str], OUTSIDE] = field(default=frozenset(), compare=False)

    @property
    def is_unnamed(self) -> bool:
        """Whether it waits for its title: a listing gave only the identifier."""
        return self.title in (f"arXiv:{self.arxiv}", f"doi:{self.doi}")

    @property
    def names(self) -> tuple[str, ...]:
        """The names of the authors as they are printed."""
        return tuple(map(str, self.authors))


@dataclass(frozen=True, slots=True)
class LeftOut:
    """A paper that a curator declined, found again by an identifier or its title; and why."""

    title: Annotated[str, fields.TITLE, "Its title, as its authors write it"] = ""
    arxiv: Annotated[_Arxiv | None, "Its arXiv identifier, in quotes"] = None
    doi: Annotated[_Doi | None, "Its DOI, in quotes"] = None
    reason: Annotated[str, fields.SENTENCE, "Why it does not belong here"] = ""


@dataclass(frozen=True, slots=True)
class Group:
    """A group of topics."""

    id: Id
    title: _Line


@dataclass(frozen=True, slots=True)
class Topic:
    """A topic of the vocabulary; ``terms`` are words that suggest it, ``aliases`` former ids."""

    id: Annotated[Id, "Permalink: topics/<id>/"]
    title: _Line
    description: Annotated[str, fields.SENTENCE, "One sentence: what belongs and what does not"]
    group: Id
    terms: Annotated[_Lines, "Words that suggest the topic"] = ()
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
    """A file of the site beside its pages: its path from the root, and its bytes or UTF-8 text."""

    path: str
    data: str | bytes


@dataclass(frozen=True, slots=True)
class Curation:
    """What a digest asks of its records; None, or an empty list, asks nothing."""

    summary_words: Annotated[_Range, "Words of a summary, least and most"] = None
    summary_sentences: Annotated[_Range, "Sentences of a summary, least and most"] = None
    shared_words: Annotated[
        int | None,
        Number(3, 100),
        "Neither summary nor gist shares so many words with the abstract",
    ] = None
    avoid: Annotated[_Lines, "Words that no summary has"] = ()
    topics_per_paper: Annotated[_Range, "Topics of a paper, least and most"] = None
    papers_per_topic: Annotated[_Range, "Papers of a topic, least and most"] = None
    topics: Annotated[_Range, "Topics of the vocabulary, least and most"] = None
    groups: Annotated[_Range, "Groups of the vocabulary, least and most"] = None


@dataclass(frozen=True, slots=True)
class Feeds:
    """How the feeds of a digest are made."""

    tag: Annotated[
        str,
        fields.TAG,
        REQUIRED,
        "What every id in the feeds starts with (RFC 4151): a domain or mail address of yours and a"
        " day, month or year in which it was yours, such as example.org,2025. State it once and"
        " never change it, even if the digest moves: readers would get every paper again",
    ] = ""
    entries: Annotated[
        int,
        Number(5, 500),
        "Papers of a feed: the newest, at least so many; what is older of the whole digest is in"
        " archives",
    ] = 50
    days: Annotated[
        int,
        Number(5, 500),
        "Days of a feed: it has all that was added on the newest, at least so many",
    ] = 7


@dataclass(frozen=True, slots=True)
class Subscribe:
    """The form of the service that sends the digest by mail: where it posts to, and what."""

    form: Annotated[
        str,
        fields.FORM_URL,
        REQUIRED,
        "Where its sign-up form posts to, such as"
        " https://buttondown.com/api/emails/embed-subscribe/NAME or"
        " https://lists.example.org/subscription/form",
    ] = ""
    provider: Annotated[_Line, REQUIRED, "Its name: readers are told who gets their address"] = ""
    field: Annotated[
        str, fields.FORM_FIELD, "The name of the field for the address, email unless stated"
    ] = "email"
    hidden: Annotated[
        tuple[tuple[str, str], ...],
        PAIRS,
        "What the form sends besides, by name, such as the l of a listmonk list",
    ] = ()


@dataclass(frozen=True, slots=True)
class Newsletter:
    """The digest as mail; ``sender`` is called ``from`` in the file."""

    sender: Annotated[
        str,
        Named("from"),
        fields.MAIL,
        "The address it comes from, such as digest@example.org; its name is the digest's title",
    ] = ""
    list_id: Annotated[
        str,
        fields.LIST_ID,
        "The name of the list (RFC 2919), by which mail clients sort; unless stated, the address it"
        " comes from with a dot for the @",
    ] = ""
    unsubscribe_url: Annotated[
        str,
        fields.UNSUBSCRIBE_URL,
        "Where a reader leaves: a page for people that takes a POST from mail clients as well"
        " (RFC 8058). {token} becomes what stands for the reader's address, {email} the address",
    ] = ""
    unsubscribe_mail: Annotated[
        str, fields.MAIL, "The address that a reader leaves by writing to"
    ] = ""
    papers: Annotated[
        int, Number(1, 500), "The most papers that one issue shows; the rest is a link to the site"
    ] = 40
    issues: Annotated[
        int, Number(0, 520), "How many weeks the site shows as mail, under email/"
    ] = 12
    complete: Annotated[
        str,
        fields.DAY,
        "Up to this day all listings are in: no weekday's is missed, and the site shows the weeks"
        " until then as mail though nothing later is in",
    ] = ""


@dataclass(frozen=True, slots=True)
class Rules:
    """Papers of a listing, by what they are about and whose they are; one of the lists suffices."""

    topics: Annotated[Ids, "Papers whose words suggest one of these topics of topics.yml"] = ()
    categories: Annotated[
        tuple[_Category, ...],
        Several(1000, unique=True),
        "Papers of these arXiv categories, such as cs.RO, or of whole archives, such as stat",
    ] = ()
    words: Annotated[_Lines, "Papers with one of these words in title or abstract"] = ()
    authors: Annotated[_Lines, "Papers of one of these people, as printed on papers"] = ()


@dataclass(frozen=True, slots=True)
class Keep(Rules):
    """What fits the digest, and how many upvotes a listing must have given it at least."""

    upvotes: Annotated[
        int, fields.UPVOTES, "The fewest upvotes, where a listing says how many a paper has"
    ] = 0


@dataclass(frozen=True, slots=True)
class Announced:
    """What is taken of arXiv's announcements: papers of these categories with these words."""

    categories: Annotated[tuple[_Category, ...], Several(50, unique=True), "Such as cs.RO"] = ()
    words: Annotated[
        tuple[_Line, ...], Several(50), "Of these, papers with one of these words; all without"
    ] = ()


@dataclass(frozen=True, slots=True)
class Sources:
    """Where listings come from by themselves, day by day."""

    daily_papers: Annotated[bool, "Hugging Face's Daily Papers"] = True
    arxiv: Annotated[Announced, "What arXiv announced that day"] = Announced()
    feeds: Annotated[
        tuple[Annotated[str, fields.URL], ...],
        Several(50, unique=True),
        "Addresses of RSS or Atom feeds: what in them is of that day",
    ] = ()


@dataclass(frozen=True, slots=True)
class Intake:
    """What comes in: from where, and what of it. What a rule leaves out, the account names."""

    sources: Annotated[Sources, "Where listings come from by themselves"] = Sources()
    keep: Annotated[Keep, "What fits the digest; without it, everything does"] = Keep()
    leave: Annotated[Rules, "What does not, even where it fits"] = Rules()


@dataclass(frozen=True, slots=True)
class Settings:
    """``content/digest.yml``: what the digest is called, where it lives, what it keeps."""

    title: Annotated[_Line, REQUIRED, "The digest's name"] = "Paper digest"
    description: Annotated[str, fields.SENTENCE, "One sentence under the name"] = ""
    url: Annotated[str, fields.SITE, "Where the site is published, with a slash at the end"] = ""
    repository: Annotated[
        str, fields.REPOSITORY, "The repository's web page, for links that edit a record"
    ] = ""
    branch: Annotated[str, fields.BRANCH, "The branch those links edit"] = "main"
    keep_abstracts: Annotated[
        Literal[True, False, "arxiv"],
        "Whether an import keeps abstracts: of all sources, of none, or those arXiv gives away",
    ] = True
    suggest_topics: Annotated[
        bool, "Whether a new record starts with the topics its words suggest, as suggested_topics"
    ] = True
    publish_suggested: Annotated[
        bool, "Whether the site shows suggested topics where no curator has stated any yet"
    ] = False
    intake: Annotated[Intake, "What an import takes in, and from where"] = Intake()
    papers_per_page: Annotated[int, Number(5, 500), "Papers on one page of a topic"] = 50
    feeds: Annotated[
        Feeds, "The Atom, RSS and JSON feeds; they are made once this and url are set"
    ] = Feeds()
    subscribe: Annotated[
        Subscribe,
        "The service that sends the digest by mail; without it the site offers feeds only",
    ] = Subscribe()
    newsletter: Annotated[
        Newsletter, "The digest as mail: digest email makes it, digest send sends it"
    ] = Newsletter()
    curation: Annotated[
        Curation, "What digest check asks of records; what is left out is not asked"
    ] = Curation()


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

    @cached_property
    def listings(self) -> dict[str, list[Edition]]:
        """The editions that list a record, by its id."""
        editions: dict[str, list[Edition]] = {}
        for edition in self.editions.values():
            for sighting in edition.papers:
                editions.setdefault(sighting.paper, []).append(edition)
        return editions


def base_url(settings: Settings) -> str:
    """The address of the site with a slash at its end; '' where digest.yml states none."""
    url = web_url(settings.url)
    return f"{url.rstrip('/')}/" if url else ""
