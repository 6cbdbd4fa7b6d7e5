"""The files that the search of the site loads; its format is described in ``docs/search.md``.

An index of words in ranges (``index``), the papers on shelves of a few, the facets of all, and
what the topics are called. The browser asks for those that a query needs. Of the last time is
kept what each paper's terms were, so that only what changed is worked out again; whether that
is there, old or damaged makes no difference to the files.
"""

from __future__ import annotations

import marshal
import sys
import tempfile
import unicodedata
from collections import defaultdict
from contextlib import suppress
from dataclasses import dataclass
from hashlib import blake2b
from operator import attrgetter
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeAlias

from generator.papers import wording
from generator.site.search import index, lists, words
from generator.site.search.index import Scale, dumped
from generator.text import plain as text
from generator.text.plain import paragraphs, plain, web_url

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from generator.papers.model import LinkKind, Paper, Vocabulary

KINDS: tuple[LinkKind, ...] = ("code", "model", "dataset", "demo", "project", "video")
"""The kinds of link that can be asked for, in the order in which the page offers them."""

Dated: TypeAlias = "tuple[Paper, str]"
"""A paper and the day that the site files it under."""

_READ = attrgetter(
    *("title", "authors", "authors_count", "gist", "summary", "abstract", "published"),
    *("venue", "category", "arxiv", "doi", "links", "topics"),
)
_SHOWN_AUTHORS = 40


@dataclass(slots=True)
class _Kept:
    """What is known from the last time: of papers by id their key, number and packed terms."""

    papers: dict[str, tuple[bytes, int, bytes]]
    ranges: dict[str, bytes]
    shelves: dict[int, tuple[bytes, bytes]]


def files(vocabulary: Vocabulary, papers: Iterable[Dated], cache: Path) -> dict[str, bytes]:
    """Every file by its path under ``search/``.

    ``cache`` is a folder that may be deleted at any time; one that cannot be written is done
    without.
    """
    dated = {each[0].id: each for each in papers}
    scale = index.scale(len(dated))
    numbers = index.numbers(dated, scale.places)
    known = {id_: (_key(*dated[id_]), number) for id_, number in numbers.items()}
    ground = _ground(scale)
    kept = _read(cache / "index", ground)
    _update(kept, known, dated, scale)
    with suppress(OSError):
        _write(cache / "index", ground, kept)
    ordered = [dated[id_] for id_ in numbers]
    return {
        "index.json": dumped(
            {"papers": len(dated), "shelf": scale.shelf, "ranges": sorted(kept.ranges)}
        ),
        **{f"words/{_name(start)}.json": data for start, data in kept.ranges.items()},
        **{f"papers/{shelf:x}.json": data for shelf, (_, data) in kept.shelves.items()},
        "facets.json": dumped(_facets(vocabulary, ordered, numbers.values())),
        "topics.json": dumped(_topics(vocabulary)),
    }


