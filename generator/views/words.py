"""The words of papers as numbers, each text's in its order, and the vocabulary of "For you".

All words of a digest are one array, which what was read before saves most of the work for. What
comes out depends on the papers alone: words are numbered as they sort.
"""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from hashlib import blake2b
from itertools import chain, compress, pairwise
from typing import Any, TypeAlias

import numpy as np
from numpy.typing import NDArray

from generator.papers.model import Paper
from generator.text.words import STOP_WORDS, fold, pieces, runs, stem

Numbers: TypeAlias = "NDArray[np.signedinteger[Any]]"
Read: TypeAlias = "tuple[tuple[str, ...], bytes, tuple[str, ...], tuple[str, ...], bytes]"
"""The ids of papers, what tells their texts from others, the words as written, the stem of each
('' of one that says nothing), the number of each word of each text, 0 after each text."""
UNREAD: Read = ((), b"", ("",), ("",), b"")

_MARK = 8
TEXTS = 3
"""How many texts are read of a paper."""


def texts(paper: Paper) -> tuple[str, str, str]:
    """What is read of a paper: its title, its summary and, where it is kept, its abstract."""
    return paper.title, paper.summary, paper.abstract


def read(papers: Mapping[str, Paper], before: Read = UNREAD) -> Read:
    """The words of ``papers``; of those that were read before, and say the same, from there."""
    ids, marks, forms, stems, _ = before
    number: defaultdict[str, int] = defaultdict()
    number.update(zip(forms, range(len(forms)), strict=True))
    number.default_factory = number.__len__
    each = (marks[at : at + _MARK] for at in range(0, len(marks), _MARK))
    entries = dict(zip(ids, zip(each, _by_paper(before), strict=True), strict=True))
    parts, now = [], []
    for id_, paper in papers.items():
        read = texts(paper)
        mark = blake2b("\0".join(read).encode("utf-8", "replace"), digest_size=_MARK).digest()
        was, words = entries.get(id_, (b"", None))
        if was != mark:
            words = np.array([number[form] for text in read for form in _forms(text)], np.int32)
        parts.append(words)
        now.append(mark)
    numbers = np.concatenate([np.array([], np.int32), *parts])
    used = np.bincount(numbers, minlength=len(number)) > 0
    used[0] = True
    left = sorted(compress(number, used))
    place = dict(zip(left, range(len(left)), strict=True))
    moved = np.array([place.get(form, 0) for form in number], np.int32)
    stem_of = dict(zip(forms, stems, strict=True))
    stem_of |= {form: _stem(form) for form in number.keys() - stem_of.keys()}
    new_stems = tuple(map(stem_of.__getitem__, left))
    return tuple(papers), b"".join(now), tuple(left), new_stems, moved[numbers].tobytes()


def _forms(text: str) -> list[str]:
    """The words of a text as written, and '' at its end.

    What is written without spaces gives two letters at a time.
    """
    forms = runs(text)
    if not text.isascii():
        parts = (pieces(form) if form > "\u3000" else (form,) for form in forms)
        forms = [*chain.from_iterable(parts)]
    return [*forms, ""]


def _stem(form: str) -> str:
    """The stem of a word as written; '' of a letter or a word that is everywhere."""
    if form > "\u3000":
        return form
    word = fold(form)
    return stem(word) if len(word) > 1 and word not in STOP_WORDS else ""


class Lexicon:
    """The words of papers that were ``read``."""

    def __init__(self, read: Read) -> None:
        self.read = read
        self.ids, self.marks, self.forms, stems, numbers = read
        self.numbers = np.frombuffer(numbers, np.int32)
        self.is_small = np.array([form.islower() for form in self.forms], np.bool_)
        self.stems = sorted({*stems})
        """The stems, by number; the first is ''."""
        place = {stem: at for at, stem in enumerate(self.stems)}
        self.word_stems = np.array([place[stem] for stem in stems], np.int32)[self.numbers]
        """The number of the stem of each word, 0 of one that says nothing and after each text."""
        spoken = np.flatnonzero(self.word_stems)
        self.by_stem = spoken[ascending(self.word_stems[spoken])]
        """The places of words that say something, by their stem, then as they stand."""
        ends = self.numbers == 0
        text: Numbers = np.cumsum(ends, dtype=np.int32) - ends
        self.paper, self.in_title = text // TEXTS, text % TEXTS == 0
        """The number of the paper that each word is in; whether it is in a title."""


def _by_paper(read: Read) -> list[Numbers]:
    numbers = np.frombuffer(read[-1], np.int32)
    return parted(numbers, np.flatnonzero(numbers == 0)[TEXTS - 1 :: TEXTS] + 1)


# The vocabulary of "For you"

WORDS = 1000
"""How many words and pairs the vocabulary has at most."""

_LEAST = 3  # papers that have a word; and places where its form is looked for
_SHARE = 4  # of so many papers at most one has a word
_TITLES = 12  # papers that have a word, of which one must have it in its title
_BITS = (1 << 22) - 1  # of a number, by which pairs are looked up that titles have
_STEPS = 2  # each time that twice as many papers have a word


