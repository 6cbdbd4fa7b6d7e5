"""How many papers, by month, year and topic, with code, with links, in listings. Pure counts."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

from generator.papers.dates import is_month, is_real
from generator.papers.links import repository_name
from generator.views.calendar import listed
from generator.views.editions import sightings
from generator.views.topics import by_topic

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from generator.papers.model import Corpus, Group, LinkKind, Paper, Topic


@dataclass(frozen=True, slots=True)
class Count:
    """How many papers, and how many of them link to code."""

    papers: int
    with_code: int


@dataclass(frozen=True, slots=True)
class MonthCount:
    """A month, ``2024-10``: papers published in it, and papers that the site files under it."""

    month: str
    published: int
    listed: int


@dataclass(frozen=True, slots=True)
class YearCount:
    """The papers published in a year, ``2024``; how many the site files under it."""

    year: str
    count: Count
    listed: int


@dataclass(frozen=True, slots=True)
class TopicCount:
    """The papers that have a topic."""

    topic: Topic
    count: Count


@dataclass(frozen=True, slots=True)
class GroupCount:
    """The papers that have a topic of a group, each counted once, and its topics."""

    group: Group
    count: Count
    topics: tuple[TopicCount, ...]


@dataclass(frozen=True, slots=True)
class LinkCount:
    """How many papers have a link of a kind, and how many such links there are."""

    kind: LinkKind
    papers: int
    links: int


@dataclass(frozen=True, slots=True)
class Stats:
    """The counts of a corpus. Months and years run from the first to the last without a gap.

    Topics stand in their group with most papers first; ``hosts`` are (host, papers that
    link to it) with most papers first; ``repeats`` are (number of listings, papers that so
    many have) from one on. ``undated`` papers have no published date.
    """

    total: Count
    undated: int
    sightings: int
    editions: int
    months: tuple[MonthCount, ...]
    years: tuple[YearCount, ...]
    groups: tuple[GroupCount, ...]
    links: tuple[LinkCount, ...]
    hosts: tuple[tuple[str, int], ...]
    repeats: tuple[tuple[int, int], ...]


def stats(corpus: Corpus) -> Stats:
    """The counts of ``corpus``."""
    papers = tuple(corpus.papers.values())
    seen = sightings(corpus)
    repeats = Counter(len(editions) for editions in seen.values())
    hosts = Counter(host for paper in papers for host in _hosts(paper))
    return Stats(
        total=_count(papers),
        undated=len(papers) - len(list(_published(corpus))),
        sightings=sum(len(editions) for editions in seen.values()),
        editions=len(corpus.editions),
        months=tuple(_months(corpus)),
        years=tuple(_years(corpus)),
        groups=tuple(_groups(corpus)),
        links=tuple(_links(papers)),
        hosts=tuple(sorted(hosts.items(), key=lambda item: (-item[1], item[0]))),
        repeats=tuple(sorted(repeats.items())),
    )


def _count(papers: Iterable[Paper]) -> Count:
    coded = [any(link.kind == "code" for link in paper.links) for paper in papers]
    return Count(len(coded), sum(coded))


def _published(corpus: Corpus) -> Iterator[tuple[str, Paper]]:
    for paper in corpus.papers.values():
        if paper.published and is_real(paper.published):
            yield paper.published, paper


def _months(corpus: Corpus) -> Iterator[MonthCount]:
    published = Counter(day[:7] for day, _ in _published(corpus) if is_month(day[:7]))
    filed = Counter(day[:7] for day in listed(corpus).values() if is_month(day[:7]))
    if known := {*published, *filed}:
        for number in range(_month_number(min(known)), _month_number(max(known)) + 1):
            month = f"{number // 12:04}-{number % 12 + 1:02}"
            yield MonthCount(month, published[month], filed[month])


def _month_number(month: str) -> int:
    return int(month[:4]) * 12 + int(month[5:7]) - 1


def _years(corpus: Corpus) -> Iterator[YearCount]:
    papers: dict[str, list[Paper]] = {}
    for day, paper in _published(corpus):
        papers.setdefault(day[:4], []).append(paper)
    filed = Counter(day[:4] for day in listed(corpus).values() if day)
    if known := {*papers, *filed}:
        for number in range(int(min(known)), int(max(known)) + 1):
            year = f"{number:04}"
            yield YearCount(year, _count(papers.get(year, ())), filed[year])


def _groups(corpus: Corpus) -> Iterator[GroupCount]:
    for each in by_topic(corpus):
        topics = [TopicCount(of.topic, _count(of.papers)) for of in each.topics]
        topics.sort(key=lambda topic: -topic.count.papers)
        papers = {paper.id: paper for of in each.topics for paper in of.papers}
        yield GroupCount(each.group, _count(papers.values()), tuple(topics))


def _links(papers: Iterable[Paper]) -> Iterator[LinkCount]:
    having: Counter[LinkKind] = Counter()
    links: Counter[LinkKind] = Counter()
    for paper in papers:
        kinds = [link.kind for link in paper.links]
        links.update(kinds)
        having.update(set(kinds))
    for kind, number in sorted(having.items(), key=lambda item: (-item[1], item[0])):
        yield LinkCount(kind, number, links[kind])


def _hosts(paper: Paper) -> set[str]:
    return {host for link in paper.links if (host := repository_name(link.url)[0])}
