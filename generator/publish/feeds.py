"""Views to feeds: Atom, RSS 2.0 and JSON Feed of all papers, each group and each topic; OPML."""

from __future__ import annotations

from typing import TYPE_CHECKING

from generator.papers.model import File
from generator.publish import atom, json_feed, opml, rss
from generator.publish.entries import Writer
from generator.publish.feed import documents
from generator.views import channels
from generator.views.channels import ATOM, JSON, OPML, RSS

if TYPE_CHECKING:
    from collections.abc import Iterator

    from generator.views import Digest
    from generator.views.channels import Channel


def files(digest: Digest) -> Iterator[File]:
    """Every feed of ``digest`` and the OPML of them, in a fixed order; none without a tag.

    Each channel has two volumes in three formats. What is older than the newest entries
    stands in archives of the Atom feed (RFC 5005), ``feed-1.xml`` the oldest of all, which
    stay as they are when papers come.
    """
    if not channels.has_feeds(digest.corpus.settings):
        return
    writer = Writer(digest)
    groups = tuple(channels.groups(digest))
    yield from _channel(writer, channels.whole(digest))
    for group in groups:
        yield from _channel(writer, group.group)
        for topic in group.topics:
            yield from _channel(writer, topic)
    yield File(OPML, opml.document(digest.corpus.settings, channels.whole(digest), groups))


def _channel(writer: Writer, channel: Channel) -> Iterator[File]:
    for volume in channels.VOLUMES:
        current, *archives = documents(writer, channel, volume)
        for feed in (current, *archives):
            yield File(feed.path(ATOM), atom.document(feed))
        yield File(current.path(RSS), rss.document(current))
        yield File(current.path(JSON), json_feed.document(current))
