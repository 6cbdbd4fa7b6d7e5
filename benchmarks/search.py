"""What a first query moves at 4,000 papers: ``python benchmarks/search.py [--papers N]``.

Takes a built site, puts the index of N invented papers in place of its own, asks each query
in a browser that has loaded nothing yet, in the header and on the search page, and prints
what came from the network: the index as it is, scripts and tables as a host compresses them.
The invented papers are mixed of the sentences of the site's own, with a new word in fifty.
Exit code 1 where a query moves more than 200 KB.
"""

from __future__ import annotations

import argparse
import gzip
import random
import shutil
import sys
import tempfile
import threading
from dataclasses import replace
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

from playwright.sync_api import Browser, Response, sync_playwright

from generator import store
from generator.papers import identity
from generator.papers.model import Corpus
from generator.site import indexing
from generator.views import Digest

ROOT = Path(__file__).parent.parent
SITE = ROOT / "site"
QUERIES = (
    "pruning",
    "language models",
    "contrastive learning of sentence representations",
    "quantizaton",
    "retrieval augmented generation 2024",
)
LIMIT = 200_000
NEW_WORDS = 0.02
NEWER = 0.35  # how much of a year the one before it has


class Quiet(SimpleHTTPRequestHandler):
    """Serves the site without a word."""

    def log_message(self, format: str, *args: object) -> None:
        """Nothing: the table is the output."""


def invented(corpus: Corpus, number: int) -> Corpus:
    """A corpus of ``number`` papers with the words of ``corpus``, most of them recent."""
    chance = random.Random(20251031)
    known = list(corpus.papers.values())
    sentences = [each for paper in known for each in paper.summary.split(". ")]
    years = sorted({(paper.published or "2020")[:4] for paper in known}, reverse=True)
    weights = [NEWER**place + 0.01 for place in range(len(years))]
    papers = {}
    for place in range(number):
        like = chance.choice(known)
        year = chance.choices(years, weights)[0]
        papers[f"invented-{place}"] = replace(
            like,
            id=f"invented-{place}",
            title=_renewed(chance, chance.choice(known).title),
            summary=". ".join(_renewed(chance, each) for each in chance.sample(sentences, 3)),
            arxiv=f"{year[2:]}{chance.randint(1, 12):02}.{place:05}",
            published=f"{year}-{chance.randint(1, 12):02}-{chance.randint(1, 28):02}",
            same_as=(),
            aliases=(),
        )
    return replace(corpus, papers=papers, editions={})


def _renewed(chance: random.Random, text: str) -> str:
    return " ".join(
        "".join(chance.choices("abcdefghilmnoprstu", k=chance.randint(5, 10)))
        if chance.random() < NEW_WORDS
        else word
        for word in text.split()
    )


def moved(browser: Browser, address: str, query: str, *, in_header: bool) -> int:
    """The bytes that a first query moves, those of the page itself left out."""
    context = browser.new_context()
    page = context.new_page()
    answers: list[Response] = []
    page.on("response", lambda response: answers.append(response))
    if in_header:
        page.goto(address, wait_until="networkidle")
        page.get_by_label("Search papers").fill(query)
        page.locator(".search-said", has_text="paper").wait_for(state="attached")
    else:
        page.goto(f"{address}search/?q={query}", wait_until="networkidle")
        page.locator(".finder-count", has_text="paper").wait_for()
    page.wait_for_load_state("networkidle")
    wanted = (f"{address}search/", f"{address}assets/js/search/")
    total = sum(_size(each) for each in answers if each.url.startswith(wanted))
    context.close()
    return total


def _size(response: Response) -> int:
    body = response.body()
    is_packed = "pagefind" in response.url.rpartition(".")[2] or ".pf_" in response.url
    return len(body) if is_packed else len(gzip.compress(body, 9, mtime=0))


def served(site: Path, files: dict[str, bytes]) -> None:
    """A copy of the built site at ``site`` with ``files`` as its index."""
    shutil.copytree(SITE, site, ignore=shutil.ignore_patterns("papers", "topics", "feed*"))
    for old in (site / "search").iterdir():
        if old.is_dir():
            shutil.rmtree(old)
    for path, data in files.items():
        place = site / path
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_bytes(data)


def main() -> int:
    """Measures and prints a table."""
    parser = argparse.ArgumentParser(description="What a first query moves.")
    parser.add_argument("--papers", type=int, default=4000)
    number = parser.parse_args().papers
    if not (SITE / "search" / "catalogue.json").is_file():
        sys.stderr.write('site/: no built site: run "make site" first\n')
        return 2
    corpus = identity.resolve(store.load(ROOT / "content").corpus)
    most = 0
    with tempfile.TemporaryDirectory() as name, sync_playwright() as playwright:
        files = indexing.files(Digest(invented(corpus, number)), Path(name) / "cache")
        served(Path(name) / "site", files)
        handler = partial(Quiet, directory=str(Path(name) / "site"))
        server = ThreadingHTTPServer(("127.0.0.1", 0), handler)
        threading.Thread(target=server.serve_forever, daemon=True).start()
        browser = playwright.chromium.launch(
            executable_path=shutil.which("chromium") or shutil.which("google-chrome")
        )
        address = f"http://127.0.0.1:{server.server_port}/"
        sys.stdout.write(f"{number} papers\n\n| query | header, KB | page, KB |\n|---|--:|--:|\n")
        for query in QUERIES:
            sizes = [moved(browser, address, query, in_header=each) for each in (True, False)]
            most = max(most, *sizes)
            sys.stdout.write(
                f"| {query} | {' | '.join(f'{size / 1000:.0f}' for size in sizes)} |\n"
            )
            sys.stdout.flush()
        browser.close()
        server.shutdown()
    return int(most > LIMIT)


if __name__ == "__main__":
    sys.exit(main())
