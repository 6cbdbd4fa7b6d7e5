"""Cards, links and facts that several pages show."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from markupsafe import Markup
from markupsafe import escape as attribute

from generator.papers import wording
from generator.papers.links import repository_name
from generator.site.pages.page import Ref
from generator.text.markdown import destination, web
from generator.text.plain import cut, paragraphs, plain, sentences, web_url

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from generator.papers.addresses import AddressKind
    from generator.papers.model import Edition, LinkKind, Paper, Settings, Sighting, Topic
    from generator.views import Lead
    from generator.views.outputs import Shown, World

_CARD_LINKS: tuple[LinkKind, ...] = ("code", "model", "dataset", "demo", "project", "video")
_CARD_TOPICS = 3
_SHORT_LIST = 8
_LINE = 64  # characters of a title on a line of a column
_BESIDE = 44  # and how many leave room for the facts beside them
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
    """A paper in a list, one row of it.

    ``line`` says what is new, ``gist`` is what stands under the title; ``by`` and ``month``
    are facts for columns, ``authors`` and ``dates`` the same at length. ``added`` is the day
    that made it news, ``aliases`` its former ids, ``group`` and ``topic`` those it is of first.
    ``dateline`` is the topic that begins with this row; ``said`` what the listing said of it.
    """

    id: Markup
    title: str
    path: Markup
    line: str
    by: str
    month: str
    authors: str
    dates: str
    topics: tuple[Ref, ...]
    links: tuple[CardLink, ...]
    summary: tuple[str, ...]
    added: str
    aliases: Markup
    group: Markup
    topic: Markup
    dateline: Markup = field(default_factory=Markup)
    said: tuple[str, ...] = ()

    @property
    def gist(self) -> Markup:
        """What unfolds the row, as it stands in a tag: the line, else the authors."""
        return in_tag(self.line or self.authors or "No summary yet")


@dataclass(frozen=True, slots=True)
class Part:
    """A part of a page in its contents: its anchor, its name and number, and how wide it is.

    ``share`` is in ninths of the whole, at least one; ``group`` gives the colour.
    """

    anchor: Markup
    words: Markup
    number: str
    share: int
    group: Markup


def part(anchor: str, words: str, number: int, whole: int, group: str = "") -> Part:
    """The part that has ``number`` of the ``whole`` papers of a page."""
    share = max(1, 9 * number // max(whole, 1))
    return Part(destination(anchor), in_tag(words), f"{number:,}", share, destination(group))


def card(world: World, shown: Shown, under: str = "") -> Card:
    """The card of a paper. The topic ``under`` whose heading it stands is not named again."""
    paper = shown.paper
    known = world.known_topics(paper)
    topics = [topic for topic in known if topic.id != under]
    return Card(
        destination(paper.id),
        paper.title,
        paper_path(paper),
        _line(world, paper),
        wording.first_author(paper),
        _month(shown),
        wording.short_authors(paper),
        wording.both_dates(paper.published or "", shown.listed),
        tuple(map(topic_ref, topics[:_CARD_TOPICS])),
        tuple(_card_links(paper)),
        paragraphs(paper.summary),
        paper.added or "",
        Markup(" ").join(map(destination, paper.aliases)),
        destination(known[0].group) if known else Markup(),
        in_tag(known[0].title) if known else Markup(),
    )


def why(lead: Lead, of: str) -> str:
    """Why a paper leads those ``of`` something, as a label: ``In 2 listings``."""
    return wording.sentence(wording.why_words(lead.reason, lead.number, lead.is_most, of))


def in_tag(text: str) -> Markup:
    """``text`` as it stands between tags or in an attribute of HTML, on one line."""
    return attribute(plain(text))


def columns(cards: Sequence[Card]) -> tuple[Sequence[Card], Sequence[Card]]:
    """``cards`` in two columns about as high: the first half of their lines, and the rest."""
    heights = list(map(_height, cards))
    half, height = sum(heights) / 2, 0.0
    for number, each in enumerate(heights):
        if height + each / 2 > half:
            return cards[:number], cards[number:]
        height += each
    return cards, ()


def _height(card: Card) -> float:
    """How many lines a row takes: one more where neither title nor gist leave the facts room."""
    lines, rest = divmod(len(plain(card.title)), _LINE)
    crowded = rest > _BESIDE and len(card.dateline) + len(card.line) > _BESIDE
    return lines + 2.5 + 0.8 * crowded


def _line(world: World, paper: Paper) -> str:
    """What is new: the gist, else the start of the abstract where that is kept; or ''."""
    said = wording.gist(paper)
    if not said and world.settings.keep_abstracts:
        said = cut(plain(sentences(paper.abstract)[0]), 2 * wording.GIST)
    return said


def _month(shown: Shown) -> str:
    """The month of publication; the listed day, named as that, where it is not known."""
    if shown.paper.published:
        return wording.brief(shown.paper.published[:7])
    return f"listed {wording.brief(shown.listed)}" if shown.listed else "undated"


def cards(world: World, papers: Iterable[Shown], under: str = "") -> tuple[Card, ...]:
    """The cards of ``papers``, in their order, as they stand under the topic ``under``."""
    return tuple(card(world, shown, under) for shown in papers)


def is_long(papers: Sequence[object]) -> bool:
    """Whether a list of cards needs its way on at its end as well."""
    return len(papers) > _SHORT_LIST


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
    return said_words(sighting.comments or 0, sighting.upvotes or 0)


def said_words(comments: int, upvotes: int) -> tuple[str, ...]:
    """Counts in words, those that are none left out."""
    counts = ((comments, "comment"), (upvotes, "upvote"))
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