@dataclass(frozen=True, slots=True)
class Word:
    """A word or pair: its stems, how it is written, and how rare it is, from 1 up."""

    stem: str
    form: str
    rarity: int


Spoken: TypeAlias = "tuple[tuple[Word, ...], Numbers, Numbers]"
"""A vocabulary, and the places in it of the words of all papers, before where each ends."""


def vocabulary(words: Lexicon) -> Spoken:
    """Words, sorted by stem, and the places of those that each paper has, ascending.

    They are the words and pairs of words that most papers have and titles are made of. Which
    they are goes by steps, so that one paper more or less hardly ever changes them.
    """
    papers, (number, at) = len(words.ids), _spoken(words)
    paper, another = words.paper[at], is_new(number)
    starts, of_paper = np.flatnonzero(another), np.flatnonzero(another | is_new(paper))
    kinds, first, paper = (np.cumsum(another) - 1)[of_paper], at[of_paper], paper[of_paper]
    counts = np.bincount(kinds)
    titles = np.bincount(kinds[words.in_title[first]], minlength=len(counts))
    enough = (counts >= _LEAST) & (counts * _SHARE <= papers) & (titles * _TITLES >= counts)
    steps = {kind: _steps(counts[kind]) for kind in np.flatnonzero(enough).tolist()}
    least = min(sorted(steps.values())[-WORDS:], default=0)
    ranked = sorted(
        (-step, _name(words.stems, int(number[starts[kind]])), kind)
        for kind, step in steps.items()
        if step >= least
    )
    chosen = sorted((name, kind, steps) for steps, name, kind in ranked[:WORDS])
    listed = tuple(
        Word(name, _form(words, name, at[starts[kind] :][:_LEAST].tolist()), rarity)
        for name, kind, steps in chosen
        for rarity in [max(_steps(papers) + steps, 1)]
    )
    place = np.full(len(starts), -1)
    place[[kind for _, kind, _ in chosen]] = np.arange(len(chosen))
    kept = place[kinds] >= 0
    paper, places = paper[kept], place[kinds[kept]]
    order = ascending(places)
    places = places[order[ascending(paper[order])]]
    return listed, np.cumsum(np.bincount(paper, minlength=papers)), places


def _spoken(words: Lexicon) -> tuple[Numbers, Numbers]:
    """The number and the place of each word and pair of words that titles have.

    They ascend: those of a paper stand together, its title first. A pair is two words with
    nothing between them but signs; its number is beyond all stems. A few are of no title.
    """
    stems, size = words.word_stems, len(words.stems)
    named = np.zeros(size, np.bool_)
    named[stems[words.in_title]] = True
    at = words.by_stem[named[stems[words.by_stem]]]
    pairs = np.flatnonzero((stems[:-1] > 0) & (stems[1:] > 0))
    numbers = (stems[pairs] + np.int64(1)) * size + stems[pairs + 1]
    bits = numbers & _BITS
    named = np.zeros(_BITS + 1, np.bool_)
    named[bits[words.in_title[pairs]]] = True
    pairs, numbers = pairs[named[bits]], numbers[named[bits]]
    order = ascending(numbers)
    return np.append(stems[at], numbers[order]), np.append(at, pairs[order])


def ascending(values: Numbers) -> Numbers:
    """The places of ``values``, none below 0, as these ascend; of the same the first is first.

    Of 16 bits numpy counts how many there are of each, which takes a fraction of comparing them.
    """
    places = np.argsort(values.astype(np.uint16), kind="stable")
    while (values := values >> 16).any():
        places = places[np.argsort(values[places].astype(np.uint16), kind="stable")]
    return places


def parted(values: Numbers, ends: Numbers) -> list[Numbers]:
    """The parts of ``values`` that end there; numpy.split takes ten times as long."""
    return [values[start:end] for start, end in pairwise([0, *ends.tolist()])]


def is_new(values: Numbers) -> NDArray[np.bool_]:
    """Whether each of ``values`` is another than the one before."""
    return np.append(True, values[1:] != values[:-1])[: len(values)]


def _name(stems: Sequence[str], number: int) -> str:
    one, other = divmod(number - len(stems), len(stems))
    return stems[number] if one < 0 else f"{stems[one]} {stems[other]}"


def _form(words: Lexicon, stems: str, positions: Sequence[int]) -> str:
    """How a word or a pair is mostly written: a small one before others."""
    forms: Counter[str] = Counter()
    for at in positions:
        numbers = words.numbers[at : at + len(stems.split())].tolist()
        forms[" ".join(words.forms[number] for number in numbers)] += 1
    return min(forms, key=lambda form: (not form.islower(), -forms[form], form))


def _steps(count: int) -> int:
    return round(_STEPS * math.log2(count)) if count else 0


@cache
def quarter(day: str) -> str:
    """The quarter of a day or month: ``2025-q4``; the year of a year, '' of ''."""
    return f"{day[:4]}-q{(int(day[5:7]) + 2) // 3}" if len(day) > len("2025") else day
