"""What the site promises a reader, measured on a page of each kind in a real browser."""

from __future__ import annotations

import gzip
import re
from html.parser import HTMLParser
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import Browser, BrowserContext, expect

from tests.browser.conftest import axe

if TYPE_CHECKING:
    from tests.browser.conftest import Visit

SCREENS = [(width, scheme) for width in (1280, 390) for scheme in ("light", "dark")]
SHOWN = 20
FIRST_VIEW = 150_000
PACKED = {".html", ".css", ".js", ".json", ".svg", ".txt", ".xml"}


@pytest.fixture(scope="session")
def kinds(site_folder: Path) -> dict[str, str]:
    """The longest page of each kind that readers stay on, by kind; and the page for no page."""
    longest: dict[str, Path] = {}
    for path in sorted(site_folder.rglob("index.html")):
        text = path.read_text(encoding="utf-8")
        kind = re.search(r'\bdata-kind="([^"]+)"', text)
        assert kind, f"{path}: states no kind"
        if 'http-equiv="refresh"' in text:  # nobody stays there, and no measure would be sure
            continue
        before = longest.get(kind[1])
        if before is None or before.stat().st_size < path.stat().st_size:
            longest[kind[1]] = path
    found = {
        kind: path.relative_to(site_folder).as_posix().removesuffix("index.html")
        for kind, path in longest.items()
    }
    assert {"home", "paper", "topic", "text"} <= found.keys()
    return {**found, "no page": "404.html"}


def test_axe_finds_nothing(visit: Visit, kinds: dict[str, str]) -> None:
    found = []
    for path in [*kinds.values(), "search/?q=steps", "search/?q=steps+zinnia#narrow"]:
        page = visit.open(path)
        if "?q=" in path:
            expect(page.locator(".finder article").first).to_be_visible()
            expect(page.locator(".finder-boxes label").first).to_be_attached()
        for width, scheme in SCREENS:
            page.set_viewport_size({"width": width, "height": 900})
            page.emulate_media(color_scheme="dark" if scheme == "dark" else "light")
            found += [f"/{path} at {width} px, {scheme}: {wrong}" for wrong in axe(page)]
    assert not found, "\n".join(found[:SHOWN])


def test_axe_finds_what_is_planted(visit: Visit) -> None:
    page = visit.open("")
    page.evaluate(
        "document.querySelector('article').insertAdjacentHTML('beforeend',"
        " '<h6 id=far>Far down</h6><p id=pale>Pale</p><input id=mute>');"
        "document.querySelector('#pale').style.color = 'rgb(128 128 128 / 20%)'"
    )
    found = {tuple(wrong.split(": ")[:2]) for wrong in axe(page)}
    assert {("heading-order", "#far"), ("color-contrast", "#pale"), ("label", "#mute")} <= found


@pytest.mark.parametrize("width", [320, 390, 1280, 2560])
def test_nothing_scrolls_sideways(visit: Visit, kinds: dict[str, str], width: int) -> None:
    visit.page.set_viewport_size({"width": width, "height": 900})
    for path in kinds.values():
        page = visit.open(path)
        assert page.evaluate("document.documentElement.scrollWidth") <= width, path


def test_a_topic_with_a_long_title_keeps_to_the_page(visit: Visit, kinds: dict[str, str]) -> None:
    visit.page.set_viewport_size({"width": 320, "height": 900})
    page = visit.open(kinds["paper"])
    topic = page.locator(".dates a").first
    topic.evaluate("(link) => { link.textContent = 'words of a title '.repeat(9); }")
    assert page.evaluate("document.documentElement.scrollWidth") <= 320


class Inline(HTMLParser):
    """The policy of a page, what comes before it, and what it does not allow."""

    def __init__(self) -> None:
        super().__init__()
        self.policy = ""
        self.loaded_before = False
        self.found: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        if given.get("http-equiv", "").lower() == "content-security-policy":
            self.policy = given["content"]
        self.loaded_before |= not self.policy and tag in ("link", "script", "style")
        if tag == "style" or (tag == "script" and not given.keys() & {"src"}):
            is_data = given.get("type", "").endswith("json")
            self.found += [] if is_data else [f"<{tag}> at line {self.getpos()[0]}"]
        self.found += [
            f"{name}= at line {self.getpos()[0]}"
            for name in given
            if name == "style" or name.startswith("on")
        ]


