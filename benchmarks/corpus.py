"""A content folder of invented papers, the same for the same number of them.

    python benchmarks/corpus.py 4000 /tmp/content-4000

Papers come in listings of thirty, a listing a day; each has two topics or so of this digest's
vocabulary and a summary of seventy words, four in ten have code. The words are those of a
made-up language, as frequent as words are, so that search indexes have their real size. A paper
is of a subject in its first topic and comes back to a few words of that, so that papers are
related as real ones are: were all words drawn at random, a hair would decide which are, and each
new paper would change twice as many lists of related ones.
"""

from __future__ import annotations

import argparse
import random
import re
import shutil
from datetime import date, timedelta
from itertools import accumulate
from pathlib import Path
from typing import Any

import yaml

ROOT = Path(__file__).parents[1]
A_DAY = 30
LAST = date(2025, 10, 31)
_SUBJECTS, _WORDS = 12, 40  # of a topic, of a subject
_OWN, _SHARE = 8, 0.2  # words of its subject that a paper has, and their share of its text
_SYLLABLES = re.findall("[a-z]{2}", "bacedifoguhajekilomunapekirosutavewixoyuzabrclodrofelgrin")
_NAMES = re.findall("[A-Z][a-z]+", "AdaBoCyDiEdFiGuHyIoJoKaiLeaMoNiaOlaPiaReiSalTanUmaVoWuXuYoZoe")


def main() -> None:
    """Write the folder that the command line asks for."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("papers", type=int)
    parser.add_argument("folder", type=Path)
    asked = parser.parse_args()
    write(asked.papers, asked.folder)


def write(papers: int, folder: Path) -> None:
    """Make ``folder`` hold a digest of ``papers`` papers."""
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    for name in ("digest.yml", "topics.yml"):
        shutil.copy(ROOT / "content" / name, folder / name)
    shutil.copytree(ROOT / "content" / "pages", folder / "pages")
    made = Papers(topics(folder))
    days = -(-papers // A_DAY)
    for number in range(days):
        day = LAST - timedelta(days=days - 1 - number)
        size = min(A_DAY, papers - A_DAY * number)
        made.write_day(folder, day, size)


def topics(folder: Path) -> list[str]:
    """The ids of the topics in the vocabulary of a content folder."""
    vocabulary = yaml.safe_load((folder / "topics.yml").read_text("utf-8"))
    return [topic["id"] for topic in vocabulary["topics"]]


class Papers:
    """Writes days of invented papers, one after the other."""

    def __init__(self, topics: list[str]) -> None:
        self.random = random.Random(7)
        self.topics = topics
        self.number = 0
        words = sorted({self._word() for _ in range(40_000)})
        self.words = self.random.sample(words, len(words))
        self.weights = list(accumulate(1 / (place + 10) for place in range(len(words))))
        self.subjects = {
            topic: [self.random.sample(self.words, _WORDS) for _ in range(_SUBJECTS)]
            for topic in topics
        }

    def write_day(self, folder: Path, day: date, size: int) -> list[str]:
        """Write ``size`` papers and their listing; returns the ids."""
        ids = [self._paper(folder, day) for _ in range(size)]
        listing = {
            "kind": "daily",
            "source": "Invented Hub",
            "date": day.isoformat(),
            "papers": [{"paper": id_, "upvotes": self.random.randrange(90)} for id_ in ids],
        }
        text = yaml.dump(listing, Dumper=yaml.CSafeDumper, sort_keys=False)
        (folder / "editions").mkdir(exist_ok=True)
        (folder / "editions" / f"{day}.yml").write_text(text, "utf-8")
        return ids

    def answer(self, day: date, size: int) -> list[dict[str, Any]]:
        """A day as the Daily Papers' interface answers it."""
        found = []
        for record in (self._record(day) for _ in range(size)):
            paper = {
                "id": record["arxiv"],
                "title": record["title"],
                "summary": record["summary"],
                "authors": [{"name": name} for name in record["authors"]],
                "publishedAt": f"{record['published']}T00:00:00.000Z",
                "submittedOnDailyAt": f"{day}T00:00:00.000Z",
                "upvotes": self.random.randrange(90),
            }
            found.append({"paper": paper, "title": record["title"], "numComments": 2})
        return found

    def _paper(self, folder: Path, day: date) -> str:
        record = self._record(day)
        id_ = f"{'-'.join(record['title'].lower().split())}-{self.number}"
        path = folder / "papers" / record["published"][:4] / f"{id_}.md"
        path.parent.mkdir(parents=True, exist_ok=True)
        front = yaml.dump(record, Dumper=yaml.CSafeDumper, sort_keys=False, width=10_000)
        path.write_text(f"---\n{front}---\n", "utf-8")
        return id_

    def _record(self, day: date) -> dict[str, Any]:
        self.number += 1
        topics = self.random.sample(self.topics, self.random.choice((1, 2, 2, 3)))
        own = self.random.sample(self.random.choice(self.subjects[topics[0]]), _OWN)
        title = self._text(8, own).title()
        published = day - timedelta(days=self.random.randrange(1, 9))
        authors = [self._author() for _ in range(self.random.randrange(1, 9))]
        links = []
        if self.random.random() < 0.4:
            owner, name = self._word(), self._word()
            links.append({"kind": "code", "url": f"https://github.com/{owner}/{name}"})
        return {
            "title": title,
            "arxiv": f"{published:%y%m}.{self.number % 100_000:05}",
            "published": published.isoformat(),
            "added": day.isoformat(),
            "authors": authors,
            "category": "cs.LG",
            "topics": topics,
            "links": links,
            "gist": self._text(9, own).capitalize()[:80],
            "summary": " ".join(f"{self._text(n, own).capitalize()}." for n in (24, 23, 23)),
        }

    def _text(self, size: int, own: list[str]) -> str:
        words = self.random.choices(self.words, cum_weights=self.weights, k=size)
        return " ".join(
            self.random.choice(own) if self.random.random() < _SHARE else word for word in words
        )

    def _author(self) -> str:
        return f"{self.random.choice(_NAMES)} {self._word().title()}"

    def _word(self) -> str:
        return "".join(self.random.choices(_SYLLABLES, k=self.random.choice((1, 2, 2, 3, 3))))


if __name__ == "__main__":
    main()
