"""Views to feeds: Atom, RSS 2.0 and JSON Feed of all papers, each group and each topic; OPML.

Atom is RFC 4287 with the archives of RFC 5005, RSS 2.0 what rssboard.org specifies with its
profile, JSON Feed 1.1 what https://www.jsonfeed.org/version/1.1/ says, OPML 2.0 what
https://opml.org/spec2.opml does. All times are midnight, UTC: entries of one day say that they
changed at once, which they did.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import UTC, datetime
from email.utils import format_datetime
from functools import cache, lru_cache
from itertools import groupby
from pathlib import Path
from typing import TYPE_CHECKING, Any

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
    same, ``updated`` a day. ``links`` are addresses of documents by relation: ``self``, and for
    archives ``current``, ``prev-archive``, ``next-archive``.
    """

    id: str
    title: str
    description: str
    author: str
    site: str
    home: str
    updated: str
    entries: tuple[FeedEntry, ...]
    links: dict[str, str]
    is_archive: bool = False


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
    names = ["", *(archive.name for archive in archives), ""]
    for archive, newer, older in zip(archives, names, names[2:], strict=False):
        papers = digest.shown(archive.papers)
        # A month does not name the month after it, which was not there when it was finished.
        newer = "" if older else newer
        of = _Document(_bare(whole), "papers", papers, (), archive.name, older, newer)
        yield Output((_archive_path(archive.name),), _archive, of)
    yield from _current(digest, whole, names[1])
    for channel in (channel for group in groups for channel in group):
        yield from _current(digest, channel)
    outlines = (_bare(whole), [[_bare(channel) for channel in group] for group in groups])
    yield Output((OPML,), _opml, outlines)


def _bare(channel: Channel) -> Channel:
    return replace(channel, papers=())


def _current(digest: Digest, channel: Channel, older: str = "") -> Iterator[Output]:
    shown = digest.shown(channel.papers)
    by_day = groupby(shown, key=lambda each: day_added(each.paper))
    days = tuple(Added(day, tuple(on), day in digest.papers_of) for day, on in by_day)
    for volume in channel.volumes:
        of = _Document(_bare(channel), volume, shown, older=older)
        if volume == "days":
            of = _Document(_bare(channel), volume, days=days)
        yield Output(tuple(channel.folder + file for file in FILES[volume]), _documents, of)


def _documents(world: World, of: _Document) -> tuple[str, ...]:
    atom, rss, json_feed = (_feed(world, of, file) for file in FILES[of.volume])
    if of.older:
        atom.links["prev-archive"] = atom.site + _archive_path(of.older)
    return _xml("atom", atom), _xml("rss", rss), _json(json_feed)


def _archive(world: World, of: _Document) -> tuple[str]:
    feed = _feed(world, of, _archive_path(of.archive))
    feed.links["current"] = current = feed.site + FILES["papers"][0]
    if of.older:
        feed.links["prev-archive"] = feed.site + _archive_path(of.older)
    else:
        newer = feed.site + _archive_path(of.newer) if of.newer else current
        feed.links["next-archive"] = newer
    return (_xml("atom", feed),)


def _archive_path(name: str) -> str:
    return f"feed-{name}.xml"


def _feed(world: World, of: _Document, file: str) -> _Feed:
    settings, channel, site = world.settings, of.channel, base_url(world.settings)
    papers = tuple(of_paper(world, shown) for shown in of.papers)
    entries = papers + tuple(of_day(world, added) for added in of.days)
    title = ": ".join(filter(None, (plain(settings.title), plain(channel.name))))
    title = title if of.volume == "papers" else f"{title}, day by day"
    return _Feed(
        id=f"{authority(world)}feeds/{channel.folder}{of.volume}",
        title=title,
        description=plain(channel.description) or title,
        author=plain(settings.title),
        site=site,
        home=site + channel.page,
        updated=max((entry.updated for entry in entries), default=beginning(world)),
        entries=entries,
        links={"self": site + channel.folder + file},
        is_archive=bool(of.archive),
    )


def _json(feed: _Feed) -> str:
    """``feed`` as JSON Feed; what is unknown is left out, since the format knows no null."""
    items = [
        {
            "id": entry.id,
            "url": entry.url,
            "external_url": entry.source,
            "title": entry.title,
            "content_html": str(entry.html),
            "date_published": entry.published and f"{entry.published}T00:00:00+00:00",
            "date_modified": f"{entry.updated}T00:00:00+00:00",
            "authors": [{"name": name} for name in entry.authors],
            "tags": [label for _, label in entry.topics],
        }
        for entry in feed.entries
    ]
    document = {
        "version": "https://jsonfeed.org/version/1.1",
        "title": feed.title,
        "home_page_url": feed.home,
        "feed_url": feed.links["self"],
        "description": feed.description,
        "language": "en",
        "authors": [{"name": feed.author, "url": feed.site}],
        "items": [{name: value for name, value in item.items() if value} for item in items],
    }
    return dumped(document)


def _xml(form: str, feed: _Feed) -> str:
    entries = [_entry(form, entry) for entry in feed.entries]
    return str(_macros(form).document(feed, entries, __version__))


@lru_cache(maxsize=8192)  # a paper is in the feeds of all, of its groups and of its topics
def _entry(form: str, entry: FeedEntry) -> Markup:
    return Markup(_macros(form).entry(entry))


def _opml(world: World, given: tuple[Channel, list[list[Channel]]]) -> tuple[str]:
    """The Atom feeds by group, each channel once."""
    document = _macros("opml").document
    return (str(document(*given, world.settings.title, base_url(world.settings), FILES)),)


@cache
def _macros(form: str) -> Any:
    """The macros of a template: ``document``, and ``entry`` for what is put into it."""
    templates = environment(_TEMPLATES, lambda text: Markup(plain(text).translate(_REFERENCES)))
    templates.filters["rfc822"] = _rfc822
    return templates.get_template(f"{form}.xml.j2").module


def _rfc822(day: str) -> str:
    return format_datetime(datetime.fromisoformat(day).replace(tzinfo=UTC))
