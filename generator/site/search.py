"""What the search knows of each paper, in parts by year, and the tables its page works with.

The words go to Pagefind (see ``indexing``), which answers with the ids of papers. Two tables
go beside it: the catalogue, from which facets, counts and the order by date are worked out,
and the vocabulary, which says what parts have a word and what was meant by a misspelt one.
"""

from __future__ import annotations

import json
import re
import unicodedata
from collections import defaultdict
from dataclasses import dataclass
from functools import lru_cache
from itertools import groupby
from typing import TYPE_CHECKING

from generator.text.plain import paragraphs, plain

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from generator.papers.model import LinkKind, Paper
    from generator.views import Digest

KINDS: tuple[LinkKind, ...] = ("code", "model", "dataset", "demo", "project", "video")
"""The kinds of link that can be asked for, in the order in which the page offers them."""

# Letters that Unicode does not take apart into one with an accent.
_PLAIN_LETTERS = str.maketrans(
    {"ł": "l", "Ł": "L", "ø": "o", "Ø": "O", "đ": "d", "Đ": "D", "ı": "i", "ß": "ss"}
    | {"æ": "ae", "Æ": "Ae", "œ": "oe", "Œ": "Oe", "ð": "d", "Ð": "D", "þ": "th", "Þ": "Th"}
)

UNDATED = "undated"
BUCKETS = 64
"""How many files the vocabulary is spread over; ``words.js`` has the same number."""

# What Pagefind finds by itself: GLM|130B, GLM|130|B, Quant|Ease.
_BETWEEN = re.compile(r"[\W_]+")
_PART = re.compile(r"[^\W\d_]+|\d+")
_HUMPS = re.compile(r"(?<=[^\W\d_A-Z])(?=[A-Z])")


@dataclass(frozen=True, slots=True)
class Record:
    """A paper as Pagefind indexes it, and the facets that it is found by.

    ``path`` is the address of its page from the root of the site, ``kinds`` and ``topics``
    are places in ``KINDS`` and in the vocabulary's list of topics. Pagefind leaves out what
    has no words: ``content`` is the title where there is neither summary nor abstract.
    """

    path: str
    date: str
    content: str
    meta: tuple[tuple[str, str], ...]
    topics: tuple[int, ...]
    kinds: tuple[int, ...]

    @property
    def words(self) -> frozenset[str]:
        """Every word that the record is found by, folded."""
        texts = (self.content, *(value for _, value in self.meta))
        return frozenset().union(*(_words(spaced) for text in texts for spaced in text.split()))


@dataclass(frozen=True, slots=True)
class Part:
    """The papers of a year, newest first; ``name`` is the year, or ``undated``."""

    name: str
    records: tuple[Record, ...]


def parts(digest: Digest) -> tuple[Part, ...]:
    """Every paper, in parts by year, the newest year first and the undated last."""
    by_year: dict[str, list[Record]] = defaultdict(list)
    places = {topic: place for place, topic in enumerate(_topics(digest))}
    for paper in digest.newest:
        date = paper.published or digest.listed[paper.id]
        by_year[date[:4] or UNDATED].append(_record(digest, paper, date, places))
    years = sorted(by_year, key=lambda name: (name != UNDATED, name), reverse=True)
    return tuple(
        Part(year, tuple(sorted(by_year[year], key=lambda record: record.date, reverse=True)))
        for year in years
    )


def _record(digest: Digest, paper: Paper, date: str, places: Mapping[str, int]) -> Record:
    topics = digest.known_topics(paper)
    said = {
        "title": plain(paper.title),
        "authors": ", ".join(filter(None, map(plain, paper.authors))),
        "topics": ", ".join(plain(topic.title) for topic in topics),
        "arxiv": paper.arxiv or "",
        "doi": plain(paper.doi or ""),
        "also": ", ".join(map(plain, _spelt_plainly(paper.authors))),
        "more": str(max((paper.authors_count or 0) - len(paper.authors), 0) or ""),
    }
    text = (*paragraphs(paper.summary), *paragraphs(paper.abstract))
    linked = {link.kind for link in paper.links}
    return Record(
        path=f"papers/{paper.id}/",
        date=date,
        content="\n\n".join(text) or (said["title"] if fold(said["title"]) else paper.id),
        meta=tuple((name, value) for name, value in said.items() if value),
        topics=tuple(places[topic.id] for topic in topics),
        kinds=tuple(place for place, kind in enumerate(KINDS) if kind in linked),
    )


