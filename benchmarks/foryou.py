"""How well "For you" ranks, what it loads, and how long a phone takes.

    python benchmarks/foryou.py FOLDER [--readers N]

FOLDER has answers of the Daily Papers API, a day a file. A simulated reader follows two of the
keywords that the papers there have: the last ten papers with either are kept, and all of the next
month are ranked, by title and abstract without the keywords. Prints nDCG of twenty for the ranking
of the page, run in Chromium, for TF-IDF with a linear SVM on the same texts, which is what servers
run, for upvotes and for chance. Exit code 1 where the page's is less than 0.95 of the SVM's, a
quarter of forty papers a working day is more than 100 KB, or ranking it takes more than 100 ms with
a processor six times slower.
"""

from __future__ import annotations

import argparse
import gzip
import json
import math
import random
import shutil
import sys
import threading
from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import date, timedelta
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import numpy as np
from playwright.sync_api import sync_playwright
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.svm import LinearSVC

from generator.papers.model import Paper
from generator.site.foryou import packed
from generator.views.words import Lexicon, Numbers, parted, read, vocabulary

ROOT = Path(__file__).parents[1]
KEPT, SHOWN, MONTH, OTHERS = 10, 20, 30, 1000
QUARTER = 40 * 65
SHARE, BYTES, SECONDS, SLOWER = 0.95, 100_000, 0.1, 6
RANK = """async ({ papers, rarity, readers, times }) => {
  const { leaning, ranked } = await import("/foryou-rank.js");
  const start = performance.now();
  const found = readers.map(({ kept, next }) => {
    const month = next.map((number) => ({ number, words: papers[number] }));
    const mine = kept.map((number) => ({ words: papers[number], saved: "yes" }));
    return ranked(month, leaning(mine, month, rarity), rarity).map(({ number }) => number);
  });
  return { found: times ? [] : found, taken: performance.now() - start };
}"""


class Quiet(SimpleHTTPRequestHandler):
    """Serves the scripts without a word."""

    def log_message(self, format: str, *args: object) -> None:
        """Nothing: the table is the output."""


def main() -> int:
    """Measure and print a table."""
    parser = argparse.ArgumentParser(description=str(__doc__).partition("\n")[0])
    parser.add_argument("folder", type=Path)
    parser.add_argument("--readers", type=int, default=600)
    asked = parser.parse_args()
    records = list(archive(asked.folder))
    papers = [Paper(of["id"], of["title"], abstract=of["abstract"]) for of in records]
    readers = simulated(records, asked.readers)
    by_id = {paper.id: paper for paper in papers}
    words, ends, places = vocabulary(Lexicon(read(by_id)))
    of_paper = dict(zip(by_id, parted(places, ends), strict=True))
    lists = [of_paper[paper.id] for paper in papers]
    rarity = [word.rarity for word in words]
    orders, taken = in_browser(lists, rarity, readers)
    ways = {
        "For you": orders,
        "TF-IDF, linear SVM": by_svm(papers, readers),
        "upvotes": [
            sorted(next_, key=lambda at: -records[at]["upvotes"]) for _, next_, _ in readers
        ],
        "chance": [random.Random(1).sample(next_, len(next_)) for _, next_, _ in readers],
    }
    say(f"{len(readers)} readers of {len(papers):,} papers\n")
    say(f"| ranked by | nDCG@{SHOWN} |\n|---|--:|")
    means = {way: float(np.mean([*map(gain, of, readers)])) for way, of in ways.items()}
    for way, mean in means.items():
        say(f"| {way} | {mean:.3f} |")
    share = means["For you"] / means["TF-IDF, linear SVM"]
    size = len(gzip.compress(packed([*enumerate(lists[-QUARTER:])]), 9, mtime=0))
    say(f"\n{share:.2f} of the SVM's, by {len(words)} words")
    say(f"{size / 1000:.0f} KB for a quarter of {QUARTER:,} papers")
    say(f"which rank in {taken:.0f} ms with a processor {SLOWER} times slower")
    return int(share < SHARE or size > BYTES or taken > 1000 * SECONDS)


Reader = tuple[list[int], list[int], set[int]]
"""Of a reader the papers kept, those of the next month, and which of these would be kept."""


