"""The entries of feeds: a paper, or what was listed on a day."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from hashlib import blake2b
from itertools import groupby
from typing import TYPE_CHECKING

from generator.papers import wording
from generator.papers.addresses import addresses
from generator.papers.dates import is_day
from generator.publish.content import Content
from generator.text.plain import paragraphs, plain, web_url

if TYPE_CHECKING:
    from collections.abc import Iterator

    from generator.papers.model import Paper
    from generator.views import Digest
    from generator.views.channels import Channel

_ARXIV_SCHEME = "http://arxiv.org/schemas/atom"  # as in the feeds of arXiv's own API
_HOUR = timedelta(hours=1) // timedelta(microseconds=1)


@dataclass(frozen=True, slots=True)
class Category:
    """A topic or an arXiv category: its id, what it is called, and the list it is of (a URI)."""

    term: str
    label: str
    scheme: str


@dataclass(frozen=True, slots=True, eq=False)
class Entry:
    """What a reader of feeds gets as one item: plain text, save ``html``; absolute addresses.

    ``published`` is None where no date is known. ``links`` are addresses elsewhere, with
    their names. An entry equals only itself: a paper's is one object in all its feeds.
    """

    id: str
    url: str
    title: str
    summary: str
    html: str
    published: datetime | None
    updated: datetime
    authors: tuple[str, ...] = ()
    categories: tuple[Category, ...] = ()
    links: tuple[tuple[str, str], ...] = ()


class Writer:
    """Makes the entries of a digest; those of papers once, for all feeds that have them."""

    def __init__(self, digest: Digest) -> None:
        settings = digest.corpus.settings
        self.digest = digest
        self.settings = settings
        self.site = settings.url.rstrip("/") + "/"
        self.authority = f"tag:{settings.feeds.tag}:"
        self.beginning = moment(settings.feeds.tag.rpartition(",")[2])
        self._content = Content(digest, self.site)
        self._papers: dict[str, Entry] = {}

    def papers(self, channel: Channel) -> list[Entry]:
        """An entry for each paper of ``channel``, newest first."""
        return [self._paper(paper) for paper in channel.papers]

    def days(self, channel: Channel) -> Iterator[Entry]:
        """An entry for each day of ``channel``, newest first, each made when it is asked for.

        Papers of which only the month is known share the entry of that month, those
        without any date the last one.
        """
        by_day = groupby(channel.papers, key=lambda paper: self.digest.listed[paper.id])
        for day, papers in by_day:
            yield self._day(channel, day, tuple(papers))

    def _paper(self, paper: Paper) -> Entry:
        if paper.id not in self._papers:
            self._papers[paper.id] = self._new_paper(paper)
        return self._papers[paper.id]

    def _new_paper(self, paper: Paper) -> Entry:
        listed = self.digest.listed[paper.id]
        id_ = f"{self.authority}papers/{paper.id}"
        topics = self.digest.known_topics(paper)
        named = ((plain(each.label), web_url(each.url)) for each in addresses(paper))
        links = tuple((label, url) for label, url in named if url)
        category = plain(paper.category or "")
        return Entry(
            id=id_,
            url=f"{self.site}papers/{paper.id}/",
            title=plain(paper.title) or paper.id,
            summary=" ".join(paragraphs(paper.summary)) or self._content.facts(paper),
            html=self._content.paper(paper, links),
            published=moment(listed) if listed else None,
            updated=spread(max(self._moments(paper), default=self.beginning), id_),
            authors=tuple(filter(None, map(plain, paper.authors))),
            categories=(
                *(
                    Category(topic.id, plain(topic.title) or topic.id, f"{self.site}topics/")
                    for topic in topics
                ),
                *((Category(category, category, _ARXIV_SCHEME),) if category else ()),
            ),
            links=links,
        )

    def _moments(self, paper: Paper) -> Iterator[datetime]:
        """When something was said of a paper: what the content knows of its changes.

        A record has no date of its last edit, and the date of a commit is none of the
        content: a corrected summary is no new version of an entry.
        """
        for day in (self.digest.listed[paper.id], paper.published):
            if day:
                yield moment(day)
        for edition, _ in self.digest.sightings.get(paper.id, ()):
            if edition.date:
                yield moment(edition.date)

    def _day(self, channel: Channel, day: str, papers: tuple[Paper, ...]) -> Entry:
        id_ = f"{self.authority}{channel.folder}days/{day or 'undated'}"
        count = wording.count(len(papers), "paper")
        return Entry(
            id=id_,
            url=self.site + (f"dates/{day.replace('-', '/')}/" if day else "papers/"),
            title=f"{_day_name(day)}: {count}",
            summary=", ".join(plain(paper.title) for paper in papers),
            html=self._content.day(papers),
            published=moment(day) if day else None,
            updated=spread(moment(day) if day else self.beginning, id_),
        )


def moment(day: str) -> datetime:
    """The beginning, in UTC, of a day, month or year: ``2024-10-20``, ``2024-10``, ``2024``."""
    year, month, number = (*map(int, day.split("-")), 1, 1)[:3]
    return datetime(year, month, number, tzinfo=UTC)


def spread(start: datetime, id_: str) -> datetime:
    """A moment in the hour after ``start``, another for each id, and always the same.

    Entries of one day would else say that they changed at the same instant, which readers
    of feeds, and the W3C's validator, take for a mistake.
    """
    number = int.from_bytes(blake2b(id_.encode(), digest_size=8).digest())
    return start + timedelta(microseconds=number % _HOUR)


def _day_name(day: str) -> str:
    if not day:
        return "Undated"
    return wording.day_words(day) if is_day(day) else f"{wording.month_words(day)}, day unknown"
