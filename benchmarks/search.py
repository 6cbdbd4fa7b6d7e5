"""What the search finds, and what it costs: ``make bench-search``.

Asks the site's own scripts, in Chromium, questions whose papers are known, and counts where the
right paper stands: first, among the first five. Then opens the search page with a question as
for the first time, over a line of 10 Mb/s with 40 ms to each answer, with the index of the
site's papers and with that of a large digest: an invented one, or the one of ``--large``.

    python benchmarks/search.py --questions FILE... --large /tmp/content

A line of a file of questions is ``{"query", "kind", "papers"}``, the ids of those that answer.
Takes the site as ``make site`` built it.
"""

from __future__ import annotations

import argparse
import gzip
import json
import random
import shutil
import sys
import tempfile
import threading
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import replace
from functools import cache
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from mimetypes import guess_type
from pathlib import Path
from statistics import median
from typing import Any, NamedTuple

import corpus
from playwright.sync_api import Browser, Page, sync_playwright

from generator import store
from generator.papers.model import Corpus
from generator.site import search
from generator.views import Digest
from generator.views.outputs import make_all

ROOT = Path(__file__).parents[1]
SITE = ROOT / "site"
QUESTIONS = sorted(ROOT.glob("benchmarks/questions*.jsonl"))
LARGE = 20_000
LATENCY = 40  # ms
SPEED = 10_000_000 / 8  # bytes a second
VISITS = 7
CODE = ("generator/site/search/*.py", "generator/text/words.py", "overrides/assets/js/search/*.js")
FIND = """async (questions) => {
  const { find } = await import("/assets/js/search/find.js");
  const { index } = await import("/assets/js/search/index.js");
  const found = [];
  for (const text of questions) {
    const { hits } = await find(index, text);
    const papers = await Promise.all(hits.slice(0, 5).map((number) => index.paper(number)));
    found.push(papers.map(({ id }) => id));
  }
  return found;
}"""
FIRST = """new MutationObserver((_, observer) => {
  if (!document.querySelector(".finder article")) return;
  window.firstResult = performance.now();
  observer.disconnect();
}).observe(document, { childList: true, subtree: true });"""


class Index(NamedTuple):
    """A digest, the files of its search, and the folder that keeps what they were made of."""

    corpus: Corpus
    files: dict[str, bytes]
    kept: Path


class Visit(NamedTuple):
    """What a first question took: bytes before the first result, bytes in all, milliseconds."""

    first: int
    total: int
    time: float


def files(digest: Corpus, kept: Path) -> dict[str, bytes]:
    """The files of the search by their paths in its folder."""
    shown = Digest(digest)
    index, *shelves = search.outputs(shown)
    made = {file.path.removeprefix("search/"): file.data for file in make_all(shelves, shown.world)}
    return index.make(shown.world, index.given, kept) | made


@contextmanager
def served(index: Mapping[str, bytes]) -> Iterator[str]:
    """The address of the built site with ``index`` as its search's; all is sent as gzip."""

    @cache
    def packed(path: str) -> bytes:
        name = path.removeprefix("search/")
        data = index[name] if path != name and name in index else (SITE / path).read_bytes()
        return gzip.compress(data, 6, mtime=0)

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_GET(self) -> None:
            path = self.path.partition("?")[0].lstrip("/")
            path += "index.html" if not path or path.endswith("/") else ""
            try:
                body = packed(path)
            except OSError:
                self.send_error(404)
                return
            self.send_response(200)
            self.send_header("Content-Type", guess_type(path)[0] or "application/octet-stream")
            self.send_header("Content-Encoding", "gzip")
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, format: str, *args: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}/"
    server.shutdown()


def answers(browser: Browser, index: Index, paths: Sequence[Path]) -> None:
    """Print for each file of questions how many have their paper first, and among five."""
    with served(index.files) as address:
        page = browser.new_page()
        page.goto(f"{address}search/")
        for path in paths:
            asked = [json.loads(line) for line in path.read_text("utf-8").splitlines()]
            counts: dict[str, Counter[str]] = {}
            found = page.evaluate(FIND, [each["query"] for each in asked])
            for each, ids in zip(asked, found, strict=True):
                is_right = [id_ in each["papers"] for id_ in ids]
                for kind in (each["kind"], "all"):
                    of = counts.setdefault(kind, Counter())
                    of.update(asked=1, first=any(is_right[:1]), five=any(is_right))
            rows = [
                (kind, of["asked"], f"{of['first'] / of['asked']:.2f}", share(of))
                for kind, of in sorted(counts.items(), key=lambda item: item[1]["asked"])
            ]
            table((path.name, "questions", "first", "among five"), rows)
        page.close()


def share(of: Mapping[str, int]) -> str:
    """How many have their paper among the first five."""
    return f"{of['five'] / of['asked']:.2f}"


