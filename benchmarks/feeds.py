"""A month of forty papers a day, as feed readers get it: ``python -m benchmarks.feeds [PAPERS]``.

Late, repeated and corrected days, an old paper each week, a backfill and an import that is no
news, as in tests/publish/feeds/month.py. Each reader polls every evening, and should have every
paper on the evening that it came, once. Exit code 1 where one does not.
"""

from __future__ import annotations

import shutil
import sqlite3
import subprocess
import sys
import tempfile
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

import feedparser_sgmllib

from tests.publish.feeds.month import evenings
from tests.publish.feeds.test_month import Site, ids

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

    site = Site()
    came: set[str] = set()
    wrong = 0
    with tempfile.TemporaryDirectory() as folder, closing(make_reader(":memory:")) as reader:
        newsboat = Newsboat.at(Path(folder), f"{site.address}feed.xml")
        reader.add_feed(f"{site.address}feed.xml")
        for evening in evenings(site.address, papers_a_day):
            site.show(evening)
            came |= ids(evening.news)
            reader.update_feeds(scheduled=False)
            wrong += {entry.id for entry in reader.get_entries()} != came
            if newsboat:
                newsboat.poll()
                wrong += sorted(newsboat.had()) != sorted(came)
    readers = "reader and newsboat" if newsboat else "reader (newsboat is not installed)"
    sys.stdout.write(f"{len(came)} papers, {readers}: {wrong} evenings on which one differs\n")
    raise SystemExit(int(bool(wrong)))


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 40)
