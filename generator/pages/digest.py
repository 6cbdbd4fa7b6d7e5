"""What the pages draw on: the views of one corpus, and cards and links made of them."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from generator import views
from generator.pages import wording
from generator.pages.markdown import destination, paragraphs, web
from generator.pages.page import Ref

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from markupsafe import Markup

    from generator.model import Corpus, Edition, Paper, Sighting, Topic

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


class Digest:
    """A corpus with its views, each worked out once."""

    def __init__(self, corpus: Corpus) -> None:
        self.corpus = corpus
        self.listed = views.listed(corpus)
        self._cards: dict[str, Card] = {}

    @cached_property
    def newest(self) -> tuple[Paper, ...]:
        """All papers, newest first."""
        return views.newest(self.corpus)

    @cached_property
    def calendar(self) -> views.Calendar:
        """All papers by date."""
        return views.calendar(self.corpus)

    @cached_property
    def week_of(self) -> dict[str, views.Week]:
        """The week of each day that has papers."""
        return {day.date: week for week in self.calendar.weeks for day in week.days}

    @cached_property
    def editions(self) -> views.Editions:
        """All editions in the site's order."""
        return views.editions(self.corpus)

    @cached_property
    def sightings(self) -> dict[str, list[tuple[Edition, Sighting]]]:
        """The editions that have a paper, by its id."""
        return views.sightings(self.corpus)

    @cached_property
    def topics(self) -> tuple[views.GroupTopics, ...]:
        """All topics with their papers, by group."""
        return views.by_topic(self.corpus)

    @cached_property
    def related(self) -> dict[str, tuple[views.Related, ...]]:
        """The related papers of each, by id."""
        return views.related(self.corpus)

    def known_topics(self, paper: Paper) -> list[Topic]:
        """The topics of ``paper`` that the vocabulary has."""
        known = self.corpus.topics
        return [known[topic] for topic in paper.topics if topic in known]

    def card(self, paper: Paper) -> Card:
        """The card of ``paper``."""
        card = self._cards.get(paper.id)
        if card is None:
            topics = self.known_topics(paper)[:_CARD_TOPICS]
            card = self._cards[paper.id] = Card(
                paper.title,
                paper_path(paper),
                wording.short_authors(paper),
                wording.month_words(paper.published or self.listed[paper.id]) or "undated",
                tuple(map(topic_ref, topics)),
                tuple(_card_links(paper)),
                paragraphs(paper.summary),
            )
        return card

    def cards(self, papers: Iterable[Paper]) -> tuple[Card, ...]:
        """The cards of ``papers``, in their order."""
        return tuple(map(self.card, papers))

    def days(self, papers: Iterable[Paper]) -> tuple[str, ...]:
        """The listed days of ``papers``."""
        return tuple(self.listed[paper.id] for paper in papers)

    def dated_ref(self, paper: Paper) -> Ref:
        """A link to ``paper`` with its listed day behind it."""
        return Ref(paper.title, paper_path(paper), wording.date_words(self.listed[paper.id]))


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
