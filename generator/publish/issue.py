"""An issue: the papers of a period, the most read-worthy first, by topic."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from generator.papers import wording
from generator.papers.addresses import Address, addresses
from generator.text.plain import cut, paragraphs, plain, web_url
from generator.views import trending

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from generator.papers.model import Edition, Paper
    from generator.views import Digest
    from generator.views.periods import Period

_TITLE, _SUMMARY, _LABEL, _URL = 300, 900, 60, 1000  # the most characters of each
_LINKS = 4
_SHOWN_LINKS = ("arxiv", "doi", "code", "model", "dataset", "demo", "project", "video")
_HUES = 8


@dataclass(frozen=True, slots=True)
class Item:
    """A paper of an issue, in plain text; ``url`` is its page."""

    title: str
    url: str
    facts: tuple[str, ...]
    summary: str
    links: tuple[Address, ...]


@dataclass(frozen=True, slots=True)
class Section:
    """A topic, its page, the number of its group's colour (from 1), and its papers."""

    title: str
    url: str
    hue: int
    items: tuple[Item, ...]


@dataclass(frozen=True, slots=True)
class Issue:
    """What an issue says, in plain text with absolute addresses.

    ``url`` is where the site shows the period. ``papers`` counts all of the period,
    ``coded`` those of them with code; ``more`` are not shown, ``repeated`` were in the
    issue before. The sections hold the rest.
    """

    period: Period
    digest: str
    site: str
    url: str
    papers: int
    coded: int
    more: int
    repeated: int
    sections: tuple[Section, ...]


def issue(digest: Digest, period: Period, shown: Sequence[Paper]) -> Issue:
    """The issue of ``period`` that shows some of its papers, in the order of their rank.

    The section of the paper that ranks first comes first, and so on; so does the paper in
    its section.
    """
    settings = digest.corpus.settings
    site = web_url(settings.url).rstrip("/") + "/"
    return Issue(
        period=period,
        digest=cut(plain(settings.title), _TITLE) or site,
        site=site,
        url=site + period.page,
        papers=len(period.papers),
        coded=sum(any(link.kind == "code" for link in paper.links) for paper in period.papers),
        more=len(period.papers) - len(shown),
        repeated=period.repeated,
        sections=tuple(_sections(digest, site, shown)),
    )


def ranked(digest: Digest, period: Period) -> tuple[Paper, ...]:
    """The papers of ``period``, the most read-worthy first.

    By the points of the site's page of trending papers, from the listings up to the end of
    the period: what comes later changes no issue of the past. Equal ones stand with those
    that have code first, then in the order of the listings.
    """
    editions = digest.corpus.editions.items()
    until = {id_: each for id_, each in editions if _until(each, period.last)}
    papers = {paper.id: paper for paper in period.papers}
    trends = trending(replace(digest.corpus, papers=papers, editions=until), len(papers))
    points = {trend.paper.id: trend.points for trend in trends}
    place = {id_: number for number, id_ in enumerate(_listed(digest, period))}

    def rank(paper: Paper) -> tuple[object, ...]:
        coded = any(link.kind == "code" for link in paper.links)
        return -points.get(paper.id, 0), not coded, place.get(paper.id, len(place))

    return tuple(sorted(period.papers, key=rank))


def _until(edition: Edition, last: str) -> bool:
    return not (edition.date and last) or edition.date <= last


def _listed(digest: Digest, period: Period) -> dict[str, None]:
    """The papers of the listings of ``period``, by id, the newest listing first."""
    of_period = (
        edition
        for edition in digest.editions.all
        if edition.id == period.id
        or (period.kind != "edition" and period.first <= (edition.date or "") <= period.last)
    )
    return dict.fromkeys(sighting.paper for edition in of_period for sighting in edition.papers)


def _sections(digest: Digest, site: str, papers: Sequence[Paper]) -> Iterator[Section]:
    groups = [group.id for group in digest.corpus.vocabulary.groups]
    by_topic: dict[str, list[Item]] = {}
    for paper in papers:
        topic = next(iter(digest.known_topics(paper)), None)
        by_topic.setdefault(topic.id if topic else "", []).append(_item(digest, site, paper))
    for id_, items in by_topic.items():
        if not id_:
            yield Section("Other papers", f"{site}papers/", 0, tuple(items))
            continue
        topic = digest.corpus.topics[id_]
        hue = groups.index(topic.group) % _HUES + 1
        title = cut(plain(topic.title), _LABEL)
        yield Section(title, f"{site}topics/{id_}/", hue, tuple(items))


def _item(digest: Digest, site: str, paper: Paper) -> Item:
    seen = (sighting for _, sighting in digest.sightings.get(paper.id, ()))
    comments = max((sighting.comments or 0 for sighting in seen), default=0)
    facts = (
        cut(plain(wording.short_authors(paper)), _TITLE),
        wording.month_words(paper.published or digest.listed[paper.id]),
        wording.count(comments, "comment") if comments else "",
    )
    return Item(
        cut(plain(paper.title), _TITLE) or paper.id,
        f"{site}papers/{paper.id}/",
        tuple(filter(None, facts)),
        cut(" ".join(paragraphs(paper.summary)), _SUMMARY),
        tuple(_links(paper))[:_LINKS],
    )


def _links(paper: Paper) -> Iterator[Address]:
    for address in addresses(paper):
        url = web_url(address.url)
        if url and len(url) <= _URL and address.kind in _SHOWN_LINKS:
            yield Address(address.kind, cut(plain(address.label), _LABEL), url)
