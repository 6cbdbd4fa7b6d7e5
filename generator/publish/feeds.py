"""Views to feeds: Atom, RSS 2.0 and JSON Feed of all papers, each group and each topic; OPML."""

from __future__ import annotations

from typing import TYPE_CHECKING
from xml.etree import ElementTree

from generator.papers.model import File
from generator.publish.entries import Entry, Writer
from generator.publish.formats import Feed, atom, json_feed, rss
from generator.text.plain import plain
from generator.views import channels
from generator.views.channels import ATOM, JSON, OPML, RSS

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from generator.views import Digest
    from generator.views.channels import Channel, GroupChannels, Volume


def files(digest: Digest) -> Iterator[File]:
    """Every feed of ``digest`` and the OPML of them, in a fixed order; none without a tag.

    What the feed of all papers holds no more stands in archives (RFC 5005), Atom alone:
    ``feed-2025-10.xml`` has what was added in that month and never changes again, unless a
    paper is taken down. The last has what never was news.
    """
    if not channels.has_feeds(digest.corpus.settings):
        return
    writer = Writer(digest)
    whole, groups = channels.whole(digest), tuple(channels.groups(digest))
    yield from _archives(writer, whole)
    yield from _channel(writer, whole)
    for group in groups:
        for channel in (group.group, *group.topics):
            yield from _channel(writer, channel)
    yield File(OPML, _opml(writer, whole, groups))


def _channel(writer: Writer, channel: Channel) -> Iterator[File]:
    for volume in channel.volumes:
        entries = (writer.papers if volume == "papers" else writer.days)(channel.papers)
        for form, document in ((ATOM, atom), (RSS, rss), (JSON, json_feed)):
            path = channel.folder + form.files[volume]
            links = {"self": writer.site + path}
            is_walked = form is ATOM and volume == "papers" and not channel.name
            if is_walked and (older := channels.archives(writer.digest)):
                links["prev-archive"] = _address(writer, older[0].name)
            yield File(path, document(_feed(writer, channel, volume, entries, links)))


def _archives(writer: Writer, whole: Channel) -> Iterator[File]:
    """From the newest to what never was news, each with the way to its neighbours.

    A month does not name the month after it, which was not there when it was finished.
    """
    made = channels.archives(writer.digest)
    current = writer.site + ATOM.files["papers"]
    for number, archive in enumerate(made):
        links = {"self": _address(writer, archive.name), "current": current}
        if number + 1 < len(made):
            links["prev-archive"] = _address(writer, made[number + 1].name)
        else:
            newer = _address(writer, made[number - 1].name) if number else current
            links["next-archive"] = newer
        entries = writer.papers(archive.papers)
        feed = _feed(writer, whole, "papers", entries, links, is_archive=True)
        yield File(_path(archive.name), atom(feed))


def _path(archive: str) -> str:
    return f"feed-{archive}.xml"


def _address(writer: Writer, archive: str) -> str:
    return writer.site + _path(archive)


def _feed(
    writer: Writer,
    channel: Channel,
    volume: Volume,
    entries: Sequence[Entry],
    links: dict[str, str],
    *,
    is_archive: bool = False,
) -> Feed:
    title = _title(writer, channel, volume)
    return Feed(
        id=f"{writer.authority}feeds/{channel.folder}{volume}",
        title=title,
        description=plain(channel.description) or title,
        author=writer.title,
        site=writer.site,
        home=writer.site + channel.page,
        updated=max((entry.updated for entry in entries), default=writer.beginning),
        entries=tuple(entries),
        links=links,
        is_archive=is_archive,
    )


def _title(writer: Writer, channel: Channel, volume: Volume) -> str:
    title = ": ".join(filter(None, (writer.title, plain(channel.name))))
    return title if volume == "papers" else f"{title}, day by day"


def _opml(writer: Writer, whole: Channel, groups: Sequence[GroupChannels]) -> str:
    """The Atom feeds by group, each channel once (OPML 2.0, https://opml.org/spec2.opml)."""
    root = ElementTree.Element("opml", version="2.0")
    head = ElementTree.SubElement(root, "head")
    ElementTree.SubElement(head, "title").text = writer.title
    body = ElementTree.SubElement(root, "body")
    _outline(body, writer, whole)
    for group in groups:
        folder = ElementTree.SubElement(body, "outline", text=plain(group.group.name))
        for channel in (group.group, *group.topics):
            _outline(folder, writer, channel)
    ElementTree.indent(root, " ")
    text = ElementTree.tostring(root, encoding="unicode")
    return f'<?xml version="1.0" encoding="utf-8"?>\n{text}\n'


def _outline(parent: ElementTree.Element, writer: Writer, channel: Channel) -> None:
    title = plain(channel.name) or writer.title
    ElementTree.SubElement(
        parent,
        "outline",
        type="rss",
        text=title,
        title=title,
        description=plain(channel.description) or title,
        xmlUrl=f"{writer.site}{channel.folder}{ATOM.files['papers']}",
        htmlUrl=writer.site + channel.page,
        language="en",
    )
