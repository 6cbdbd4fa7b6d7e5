"""Papers that speak of the same, each with what it shares.

A paper is a vector of its weightiest words and its topics: what it has often and few others
have weighs most. Two papers are as near as their vectors point the same way (the cosine).
Nobody is suggested for more than ``MOST`` papers, and who would be suggested for none takes the
last place with the nearest one. Only papers are compared that share two of their weightiest
words, or one that few have.

All this is a function of the content that holds still: how rare a word is goes by steps, which
are wide for what few papers have, so that one paper more moves few of them. What was ``Known``
of the content before saves work, and changes nothing.
"""

from __future__ import annotations

import math
import re
from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Mapping, Set
from dataclasses import dataclass
from hashlib import blake2b
from itertools import chain, combinations, permutations
from operator import itemgetter
from sys import intern
from typing import TypeAlias

from generator.papers.model import Corpus, Paper
from generator.text.words import stem
from generator.views.terms import stems_of, terms, texts

LIMIT = 5
"""How many papers are suggested for one at most."""
MOST = 12
"""For how many a paper is suggested at most."""

_WORDS = 30  # of a vector, besides the topics
_UNIT = 100  # the length of a vector, whose weights are whole numbers
_TOPIC = 1.5  # what a topic weighs against a word as rare that stands once in the text
_MANY = 16  # papers that have a word; what fewer have is hardly rarer
_PAIRED = 9  # the weightiest words, of which two papers must share two
_FEW = 30  # papers that have a word that is enough alone
_LONGEST = 60  # papers that share two words; beyond, these say too little
_COMPARED = 30
_FLOOR = _UNIT * _UNIT // 16  # a cosine of less is chance
_RANKED = 15
_TITLES = 8  # papers that have a word, of which one must have it in its title
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

Said: TypeAlias = "tuple[bytes, tuple[str, ...], tuple[str, ...]]"
"""What tells the texts of a paper from others, its terms (a topic is ``#id``), its title's."""
Vector: TypeAlias = "tuple[tuple[str, ...], tuple[int, ...], tuple[str, ...]]"
"""Words, weightiest first, then topics; their weights; the words as they are written."""
Key: TypeAlias = "tuple[str, str] | str"
"""What two papers must share to be compared: two words, or one that few have."""
Near: TypeAlias = "tuple[tuple[int, str], ...]"
"""The papers that one is compared with, nearest first: the product of both vectors, below zero."""
Known: TypeAlias = (
    "tuple[dict[str, int], set[str], dict[str, Said], dict[str, Vector], dict[str, Near],"
    " dict[str, dict[str, tuple[str, ...]]]]"
)
"""How rare terms are and which tell what papers share; by id of a paper its terms, its vector,
those near to it, and those that are suggested for it with the words that they share."""
NOTHING: Known = ({}, set(), {}, {}, {}, {})


@dataclass(frozen=True, slots=True)
class Related:
    """A related paper and what it shares: authors if two or more, words as written, topics."""

    paper: Paper
    authors: tuple[str, ...]
    words: tuple[str, ...]
    topics: tuple[str, ...]


def related(corpus: Corpus, known: Known) -> dict[str, tuple[Related, ...]]:
    """By paper id up to ``LIMIT`` related papers, the nearest first; none without a reason.

    ``known`` is what ``nearness`` gives for the papers of ``corpus``.
    """
    found = {}
    for id_, others in known[-1].items():
        paper = corpus.papers[id_]
        topics = [topic for topic in dict.fromkeys(paper.topics) if topic in corpus.topics]
        suggested = []
        for other, words in others.items():
            suggestion = corpus.papers[other]
            both = set(suggestion.names)
            authors = tuple(name for name in dict.fromkeys(paper.names) if name in both)
            shared = tuple(topic for topic in topics if topic in suggestion.topics)
            authors = authors if len(authors) > 1 else ()
            if authors or words or shared:
                suggested.append(Related(suggestion, authors, words, shared))
        found[id_] = tuple(suggested)
    return found


