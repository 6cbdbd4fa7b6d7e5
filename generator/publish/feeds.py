"""Views to feeds: Atom, RSS 2.0 and JSON Feed of all papers, each group and each topic; OPML.

Atom is RFC 4287 with the archives of RFC 5005, RSS 2.0 what rssboard.org specifies with its
profile, JSON Feed 1.1 what https://www.jsonfeed.org/version/1.1/ says, OPML 2.0 what
https://opml.org/spec2.opml does. All times are midnight, UTC: entries of one day say that they
changed at once, which they did.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from email.utils import format_datetime
from functools import lru_cache
from itertools import groupby
from pathlib import Path
from typing import Any

import msgspec
from markupsafe import Markup

from generator import __version__, views
from generator.papers import wording
from generator.papers.fields import first_day
from generator.papers.links import addresses
from generator.papers.model import Paper, base_url
from generator.publish.api import dumped
from generator.publish.citation import nonempty
from generator.text.markdown import template
from generator.text.plain import cut, in_html, paragraphs, plain, web_url
from generator.views import Digest, channels
from generator.views.channels import FILES, OPML, Channel, Volume
from generator.views.outputs import Joined, Output, Shown, World
from generator.views.periods import day_added

_TEMPLATES = Path(__file__).parent / "templates"
_ABSTRACT = 480  # characters, of one that stands in for a summary
# What readers that take a title for HTML understand best, as the profile of RSS found:
# https://www.rssboard.org/rss-profile#data-types-characterdata
_END = "</feed>\n"
_ENTITIES = {sign: f"&#x{ord(sign):X};" for sign in '&<>"'}


@dataclass(frozen=True, slots=True)
class Added:
    """A day, the papers that were added on it, and whether the site has a page of it."""

    day: str
    papers: tuple[Shown, ...]
    has_page: bool


@dataclass(frozen=True, slots=True)
class _Document:
    """A document of a feed, in each format, but for its entries: its feed, its neighbours.

    ``channel`` is the feed's, without its papers; ``links`` are those of other documents by
    relation (RFC 5005).
    """

    channel: Channel
    volume: Volume
    links: tuple[tuple[str, str], ...] = ()


class FeedEntry(msgspec.Struct, frozen=True, eq=False):
    """What a reader of feeds gets as one item: plain text, save ``html``; absolute addresses.

    ``html`` is XHTML too. ``published`` and ``updated`` are days, which begin at midnight, UTC;
    the first is '' of what never was news. ``source`` is the paper's own address, '' where none
    is known. An entry equals only itself: a paper's is one object in all its feeds.
    """

    id: str
    url: str
    title: str
    html: Markup
    published: str
    updated: str
    authors: tuple[str, ...] = ()
    topics: tuple[tuple[str, str], ...] = ()
    source: str = ""


def outputs(digest: Digest) -> Iterator[Output | Joined]:
    """Every feed of ``digest`` and the OPML of them, in a fixed order; none without a tag.

    What the feed of all papers holds no more stands in archives (RFC 5005), Atom alone:
    ``feed-2025-10.xml`` has what was added in that month and never changes again, unless a
    paper is taken down. The last has what never was news.
    """
    if not channels.has_feeds(digest.corpus.settings):
        return
    whole, groups = channels.whole(digest), tuple(channels.groups(digest))
    archives, current = channels.archives(digest), FILES["papers"][0]
    names = [f"feed-{archive.name}.xml" for archive in archives]
    yield from _current(digest, whole, tuple(("prev-archive", name) for name in names[:1]))
    for channel in (channel for group in groups for channel in group):
        yield from _current(digest, channel)
    for archive, name, newer, older in zip(
        archives, names, (current, *names), (*names[1:], ""), strict=False
    ):
        # A month does not name the month after it, which was not there when it was finished.
        way = ("prev-archive", older) if older else ("next-archive", newer)
        links = (("current", current), way)
        updated = max((_updated(digest.world, each) for each in archive.papers), default="")
        frame = (_Document(_bare(whole), "papers", links), updated, name)
        yield Joined(name, _archived, digest.shown(archive.papers), frame, _around)
    outlines = (_bare(whole), [[_bare(channel) for channel in group] for group in groups])
    yield Output((OPML,), _opml, outlines)


def _bare(channel: Channel) -> Channel:
    """A channel without its papers, in plain text."""
    name, description = plain(channel.name), plain(channel.description)
    return replace(channel, papers=(), name=name, description=description)


def _current(
    digest: Digest, channel: Channel, links: tuple[tuple[str, str], ...] = ()
) -> Iterator[Output]:
    shown = digest.shown(channel.papers)
    for volume in channel.volumes:
        given: tuple[_Document, tuple[Shown | Added, ...]]
        given = (_Document(_bare(channel), volume, links), shown)
        if volume == "days":
            by_day = groupby(shown, key=lambda each: day_added(each.paper))
            days = (Added(day, tuple(on), day in digest.papers_of) for day, on in by_day)
            given = (_Document(_bare(channel), volume), tuple(days))
        for folder in (channel.folder, *channel.former):
            yield Output(tuple(folder + file for file in FILES[volume]), _documents, given)


# Entries


@lru_cache(maxsize=2048)  # new papers are in the feeds of all, of their groups and topics
def of_paper(world: World, shown: Shown) -> FeedEntry:
    """The entry of a paper: one object in all feeds that have it."""
    paper, site = shown.paper, base_url(world.settings)
    topics = tuple((each.id, plain(each.title) or each.id) for each in world.known_topics(paper))
    links = [(plain(each.label), url) for each in addresses(paper) if (url := web_url(each.url))]
    facts = (
        wording.short_authors(paper),
        paper.venue or "",
        wording.date_words(paper.published or shown.listed) or "Undated",
        *wording.standing(paper, site),
    )
    url = f"{site}papers/{paper.id}/"
    return FeedEntry(
        id=f"{_authority(world)}papers/{paper.id}",
        url=url,
        title=plain(paper.title) or paper.id,
        html=_render(
            "entry_paper",
            facts=plain(". ".join(filter(None, facts)) + "."),
            summary=paragraphs(paper.summary),
            abstract=cut(" ".join(paragraphs(paper.abstract)), _ABSTRACT),
            links=links,
            topics=[(label, f"{site}topics/{id_}/") for id_, label in topics],
            page=url,
            digest=plain(world.settings.title),
        ),
        published=paper.added or "",
        updated=_updated(world, paper),
        authors=tuple(filter(None, map(plain, paper.names[: wording.MOST_NAMED]))),
        topics=topics,
        source=links[0][1] if links else "",
    )


def _of_day(world: World, added: Added) -> FeedEntry:
    day, site = added.day, base_url(world.settings)
    papers = [shown.paper for shown in added.papers]
    groups = [
        (
            plain(group.title) if group else "",
            [
                (
                    plain(paper.title),
                    f"{site}papers/{paper.id}/",
                    wording.gist(paper),
                    plain(wording.short_authors(paper)),
                )
                for paper in of_group
            ],
        )
        for group, of_group in views.by_group(world, papers)
    ]
    return FeedEntry(
        id=f"{_authority(world)}days/{day}",
        url=site + f"dates/{day.replace('-', '/')}/" * added.has_page,
        title=f"{wording.day_words(day)}: {wording.count(len(papers), 'paper')}",
        html=_render("entry_day", groups=groups),
        published=day,
        updated=max(day, *(paper.revised or "" for paper in papers)),
    )


def _authority(world: World) -> str:
    """What the ids of a digest's feeds and entries begin with (RFC 4151)."""
    return f"tag:{world.settings.feeds.tag}:"


