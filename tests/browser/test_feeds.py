"""The page of the feeds, a feed that somebody opens in a browser, and an issue by mail."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import PAGE_WIDTH, SCHEMES, Visit, axe
from tests.conftest import ROOT

SHEET = ROOT / "overrides" / "assets" / "feed.css"
SHOWN = "entry > title, item > title"
DISPLAYS = "of => [...document.querySelectorAll(of)].map(e => getComputedStyle(e).display)"
HIDDEN = "id, guid, updated, link, item > description"
FOR_MAIL = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa"]
COLOURS = {"light": "rgb(29, 79, 145)", "dark": "rgb(147, 187, 242)"}


def test_a_button_copies_the_address_of_each_feed_or_shows_it(visit: Visit) -> None:
    page = visit.open("feeds/")
    links, buttons = page.locator("td:nth-child(2) a"), page.locator("td .copy")
    expect(buttons.first).to_be_visible()
    assert buttons.count() == links.count() > 10
    page.get_by_role("button", name="Copy the address of Scaling laws as RSS").click()
    expect(page.get_by_text("Address copied")).to_be_visible()
    assert visit.clipboard() == f"{visit.site}topics/scaling-laws/rss.xml"
    page.evaluate("Object.defineProperty(navigator, 'clipboard', {value: undefined})")
    page.get_by_role("button", name="Copy the address of All papers as Atom").click()
    expect(page.get_by_text(f"Copy this address: {visit.site}feed.xml")).to_be_visible()


@pytest.mark.parametrize("name", ["feed.xml", "rss.xml", "daily.xml", "feed-2024-10-20.xml"])
def test_a_feed_in_a_browser_is_a_page_that_reads_well(visit: Visit, name: str) -> None:
    visit.page.route("https://digest.example/**/feed.css", lambda route: route.fulfill(path=SHEET))
    page = visit.open(name)
    for parts, display in ((SHOWN, "block"), (HIDDEN, "none")):
        assert {*page.evaluate(DISPLAYS, parts)} == {display}
    if name == "feed-2024-10-20.xml":
        expect(page.get_by_text("A schedule named after a marigold")).to_be_visible()
        expect(page.get_by_role("link", name="arXiv 2410.00001")).to_be_visible()
    assert page.evaluate(PAGE_WIDTH) <= 1280
    assert page.evaluate("'pwned' in window") is False
    assert {url.rpartition("/")[2] for url in visit.elsewhere} == {"feed.css"}
    visit.asked.clear()


def test_an_issue_reads_well_in_any_width_and_scheme_and_runs_nothing(visit: Visit) -> None:
    page = visit.open("email/2024-W44.html")
    for width in (320, 600, 1280):
        page.set_viewport_size({"width": width, "height": 800})
        assert page.evaluate(PAGE_WIDTH) <= width
        letter = page.locator(".letter").bounding_box()
        assert letter is not None
        assert letter["width"] <= 600
        assert abs(letter["x"] - (width - letter["width"]) / 2) <= 1
    for scheme in SCHEMES:
        page.emulate_media(color_scheme=scheme)
        colour = page.evaluate("getComputedStyle(document.querySelector('h2 a')).color")
        assert colour == COLOURS[scheme]
        assert axe(page, FOR_MAIL) == []
    assert page.locator("h2").count() > 3
    assert page.locator("main").count() == 1
    assert visit.asked == [f"{visit.site}email/2024-W44.html"]
    assert page.evaluate("'pwned' in window") is False
