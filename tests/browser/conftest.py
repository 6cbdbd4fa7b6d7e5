"""A small site of invented papers, hostile ones among them, served and open in one tab."""

from __future__ import annotations

import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Literal

import pytest
from playwright.sync_api import (
    Browser,
    BrowserContext,
    ConsoleMessage,
    Locator,
    Page,
    ViewportSize,
    expect,
)

from generator import store
from tests.conftest import SITE

CORPUS = store.load(SITE).corpus
PAPERS = CORPUS.papers
HOSTILE = sorted(name for name in PAPERS if name.startswith("hostile-"))
SCHEMES: tuple[Literal["light", "dark"], ...] = ("light", "dark")
DESKTOP = ViewportSize(width=1280, height=900)
AXE = Path(__file__).parents[1] / "node_modules" / "axe-core" / "axe.min.js"
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
PAGE_WIDTH = "document.documentElement.scrollWidth"


class Quiet(SimpleHTTPRequestHandler):
    def end_headers(self) -> None:
        self.send_header("LinkChecker", "as fast as you like")  # it waits between requests else
        super().end_headers()

    def log_message(self, format: str, *args: object) -> None:
        pass


@contextmanager
def served(folder: Path) -> Iterator[str]:
    """The address of the site in ``folder``, from the folder of its host."""
    handler = partial(Quiet, directory=str(folder.parent))
    server = ThreadingHTTPServer(("127.0.0.1", 0), handler)
    thread = threading.Thread(target=server.serve_forever, args=(0.02,))
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}/{folder.name}/"
    server.shutdown()
    thread.join()
    server.server_close()


class Visit:
    """What somebody does in one tab, with all it asked for and complained of."""

    def __init__(self, page: Page, site: str) -> None:
        self.page = page
        self.site = site
        self.asked: list[str] = []
        self.complaints: list[str] = []
        page.on("request", lambda request: self.asked.append(request.url))
        page.on("console", self._said)
        page.on("pageerror", lambda error: self.complaints.append(str(error)))

    def begin(self) -> None:
        """Nobody was ever there, and it is a desktop in daylight."""
        self.page.goto(f"{self.site}robots.txt")
        self.page.evaluate("localStorage.clear(), sessionStorage.clear()")
        self.page.set_viewport_size(DESKTOP)
        self.page.emulate_media(color_scheme="light", media="screen")
        self.asked.clear()
        self.complaints.clear()

    def open(self, path: str) -> Page:
        """The page at ``path``, once its scripts are done: the button of the keys comes last."""
        self.page.goto(self.site + path)
        self.page.wait_for_selector("[data-keys][hidden]", state="detached")
        return self.page

    def other_tab(self, path: str) -> Page:
        return Visit(self.page.context.new_page(), self.site).open(path)

    def titles(self, part: str = "article") -> list[str]:
        """The titles of papers in a part of the page."""
        return [unfolded(each) for each in self.page.locator(f"{part} h3").all_inner_texts()]

    def clipboard(self) -> str:
        text = self.page.evaluate("navigator.clipboard.readText()")
        return str(text).replace("\r\n", "\n")

    def downloaded(self, button: str) -> str:
        """What the file says that ``button`` gives."""
        with self.page.expect_download() as coming:
            self.page.get_by_role("button", name=button).click()
        return Path(coming.value.path()).read_text(encoding="utf-8")

    @property
    def elsewhere(self) -> list[str]:
        """What was asked of other hosts."""
        return [url for url in self.asked if not url.startswith((self.site, "data:"))]

    def _said(self, line: ConsoleMessage) -> None:
        if line.type in ("error", "warning"):
            self.complaints.append(line.text)


def axe(page: Page, rules: Sequence[str] = RULES) -> list[str]:
    """What axe-core finds against the rules on the page as it is shown: rule and selector."""
    if not page.evaluate("'axe' in window"):
        page.evaluate(AXE.read_text(encoding="utf-8"))
    found = page.evaluate(
        "rules => axe.run({runOnly: rules, resultTypes: ['violations']})"
        ".then(({violations}) => violations.flatMap(({id, nodes}) =>"
        " nodes.map(({target, failureSummary}) => [id, target.join(' '), failureSummary])))",
        rules,
    )
    return [": ".join(" ".join(words.split()) for words in violation) for violation in found]


def unfolded(text: str) -> str:
    return " ".join(text.split())


def title(name: str) -> str:
    """The title of a paper as a page shows it."""
    return unfolded(PAPERS[name].title)


TINY = title("tiny-steps")


def pressed(button: Locator, on: bool = True) -> None:
    expect(button).to_have_attribute("aria-pressed", str(on).lower())


@pytest.fixture(scope="session")
def site(built_site: Path) -> Iterator[str]:
    """The address of the site."""
    with served(built_site) as address:
        yield address


@pytest.fixture(scope="session")
def tab(chromium: Browser, site: str) -> Iterator[Visit]:
    """The tab that tests share: to open another takes longer than most of them."""
    with chromium.new_context(permissions=["clipboard-read", "clipboard-write"]) as context:
        page = context.new_page()
        page.goto(f"{site}robots.txt", wait_until="networkidle")  # asks for an icon, once
        yield Visit(page, site)


@pytest.fixture
def visit(tab: Visit) -> Iterator[Visit]:
    """A visit in which no script complains, and nothing is asked of another host."""
    tab.begin()
    yield tab
    tab.page.unroute_all()
    context = tab.page.context
    context.unroute_all()
    for other in context.pages:
        if other is not tab.page:
            other.close()
    assert tab.complaints == tab.elsewhere == []


@pytest.fixture
def context(chromium: Browser) -> Iterator[BrowserContext]:
    """A browser of its own, for what cannot be taken back."""
    with chromium.new_context(viewport=DESKTOP, color_scheme="light") as context:
        yield context