def against_policy(html: str) -> list[str]:
    """What is wrong with the Content-Security-Policy of a page, and what breaks it."""
    inline = Inline()
    inline.feed(html)
    allowed = {
        name: values
        for name, *values in map(str.split, filter(str.strip, inline.policy.split(";")))
    }
    wrong = list(inline.found)
    if inline.loaded_before:
        wrong.append("something is loaded before the policy stands")
    if allowed.get("default-src") not in (["'none'"], ["'self'"]):
        wrong.append("default-src allows other places")
    for name, values in allowed.items():
        loose = {"'unsafe-inline'", "'unsafe-eval'", "*", "http:", "https:", "data:"} & {*values}
        wrong += [f"{name} allows {value}" for value in loose if (name, value) != DATA_IMAGES]
    return wrong


DATA_IMAGES = ("img-src", "data:")


def test_every_page_has_a_strict_policy_and_keeps_it(site_folder: Path) -> None:
    wrong = {
        path.relative_to(site_folder).as_posix(): found
        for path in site_folder.rglob("*.html")
        if path.relative_to(site_folder).parts[0] != "email"
        and (found := against_policy(path.read_text(encoding="utf-8")))
    }
    assert wrong == {}


@pytest.mark.parametrize(
    ("html", "wrong"),
    [
        ("", "default-src allows other places"),
        ("<script>x</script>{}", "something is loaded before the policy stands"),
        ("{}<script>x</script>", "<script> at line 1"),
        ("{}<style></style>", "<style> at line 1"),
        ("{}\n<p style='color:red'>", "style= at line 2"),
        ("{}<p onclick='x()'>", "onclick= at line 1"),
        ("{} script-src 'self' 'unsafe-inline'", "script-src allows 'unsafe-inline'"),
        ("{} connect-src https:", "connect-src allows https:"),
    ],
)
def test_what_breaks_the_policy_is_found(html: str, wrong: str) -> None:
    directives = html.removeprefix("{}") if html.startswith("{} ") else ""
    meta = (
        f"""<meta http-equiv="Content-Security-Policy" content="default-src 'self';{directives}">"""
    )
    assert wrong in against_policy(html.replace("{}" + directives, meta))


@pytest.fixture
def strict(context: BrowserContext) -> BrowserContext:
    """A browser that keeps count of what the policy of a page forbade."""
    context.add_init_script(
        "window.forbidden = [];"
        "addEventListener('securitypolicyviolation', event =>"
        " forbidden.push(`${event.effectiveDirective} ${event.blockedURI}`))"
    )
    return context


def test_no_page_asks_what_its_policy_forbids_or_another_host(
    strict: BrowserContext, visit: Visit, kinds: dict[str, str]
) -> None:
    for path in kinds.values():
        page = visit.open(path)
        page.wait_for_load_state("networkidle")
        assert page.evaluate("forbidden") == [], path
        assert visit.complaints == [], path
        assert visit.elsewhere == [], path


def test_what_the_policy_forbids_is_noticed(strict: BrowserContext, visit: Visit) -> None:
    page = visit.open("")
    page.evaluate("document.body.insertAdjacentHTML('beforeend', '<p style=color:red>Red</p>')")
    page.wait_for_function("forbidden.length > 0")
    page.evaluate("document.body.append(Object.assign(new Image(), {src: 'https://e.invalid/x'}))")
    page.wait_for_function("forbidden.some(what => what.startsWith('img-src'))")


def first_view(context: BrowserContext, site: str, folder: Path, path: str) -> dict[str, int]:
    """What a first view of a page loads, in bytes as a host sends them, by file."""
    page = context.new_page()
    asked: list[str] = []
    page.on("requestfinished", lambda request: asked.append(request.url))
    page.goto(site + path, wait_until="networkidle")
    page.close()
    files = [folder / url.removeprefix(site).partition("?")[0] for url in asked]
    files = [file / "index.html" if file.is_dir() else file for file in files]
    return {file.relative_to(folder).as_posix(): sent(file) for file in files}


def sent(file: Path) -> int:
    content = file.read_bytes()
    return len(gzip.compress(content, 6) if file.suffix in PACKED else content)


def test_a_first_view_is_light(
    chromium: Browser, site: str, site_folder: Path, kinds: dict[str, str]
) -> None:
    for path in kinds.values():
        context = chromium.new_context(viewport={"width": 390, "height": 844})
        loaded = first_view(context, site, site_folder, path)
        context.close()
        assert {Path(name).suffix for name in loaded} >= {".html", ".css", ".js", ".woff2"}
        assert sum(loaded.values()) < FIRST_VIEW, (path, loaded)
