"""Are two records one paper? What speaks for it, what against, and the one answer.

An aspect takes one of a few *steps* ("94% alike", "no author shared"), and each step has its
points: log-odds that ``benchmarks/identity.py`` learned from pairs that people judged
(``points.json``). Their sum is the score: above 0, one paper is more likely than two. *Same* is
said without asking anybody: the same identifier; or the same title, which says enough, with
nothing against it; or nearly the same title over the same people and abstract. *Possible* is
what else is likely. Nothing but the two records counts, so a pair is judged alike wherever it is
asked for.
"""

from __future__ import annotations

import html
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property, lru_cache
from hashlib import blake2b
from pathlib import Path
from sys import intern
from typing import Final, Literal, NamedTuple

import msgspec
from rapidfuzz import fuzz

from generator.papers import identity
from generator.papers.fields import is_day
from generator.papers.model import Paper
from generator.papers.names import NO_NAMES

Verdict = Literal["same", "possible"]
Field = Literal["arxiv", "doi", "title"]
Relation = Literal["same", "other", "unclear", "?"]
Basis = Literal["title", "listing", "permalink"]
"""Where the same title is from: both records state it; in one listing; it was one's permalink."""

SURE: Final = 99.0
"""The score where an identifier decides, or a curator."""
_REASONS: Final[dict[Basis, str]] = {
    "title": "the same title",
    "listing": "the title in its listing",
    "permalink": "the title its permalink was made of",
}
_ORDINAL: Final = re.compile(r"([0-9]+)(?:st|nd|rd|th)")
_NUMBER: Final = re.compile(r"[0-9]+")
_WORD: Final = re.compile(r"[^\W_]+")
_VOWEL: Final = re.compile("[aeiouy]")
# A name somebody made up, such as LoRA, GLM-130B or DETR++.
_MADE_UP: Final = re.compile(r"\b(?:\w*[a-z][A-Z]|[A-Z]{2}|\w+[+#]|[A-Za-z]+\d|\d+[A-Za-z])")
_IDEOGRAPHS: Final = "⺀"
_RUN: Final = 3
_MOST_COMPARED_OF_ABSTRACT: Final = 2000
_EDGE_OF_ABSTRACT: Final = 8
# A typing fault, or letters lost on the way; measured on bibliographies.
_NEAR_FAMILY: Final = 75
# Days of one paper in two sources: at the turn of the year, they have two years.
_MONTHS_APART: Final = 3
# Titles that differ by a spelling, or one of them inside the other.
_NEARLY_EQUAL, _INSIDE = 94, 97
# Nothing else makes up for that.
_HOPELESS: Final = -5.0
# What is the same without asking, by parts of a hundred.
_NEAR_TITLE, _SAME_ABSTRACT, _SOME_ABSTRACT, _OTHER_ABSTRACT = 90, 90, 50, 20
_SAME_PEOPLE, _SOME_PEOPLE = 0.8, 0.5


class _Meanings(msgspec.Struct, frozen=True):
    """What words of titles and venues tell: ``titles.json``.

    ``formulas`` are what titles of columns, front matter and reports are made of; ``series`` and
    ``venue_kinds`` patterns, of which the first that fits is it.
    """

    function_words: frozenset[str]
    formulas: frozenset[str]
    numbers: dict[str, str]
    venue_words: frozenset[str]
    series: dict[str, str]
    venue_kinds: dict[str, str]


class _Learned(msgspec.Struct, frozen=True):
    base: float
    points: dict[str, dict[str, dict[str, float]]]


_HERE: Final = Path(__file__).parent
_MEANINGS: Final = msgspec.json.decode((_HERE / "titles.json").read_bytes(), type=_Meanings)
_LEARNED: Final = msgspec.json.decode((_HERE / "points.json").read_bytes(), type=_Learned)