def nearness(papers: Mapping[str, Paper], before: Known = NOTHING) -> Known:
    """What is to be known of ``papers``, by ids that ascend; the same whatever was ``before``."""
    was_rarity, was_telling, was_said, was_vectors, was_near, was_suggested = before
    said = {id_: _said(paper, was_said.get(id_)) for id_, paper in papers.items()}
    counts = Counter(chain.from_iterable(terms for _, terms, _ in said.values()))
    size = 1 << max(len(papers) - 1, 1).bit_length()
    rarity = {term: _steps(size) - _steps(count) for term, count in counts.items() if count > 1}
    titles = Counter(chain.from_iterable(title for *_, title in said.values()))
    telling = {
        term
        for term in rarity
        if counts[term] ** 3 <= size**2
        and _TITLES * titles[term] >= counts[term]
        and term not in _EMPTY
    }
    moved = {term for term, _ in rarity.items() ^ was_rarity.items()} | (telling ^ was_telling)
    touched = {
        id_
        for id_, of in said.items()
        if was_said.get(id_) is not of or not moved.isdisjoint(of[1])
    }
    vectors = {
        id_: _vector(paper, rarity) if id_ in touched else was_vectors[id_]
        for id_, paper in papers.items()
    }
    near = _near(vectors, was_vectors, was_near)
    suggested = {}
    for id_, others in _suggested(near).items():
        kept = was_suggested[id_] if id_ not in touched else {}
        kept = {other: kept[other] for other in others if other in kept and other not in touched}
        if len(kept) < len(others):
            new = {other: vectors[other] for other in others if other not in kept}
            kept |= _shared(papers[id_], vectors[id_], new, telling)
        suggested[id_] = {other: kept[other] for other in others}
    return rarity, telling, said, vectors, near, suggested


def _said(paper: Paper, before: Said | None) -> Said:
    mark = blake2b(repr((texts(paper), paper.topics)).encode(), digest_size=8).digest()
    if before and before[0] == mark:
        return before
    topics = (f"#{topic}" for topic in dict.fromkeys(paper.topics))
    return mark, (*terms(paper)[0], *topics), tuple(dict.fromkeys(stems_of(paper.title)))


def _steps(papers: int) -> int:
    """How common a word is that so many papers have: a step more where twice as many do."""
    return round(math.log2(papers + _MANY))


def _vector(paper: Paper, rarity: Mapping[str, int]) -> Vector:
    counts, written = terms(paper)
    weighed = sorted(
        (-(1 + math.log2(count)) * math.sqrt(rarity[word]), word)
        for word, count in counts.items()
        if rarity.get(word, 0) > 0
    )[:_WORDS]
    forms = tuple(intern(written[word]) for _, word in weighed)  # as many papers write it
    topics = (f"#{topic}" for topic in dict.fromkeys(paper.topics))
    weighed += [
        (-_TOPIC * math.sqrt(rarity[topic]), topic) for topic in topics if rarity.get(topic, 0) > 0
    ]
    length = math.sqrt(math.fsum(weight * weight for weight, _ in weighed)) or 1
    weights = tuple(round(-_UNIT * weight / length) for weight, _ in weighed)
    return tuple(word for _, word in weighed), weights, forms


def _near(
    vectors: Mapping[str, Vector], were: Mapping[str, Vector], before: Mapping[str, Near]
) -> dict[str, Near]:
    """The papers near to each; as ``before`` where neither they nor their vectors changed."""
    changed = {id_ for id_, vector in vectors.items() if vector != were.get(id_)}
    compared = _compared(vectors, were, changed)
    for id_, near in before.items():
        if id_ in vectors and id_ not in compared:
            others = [other for _, other in near]
            if id_ in changed or not changed.isdisjoint(others):
                compared[id_] = others
    needed = {*compared, *chain.from_iterable(compared.values())}
    weights = {id_: dict(zip(*vectors[id_][:2], strict=True)) for id_ in needed}
    found = {}
    for id_ in vectors:
        if id_ not in compared:
            found[id_] = before[id_]
            continue
        mine, products = weights[id_], []
        for other in compared[id_]:
            theirs = weights[other]
            both = mine.keys() & theirs.keys()
            products.append((-sum([mine[term] * theirs[term] for term in both]), other))
        found[id_] = tuple(sorted(products))
    return found


def _compared(
    vectors: Mapping[str, Vector], were: Mapping[str, Vector], changed: Iterable[str]
) -> dict[str, list[str]]:
    """With whom papers are compared, of those where this may not be as it was.

    They are those that share most keys with a paper.
    """
    few, were_few = _few(vectors), _few(were)
    of: Collection[str] = vectors.keys()
    if were:
        moved: set[Key] = {*(few ^ were_few)}
        others = set()
        for id_ in {*changed, *(were.keys() - vectors.keys())}:
            old = _keys(were[id_], were_few) if id_ in were else []
            new = _keys(vectors[id_], few) if id_ in vectors else []
            if old != new or id_ not in were:
                others.add(id_)
                moved.update(set(old) ^ set(new))
        words = set(chain.from_iterable([key] if isinstance(key, str) else key for key in moved))
        either = few | were_few
        of = [
            id_
            for id_, vector in vectors.items()
            if id_ in others or not moved.isdisjoint(_keys(vector, either, words))
        ]
    shelves = _shelves(vectors, of, few)
    found = {}
    for id_ in of:
        shared = (shelves.get(key, ()) for key in _keys(vectors[id_], few))
        counts = Counter(chain.from_iterable(ids for ids in shared if len(ids) <= _LONGEST))
        del counts[id_]
        most = sorted(counts.items(), key=itemgetter(1), reverse=True)[:_COMPARED]
        found[id_] = [other for other, _ in most]
    return found


