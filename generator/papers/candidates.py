"""Which pairs of records are worth a comparison, without comparing all with all."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from itertools import combinations, pairwise

from generator.papers.judge import Record

# Two near titles share one of their rarest words, or a start, or an end.
_RAREST_WORDS = 5
_LARGEST_BLOCK = 60
_EDGE = 14


def candidates(records: Sequence[Record]) -> Iterator[tuple[Record, Record]]:
    """The pairs worth a comparison, each once, in the order of the records."""
    places: set[tuple[int, int]] = set()
    for block in _blocks(records, _exact):
        # One title a thousand times is a thousand pairs, not half a million.
        places |= _all_pairs(block) if len(block) <= _LARGEST_BLOCK else _chain(block)
    often = Counter(word for record in records for word in set(record.words))
    for block in _blocks(records, lambda record: _near_keys(record, often)):
        # What so many titles have tells none of them from another.
        if len(block) <= _LARGEST_BLOCK:
            places |= _all_pairs(block)
    for one, other in sorted(places):
        yield records[one], records[other]


def _exact(record: Record) -> Iterator[str]:
    for name, value in (
        ("arxiv", record.paper.arxiv),
        ("doi", record.paper.doi),
        ("title", record.key),
    ):
        if value:
            yield f"{name} {value}"


def _near_keys(record: Record, often: Mapping[str, int]) -> Iterator[str]:
    yield from sorted(set(record.words), key=lambda word: (often[word], word))[:_RAREST_WORDS]
    yield f"{record.key[:_EDGE]}…"
    yield f"…{record.key[-_EDGE:]}"


def _blocks(
    records: Sequence[Record], keys: Callable[[Record], Iterable[str]]
) -> Iterator[list[int]]:
    """The places of records that share a key, wherever there are two of them."""
    blocks: dict[str, list[int]] = defaultdict(list)
    for record in records:
        for key in keys(record):
            blocks[key].append(record.place)
    yield from (block for block in blocks.values() if len(block) > 1)


def _all_pairs(block: Sequence[int]) -> set[tuple[int, int]]:
    return set(combinations(block, 2))


def _chain(block: Sequence[int]) -> set[tuple[int, int]]:
    return {*pairwise(block), *((block[0], other) for other in block[1:])}
