"""The built site in a real browser."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from playwright.sync_api import BrowserContext, Page, expect

from generator import store

if TYPE_CHECKING:
    from tests.browser.conftest import Visit

CONTENT = Path(__file__).parents[1] / "fixtures" / "site"
CORPUS = store.load(CONTENT).corpus
PAPERS = CORPUS.papers
DIGEST = CORPUS.settings.title
HOSTILE = sorted(name for name in PAPERS if name.startswith("hostile-"))


def unfolded(text: str) -> str:
    return " ".join(text.split())


def test_hostile_papers_run_nothing_and_are_shown_letter_for_letter(visit: Visit) -> None:
    for path in ("", "topics/hostile/", *(f"papers/{name}/" for name in HOSTILE)):
        page = visit.open(path)
        assert page.locator("h1").count() == 1
        assert page.evaluate("window.pwned") is None
        elements = page.locator("article :is(script, svg, img, iframe)")
        assert elements.and_(page.locator(":not(button svg, .time, .plot)")).count() == 0
        assert page.locator("article a[href^='javascript:' i]").count() == 0
        if paper := PAPERS.get(path.removeprefix("papers/").rstrip("/")):
            title = unfolded(paper.title)
            assert unfolded(page.locator("h1").inner_text()) == title
            start, _, cut = page.title().partition("…")
            assert title.startswith(unfolded(start).removesuffix(f" · {DIGEST}"))
            assert not cut
            assert unfolded(page.locator(".summary").inner_text()) == unfolded(paper.summary)
    assert visit.elsewhere == []
    assert visit.complaints == []


def test_home_shows_the_newest_listing_in_its_order(visit: Visit) -> None:
    page = visit.open("")
    expect(page.locator(".front h2")).to_contain_text("31 October 2024")
    shown = {unfolded(title) for title in page.locator(":is(.row, .lead) h3").all_inner_texts()}
    assert {unfolded(PAPERS[name].title) for name in ("tiny-steps", *HOSTILE)} <= shown


def test_finding_stands_beside_reading_and_on_a_phone_after_it(visit: Visit) -> None:
    page = visit.open("papers/tiny-steps/")
    reading, finding = (page.locator(f".{name}").bounding_box() for name in ("reading", "finding"))
    assert reading
    assert finding
    assert finding["x"] > reading["x"] + reading["width"]
    page.set_viewport_size({"width": 390, "height": 844})
    reading, finding = (page.locator(f".{name}").bounding_box() for name in ("reading", "finding"))
    assert reading
    assert finding
    assert finding["y"] >= reading["y"] + reading["height"]


def background(page: Page) -> str:
    return str(page.evaluate("getComputedStyle(document.body).backgroundColor"))


def test_scheme_follows_the_system_until_the_reader_chooses(visit: Visit) -> None:
    page = visit.open("")
    light = background(page)
    page.emulate_media(color_scheme="dark")
    dark = background(page)
    assert dark != light
    button = page.get_by_role("button", name="Dark colours")
    expect(button).to_have_attribute("aria-pressed", "true")
    button.click()
    assert background(page) == light
    visit.open("topics/")
    assert background(page) == light
    expect(button).to_have_attribute("aria-pressed", "false")
    button.click()
    assert background(page) == dark
    page.emulate_media(color_scheme="light")
    assert background(page) == light


def test_without_script_all_is_there(context: BrowserContext, site: str) -> None:
    browser = context.browser
    assert browser
    plain = browser.new_context(java_script_enabled=False, viewport={"width": 320, "height": 800})
    page = plain.new_page()
    page.goto(f"{site}dates/")
    assert page.locator("table a").count() > 3
    assert page.evaluate("document.documentElement.scrollWidth") <= 320
    page.goto(f"{site}papers/tiny-steps/")
    expect(page.locator("h1")).to_be_visible()
    expect(page.locator("button.scheme")).to_be_hidden()
    expect(page.locator("header .search")).to_be_hidden()
    page.goto(f"{site}search/?q=zinnia")
    expect(page.locator(".without-search a").first).to_be_visible()
    expect(page.locator(".finder")).to_be_hidden()
    plain.close()


def test_link_checker_finds_no_broken_link(site: str, tmp_path: Path) -> None:
    path = os.pathsep.join([str(Path(sys.executable).parent), os.environ["PATH"]])
    command = shutil.which("linkchecker", path=path)
    assert command, "linkchecker is not installed"
    config = tmp_path / "linkcheckerrc"
    config.write_text("[checking]\nmaxrequestspersecond=1000\n[AnchorCheck]\n")
    done = subprocess.run(
        [
            command,
            "--config",
            str(config),
            "--no-status",
            "--no-robots",
            "-r-1",
            site,
            f"{site}404.html",
        ],
        capture_output=True,
        text=True,
        check=False,
        env={**os.environ, "HOME": str(tmp_path)},
    )
    assert done.returncode == 0, done.stdout + done.stderr
    assert " 0 warnings found. 0 errors found" in done.stdout
