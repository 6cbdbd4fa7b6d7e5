"""An index of words in ranges: files of which a change of one paper touches few.

A term is a key of one of these kinds, told apart by their sign:

- ``model``: a word of a text, with the papers that have it;
- ``tang@``: a word of authors' names, with the papers and which author it is;
- ``~noitazitnauq``: how many titles and names have a word, written backwards, so that what
  is typed wrong at its beginning is found by its end;
- ``^pinn``: words of titles by their initials, three to five;
- ``#topic``: the papers of a topic.

Papers have numbers that follow from their ids: a hash gives each its place among at least
twice as many, the next one free where two would have the same, so that one paper more or less
moves hardly another. How a list of them is written says ``lists``.

The terms, sorted, are cut into ranges where the first four letters change and a hash of the
new four says so: where a cut is depends on nothing else.
"""

from __future__ import annotations

import json
import zlib
from bisect import bisect
from collections import Counter, defaultdict
from dataclasses import dataclass
from functools import lru_cache
from itertools import chain, pairwise
from typing import TYPE_CHECKING, Any, TypeAlias

from generator.site.search.lists import CODE_BITS, packed, unpacked
from generator.site.search.words import EVERYWHERE, WORD, address, fold, pieces

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from generator.papers.model import Paper

Terms: TypeAlias = "list[tuple[str, int]]"
"""The terms of a paper, each with its code.

Of a word it is its level in the paper, and in the lowest bit whether it is in the title; of a
name which author it is of, and in the five lowest bits the letter that its other end begins with.
"""


_BODY = (("gist", 4, 4), ("summary", 3, 9), ("abstract", 1, 3), ("venue", 2, 2), ("category", 2, 2))
_TITLE = 6  # a word's weight in a title, in halves; in texts: each time, and at most
_NAME = 2  # more where it is what the paper calls itself, in so many words:
_NAME_WORDS = 3
_PAIR = 5
_AUTHORS = 31  # later ones count as the last
_SPELT = 4
_LEVELS = (0, 1, 1, 2, 3, 3, 4, 4, 5, 5, 5, 5, 6)  # of weights; the browser has what they mean
_FEW = 1023


def terms(paper: Paper) -> Terms:
    """The terms that ``paper`` is found by."""
    weights = _weights(paper)
    title = _title(paper.title, weights)
    found = [
        (word, _LEVELS[min(weight, 12)] << 1 | (word in title)) for word, weight in weights.items()
    ]
    names = [
        (word, min(place, _AUTHORS) << 5 | initial)
        for place, author in enumerate(paper.authors)
        for word, initial in _name(author)
    ]
    found += [(word + "@", code) for word, code in names]
    spelt = {word for word in (*title, *dict(names)) if len(word) >= _SPELT and word.isalpha()}
    found += [("~" + word[::-1], 0) for word in spelt]
    found += [("^" + initials, _LEVELS[_PAIR] << 1) for initials in _initials(paper.title)]
    found += [("#" + topic, 0) for topic in paper.topics]
    return found


def _weights(paper: Paper) -> dict[str, int]:
    weights: dict[str, int] = defaultdict(int)
    for name, each, most in _BODY:
        said = getattr(paper, name)
        words = Counter(chain.from_iterable(map(pieces, said.split()))) if said else {}
        for word, count in words.items():
            weights[word] += each if count == 1 else min(count * each, most)
    for word in EVERYWHERE & weights.keys():
        del weights[word]
    for url in (paper.arxiv or "", paper.doi or "", *(link.url for link in paper.links)):
        for part in {url, url.rpartition("/")[2]}:  # an owner and a repository, or that alone
            weights[address(part)] += _TITLE
    weights.pop("", None)
    return weights


def _title(title: str, weights: dict[str, int]) -> set[str]:
    """Adds the words of ``title``, and pairs of them in one word; gives back the words."""
    chunks = [each for chunk in title.split() if (each := pieces(chunk))]
    words = {word for chunk in chunks for word in chunk} - EVERYWHERE
    for word in words:
        weights[word] += _TITLE
    name = title.partition(":")[0].split()
    if len(name) <= _NAME_WORDS:
        for word in words.intersection(chain.from_iterable(map(pieces, name))):
            weights[word] += _NAME
    for (one, *_), (other, *_) in pairwise(chunks):
        if not {one, other} & EVERYWHERE:
            weights[one + other] += _PAIR
    return words


