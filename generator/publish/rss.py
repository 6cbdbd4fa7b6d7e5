"""RSS 2.0 as https://www.rssboard.org/rss-specification and the board's profile have it."""

from __future__ import annotations

from functools import lru_cache
from html import escape
from io import StringIO
from typing import TYPE_CHECKING, Any

from feedgenerator import Rss201rev2Feed
from feedgenerator.django.utils.xmlutils import SimplerXMLGenerator

from generator import __version__
from generator.views.channels import RSS

if TYPE_CHECKING:
    from datetime import datetime

    from generator.publish.entries import Entry
    from generator.publish.feed import Feed

_NAMESPACES = {
    "xmlns:content": "http://purl.org/rss/1.0/modules/content/",
    "xmlns:dc": "http://purl.org/dc/elements/1.1/",
}


def document(feed: Feed) -> str:
    """The current document of ``feed``: the newest entries; the archives are Atom."""
    made = _Rss(
        title=feed.title,
        link=feed.home,
        description=feed.description,
        language="en",
        feed_url=feed.url(RSS),
        document=feed,
    )
    return str(made.writeString("utf-8"))


class _Rss(Rss201rev2Feed):  # type: ignore[misc]  # the library has no types
    """What the library leaves out: the full content, all authors, whose topics they are."""

    def rss_attributes(self) -> dict[str, str]:
        return {**super().rss_attributes(), **_NAMESPACES}

    def latest_post_date(self) -> datetime:
        updated: datetime = self.feed["document"].updated
        return updated.replace(microsecond=0)

    def add_root_elements(self, handler: Any) -> None:
        super().add_root_elements(handler)
        handler.addQuickElement("generator", f"Paper Digest {__version__}")
        handler.addQuickElement("docs", "https://www.rssboard.org/rss-specification")

    def write_items(self, handler: Any) -> None:
        for entry in self.feed["document"].entries:
            handler.ignorableWhitespace(f"\n{_text(entry)}")

    def add_item_elements(self, handler: Any, item: dict[str, Any]) -> None:
        super().add_item_elements(handler, item)
        entry: Entry = item["entry"]
        for author in entry.authors:
            handler.addQuickElement("dc:creator", author)
        for category in entry.categories:
            handler.addQuickElement("category", category.label, {"domain": category.scheme})
        handler.addQuickElement("content:encoded", entry.html)


@lru_cache(maxsize=8192)
def _text(entry: Entry) -> str:
    out = StringIO()
    made = _Rss(title="", link="", description="")
    made.add_item(
        title=entry.title,
        link=entry.url,
        description=escape(entry.summary, quote=False),
        pubdate=entry.published,
        unique_id=entry.id,
        unique_id_is_permalink=False,
        entry=entry,
    )
    Rss201rev2Feed.write_items(made, SimplerXMLGenerator(out, "utf-8", short_empty_elements=True))
    return out.getvalue()
