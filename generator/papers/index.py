"""The record of a paper that somebody names, found among all; grows as records are added.

It answers only when sure, by the judgement of ``judge``; what may be one paper is left to a
person, as a possible duplicate.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass, field, replace

from generator.papers import identity
from generator.papers.evidence import Record, compare
from generator.papers.judge import (
    SAYS_LITTLE,
    Judgement,
    is_bare,
    is_confirmed,
    judge,
    says_enough,
    vetoes,
)
from generator.papers.model import Paper

_FIELDS = ("title", "doi", "arxiv")


@dataclass(frozen=True, slots=True)
class Match:
    """A known paper, why it is the one, and whether another one could be meant as well."""

    paper: str
    reason: str
    ambiguous: bool = False


@dataclass(slots=True)
class Index:
    """Finds the record of a paper."""

    _records: dict[str, Record] = field(default_factory=dict)
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
        record = Record(len(self._records), paper)
        self._records[paper.id] = record
        former = (f"former {permalink}" for permalink in _former(paper))
        for key in (*_keys(record), *former):
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
        asked = Record(-1, paper)
        found: dict[str, tuple[int, bool, int, float, str]] = {}
        for id in self._candidates(asked):
            target = self.target(id)
            listed = target in within
            record = self._records[id]
            judged = self._judge(record, asked, listed)
            if judged:
                field = _FIELDS.index(judged.field)
                rank = (field, listed, _said_alike(record, asked), judged.score, judged.reason)
                found[target] = max(rank, found.get(target, rank))
        if not found:
            return None
        best = max(found, key=lambda id: found[id][:4])
        field, listed, *_, reason = found[best]
        unsure = len(found) > 1 and not field and not listed
        return Match(best, reason, unsure)

    def twin(self, paper: Paper) -> Match | None:
        """Another record that a known one, as ``paper`` has it, would surely be the same as."""
        asked, own = Record(-1, paper), self.target(paper.id)
        for id in self._candidates(asked):
            both = {own, self.target(id)}
            if len(both) == 1 or any({*map(self.target, pair)} == both for pair in self._apart):
                continue
            judged = judge(self._records[id], asked)
            if judged and judged.verdict == "same":
                return Match(id, judged.reason)
        return None

    def target(self, paper: str) -> str:
        """The record that stands for the one with this id: itself, or one that says same_as."""
        return self._stands_for.get(paper, paper)

    def _candidates(self, asked: Record) -> Iterable[str]:
        keys = (*_keys(asked), f"former {identity.slug(asked.paper.title)}")
        found = (id for key in keys for id in self._by_key.get(key, ()))
        return dict.fromkeys(id for id in found if id in self._records)

    def _judge(self, record: Record, asked: Record, listed: bool) -> Judgement | None:
        """What makes a record surely the one that is asked for, if anything does."""
        judged = judge(record, asked)
        if judged and judged.verdict == "same":
            return judged
        title = asked.paper.title
        is_former = identity.slug(title) in _former(record.paper)
        if record.key != asked.key and not is_former:
            return None
        named = Record(record.place, replace(record.paper, title=title))
        seen, score = compare(named, asked)
        if {*vetoes(named, asked, seen)} - {SAYS_LITTLE}:
            return None
        # A permalink is no title: something besides it must agree, or nothing else be said.
        agrees = is_confirmed(named, asked, seen) or (says_enough(asked) and is_bare(asked))
        if not (listed or (is_former and agrees)):
            return None
        reason = "the title its permalink was made of" if is_former else "the title in its listing"
        return Judgement("same", "title", score, reason)


def _said_alike(one: Record, other: Record) -> int:
    """How much of what names them two records say to the letter alike."""
    return (
        (one.paper.title == other.paper.title) + (one.arxiv == other.arxiv) + (one.doi == other.doi)
    )


def _keys(record: Record) -> Iterator[str]:
    """What two records share that are surely one."""
    for name, value in (("arxiv", record.arxiv), ("doi", record.doi), ("title", record.key)):
        if value:
            yield f"{name} {value}"
    yield from (f"abstract {edge}" for edge in record.edges)


def _former(paper: Paper) -> tuple[str, ...]:
    """Permalinks of titles that a record had before."""
    return paper.aliases if identity.slug(paper.title) == paper.id else (paper.id, *paper.aliases)
