"""Which records are one paper: among those that are there, and for one that an import asks for.

Only pairs are judged that share an identifier, a title, an edge of the abstract or rare words,
never all with all.

In catalogues that were scraped or joined, titles such as "Weighing nets Ada Muster, Bo Beispiel
VLDB 1999" stand over empty fields. There a word is told to be of a title, a name or a venue by
where the rest of the collection has it, and the split of the title that fits best is taken.
"""

from __future__ import annotations

import math
import re
from collections import Counter, defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import combinations, count, groupby
from typing import Any, Final, TypeAlias

from rapidfuzz import fuzz

from generator.papers import identity, names
from generator.papers.evidence import SURE, ComparedRecord, Pair, judge
from generator.papers.model import Paper

# Of a key that more records share, each is compared with those next to it in title order.
_LARGEST_BLOCK: Final = 60
_LARGEST_EQUAL: Final = 300
_NEIGHBOURS: Final = 5
_EDGE: Final = 12
_RAREST: Final = 4
_LEAST_SHARED: Final = 0.5
_LEAST_ALIKE: Final = 60
# What a record is found by, the surest last.
_FIELDS: Final = ("title", "doi", "arxiv")

_TOKEN: Final = re.compile(r"[^\W_]+|[^\w\s]|_")
_YEAR: Final = re.compile(r"(.*\S)[\s(,]+((?:19|20)[0-9]{2})(?:\.0)?[).,\s]*")
# A collection in which so few of the incomplete records look like this has no moved values.
_LEAST_MOVED: Final = 0.2
_LEAST_COMPLETE: Final = 5
_SAMPLE: Final = 500
# Smoothing, as counts of an unseen word: first names are rare words.
_UNSEEN: Final = {"title": 0.5, "names": 1.0, "venue": 0.5}
_UNSEEN_IN_ALL: Final = 1000
# What a list of names costs for each that has not two to four words, and what a venue costs
# that is none of the known ones, in natural logarithms; tuned on moved values of known place.
_ODD_NAME: Final = 4.0
_NEW_VENUE: Final = 6.0
_KNOWN_VENUE: Final = 3

_Keys: TypeAlias = Callable[[ComparedRecord], Iterable[str]]
_Worth: TypeAlias = Callable[[ComparedRecord, ComparedRecord], bool]
_Tokens: TypeAlias = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Verdicts:
    """The pairs found, and what was said of each that was compared, by what both records say."""

    pairs: tuple[Pair, ...] = ()
    memory: dict[bytes, Pair | None] = field(default_factory=dict)


def pairs(papers: Iterable[Paper]) -> tuple[Pair, ...]:
    """Every pair of ``papers`` that is one paper or may be, by the order of the papers.

    What curators settled with ``same_as`` and ``distinct_from`` is left out.
    """
    return verdicts(papers, Verdicts()).pairs


def verdicts(papers: Iterable[Paper], before: Verdicts) -> Verdicts:
    """The ``pairs`` of ``papers``, and what the next time needs not be worked out again.

    A pair in which neither record says anything new is not judged again, but as ``before``.
    """
    papers = tuple(papers)
    records = compared(papers)
    memory: dict[bytes, Pair | None] = {}
    for one, other in candidates(records):
        key = one.mark + other.mark
        memory[key] = before.memory[key] if key in before.memory else judge(one, other)
    settled = Settled(papers)
    return Verdicts(
        tuple(pair for pair in memory.values() if pair and not settled.tells(pair.one, pair.other)),
        memory,
    )


def compared(papers: Sequence[Paper]) -> list[ComparedRecord]:
    """The papers made ready for comparison, with moved values back in their fields."""
    return list(map(ComparedRecord, count(), papers, restored(papers)))


def merged(papers: Iterable[Paper]) -> tuple[Pair, ...]:
    """The pairs that curators say are one paper."""
    return tuple(
        Pair(paper.id, other, "same", "title", f"'same_as' of {paper.id} says so")
        for paper in papers
        for other in paper.same_as
    )


class Settled:
    """What curators say of records: which stands for which, and which are not one paper."""

    def __init__(self, papers: Iterable[Paper]) -> None:
        papers = tuple(papers)
        self._stands_for = identity.stand_ins(papers)
        self._apart = {
            self._both(paper.id, other) for paper in papers for other in paper.distinct_from
        }

    def target(self, id: str) -> str:
        """The record that stands for the one with this id: itself, or one that says same_as."""
        return self._stands_for.get(id, id)

    def tells(self, one: str, other: str) -> bool:
        """Whether two are said to be one paper, or two; it holds for all that they stand for."""
        both = self._both(one, other)
        return len(both) == 1 or both in self._apart

    def _both(self, one: str, other: str) -> frozenset[str]:
        return frozenset((self.target(one), self.target(other)))


