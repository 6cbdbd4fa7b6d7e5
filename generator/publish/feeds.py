"""Views to feeds: Atom, RSS 2.0 and JSON Feed of all papers, each group and each topic; OPML."""

from __future__ import annotations

from dataclasses import dataclass, replace
from itertools import groupby
from typing import TYPE_CHECKING
from xml.etree import ElementTree

from generator.papers.model import base_url
from generator.publish.entries import Added, Entry, authority, beginning, of_day, of_paper
from generator.publish.formats import Feed, atom, json_feed, rss
from generator.text.plain import plain
from generator.views import channels
from generator.views.calendar import day_added
from generator.views.channels import ATOM, FORMATS, JSON, OPML, RSS
from generator.views.outputs import Output

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from generator.papers.model import Settings
    from generator.views import Digest
    from generator.views.channels import Archive, Channel, Format, GroupChannels, Volume
    from generator.views.outputs import Shown, World


@dataclass(frozen=True, slots=True)
class _Document:
    """What a document of a feed is made of: an entry for each of ``papers``, or of ``days``.

    ``archive`` is the name of the archive that it is, '' of a current one; ``older`` and
    ``newer`` are the names of those that it leads to.
    """

    name: str
    description: str
    folder: str
    page: str
    volume: Volume
    papers: tuple[Shown, ...] = ()
    days: tuple[Added, ...] = ()
    archive: str = ""
    older: str = ""
    newer: str = ""


def outputs(digest: Digest) -> Iterator[Output]:
    """Every feed of ``digest`` and the OPML of them, in a fixed order; none without a tag.

    What the feed of all papers holds no more stands in archives (RFC 5005), Atom alone:
    ``feed-2025-10.xml`` has what was added in that month and never changes again, unless a
    paper is taken down. The last has what never was news.
    """
    if not channels.has_feeds(digest.corpus.settings):
        return
    whole, groups = channels.whole(digest), tuple(channels.groups(digest))
    made = channels.archives(digest)
    yield from _archives(digest, whole, made)
    yield from _current(digest, whole, made[0].name if made else "")
    for group in groups:
        for channel in (group.group, *group.topics):
            yield from _current(digest, channel)
    yield Output((OPML,), _outlines, _opml(digest.corpus.settings, whole, groups))


def _current(digest: Digest, channel: Channel, older: str = "") -> Iterator[Output]:
    shown = digest.shown(channel.papers)
    for volume in channel.volumes:
        of = _document(channel, volume)
        if volume == "papers":
            of = replace(of, papers=shown, older=older)
        else:
            by_day = groupby(shown, key=lambda each: day_added(each.paper))
            days = digest.papers_of
            of = replace(of, days=tuple(Added(day, tuple(on), day in days) for day, on in by_day))
        yield Output(tuple(_path(of, form) for form in FORMATS), _documents, of)


def _archives(digest: Digest, whole: Channel, made: Sequence[Archive]) -> Iterator[Output]:
    """From the newest to what never was news, each with the way to its neighbours.

    A month does not name the month after it, which was not there when it was finished.
    """
    for number, archive in enumerate(made):
        is_last = number + 1 == len(made)
        of = replace(
            _document(whole, "papers"),
            papers=digest.shown(archive.papers),
            archive=archive.name,
            older="" if is_last else made[number + 1].name,
            newer=made[number - 1].name if is_last and number else "",
        )
        yield Output((_path(of, ATOM),), _archive, of)


def _document(channel: Channel, volume: Volume) -> _Document:
    return _Document(channel.name, channel.description, channel.folder, channel.page, volume)


def _documents(world: World, of: _Document) -> tuple[str, ...]:
    site = base_url(world.settings)
    entries = _entries(world, of)
    made = []
    for form, document in ((ATOM, atom), (RSS, rss), (JSON, json_feed)):
        links = {"self": site + _path(of, form)}
        if form is ATOM and of.older:
            links["prev-archive"] = site + _path_of_archive(of.older)
        made.append(document(_feed(world, of, entries, links)))
    return tuple(made)


def _archive(world: World, of: _Document) -> tuple[str]:
    site = base_url(world.settings)
    current = site + ATOM.files["papers"]
    links = {"self": site + _path(of, ATOM), "current": current}
    if of.older:
        links["prev-archive"] = site + _path_of_archive(of.older)
    else:
        links["next-archive"] = site + _path_of_archive(of.newer) if of.newer else current
    return (atom(_feed(world, of, _entries(world, of), links)),)


def _entries(world: World, of: _Document) -> tuple[Entry, ...]:
    papers = (of_paper(world, shown) for shown in of.papers)
    return (*papers, *(of_day(world, added) for added in of.days))


def _path(of: _Document, form: Format) -> str:
    return _path_of_archive(of.archive) if of.archive else of.folder + form.files[of.volume]


def _path_of_archive(archive: str) -> str:
    return f"feed-{archive}.xml"


def _feed(world: World, of: _Document, entries: tuple[Entry, ...], links: dict[str, str]) -> Feed:
    settings = world.settings
    title = ": ".join(filter(None, (plain(settings.title), plain(of.name))))
    title = title if of.volume == "papers" else f"{title}, day by day"
    return Feed(
        id=f"{authority(world)}feeds/{of.folder}{of.volume}",
        title=title,
        description=plain(of.description) or title,
        author=plain(settings.title),
        site=base_url(settings),
        home=base_url(settings) + of.page,
        updated=max((entry.updated for entry in entries), default=beginning(world)),
        entries=entries,
        links=links,
        is_archive=bool(of.archive),
    )


def _outlines(world: World, text: str) -> tuple[str]:
    return (text,)


def _opml(settings: Settings, whole: Channel, groups: Sequence[GroupChannels]) -> str:
    """The Atom feeds by group, each channel once (OPML 2.0, https://opml.org/spec2.opml)."""
    root = ElementTree.Element("opml", version="2.0")
    head = ElementTree.SubElement(root, "head")
    ElementTree.SubElement(head, "title").text = plain(settings.title)
    body = ElementTree.SubElement(root, "body")
    _outline(body, settings, whole)
    for group in groups:
        folder = ElementTree.SubElement(body, "outline", text=plain(group.group.name))
        for channel in (group.group, *group.topics):
            _outline(folder, settings, channel)
    ElementTree.indent(root, " ")
    text = ElementTree.tostring(root, encoding="unicode")
    return f'<?xml version="1.0" encoding="utf-8"?>\n{text}\n'


def _outline(parent: ElementTree.Element, settings: Settings, channel: Channel) -> None:
    title = plain(channel.name) or plain(settings.title)
    ElementTree.SubElement(
        parent,
        "outline",
        type="rss",
        text=title,
        title=title,
        description=plain(channel.description) or title,
        xmlUrl=f"{base_url(settings)}{channel.folder}{ATOM.files['papers']}",
        htmlUrl=base_url(settings) + channel.page,
        language="en",
    )
