"""The built site in a real browser."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, ViewportSize, expect

from tests.browser.conftest import (
    CORPUS,
    HOSTILE,
    PAGE_WIDTH,
    PAPERS,
    Visit,
    pressed,
    title,
    unfolded,
)
from tests.conftest import fill

DIGEST = CORPUS.settings.title
BACKGROUND = "getComputedStyle(document.body).backgroundColor"
FILLS = "all => all.map(each => getComputedStyle(each).fill)"
WORDS_OF_PLOTS = """all => all.flatMap(svg => {
  const outer = svg.getBoundingClientRect(), scale = outer.width / 320;
  return Array.from(svg.querySelectorAll("text"), text => {
    const box = text.getBoundingClientRect();
    return [parseFloat(getComputedStyle(text).fontSize) * scale,
            box.left >= outer.left - 2 && box.right <= outer.right + 2];
  });
})"""
BOXES = "all => all.map(each => each.getBoundingClientRect().toJSON())"
FOCUSED = "document.activeElement?.innerText.trim() || document.activeElement?.ariaLabel"
MOST_STEPS = 60
NARROW = ViewportSize(width=320, height=800)


def test_hostile_papers_run_nothing_and_are_shown_letter_for_letter(visit: Visit) -> None:
    for path in ("", "topics/hostile/", *(f"papers/{name}/" for name in HOSTILE)):
        page = visit.open(path)
        assert page.locator("h1").count() == 1
        assert page.evaluate("window.pwned") is None
        elements = page.locator("article :is(script, svg, img, iframe)")
        assert elements.and_(page.locator(":not(button svg, .time, .plot)")).count() == 0
        assert page.locator("article a[href^='javascript:' i]").count() == 0
        if paper := PAPERS.get(path.removeprefix("papers/").rstrip("/")):
            assert unfolded(page.locator("h1").inner_text()) == title(paper.id)
            start, _, cut = page.title().partition("…")
            assert title(paper.id).startswith(unfolded(start).removesuffix(f" · {DIGEST}"))
            assert not cut
            assert unfolded(page.locator(".summary").inner_text()) == unfolded(paper.summary)


def test_finding_stands_beside_reading_and_on_a_phone_after_it(visit: Visit) -> None:
    page = visit.open("papers/tiny-steps/")
    for width, side in ((1280, "x"), (390, "y")):
        page.set_viewport_size({"width": width, "height": 844})
        reading, finding = page.locator(".reading, .finding").evaluate_all(BOXES)
        assert finding[side] >= reading[side] + reading["width" if side == "x" else "height"]


def test_scheme_follows_the_system_until_the_reader_chooses(visit: Visit) -> None:
    page = visit.open("")
    light = page.evaluate(BACKGROUND)
    page.emulate_media(color_scheme="dark")
    dark = page.evaluate(BACKGROUND)
    assert dark != light
    button = page.get_by_role("button", name="Dark colours")
    pressed(button)
    button.click()
    assert page.evaluate(BACKGROUND) == light
    visit.open("topics/")
    assert page.evaluate(BACKGROUND) == light
    pressed(button, on=False)
    button.click()
    assert page.evaluate(BACKGROUND) == dark
    page.emulate_media(color_scheme="light")
    assert page.evaluate(BACKGROUND) == light


def test_plots_are_named_legible_and_in_the_colours_of_scheme_and_group(visit: Visit) -> None:
    page = visit.open("stats/")
    expect(page.get_by_role("img", name="Papers by topic")).to_be_visible()
    parts = page.locator("svg.plot .part")
    light = parts.evaluate_all(FILLS)
    assert len(light) > 3
    groups = [
        {*page.locator(f"svg.plot .part[data-group={group}]").evaluate_all(FILLS)}
        for group in ("training", "hostile")
    ]
    assert [len(hues) for hues in groups] == [1, 1]
    assert groups[0] != groups[1]
    page.get_by_role("button", name="Dark colours").click()
    dark = parts.evaluate_all(FILLS)
    assert all(one != other for one, other in zip(light, dark, strict=True))
    for width in (320, 390, 700, 1280):
        page.set_viewport_size({"width": width, "height": 900})
        words = page.locator("svg.plot").evaluate_all(WORDS_OF_PLOTS)
        assert words
        assert all(size >= 9 and is_inside for size, is_inside in words), width


def tab_to(page: Page, name: str, key: str = "Tab") -> None:
    """Presses ``key`` until what is called ``name`` has the focus, and shows it."""
    passed = []
    for _ in range(MOST_STEPS):
        page.keyboard.press(key)
        passed.append(page.evaluate(FOCUSED))
        if passed[-1] == name:
            outline = "getComputedStyle(document.activeElement).outlineStyle"
            assert page.evaluate(outline) != "none", name
            return
    raise AssertionError(f"no {key} leads to {name!r}: {passed}")


def test_search_open_cite_and_switch_by_keyboard_alone(visit: Visit) -> None:
    page = visit.open("")
    tab_to(page, "Search papers")
    page.keyboard.type("zinnia")
    expect(page.get_by_role("option")).to_have_count(1)
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    page.wait_for_url("**/papers/tiny-steps/")
    expect(page.get_by_role("button", name="Copy citation")).to_be_visible()
    tab_to(page, "Copy citation")
    page.keyboard.press("Enter")
    expect(page.get_by_text("Citation copied")).to_be_visible()
    assert visit.clipboard().startswith("@misc{muster2024tiny,")
    light = page.evaluate(BACKGROUND)
    tab_to(page, "Dark colours", "Shift+Tab")
    page.keyboard.press("Space")
    button = page.get_by_role("button", name="Dark colours")
    pressed(button)
    assert page.evaluate(BACKGROUND) != light


@pytest.mark.parametrize(
    ("path", "shown", "hidden"),
    [
        ("dates/", "table a >> nth=3", "button.scheme"),
        ("editions/2024-10-31/", "h1", "button, [data-saved], [data-keys]"),
        ("papers/tiny-steps/", "h1", "button, [data-saved], [data-keys], header .search"),
        ("saved/", "p:text('switch JavaScript on')", "button"),
        ("saved/", "p:text('kept in this browser alone')", "button"),
        ("search/?q=zinnia", ".without-script a:text('all papers')", ".finder"),
    ],
)
def test_without_script_all_is_there_but_what_needs_it(
    plain: Page, site: str, path: str, shown: str, hidden: str
) -> None:
    plain.goto(site + path)
    expect(plain.locator(shown).first).to_be_visible()
    expect(plain.locator(hidden).locator("visible=true")).to_have_count(0)
    assert plain.evaluate(PAGE_WIDTH) <= 320


@pytest.fixture(scope="module")
def plain(chromium: Browser) -> Page:
    """A narrow page in which no script of a site runs."""
    return chromium.new_page(java_script_enabled=False, viewport=NARROW)


def test_link_checker_finds_no_broken_link(site: str, here: Path) -> None:
    command = Path(sys.executable).with_name("linkchecker")
    fill(here, {"rc": "[checking]\nmaxrequestspersecond=1000\n[AnchorCheck]\n"})
    options = ("--config=rc", "--no-status", "--no-robots", "-r-1")
    done = subprocess.run(
        [command, *options, site, f"{site}404.html"],
        capture_output=True,
        text=True,
        check=False,
        env={**os.environ, "HOME": str(here)},
    )
    assert done.returncode == 0, done.stdout + done.stderr
    assert " 0 warnings found. 0 errors found" in done.stdout