class ComparedRecord:
    """A record made ready for comparison; what costs is worked out when it is first asked for."""

    def __init__(self, place: int, paper: Paper, restored: Paper | None = None) -> None:
        """``place`` is where it stands; ``restored`` has moved values put back."""
        self.place = place
        self.paper = paper
        self.restored = restored or paper
        self.arxiv, self.doi = identity.identifiers(paper)
        self.key = identity.title_key(paper.title)

    @cached_property
    def mark(self) -> bytes:
        """What tells all that it says from what any other one does."""
        paper, restored = self.paper, self.restored
        stated = (paper.id, paper.title, paper.arxiv, paper.doi, paper.abstract)
        compared = (restored.title, restored.names, restored.published, restored.venue)
        text = repr((*stated, *compared)).encode("utf-8", "surrogatepass")
        return blake2b(text, digest_size=8).digest()

    @cached_property
    def words(self) -> tuple[str, ...]:
        """The words of the title, with numbers written in one way: "Part II" is "Part 2"."""
        words = identity.words(html.unescape(self.restored.title))
        plain = (_ORDINAL.sub(r"\1", word) if word[0].isdigit() else word for word in words)
        kept = (_MEANINGS.numbers.get(word, word) for word in plain if word not in ("s", "hellip"))
        return tuple(map(intern, kept))

    @cached_property
    def text(self) -> str:
        """The words of the title in a line."""
        return " ".join(self.words)

    @cached_property
    def telling(self) -> frozenset[str]:
        """The words of the title that say what it is about."""
        return frozenset(self.words) - _MEANINGS.function_words

    @cached_property
    def people(self) -> tuple[Person, ...]:
        """The authors; a name without a letter is none."""
        return tuple(filter(None, map(_person, self.restored.names)))

    @cached_property
    def months(self) -> tuple[int, int] | None:
        """The year of publication, and the month counted from year 0 (-1 where not known)."""
        if not self.restored.published:
            return None
        year, _, rest = self.restored.published.partition("-")
        return int(year), 12 * int(year) + int(rest[:2]) if rest else -1

    @cached_property
    def abstract(self) -> str:
        """The words of the abstract in a line."""
        words = _WORD.findall(self.paper.abstract[:_MOST_COMPARED_OF_ABSTRACT].casefold())
        return f" {' '.join(words)} "

    @cached_property
    def edges(self) -> tuple[str, ...]:
        """The first and the last words of the abstract."""
        length = 16 * _EDGE_OF_ABSTRACT
        first = _WORD.findall(self.paper.abstract[:length].casefold())[:_EDGE_OF_ABSTRACT]
        last = _WORD.findall(self.paper.abstract[-length:].casefold())[-_EDGE_OF_ABSTRACT:]
        return (" ".join(first), " ".join(("…", *last))) if len(first) > _RUN else ()

    @property
    def is_bare(self) -> bool:
        """Whether it states neither people nor a day."""
        return not self.people and self.months is None

    @property
    def says_enough(self) -> bool:
        """Whether its title is hardly that of two papers: not "Editorial", not "Technical Report".

        Three words do, two of them telling, or a name that somebody made up.
        """
        title = self.paper.title
        if _MADE_UP.search(title) and not title.isupper():
            return True
        # Chinese and Japanese have no spaces, and two characters to a word.
        words = {*self.words} - _MEANINGS.formulas
        count = sum(len(word) // 2 if word > _IDEOGRAPHS else 1 for word in words)
        telling = self.telling & words
        return count >= 3 and (len(telling) >= 2 or max(telling, default="") > _IDEOGRAPHS)


@dataclass(frozen=True, slots=True)
class Comparison:
    """Two records side by side. Parts are from 0 to 100; None is what one does not say."""

    same_title: bool
    letters: float
    inside: float
    extra: int
    telling: int
    other_numbers: bool
    shared: float | None
    fewer: int
    first: bool | None
    years: int | None
    venue: Relation
    abstract: float | None = None

    @property
    def share(self) -> float | None:
        """The part of the shorter list of authors that both have."""
        return None if self.shared is None else self.shared / self.fewer


@dataclass(frozen=True, slots=True)
class Clue:
    """What one aspect says: its points, and in words what was seen."""

    aspect: str
    points: float
    words: str


@dataclass(frozen=True, slots=True)
class Pair:
    """Two records by id, in their order, that are one paper or may be: on which field that rests.

    ``score`` is above 0 where one paper is likelier than two; ``clues`` are what it is the sum of,
    none where an identifier decided, and ``vetoes`` what keeps a possible pair from being the same.
    """

    one: str
    other: str
    verdict: Verdict
    field: Field
    reason: str
    score: float = SURE
    vetoes: tuple[str, ...] = ()
    clues: tuple[Clue, ...] = ()


def judge(one: ComparedRecord, other: ComparedRecord, basis: Basis = "title") -> Pair | None:
    """Whether two records are one paper, or may be; None where they are two.

    ``basis`` is what the same title rests on, where they have one.
    """
    ids = one.paper.id, other.paper.id
    other_arxiv = bool(one.arxiv and other.arxiv and one.arxiv != other.arxiv)
    if one.arxiv and one.arxiv == other.arxiv:
        return Pair(*ids, "same", "arxiv", f"the same arXiv id {one.arxiv}")
    if one.doi and one.doi == other.doi and not other_arxiv:
        return Pair(*ids, "same", "doi", f"the same DOI {one.doi}")
    same_title = one.key == other.key
    if other_arxiv and not same_title:
        return None
    seen, total = compare(one, other)
    vetoes = tuple(_vetoes(one, other, seen, basis))
    likely = total >= 0 or (same_title and one.is_bare and other.is_bare)
    if vetoes and not (seen.shared != 0 if other_arxiv else likely):
        return None
    reason = _REASONS[basis] if same_title else f"titles {seen.letters:.0f}% alike"
    if seen.shared is not None:
        reason += f", {seen.shared:.0f} of {seen.fewer} authors shared"
    if seen.abstract is not None:
        reason += f", abstracts {seen.abstract:.0f}% alike"
    verdict: Verdict = "possible" if vetoes else "same"
    reason = "; ".join((reason, *vetoes))
    return Pair(*ids, verdict, "title", reason, round(total, 1), vetoes, clues(seen))


def _vetoes(
    one: ComparedRecord, other: ComparedRecord, seen: Comparison, basis: Basis
) -> Iterator[str]:
    """Why two records are not merged without asking somebody."""
    if one.arxiv and other.arxiv:
        yield "another arXiv id"
    if one.doi and other.doi:
        yield "another DOI"
    shared, share, abstract = seen.shared or 0, seen.share or 0, seen.abstract
    # A preprint may be a year older, where all else that is known agrees.
    is_preprint = seen.venue == "?" and share >= _SAME_PEOPLE and (shared >= 2 or seen.telling > 3)
    if seen.years and not (seen.years == 1 and is_preprint):
        years = sorted({(record.restored.published or "")[:4] for record in (one, other)})
        yield f"published in {' and in '.join(years)}"
    if seen.venue == "other" or (seen.venue == "unclear" and seen.years is None):
        yield "another venue"
    if seen.shared is not None and share < _SOME_PEOPLE:
        yield "other authors"
    if one.key != other.key:
        if seen.letters < _NEAR_TITLE:
            yield "another title"
        elif seen.other_numbers:
            yield "another number in the title"
        elif share < _SAME_PEOPLE or (abstract or 0) < _SAME_ABSTRACT:
            yield "not quite the same title"
        elif not {*one.edges} & {*other.edges}:
            yield "not quite the same abstract"
    elif basis != "listing":
        day = one.restored.published or ""
        same_day = is_day(day) and day == other.restored.published
        is_confirmed = shared >= 2 or (abstract or 0) >= _SOME_ABSTRACT or same_day
        if not (is_confirmed or one.says_enough):
            yield "a title that says little"
        elif basis == "permalink" and not (is_confirmed or other.is_bare):
            yield "no more than a permalink"
    if abstract is not None and abstract < _OTHER_ABSTRACT and shared < 2:
        yield "another abstract"


# The score


def compare(one: ComparedRecord, other: ComparedRecord) -> tuple[Comparison, float]:
    """What two records have in common, and its score. Abstracts count where they may matter."""
    fewer, more = sorted((len(one.telling), len(other.telling)))
    both = one.people and other.people
    letters = fuzz.ratio(one.text, other.text)
    numbers, other_numbers = ({*_NUMBER.findall(each.text)} for each in (one, other))
    seen = Comparison(
        same_title="".join(one.words) == "".join(other.words),
        letters=letters,
        inside=fuzz.partial_ratio(one.text, other.text) if letters < 100 else letters,
        extra=more - fewer,
        telling=fewer,
        other_numbers=bool(numbers - other_numbers and other_numbers - numbers),
        shared=_shared(one.people, other.people) if both else None,
        fewer=min(len(one.people), len(other.people)),
        first=_alike(one.people[0], other.people[0]) > 0.5 if both else None,
        years=_years_apart(one, other),
        venue=relation(one.restored.venue, other.restored.venue),
    )
    total = score(seen)
    if total > _HOPELESS and (abstract := _abstracts(one, other)) is not None:
        seen = replace(seen, abstract=abstract)
        total = score(seen)
    return seen, total


def score(seen: Comparison) -> float:
    """The points of all aspects together."""
    return _LEARNED.base + sum(_points(*step) for step in steps(seen))


def _points(about: str, aspect: str, step: str) -> float:
    return _LEARNED.points[about][aspect].get(step, 0.0)


def clues(seen: Comparison) -> tuple[Clue, ...]:
    """What was seen, by what it is about: the points of its aspects together, largest first."""
    sums = {"to begin with": _LEARNED.base}
    words = {"to begin with": ["two records"]}
    for about, aspect, step in steps(seen):
        sums[about] = sums.get(about, 0.0) + _points(about, aspect, step)
        words.setdefault(about, []).append(f"{aspect} {step}")
    parts = [Clue(about, round(sums[about], 1), ", ".join(words[about])) for about in sums]
    return tuple(sorted(parts, key=lambda clue: -abs(clue.points)))


def steps(seen: Comparison) -> Iterator[tuple[str, str, str]]:
    """The aspects of a comparison, each with what it is about and the step that it takes."""
    yield "title", "alike", _step(seen.letters, 50, 60, 70, 80, 88, 94, 97.5)
    yield "title", "one in the other", _step(seen.inside, 60, 70, 80, 90, 97, 99.9)
    yield "title", "extra words", str(min(seen.extra, 4))
    if seen.other_numbers:
        yield "title", "numbers", "other"
    share = seen.share
    who = "?" if share is None else "none" if share < 0.3 else "some" if share < 0.95 else "all"
    near = seen.letters >= 80 or seen.inside >= 95
    title = "same" if seen.same_title else "near" if near else "far"
    yield "people", "shared", f"{who} ({title} title)"
    if seen.first is not None:
        yield "people", "first", "same" if seen.first else "other"
    years = "years ?" if seen.years is None else f"{min(seen.years, 2)} years apart"
    yield "edition", "venue", f"{seen.venue}, {years}"
    is_same_work = seen.letters >= _NEARLY_EQUAL or seen.inside >= _INSIDE
    if is_same_work and seen.years and seen.venue in ("other", "unclear"):
        yield "edition", "of the same work", "another"
    if seen.telling < 4:
        when = "?" if seen.years is None else "other" if seen.years else "same"
        who = "one" if who == "all" and seen.fewer == 1 else "none" if who == "some" else who
        yield "short title", "people", f"{who}, year {when}"
    if seen.abstract is not None:
        yield "abstract", "in the other", _step(seen.abstract, 20, 50, 90)


def _step(part: float, *least: float) -> str:
    """The highest of the limits that a part reaches."""
    return f"{max((each for each in least if part >= each), default=0):g}%+"


def _years_apart(one: ComparedRecord, other: ComparedRecord) -> int | None:
    if one.months is None or other.months is None:
        return None
    (year, month), (another_year, another_month) = one.months, other.months
    if min(month, another_month) > 0 and abs(month - another_month) <= _MONTHS_APART:
        return 0
    return abs(year - another_year)


def _abstracts(one: ComparedRecord, other: ComparedRecord) -> float | None:
    """How much of the shorter abstract the other has, in runs of three words."""
    if not one.paper.abstract or not other.paper.abstract:
        return None
    short, long = sorted((one.abstract, other.abstract), key=len)
    words = short.split()
    runs = [f" {' '.join(words[at : at + _RUN])} " for at in range(0, len(words) - _RUN + 1, _RUN)]
    return 100 * sum(run in long for run in runs) / len(runs) if runs else None


# People


class Person(NamedTuple):
    """A name folded for comparison: family name, initials of the rest, and all its long words."""

    family: str
    initials: str
    words: frozenset[str]


def _person(name: str) -> Person | None:
    family, comma, given = name.partition(",")
    words: Sequence[str] = identity.words(f"{given} {family}" if comma else name)
    words = [word for word in words if word not in NO_NAMES] or words
    if not words:
        return None
    at = len(words) - 1
    if len(words[-1]) == 1 and len(words[0]) > 1:
        # "Muster A": the initials stand behind.
        at = max(place for place, word in enumerate(words) if len(word) > 1)
    rest = [*words[:at], *words[at + 1 :]]
    initials = "".join(word[0] for word in rest)
    if len(rest) == 1 and len(rest[0]) <= 3 and not _VOWEL.search(rest[0]):
        initials = rest[0]
    return Person(words[at], initials, frozenset(word for word in words if len(word) > 2))


def _shared(one: Sequence[Person], other: Sequence[Person]) -> float:
    """How many of the people of two lists are the same; those that may be count in part."""
    few, left = sorted((list(one), list(other)), key=len)
    total = 0.0
    for person in few:
        likeness, place = 0.0, -1
        for number, candidate in enumerate(left):
            if (closer := _alike(person, candidate)) > likeness:
                likeness, place = closer, number
            if likeness == 1:
                break
        if likeness > 0.5:
            del left[place]
            total += likeness
    return total


def _alike(one: Person, other: Person) -> float:
    """How surely two names are one person's, from 0 to 1."""
    if one.family == other.family:
        if not one.initials or not other.initials or one.initials[0] == other.initials[0]:
            return 1.0
        within = one.initials[0] in other.initials or other.initials[0] in one.initials
        return 0.9 if within else 0.4
    agree = one.initials[:1] == other.initials[:1] != ""
    short = min(len(one.family), len(other.family))
    if agree and short > 3 and fuzz.ratio(one.family, other.family) >= _NEAR_FAMILY:
        return 0.9
    # Given and family name swapped, or one of two family names left out.
    in_other, in_one = one.family in other.words, other.family in one.words
    if in_other and (in_one or other.family[0] in one.initials):
        return 1.0
    if in_one and one.family[0] in other.initials:
        return 1.0
    return 0.6 if (in_other or in_one) and short > 3 else 0.0


# Venues


class _Venue(NamedTuple):
    series: str
    kind: str
    words: frozenset[str]
    initials: str


def relation(one: str | None, other: str | None) -> Relation:
    """Whether two venues are one series; '?' where one is not known or is a preprint server.

    >>> relation("VLDB", "Proc. 27th Conference on Very Large Data Bases"), relation("ICML", "KDD")
    ('same', 'other')
    """
    a, b = _venue(one or ""), _venue(other or "")
    if a is None or b is None:
        return "?"
    if a.series and b.series:
        return "same" if a.series == b.series else "other"
    if len(a.words & b.words) * 2 >= min(len(a.words), len(b.words)):
        return "same"
    for words, initials in ((a.words, b.initials), (b.words, a.initials)):
        if any(2 < len(word) < 7 and word in initials for word in words):
            return "same"
    return "other" if a.kind and b.kind and a.kind != b.kind else "unclear"


@lru_cache(maxsize=1 << 14)
def _venue(text: str) -> _Venue | None:
    words = identity.words(text)
    plain = " ".join(words)
    kind = _first(_MEANINGS.venue_kinds, plain)
    common = _MEANINGS.venue_words
    telling = frozenset(word for word in words if word not in common and not word.isdigit())
    if kind == "preprint" or not telling:
        return None
    series = _first(_MEANINGS.series, plain)
    if series:
        kind = "journal" if series.startswith("journal") else "meeting"
    return _Venue(series, kind, telling, "".join(w[0] for w in words if w not in common - {"a"}))


def _first(patterns: Mapping[str, str], text: str) -> str:
    return next((name for name, pattern in patterns.items() if re.search(pattern, text)), "")
