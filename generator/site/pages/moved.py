"""The pages of former permalinks: each leads to where its paper is now."""

from __future__ import annotations

from typing import TYPE_CHECKING

from generator.site.pages.cards import paper_path
from generator.site.pages.page import Head, Page, page

if TYPE_CHECKING:
    from collections.abc import Iterator

    from generator.views import Digest


def moved_pages(digest: Digest) -> Iterator[Page]:
    """A page for each alias of each paper."""
    for paper in digest.newest:
        for alias in paper.aliases:
            head = Head(
                path=f"papers/{alias}.md",
                kind="moved",
                title=paper.title,
                description="This page has moved.",
                moved_to=f"../{paper.id}/",
            )
            yield page(head, "moved", target=paper_path(paper))
