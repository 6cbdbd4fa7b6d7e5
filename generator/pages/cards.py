"""Cards, links and facts that several pages show."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from generator import wording
from generator.pages.markdown import destination, web
from generator.pages.page import Ref
from generator.text import paragraphs

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from markupsafe import Markup

    from generator.model import Edition, Paper, Sighting, Topic
    from generator.views import Digest

_CARD_LINKS = ("code", "model", "dataset", "demo", "project", "video")
_CARD_TOPICS = 3


@dataclass(frozen=True, slots=True)
class Card:
    """A paper in a list. ``said`` is what the listing shown said of it, in words."""

    title: str
    path: Markup
    authors: str
    date: str
    topics: tuple[Ref, ...]
    links: tuple[tuple[str, Markup], ...]
    summary: tuple[str, ...]
    said: tuple[str, ...] = ()


def card(digest: Digest, paper: Paper) -> Card:
    """The card of ``paper``."""
    return Card(
        paper.title,
        paper_path(paper),
        wording.short_authors(paper),
        wording.month_words(paper.published or digest.listed[paper.id]) or "undated",
        tuple(map(topic_ref, digest.known_topics(paper)[:_CARD_TOPICS])),
        tuple(_card_links(paper)),
        paragraphs(paper.summary),
    )


def cards(digest: Digest, papers: Iterable[Paper]) -> tuple[Card, ...]:
    """The cards of ``papers``, in their order."""
    return tuple(card(digest, paper) for paper in papers)


def dated_ref(digest: Digest, paper: Paper) -> Ref:
    """A link to ``paper`` with its listed day behind it."""
    return Ref(paper.title, paper_path(paper), wording.date_words(digest.listed[paper.id]))


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


def _card_links(paper: Paper) -> Iterable[tuple[str, Markup]]:
    for kind in _CARD_LINKS:
        of_kind = (url for link in paper.links if link.kind == kind and (url := web(link.url)))
        if url := next(of_kind, None):
            yield kind, url
