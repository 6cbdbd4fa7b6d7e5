"""A small site of invented papers, hostile ones among them, built and served."""

from __future__ import annotations

import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Page

from generator.build.run import build_site

ROOT = Path(__file__).parents[2]
CONTENT = ROOT / "tests" / "fixtures" / "site"
AXE = ROOT / "tests" / "node_modules" / "axe-core" / "axe.min.js"
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]


class Quiet(SimpleHTTPRequestHandler):
    def end_headers(self) -> None:
        self.send_header("LinkChecker", "as fast as you like")  # it waits between requests else
        super().end_headers()

    def log_message(self, format: str, *args: object) -> None:
        pass


class Visit:
    """A page open in the browser, with all it asked for and complained of."""

    def __init__(self, context: BrowserContext, site: str) -> None:
        self.site = site
        self.elsewhere: list[str] = []
        self.complaints: list[str] = []
        self.page: Page = context.new_page()
        self.page.on("request", lambda request: self._asked(request.url))
        self.page.on("console", lambda line: self._said(line.type, line.text))
        self.page.on("pageerror", lambda error: self.complaints.append(str(error)))

    def open(self, path: str) -> Page:
        self.page.goto(self.site + path)
        self.page.wait_for_timeout(50)
        return self.page

    def _asked(self, url: str) -> None:
        if not url.startswith((self.site, "data:")):
            self.elsewhere.append(url)

    def _said(self, kind: str, text: str) -> None:
        if kind in ("error", "warning"):
            self.complaints.append(text)


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


@pytest.fixture(scope="session")
def site_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The site as built, in a folder of its host as on GitHub Pages."""
    folder = tmp_path_factory.mktemp("host") / "papers-of-nowhere"
    build_site(ROOT / "mkdocs.yml", CONTENT, folder, strict=True)
    return folder


@contextmanager
def served(folder: Path) -> Iterator[str]:
    """The address of the site in ``folder``, from the folder of its host."""
    handler = partial(Quiet, directory=str(folder.parent))
    server = ThreadingHTTPServer(("127.0.0.1", 0), handler)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}/{folder.name}/"
    server.shutdown()
    thread.join()
    server.server_close()


@pytest.fixture(scope="session")
def site(site_folder: Path) -> Iterator[str]:
    """The address of the site."""
    with served(site_folder) as address:
        yield address


@pytest.fixture
def context(chromium: Browser) -> Iterator[BrowserContext]:
    context = chromium.new_context(viewport={"width": 1280, "height": 900}, color_scheme="light")
    yield context
    context.close()


@pytest.fixture
def visit(context: BrowserContext, site: str) -> Visit:
    return Visit(context, site)