def _spelt_plainly(authors: Iterable[str]) -> Iterator[str]:
    """The names whose letters are no letter with an accent, as a plain keyboard writes them."""
    for name in authors:
        if (plainly := name.translate(_PLAIN_LETTERS)) != name:
            yield plainly


def _topics(digest: Digest) -> Iterator[str]:
    for group in digest.topics:
        for each in group.topics:
            yield each.topic.id


def catalogue(digest: Digest, made: Sequence[Part], ids: Mapping[str, str]) -> str:
    """The facets as JSON: ``groups``, ``kinds``, and four columns about papers, newest first.

    A group is its title with the ids and titles of its topics. ``ids`` has Pagefind's ids,
    which ``ids`` gives by path; ``dates`` has runs of a month and its number of papers;
    ``facets`` has every different pair of places of topics and places of kinds, and
    ``papers`` the place of each paper's pair there. As columns it is a third smaller, packed.
    """
    groups = [
        (plain(each.group.title), [(of.topic.id, plain(of.topic.title)) for of in each.topics])
        for each in digest.topics
    ]
    records = [record for part in made for record in part.records]
    dates = [(date, len(list(run))) for date, run in groupby(record.date[:7] for record in records)]
    pairs = [(record.topics, record.kinds) for record in records]
    facets = {pair: place for place, pair in enumerate(dict.fromkeys(pairs))}
    return _json(
        {
            "groups": groups,
            "kinds": KINDS,
            "ids": " ".join(ids[record.path] for record in records),
            "dates": dates,
            "facets": list(facets),
            "papers": [facets[pair] for pair in pairs],
        }
    )


def vocabulary(made: Sequence[Part]) -> tuple[str, ...]:
    """The words of all parts as JSON, in ``BUCKETS`` pieces.

    A piece has its words, sorted, each with the number of papers that have it and the places
    of the parts that do. A word's piece follows from its first two letters.
    """
    found: dict[str, list[int]] = {}
    for place, part in enumerate(made):
        for record in part.records:
            for word in record.words:
                entry = found.setdefault(word, [0])
                entry[0] += 1
                if entry[-1] != place or len(entry) == 1:
                    entry.append(place)
    pieces: list[dict[str, list[int]]] = [{} for _ in range(BUCKETS)]
    for word in sorted(found):
        pieces[bucket(word)][word] = found[word]
    return tuple(map(_json, pieces))


def bucket(word: str) -> int:
    """The piece of the vocabulary that has ``word``: by the code points of two letters."""
    first, second = (*map(ord, word[:2]), 0)[:2]
    return (37 * first + second) % BUCKETS


def fold(text: str) -> str:
    """``text`` as it is searched for: small letters and digits, without accents.

    >>> fold("Ondřej's GLM-130B")
    'ondrejsglm130b'
    """
    letters = unicodedata.normalize("NFKD", text).lower()
    return "".join(letter for letter in letters if letter.isalnum())


@lru_cache(maxsize=65536)  # most words of a digest stand in it many times
def _words(spaced: str) -> frozenset[str]:
    """What is found of something between two spaces: itself, and its parts."""
    between = _BETWEEN.split(spaced)
    humps = (hump for part in between for hump in _HUMPS.split(part))
    pieces = (spaced, *between, *humps, *_PART.findall(spaced))
    return frozenset(filter(None, map(fold, pieces)))


def _json(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":")) + "\n"
