"""The page of the feeds, and a feed that somebody opens in a browser."""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.sync_api import BrowserContext, expect

from tests.browser.conftest import Visit

SHEET = Path(__file__).parents[2] / "overrides" / "assets" / "feed.css"


def test_a_button_copies_the_address_of_each_feed(visit: Visit, context: BrowserContext) -> None:
    context.grant_permissions(["clipboard-read", "clipboard-write"])
    page = visit.open("feeds/")
    links, buttons = page.locator("td:nth-child(2) a"), page.locator("td .copy")
    expect(buttons.first).to_be_visible()
    assert buttons.count() == links.count() > 10
    button = page.get_by_role("button", name="Copy the address of Scaling laws as RSS")
    button.click()
    expect(page.get_by_text("Address copied")).to_be_visible()
    copied = page.evaluate("navigator.clipboard.readText()")
    assert copied == f"{visit.site}topics/scaling-laws/rss.xml"
    assert visit.complaints == []


def test_without_a_clipboard_the_address_is_shown(visit: Visit) -> None:
    page = visit.open("feeds/")
    page.evaluate("Object.defineProperty(navigator, 'clipboard', {value: undefined})")
    page.get_by_role("button", name="Copy the address of All papers as Atom").click()
    expect(page.get_by_text(f"Copy this address: {visit.site}feed.xml")).to_be_visible()


@pytest.mark.parametrize("name", ["feed.xml", "rss.xml", "daily.xml", "feed-2024-10-20.xml"])
def test_a_feed_in_a_browser_is_a_page_that_reads_well(
    visit: Visit, context: BrowserContext, name: str
) -> None:
    context.route("https://digest.example/**/feed.css", lambda route: route.fulfill(path=SHEET))
    page = visit.open(name)
    shown = page.evaluate(
        """() => [...document.querySelectorAll("entry > title, item > title")].map(
            title => [title.textContent, getComputedStyle(title).display])"""
    )
    assert shown
    assert {display for _, display in shown} == {"block"}
    hidden = page.evaluate(
        """() => [...document.querySelectorAll("id, guid, updated, link, item > description")].map(
            each => getComputedStyle(each).display)"""
    )
    assert {*hidden} == {"none"}
    if name == "feed-2024-10-20.xml":
        expect(page.get_by_text("A schedule named after a marigold")).to_be_visible()
        expect(page.get_by_role("link", name="arXiv 2410.00001")).to_be_visible()
    assert page.evaluate("document.documentElement.scrollWidth") <= 1280
    assert page.evaluate("'pwned' in window") is False
