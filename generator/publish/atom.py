"""Atom 1.0 (RFC 4287), its older entries in archives (RFC 5005)."""

from __future__ import annotations

from functools import lru_cache
from html import escape
from io import StringIO
from typing import TYPE_CHECKING, Any

from feedgenerator import Atom1Feed
from feedgenerator.django.utils.xmlutils import SimplerXMLGenerator

from generator import __version__
from generator.views.channels import ATOM

if TYPE_CHECKING:
    from datetime import datetime

    from generator.publish.entries import Entry
    from generator.publish.feed import Feed

_HISTORY = "http://purl.org/syndication/history/1.0"


def document(feed: Feed) -> str:
    """One document of ``feed``, the current one or an archive."""
    made = _Atom(
        title=feed.title,
        link=feed.home,
        description=feed.description,
        language="en",
        author_name=feed.author,
        author_link=feed.site,
        feed_url=feed.url(ATOM),
        feed_guid=feed.id,
        document=feed,
    )
    return str(made.writeString("utf-8"))


class _Atom(Atom1Feed):  # type: ignore[misc]  # the library has no types
    """What the library leaves out: archives, all authors, labels, where a paper is."""

    def root_attributes(self) -> dict[str, str]:
        return {**super().root_attributes(), "xmlns:fh": _HISTORY}

    def latest_post_date(self) -> datetime:
        updated: datetime = self.feed["document"].updated
        return updated

    def add_root_elements(self, handler: Any) -> None:
        super().add_root_elements(handler)
        feed: Feed = self.feed["document"]
        handler.addQuickElement("generator", "Paper Digest", {"version": __version__})
        if feed.number:
            handler.addQuickElement("fh:archive")
        for rel, url in (("current", feed.current), ("prev-archive", feed.older)):
            if url:
                handler.addQuickElement("link", None, {"rel": rel, "href": url})

    def write_items(self, handler: Any) -> None:
        for entry in self.feed["document"].entries:
            handler.ignorableWhitespace(f"\n{_text(entry)}")

    def add_item_elements(self, handler: Any, item: dict[str, Any]) -> None:
        super().add_item_elements(handler, item)
        entry: Entry = item["entry"]
        for author in entry.authors:
            handler.startElement("author", {})
            handler.addQuickElement("name", author)
            handler.endElement("author")
        for category in entry.categories:
            attributes = {
                "term": category.term,
                "label": category.label,
                "scheme": category.scheme,
            }
            handler.addQuickElement("category", None, attributes)
        for title, url in entry.links:
            attributes = {"rel": "related", "href": url, "title": title}
            handler.addQuickElement("link", None, attributes)


@lru_cache(maxsize=8192)  # a paper is in the feeds of all, of its groups and of its topics
def _text(entry: Entry) -> str:
    out = StringIO()
    made = _Atom(title="", link="", description="")
    made.add_item(
        title=entry.title,
        link=entry.url,
        description=escape(entry.summary, quote=False),
        content=entry.html,
        pubdate=entry.published,
        updateddate=entry.updated,
        unique_id=entry.id,
        entry=entry,
    )
    Atom1Feed.write_items(made, SimplerXMLGenerator(out, "utf-8", short_empty_elements=True))
    return out.getvalue()
