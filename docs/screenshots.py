"""Takes the README's pictures of the built site: ``make screenshots``.

Each shows a page on a desktop and on a phone, in one scheme: docs/pictures/PAGE-SCHEME.webp.
With a built site and a name, as in ``docs/screenshots.py /tmp/site uncurated``, it takes that
site's home page alone, under that name.
"""

from __future__ import annotations

import io
import shutil
import sys
import threading
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Literal

from PIL import Image
from playwright.sync_api import Browser, sync_playwright

DOCS = Path(__file__).parent
SITE = Path(sys.argv[1]) if sys.argv[1:] else DOCS.parent / "site"
NAME = sys.argv[2] if sys.argv[2:] else ""
PAGES = {
    "home": "",
    "paper": "papers/glm-130b-an-open-bilingual-pre-trained-model/",
    "topic": "topics/training-dynamics/",
    "group": "groups/training/",
    "topics": "topics/",
    "search": "search/?q=distillation",
    "edition": "editions/2025-10-31/",
    "day": "dates/2025/10/31/",
    "week": "weeks/2025-W44/",
    "month": "dates/2025/03/",
    "dates": "dates/",
    "discussed": "trending/",
    "papers": "papers/",
    "code": "code/",
    "feeds": "feeds/",
    "saved": "saved/",
    "for-you": "for-you/",
    "stats": "stats/",
}
Scheme = Literal["light", "dark"]
SCHEMES: tuple[Scheme, ...] = ("light", "dark")
DESKTOP = (1280, 844)
PHONE = (390, 844)
GAP = 24
FRAME = {"light": "#e4e1d8", "dark": "#2c2d2f"}


class Quiet(SimpleHTTPRequestHandler):
    """Serves the site without a word."""

    def log_message(self, format: str, *args: object) -> None:
        """Nothing: who takes pictures wants none."""


def view(browser: Browser, url: str, size: tuple[int, int], scheme: Scheme) -> Image.Image:
    """The first screen of a page once nothing is loading any more."""
    viewport = {"width": size[0], "height": size[1]}
    context = browser.new_context(viewport=viewport, color_scheme=scheme)  # type: ignore[arg-type]  # a TypedDict
    page = context.new_page()
    page.goto(url, wait_until="networkidle")
    page.evaluate("document.fonts.ready")
    shot = page.screenshot()
    context.close()
    return Image.open(io.BytesIO(shot)).convert("RGB")


def beside(views: list[Image.Image], colour: str) -> Image.Image:
    """``views`` in a row, with a frame around each."""
    width = sum(each.width for each in views) + GAP * (len(views) + 1)
    sheet = Image.new("RGB", (width, max(each.height for each in views) + 2 * GAP), colour)
    left = GAP
    for each in views:
        sheet.paste(each, (left, GAP))
        left += each.width + GAP
    return sheet


def wanted() -> dict[str, str]:
    """The pages to take, by the names of their pictures."""
    return {NAME: ""} if NAME else PAGES


def take(browser: Browser, address: str) -> None:
    """Every picture, written beside and then moved into its place."""
    folder = DOCS / "pictures"
    folder.mkdir(exist_ok=True)
    for name, path in wanted().items():
        for scheme in SCHEMES:
            views = [view(browser, address + path, size, scheme) for size in (DESKTOP, PHONE)]
            new = folder / f".{name}-{scheme}.webp"
            beside(views, FRAME[scheme]).save(new, quality=72, method=6)
            new.replace(folder / f"{name}-{scheme}.webp")


def main() -> int:
    """Serves ``site/``, takes the pictures, and says where there is none what to do."""
    for path in wanted().values():
        if not (SITE / path.partition("?")[0] / "index.html").is_file():
            what = 'no such page: run "make site", or change PAGES in docs/screenshots.py'
            sys.stderr.write(f"site/{path}: {what}\n")
            return 1
    system = ("chromium", "chromium-browser", "google-chrome")
    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(Quiet, directory=str(SITE)))
    threading.Thread(target=server.serve_forever, daemon=True).start()
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=next(filter(None, map(shutil.which, system)), None)
        )
        take(browser, f"http://127.0.0.1:{server.server_port}/")
        browser.close()
    server.shutdown()
    return 0


if __name__ == "__main__":
    sys.exit(main())
