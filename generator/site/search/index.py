"""An index of words in ranges: files of which a change of one paper touches few.

A term is a key of one of these kinds, told apart by their sign:

- ``model``: a word of a text, with the papers that have it;
- ``tang@``: a word of authors' names, with the papers and which author it is;
- ``~noitazitnauq``: how many titles and names have a word, written backwards, so that what
  is typed wrong at its beginning is found by its end;
- ``^pinn``: words of titles by their initials, three or four;
- ``#topic``: the papers of a topic.

Papers have numbers that follow from their ids: a hash gives each its place among at least
twice as many, the next one free where two would have the same, so that one paper more or less
moves hardly another. A list of papers is the steps from each number to the next, with a code
in the lowest bits: of a word its level in the paper and whether it is in the title, of a name
which author it is of and the letter that its other end begins with. It is written in the 64
letters of base64url, five bits a letter, the lowest first; the sixth bit says that more follow
(as in source maps, https://tc39.es/ecma426/#sec-base64-vlq, but without a sign).

The terms, sorted, are cut into ranges where the first eight letters change and a hash of the
new eight says so, the oftener the more there is of the terms that begin with them: all ranges
are of one size on average, and where one is cut follows from what it holds alone.
"""

from __future__ import annotations

import json
import re
import zlib
from array import array
from bisect import bisect
from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping
from functools import lru_cache
from itertools import chain, groupby, pairwise
from typing import Any, NamedTuple, TypeAlias

import msgspec

from generator.text.words import STOP_WORDS, WORD, fold, joined, pieces

Terms: TypeAlias = "list[tuple[str, int]]"
"""The terms of a paper, each with its code."""

_LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"
_WORD_BITS = 4
_NAME_BITS = 10
_BODY = (("gist", 4, 4), ("summary", 3, 9), ("abstract", 1, 3), ("venue", 2, 2), ("category", 2, 2))
_TITLE = 6  # a word's weight in a title, in halves; in texts: each time, and at most
_NAME = 2  # more where it is what the paper calls itself, in so many words:
_NAME_WORDS = 3
_PAIR = 5
_LEVELS = (0, 1, 1, 2, 3, 3, 4, 4, 5, 5, 5, 5, 6)  # of weights; index.js has what they mean
_AUTHORS = 31  # later ones count as the last
_SPELT = 4
_PART = re.compile(r"[:.?!,;\u2013\u2014]")
_GROUP = 8  # terms that begin with the same so many letters are never cut apart
_RANGE = 1 << 12  # letters that a range has, on average
_AROUND = re.compile(r"^https?://(?:www\.)?|[?#].*|(?:\.git|\.pdf)?/*$")
_REPOSITORY = re.compile(
    r"^(?:github\.com|gitlab\.com|huggingface\.co|hf\.co)/"
    r"(?:(?:papers|models|datasets|spaces)/)?([^/]+(?:/[^/]+)?).*"
)


class SearchEntry(NamedTuple):
    """What the search knows of a paper, of plain values: ``links`` are kinds with addresses."""

    id: str
    title: str
    authors: tuple[str, ...]
    authors_count: int
    gist: str
    summary: str
    abstract: str
    venue: str
    category: str
    identifiers: tuple[str, ...]
    links: tuple[tuple[str, str], ...]
    topics: tuple[str, ...]
    date: str


def terms(entry: SearchEntry) -> Terms:
    """The terms that a paper is found by."""
    weights = _weights(entry)
    title = _title(entry.title, weights)
    names = [
        (word, min(place, _AUTHORS) << 5 | initial)
        for place, author in enumerate(entry.authors)
        for word, initial in _name(author)
    ]
    spelt = {word for word in (*title, *dict(names)) if len(word) >= _SPELT and word.isalpha()}
    return [
        *[
            (word, _LEVELS[weight if weight < 12 else 12] << 1 | (word in title))
            for word, weight in weights.items()
        ],
        *[(word + "@", code) for word, code in names],
        *[("~" + word[::-1], 0) for word in spelt],
        *[("^" + initials, _LEVELS[_PAIR] << 1) for initials in _initials(entry.title)],
        *[("#" + topic, 0) for topic in entry.topics],
    ]


def _weights(entry: SearchEntry) -> dict[str, int]:
    weights: dict[str, int] = defaultdict(int)
    for name, each, most in _BODY:
        if said := getattr(entry, name):
            for word, count in Counter(chain.from_iterable(map(pieces, said.split()))).items():
                weights[word] += each if count == 1 else min(count * each, most)
    for url in (*entry.identifiers, *(url for _, url in entry.links)):
        for part in {url, url.rpartition("/")[2]}:  # an owner and a repository, or that alone
            weights[address(part)] += _TITLE
    for word in {"", *STOP_WORDS} & weights.keys():
        del weights[word]
    return weights


def _title(title: str, weights: dict[str, int]) -> set[str]:
    """Adds the words of ``title``, and pairs of them in one word; gives back the words."""
    chunks = [each for chunk in title.split() if (each := pieces(chunk))]
    words = {word for chunk in chunks for word in chunk} - STOP_WORDS
    name = title.partition(":")[0].split()
    named = set(chain.from_iterable(map(pieces, name))) if len(name) <= _NAME_WORDS else ()
    for word in words:
        weights[word] += _TITLE + _NAME * (word in named)
    for (one, *_), (other, *_) in pairwise(chunks):
        if not {one, other} & STOP_WORDS:
            weights[one + other] += _PAIR
    return words


