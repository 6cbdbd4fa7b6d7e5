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
from collections import defaultdict
from collections.abc import Iterable, Mapping
from functools import cached_property
from itertools import pairwise, permutations
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

from generator.papers.model import Paper
from generator.text.words import stem
from generator.views.words import UNREAD, Lexicon, Numbers, Read, ascending, is_new, read, texts

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
_FORMS = 2**32  # more than there are, as written
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
share, how many entries each has, and their columns and weights."""
Known: TypeAlias = "tuple[Read, Packed, tuple[bytes, bytes], tuple[bytes, str]]"
"""The words of papers, their vectors, those near to each with the products of both, and those
that are suggested for each with a line of the words that they share."""
NOTHING: Known = (UNREAD, ((), b"", b"", b"", b""), (b"", b""), (b"", ""))


def nearness(
    papers: Mapping[str, Paper], before: Known = NOTHING, words: Lexicon | None = None
) -> Known:
    """What is to be known of ``papers``, by ids that ascend; the same whatever was ``before``.

    ``words`` are theirs, where they were read.
    """
    words, (ids, old_marks, *_) = words or Lexicon(read(papers, before[0])), before[0]
    (vectors, forms), old = _vectors(words, papers), _Vectors(before[1])
    place = dict(zip(ids, range(len(ids)), strict=True))
    moved = np.array([place.get(id_, -1) for id_ in words.ids], np.int64)
    same = _same(vectors, old, moved)
    marks, had = (np.frombuffer(each, np.uint64) for each in (words.marks, old_marks))
    same[same] = marks[same] == had[moved[same]]
    others, products = _near(vectors, same, moved, before[2])
    chosen, reasons = _suggested(others, products), _Reasons(words, vectors, forms)
    is_known = (chosen == _moved(before[3][0], LIMIT, same, moved)).all(axis=1)
    lines, of_each = before[3][1].split("\n"), (is_known.tolist(), moved.tolist(), chosen.tolist())
    shared = [
        lines[was] if known else reasons.line(row, " ".join(texts(paper)), near)
        for row, (paper, known, was, near) in enumerate(zip(papers.values(), *of_each, strict=True))
    ]
    near = others.tobytes(), products.tobytes()
    return words.read, vectors.packed, near, (chosen.tobytes(), "\n".join(shared))


def suggestions(known: Known) -> dict[str, tuple[list[int], str]]:
    """By the id of a paper the places of those that are suggested for it, the nearest first.

    With them come the words that they share with it, a comma between two, a tab after each paper.
    """
    (ids, *_), _, _, (places, lines) = known
    rows = np.frombuffer(places, np.int32).reshape(-1, LIMIT).tolist()
    others = ([place for place in row if place >= 0] for row in rows)
    return dict(zip(ids, zip(others, lines.split("\n"), strict=bool(ids)), strict=True))


# Vectors


class _Vectors:
    """Papers as vectors: the column and weight of each entry, as rows and columns ascend."""

    def __init__(self, packed: Packed) -> None:
        self.packed = packed
        self.names, telling, lengths, columns, weights = packed
        self.telling = np.frombuffer(telling, np.bool_)
        self.lengths, self.column = (np.frombuffer(of, np.int32) for of in (lengths, columns))
        self.weight = np.frombuffer(weights, np.uint8)
        self.size, self.starts = len(self.lengths), np.append(0, np.cumsum(self.lengths))

    @cached_property
    def _by_column(self) -> tuple[list[slice], Numbers, NDArray[np.uint16]]:
        order = ascending(self.column)
        ends = np.cumsum(np.bincount(self.column, minlength=len(self.names)))
        columns = [slice(*ends) for ends in pairwise([0, *ends.tolist()])]
        row = np.repeat(np.arange(self.size), self.lengths)
        return columns, row[order], self.weight[order].astype(np.uint16)

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
    near = np.flatnonzero(products >= 2 * _FLOOR)  # a few of all, and mostly enough
    if len(near) < _NEAR:
        near = np.flatnonzero(products >= _FLOOR)
    near = near[np.argsort(-products[near], kind="stable")][:_NEAR]
    return near, products[near]


def _turns(values: Numbers) -> Numbers:
    """Of ``values`` that ascend, how many of the same come before each."""
    number = np.bincount(values)
    return np.arange(len(values)) - (np.cumsum(number) - number)[values]


def _vectors(words: Lexicon, papers: Mapping[str, Paper]) -> tuple[_Vectors, Numbers]:
    """The vectors of papers, and the number of the form of each entry."""
    size = len(papers)
    terms, row, column, times, is_named, form = _counted(words, papers.values())
    is_grown, scale = _grown(papers), 1 << size.bit_length()
    having, titles = (
        np.bincount(column[those], minlength=len(terms))
        for those in (is_grown[row], is_named & is_grown[row])
    )
    rarity = _rarity(having, scale) * (np.bincount(column, minlength=len(terms)) > 1)
    often = [_TOPIC, *(1 + math.log2(each) for each in range(1, times.max(initial=0) + 1))]
    weight = np.rint(_FINE * np.array(often)[times] * np.sqrt(rarity)[column]).astype(np.int64)

    spoken = np.flatnonzero((times > 0) & (weight > 0))
    spoken = spoken[ascending(weight.max(initial=0) - weight[spoken])]
    spoken = spoken[ascending(row[spoken])]
    is_kept = (times == 0) & (weight > 0)
    is_kept[spoken[_turns(row[spoken]) < _WORDS]] = True
    kept = np.flatnonzero(is_kept)
    kept = kept[ascending(row[kept])]
    row, weight = row[kept], weight[kept]
    weight = np.rint(_UNIT * weight / np.sqrt(np.bincount(row, weight * weight, size))[row])

    used, column = _unique(column[kept])
    telling = having**3 <= scale**2
    doublings = np.maximum(np.frexp(having)[1] - 1, 0)
    if scale > _LARGE:  # fewer steps, and none that many papers would move with
        doublings = np.minimum(doublings // _STEP * _STEP, 2 * _STEP)
    telling &= titles * _TITLES >= np.where(having, 1 << doublings, 0)
    names = tuple(terms[number] for number in used.tolist())
    is_reason = [len(name) > 1 and name[0] != "#" and name not in _EMPTY for name in names]
    tells = telling[used] & np.array(is_reason, np.bool_)
    lengths = np.bincount(row, minlength=size)
    entries = column.astype(np.int32).tobytes(), weight.astype(np.uint8).tobytes()
    packed = names, tells.tobytes(), lengths.astype(np.int32).tobytes(), *entries
    return _Vectors(packed), form[kept]


def _counted(
    words: Lexicon, papers: Iterable[Paper]
) -> tuple[list[str], Numbers, Numbers, Numbers, NDArray[np.bool_], Numbers]:
    """The stems and topics of papers; as these ascend, row, number and times, whether a title
    has it, and the number of its form. A word of the title counts twice, a topic 0 times.
    """
    tagged: defaultdict[str, list[int]] = defaultdict(list)
    for row, each in enumerate(papers):
        for topic in {*each.topics}:
            tagged[topic].append(row)
    topics, stems = sorted(tagged), words.stems
    rows = [row for topic in topics for row in tagged[topic]]
    numbers = [number for number, topic in enumerate(topics, len(stems)) for _ in tagged[topic]]
    at = words.by_stem
    stem, paper, in_title = words.word_stems[at], words.paper[at], words.in_title[at]
    is_first = is_new(stem) | is_new(paper)
    first = np.flatnonzero(is_first)
    counted = np.append(0, np.cumsum(1 + in_title, dtype=np.int32))
    times = np.diff(counted[np.append(first, len(at))])
    # The first form without capitals, else the first.
    forms, later = words.numbers[at], np.flatnonzero(~is_first)[::-1]  # the last counts
    form, of = forms[first], (np.cumsum(is_first, dtype=np.int32) - 1)[later]
    is_better = words.is_small[forms[later]] & ~words.is_small[form[of]]
    form[of[is_better]] = forms[later[is_better]]
    return (
        [*stems, *(f"#{topic}" for topic in topics)],
        np.append(paper[first], np.array(rows, np.int32)),
        np.append(stem[first], np.array(numbers, np.int32)),
        np.append(times, np.zeros(len(rows), np.int32)),
        np.append(in_title[first], np.zeros(len(rows), np.bool_)),
        np.append(form, np.zeros(len(rows), np.int32)),
    )


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
    came = [f"{paper.added or ''}\0{paper.published or ''}" for paper in papers.values()]
    number = len(came) if len(came) < _LARGE else 1 << len(came).bit_length() >> 1
    oldest = sorted(range(len(came)), key=came.__getitem__)[:number]
    grown = np.zeros(len(came), np.bool_)
    grown[oldest] = True
    return grown


def _same(vectors: _Vectors, old: _Vectors, moved: Numbers) -> NDArray[np.bool_]:
    """Which vectors are as they were; ``moved`` has the old row of each, -1 of a new one."""
    place = {name: at for at, name in enumerate(vectors.names)}
    columns = np.array([place.get(name, -1) for name in old.names], np.int64)
    same, were = moved >= 0, np.zeros(old.size, np.bool_)
    same[same] = vectors.lengths[same] == old.lengths[moved[same]]
    were[moved[same]] = True
    # As ids ascend, so do the old rows.
    at, was = np.repeat(same, vectors.lengths), np.repeat(were, old.lengths)
    column, had = vectors.column[at], old.column[was]
    differs = (columns[had] != column) | (old.weight[was] != vectors.weight[at])
    differs |= old.telling[had] != vectors.telling[column]
    same[np.repeat(np.flatnonzero(same), vectors.lengths[same])[differs]] = False
    return same


# Neighbours


def _near(
    vectors: _Vectors, same: NDArray[np.bool_], moved: Numbers, before: tuple[bytes, bytes]
) -> tuple[NDArray[np.int32], NDArray[np.int32]]:
    """The papers near to each and the products; as ``before`` where nothing of that changed.

    A line each, those beyond the last are -1 and 0.
    """
    size, others = vectors.size, _moved(before[0], _NEAR, same, moved)
    products = np.zeros((size, _NEAR), np.int32)
    products[same] = np.frombuffer(before[1], np.int32).reshape(-1, _NEAR)[moved[same]]
    is_lost = (others < -1).any(axis=1)
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


def _moved(lines: bytes, width: int, same: NDArray[np.bool_], moved: Numbers) -> NDArray[np.int32]:
    """Rows of papers, a line for each, as they are now; -2 for those of which something changed."""
    old = np.frombuffer(lines, np.int32).reshape(-1, width)
    now = np.full(len(old) + 1, -2, np.int32)
    now[moved[same]], now[-1] = np.flatnonzero(same), -1  # the last is for "none"
    rows = np.full((len(same), width), -2, np.int32)
    rows[same] = now[old[moved[same]]]
    return rows


# Suggestions


def _suggested(others: NDArray[np.int32], products: NDArray[np.int32]) -> NDArray[np.int32]:
    """The papers that are suggested for each, nearest first, then who would be for none.

    A line each, -1 beyond the last.
    """
    size, other = len(others), others.ravel()
    # A bid is one number: the greater the product, and of one the first who asks, wins.
    bids = (products.astype(np.int64) * size - np.arange(size)[:, np.newaxis]).ravel()
    places = np.sort(_granted(other, bids, np.arange(size), LIMIT, np.full(size, MOST)))
    nearest = np.full(size, -1)
    by_bid = places[np.argsort(bids[places])]
    nearest[other[by_bid]] = by_bid  # the last counts
    # Each keeps the place where it is nearest; others may be given away.
    spare = places[nearest[other[places]] != places]
    spares, taken = (np.bincount(each // _NEAR, minlength=size) for each in (spare, places))
    room = np.where(taken < LIMIT, LIMIT - taken, np.minimum(spares, 1))
    more = _granted(other, bids, np.flatnonzero(nearest < 0), 1, room)
    more = more[np.argsort(-bids[more])]
    last = np.full(size, -1)
    last[spare // _NEAR] = spare
    is_full = taken[other[more]] == LIMIT
    places = places[~np.isin(places, last[other[more[is_full]]])]
    row = np.append(places // _NEAR, other[more])
    order = ascending(row)
    chosen = np.full((size, LIMIT), -1, np.int32)
    given = np.append(other[places], more // _NEAR)
    chosen[row[order], _turns(row[order])] = given[order]
    return chosen


def _granted(other: Numbers, bids: Numbers, askers: Numbers, most: int, room: Numbers) -> Numbers:
    """Which wishes are granted by those that they go to, who have so much ``room``.

    A wish is a place in ``other``, where each asker has a line of those to ask, the nearest
    first. The ``askers`` ask for ``most`` places each.
    """
    asked = np.zeros(len(room), np.int64)
    granted, asking = np.array([], np.int64), np.repeat(askers, most)
    while len(asking):
        turns = asked[asking] + _turns(asking)
        asked += np.bincount(asking, minlength=len(asked))
        wishes = (asking * _NEAR + turns)[turns < _NEAR]
        wishes = wishes[other[wishes] >= 0]
        is_open = np.isin(other[granted], other[wishes])
        bidding = np.append(granted[is_open], wishes)
        bidding = bidding[np.lexsort((-bids[bidding], other[bidding]))]
        is_granted = _turns(other[bidding]) < room[other[bidding]]
        granted = np.append(granted[~is_open], bidding[is_granted])
        asking = np.sort(bidding[~is_granted] // _NEAR)
    return granted


# Reasons


class _Reasons:
    """What papers share that tells them from others, as they write it."""

    def __init__(self, words: Lexicon, vectors: _Vectors, forms: Numbers) -> None:
        telling = np.flatnonzero(vectors.telling[vectors.column])
        self._forms, self._is_small = words.forms, words.is_small.tolist()
        self._starts = np.searchsorted(telling, vectors.starts).tolist()
        self._columns = vectors.column[telling]
        self._entries = vectors.weight[telling] * np.int64(_FORMS) + forms[telling]
        self._cache: dict[int, dict[int, int]] = {}

    def line(self, one: int, text: str, others: Iterable[int]) -> str:
        """The telling words that a paper shares with each of ``others``, the weightiest first.

        They are written as in its ``text``. What is -1 is no other.
        """
        mine, is_small = self._telling(one), self._is_small
        hyphened = " ".join([word for word in text.split() if "-" in word] if "-" in text else ())
        written = {part: word for word in _COMPOUND.findall(hyphened) for part in word.split("-")}
        written |= {word: word for word in _WHOLE.findall(text)} if written else {}
        lists = []
        for theirs in (self._telling(other) for other in others if other >= 0):
            shared = []
            for column in mine.keys() & theirs.keys():
                weight, form = divmod(mine[column], _FORMS)
                other_weight, other = divmod(theirs[column], _FORMS)
                is_other = is_small[other] and not is_small[form]
                shared.append((-weight * other_weight, other if is_other else form))
            forms = [self._forms[form] for _, form in sorted(shared)[: 2 * _NAMED]]
            lists.append(",".join(_phrases(forms, text, written)))
        return "\t".join(lists)

    def _telling(self, paper: int) -> dict[int, int]:
        """By the columns of a paper that tell, the weight of each, and the number of its form."""
        if paper not in self._cache:
            at = slice(self._starts[paper], self._starts[paper + 1])
            pairs = zip(self._columns[at].tolist(), self._entries[at].tolist(), strict=True)
            self._cache[paper] = dict(pairs)
        return self._cache[paper]


def _phrases(words: list[str], text: str, written: Mapping[str, str]) -> tuple[str, ...]:
    """The first few of ``words`` as ``text`` has them.

    Two that stand side by side are one. A part of a word with hyphens stands for that word.
    """
    for first, second in permutations(words, 2):
        for joint in " -" if written else " ":
            phrase = f"{first}{joint}{second}"
            if phrase in text and first in words and second in words:
                words[words.index(first)] = phrase
                words.remove(second)
    return tuple(dict.fromkeys(written.get(word, word) for word in words))[:_NAMED]
