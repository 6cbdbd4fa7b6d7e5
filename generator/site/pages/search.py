"""The page that the search of the whole digest stands on."""

from __future__ import annotations

from typing import TYPE_CHECKING

from generator.papers.wording import count
from generator.site.pages.page import Head, Page, page

if TYPE_CHECKING:
    from generator.views import Digest


def search_page(digest: Digest) -> Page:
    """The search page: what it searches, and the ways without it; the theme adds the search."""
    papers = count(len(digest.newest), "paper")
    head = Head(
        path="search/index.md",
        kind="search",
        title="Search",
        description=f"Search {papers} by title, author, topic, summary and arXiv id.",
        days=digest.days(digest.newest),
    )
    return page(head, "search", description=head.description)
