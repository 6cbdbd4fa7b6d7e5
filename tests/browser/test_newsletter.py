"""An issue of the newsletter, as a mail client that shows HTML shows it."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page

from tests.browser.conftest import axe

RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa"]


@pytest.fixture(params=["light", "dark"])
def mail(chromium: Browser, site: str, request: pytest.FixtureRequest) -> Iterator[Page]:
    context = chromium.new_context(color_scheme=request.param)
    page = context.new_page()
    asked: list[str] = []
    page.on("request", lambda each: asked.append(each.url))
    page.goto(f"{site}email/2024-W44.html")
    page.wait_for_load_state("networkidle")
    assert asked == [f"{site}email/2024-W44.html"]
    yield page
    context.close()


def test_an_issue_reads_well_in_any_width(mail: Page) -> None:
    for width in (320, 600, 1280):
        mail.set_viewport_size({"width": width, "height": 800})
        assert mail.evaluate("document.documentElement.scrollWidth") <= width
        letter = mail.locator(".letter").bounding_box()
        assert letter is not None
        assert letter["width"] <= 600
        assert abs(letter["x"] - (width - letter["width"]) / 2) <= 1


def test_axe_finds_nothing_in_an_issue(mail: Page) -> None:
    assert axe(mail, RULES) == []


def test_an_issue_follows_the_scheme_and_runs_nothing(mail: Page) -> None:
    is_dark = mail.evaluate("matchMedia('(prefers-color-scheme: dark)').matches")
    colour = mail.evaluate("getComputedStyle(document.querySelector('h2 a')).color")
    assert colour == ("rgb(147, 187, 242)" if is_dark else "rgb(29, 79, 145)")
    assert mail.evaluate("'pwned' in window") is False
    assert mail.locator("h2").count() > 3
    assert mail.locator("main").count() == 1
