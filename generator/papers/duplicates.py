"""Records that are, or may be, one paper, each pair with why. Pure.

``identity.Index`` answers when an import asks; this looks at what is there already. It
says *same* only when sure: the same identifier; or the same title with nothing against it;
or a title that is nearly the same over the same authors and abstract. The rest that looks
alike is *possible*, for a curator to settle with ``same_as`` or ``distinct_from``.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from generator.papers.candidates import candidates
from generator.papers.judge import Field, Record, Verdict, judge
from generator.papers.model import Paper

__all__ = ["Pair", "groups", "merged", "pairs"]


@dataclass(frozen=True, slots=True)
class Pair:
    """Two records by id, in the order of the records, and why they are one paper or may be."""

    one: str
    other: str
    verdict: Verdict
    field: Field
    reason: str


def pairs(papers: Iterable[Paper]) -> tuple[Pair, ...]:
    """Every pair of ``papers`` that is one paper or may be, by the order of the papers.

    What curators settled with ``same_as`` and ``distinct_from`` is left out.
    """
    records = [Record(place, paper) for place, paper in enumerate(papers)]
    is_settled = _settled([record.paper for record in records])
    found = []
    for one, other in candidates(records):
        judged = judge(one, other)
        if judged and not is_settled(one.paper.id, other.paper.id):
            found.append(Pair(one.paper.id, other.paper.id, *judged))
    return tuple(found)


def merged(papers: Iterable[Paper]) -> tuple[Pair, ...]:
    """The pairs that curators say are one paper."""
    return tuple(
        Pair(paper.id, other, "same", "title", f"'same_as' of {paper.id} says so")
        for paper in papers
        for other in paper.same_as
    )


def _settled(papers: Sequence[Paper]) -> Callable[[str, str], bool]:
    """Whether curators have said of two ids that they are one paper, or two.

    What is said of a record holds for all that it stands for.
    """
    stands_for = {other: paper.id for paper in papers for other in paper.same_as}

    def target(id: str) -> str:
        return stands_for.get(id, id)

    apart = {
        frozenset((target(paper.id), target(other)))
        for paper in papers
        for other in paper.distinct_from
    }

    def is_settled(one: str, other: str) -> bool:
        both = frozenset((target(one), target(other)))
        return len(both) == 1 or both in apart

    return is_settled


def groups(same: Iterable[tuple[str, str]]) -> tuple[tuple[str, ...], ...]:
    """Ids that belong together, by pairs of them: each group, and all groups, in id order."""
    group_of: dict[str, set[str]] = {}
    for one, other in same:
        merged = group_of.get(one, {one}) | group_of.get(other, {other})
        group_of.update(dict.fromkeys(merged, merged))
    return tuple(sorted({tuple(sorted(group)) for group in group_of.values()}))
