"""Which pairs of records are worth a comparison, without comparing all with all."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from itertools import combinations
from typing import Final

from rapidfuzz import fuzz

from generator.papers.evidence import Record

# Two records of one paper share at least one of these; of a key that so many have, each is
# compared with those next to it in the order of the titles.
_LARGEST_BLOCK: Final = 60
_LARGEST_EQUAL: Final = 300
_NEIGHBOURS: Final = 5
_EDGE: Final = 12
_RAREST: Final = 4
_LEAST_SHARED: Final = 0.5
_LEAST_ALIKE: Final = 60

Keys = Callable[[Record], Iterable[str]]
Worth = Callable[[Record, Record], bool]


def candidates(records: Sequence[Record]) -> Iterator[tuple[Record, Record]]:
    """The pairs worth a comparison, each once, in the order of the records."""
    found: set[int] = set()
    count = len(records)
    for keys, largest, is_worth in _kinds(records):
        for block in _blocks(records, keys):
            for one, other in _pairs(block, largest, records):
                if is_worth(records[one], records[other]):
                    found.add(one * count + other)
    for pair in sorted(found):
        yield records[pair // count], records[pair % count]


def _kinds(records: Sequence[Record]) -> Iterator[tuple[Keys, int, Worth]]:
    """Each kind of key, how many with one are all compared, and which pairs are worth it."""
    yield _identifiers, _LARGEST_EQUAL, _may_be_one
    yield lambda record: [record.key], _LARGEST_EQUAL, _may_be_one
    if all(record.arxiv for record in records):
        # Two identifiers are two papers, whatever their titles.
        return
    yield lambda record: record.edges, _LARGEST_EQUAL, _may_be_one
    often = Counter(word for record in records for word in record.telling)
    yield _edges, _LARGEST_BLOCK, _are_alike
    yield lambda record: _rare(record, often), _LARGEST_BLOCK, _are_alike


def _identifiers(record: Record) -> Iterator[str]:
    return filter(None, (record.arxiv, record.doi))


def _edges(record: Record) -> Iterator[str]:
    letters = "".join(record.words)
    yield letters[:_EDGE]
    yield f"…{letters[-_EDGE:]}"


def _rare(record: Record, often: Mapping[str, int]) -> Iterator[str]:
    """The three rarest words of the title, and each two of the four rarest."""
    rare = sorted(record.telling, key=lambda word: (often[word], word))[:_RAREST]
    yield from rare[:3]
    for pair in combinations(rare, 2):
        yield " ".join(sorted(pair))


def _blocks(records: Sequence[Record], keys: Keys) -> Iterator[list[int]]:
    """The places of records that share a key, wherever there are two of them."""
    first: dict[int, int] = {}
    blocks: dict[int, list[int]] = {}
    for record in records:
        for key in map(hash, keys(record)):
            there = first.setdefault(key, record.place)
            if there != record.place:
                blocks.setdefault(key, [there]).append(record.place)
    yield from blocks.values()


def _pairs(block: list[int], largest: int, records: Sequence[Record]) -> Iterator[tuple[int, int]]:
    if len(block) <= largest:
        yield from combinations(block, 2)
        return
    block.sort(key=lambda place: records[place].text)
    for at, place in enumerate(block):
        for near in block[at + 1 : at + 1 + _NEIGHBOURS]:
            yield (place, near) if place < near else (near, place)


def _may_be_one(one: Record, other: Record) -> bool:
    """Whether no identifier says at a glance that they are two."""
    return one.key == other.key or not (one.arxiv and other.arxiv) or one.arxiv == other.arxiv


def _are_alike(one: Record, other: Record) -> bool:
    """A cheap look: whether the titles share words or letters enough."""
    if not _may_be_one(one, other):
        return False
    shared = len(one.telling & other.telling)
    if shared >= _LEAST_SHARED * min(len(one.telling), len(other.telling)):
        return True
    return fuzz.ratio(one.text, other.text, score_cutoff=_LEAST_ALIKE) > 0
