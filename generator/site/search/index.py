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

import re
import zlib
from array import array
from bisect import bisect
from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from itertools import chain, groupby, islice, pairwise
from typing import Any, NamedTuple, TypeAlias

import msgspec
import numpy as np

from generator.text.words import STOP_WORDS, fold, joined, pieces, runs
from generator.views.words import Numbers, is_new

Lists: TypeAlias = "dict[str, Any]"
"""By term its list, or of a counted one the number."""

_LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"
_AS_BYTES = np.frombuffer(_LETTERS.encode(), np.uint8)
_WORD_BITS = 4
_NAME_BITS = 10
_BODY = ("gist", "summary", "abstract", "venue", "category")
_EACH = np.array((4, 3, 1, 2, 2))  # a word's weight in halves: each time,
_MOST = np.array((4, 9, 3, 2, 2))  # and at most
_TITLE = 6  # and in a title
_NAME = 2  # more where it is what the paper calls itself, in so many words:
_NAME_WORDS = 3
_PAIR = 5
_INITIALS = 3 << 1  # the code of initials
_LEVELS = np.array((0, 1, 1, 2, 3, 3, 4, 4, 5, 5, 5, 5, 6))  # of weights; index.js: what they mean
_AUTHORS = 31  # later ones count as the last
_SPELT = 4
_CLAUSE = re.compile(r"[:.?!,;\u2013\u2014]")
_IN_TITLE = 1 << 19  # what a word weighs besides that a title has, so that it can be told
# Where the parts of one number begin: paper, term, weight; and term, number of a paper, code.
_WEIGHT_BITS = 20
_TERM_BITS = 24
_OF_PAPER = _TERM_BITS + _WEIGHT_BITS
_OF_TERM = 38
_TERM, _NUMBER = (1 << _TERM_BITS) - 1, (1 << _OF_TERM - _NAME_BITS) - 1
_PAPERS, _ENTRIES = 1 << 10, 1 << 17  # that are at work at once
_GROUP = 8  # terms that begin with the same so many letters are never cut apart
_RANGE = 1 << 12  # letters that a range has, on average
_AROUND = re.compile(r"^https?://(?:www\.)?|[?#].*|(?:\.git|\.pdf)?/*$")
_REPOSITORY = re.compile(
    r"^(?:github\.com|gitlab\.com|huggingface\.co|hf\.co)/"
    r"(?:(?:papers|models|datasets|spaces)/)?([^/]+(?:/[^/]+)?)"
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
    became: str
    aliases: tuple[str, ...]


def lists(papers: Iterable[tuple[int, SearchEntry]]) -> Lists:
    """The index of ``papers``, each with its number, and of them alone."""
    terms, spelt = _numbering(), Counter[str]()
    entries = np.concatenate([np.array([], np.int64), *_entries(iter(papers), terms, spelt)])
    names = [*terms]
    terms.clear()
    entries.sort()
    starts = np.flatnonzero(is_new(entries >> _OF_TERM))
    cuts = np.searchsorted(starts, np.arange(_ENTRIES, starts.max(initial=0), _ENTRIES))
    parts = np.split(entries, np.unique(starts[cuts]))
    listed: Lists = {"~" + word[::-1]: count for word, count in spelt.items()}
    for part in parts:
        listed.update(_listed(part, names))
    return listed


def _listed(entries: Numbers, names: Sequence[str]) -> Iterable[tuple[str, str]]:
    """Terms with their lists; ``entries`` of each stand together."""
    term, number = entries >> _OF_TERM, entries >> _NAME_BITS & _NUMBER
    starts = np.flatnonzero(is_new(term))
    steps = np.diff(number, prepend=0)
    steps[starts] = number[starts]
    terms = [names[at] for at in term[starts].tolist()]
    bits = np.array([_NAME_BITS if name[-1] == "@" else _WORD_BITS for name in terms], np.int64)
    bits = np.repeat(bits, np.diff(starts, append=len(term)))
    text, places = letters(steps << bits | entries & (1 << bits) - 1)
    cuts = pairwise(places[np.append(starts, len(term))].tolist())
    return zip(terms, [text[start:end] for start, end in cuts], strict=True)


def _numbering() -> defaultdict[str, int]:
    """Numbers for what is asked for, from 0 up."""
    numbers: defaultdict[str, int] = defaultdict()
    numbers.default_factory = numbers.__len__
    return numbers


def _entries(
    papers: Iterator[tuple[int, SearchEntry]], terms: Mapping[str, int], spelt: Counter[str]
) -> Iterator[Numbers]:
    """The terms of papers, some at a time, each as one number: of term and paper, the code.

    The words are counted that titles and names have; words that say nothing are in no list.
    """
    plain = len([terms[word] for word in ("", *STOP_WORDS)])
    # What stands between two spaces; the terms of all such in one, and where those of each end.
    chunks, words, ends = _numbering(), array("q"), array("q")
    while some := [*islice(papers, _PAPERS)]:
        chunk_numbers, lengths, weights, titles, others = (list[int]() for _ in range(5))
        words_shown: list[str] = []
        for at, (number, entry) in enumerate(some):
            base, place = at << _OF_PAPER, number << _NAME_BITS
            for name in _BODY:
                text = getattr(entry, name).split()
                chunk_numbers += map(chunks.__getitem__, text)
                lengths.append(len(text))
            for url in filter(None, (*entry.identifiers, *(url for _, url in entry.links))):
                for part in {url, url.rpartition("/")[2]}:  # owner and repository, or that alone
                    weights.append(base | terms[address(part)] << _WEIGHT_BITS | _TITLE)
            shown, weighed = _title(entry.title)
            for alike, worth in weighed:
                titles += [base | terms[word] << _WEIGHT_BITS | worth for word in alike]
            named, runs = [*_names(entry.authors)], _initials(entry.title)
            others += [terms[f"{word}@"] << _OF_TERM | place | code for word, code in named]
            others += [terms[f"^{run}"] << _OF_TERM | place | _INITIALS for run in runs]
            others += [terms[f"#{topic}"] << _OF_TERM | place for topic in entry.topics]
            shown.update([word for word, _ in named])
            words_shown += shown
        spelt.update([word for word in words_shown if len(word) >= _SPELT and word.isalpha()])
        for chunk in islice(chunks, len(ends), None):
            words.extend(map(terms.__getitem__, pieces(chunk)))
            ends.append(len(words))
        end, spoken = np.array(ends), np.array(chunk_numbers, np.int64)
        size = np.diff(end, prepend=0)[spoken]
        which = np.repeat(np.arange(len(spoken)), size)
        word = np.array(words)[(end[spoken] - np.cumsum(size))[which] + np.arange(len(which))]
        field = np.repeat(np.arange(len(lengths)), lengths)[which]
        each, times = np.unique(field << _TERM_BITS | word, return_counts=True)
        paper, field = np.divmod(each >> _TERM_BITS, len(_BODY))
        body = paper << _OF_PAPER | (each & _TERM) << _WEIGHT_BITS
        body |= np.minimum(times * _EACH[field], _MOST[field])
        body = np.concatenate([body, np.array(weights, np.int64)])
        body = body[(body >> _WEIGHT_BITS & _TERM) >= plain]
        both = np.sort(np.concatenate([body, np.array(titles, np.int64)]))
        key = both >> _WEIGHT_BITS
        starts = np.flatnonzero(is_new(key))
        weight = np.add.reduceat(both & (1 << _WEIGHT_BITS) - 1, starts)
        code = _LEVELS[np.minimum(weight % _IN_TITLE, 12)] << 1 | weight // _IN_TITLE
        paper, term = np.divmod(key[starts], 1 << _TERM_BITS)
        numbers = np.array([number for number, _ in some])
        code |= term << _OF_TERM | numbers[paper] << _NAME_BITS
        yield np.concatenate([code, np.array(others, np.int64)])


def _title(title: str) -> tuple[set[str], Iterable[tuple[Iterable[str], int]]]:
    """The words of ``title``; some, and pairs of them in one word, with what these weigh each."""
    chunks = [each for chunk in title.split() if (each := pieces(chunk))]
    words = {word for chunk in chunks for word in chunk} - STOP_WORDS
    name = title.partition(":")[0].split()
    named = set(chain.from_iterable(map(pieces, name))) if len(name) <= _NAME_WORDS else set()
    firsts = pairwise([chunk[0] for chunk in chunks])
    pairs = [one + other for one, other in firsts if STOP_WORDS.isdisjoint((one, other))]
    return words, ((words, _IN_TITLE + _TITLE), (words & named, _NAME), (pairs, _PAIR))


def _initials(title: str) -> set[str]:
    initials = set()
    for part in _CLAUSE.split(fold(title)):
        words = runs(part)
        letters = "".join([word[0] for word in words])
        ends = {at for at, word in enumerate(words) if word not in STOP_WORDS}
        initials |= {letters[at:end] for at in ends for end in (at + 3, at + 4) if end - 1 in ends}
    return {run for run in initials if run.isalpha()}


def address(url: str) -> str:
    """A web address as one word: of a repository its owner and name, else host and path.

    >>> address("https://github.com/THUDM/GLM-130B.git")
    'thudmglm130b'
    """
    repository = _REPOSITORY.match(bare := _AROUND.sub("", url))
    return joined(repository[1] if repository else bare)


def _names(authors: Iterable[str]) -> Iterator[tuple[str, int]]:
    """The words of names with their codes."""
    for place, author in enumerate(authors):
        chunks = [each for chunk in author.split() if (each := pieces(chunk))]
        others = (chunks[-1][0], chunks[0][0]) if len(chunks) > 1 else ("", "")
        initials = [ord(other[0]) & 31 if other and other.isascii() else 0 for other in others]
        for at, words in enumerate(chunks):
            code = min(place, _AUTHORS) << 5 | initials[at > 0]
            for word in words:
                yield word, code


def numbers(ids: Collection[str]) -> dict[str, int]:
    """The number of each paper, by its id, ascending."""
    places = 1 << max(len(ids) * 2 - 1, 1).bit_length()
    last = -1
    by_id = {}
    for home, id_ in sorted((zlib.crc32(id_.encode()) % places, id_) for id_ in ids):
        last = by_id[id_] = max(home, last + 1)
    return by_id


def changed(ranges: Mapping[str, bytes], gone: Lists, come: Lists) -> dict[str, bytes]:
    """``ranges`` without the papers of which ``gone`` are the lists, and with those of ``come``.

    A range is the JSON of its terms, under the letters that the first of them begins with; the
    first range, which there always is once there are any, is under "".
    """
    if not ranges:
        return {start: dumped(piece) for start, piece in _cut(come)}
    after = dict(ranges)
    starts = sorted(after)
    touched: dict[str, list[str]] = defaultdict(list)
    for term in come.keys() | gone.keys():
        if gone.get(term) != come.get(term):
            touched[starts[bisect(starts, term) - 1]].append(term)
    carried: dict[str, Any] = {}
    for start in reversed(starts):
        if start not in touched and not carried:
            continue
        lists = msgspec.json.decode(after.pop(start)) | carried
        for term in touched.pop(start, ()):
            entries = _list(term, lists.pop(term, None), gone.get(term), come.get(term))
            if entries:
                lists[term] = entries
        carried = {}
        for first, piece in _cut(lists):
            if start and not first:
                carried = piece  # what no longer begins a range is one with the range before
            else:
                after[first] = dumped(piece)
    return after


def _list(term: str, old: Any, gone: Any, come: Any) -> Any:
    """The list of a term, or of a counted one the number, after a change."""
    if not old:
        return come
    if term[0] == "~":
        return old - (gone or 0) + (come or 0)
    bits = _NAME_BITS if term[-1] == "@" else _WORD_BITS

    def papers(listed: str | None) -> Iterator[tuple[int, int]]:
        number = 0
        for step in read(listed or ""):
            number += step >> bits
            yield number, step & (1 << bits) - 1

    left = dict(papers(gone))
    now = sorted((*(each for each in papers(old) if each[0] not in left), *papers(come)))
    numbers = (0, *(number for number, _ in now))
    steps = (then - before << bits for before, then in pairwise(numbers))
    return written(step | code for step, (_, code) in zip(steps, now, strict=True))


def _cut(lists: Mapping[str, Any]) -> Iterator[tuple[str, dict[str, Any]]]:
    """The terms as ranges, those before the first that begins one under ""."""
    start: str = ""
    piece: dict[str, Any] = {}
    for group, run in groupby(sorted(lists), lambda term: term[:_GROUP]):
        terms, size = [*run], 0
        for term in terms:
            size += len(term) + len(str(lists[term]))
        if zlib.crc32(group.encode()) * _RANGE < size << 32:
            yield start, piece
            start, piece = group, {}
        for term in terms:
            piece[term] = lists[term]
    yield start, piece


def written(numbers: Iterable[int]) -> str:
    """Numbers, none below 0, as text: small ones in one letter."""
    return letters(np.fromiter(numbers, np.int64))[0]


def letters(numbers: Numbers) -> tuple[str, Numbers]:
    """Numbers as ``written``, and where each begins in that and the last ends."""
    lengths, rest = np.ones(len(numbers), np.int64), numbers >> 5
    while rest.any():
        lengths += rest > 0
        rest >>= 5
    ends = np.append(0, np.cumsum(lengths))
    text = np.empty(ends[-1], np.uint8)
    places, rest = ends[:-1], numbers
    while len(rest):
        more = rest > 31
        text[places] = _AS_BYTES[rest & 31 | more << 5]
        places, rest = places[more] + 1, rest[more] >> 5
    return text.tobytes().decode(), ends


def read(text: str) -> Iterator[int]:
    """The numbers that ``text`` was written of."""
    number = shift = 0
    for value in map(_LETTERS.index, text):
        number |= (value & 31) << shift
        shift += 5
        if value < 32:
            yield number
            number = shift = 0


def dumped(value: object) -> bytes:
    """``value`` as JSON without spaces, as every file of the search is."""
    return msgspec.json.encode(value) + b"\n"
