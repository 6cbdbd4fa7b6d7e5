"""A month of forty papers a day, as feed readers get it: ``python -m benchmarks.feeds [PAPERS]``.

Late, repeated and corrected days, an old paper each week, a backfill and an import that is no
news, as in tests/publish/test_month.py. Each reader polls every evening, and should have every
paper on the evening that it came, once. Exit code 1 where one does not.

With ``bytes PAPERS`` it says instead how large the feeds and exports of so many papers are.
"""

from __future__ import annotations

import gzip
import shutil
import sqlite3
import subprocess
import sys
import tempfile
from collections import Counter
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

import feedparser_sgmllib

from benchmarks import corpus
from generator import store
from generator.papers import identity
from generator.publish import exports, feeds
from generator.views import Digest
from generator.views.outputs import make_all
from tests.fetch.conftest import serving
from tests.publish.test_month import evenings, ids, show

sys.modules.setdefault("sgmllib", feedparser_sgmllib)


@dataclass(frozen=True, slots=True)
class Newsboat:
    """The reader of that name, with one subscription and a cache of its own."""

    program: str
    folder: Path

    @classmethod
    def at(cls, folder: Path, address: str) -> Newsboat | None:
        """The reader where it is installed, with its files in ``folder``."""
        program = shutil.which("newsboat")
        (folder / "urls").write_text(f"{address}\n", encoding="utf-8")
        (folder / "config").touch()
        return cls(program, folder) if program else None

    def poll(self) -> None:
        """Ask for what is new."""
        files = {"-u": "urls", "-c": "cache.db", "-C": "config"}
        options = [part for flag, name in files.items() for part in (flag, self.folder / name)]
        command = [self.program, *options, "-x", "reload"]
        subprocess.run(command, check=True, env={"HOME": str(self.folder)})

    def had(self) -> list[str]:
        """The ids of what it shows as unread, as often as it does."""
        with closing(sqlite3.connect(self.folder / "cache.db")) as cache:
            found = cache.execute("SELECT guid FROM rss_item WHERE unread = 1")
            return [guid for (guid,) in found]


def main(papers_a_day: int) -> None:
    """Say what each reader had."""
    from reader import make_reader

    came: set[str] = set()
    wrong = 0
    with (
        tempfile.TemporaryDirectory() as folder,
        closing(make_reader(":memory:")) as reader,
        serving() as source,
    ):
        newsboat = Newsboat.at(Path(folder), f"{source.url}/feed.xml")
        reader.add_feed(f"{source.url}/feed.xml")
        for evening in evenings(f"{source.url}/", papers_a_day):
            show(source, evening)
            came |= ids(evening.news)
            reader.update_feeds(scheduled=False)
            wrong += {entry.id for entry in reader.get_entries()} != came
            if newsboat:
                newsboat.poll()
                wrong += sorted(newsboat.had()) != sorted(came)
    readers = "reader and newsboat" if newsboat else "reader (newsboat is not installed)"
    sys.stdout.write(f"{len(came)} papers, {readers}: {wrong} evenings on which one differs\n")
    raise SystemExit(int(bool(wrong)))


def sizes(papers: int) -> None:
    """Say how many bytes a paper each kind of file has, and what one poll of each feed moves."""
    with tempfile.TemporaryDirectory() as folder:
        corpus.write(papers, Path(folder))
        digest = Digest(identity.resolve(store.load(Path(folder)).corpus))
    kinds: Counter[str] = Counter()
    for made in make_all(feeds.outputs(digest), digest.world):
        data = str(made.data).encode()
        kinds["archives" if made.path.startswith("feed-") else "feeds"] += len(data)
        if "/" not in made.path and not made.path.startswith(("feed-", "opml")):
            moved = f"{len(data):,} bytes, {len(gzip.compress(data)):,} compressed"
            sys.stdout.write(f"{made.path}: {moved}\n")
    for made in make_all(exports.outputs(digest), digest.world):
        kind = "API" if made.path.startswith("api/") else "exports"
        kinds[kind] += len(str(made.data).encode())
    for kind, total in kinds.items():
        sys.stdout.write(f"{kind}: {total / papers:,.0f} bytes a paper\n")


if __name__ == "__main__":
    match sys.argv[1:]:
        case ["bytes", papers]:
            sizes(int(papers))
        case stated:
            main(int(stated[0]) if stated else 40)