def _few(vectors: Mapping[str, Vector]) -> set[str]:
    """The terms that few papers have."""
    counts = Counter(chain.from_iterable(terms for terms, *_ in vectors.values()))
    return {term for term, papers in counts.items() if 1 < papers <= _FEW}


def _keys(vector: Vector, few: set[str], among: Set[str] | None = None) -> list[Key]:
    """The keys of a paper; with ``among`` those alone that are of these words."""
    weightiest = vector[0][:_PAIRED]
    if among is not None:
        weightiest = tuple(word for word in weightiest if word in among)
    return [*combinations(sorted(weightiest), 2), *sorted(few.intersection(vector[0]))]


def _shelves(
    vectors: Mapping[str, Vector], of: Iterable[str], few: set[str]
) -> dict[Key, list[str]]:
    """The papers by the keys that several have, as far as words of the papers ``of`` are in them.

    Most keys only one paper has: no list is made of these.
    """
    among = set(chain.from_iterable(vectors[id_][0] for id_ in of))
    first: dict[Key, str] = {}
    shelves: dict[Key, list[str]] = {}
    for id_, vector in vectors.items():
        for key in _keys(vector, few, among):
            if (before := first.setdefault(key, id_)) != id_:
                shelves.setdefault(key, [before]).append(id_)
    return shelves


def _suggested(near: Mapping[str, Near]) -> dict[str, list[str]]:
    """The papers that are suggested for each, nearest first.

    Who would be suggested too often stays where it is nearest; the others get their next.
    """
    ranked = {
        id_: [(score, other) for score, other in of[:_RANKED] if -score >= _FLOOR]
        for id_, of in near.items()
    }
    while True:
        places: dict[str, list[tuple[int, str]]] = defaultdict(list)
        for id_, others in ranked.items():
            for score, other in others[:LIMIT]:
                places[other].append((score, id_))
        crowded = [(other, sorted(at)) for other, at in places.items() if len(at) > MOST]
        if not crowded:
            break
        for other, at in crowded:
            for score, id_ in at[MOST:]:
                ranked[id_].remove((score, other))
    suggested = {id_: [other for _, other in of[:LIMIT]] for id_, of in ranked.items()}
    _give_places(suggested, near)
    return suggested


def _give_places(suggested: Mapping[str, list[str]], near: Mapping[str, Near]) -> None:
    """Give who is suggested for nobody the last place with the nearest that can spare another."""
    times = Counter(chain.from_iterable(suggested.values()))
    for id_ in [id_ for id_ in suggested if not times[id_]]:
        for _, other in near[id_]:
            others = suggested[other]
            if len(others) == LIMIT:
                spare = next((each for each in reversed(others) if times[each] > 1), None)
                if spare is None:
                    continue
                others.remove(spare)
                times[spare] -= 1
            others.append(id_)
            times[id_] += 1
            break


def _shared(
    paper: Paper, one: Vector, others: Mapping[str, Vector], telling: Set[str]
) -> dict[str, tuple[str, ...]]:
    """The telling words that a paper's vector shares with each other, as ``_named`` gives them."""
    text = " ".join(texts(paper))
    written = {part: word for word in _COMPOUND.findall(text) for part in word.split("-")}
    written |= {word: word for word in _WHOLE.findall(text)}
    found = {}
    for id_, other in others.items():
        theirs = dict(zip(other[0], zip(other[1], other[2], strict=False), strict=False))
        shared = sorted(
            (-weight * theirs[word][0], form if form.islower() else _small(theirs[word][1], form))
            for word, weight, form in zip(*one, strict=False)
            if word in theirs and word in telling
        )
        found[id_] = _named([form for _, form in shared[: 2 * _NAMED]], text, written)
    return found


def _named(words: list[str], text: str, written: Mapping[str, str]) -> tuple[str, ...]:
    """The first few of ``words`` as ``text`` has them.

    Two that stand side by side are one. A part of a word with hyphens stands for that word.
    """
    for first, second in permutations(words, 2):
        for phrase in (f"{first} {second}", f"{first}-{second}"):
            if phrase in text and first in words and second in words:
                words[words.index(first)] = phrase
                words.remove(second)
    return tuple(dict.fromkeys(written.get(word, word) for word in words))[:_NAMED]


def _small(form: str, other: str) -> str:
    """``form`` if it has no capitals, else the ``other``."""
    return form if form.islower() else other
