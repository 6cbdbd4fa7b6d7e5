"""Views to Markdown: the whole tree of generated pages, readable on GitHub as it is."""

from __future__ import annotations

from typing import TYPE_CHECKING

from generator import views
from generator.site.pages.curate import curate_pages
from generator.site.pages.dates import date_pages
from generator.site.pages.editions import edition_pages
from generator.site.pages.email import email_page
from generator.site.pages.feeds import feeds_page
from generator.site.pages.home import home_page
from generator.site.pages.lists import code_page, papers_page
from generator.site.pages.moved import moved_pages
from generator.site.pages.page import Page
from generator.site.pages.paper import paper_pages
from generator.site.pages.saved import saved_page
from generator.site.pages.search import search_page
from generator.site.pages.stats import plots, stats_page
from generator.site.pages.topics import topic_pages
from generator.site.pages.trending import trending_page
from generator.site.pages.weeks import week_pages
from generator.views import Digest

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from generator.views import Digest

__all__ = ["Page", "plots", "render"]


def render(digest: Digest, sources: Mapping[str, str]) -> Iterator[Page]:
    """Every page of ``digest``, the same for the same corpus, in a fixed order.

    ``sources`` gives the path in the content folder of each paper's file, by id; a paper
    without one has no link to improve its record.
    """
    yield home_page(digest)
    yield papers_page(digest)
    yield from paper_pages(digest, sources)
    yield from moved_pages(digest)
    yield from topic_pages(digest)
    yield from date_pages(digest)
    yield from week_pages(digest)
    yield from edition_pages(digest)
    yield code_page(digest, views.code(digest.corpus))
    yield feeds_page(digest)
    yield email_page(digest)
    yield saved_page()
    yield from curate_pages(digest, sources)
    yield trending_page(digest)
    yield stats_page(digest)
    yield search_page(digest)