def groups(pairs: Iterable[Pair]) -> tuple[tuple[str, ...], ...]:
    """Ids that belong together, by pairs of them: each group, and all groups, in id order.

    An identifier decides, and a curator. Of the rest the likeliest pairs come first, and two
    groups become one only where at least half of the pairs between them are among these:
    what says little of itself does not join two editions of a work.
    """
    likeliest = sorted(pairs, key=lambda pair: -pair.score)
    like: dict[str, set[str]] = defaultdict(set)
    for pair in likeliest:
        like[pair.one].add(pair.other)
        like[pair.other].add(pair.one)
    group_of = {id: {id} for id in like}
    for pair in likeliest:
        few, many = sorted((group_of[pair.one], group_of[pair.other]), key=len)
        if few is many:
            continue
        between = sum(len(like[id] & many) for id in few)
        if pair.score >= SURE or 2 * between >= len(few) * len(many):
            many |= few
            group_of.update(dict.fromkeys(few, many))
    joined = {id(group): group for group in group_of.values() if len(group) > 1}
    return tuple(sorted(tuple(sorted(group)) for group in joined.values()))


# Which pairs are worth a comparison


def candidates(
    records: Sequence[ComparedRecord],
) -> Iterator[tuple[ComparedRecord, ComparedRecord]]:
    """The pairs worth a comparison, each once, in the order of the records."""
    size = len(records)
    kinds: list[tuple[_Keys, int, _Worth]] = [(_same, _LARGEST_EQUAL, lambda one, other: True)]
    if not all(record.arxiv for record in records):
        often = Counter(word for record in records for word in record.telling)
        kinds += (
            (lambda each: each.edges, _LARGEST_EQUAL, _may_be_one),
            (_letters, _LARGEST_BLOCK, _are_alike),
            (lambda each: _rare(each, often), _LARGEST_BLOCK, _are_alike),
        )
    pairs: set[int] = set()
    for keys, largest, is_worth in kinds:
        for block in _blocks(records, keys):
            for one, other in _within(block, largest, records):
                if is_worth(records[one], records[other]):
                    pairs.add(one * size + other)
    for pair in sorted(pairs):
        yield records[pair // size], records[pair % size]


def _same(record: ComparedRecord) -> Iterator[str]:
    """What two records share that are surely one: an identifier or the title."""
    for name, value in (("arxiv", record.arxiv), ("doi", record.doi), ("title", record.key)):
        if value:
            yield f"{name} {value}"


def _letters(record: ComparedRecord) -> Iterator[str]:
    letters = "".join(record.words)
    yield letters[:_EDGE]
    yield f"…{letters[-_EDGE:]}"


def _rare(record: ComparedRecord, often: Mapping[str, int]) -> Iterator[str]:
    """The three rarest words of the title, and each two of the four rarest."""
    rare = sorted(record.telling, key=lambda word: (often[word], word))[:_RAREST]
    yield from rare[:3]
    yield from (" ".join(sorted(pair)) for pair in combinations(rare, 2))


def _blocks(records: Sequence[ComparedRecord], keys: _Keys) -> Iterable[list[int]]:
    """The places of records that share a key, wherever there are two of them."""
    first: dict[int, int] = {}
    blocks: dict[int, list[int]] = {}
    for record in records:
        for key in map(hash, keys(record)):
            place = first.setdefault(key, record.place)
            if place != record.place:
                blocks.setdefault(key, [place]).append(record.place)
    return blocks.values()


def _within(
    block: list[int], largest: int, records: Sequence[ComparedRecord]
) -> Iterator[tuple[int, int]]:
    if len(block) <= largest:
        yield from combinations(block, 2)
        return
    block.sort(key=lambda place: records[place].text)
    for at, place in enumerate(block):
        for near in block[at + 1 : at + 1 + _NEIGHBOURS]:
            yield (place, near) if place < near else (near, place)


def _may_be_one(one: ComparedRecord, other: ComparedRecord) -> bool:
    """Whether not both have an arXiv id: two of them are two papers, whatever else is alike."""
    return not (one.arxiv and other.arxiv)


def _are_alike(one: ComparedRecord, other: ComparedRecord) -> bool:
    """A cheap look: whether they may be one, and the titles share words or letters enough."""
    if not _may_be_one(one, other):
        return False
    shared = len(one.telling & other.telling)
    if shared >= _LEAST_SHARED * min(len(one.telling), len(other.telling)):
        return True
    return fuzz.ratio(one.text, other.text, score_cutoff=_LEAST_ALIKE) > 0


# The record of a paper that somebody names


@dataclass(frozen=True, slots=True)
class Match:
    """A known paper, why it is the one, and whether another one could be meant as well."""

    paper: str
    reason: str
    ambiguous: bool = False


class Index:
    """Finds the record of a paper, where that is sure; grows as records are added."""

    def __init__(self, papers: Iterable[Paper] = ()) -> None:
        """Of ``papers``; what a record names in ``same_as`` leads to that record."""
        papers = tuple(papers)
        self._settled = Settled(papers)
        self._records: dict[str, ComparedRecord] = {}
        self._by_key: dict[str, list[str]] = defaultdict(list)
        for paper in papers:
            self.add(paper)

    def add(self, paper: Paper) -> None:
        """Make ``paper`` known, or what was filled in since."""
        record = ComparedRecord(len(self._records), paper)
        self._records[paper.id] = record
        former = (f"former {name}" for name in paper.aliases)
        for key in (*_same(record), *record.edges, *former):
            if paper.id not in self._by_key[key]:
                self._by_key[key].append(paper.id)

    def find(self, paper: Paper, within: Collection[str] = ()) -> Match | None:
        """The record of a paper, or None; ``paper`` is what a listing or a person says of it.

        Of the records ``within``, which the same listing has, a title is enough that says
        little, where nothing speaks against it.
        """
        query = ComparedRecord(-1, paper)
        ranks: dict[str, tuple[int, bool, int, float, str]] = {}
        for record in self._candidates(query):
            target = self.target(record.paper.id)
            listed = target in within
            if pair := _surely(record, query, listed):
                place = _FIELDS.index(pair.field)
                rank = (place, listed, _alike_names(record, query), pair.score, pair.reason)
                ranks[target] = max(rank, ranks.get(target, rank))
        if not ranks:
            return None
        best = max(sorted(ranks), key=lambda id: ranks[id][:4])  # whatever order they came in
        place, listed, *_, reason = ranks[best]
        return Match(best, reason, ambiguous=len(ranks) > 1 and not place and not listed)

    def twin(self, paper: Paper) -> Match | None:
        """Another record that a known one, as ``paper`` has it, would surely be the same as."""
        query = ComparedRecord(-1, paper)
        for record in self._candidates(query):
            pair = judge(record, query)
            if pair and pair.verdict == "same" and not self._settled.tells(pair.one, pair.other):
                return Match(pair.one, pair.reason)
        return None

    def target(self, paper: str) -> str:
        """The record that stands for the one with this id: itself, or one that says same_as."""
        return self._settled.target(paper)

    def _candidates(self, query: ComparedRecord) -> list[ComparedRecord]:
        slug = identity.slug(query.paper.title)
        keys = (*_same(query), *query.edges, f"former {slug}")
        ids = dict.fromkeys(id for key in keys for id in self._by_key.get(key, ()))
        if slug in self._records and slug in _former(self._records[slug].paper):
            ids[slug] = None
        return [self._records[id] for id in ids]


def _surely(record: ComparedRecord, query: ComparedRecord, listed: bool) -> Pair | None:
    pair = judge(record, query)
    if not (pair and pair.verdict == "same"):
        is_former = identity.slug(query.paper.title) in _former(record.paper)
        if is_former:
            retitled = replace(record.paper, title=query.paper.title)
            record = ComparedRecord(record.place, retitled)
        if record.key != query.key or not (listed or is_former):
            return None
        pair = judge(record, query, "listing" if listed else "permalink")
    return pair if pair and pair.verdict == "same" else None


def _alike_names(one: ComparedRecord, other: ComparedRecord) -> int:
    """How much of what names them two records say to the letter alike."""
    a, b = one.paper, other.paper
    return (a.title == b.title) + (one.arxiv == other.arxiv) + (one.doi == other.doi)


def _former(paper: Paper) -> tuple[str, ...]:
    """Permalinks of titles that a record had before."""
    return paper.aliases if identity.slug(paper.title) == paper.id else (paper.id, *paper.aliases)


# Values that stand at the end of the title instead of in their own field


def restored(papers: Sequence[Paper]) -> Sequence[Paper]:
    """The papers with moved values back in their empty fields; as they are, where none moved."""
    incomplete = [paper for paper in papers if not _is_complete(paper)]
    if not incomplete or len(papers) - len(incomplete) < _LEAST_COMPLETE:
        return papers
    reader = _Reader(papers)
    sample = incomplete[:: len(incomplete) // _SAMPLE + 1]
    if sum(reader.read(paper) is not paper for paper in sample) < _LEAST_MOVED * len(sample):
        return papers
    return [paper if _is_complete(paper) else reader.read(paper) for paper in papers]


def _is_complete(paper: Paper) -> bool:
    return bool(paper.authors and paper.venue and paper.published)


def _tokens(text: str) -> _Tokens:
    return tuple(_TOKEN.findall(text.casefold()))


class _Reader:
    """What a collection has in which field."""

    def __init__(self, papers: Iterable[Paper]) -> None:
        counts: dict[str, Counter[str]] = {field: Counter() for field in _UNSEEN}
        venues: Counter[_Tokens] = Counter()
        for paper in papers:
            if _is_complete(paper):
                counts["title"].update({*_tokens(paper.title)})
            counts["names"].update({*_tokens(", ".join(paper.names))})
            if paper.venue:
                venues[_tokens(paper.venue)] += 1
                counts["venue"].update({*_tokens(paper.venue)})
        self.venues = {venue for venue, times in venues.items() if times >= _KNOWN_VENUE}
        self.counts = counts
        self.totals = {
            field: math.log(words.total() + _UNSEEN_IN_ALL) for field, words in counts.items()
        }

    def read(self, paper: Paper) -> Paper:
        """The paper with what its title ends in put back; itself where nothing is."""
        title = paper.title
        gained: dict[str, Any] = {}
        if not paper.published and (match := _YEAR.fullmatch(title)):
            title, gained["published"] = match.groups()
        places = list(_TOKEN.finditer(title))
        words = [place[0].casefold() for place in places]
        names_from, venue_from = self._split(words, not paper.authors, not paper.venue)
        if venue_from < len(words):
            gained["venue"] = title[places[venue_from].start() :]
        if names_from < venue_from:
            text = title[places[names_from].start() : places[venue_from - 1].end()]
            gained["authors"] = names.split(text)
        if not gained:
            return paper
        title = title[: places[names_from - 1].end()] if names_from < len(words) else title
        return replace(paper, title=title, **gained)

    def _split(self, words: Sequence[str], has_names: bool, has_venue: bool) -> tuple[int, int]:
        """Where the names begin and where the venue begins, each at the end where there is none."""
        end = len(words)
        if not words or not (has_names or has_venue):
            return end, end
        sums = {kind: [0.0] for kind in _UNSEEN}
        for word in words:
            for kind, total in sums.items():
                total.append(total[-1] + self._weight(word, kind))
        title, name, venue = sums["title"], sums["names"], sums["venue"]
        best = (title[end], end, end)
        for last in range(1, end + 1) if has_venue else (end,):
            is_known = last == end or tuple(words[last:]) in self.venues
            place = 0.0 if is_known else venue[end] - venue[last] - _NEW_VENUE
            for first in range(1, last + 1) if has_names else (last,):
                if first < last and (words[first] in ",;.)]}?" or words[last - 1] in ",([{"):
                    continue
                odd = _ODD_NAME * _odd_names(words[first:last])
                best = max(
                    best, (title[first] + name[last] - name[first] + place - odd, first, last)
                )
        return best[1], best[2]

    def _weight(self, word: str, field: str) -> float:
        weight = math.log(self.counts[field][word] + _UNSEEN[field]) - self.totals[field]
        # An initial.
        return weight - 1 if len(word) == 1 and word.isalpha() and field != "names" else weight


def _odd_names(words: Sequence[str]) -> int:
    """How many of a list of names have not two to four words, and what else is none."""
    parts = groupby(words, key=lambda word: word in (",", ";", "and"))
    lengths = [sum(map(str.isalpha, part)) for parted, part in parts if not parted]
    others = sum(word.isdigit() or word in ":()" for word in words)
    return others + sum(length not in (0, 2, 3, 4) for length in lengths)
