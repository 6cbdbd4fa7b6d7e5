"""The files that the search of the site loads; ``docs/search.md`` describes their format.

An index of words in ranges (``index``), the papers on shelves of a few, the facets of all, and
what the topics are called. The browser asks for those that a question needs. The papers and
ranges of the last time are kept, so that only what changed is worked out again; whether they are
there, old or damaged makes no difference to what is made.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from itertools import groupby, pairwise
from pathlib import Path
from typing import Any

import msgspec

from generator.papers import wording
from generator.papers.model import LinkKind, Vocabulary
from generator.site.search import index
from generator.site.search.index import SearchEntry, dumped, written
from generator.store.cache import program
from generator.store.files import keep, kept
from generator.text import words
from generator.text.plain import paragraphs, plain, web_url
from generator.views import Digest
from generator.views.outputs import Folder, Output, Shown, World

KINDS: tuple[LinkKind, ...] = ("code", "model", "dataset", "demo", "project", "video")
"""The kinds of link that can be asked for, in the order in which the page offers them."""

_SHELF = 8  # numbers of papers a file
_NAMED = 40
_packed = msgspec.msgpack.Encoder().encode
_unpacked = msgspec.msgpack.Decoder(SearchEntry).decode

FOLDER = "search"
"""Where its files are, from the root of the site."""


def outputs(digest: Digest) -> Iterator[Folder | Output]:
    """Everything that the search of ``digest`` loads, the folder of its index first."""
    shown = {each.paper.id: each for each in digest.shown(digest.newest)}
    yield Folder(FOLDER, _files, (*shown.values(),))
    numbers = index.numbers(shown)
    for shelf, ids in groupby(numbers, lambda id_: numbers[id_] // _SHELF):
        papers = tuple((numbers[id_], shown[id_]) for id_ in ids)
        yield Output((f"{FOLDER}/papers/{shelf:x}.json",), _shelf, papers)


def _files(world: World, papers: Sequence[Shown], cache: Path) -> dict[str, bytes]:
    """Every file of the index by its path under ``search/``.

    ``cache`` is a folder that may be deleted at any time; one that cannot be written is done
    without.
    """
    now = {each.paper.id: entry(each) for each in papers}
    packed = {id_: _packed(record) for id_, record in now.items()}
    nothing = dict[str, bytes]()
    before, ranges = kept(cache / "index", program()) or (nothing, nothing)
    numbers, were = index.numbers(now), index.numbers(before)
    new = [id_ for id_ in numbers if before.get(id_) != packed[id_] or were[id_] != numbers[id_]]
    old = [id_ for id_ in were if packed.get(id_) != before[id_] or were[id_] != numbers[id_]]
    if new or old or not ranges:
        gone = index.lists((were[id_], _unpacked(before[id_])) for id_ in old)
        come = index.lists((numbers[id_], now[id_]) for id_ in new)
        ranges = index.changed(ranges, gone, come)
        with suppress(OSError):
            keep(cache / "index", (packed, ranges), program())
    groups: dict[str, dict[str, str]] = {}
    for topic in world.vocabulary.topics:
        groups.setdefault(topic.group, {})[topic.id] = plain(topic.title)
    about = {
        "papers": len(now),
        "shelf": _SHELF,
        "ranges": sorted(ranges),
        "groups": [(group, list(topics.items())) for group, topics in groups.items()],
    }
    listed = [id_ for topics in groups.values() for id_ in topics]
    return {
        "index.json": dumped(about),
        **{f"words/{start.encode().hex() or '0'}.json": data for start, data in ranges.items()},
        "facets.json": dumped(_facets(listed, {numbers[id_]: now[id_] for id_ in numbers})),
        "topics.json": dumped(_topics(world.vocabulary)),
    }


def _shelf(_: World, papers: Sequence[tuple[int, Shown]]) -> tuple[bytes]:
    return (dumped([_row(entry(shown), number) for number, shown in papers]),)


def entry(shown: Shown) -> SearchEntry:
    """What the search knows of a paper."""
    paper = shown.paper
    return SearchEntry(
        paper.id,
        paper.title,
        paper.names,
        wording.total_authors(paper),
        paper.gist,
        paper.summary,
        paper.abstract,
        paper.venue or "",
        paper.category or "",
        (paper.arxiv or "", paper.doi or ""),
        tuple((link.kind, link.url) for link in paper.links),
        paper.topics,
        paper.published or shown.listed,
        wording.became(paper),
        paper.aliases,
    )


def _row(entry: SearchEntry, number: int) -> dict[str, Any]:
    """What a result shows of a paper; what there is nothing of is left out."""
    authors = [name for name in map(plain, entry.authors[:_NAMED]) if name]
    code = (web_url(url) for kind, url in entry.links if kind == "code")
    row = {
        "id": entry.id,
        "title": plain(entry.title),
        "authors": authors,
        "more": entry.authors_count - len(authors),
        "date": entry.date,
        "code": next(filter(None, code), ""),
        "topics": entry.topics,
        "became": entry.became,
        "former": entry.aliases,
        "gist": plain(entry.gist),
        "text": [*paragraphs(entry.summary), *paragraphs(entry.abstract)],
    }
    return {"number": number} | {name: value for name, value in row.items() if value}


def _facets(topics: Iterable[str], entries: Mapping[int, SearchEntry]) -> dict[str, Any]:
    """Columns about all papers, by ascending number: steps, and places in two lists of values."""
    places = {id_: place for place, id_ in enumerate(topics)}
    months: dict[str, int] = {}
    facets: dict[tuple[tuple[int, ...], tuple[int, ...]], int] = {}
    month, facet = [], []
    for entry in entries.values():
        numbers = tuple(places[topic] for topic in dict.fromkeys(entry.topics) if topic in places)
        kinds = {kind for kind, _ in entry.links}
        links = tuple(place for place, kind in enumerate(KINDS) if kind in kinds)
        month.append(months.setdefault(entry.date[:7], len(months)))
        facet.append(facets.setdefault((numbers, links), len(facets)))
    return {
        "kinds": KINDS,
        "papers": written(now - before for before, now in pairwise((0, *entries))),
        "months": list(months),
        "month": written(month),
        "facets": list(facets),
        "facet": written(facet),
    }


def _topics(vocabulary: Vocabulary) -> dict[str, list[str]]:
    """The topics by their titles and terms, each in one word."""
    by_word: dict[str, list[str]] = defaultdict(list)
    for topic in vocabulary.topics:
        for word in dict.fromkeys(map(words.joined, (topic.title, *topic.terms))):
            by_word[word].append(topic.id)
    return dict(sorted(by_word.items()))
