"""What speaks for two records being one paper, and what against: each aspect with its points.

An aspect takes one of a few *steps* ("94% alike", "no author shared"), and each step has its
points: log-odds, learned from pairs that people judged (``points``). Their sum is the score:
above 0, one paper is more likely than two. Nothing but the two records counts, so a pair has
the same score wherever it is asked for.
"""

from __future__ import annotations

import html
import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from sys import intern
from typing import Final

from rapidfuzz import fuzz

from generator.papers import identity, people, venues
from generator.papers.model import Paper
from generator.papers.points import BASE, POINTS

_FUNCTION_WORDS: Final = frozenset(
    {
        "a", "an", "and", "are", "as", "at", "be", "by", "can", "do", "does", "for", "from", "how",
        "in", "into", "is", "it", "its", "of", "on", "or", "over", "s", "the", "their", "to",
        "toward", "towards", "under", "using", "via", "what", "when", "where", "why", "with",
        "within", "without",
    }
)  # fmt: skip
# "Part II" is "Part 2", and the "Twelfth" the "12th".
_NUMBERS: Final = {
    word: str(number)
    for words in (
        "i ii iii iv v vi vii viii ix x",
        "first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth"
        " thirteenth fourteenth fifteenth sixteenth seventeenth eighteenth nineteenth twentieth",
    )
    for number, word in enumerate(words.split(), start=1)
    if word not in "ivx"
}
_ORDINAL: Final = re.compile(r"([0-9]+)(?:st|nd|rd|th)")
_NUMBER: Final = re.compile(r"[0-9]+")
_WORD: Final = re.compile(r"[^\W_]+")
_RUN: Final = 3
_MOST_COMPARED_OF_ABSTRACT: Final = 2000
_EDGE_OF_ABSTRACT: Final = 8
# Days of one paper in two sources: at the turn of the year, they have two years.
_MONTHS_APART: Final = 3
# Titles that differ by a spelling, or one of them inside the other.
_NEARLY_EQUAL: Final = 94
_INSIDE: Final = 97
# Nothing else makes up for that.
_HOPELESS: Final = -5.0


class Record:
    """A record made ready for comparison; what costs is worked out when it is first asked for."""

    def __init__(self, place: int, paper: Paper, read: Paper | None = None) -> None:
        """``place`` is where it stands; ``read`` what it says with moved values put back."""
        self.place = place
        self.paper = paper
        self.read = read or paper
        self.arxiv, self.doi = identity.identifiers(paper)
        self.key = identity.title_key(paper.title)

    @cached_property
    def words(self) -> tuple[str, ...]:
        """The words of the title, with numbers written in one way."""
        words = identity.words(html.unescape(self.read.title))
        words = tuple(_ORDINAL.sub(r"\1", _NUMBERS.get(word, word)) for word in words)
        return tuple(intern(word) for word in words if word not in ("s", "hellip"))

    @cached_property
    def text(self) -> str:
        """The words of the title in a line."""
        return " ".join(self.words)

    @cached_property
    def telling(self) -> frozenset[str]:
        """The words of the title that say what it is about."""
        return frozenset(self.words) - _FUNCTION_WORDS

    @cached_property
    def numbers(self) -> frozenset[str]:
        """The numbers in the title."""
        return frozenset(_NUMBER.findall(self.text))

    @cached_property
    def people(self) -> tuple[people.Person, ...]:
        """The authors."""
        return people.folded(self.read.authors)

    @cached_property
    def months(self) -> tuple[int, int] | None:
        """The year of publication, and the month counted from year 0 (-1 where not known)."""
        if not self.read.published:
            return None
        year, _, rest = self.read.published.partition("-")
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
    venue: venues.Relation
    abstract: float | None = None

    @property
    def share(self) -> float | None:
        """The part of the shorter list of authors that both have."""
        return None if self.shared is None else self.shared / self.fewer

    @property
    def other_edition(self) -> bool:
        """Whether it looks like the same work in another year at another place."""
        alike = self.letters >= _NEARLY_EQUAL or self.inside >= _INSIDE
        return alike and bool(self.years) and self.venue in ("other", "unclear")


@dataclass(frozen=True, slots=True)
class Clue:
    """What one aspect says: its points, and in words what was seen."""

    aspect: str
    points: float
    words: str


def compare(one: Record, other: Record) -> tuple[Comparison, float]:
    """What two records have in common, and its score. Abstracts count where they may matter."""
    fewer, more = sorted((len(one.telling), len(other.telling)))
    both = one.people and other.people
    letters = fuzz.ratio(one.text, other.text)
    seen = (
        "".join(one.words) == "".join(other.words),
        letters,
        fuzz.partial_ratio(one.text, other.text) if letters < 100 else letters,
        more - fewer,
        fewer,
        bool(one.numbers - other.numbers and other.numbers - one.numbers),
        people.shared(one.people, other.people) if both else None,
        min(len(one.people), len(other.people)),
        people.alike(one.people[0], other.people[0]) > 0.5 if both else None,
        _years_apart(one, other),
        venues.relation(one.read.venue, other.read.venue),
    )
    found = Comparison(*seen)
    total = score(found)
    if total > _HOPELESS and (abstract := _abstracts(one, other)) is not None:
        found = Comparison(*seen, abstract)
        total = score(found)
    return found, total


def _years_apart(one: Record, other: Record) -> int | None:
    if one.months is None or other.months is None:
        return None
    (year, month), (another_year, another_month) = one.months, other.months
    if min(month, another_month) > 0 and abs(month - another_month) <= _MONTHS_APART:
        return 0
    return abs(year - another_year)


def _abstracts(one: Record, other: Record) -> float | None:
    """How much of the shorter abstract the other has, in runs of three words."""
    if not one.paper.abstract or not other.paper.abstract:
        return None
    short, long = sorted((one.abstract, other.abstract), key=len)
    words = short.split()
    runs = [f" {' '.join(words[at : at + _RUN])} " for at in range(0, len(words) - _RUN + 1, _RUN)]
    return 100 * sum(run in long for run in runs) / len(runs) if runs else None


def score(seen: Comparison) -> float:
    """The points of all aspects together."""
    return BASE + sum(POINTS[about][aspect].get(step, 0.0) for about, aspect, step in steps(seen))


def clues(seen: Comparison) -> tuple[Clue, ...]:
    """What was seen, by what it is about: the points of its aspects together, largest first."""
    sums: dict[str, float] = {"to begin with": BASE}
    words: dict[str, list[str]] = {"to begin with": ["two records"]}
    for about, aspect, step in steps(seen):
        sums[about] = sums.get(about, 0.0) + POINTS[about][aspect].get(step, 0.0)
        words.setdefault(about, []).append(f"{aspect} {step}")
    found = [Clue(about, round(sums[about], 1), ", ".join(words[about])) for about in sums]
    return tuple(sorted(found, key=lambda clue: -abs(clue.points)))


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
    if seen.other_edition:
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