@lru_cache(maxsize=1)  # it is asked for each paper
def _beginning(world: World) -> str:
    """The day on which the feeds began: that of what has none of its own."""
    return first_day(world.settings.feeds.tag.rpartition(",")[2])


def _updated(world: World, paper: Paper) -> str:
    """The day of the last change; what was never news has changed, if at all, since then."""
    return max(paper.added or "", paper.revised or _beginning(world))


def _render(name: str, /, **values: object) -> Markup:
    """HTML of ``values`` in plain text."""
    return Markup(template(_TEMPLATES, f"{name}.html.j2", in_html).render(values).strip())


# Documents


def _documents(world: World, given: tuple[_Document, tuple[Shown | Added, ...]]) -> tuple[str, ...]:
    document, papers = given
    entries = [
        of_paper(world, each) if isinstance(each, Shown) else _of_day(world, each)
        for each in papers
    ]
    feed = _feed(world, document, max((entry.updated for entry in entries), default=""))
    here = base_url(world.settings) + document.channel.folder
    atom, rss, json = (here + file for file in FILES[document.volume])
    return (
        _xml("atom", feed, entries, atom),
        _xml("rss", feed, entries, rss),
        _json(feed, entries, json),
    )


def _archived(world: World, shown: Shown) -> str:
    return str(_macros("atom").entry(of_paper(world, shown)))