def simulated(records: Sequence[dict[str, Any]], number: int) -> list[Reader]:
    """Readers who follow two keywords each, at a day on which enough is behind and before them."""
    having: dict[str, list[int]] = defaultdict(list)
    for at, record in enumerate(records):
        for keyword in record["keywords"]:
            having[keyword].append(at)
    keywords = sorted(word for word, at in having.items() if KEPT <= len(at) <= 20 * KEPT)
    chance = random.Random(20251031)
    days = [record["day"] for record in records]
    readers: list[Reader] = []
    for _ in range(number * 20):
        if len(readers) == number:
            break
        followed = sorted({at for word in chance.sample(keywords, 2) for at in having[word]})
        if len(followed) <= KEPT + 2:
            continue
        start = followed[chance.randrange(KEPT, len(followed) - 1)]
        day = days[start]
        end = (date.fromisoformat(day) + timedelta(days=MONTH)).isoformat()
        kept = [at for at in followed if days[at] < day][-KEPT:]
        month = [at for at, listed in enumerate(days) if day <= listed < end]
        wanted = set(month) & set(followed)
        if len(kept) == KEPT and len(wanted) > 1:
            readers.append((kept, month, wanted))
    return readers


def in_browser(
    lists: Sequence[Numbers], rarity: Sequence[int], readers: Sequence[Reader]
) -> tuple[list[list[int]], float]:
    """How the page's script ranks for each reader; milliseconds for a quarter, slowed down."""
    handler = partial(Quiet, directory=str(ROOT / "overrides" / "assets" / "js"))
    server = ThreadingHTTPServer(("127.0.0.1", 0), handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    system = ("chromium", "chromium-browser", "google-chrome")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=next(filter(None, map(shutil.which, system)), None)
        )
        page = browser.new_page()
        page.goto(f"http://127.0.0.1:{server.server_port}/foryou-rank.js")
        asked = {"papers": [each.tolist() for each in lists], "rarity": rarity, "times": False}
        each = [{"kept": kept, "next": month} for kept, month, _ in readers]
        found = page.evaluate(RANK, asked | {"readers": each})["found"]
        session = page.context.new_cdp_session(page)
        session.send("Emulation.setCPUThrottlingRate", {"rate": SLOWER})
        quarter = [{"kept": readers[0][0], "next": [*range(QUARTER)]}]
        taken = [
            page.evaluate(RANK, asked | {"readers": quarter, "times": True})["taken"]
            for _ in range(5)
        ]
        browser.close()
    server.shutdown()
    return found, sorted(taken)[2]


def by_svm(papers: Sequence[Paper], readers: Iterable[Reader]) -> list[list[int]]:
    """How a linear SVM ranks that tells what was kept from some of what was there before."""
    texts = [f"{paper.title} {paper.abstract}" for paper in papers]
    vectors = TfidfVectorizer(sublinear_tf=True, min_df=2, stop_words="english").fit_transform(
        texts
    )
    chance = random.Random(7)
    orders = []
    for kept, month, _ in readers:
        before = [at for at in range(month[0]) if at not in kept]
        others = chance.sample(before, min(OTHERS, len(before)))
        learner = LinearSVC(C=1.0, class_weight="balanced")
        learner.fit(vectors[kept + others], [1] * len(kept) + [0] * len(others))
        scores = learner.decision_function(vectors[month])
        orders.append([month[at] for at in np.argsort(-scores, kind="stable")])
    return orders


def gain(order: Sequence[int], reader: Reader) -> float:
    """The nDCG of the first twenty."""
    wanted = reader[2]
    found = sum(
        1 / math.log2(at + 2) for at, number in enumerate(order[:SHOWN]) if number in wanted
    )
    return found / sum(1 / math.log2(at + 2) for at in range(min(SHOWN, len(wanted))))


def archive(folder: Path) -> Iterable[dict[str, Any]]:
    """The papers of the archive in the order of their days, each once; texts on one line."""
    known = set()
    for path in sorted(folder.glob("*.json")):
        entries = json.loads(path.read_bytes())
        for entry in entries if isinstance(entries, list) else ():
            paper = entry.get("paper", {}) if isinstance(entry, dict) else {}
            if "id" not in paper or paper["id"] in known:
                continue
            known.add(paper["id"])
            yield {
                "id": paper["id"],
                "day": path.stem[-10:],
                "title": " ".join(paper["title"].split()),
                "abstract": " ".join(paper.get("summary", "").split()),
                "upvotes": paper.get("upvotes", 0),
                "keywords": {word.lower() for word in paper.get("ai_keywords") or ()},
            }


def say(line: str) -> None:
    """Print a line at once."""
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()


if __name__ == "__main__":
    sys.exit(main())
