"""Views to feeds: Atom, RSS 2.0 and JSON Feed of all papers, each group and each topic; OPML.

Atom is RFC 4287 with the archives of RFC 5005, RSS 2.0 what rssboard.org specifies with its
profile, JSON Feed 1.1 what https://www.jsonfeed.org/version/1.1/ says. All times are midnight,
UTC: entries of one day say that they changed at once, which they did.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from email.utils import format_datetime
from functools import cache, lru_cache
from itertools import groupby
from pathlib import Path
from typing import TYPE_CHECKING, Any
from xml.etree import ElementTree

from markupsafe import Markup

from generator import __version__
from generator.papers.model import base_url
from generator.publish.api import dumped
from generator.publish.entries import Added, FeedEntry, authority, beginning, of_day, of_paper
from generator.text.markdown import environment
from generator.text.plain import plain
from generator.views import channels
from generator.views.calendar import day_added
from generator.views.channels import FILES, OPML
from generator.views.outputs import Output

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime

    from generator.papers.model import Settings
    from generator.views import Digest
    from generator.views.channels import Channel, Volume
    from generator.views.outputs import Shown, World

_TEMPLATES = Path(__file__).parent / "templates"
# What readers that take a title for HTML understand best, as the profile of RSS found:
# https://www.rssboard.org/rss-profile#data-types-characterdata
_REFERENCES = str.maketrans({char: f"&#x{ord(char):X};" for char in '&<>"'})


@dataclass(frozen=True, slots=True)
class _Document:
    """What a document of a feed is made of: an entry for each of ``papers``, or of ``days``.

    ``channel`` is the feed's, without its papers. ``archive`` is the name of the archive that
    it is, '' of a current one; ``older`` and ``newer`` are the names of those that it leads to.
    """

    channel: Channel
    volume: Volume = "papers"
    papers: tuple[Shown, ...] = ()
    days: tuple[Added, ...] = ()
    archive: str = ""
    older: str = ""
    newer: str = ""


@dataclass(frozen=True, slots=True)
class _Feed:
    """One document of a feed as its template shows it, in plain text with absolute addresses.

    ``site`` is the address of the digest, ``author`` its name, ``home`` the page that shows the
    same. ``links`` are addresses of documents by relation: ``self``, and for archives
    ``current``, ``prev-archive``, ``next-archive``.
    """

    id: str
    title: str
    description: str
    author: str
    site: str
    home: str
    updated: datetime
    entries: tuple[FeedEntry, ...]
    is_archive: bool
    links: dict[str, str]


def outputs(digest: Digest) -> Iterator[Output]:
    """Every feed of ``digest`` and the OPML of them, in a fixed order; none without a tag.

    What the feed of all papers holds no more stands in archives (RFC 5005), Atom alone:
    ``feed-2025-10.xml`` has what was added in that month and never changes again, unless a
    paper is taken down. The last has what never was news.
    """
    if not channels.has_feeds(digest.corpus.settings):
        return
    whole, groups = channels.whole(digest), tuple(channels.groups(digest))
    archives = channels.archives(digest)
    for number, archive in enumerate(archives):
        # A month does not name the month after it, which was not there when it was finished.
        is_last = number + 1 == len(archives)
        of = _Document(
            replace(whole, papers=()),
            papers=digest.shown(archive.papers),
            archive=archive.name,
            older="" if is_last else archives[number + 1].name,
            newer=archives[number - 1].name if is_last and number else "",
        )
        yield Output((_archive_path(archive.name),), _archive, of)
    yield from _current(digest, whole, archives[0].name if archives else "")
    for group in groups:
        for channel in group:
            yield from _current(digest, channel)
    yield Output((OPML,), _outlines, _opml(digest.corpus.settings, whole, groups))


def _current(digest: Digest, channel: Channel, older: str = "") -> Iterator[Output]:
    shown = digest.shown(channel.papers)
    by_day = groupby(shown, key=lambda each: day_added(each.paper))
    days = tuple(Added(day, tuple(on), day in digest.papers_of) for day, on in by_day)
    bare = replace(channel, papers=())
    for volume in channel.volumes:
        of = _Document(bare, volume, shown, older=older)
        if volume == "days":
            of = _Document(bare, volume, days=days)
        paths = tuple(channel.folder + file for file in FILES[volume])
        yield Output(paths, _documents, of)


def _documents(world: World, of: _Document) -> tuple[str, ...]:
    feed = _feed(world, of)
    atom, rss, json_feed = (feed.site + of.channel.folder + file for file in FILES[of.volume])
    before = {"prev-archive": feed.site + _archive_path(of.older)} if of.older else {}
    return (
        _xml("atom.xml.j2", replace(feed, links={"self": atom} | before)),
        _xml("rss.xml.j2", replace(feed, links={"self": rss})),
        _json(feed, json_feed),
    )


def _archive(world: World, of: _Document) -> tuple[str]:
    feed = _feed(world, of)
    current = feed.site + FILES["papers"][0]
    links = {"self": feed.site + _archive_path(of.archive), "current": current}
    if of.older:
        links["prev-archive"] = feed.site + _archive_path(of.older)
    else:
        links["next-archive"] = feed.site + _archive_path(of.newer) if of.newer else current
    return (_xml("atom.xml.j2", replace(feed, links=links)),)


def _archive_path(name: str) -> str:
    return f"feed-{name}.xml"


def _feed(world: World, of: _Document) -> _Feed:
    settings, channel = world.settings, of.channel
    entries = (
        *(of_paper(world, shown) for shown in of.papers),
        *(of_day(world, added) for added in of.days),
    )
    title = ": ".join(filter(None, (plain(settings.title), plain(channel.name))))
    title = title if of.volume == "papers" else f"{title}, day by day"
    return _Feed(
        id=f"{authority(world)}feeds/{channel.folder}{of.volume}",
        title=title,
        description=plain(channel.description) or title,
        author=plain(settings.title),
        site=base_url(settings),
        home=base_url(settings) + channel.page,
        updated=max((entry.updated for entry in entries), default=beginning(world)),
        entries=entries,
        is_archive=bool(of.archive),
        links={},
    )


def _json(feed: _Feed, address: str) -> str:
    """``feed`` as JSON Feed; what is unknown is left out, since the format knows no null."""
    items = [
        {
            "id": entry.id,
            "url": entry.url,
            "external_url": entry.source,
            "title": entry.title,
            "content_html": str(entry.html),
            "date_published": entry.published and entry.published.isoformat(),
            "date_modified": entry.updated.isoformat(),
            "authors": [{"name": name} for name in entry.authors],
            "tags": [label for _, label in entry.topics],
        }
        for entry in feed.entries
    ]
    document = {
        "version": "https://jsonfeed.org/version/1.1",
        "title": feed.title,
        "home_page_url": feed.home,
        "feed_url": address,
        "description": feed.description,
        "language": "en",
        "authors": [{"name": feed.author, "url": feed.site}],
        "items": [{name: value for name, value in item.items() if value} for item in items],
    }
    return dumped(document)


def _xml(name: str, feed: _Feed) -> str:
    entries = [_entry(name, entry) for entry in feed.entries]
    return str(_macros(name).document(feed, entries, __version__))


@lru_cache(maxsize=8192)  # a paper is in the feeds of all, of its groups and of its topics
def _entry(name: str, entry: FeedEntry) -> Markup:
    return Markup(_macros(name).entry(entry))


@cache
def _macros(name: str) -> Any:
    """The macros of a template: ``entry``, and ``document`` that puts entries in."""
    templates = environment(_TEMPLATES, lambda text: Markup(plain(text).translate(_REFERENCES)))
    templates.filters |= {
        "rfc3339": lambda moment: moment.isoformat().replace("+00:00", "Z"),
        "rfc822": format_datetime,
    }
    return templates.get_template(name).module


def _outlines(world: World, text: str) -> tuple[str]:
    return (text,)


def _opml(settings: Settings, whole: Channel, groups: tuple[tuple[Channel, ...], ...]) -> str:
    """The Atom feeds by group, each channel once (OPML 2.0, https://opml.org/spec2.opml)."""
    root = ElementTree.Element("opml", version="2.0")
    head = ElementTree.SubElement(root, "head")
    ElementTree.SubElement(head, "title").text = plain(settings.title)
    body = ElementTree.SubElement(root, "body")
    _outline(body, settings, whole)
    for group in groups:
        folder = ElementTree.SubElement(body, "outline", text=plain(group[0].name))
        for channel in group:
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
        xmlUrl=f"{base_url(settings)}{channel.folder}{FILES['papers'][0]}",
        htmlUrl=base_url(settings) + channel.page,
        language="en",
    )