def _initials(title: str) -> set[str]:
    words = WORD.findall(fold(title))
    letters = "".join(word[0] for word in words)
    telling = [at for at, word in enumerate(words) if word not in EVERYWHERE]
    return {
        run
        for at in telling
        for end in telling
        if 3 <= end - at + 1 <= 5 and (run := letters[at : end + 1]).isalpha()
    }


@lru_cache(maxsize=1 << 16)
def _name(author: str) -> tuple[tuple[str, int], ...]:
    """The words of a name, each with the letter that the other end of the name begins with."""
    chunks = [each for chunk in author.split() if (each := pieces(chunk))]
    found = []
    for at, words in enumerate(chunks):
        other = chunks[-1 if at == 0 else 0][0] if len(chunks) > 1 else ""
        initial = ord(other[0]) & 31 if other and other.isascii() else 0
        found += [(word, initial) for word in words]
    return tuple(found)


@dataclass(frozen=True, slots=True)
class Scale:
    """How an index of so many papers is cut: the more papers, the smaller the parts of it.

    ``places`` is how many numbers there are, at least twice as many as papers; a file has the
    papers of ``shelf`` numbers; one in ``cut`` beginnings of four letters begins a range.
    """

    places: int
    shelf: int
    cut: int


def scale(papers: int) -> Scale:
    """The scale for so many papers; it changes where their number doubles."""
    bits = max(papers * 2 - 1, _FEW).bit_length()
    step = (bits - _FEW.bit_length()) // 3
    return Scale(1 << bits, 6 << step, max(48 >> step, 1))


def numbers(ids: Iterable[str], places: int) -> dict[str, int]:
    """The number of each paper, by its id, ascending."""
    last = -1
    found = {}
    for home, id_ in sorted((zlib.crc32(id_.encode()) % places, id_) for id_ in ids):
        last = found[id_] = max(home, last + 1)
    return found


def changed(
    ranges: Mapping[str, bytes],
    cut: int,
    gone: Iterable[tuple[int, Terms]],
    come: Iterable[tuple[int, Terms]],
) -> dict[str, bytes]:
    """``ranges`` without the papers ``gone`` and with those that have ``come``, by number.

    A range is the JSON of its terms, under the letters that the first of them begins with;
    the first range is under "". What no change touches is the same object as before.
    """
    minus: dict[str, set[int]] = defaultdict(set)
    plus: dict[str, list[int]] = defaultdict(list)
    for number, of in gone:
        for term, _ in of:
            minus[term].add(number)
    for number, of in come:
        base = number << CODE_BITS
        for term, code in of:
            plus[term].append(base | code)
    made = {"": dumped({})} | dict(ranges)
    starts = sorted(made)
    touched: dict[str, list[str]] = defaultdict(list)
    for term in minus.keys() | plus.keys():
        touched[starts[bisect(starts, term) - 1]].append(term)
    carried: dict[str, Any] = {}
    for start in reversed(starts):
        if start not in touched and not carried:
            continue
        held = json.loads(made.pop(start, b"{}")) | carried
        for term in touched.get(start, ()):
            _change(held, term, minus.get(term, set()), plus.get(term, []))
        carried = {}
        if start and not any(term[:4] == start for term in held):
            carried = held  # the range is one with the one before
        else:
            made.update(_cut(start, held, cut))
    return made


def dumped(value: object) -> bytes:
    """``value`` as JSON without spaces, as every file of the search is."""
    return json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode() + b"\n"


def _change(held: dict[str, Any], term: str, minus: set[int], plus: list[int]) -> None:
    """Changes a term's list, or a counted term's number; one that nothing is left of goes."""
    if term[0] == "~":
        papers: Any = held.get(term, 0) - len(minus) + len(plus)
    else:
        letters = 2 if term[-1] == "@" else 1
        kept = unpacked(held[term], letters) if term in held else []
        papers = sorted([each for each in kept if each >> CODE_BITS not in minus] + plus)
        papers = papers and packed(papers, letters)
    if papers:
        held[term] = papers
    else:
        held.pop(term, None)


def _cut(start: str, held: Mapping[str, Any], cut: int) -> Iterator[tuple[str, bytes]]:
    beginning = start
    piece: dict[str, Any] = {}
    for term in sorted(held):
        if (first := term[:4]) != beginning and _hash(first) % cut == 0:
            yield beginning, dumped(piece)
            beginning, piece = first, {}
        piece[term] = held[term]
    yield beginning, dumped(piece)


@lru_cache(maxsize=1 << 16)
def _hash(letters: str) -> int:
    return zlib.crc32(letters.encode())
