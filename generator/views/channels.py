"""What of a digest can be followed: all of it, a group of topics, a topic; and its feeds."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta
from itertools import groupby, islice, takewhile
from typing import Literal
from urllib.parse import urlsplit

from generator.papers.model import Feeds, Group, Paper, Settings, Topic
from generator.text.plain import web_url
from generator.views import Digest
from generator.views.periods import day_added

Volume = Literal["papers", "days"]
"""An entry a paper, or an entry a day with what was added on it."""
FORMATS = ("Atom", "RSS", "JSON")
FILES: dict[Volume, tuple[str, str, str]] = {
    "papers": ("feed.xml", "rss.xml", "feed.json"),
    "days": ("daily.xml", "daily-rss.xml", "daily.json"),
}
"""The file of each of the FORMATS."""
OPML = "opml.xml"
EARLIER = "earlier"
"""The archive of what was never news."""
_HOST = re.compile(r"[\w.-]+(?::\d+)?", re.ASCII)  # what cannot end a directive of a policy


@dataclass(frozen=True, slots=True)
class Channel:
    """What a reader follows: the place of its feeds and of its page, and what is new in it.

    ``name`` is the title of a topic or group, '' for the whole digest. ``folder`` is where
    the feeds are, from the root of the site: '' or a path that ends in a slash; ``page`` is
    the address of the page that shows the same, likewise. The papers are the newest (``window``).
    ``former`` are the folders its feeds once had: those who follow them there get them still.
    """

    name: str
    description: str
    folder: str
    page: str
    papers: tuple[Paper, ...]
    former: tuple[str, ...] = ()

    @property
    def volumes(self) -> tuple[Volume, ...]:
        """Those it has: only the whole digest has an entry a day."""
        return ("papers",) if self.name else ("papers", "days")


@dataclass(frozen=True, slots=True)
class Archive:
    """Papers that the feed of the whole digest holds no more, newest first.

    ``name`` is the month they were added in, ``2025-10``. While newer ones of that month are
    still to come here, it is the last day whose papers have, ``2025-10-22``: what has a name
    never changes, and readers may keep it (its order is that of days and ids). ``EARLIER`` are
    those that were never news.
    """

    name: str
    papers: tuple[Paper, ...]


def has_feeds(settings: Settings) -> bool:
    """Whether a digest has feeds: they need its address for links and the tag for ids."""
    return bool(settings.url and settings.feeds.tag)


def form_hosts(settings: Settings) -> list[str]:
    """The origins that forms of the site post to, beside its own: who sends the mail."""
    parts = urlsplit(web_url(settings.subscribe.form))
    return [f"{parts.scheme}://{parts.netloc}"] if _HOST.fullmatch(parts.netloc) else []


def window(papers: Iterable[Paper], settings: Feeds) -> tuple[Paper, ...]:
    """Of ``papers`` that were added as news, newest first, those that a feed holds.

    It holds so many days and so many papers at least, and of whole days always: what is
    added today pushes nothing out that was added within those days.
    """
    others = iter(papers)
    entries = [*islice(others, settings.entries)]
    if not entries:
        return ()
    first = date.fromisoformat(day_added(entries[0])) - timedelta(days=settings.days - 1)
    since = min(first.isoformat(), day_added(entries[-1]))
    return (*entries, *takewhile(lambda paper: day_added(paper) >= since, others))


def archives(digest: Digest) -> tuple[Archive, ...]:
    """What the feed of the whole digest holds no more: by month, newest first, then EARLIER."""
    entries = window(digest.news, digest.corpus.settings.feeds)
    running = {day_added(paper)[:7] for paper in entries}
    months = []
    for month, of_month in groupby(digest.news[len(entries) :], lambda paper: day_added(paper)[:7]):
        papers = tuple(sorted(of_month, key=lambda each: (day_added(each), each.id), reverse=True))
        months.append(Archive(day_added(papers[0]) if month in running else month, papers))
    never = tuple(paper for paper in digest.newest if not paper.added)
    return (*months, Archive(EARLIER, never)) if months or never else ()


def whole(digest: Digest) -> Channel:
    """The channel of all papers."""
    settings = digest.corpus.settings
    return Channel("", settings.description, "", "", window(digest.news, settings.feeds))


def topic_folder(topic: str) -> str:
    """Where the feeds of a topic are: beside its page."""
    return f"topics/{topic}/"


def groups(digest: Digest) -> Iterator[tuple[Channel, ...]]:
    """The channels of each group and of its topics, in the vocabulary's order.

    The feeds of a group stand outside ``topics/``, where a topic may have any name.
    """
    settings = digest.corpus.settings.feeds

    def channel(
        subject: Group | Topic, description: str, folder: str, page: str, topics: set[str]
    ) -> Channel:
        news = (paper for paper in digest.news if not topics.isdisjoint(paper.topics))
        return Channel(subject.title, description, folder, page, window(news, settings))

    for each in digest.topics:
        topics = [topic.topic for topic in each.topics]
        titles, ids = ", ".join(topic.title for topic in topics), {topic.id for topic in topics}
        folder = f"groups/{each.group.id}/"
        channels = [channel(each.group, titles, folder, folder, ids)]
        for topic in topics:
            folder = topic_folder(topic.id)
            topic_channel = channel(topic, topic.description, folder, folder, {topic.id})
            channels.append(replace(topic_channel, former=tuple(map(topic_folder, topic.aliases))))
        yield tuple(channels)
