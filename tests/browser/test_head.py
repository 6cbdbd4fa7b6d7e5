"""The head of every kind of page, as a browser reads it."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING
from urllib.parse import urljoin

import pytest
from playwright.sync_api import Page

if TYPE_CHECKING:
    from tests.browser.conftest import Visit

PAGES = (
    "",
    "papers/tiny-steps/",
    "papers/hostile-1/",
    "papers/",
    "topics/",
    "topics/optimisers/",
    "dates/2024/10/",
    "editions/2024-10-31/",
    "feeds/",
    "about/",
)
HOME = "https://digest.example/papers-of-nowhere/"


def one(page: Page, selector: str, attribute: str) -> str:
    (found,) = page.locator(f"head {selector}").all()
    return found.get_attribute(attribute) or ""


@pytest.mark.parametrize("path", PAGES)
def test_head_can_be_read_and_leads_to_what_is_there(visit: Visit, path: str) -> None:
    page = visit.open(path)
    assert one(page, "link[rel=canonical]", "href") == HOME + path
    assert one(page, "meta[name=description]", "content")
    assert "script-src 'self';" in one(page, "meta[http-equiv=Content-Security-Policy]", "content")
    data = json.loads(page.locator("head script[type='application/ld+json']").inner_text())
    kinds = {node["@type"] for node in data["@graph"]}
    wanted = "ScholarlyArticle" if path.startswith("papers/") and path != "papers/" else None
    assert "WebSite" in kinds
    assert (wanted or "ScholarlyArticle") in kinds or kinds & {"CollectionPage", "WebPage"}
    assert ("ScholarlyArticle" in kinds) == bool(wanted)
    for node in data["@graph"]:
        for item in node.get("mainEntity", {}).get("itemListElement", []):
            assert item["url"].startswith(f"{HOME}papers/")
    for link in page.locator("head link[rel=alternate]").all():
        answer = page.request.get(urljoin(page.url, link.get_attribute("href") or ""))
        assert answer.ok, link.get_attribute("href")
    assert page.locator("head meta[name=robots]").count() == 0
    assert visit.complaints == []


@pytest.mark.parametrize("path", ["404.html", "saved/"])
def test_what_is_no_page_of_the_content_is_kept_out_of_search_engines(
    visit: Visit, path: str
) -> None:
    page = visit.open(path)
    assert one(page, "meta[name=robots]", "content") == "noindex"
