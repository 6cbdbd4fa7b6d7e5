"""An issue: what came in a period, a few papers in full, the best of the rest a line each."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from generator import views
from generator.papers import wording
from generator.papers.links import Address, addresses
from generator.papers.model import base_url
from generator.text.plain import cut, paragraphs, plain, sentences, web_url
from generator.views.topics import HUES

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from generator.papers.model import Group, Paper
    from generator.views import Digest, Lead
    from generator.views.periods import Period

_TITLE, _SUMMARY, _LABEL, _URL, _NOTE = 300, 900, 60, 1000, 2000  # the most characters of each
_LINKS = 3
# Pages of projects may be anywhere, and a host of ill repute makes spam of the whole mail.
_SHOWN_LINKS = ("arxiv", "doi", "code", "model", "dataset")


@dataclass(frozen=True, slots=True)
class IssueRow:
    """A paper in a line, in plain text: its title, its page, what is new in it, and its facts.

    Where nothing is said of it (''), its facts stand in that place.
    """

    title: str
    url: str
    said: str
    facts: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Story(IssueRow):
    """A paper that leads: ``why`` is the reason that it does, what is said is its summary.

    ``hue`` is the number of its group's colour (from 1; 0 without one). Without a curator's
    summary, what is said is of the abstract (``is_theirs``), or nothing.
    """

    topic: str
    hue: int
    why: str
    is_theirs: bool
    links: tuple[Address, ...]


@dataclass(frozen=True, slots=True)
class Section:
    """A group, what leads to it, how many papers it has besides the leading ones, and its rows."""

    title: str
    anchor: str
    hue: int
    papers: int
    rows: tuple[IssueRow, ...]


@dataclass(frozen=True, slots=True)
class Issue:
    """What an issue says, in plain text with absolute addresses; ``note`` is Markdown.

    ``url`` is where the site shows the period. ``papers`` counts all of the period, ``coded``
    and ``unsummarised`` those of them with code, and without a curator's words; ``more`` are
    not shown, ``repeated`` were in the issue before.
    """

    period: Period
    digest: str
    site: str
    url: str
    papers: int
    coded: int
    unsummarised: int
    more: int
    repeated: int
    note: str
    stories: tuple[Story, ...]
    sections: tuple[Section, ...]


def issue(digest: Digest, period: Period, shown: int) -> Issue:
    """The issue of ``period`` that shows so many papers: what leads, and the best of the rest.

    Each group has a row at least, as far as they go, and its most worth reading papers. What
    was listed after the period changes no issue of the past.
    """
    site = base_url(digest.corpus.settings)
    leads = views.leads(digest, period.papers, period.last, shown)
    rest = views.ranked(digest, period.papers, period.last)[len(leads) :]
    groups = views.by_group(digest.corpus, rest)
    listed = _listed(groups, shown - len(leads))
    return Issue(
        period=period,
        digest=cut(plain(digest.corpus.settings.title), _TITLE) or site,
        site=site,
        url=site + period.page,
        papers=len(period.papers),
        coded=sum(any(link.kind == "code" for link in paper.links) for paper in period.papers),
        unsummarised=sum(not paper.summary for paper in period.papers),
        more=len(rest) - len(listed),
        repeated=period.repeated,
        note=digest.corpus.notes.get(period.id, "")[:_NOTE],
        stories=tuple(_story(digest, site, lead, period) for lead in leads),
        sections=tuple(_sections(digest, site, groups, listed)),
    )


def _listed(groups: Sequence[tuple[Group | None, list[Paper]]], rows: int) -> set[str]:
    """The ids of the papers that have a row: of each group the first, then its share of all."""
    shares = sorted(
        (place / len(papers), number, paper.id)
        for number, (_, papers) in enumerate(groups)
        for place, paper in enumerate(papers)
    )
    return {id_ for *_, id_ in shares[:rows]}


def _row(digest: Digest, site: str, paper: Paper, said: str) -> IssueRow:
    title = cut(plain(paper.title), _TITLE) or paper.id
    return IssueRow(title, f"{site}papers/{paper.id}/", said, _facts(digest, paper))


def _story(digest: Digest, site: str, lead: Lead, period: Period) -> Story:
    paper = lead.paper
    topic = next(iter(digest.world.known_topics(paper)), None)
    summary = " ".join(paragraphs(paper.summary))
    abstract = " ".join(paragraphs(paper.abstract))
    row = _row(digest, site, paper, cut(summary or sentences(abstract)[0], _SUMMARY))
    of = "this listing" if period.kind == "edition" else f"the {period.kind}"
    return Story(
        row.title,
        row.url,
        row.said,
        row.facts,
        topic=cut(plain(topic.title), _LABEL) if topic else "",
        hue=_hue(digest, topic.group) if topic else 0,
        why=wording.why_words(lead.reason, lead.number, lead.is_most, of),
        is_theirs=not summary and bool(abstract),
        links=tuple(_links(paper))[:_LINKS],
    )


def _sections(
    digest: Digest,
    site: str,
    groups: Sequence[tuple[Group | None, list[Paper]]],
    listed: set[str],
) -> Iterator[Section]:
    for group, papers in groups:
        shown = [paper for paper in papers if paper.id in listed]
        rows = tuple(_row(digest, site, paper, wording.gist(paper)) for paper in shown)
        if rows and group:
            title, anchor = cut(plain(group.title), _LABEL), f"group-{group.id}"
            yield Section(title, anchor, _hue(digest, group.id), len(papers), rows)
        elif rows:
            yield Section("Other papers", "others", 0, len(papers), rows)


def _facts(digest: Digest, paper: Paper) -> tuple[str, ...]:
    facts = (
        cut(plain(wording.short_authors(paper)), _LABEL),
        wording.month_words(paper.published or digest.listed[paper.id]),
        cut(plain(paper.venue or ""), _LABEL),
        "withdrawn" if paper.withdrawn else "",
        "superseded" if paper.superseded_by else "",
    )
    return tuple(filter(None, facts))


def _hue(digest: Digest, group: str) -> int:
    ids = [each.group.id for each in digest.topics]
    return ids.index(group) % len(HUES) + 1


def _links(paper: Paper) -> Iterator[Address]:
    """The first address of each kind that is shown."""
    first: dict[str, Address] = {}
    for address in addresses(paper):
        first.setdefault(address.kind, address)
    for kind, address in first.items():
        url = web_url(address.url)
        if kind in _SHOWN_LINKS and url and len(url) <= _URL:
            yield Address(address.kind, cut(plain(address.label), _LABEL), url)
