"""Cards, links and facts that several pages show."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from markupsafe import Markup

from generator.papers import wording
from generator.papers.links import repository_name
from generator.site.pages.page import Ref
from generator.text.markdown import destination, web
from generator.text.plain import paragraphs, web_url

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from generator.papers.addresses import AddressKind
    from generator.papers.model import Edition, LinkKind, Paper, Settings, Sighting, Topic
    from generator.views.outputs import Shown, World

_CARD_LINKS: tuple[LinkKind, ...] = ("code", "model", "dataset", "demo", "project", "video")
_CARD_TOPICS = 3
_SHORT_LIST = 8
_NOUNS: dict[AddressKind, str] = {
    "arxiv": "Paper",
    "pdf": "PDF",
    "huggingface": "Discussion",
    "doi": "Publication",
    "other": "Page",
}


@dataclass(frozen=True, slots=True)
class CardLink:
    """A link of a card; ``name`` says what it is and on which host: ``Code on github.com``."""

    kind: LinkKind
    url: Markup
    name: str


@dataclass(frozen=True, slots=True)
class Card:
    """A paper in a list. ``said`` is what the listing shown said of it, in words."""

    title: str
    path: Markup
    authors: str
    date: str
    topics: tuple[Ref, ...]
    links: tuple[CardLink, ...]
    summary: tuple[str, ...]
    said: tuple[str, ...] = ()


def card(world: World, shown: Shown, under: str = "") -> Card:
    """The card of a paper. The topic ``under`` whose heading it stands is not named again."""
    paper = shown.paper
    topics = [topic for topic in world.known_topics(paper) if topic.id != under]
    return Card(
        paper.title,
        paper_path(paper),
        wording.short_authors(paper),
        wording.month_words(paper.published or shown.listed) or "undated",
        tuple(map(topic_ref, topics[:_CARD_TOPICS])),
        tuple(_card_links(paper)),
        paragraphs(paper.summary),
    )


def cards(world: World, papers: Iterable[Shown], under: str = "") -> tuple[Card, ...]:
    """The cards of ``papers``, in their order, as they stand under the topic ``under``."""
    return tuple(card(world, shown, under) for shown in papers)


def is_long(papers: Sequence[object]) -> bool:
    """Whether a list of cards needs its way on at its end as well."""
    return len(papers) > _SHORT_LIST


def dated_ref(shown: Shown) -> Ref:
    """A link to a paper with its listed day behind it."""
    return Ref(shown.paper.title, paper_path(shown.paper), wording.date_words(shown.listed))


def paper_ref(paper: Paper) -> Ref:
    """A link to ``paper``."""
    return Ref(paper.title, paper_path(paper))


def paper_path(paper: Paper) -> Markup:
    """Where the page of ``paper`` is."""
    return destination(f"papers/{paper.id}.md")


def topic_ref(topic: Topic, papers: int | None = None) -> Ref:
    """A link to a topic, with its number of papers behind it where that is given."""
    note = "" if papers is None else wording.count(papers, "paper")
    return Ref(topic.title, destination(f"topics/{topic.id}.md"), note)


def edition_ref(edition: Edition) -> Ref:
    """A link to an edition."""
    return Ref(wording.edition_name(edition), destination(f"editions/{edition.id}.md"))


def edit_url(settings: Settings, source: str) -> Markup | None:
    """Where the file ``source`` of the content opens in an editor; None where that is not known."""
    if not (settings.repository and source):
        return None
    return web(f"{settings.repository.rstrip('/')}/edit/{settings.branch}/content/{source}")


def form_url(settings: Settings, paper: Paper) -> Markup | None:
    """The issue form "Correct a record", with ``paper`` filled in; None but on GitHub."""
    repository = settings.repository.rstrip("/")
    if not repository.startswith("https://github.com/"):
        return None
    return web(f"{repository}/issues/new?template=2-correction.yml&record=papers/{paper.id}/")


def records(papers: Iterable[Shown]) -> tuple[Paper, ...]:
    """The records of ``papers``."""
    return tuple(shown.paper for shown in papers)


def days(papers: Iterable[Shown]) -> tuple[str, ...]:
    """The days that ``papers`` are filed under."""
    return tuple(shown.listed for shown in papers)


def with_code(papers: Iterable[Paper]) -> int:
    """How many of ``papers`` link to code."""
    return sum(any(link.kind == "code" for link in paper.links) for paper in papers)


def paper_facts(papers: Sequence[Paper]) -> str:
    """How many papers, and how many of them have code where any has: ``3 papers, 2 with code``."""
    facts = wording.count(len(papers), "paper")
    coded = with_code(papers)
    return f"{facts}, {coded} with code" if coded else facts


def said(sighting: Sighting) -> tuple[str, ...]:
    """What a listing said of a paper, in words: ``2 comments``, ``31 upvotes``."""
    counts = ((sighting.comments, "comment"), (sighting.upvotes, "upvote"))
    return tuple(wording.count(number, noun) for number, noun in counts if number)


def link_name(kind: AddressKind, url: str) -> str:
    """What a link is and on which host, plain enough for an attribute: ``Code on github.com``.

    The theme chooses an icon by its first word.
    """
    return f"{_NOUNS.get(kind, kind.capitalize())} on {repository_name(web_url(url))[0]}"


def _card_links(paper: Paper) -> Iterable[CardLink]:
    for kind in _CARD_LINKS:
        of_kind = (link.url for link in paper.links if link.kind == kind and web(link.url))
        if url := next(of_kind, None):
            yield CardLink(kind, web(url) or Markup(), link_name(kind, url))
