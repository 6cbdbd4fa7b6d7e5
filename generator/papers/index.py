"""Are two records one paper? The one answer, for imports, for the check and for ``duplicates``.

*Same* is said without asking anybody: the same identifier; or the same title, which says enough,
with nothing against it; or nearly the same title over the same people and abstract. *Possible*
is what is more likely one paper than two by the points of ``evidence``. The rest are two. The
index finds the record of a paper that somebody names, and answers only when sure.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass, field, replace
from typing import Final, Literal, NamedTuple

from generator.papers import evidence, identity
from generator.papers.evidence import Clue, ComparedRecord, Comparison
from generator.papers.model import Paper

Verdict = Literal["same", "possible"]
Field = Literal["arxiv", "doi", "title"]

# Words that titles of columns, front matter and reports are made of.
_FORMULAS: Final = frozenset((
    "abstract", "annual", "award", "book", "chair", "column", "comment", "comments",
    "correction", "corrigendum", "demo", "discussion", "editor", "editorial", "editors",
    "erratum", "foreword", "guest", "industry", "influential", "interview", "introduction",
    "issue", "keynote", "letter", "letters", "message", "news", "notes", "obituary", "overview",
    "panel", "papers", "perspectives", "preface", "proceedings", "reminiscences", "reply",
    "report", "response", "review", "reviews", "session", "special", "survey", "technical",
    "tutorial", "welcome", "workshop",
))  # fmt: skip
_ENOUGH_WORDS, _ENOUGH_TELLING = 3, 2
_SAYS_LITTLE: Final = "a title that says little"
# A name somebody made up, such as LoRA, GLM-130B or DETR++.
_MADE_UP: Final = re.compile(r"\b(?:\w*[a-z][A-Z]|[A-Z]{2}|\w+[+#]|[A-Za-z]+\d|\d+[A-Za-z])")
SURE: Final = 99.0
"""The score where an identifier decides, or a curator."""
_NEAR: Final = 90
_SAME_PEOPLE: Final = 0.8
_SAME_ABSTRACT, _SOME_ABSTRACT, _OTHER_ABSTRACT = 90, 50, 20
_FIELDS: Final = ("title", "doi", "arxiv")


class Judgement(NamedTuple):
    """What was said of two records: the field it rests on, why, and the score.

    The score is above 0 where one paper is likelier than two; ``clues`` are what it is the sum
    of, none where an identifier decided, and ``vetoes`` what keeps a possible pair from being the
    same.
    """

    verdict: Verdict
    field: Field
    reason: str
    score: float = SURE
    vetoes: tuple[str, ...] = ()
    clues: tuple[Clue, ...] = ()


def judge(one: ComparedRecord, other: ComparedRecord) -> Judgement | None:
    """Whether two records are one paper, or may be; None where they are two."""
    other_arxiv = bool(one.arxiv and other.arxiv and one.arxiv != other.arxiv)
    if one.arxiv and one.arxiv == other.arxiv:
        return Judgement("same", "arxiv", f"the same arXiv id {one.arxiv}")
    if one.doi and one.doi == other.doi and not other_arxiv:
        return Judgement("same", "doi", f"the same DOI {one.doi}")
    same_title = one.key == other.key
    if other_arxiv and not same_title:
        return None
    seen, score = evidence.compare(one, other)
    vetoes = tuple(_vetoes(one, other, seen))
    may_be = (
        seen.shared != 0
        if other_arxiv
        else score >= 0 or (same_title and _is_bare(one) and _is_bare(other))
    )
    if vetoes and not may_be:
        return None
    reason = "the same title" if same_title else f"titles {seen.letters:.0f}% alike"
    if seen.shared is not None:
        reason += f", {seen.shared:.0f} of {seen.fewer} authors shared"
    if seen.abstract is not None:
        reason += f", abstracts {seen.abstract:.0f}% alike"
    reason = "; ".join((reason, *vetoes))
    verdict: Verdict = "possible" if vetoes else "same"
    return Judgement(verdict, "title", reason, score, vetoes, evidence.clues(seen))


def _vetoes(one: ComparedRecord, other: ComparedRecord, seen: Comparison) -> Iterator[str]:
    """Why two records are not merged without asking somebody."""
    if one.arxiv and other.arxiv:
        yield "another arXiv id"
    if one.doi and other.doi:
        yield "another DOI"
    shared, share, abstract = seen.shared or 0, seen.share, seen.abstract
    # A preprint may be a year older, where all else that is known agrees.
    is_preprint = seen.venue == "?" and (share or 0) >= _SAME_PEOPLE
    is_preprint = is_preprint and (shared >= 2 or seen.telling > 3)
    if seen.years and not (seen.years == 1 and is_preprint):
        years = sorted({(record.read.published or "")[:4] for record in (one, other)})
        yield f"published in {' and in '.join(years)}"
    if seen.venue == "other" or (seen.venue == "unclear" and seen.years is None):
        yield "another venue"
    if share is not None and share < 0.5:
        yield "other authors"
    if one.key != other.key:
        if seen.letters < _NEAR:
            yield "another title"
        elif seen.other_numbers:
            yield "another number in the title"
        elif not (share and share >= _SAME_PEOPLE and abstract and abstract >= _SAME_ABSTRACT):
            yield "not quite the same title"
        elif not {*one.edges} & {*other.edges}:
            yield "not quite the same abstract"
    elif not (_says_enough(one) or _is_confirmed(one, other, seen)):
        yield _SAYS_LITTLE
    if abstract is not None and abstract < _OTHER_ABSTRACT and shared < 2:
        yield "another abstract"


def _is_confirmed(one: ComparedRecord, other: ComparedRecord, seen: Comparison) -> bool:
    """Whether two people, the abstract or the very day agree."""
    if (seen.shared or 0) >= 2 or (seen.abstract or 0) >= _SOME_ABSTRACT:
        return True
    day = one.read.published
    return day is not None and len(day) == len("2024-10-20") and day == other.read.published


def _is_bare(record: ComparedRecord) -> bool:
    """Whether a record states neither people nor a day."""
    return not record.people and record.months is None


def _says_enough(record: ComparedRecord) -> bool:
    """Whether a title is hardly that of two papers: not "Editorial", not "Technical Report".

    Three words do, two of them telling, or a name that somebody made up.
    """
    title = record.paper.title
    if _MADE_UP.search(title) and not title.isupper():
        return True
    told = record.telling - _FORMULAS
    # Chinese and Japanese have no spaces, and two characters to a word.
    words = sum(len(word) // 2 if word > "⺀" else 1 for word in {*record.words} - _FORMULAS)
    return words >= _ENOUGH_WORDS and (len(told) >= _ENOUGH_TELLING or max(told, default="") > "⺀")


@dataclass(frozen=True, slots=True)
class Match:
    """A known paper, why it is the one, and whether another one could be meant as well."""

    paper: str
    reason: str
    ambiguous: bool = False


@dataclass(slots=True)
class Index:
    """Finds the record of a paper; grows as records are added."""

    _records: dict[str, ComparedRecord] = field(default_factory=dict)
    _by_key: dict[str, list[str]] = field(default_factory=dict)
    _stands_for: dict[str, str] = field(default_factory=dict)
    _apart: set[tuple[str, str]] = field(default_factory=set)

    @classmethod
    def of(cls, papers: Iterable[Paper]) -> Index:
        """An index of ``papers``; what a record names in ``same_as`` leads to that record."""
        index = cls()
        for paper in papers:
            index.add(paper)
        return index

    def add(self, paper: Paper) -> None:
        """Make ``paper`` known, or what was filled in since."""
        record = ComparedRecord(len(self._records), paper)
        self._records[paper.id] = record
        for key in _keys(record, _former(paper)):
            known = self._by_key.setdefault(key, [])
            if paper.id not in known:
                known.append(paper.id)
        for other in paper.same_as:
            self._stands_for.setdefault(other, paper.id)
        self._apart.update((paper.id, other) for other in paper.distinct_from)

    def forget(self, id: str) -> None:
        """Take a record back."""
        del self._records[id]

    def find(self, paper: Paper, within: Collection[str] = ()) -> Match | None:
        """The record of a paper, or None; ``paper`` is what a listing or a person says of it.

        Of the records ``within``, which the same listing has, a title is enough that says
        little, where nothing speaks against it.
        """
        asked = ComparedRecord(-1, paper)
        found: dict[str, tuple[int, bool, int, float, str]] = {}
        for record in self._candidates(asked):
            target = self.target(record.paper.id)
            listed = target in within
            if judged := _surely(record, asked, listed):
                place = _FIELDS.index(judged.field)
                rank = (place, listed, _said_alike(record, asked), judged.score, judged.reason)
                found[target] = max(rank, found.get(target, rank))
        if not found:
            return None
        best = max(sorted(found), key=lambda id: found[id][:4])  # whatever order they came in
        place, listed, *_, reason = found[best]
        return Match(best, reason, ambiguous=len(found) > 1 and not place and not listed)

    def twin(self, paper: Paper) -> Match | None:
        """Another record that a known one, as ``paper`` has it, would surely be the same as."""
        asked, own = ComparedRecord(-1, paper), self.target(paper.id)
        for record in self._candidates(asked):
            both = {own, self.target(record.paper.id)}
            if len(both) == 1 or any({*map(self.target, pair)} == both for pair in self._apart):
                continue
            judged = judge(record, asked)
            if judged and judged.verdict == "same":
                return Match(record.paper.id, judged.reason)
        return None

    def target(self, paper: str) -> str:
        """The record that stands for the one with this id: itself, or one that says same_as."""
        return self._stands_for.get(paper, paper)

    def _candidates(self, asked: ComparedRecord) -> list[ComparedRecord]:
        keys = _keys(asked, [identity.slug(asked.paper.title)])
        ids = dict.fromkeys(id for key in keys for id in self._by_key.get(key, ()))
        return [self._records[id] for id in ids if id in self._records]


def _surely(record: ComparedRecord, asked: ComparedRecord, listed: bool) -> Judgement | None:
    """What makes a record surely the one that is asked for, if anything does."""
    judged = judge(record, asked)
    if judged and judged.verdict == "same":
        return judged
    title = asked.paper.title
    is_former = identity.slug(title) in _former(record.paper)
    if record.key != asked.key and not is_former:
        return None
    named = ComparedRecord(record.place, replace(record.paper, title=title))
    seen, score = evidence.compare(named, asked)
    if {*_vetoes(named, asked, seen)} - {_SAYS_LITTLE}:
        return None
    # A permalink is no title: something besides it must agree, or nothing else be said.
    agrees = _is_confirmed(named, asked, seen) or (_says_enough(asked) and _is_bare(asked))
    if not (listed or (is_former and agrees)):
        return None
    reason = "the title its permalink was made of" if is_former else "the title in its listing"
    return Judgement("same", "title", reason, score)


def _said_alike(one: ComparedRecord, other: ComparedRecord) -> int:
    """How much of what names them two records say to the letter alike."""
    a, b = one.paper, other.paper
    return (a.title == b.title) + (one.arxiv == other.arxiv) + (one.doi == other.doi)


def _keys(record: ComparedRecord, permalinks: Iterable[str]) -> Iterator[str]:
    """What two records share that are surely one."""
    for name, value in (("arxiv", record.arxiv), ("doi", record.doi), ("title", record.key)):
        if value:
            yield f"{name} {value}"
    yield from (f"abstract {edge}" for edge in record.edges)
    yield from (f"former {permalink}" for permalink in permalinks)


def _former(paper: Paper) -> tuple[str, ...]:
    """Permalinks of titles that a record had before."""
    return paper.aliases if identity.slug(paper.title) == paper.id else (paper.id, *paper.aliases)
