"""What of a digest can be followed: all of it, a group of topics, a topic; and its feeds."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal
from urllib.parse import urlsplit

from generator.text.plain import web_url

if TYPE_CHECKING:
    from collections.abc import Iterator

    from generator.papers.model import Paper, Settings
    from generator.views import Digest, GroupTopics

Volume = Literal["papers", "days"]
"""An entry a paper, or an entry a day with that day's list."""


@dataclass(frozen=True, slots=True)
class Format:
    """A format of feeds: its name, its media type, and the file of each volume."""

    name: str
    media: str
    files: dict[Volume, str]


ATOM = Format("Atom", "application/atom+xml", {"papers": "feed.xml", "days": "daily.xml"})
RSS = Format("RSS", "application/rss+xml", {"papers": "rss.xml", "days": "daily-rss.xml"})
JSON = Format("JSON", "application/feed+json", {"papers": "feed.json", "days": "daily.json"})
FORMATS = (ATOM, RSS, JSON)
VOLUMES: tuple[Volume, ...] = ("papers", "days")
OPML = "opml.xml"
_HOST = re.compile(r"[\w.-]+(?::\d+)?", re.ASCII)  # what cannot end a directive of a policy


@dataclass(frozen=True, slots=True)
class Channel:
    """What a reader follows: the place of its feeds and of its page, and its papers.

    ``name`` is the title of a topic or group, '' for the whole digest. ``folder`` is where
    the feeds are, from the root of the site: '' or a path that ends in a slash; ``page`` is
    the address of the page that shows the same, likewise. The papers are newest first.
    """

    name: str
    description: str
    folder: str
    page: str
    papers: tuple[Paper, ...]


@dataclass(frozen=True, slots=True)
class GroupChannels:
    """The channel of a group, and those of its topics."""

    group: Channel
    topics: tuple[Channel, ...]


def has_feeds(settings: Settings) -> bool:
    """Whether a digest has feeds: they need its address for links and the tag for ids."""
    return bool(settings.url and settings.feeds.tag)


def form_hosts(settings: Settings) -> list[str]:
    """The origins that forms of the site post to, beside its own: who sends the mail."""
    parts = urlsplit(web_url(settings.subscribe.form))
    return [f"{parts.scheme}://{parts.netloc}"] if _HOST.fullmatch(parts.netloc) else []


def whole(digest: Digest) -> Channel:
    """The channel of all papers."""
    return Channel("", digest.corpus.settings.description, "", "", digest.newest)


def topic_folder(topic: str) -> str:
    """Where the feeds of a topic are: beside its page."""
    return f"topics/{topic}/"


def groups(digest: Digest) -> Iterator[GroupChannels]:
    """The channels of groups and topics, in the vocabulary's order.

    The feeds of a group stand outside ``topics/``, where a topic may have any name.
    """
    for group in digest.topics:
        topics = tuple(
            Channel(
                of.topic.title,
                of.topic.description,
                topic_folder(of.topic.id),
                topic_folder(of.topic.id),
                of.papers,
            )
            for of in group.topics
        )
        yield GroupChannels(_group(digest, group), topics)


def _group(digest: Digest, group: GroupTopics) -> Channel:
    inside = {paper.id for of in group.topics for paper in of.papers}
    names = ", ".join(of.topic.title for of in group.topics)
    papers = tuple(paper for paper in digest.newest if paper.id in inside)
    return Channel(group.group.title, names, f"groups/{group.group.id}/", "topics/", papers)