def questions(digest: Corpus, number: int) -> list[str]:
    """Words of papers: two of a title and one of a summary, each of five letters or more."""
    chance = random.Random(11)
    asked: list[str] = []
    while len(asked) < number:
        paper = chance.choice(list(digest.papers.values()))
        said = [
            [word for word in text.split() if len(word) > 4 and word.isalpha()]
            for text in (paper.title, paper.summary or paper.abstract or paper.title)
        ]
        if all(len(words) > 2 for words in said):
            asked.append(" ".join([*chance.sample(said[0], 2), chance.choice(said[1])]))
    return asked


def visits(browser: Browser, index: Index) -> list[Visit]:
    """Questions, each asked of the search page by a browser that has nothing of the site yet."""
    with served(index.files) as address:
        return [visit(browser, address, each) for each in questions(index.corpus, VISITS)]


def visit(browser: Browser, address: str, question: str) -> Visit:
    """Open the search page with a question over a slow line; what came is counted as sent."""
    context = browser.new_context()
    page: Page = context.new_page()
    line = context.new_cdp_session(page)
    line.send("Network.enable")
    line.send(
        "Network.emulateNetworkConditions",
        {
            "offline": False,
            "latency": LATENCY,
            "downloadThroughput": SPEED,
            "uploadThroughput": SPEED,
        },
    )
    urls: dict[str, str] = {}
    began: list[float] = []
    came: list[tuple[float, int]] = []
    wanted = (f"{address}search/", f"{address}assets/js/search/")

    def sent(of: dict[str, Any]) -> None:
        began.append(of["timestamp"])
        urls[of["requestId"]] = of["request"]["url"]

    def finished(of: dict[str, Any]) -> None:
        if urls[of["requestId"]].startswith(wanted):
            came.append((of["timestamp"], int(of["encodedDataLength"])))

    line.on("Network.requestWillBeSent", sent)
    line.on("Network.loadingFinished", finished)
    page.add_init_script(FIRST)
    page.goto(f"{address}search/?q={question}")
    page.locator(".finder article").first.wait_for()
    page.wait_for_load_state("networkidle")
    time = float(page.evaluate("window.firstResult"))
    context.close()
    first = sum(size for when, size in came if when - began[0] < time / 1000)
    return Visit(first, sum(size for _, size in came), time)


def costs(browser: Browser, indexes: Sequence[Index]) -> None:
    """Print what indexes weigh, what a first question takes, what a summary rewrites."""
    rows = []
    for index in indexes:
        all_ = visits(browser, index)
        rows.append(
            (
                f"{len(index.corpus.papers):,}",
                f"{sum(map(len, index.files.values())) / 1e6:.1f} MB",
                f"{len(index.files):,}",
                f"{rewritten(index)}",
                f"{median(each.first for each in all_) / 1000:.0f} KB",
                f"{median(each.total for each in all_) / 1000:.0f} KB",
                f"{max(each.total for each in all_) / 1000:.0f} KB",
                f"{median(each.time for each in all_) / 1000:.2f} s",
                f"{max(each.time for each in all_) / 1000:.2f} s",
            )
        )
    heads = ("papers", "index", "files", "files that a changed summary rewrites")
    first = ("to the first result", "first question", "at most", "first result after", "at most")
    table((*heads, *first), rows)


def rewritten(index: Index) -> int:
    """How many files are others once one paper has another paper's summary."""
    papers = dict(index.corpus.papers)
    said = (each for each in papers.values() if each.summary or each.abstract)
    one, other = next(said), next(said)
    papers[one.id] = replace(one, summary=other.summary or other.abstract)
    after = files(replace(index.corpus, papers=papers), index.kept)
    files(index.corpus, index.kept)
    return sum(index.files.get(path) != data for path, data in after.items())


def table(heads: Sequence[object], rows: Sequence[Sequence[object]]) -> None:
    """Print a table in Markdown."""
    lines = [heads, ["---", *["--:"] * (len(heads) - 1)], *rows]
    sys.stdout.write("".join(f"| {' | '.join(map(str, line))} |\n" for line in lines) + "\n")
    sys.stdout.flush()


def main() -> int:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--questions", type=Path, nargs="+", default=QUESTIONS)
    parser.add_argument("--large", type=Path, help="content of a large digest")
    asked = parser.parse_args()
    if not (SITE / "search" / "index.json").is_file():
        sys.stderr.write('site/: no built site: run "make site" first\n')
        return 2
    with tempfile.TemporaryDirectory() as name, sync_playwright() as playwright:
        large = asked.large or Path(name) / "content"
        if not asked.large:
            corpus.write(LARGE, large)
        indexes: list[Index] = []
        for content in (ROOT / "content", large):
            digest = store.load(content).corpus
            kept = Path(name) / f"kept-{len(indexes)}"
            indexes.append(Index(digest, files(digest, kept), kept))
        browser = playwright.chromium.launch(
            executable_path=shutil.which("chromium") or shutil.which("google-chrome")
        )
        answers(browser, indexes[0], asked.questions)
        costs(browser, indexes)
        browser.close()
    lines = [
        (kind, sum(len(path.read_text("utf-8").splitlines()) for path in ROOT.glob(kind)))
        for kind in CODE
    ]
    table(("code", "lines"), lines)
    return 0


if __name__ == "__main__":
    sys.exit(main())
