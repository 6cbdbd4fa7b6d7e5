"""Views to Markdown: the whole tree of generated pages, readable on GitHub as it is."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from generator.site.pages.dates import date_pages
from generator.site.pages.listings import edition_pages, home_page, trending_page
from generator.site.pages.lists import (
    code_pages,
    email_page,
    feeds_page,
    papers_page,
    script_pages,
)
from generator.site.pages.page import Page, PageOutput
from generator.site.pages.paper import moved_pages, paper_pages
from generator.site.pages.topics import curate_pages, plots, stats_page, topic_pages
from generator.views import Digest

__all__ = ["Page", "PageOutput", "outputs", "plots", "render"]


def outputs(
    digest: Digest, sources: Mapping[str, str], *, drawn: bool = True
) -> Iterator[PageOutput]:
    """Every page of ``digest`` as it is to be made, in a fixed order.

    ``sources`` gives the path in the content folder of each paper's file, by id; a paper
    without one has no link to improve its record. ``drawn`` pages have their pictures in
    them, others show them as files beside.
    """
    yield home_page(digest)
    yield papers_page(digest)
    yield from topic_pages(digest)
    yield from date_pages(digest)
    yield from edition_pages(digest)
    yield from code_pages(digest)
    yield feeds_page(digest)
    yield email_page(digest)
    yield from curate_pages(digest, sources)
    yield trending_page(digest)
    yield stats_page(digest, drawn=drawn)
    yield from script_pages(digest)
    yield from paper_pages(digest, sources)
    yield from moved_pages(digest)


def render(digest: Digest, sources: Mapping[str, str]) -> Iterator[Page]:
    """Every page of ``digest`` for a tree of Markdown, the same for the same corpus."""
    for page in outputs(digest, sources, drawn=False):
        yield page.make(digest.world, page.given)
