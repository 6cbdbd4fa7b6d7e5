"""The page of the papers that a reader saved, which scripts fill in the reader's browser."""

from __future__ import annotations

from generator.site.pages.page import Head, Page, page


def saved_page() -> Page:
    """What stands there, where it is kept, and what it needs."""
    head = Head(
        path="saved/index.md",
        kind="saved",
        title="Saved papers",
        description="The papers that you saved, kept in your browser.",
    )
    return page(head, "saved")
