"""A document of a feed as Atom, RSS 2.0 or JSON Feed.

Atom is RFC 4287 with the archives of RFC 5005, RSS 2.0 what rssboard.org specifies with its
profile, JSON Feed 1.1 what https://www.jsonfeed.org/version/1.1/ says. All times are midnight,
UTC: entries of one day say that they changed at once, which they did.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from email.utils import format_datetime
from functools import cache, lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from markupsafe import Markup

from generator import __version__
from generator.text.markdown import environment
from generator.text.plain import plain

if TYPE_CHECKING:
    from datetime import datetime

    from generator.publish.entries import Entry

_TEMPLATES = Path(__file__).parent / "templates"
# What readers that take a title for HTML understand best, as the profile of RSS found:
# https://www.rssboard.org/rss-profile#data-types-characterdata
_REFERENCES = str.maketrans({char: f"&#x{ord(char):X};" for char in '&<>"'})


@dataclass(frozen=True, slots=True)
class Feed:
    """One document of a feed, in plain text with absolute addresses.

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
    entries: tuple[Entry, ...]
    links: dict[str, str]
    is_archive: bool = False


def atom(feed: Feed) -> str:
    """``feed`` as Atom."""
    return _xml("atom.xml.j2", feed)


def rss(feed: Feed) -> str:
    """``feed`` as RSS 2.0."""
    return _xml("rss.xml.j2", feed)


def json_feed(feed: Feed) -> str:
    """``feed`` as JSON Feed; what is unknown is left out, since the format knows no null."""
    made = {
        "version": "https://jsonfeed.org/version/1.1",
        "title": feed.title,
        "home_page_url": feed.home,
        "feed_url": feed.links["self"],
        "description": feed.description,
        "language": "en",
        "authors": [{"name": feed.author, "url": feed.site}],
        "items": [_item(entry) for entry in feed.entries],
    }
    return json.dumps(made, ensure_ascii=False, separators=(",", ":")) + "\n"


def _item(entry: Entry) -> dict[str, Any]:
    item = {
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
    return {name: value for name, value in item.items() if value}


def _xml(name: str, feed: Feed) -> str:
    entries = [_entry(name, entry) for entry in feed.entries]
    return str(_macros(name).document(feed, entries, __version__))


@lru_cache(maxsize=8192)  # a paper is in the feeds of all, of its groups and of its topics
def _entry(name: str, entry: Entry) -> Markup:
    return Markup(_macros(name).entry(entry))


@cache
def _macros(name: str) -> Any:
    """The macros of a template: ``entry``, and ``document`` that puts entries in."""
    made = environment(_TEMPLATES, lambda text: Markup(plain(text).translate(_REFERENCES)))
    made.filters |= {"rfc3339": _rfc3339, "rfc822": format_datetime}
    return made.get_template(name).module


def _rfc3339(moment: datetime) -> str:
    return moment.isoformat().replace("+00:00", "Z")
