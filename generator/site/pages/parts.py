"""What pages are made of: links, ways from page to page, rows of papers, contents."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import lru_cache
from pathlib import Path
from typing import Final, NamedTuple, TypeVar

import msgspec
from markupsafe import Markup

from generator.papers import wording
from generator.papers.fields import GIST
from generator.papers.links import AddressKind, repository_name
from generator.papers.model import Edition, Group, LinkKind, Paper, Settings, Topic
from generator.text.markdown import destination, escape, macros, web
from generator.text.plain import cut, first_sentence, in_html, paragraphs, plain, web_url
from generator.views import Digest, Lead
from generator.views.channels import FILES, FORMATS, Volume, has_feeds, topic_folder
from generator.views.outputs import Shown, World
from generator.views.topics import counted

TEMPLATES: Final = Path(__file__).parent / "templates"
UP: Final = Markup("\0")
"""The way from a page to the root of the tree, until it is known which page."""
_ROW_LINKS: tuple[LinkKind, ...] = ("code", "model", "dataset", "demo", "project", "video")
ROW_TOPICS = 3
_LINE = 64  # characters of a title on a line of a column
_BESIDE = 44  # and how many leave room for the facts beside them
_T = TypeVar("_T")
_NOUNS: dict[AddressKind, str] = {
    "arxiv": "Paper",
    "pdf": "PDF",
    "huggingface": "Discussion",
    "doi": "Publication",
    "other": "Page",
}


class Ref(msgspec.Struct, frozen=True):
    """A link inside the site: its text, and the path from the root of the tree.

    ``note`` is what is said behind it.
    """

    title: str
    path: Markup
    note: str = ""

    @property
    def link(self) -> Markup:
        """It as a page has it, with ``UP`` for the way to the root."""
        return _link(self.title, self.path)


@lru_cache(maxsize=32768, typed=True)  # each paper's page names some that may be any
def _link(title: str, path: Markup) -> Markup:
    return Markup("".join(("[", escape(title), "](", UP, path, ")")))


class Steps(msgspec.Struct, frozen=True):
    """The pages before and after one: the older is the previous, the newer the next."""

    older: Ref | None = None
    newer: Ref | None = None


ALONE = Steps()


class ListItem(msgspec.Struct, frozen=True):
    """A paper in a list: what the list says of it, and the topic that begins with it."""

    shown: Shown
    remarks: tuple[str, ...] = ()
    dateline: str = ""


class Row(msgspec.Struct, frozen=True):
    """A paper in a list, one row of it, escaped once for all lists.

    ``line`` says what is new, ``gist`` is what stands under the title and unfolds the row: the
    line, else the authors; ``by`` and ``facts``, month and code, are for columns, ``authors``
    and ``dates`` the same at length. ``links`` lead to what there is besides code. ``data`` is
    what scripts ask of it: its former ids, the day that made it news, its first group and topic.
    """

    title: str
    link: Markup
    line: str
    gist: Markup
    by: Markup
    facts: Markup
    authors: Markup
    dates: Markup
    topics: tuple[Ref, ...]
    links: Markup
    summary: tuple[Markup, ...]
    data: Markup
    dateline: Markup
    remarks: tuple[str, ...]

    @property
    def heard(self) -> Markup:
        """What a listing said of it."""
        said = ", ".join(map(escape, self.remarks))
        return Markup(f' <span class="said">{said}</span>' if said else "")

    @property
    def height(self) -> float:
        """How many lines it takes: one more where neither title nor gist leave the facts room."""
        lines, rest = divmod(len(plain(self.title)), _LINE)
        crowded = rest > _BESIDE and len(self.dateline) + len(self.line) > _BESIDE
        return lines + 2.5 + 0.8 * crowded


class Drawn(NamedTuple):
    """A row, its Markdown, with ``UP`` in its links, and how many lines it takes."""

    row: Row
    text: Markup
    height: float


class Part(msgspec.Struct, frozen=True):
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


@lru_cache(maxsize=4096)  # pages of one time are made one after the other
def drawn(world: World, each: Shown | ListItem, under: str = "") -> Drawn:
    """A paper as a row. The topic ``under`` whose heading it stands is not named again.

    It is where it is only suggested, which has to be said.
    """
    listed = each if isinstance(each, ListItem) else ListItem(each)
    bare = row(world, listed.shown)
    heading = destination(f"topics/{under}.md")
    topics = [ref for ref in bare.topics if ref.path != heading or ref.note][:ROW_TOPICS]
    full = msgspec.structs.replace(bare, topics=tuple(topics), remarks=listed.remarks)
    if listed.dateline:
        lines = filter(None, (bare.dateline, in_tag(listed.dateline)))
        full = msgspec.structs.replace(full, dateline=Markup(". ").join(lines))
    return Drawn(full, macros(TEMPLATES, "_parts").row(full), full.height)


@lru_cache(maxsize=4096)  # a paper stands in the lists of its dates, listings and topics
def row(world: World, shown: Shown) -> Row:
    """A paper as a row that no list says anything of, with all its topics."""
    paper = shown.paper
    topics = world.known_topics(paper)
    line, authors = _line(world, paper), wording.short_authors(paper)
    links = dict(_links(paper))
    code = f' <span class="links">{links.pop("code")}</span>' if "code" in links else ""
    data = {"aliases": aliases(paper), "added": escape(paper.added or "")}
    if topics:
        data |= {"group": destination(topics[0].group), "topic": in_tag(topics[0].title)}
    return Row(
        title=paper.title,
        link=paper_ref(paper).link,
        line=line,
        gist=in_tag(line or authors or "No summary yet"),
        by=escape(wording.first_author(paper)),
        facts=Markup(f'<span class="month">{escape(_month(shown))}</span>{code}'),
        authors=escape(authors),
        dates=escape(row_dates(shown)),
        topics=topic_refs(world, paper),
        links=Markup("&emsp;".join(links.values())),
        summary=tuple(map(escape, paragraphs(paper.summary))),
        data=Markup("".join(f' data-{name}="{value}"' for name, value in data.items() if value)),
        dateline=in_tag(wording.became(paper)),
        remarks=(),
    )


def rows(world: World, papers: Iterable[Shown | ListItem], under: str = "") -> list[Drawn]:
    """``papers`` as rows, in their order, as they stand under the topic ``under``."""
    return [drawn(world, each, under) for each in papers]


def columns(papers: Sequence[Drawn]) -> tuple[Sequence[Drawn], Sequence[Drawn]]:
    """Rows in two columns about as high: the first half of their lines, and the rest."""
    half, height = sum(each.height for each in papers) / 2, 0.0
    for number, each in enumerate(papers):
        if height + each.height / 2 > half:
            return papers[:number], papers[number:]
        height += each.height
    return papers, ()


def _line(world: World, paper: Paper) -> str:
    """What is new: the gist, else the start of the abstract where that is kept; or ''."""
    text = wording.gist(paper)
    if not text and world.settings.keep_abstracts:
        text = cut(plain(first_sentence(paper.abstract)), 2 * GIST.longest)
    return text


def _month(shown: Shown) -> str:
    """The month of publication; the listed day, named as that, where it is not known."""
    if shown.paper.published:
        return wording.brief(shown.paper.published[:7])
    return f"listed {wording.brief(shown.listed)}" if shown.listed else "undated"


def row_dates(shown: Shown) -> str:
    """The month a paper was published in, and the day it was listed where that is another."""
    published = shown.paper.published or ""
    return wording.dates(published[:7], (shown.listed,) * (shown.listed != shown.paper.published))


def _links(paper: Paper) -> Iterator[tuple[LinkKind, str]]:
    for kind in _ROW_LINKS:
        links = (leading(kind, link.url, kind) for link in paper.links if link.kind == kind)
        if first := next(filter(None, links), None):
            yield kind, first


def on_day(digest: Digest, day: str) -> tuple[ListItem, ...]:
    """The papers of a day, with what a daily listing of it says of them in words."""
    return as_listed(digest, digest.papers_of[day], digest.daily.get(day, ()))


def as_listed(
    digest: Digest, papers: Iterable[Paper], editions: Iterable[Edition]
) -> tuple[ListItem, ...]:
    """``papers``, each with what the first of ``editions`` that has it says of it in words."""
    said: dict[str, tuple[str, ...]] = {}
    for edition in editions:
        for each in edition.papers:
            said.setdefault(each.paper, remark_words(each.comments, each.upvotes))
    return tuple([ListItem(each, said.get(each.paper.id, ())) for each in digest.shown(papers)])


def why(lead: Lead, scope: str) -> str:
    """Why a paper leads those of a ``scope``, as a label: ``In 2 listings``."""
    return wording.sentence(wording.why_words(lead.reason, lead.number, lead.is_most, scope))


def in_tag(text: str) -> Markup:
    """``text`` as it stands between tags or in an attribute of HTML, on one line."""
    return Markup(in_html(plain(text)))


def aliases(paper: Paper) -> Markup:
    """The former ids of ``paper``, for an attribute."""
    return Markup(" ").join(map(destination, paper.aliases))


def paper_ref(paper: Paper) -> Ref:
    """A link to ``paper``."""
    return Ref(paper.title, destination(f"papers/{paper.id}.md"))


def topic_ref(topic: Topic, note: str = "") -> Ref:
    """A link to a topic."""
    return Ref(topic.title, destination(f"topics/{topic.id}.md"), note)


def topic_refs(world: World, paper: Paper) -> tuple[Ref, ...]:
    """Links to the topics of a paper, with a note where no curator has chosen them yet."""
    note = "suggested" if paper.suggested_topics else ""
    return tuple(topic_ref(topic, note) for topic in world.known_topics(paper))


def group_ref(group: Group) -> Ref:
    """A link to a group of topics."""
    return Ref(group.title, destination(f"groups/{group.id}/index.md"))


def edition_ref(edition: Edition) -> Ref:
    """A link to an edition."""
    return Ref(wording.edition_name(edition), destination(f"editions/{edition.id}.md"))


def with_steps(items: Sequence[_T], ref: Callable[[_T], Ref]) -> Iterator[tuple[_T, Steps]]:
    """``items``, newest first, each with its neighbours; ``ref`` leads to one."""
    refs = [None, *map(ref, items), None]
    for place, item in enumerate(items):
        yield item, Steps(refs[place + 2], refs[place])


def curate_ref(papers: int) -> Ref | None:
    """A link to what waits for a curator; None where no paper does."""
    words = f"{wording.count(papers, 'paper')} to be curated"
    return Ref(words, destination("curate/index.md")) if papers else None


def file_url(settings: Settings, way: str, path: str) -> Markup | None:
    """Where a file of the repository opens, ``way`` is "edit" or "blob"; None without one."""
    if not settings.repository:
        return None
    return web(f"{settings.repository.rstrip('/')}/{way}/{settings.branch}/{path}")


def feed_refs(settings: Settings, folder: str, volume: Volume = "papers") -> tuple[Ref, ...]:
    """Links to the feeds in ``folder``, one a format; none where the digest has no feeds."""
    if not has_feeds(settings):
        return ()
    named = zip(FORMATS, FILES[volume], strict=True)
    return tuple(Ref(name, destination(folder + file)) for name, file in named)


def topic_feeds(settings: Settings, topics: Iterable[Topic]) -> tuple[Ref, ...]:
    """The first feed of each of ``topics``, for its front matter; none without feeds."""
    offered = topics if has_feeds(settings) else ()
    return tuple(
        Ref(one.title, destination(topic_folder(one.id) + FILES["papers"][0])) for one in offered
    )


def paper_facts(papers: Sequence[Paper]) -> str:
    """How many papers, and how many of them have code where any has: ``3 papers, 2 with code``."""
    facts = wording.count(len(papers), "paper")
    coded = counted(papers).with_code
    return f"{facts}, {coded} with code" if coded else facts


@lru_cache(maxsize=4096)  # most papers have as few as others
def remark_words(comments: int | None, upvotes: int | None) -> tuple[str, ...]:
    """What a listing said of a paper, in words: ``2 comments``, ``31 upvotes``."""
    counts = ((comments, "comment"), (upvotes, "upvote"))
    return tuple(wording.count(number, noun) for number, noun in counts if number)


def leading(kind: AddressKind, url: str, words: str) -> str:
    """A link that leads off the site, as HTML as ``words`` are; '' where that is no web address.

    ``data-link`` says what stands there, and gives it an icon; its title also on which host.
    """
    if not (sound := web_url(url)):
        return ""
    name = in_html(f"{_NOUNS.get(kind, kind.capitalize())} on {repository_name(sound)[0]}")
    href = sound.replace("&", "&amp;")
    return f'<a data-link="{kind}" href="{href}" title="{name}">{words}</a>'
