"""How long the pages are and what a first view moves: ``python benchmarks/pages.py``.

Takes a built site, opens the kinds of page that have a bound on a desktop (1280 by 900) and on
a phone (390 by 844) with an empty cache, and prints heights, where the 30th title and the end
of a summary are, the smallest target to touch on a phone, and the bytes of the first view as a
host compresses them. Exit code 1 where a bound is passed.
"""

from __future__ import annotations

import argparse
import gzip
import shutil
import sys
import threading
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import TypedDict

from playwright.sync_api import Browser, Response, ViewportSize, sync_playwright

SITE = Path(__file__).parent.parent / "site"
SIZES: dict[str, ViewportSize] = {
    "desktop": {"width": 1280, "height": 900},
    "phone": {"width": 390, "height": 844},
}
SCREENS = {"desktop": 4.5, "phone": 13}
"""How many screens the home page may take."""
TITLE = 1800
BYTES = 150_000
TARGET = 24
MEASURE = """() => {
  const top = (element) => (element ? element.getBoundingClientRect().top + scrollY : null);
  const seen = (element) => element.checkVisibility() && element.getClientRects().length > 0;
  const inText = (element) => element.matches("p a, li a, td a, dd a");
  const targets = [...document.querySelectorAll("a[href], button, summary, input")]
    .filter((element) => seen(element) && !inText(element) && !element.matches(".skip"))
    .map((element) => (element.closest("label") ?? element).getBoundingClientRect());
  const summary = document.querySelector(".summary");
  return {
    height: document.documentElement.scrollHeight,
    wide: document.documentElement.scrollWidth > innerWidth,
    title: top(document.querySelectorAll("[data-paper] h3")[29]),
    summary: summary && summary.getBoundingClientRect().bottom,
    target: Math.min(...targets.map(({ width, height }) => Math.min(width, height))),
  };
}"""


class Measured(TypedDict):
    """What a page says of its measures, in pixels; None where it has no such thing."""

    height: int
    wide: bool
    title: float | None
    summary: float | None
    target: float


class Quiet(SimpleHTTPRequestHandler):
    """Serves the site without a word."""

    def log_message(self, format: str, *args: object) -> None:
        """Nothing: the table is the output."""


def packed(response: Response) -> int:
    """The bytes of an answer as a host sends them: text in gzip, fonts as they are."""
    body = response.body()
    is_font = response.url.endswith(".woff2")
    return len(body) if is_font else len(gzip.compress(body, 9, mtime=0))


def measured(browser: Browser, address: str, size: ViewportSize) -> tuple[Measured, int]:
    """A page's measures, and the bytes of its first view."""
    context = browser.new_context(viewport=size)
    page = context.new_page()
    answers: list[Response] = []
    page.on("response", lambda answer: answers.append(answer))
    page.goto(address, wait_until="networkidle")
    found: Measured = page.evaluate(MEASURE)
    moved = sum(map(packed, answers))
    context.close()
    return found, moved


def passed(name: str, kind: str, found: Measured, moved: int) -> list[str]:
    """The bounds that a page does not keep, in words."""
    height = SIZES[kind]["height"]
    is_home = name == "home"
    bounds = {
        f"{SCREENS[kind]} screens": is_home and found["height"] > SCREENS[kind] * height,
        f"30th title above {TITLE}": is_home
        and kind == "desktop"
        and (found["title"] or 0) > TITLE,
        "summary on the first screen": kind == "phone" and (found["summary"] or 0) > height - 59,
        f"targets of {TARGET}px": kind == "phone" and found["target"] < TARGET - 0.1,
        f"{BYTES:,} bytes": moved > BYTES,
        "no sideways scroll": found["wide"],
    }
    return [bound for bound, is_passed in bounds.items() if is_passed]


def main() -> int:
    """Measure each page and print a line for it; 1 where any passes a bound."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--site", type=Path, default=SITE, help="a built site")
    site = parser.parse_args().site
    papers, topics = (sorted((site / of).glob("*/index.html")) for of in ("papers", "topics"))
    longest = max(papers, key=lambda path: path.stat().st_size, default=None)
    largest = max(topics, key=lambda path: path.stat().st_size, default=None)
    pages = {"home": "", "search": "search/", "question": "search/?q=language+models"}
    for name, path in (("paper", longest), ("topic", largest)):
        if path:
            pages[name] = f"{path.parent.relative_to(site).as_posix()}/"
    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(Quiet, directory=str(site)))
    threading.Thread(target=server.serve_forever, daemon=True).start()
    system = ("chromium", "chromium-browser", "google-chrome")
    failed = False
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=next(filter(None, map(shutil.which, system)), None)
        )
        for name, path in pages.items():
            for kind, size in SIZES.items():
                address = f"http://127.0.0.1:{server.server_port}/{path}"
                found, moved = measured(browser, address, size)
                lost = passed(name, kind, found, moved)
                failed |= bool(lost)
                screens = found["height"] / size["height"]
                line = f"{name:8}{kind:9}{found['height']:>7}px {screens:5.1f} screens"
                line += f"{moved / 1000:8.0f} kB  target {found['target']:.0f}px"
                line += f"  30th title {found['title']:.0f}" if found["title"] else ""
                line += f"  summary to {found['summary']:.0f}" if found["summary"] else ""
                line += f"  passed: {', '.join(lost)}" if lost else ""
                sys.stdout.write(f"{line}\n")
        browser.close()
    server.shutdown()
    return int(failed)


if __name__ == "__main__":
    sys.exit(main())