def _around(world: World, given: tuple[_Document, str, str]) -> tuple[str, str, str]:
    """What stands around the entries of an archive, of which the last change and name are given."""
    document, updated, name = given
    address = base_url(world.settings) + document.channel.folder + name
    text = _macros("atom").document(_feed(world, document, updated), [], address, __version__)
    return str(text).removesuffix(_END), "", _END


def _feed(world: World, document: _Document, updated: str) -> dict[str, Any]:
    settings, channel, site = world.settings, document.channel, base_url(world.settings)
    title = ": ".join(filter(None, (plain(settings.title), channel.name)))
    title = title if document.volume == "papers" else f"{title}, day by day"
    return {
        "id": f"{_authority(world)}feeds/{channel.folder}{document.volume}",
        "title": title,
        "description": channel.description or title,
        "author": plain(settings.title),
        "site": site,
        "home": site + channel.page,
        "updated": updated or _beginning(world),
        "links": {relation: site + name for relation, name in document.links},
    }


def _json(feed: dict[str, Any], entries: list[FeedEntry], address: str) -> str:
    """A feed as JSON Feed; what is unknown is left out, since the format knows no null."""
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
        for entry in entries
    ]
    document = {
        "version": "https://jsonfeed.org/version/1.1",
        "title": feed["title"],
        "home_page_url": feed["home"],
        "feed_url": address,
        "description": feed["description"],
        "language": "en",
        "authors": [{"name": feed["author"], "url": feed["site"]}],
        "items": [nonempty(item) for item in items],
    }
    return dumped(document)


def _xml(form: str, feed: dict[str, Any], entries: list[FeedEntry], address: str) -> str:
    items = [_entry(form, entry) for entry in entries]
    return str(_macros(form).document(feed, items, address, __version__))


@lru_cache(maxsize=2048)
def _entry(form: str, entry: FeedEntry) -> Markup:
    return Markup(_macros(form).entry(entry))


def _opml(world: World, given: tuple[Channel, list[list[Channel]]]) -> tuple[str]:
    """The Atom feeds by group, each channel once."""
    document = _macros("opml").document
    return (str(document(*given, plain(world.settings.title), base_url(world.settings), FILES)),)


def _macros(form: str) -> Any:
    """The macros of a template: ``document``, and ``entry`` for what is put into it."""
    return template(_TEMPLATES, f"{form}.xml.j2", _in_xml, rfc822=_rfc822).module


def _in_xml(text: str) -> str:
    for sign, entity in _ENTITIES.items():
        text = text.replace(sign, entity)
    return text


def _rfc822(day: str) -> str:
    return format_datetime(datetime.fromisoformat(day).replace(tzinfo=UTC))
