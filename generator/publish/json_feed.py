"""JSON Feed 1.1 as https://www.jsonfeed.org/version/1.1/ has it."""

from __future__ import annotations

import json
from functools import lru_cache
from typing import TYPE_CHECKING, TypedDict

from generator.views.channels import JSON

if TYPE_CHECKING:
    from generator.publish.entries import Entry
    from generator.publish.feed import Feed


class _Author(TypedDict, total=False):
    name: str
    url: str


class _Item(TypedDict, total=False):
    id: str
    url: str
    external_url: str
    title: str
    content_html: str
    summary: str
    date_published: str
    date_modified: str
    authors: list[_Author]
    tags: list[str]


class _Feed(TypedDict):
    version: str
    title: str
    home_page_url: str
    feed_url: str
    description: str
    language: str
    authors: list[_Author]
    items: list[_Item]


def document(feed: Feed) -> str:
    """The current document of ``feed``: the newest entries; the archives are Atom."""
    made: _Feed = {
        "version": "https://jsonfeed.org/version/1.1",
        "title": feed.title,
        "home_page_url": feed.home,
        "feed_url": feed.url(JSON),
        "description": feed.description,
        "language": "en",
        "authors": [{"name": feed.author, "url": feed.site}],
        "items": [_item(entry) for entry in feed.entries],
    }
    return json.dumps(made, ensure_ascii=False) + "\n"


@lru_cache(maxsize=8192)
def _item(entry: Entry) -> _Item:
    """What is unknown is left out: the format knows no null."""
    item: _Item = {"id": entry.id, "url": entry.url}
    if entry.links:
        item["external_url"] = entry.links[0][1]
    item["title"] = entry.title
    item["content_html"] = entry.html
    item["summary"] = entry.summary
    if entry.published:
        item["date_published"] = entry.published.isoformat()
    item["date_modified"] = entry.updated.isoformat()
    if entry.authors:
        item["authors"] = [{"name": author} for author in entry.authors]
    if entry.categories:
        item["tags"] = [category.label for category in entry.categories]
    return item