def _update(
    kept: _Kept, known: Mapping[str, tuple[bytes, int]], dated: Mapping[str, Dated], scale: Scale
) -> None:
    def coming() -> Iterator[tuple[int, index.Terms]]:
        for id_, (key, number) in known.items():
            if id_ not in kept.papers:
                terms = index.terms(dated[id_][0])
                kept.papers[id_] = key, number, marshal.dumps(terms)
                yield number, terms

    gone = [id_ for id_, (*now, _) in kept.papers.items() if known.get(id_) != tuple(now)]
    leaving = [kept.papers.pop(id_) for id_ in gone]
    left = ((number, marshal.loads(terms)) for _, number, terms in leaving)
    kept.ranges = index.changed(kept.ranges, scale.cut, left, coming())
    shelves: dict[int, list[str]] = defaultdict(list)
    for id_, (_, number) in known.items():
        shelves[number // scale.shelf].append(id_)
    before, kept.shelves = kept.shelves, {}
    for shelf, ids in shelves.items():
        key = repr([known[id_] for id_ in ids]).encode()
        made = before.get(shelf, (b"", b""))
        if made[0] != key:
            made = key, dumped([_row(*dated[id_], known[id_][1]) for id_ in ids])
        kept.shelves[shelf] = made


def _row(paper: Paper, day: str, number: int) -> dict[str, Any]:
    """What a result shows of a paper; what there is nothing of is left out."""
    authors = [name for name in map(plain, paper.authors) if name]
    code = (web_url(link.url) for link in paper.links if link.kind == "code")
    abstract = paragraphs(paper.abstract)
    row = {
        "number": number,
        "id": paper.id,
        "title": plain(paper.title),
        "authors": authors[:_SHOWN_AUTHORS],
        "more": max(wording.total_authors(paper) - len(authors[:_SHOWN_AUTHORS]), 0),
        "date": paper.published or day,
        "code": next(filter(None, code), ""),
        "topics": paper.topics,
        "text": [*map(plain, filter(None, [paper.gist])), *paragraphs(paper.summary), *abstract],
    }
    return {name: value for name, value in row.items() if value or name == "number"}


def _facets(
    vocabulary: Vocabulary, papers: Sequence[Dated], numbers: Iterable[int]
) -> dict[str, Any]:
    """Columns about all papers, by ascending number: steps, and places in two lists of values."""
    by_group: dict[str, list[tuple[str, str]]] = defaultdict(list)
    for topic in vocabulary.topics:
        by_group[topic.group].append((topic.id, plain(topic.title)))
    listed = [id_ for topics in by_group.values() for id_, _ in topics]
    places = {id_: place for place, id_ in enumerate(listed)}
    months: dict[str, int] = {}
    kinds: dict[tuple[tuple[int, ...], tuple[int, ...]], int] = {}
    month, kind = [], []
    for paper, day in papers:
        topics = tuple(places[topic] for topic in dict.fromkeys(paper.topics) if topic in places)
        linked = {link.kind for link in paper.links}
        links = tuple(place for place, name in enumerate(KINDS) if name in linked)
        month.append(months.setdefault((paper.published or day)[:7], len(months)))
        kind.append(kinds.setdefault((topics, links), len(kinds)))
    return {
        "groups": list(by_group.items()),
        "kinds": KINDS,
        "papers": lists.steps(numbers),
        "months": list(months),
        "month": lists.numbers(month),
        "facets": list(kinds),
        "facet": lists.numbers(kind),
    }


def _topics(vocabulary: Vocabulary) -> dict[str, list[str]]:
    """The topics by their titles and terms, each in one word."""
    found: dict[str, list[str]] = defaultdict(list)
    for topic in vocabulary.topics:
        for word in dict.fromkeys(map(words.joined, (topic.title, *topic.terms))):
            found[word].append(topic.id)
    return dict(sorted(found.items()))


def _name(start: str) -> str:
    return start.encode().hex() or "0"


def _key(paper: Paper, day: str) -> bytes:
    return blake2b(repr((_READ(paper), day)).encode(), digest_size=16).digest()


def _ground(scale: Scale) -> bytes:
    """What kept things depend on besides papers: the scale, the code, the tables of letters."""
    modules = (index, lists, words, text, wording, sys.modules[__name__])
    sources = [Path(str(module.__file__)).read_bytes() for module in modules]
    tables = (sys.version, unicodedata.unidata_version, scale)
    return blake2b(b"".join([*sources, repr(tables).encode()])).digest()


def _read(path: Path, ground: bytes) -> _Kept:
    """What was kept on this ground, nothing where that is not there whole."""
    try:
        data = path.read_bytes()
    except OSError:
        data = b""
    if data[:64] == ground and data[64:128] == blake2b(data[128:]).digest():
        return _Kept(*marshal.loads(data[128:]))
    return _Kept({}, {}, {})


def _write(path: Path, ground: bytes, kept: _Kept) -> None:
    data = marshal.dumps((kept.papers, kept.ranges, kept.shelves))
    path.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.NamedTemporaryFile(dir=path.parent, delete=False) as beside:
        beside.writelines((ground, blake2b(data).digest(), data))
    Path(beside.name).replace(path)