def _initials(title: str) -> set[str]:
    found = set()
    for part in _PART.split(fold(title)):
        words = WORD.findall(part)
        letters = "".join(word[0] for word in words)
        ends = [at for at, word in enumerate(words) if word not in STOP_WORDS]
        found |= {letters[at : end + 1] for at in ends for end in ends if end - at in (2, 3)}
    return {run for run in found if run.isalpha()}


def address(url: str) -> str:
    """A web address as one word: of a repository its owner and name, else host and path.

    >>> address("https://github.com/THUDM/GLM-130B.git")
    'thudmglm130b'
    """
    return joined(_REPOSITORY.sub(r"\1", _AROUND.sub("", url)))


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


def numbers(ids: Collection[str]) -> dict[str, int]:
    """The number of each paper, by its id, ascending."""
    places = 1 << max(len(ids) * 2 - 1, 1).bit_length()
    last = -1
    found = {}
    for home, id_ in sorted((zlib.crc32(id_.encode()) % places, id_) for id_ in ids):
        last = found[id_] = max(home, last + 1)
    return found


def changed(
    ranges: Mapping[str, bytes],
    gone: Iterable[tuple[int, Terms]],
    come: Iterable[tuple[int, Terms]],
) -> dict[str, bytes]:
    """``ranges`` without the papers ``gone`` and with those that have ``come``, by number.

    A range is the JSON of its terms, under the letters that the first of them begins with; the
    first range, which there always is, is under "".
    """
    minus: dict[str, set[int]] = defaultdict(set)
    plus: dict[str, array[int]] = defaultdict(lambda: array("Q"))  # of lists it would be five times
    for number, of in gone:
        for term, _ in of:
            minus[term].add(number)
    for number, of in come:
        base = number << _NAME_BITS
        for term, code in of:
            plus[term].append(base | code)
    after = dict(ranges)
    starts = sorted(after)
    touched: dict[str, list[str]] = defaultdict(list)
    for term in minus.keys() | plus.keys():
        touched[starts[bisect(starts, term) - 1]].append(term)
    carried: dict[str, Any] = {}
    for start in reversed(starts):
        if start not in touched and not carried:
            continue
        held = json.loads(after.pop(start)) | carried
        for term in touched.get(start, ()):
            if papers := _papers(
                term, held.pop(term, None), minus.get(term, ()), plus.pop(term, ())
            ):
                held[term] = papers
        cut = _cut(held)
        # What no longer begins a range is one with the range before.
        carried = cut.pop("") if start else {}
        after.update((first, dumped(piece)) for first, piece in cut.items())
    return after


def _papers(term: str, held: Any, minus: Collection[int], plus: Collection[int]) -> Any:
    """The list of a term, or of a counted one the number, after a change."""
    if term[0] == "~":
        return (held or 0) - len(minus) + len(plus)
    bits = _NAME_BITS if term[-1] == "@" else _WORD_BITS
    codes = (1 << bits) - 1
    kept, number = [], 0
    for step in read(held or ""):
        number += step >> bits
        if number not in minus:
            kept.append(number << _NAME_BITS | step & codes)
    steps, before = [], 0
    for each in sorted((*kept, *plus)):
        steps.append((each >> _NAME_BITS) - before << bits | each & codes)
        before = each >> _NAME_BITS
    return written(steps)


def _cut(held: Mapping[str, Any]) -> dict[str, dict[str, Any]]:
    """The terms as ranges, those before the first that begins one under ""."""
    start = ""
    cut: dict[str, dict[str, Any]] = {start: {}}
    for group, terms in groupby(sorted(held), lambda term: term[:_GROUP]):
        of = {term: held[term] for term in terms}
        size = sum(len(term) + len(str(papers)) for term, papers in of.items())
        if zlib.crc32(group.encode()) * _RANGE < size << 32:
            start = group
        cut.setdefault(start, {}).update(of)
    return cut


def written(numbers: Iterable[int]) -> str:
    """Numbers, none below 0, as text: small ones in one letter."""
    return "".join([_SHORT[each] if each < 1024 else _long(each) for each in numbers])


def read(text: str) -> Iterator[int]:
    """The numbers that ``text`` was written of."""
    number = shift = 0
    for value in map(_LETTERS.index, text):
        number |= (value & 31) << shift
        shift += 5
        if value < 32:
            yield number
            number = shift = 0


def _long(number: int) -> str:
    rest = number >> 10
    return _BEFORE_MORE[number & 1023] + (_SHORT[rest] if rest < 1024 else _long(rest))


_SHORT = [_LETTERS[low] for low in range(32)] + [
    _LETTERS[low & 31 | 32] + _LETTERS[low >> 5] for low in range(32, 1024)
]
_BEFORE_MORE = [_LETTERS[low & 31 | 32] + _LETTERS[low >> 5 | 32] for low in range(1024)]


def dumped(value: object) -> bytes:
    """``value`` as JSON without spaces, as every file of the search is."""
    return msgspec.json.encode(value) + b"\n"
