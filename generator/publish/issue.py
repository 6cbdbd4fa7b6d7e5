"""An issue: what came in a period, a few papers in full, the best of the rest a line each."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, replace

import msgspec

from generator import views
from generator.papers import wording
from generator.papers.links import Address, addresses
from generator.papers.model import Newsletter, Paper, base_url
from generator.text.plain import cut, first_sentence, paragraphs, plain, web_url
from generator.views import Digest
from generator.views.outputs import Shown, World
from generator.views.periods import Period
from generator.views.topics import counted, hue

_TITLE, _SUMMARY, _LABEL, _URL, _NOTE = 300, 900, 60, 1000, 2000  # the most characters of each
_LINKS = 3
# Pages of projects may be anywhere, and a host of ill repute makes spam of the whole mail.
_SHOWN_LINKS = ("arxiv", "doi", "code", "model", "dataset")


@dataclass(frozen=True, slots=True)
class Story:
    """A paper of an issue, in plain text: its title, its page, what is said of it, its facts.

    Of one that leads, ``why`` is the reason that it does, and what is said is its summary, or the
    beginning of its abstract (``is_theirs``). A row says what is new in it. ``hue`` is the
    number of its group's colour (from 1; 0 without one).
    """

    title: str
    url: str
    text: str
    facts: tuple[str, ...]
    topic: str = ""
    hue: int = 0
    why: str = ""
    is_theirs: bool = False
    links: tuple[Address, ...] = ()


@dataclass(frozen=True, slots=True)
class Section:
    """A group, what leads to it, how many papers it has besides the leading ones, and its rows."""

    title: str
    anchor: str
    hue: int
    papers: int
    rows: tuple[Story, ...]


@dataclass(frozen=True, slots=True, eq=False)
class Issue:
    """What an issue says, in plain text with absolute addresses; ``note`` is Markdown.

    ``url`` is where the site shows the period. ``papers`` counts all of the period, ``coded``
    and ``unsummarised`` those of them with code, and without a curator's words. ``ways`` is how
    digest.yml has it sent. An issue equals only itself.
    """

    period: Period
    digest: str
    site: str
    url: str
    papers: int
    coded: int
    unsummarised: int
    note: str
    stories: tuple[Story, ...]
    sections: tuple[Section, ...]
    ways: Newsletter

    @property
    def more(self) -> int:
        """How many papers of the period it does not show."""
        return self.papers - len(self.stories) - sum(len(each.rows) for each in self.sections)


class Contents(msgspec.Struct, frozen=True):
    """What an issue is made of: its period, without papers, those that lead, the others, a note.

    Of those that lead it says why; the others stand in their order.
    """

    period: Period
    leads: tuple[tuple[Shown, str], ...]
    rest: tuple[Shown, ...]
    note: str


def contents(digest: Digest, period: Period) -> Contents:
    """What the issue of ``period`` is made of, with all its papers.

    What was listed after the period changes no issue of the past.
    """
    papers, most = period.papers, digest.corpus.settings.newsletter.papers
    leads = views.leads(digest, papers, period.last, most)
    scope = "this listing" if period.kind == "edition" else f"the {period.kind}"
    return Contents(
        replace(period, papers=()),
        tuple(
            (shown, wording.why_words(lead.reason, lead.number, lead.is_most, scope))
            for lead in leads
            for shown in digest.shown([lead.paper])
        ),
        digest.shown(views.ranked(digest, papers, period.last)[len(leads) :]),
        digest.corpus.notes.get(period.id, "")[:_NOTE],
    )


def issue_of(world: World, given: Contents) -> Issue:
    """The issue of what is ``given``: what leads, and the rest by group."""
    settings, site, period = world.settings, base_url(world.settings), given.period
    of_rest = {shown.paper.id: shown for shown in given.rest}
    papers = [*(shown.paper for shown, _ in given.leads), *(each.paper for each in given.rest)]
    return Issue(
        period=period,
        digest=cut(plain(settings.title), _TITLE) or site,
        site=site,
        url=site + period.page,
        papers=len(papers),
        coded=counted(papers).with_code,
        unsummarised=sum(not paper.summary for paper in papers),
        note=given.note,
        stories=tuple(_lead(world, shown, why) for shown, why in given.leads),
        sections=tuple(
            Section(
                cut(plain(group.title), _LABEL) if group else "Other papers",
                f"group-{group.id}" if group else "others",
                hue(world.vocabulary, group.id) if group else 0,
                len(of_group),
                tuple(_story(world, of_rest[each.id], wording.gist(each)) for each in of_group),
            )
            for group, of_group in views.by_group(world, papers[len(given.leads) :])
        ),
        ways=settings.newsletter,
    )


def shortened(whole: Issue, rows: int) -> Issue:
    """An issue with so many rows: each group has its first, and then its share of all."""
    shares = sorted(
        (place / section.papers, number, place)
        for number, section in enumerate(whole.sections)
        for place in range(section.papers)
    )
    shown = Counter(number for _, number, _ in shares[: max(rows, 0)])
    sections = (
        replace(section, rows=section.rows[: shown[number]])
        for number, section in enumerate(whole.sections)
    )
    return replace(whole, sections=tuple(each for each in sections if each.rows))


def _story(world: World, shown: Shown, text: str) -> Story:
    paper, site = shown.paper, base_url(world.settings)
    title = cut(plain(paper.title), _TITLE) or paper.id
    return Story(title, f"{site}papers/{paper.id}/", text, _facts(shown))


def _lead(world: World, shown: Shown, why: str) -> Story:
    paper = shown.paper
    topic = next(iter(world.known_topics(paper)), None)
    summary, abstract = (" ".join(paragraphs(text)) for text in (paper.summary, paper.abstract))
    return replace(
        _story(world, shown, cut(summary or first_sentence(abstract), _SUMMARY)),
        topic=cut(plain(topic.title), _LABEL) if topic else "",
        hue=hue(world.vocabulary, topic.group) if topic else 0,
        why=why,
        is_theirs=not summary and bool(abstract),
        links=tuple(_links(paper))[:_LINKS],
    )


def _facts(shown: Shown) -> tuple[str, ...]:
    paper = shown.paper
    facts = (
        cut(plain(wording.short_authors(paper)), _LABEL),
        wording.month_words(paper.published or shown.listed),
        cut(plain(paper.venue or ""), _LABEL),
        "withdrawn" if paper.withdrawn else "",
        "superseded" if paper.superseded_by else "",
    )
    return tuple(filter(None, facts))


def _links(paper: Paper) -> Iterator[Address]:
    """The first address of each kind that is shown."""
    first: dict[str, Address] = {}
    for address in addresses(paper):
        first.setdefault(address.kind, address)
    for kind, address in first.items():
        url = web_url(address.url)
        if kind in _SHOWN_LINKS and url and len(url) <= _URL:
            yield Address(address.kind, cut(plain(address.label), _LABEL), url)
