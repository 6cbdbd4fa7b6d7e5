"""How near papers are: those that speak of the same, each with the words that both share.

A paper is a vector of its weightiest words and its topics: what it has often and few others
have weighs most. Two papers are as near as their vectors point the same way (the cosine).
Each asks for those nearest to it, and who is asked by more than ``MOST`` stays with the nearest
of these; the others ask on (deferred acceptance, Gale and Shapley 1962, which ends the same in
whatever order they ask). Who is suggested for nobody then asks for the last places in the same
way.

All this is a function of the content that holds still: how rare a word is goes by steps, which
are wide for what few papers have, so that one paper more moves few of them. What was ``Known``
of the content before saves work, and changes nothing.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cached_property
from heapq import heappush, heappushpop
from itertools import pairwise, permutations
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

from generator.papers.model import Paper
from generator.text.words import stem
from generator.views.words import TEXTS, UNREAD, Lexicon, Numbers, Read, is_new, read, texts

LIMIT = 5
"""How many papers are suggested for one at most."""
MOST = 12
"""For how many a paper is suggested at most."""

_WORDS = 30  # of a vector, besides the topics
_UNIT = 100  # the length of a vector, whose weights are whole numbers
_TOPIC = 1.5  # what a topic weighs against a word as rare that stands once in the text
_FEW = 4  # papers that have a word; what fewer have is a step rarer than what most have
_MANY = 16  # as if so many more papers had each word
_PART = 2**4.5  # and in a large digest one of so many of its papers
_LARGE = 1024  # papers of a digest that hold still while others come
_FINE = 1000  # how finely the weight of a word is told before a vector has its length
_FLOOR = _UNIT * _UNIT // 16  # a cosine of less is chance
_NEAR = 15  # of whom a paper asks
_TITLES = 6  # papers that have a word, of which one must have it in its title
_STEP = 3  # doublings of these papers that count together in a large digest
_NAMED = 3  # words that a reason has at most
_EMPTY_WORDS = """
across after against also along among any approach approaches around based before better
between beyond don during each every framework general good help here hurt improve just like
many method methods more most new other over own paper part performance perspective problem
rather reported results same set several simple some study studied system systems through
together toward towards under unified use used useful using very way well while without work
works your
"""
_EMPTY = frozenset(map(stem, _EMPTY_WORDS.split()))
"""Words that are no reason, however few papers have them."""
_WHOLE = re.compile(r"(?<![\w-])\w+(?![\w-])")
_COMPOUND = re.compile(r"\w+(?:-\w+)+")

Packed: TypeAlias = "tuple[tuple[str, ...], bytes, bytes, bytes, bytes]"
"""Vectors: the words, or topics (``#id``), of their columns, which of these tell what papers
share, and the entries: rows, columns and weights."""
Known: TypeAlias = "tuple[Read, Packed, tuple[bytes, bytes], dict[str, dict[str, tuple[str, ...]]]]"
"""The words of papers, their vectors, those near to each with the products of both, and by id
those that are suggested for each with the words that they share."""
_NONE = np.array([], np.int64)
NOTHING: Known = (UNREAD, ((), b"", b"", b"", b""), (b"", b""), {})


def nearness(
    papers: Mapping[str, Paper], before: Known = NOTHING, words: Lexicon | None = None
) -> Known:
    """What is to be known of ``papers``, by ids that ascend; the same whatever was ``before``.

    ``words`` are theirs, where they were read.
    """
    words, were = words or Lexicon(read(papers, before[0])), Lexicon(before[0])
    vectors, old = _vectors(words, papers), _Vectors(len(were.ids), before[1], _NONE)
    place = {id_: at for at, id_ in enumerate(were.ids)}
    moved = np.array([place.get(id_, -1) for id_ in words.ids], np.int64)
    same = _same(vectors, old, moved)
    marks, had = (np.frombuffer(lexicon.marks, np.uint64) for lexicon in (words, were))
    same[same] = marks[same] == had[moved[same]]
    near = _near(vectors, same, moved, before[2])
    kept = {words.ids[at] for at in np.flatnonzero(same).tolist()}
    reasons = _Reasons(words, vectors, papers.values())
    suggested = {}
    for at, others in enumerate(_suggested(*near)):
        id_, ids = words.ids[at], [words.ids[other] for other in others]
        phrases = before[3][id_] if id_ in kept else {}
        phrases = {other: phrases[other] for other in ids if other in phrases and other in kept}
        new = [other for other in others if words.ids[other] not in phrases]
        phrases |= {words.ids[other]: named for other, named in reasons.shared(at, new)}
        suggested[id_] = {other: phrases[other] for other in ids}
    return words.read, vectors.packed, (near[0].tobytes(), near[1].tobytes()), suggested


# Vectors


class _Vectors:
    """Papers as vectors: row, column, weight and form of each entry, as they ascend."""

    def __init__(self, size: int, packed: Packed, form: Numbers) -> None:
        self.size, self.packed, self.form = size, packed, form
        self.names, telling, *entries = packed
        self.telling = np.frombuffer(telling, np.bool_)
        self.row, self.column, self.weight = (
            np.frombuffer(each, np.int32).astype(np.int64) for each in entries
        )
        self.starts = np.searchsorted(self.row, np.arange(size + 1))

    @cached_property
    def _by_column(self) -> tuple[list[slice], Numbers, NDArray[np.float64]]:
        order = np.argsort(self.column, kind="stable")
        ends = np.cumsum(np.bincount(self.column, minlength=len(self.names)))
        columns = [slice(*ends) for ends in pairwise([0, *ends.tolist()])]
        return columns, self.row[order], self.weight[order].astype(float)

    def products(self, row: int) -> NDArray[np.float64]:
        """The products of a paper with all; 0 with itself."""
        at = slice(self.starts[row], self.starts[row + 1])
        columns, row_of, weight_of = self._by_column
        having = [columns[column] for column in self.column[at].tolist()]
        if not having:
            return np.zeros(self.size)
        weights = np.concatenate([weight_of[each] for each in having])
        products = np.repeat(self.weight[at], [each.stop - each.start for each in having]) * weights
        rows = np.concatenate([row_of[each] for each in having])
        sums = np.bincount(rows, products, self.size).astype(np.float64, copy=False)
        sums[row] = 0
        return sums


def _nearest(products: NDArray[np.float64]) -> tuple[Numbers, NDArray[np.float64]]:
    """The papers with the greatest products, and these, the greatest first."""
    near = np.flatnonzero(products >= _FLOOR)
    if len(near) > _NEAR:
        least = np.partition(products[near], -_NEAR)[-_NEAR]
        near = near[products[near] >= least]
    near = near[np.argsort(-products[near], kind="stable")][:_NEAR]
    return near, products[near]


def _ranges(starts: Numbers, ends: Numbers) -> tuple[Numbers, Numbers]:
    """The numbers from each start to its end, one after the other, and of which they are."""
    lengths = ends - starts
    owner = np.repeat(np.arange(len(starts)), lengths)
    return np.arange(len(owner)) + (starts - np.cumsum(lengths) + lengths)[owner], owner


def _vectors(words: Lexicon, papers: Mapping[str, Paper]) -> _Vectors:
    size, stems = len(papers), len(words.stems)
    topics = sorted({topic for paper in papers.values() for topic in paper.topics})
    terms = [*words.stems, *(f"#{topic}" for topic in topics)]
    row, column, times, form = _counted(words, papers, {term: at for at, term in enumerate(terms)})
    is_grown, scale = _grown(papers), 1 << size.bit_length()
    having = np.bincount(column[is_grown[row]], minlength=len(terms))
    rarity = _rarity(having, scale) * (np.bincount(column, minlength=len(terms)) > 1)
    often = [_TOPIC, *(1 + math.log2(each) for each in range(1, times.max(initial=0) + 1))]
    weight = np.rint(_FINE * np.array(often)[times] * np.sqrt(rarity)[column]).astype(np.int64)

    count = len(row)
    spoken = np.flatnonzero(times)
    heavy = row[spoken] * (weight.max(initial=0) + 1) - weight[spoken]
    spoken = np.sort(heavy * count + spoken) % count
    starts = np.searchsorted(row[spoken], np.arange(size))
    rank = np.arange(len(spoken)) - starts[row[spoken]]
    kept = np.concatenate([spoken[rank < _WORDS], np.flatnonzero(times == 0)])
    kept = kept[weight[kept] > 0]
    kept = kept[np.argsort(row[kept] * len(terms) + column[kept])]
    row, weight, form = row[kept], weight[kept], form[kept]
    weight = np.rint(_UNIT * weight / np.sqrt(np.bincount(row, weight * weight, size))[row])

    used, column = _unique(column[kept])
    in_title = (words.text % TEXTS == 0) & is_grown[words.text // TEXTS]
    titles = np.sort(words.text[in_title] * stems + words.word_stems[in_title])
    titles = titles[is_new(titles)] % stems
    telling = having**3 <= scale**2
    doublings = np.maximum(np.frexp(having)[1] - 1, 0)
    if scale > _LARGE:  # fewer steps, and none that many papers would move with
        doublings = np.minimum(doublings // _STEP * _STEP, 2 * _STEP)
    common = np.where(having, 1 << doublings, 0)
    telling &= np.bincount(titles, minlength=len(terms)) * _TITLES >= common
    names = tuple(terms[number] for number in used.tolist())
    is_reason = [len(name) > 1 and name[0] != "#" and name not in _EMPTY for name in names]
    tells = telling[used] & np.array(is_reason, np.bool_)
    rows, columns, weights = (each.astype(np.int32).tobytes() for each in (row, column, weight))
    return _Vectors(size, (names, tells.tobytes(), rows, columns, weights), form)


def _counted(
    words: Lexicon, papers: Mapping[str, Paper], number: Mapping[str, int]
) -> tuple[Numbers, Numbers, Numbers, Numbers]:
    """Row, number, times and form of the stems that each paper has, then of its topics, 0 times.

    A word of the title counts twice. Of several forms one in small letters is taken, else the
    first.
    """
    at = np.flatnonzero(words.word_stems)
    spoken = words.text[at] // TEXTS * len(words.stems) + words.word_stems[at]
    is_large, most = ~words.is_small[words.numbers[at]], len(words.numbers) + 1
    spoken, at = np.divmod(np.sort(2 * most * spoken + most * is_large + at), 2 * most)
    at, first = at % most, np.flatnonzero(np.diff(spoken, prepend=-1))
    counted = np.append(0, np.cumsum(1 + (words.text[at] % TEXTS == 0)))
    times = np.diff(counted[np.append(first, len(at))])
    tags = [
        (row, number[f"#{topic}"], 0, 0)
        for row, paper in enumerate(papers.values())
        for topic in dict.fromkeys(paper.topics)
    ]
    entries = (*np.divmod(spoken[first], len(words.stems)), times, words.numbers[at[first]])
    rows = zip(entries, np.array(tags, np.int64).reshape(-1, 4).T, strict=True)
    row, column, times, form = (np.concatenate(both) for both in rows)
    return row, column, times, form


def _unique(values: Numbers) -> tuple[Numbers, Numbers]:
    """What ``values`` are, as they ascend, and the place of each in that; none is great or below 0.

    It is what numpy.unique gives, in a fraction of the time.
    """
    is_there = np.bincount(values) > 0
    return np.flatnonzero(is_there), (np.cumsum(is_there) - 1)[values]


def _rarity(having: Numbers, scale: int) -> Numbers:
    """How rare what so many papers have is among so many, in steps."""
    counts, which = _unique(having)
    many = _MANY if scale <= _LARGE else max(_MANY, round(scale / _PART) - _FEW)
    most, *steps = (round(math.log2(papers + many)) for papers in (scale, *counts.tolist()))
    return np.maximum(most - np.array(steps, np.int64), 0)[which]


def _grown(papers: Mapping[str, Paper]) -> NDArray[np.bool_]:
    """The papers that say how rare words are: the oldest, as many as a power of two; or all.

    What comes into a large digest thus moves no weight, until there are twice as many papers.
    """
    came = [(paper.added or "", paper.published or "", id_) for id_, paper in papers.items()]
    number = len(came) if len(came) < _LARGE else 1 << len(came).bit_length() >> 1
    oldest = sorted(range(len(came)), key=came.__getitem__)[:number]
    grown = np.zeros(len(came), np.bool_)
    grown[oldest] = True
    return grown


def _same(vectors: _Vectors, old: _Vectors, moved: Numbers) -> NDArray[np.bool_]:
    """Which vectors are as they were; ``moved`` has the old row of each, -1 of a new one."""
    place = {name: at for at, name in enumerate(vectors.names)}
    columns = np.array([place.get(name, -1) for name in old.names], np.int64)
    lengths, had = np.diff(vectors.starts), np.diff(old.starts)
    same = moved >= 0
    same[same] = lengths[same] == had[moved[same]]
    rows = np.flatnonzero(same)
    at, owner = _ranges(vectors.starts[rows], vectors.starts[rows + 1])
    was, _ = _ranges(old.starts[moved[rows]], old.starts[moved[rows] + 1])
    column, were = vectors.column[at], old.column[was]
    differs = (columns[were] != column) | (old.weight[was] != vectors.weight[at])
    differs |= old.telling[were] != vectors.telling[column]
    same[rows[owner[differs]]] = False
    return same


# Neighbours


def _near(
    vectors: _Vectors, same: NDArray[np.bool_], moved: Numbers, before: tuple[bytes, bytes]
) -> tuple[NDArray[np.int32], NDArray[np.int32]]:
    """The papers near to each and the products; as ``before`` where nothing of that changed.

    A line each, those beyond the last are -1 and 0.
    """
    size = vectors.size
    had, were = (np.frombuffer(each, np.int32).reshape(-1, _NEAR) for each in before)
    now = np.full(len(had) + 1, -1, np.int32)  # the last is for "none"
    now[moved[same]] = np.flatnonzero(same)
    others, products = np.full((size, _NEAR), -1, np.int32), np.zeros((size, _NEAR), np.int32)
    others[same], products[same] = now[had[moved[same]]], were[moved[same]]
    is_lost = ((others < 0) & (products > 0)).any(axis=1)
    least = np.maximum(products[:, -1], _FLOOR)

    def find(row: int) -> NDArray[np.float64]:
        of_all = vectors.products(row)
        near, greatest = _nearest(of_all)
        others[row], products[row] = -1, 0
        others[row, : len(near)], products[row, : len(near)] = near, greatest
        return of_all

    changed = np.flatnonzero(~same).tolist()
    for row in changed:
        of_all = find(row)
        if len(changed) < size:
            is_lost |= of_all >= least
    for row in np.flatnonzero(is_lost & same).tolist():
        find(row)
    return others, products


# Suggestions


def _suggested(others: NDArray[np.int32], products: NDArray[np.int32]) -> list[list[int]]:
    """The papers that are suggested for each, nearest first, then who would be for none."""
    size = len(others)
    # A bid is one number: the greater the product, and of one the first who asks, wins.
    bids = products.astype(np.int64) * size - np.arange(size)[:, np.newaxis]
    near = [*zip(others.tolist(), bids.tolist(), strict=True)]
    places = _granted(near, range(size), LIMIT, [MOST] * size)
    suggested: list[list[tuple[int, int]]] = [[] for _ in range(size)]
    for other, granted in enumerate(places):
        for each in granted:
            suggested[-each % size].append((-each, other))
    chosen = [[other for _, other in sorted(pairs)] for pairs in suggested]
    # Each keeps the place where it is nearest; others may be given away.
    nearest = [-max(granted) % size if granted else -1 for granted in places]
    spare = [[other for other in row if nearest[other] != at] for at, row in enumerate(chosen)]
    room = [LIMIT - len(row) or min(len(spare[at]), 1) for at, row in enumerate(chosen)]
    orphans = [at for at, granted in enumerate(places) if not granted]
    for at, granted in enumerate(_granted(near, orphans, 1, room)):
        if granted and len(chosen[at]) == LIMIT:
            chosen[at].remove(spare[at][-1])
        chosen[at] += [-each % size for each in sorted(granted, reverse=True)]
    return chosen


def _granted(
    near: Sequence[tuple[Sequence[int], Sequence[int]]],
    askers: Iterable[int],
    most: int,
    room: Sequence[int],
) -> list[list[int]]:
    """What each grants of what it is asked, which are so many places as it has ``room`` for.

    The ``askers`` ask those ``near`` to them for ``most`` places, the nearest first.
    """
    granted: list[list[int]] = [[] for _ in near]
    asking = [zip(*columns, strict=True) for columns in near]
    for first in askers:
        for _ in range(most):
            asker = first
            while request := next(asking[asker], None):
                other, bid = request
                if other < 0:  # nobody more is near
                    break
                if len(granted[other]) < room[other]:
                    heappush(granted[other], bid)
                    break
                if room[other]:
                    asker = -heappushpop(granted[other], bid) % len(near)
    return granted


# Reasons


class _Reasons:
    """What papers share that tells them from others, as they write it."""

    def __init__(self, words: Lexicon, vectors: _Vectors, papers: Iterable[Paper]) -> None:
        self.words, self.vectors, self.papers = words, vectors, [*papers]
        self._cache: dict[int, dict[str, tuple[int, str]]] = {}

    def shared(self, one: int, others: Sequence[int]) -> Iterator[tuple[int, tuple[str, ...]]]:
        """Each other with the telling words that a paper shares with it, the weightiest first."""
        if not others:
            return
        mine = self._telling(one)
        text = " ".join(texts(self.papers[one]))
        hyphened = " ".join(word for word in text.split() if "-" in word)
        written = {part: word for word in _COMPOUND.findall(hyphened) for part in word.split("-")}
        written |= {word: word for word in _WHOLE.findall(text)} if written else {}
        for other in others:
            theirs = self._telling(other)
            shared = sorted(
                (-weight * theirs[word][0], _small(form, theirs[word][1]))
                for word, (weight, form) in mine.items()
                if word in theirs
            )
            yield other, _phrases([form for _, form in shared[: 2 * _NAMED]], text, written)

    def _telling(self, paper: int) -> dict[str, tuple[int, str]]:
        if paper not in self._cache:
            vectors, forms = self.vectors, self.words.forms
            entry = np.arange(vectors.starts[paper], vectors.starts[paper + 1])
            entry = entry[vectors.telling[vectors.column[entry]]]
            columns, weights = vectors.column[entry].tolist(), vectors.weight[entry].tolist()
            self._cache[paper] = {
                vectors.names[column]: (weight, forms[form])
                for column, weight, form in zip(columns, weights, vectors.form[entry], strict=True)
            }
        return self._cache[paper]


def _small(form: str, other: str) -> str:
    """``form``, or the ``other`` where that alone has no capitals."""
    return other if other.islower() and not form.islower() else form


def _phrases(words: list[str], text: str, written: Mapping[str, str]) -> tuple[str, ...]:
    """The first few of ``words`` as ``text`` has them.

    Two that stand side by side are one. A part of a word with hyphens stands for that word.
    """
    for first, second in permutations(words, 2):
        for phrase in (f"{first} {second}", f"{first}-{second}"):
            if phrase in text and first in words and second in words:
                words[words.index(first)] = phrase
                words.remove(second)
    return tuple(dict.fromkeys(written.get(word, word) for word in words))[:_NAMED]
