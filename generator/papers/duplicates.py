"""Records that are, or may be, one paper, each pair with why. Pure.

``index.Index`` answers when an import asks; this looks at what is there already. Both ask
``judge``.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from generator.papers.candidates import candidates
from generator.papers.evidence import Clue, Record, clues
from generator.papers.judge import SURE, Field, Judgement, Verdict, judge
from generator.papers.model import Paper
from generator.papers.moved import restored

__all__ = ["Pair", "groups", "merged", "pairs"]


@dataclass(frozen=True, slots=True)
class Pair:
    """Two records by id, in the order of the records, and why they are one paper or may be.

    ``score`` is above 0 where one paper is likelier than two; ``clues`` are what it is the sum
    of, and ``vetoes`` what keeps a possible pair from being the same.
    """

    one: str
    other: str
    verdict: Verdict
    field: Field
    reason: str
    score: float = 0.0
    vetoes: tuple[str, ...] = ()
    clues: tuple[Clue, ...] = ()


def pairs(papers: Iterable[Paper]) -> tuple[Pair, ...]:
    """Every pair of ``papers`` that is one paper or may be, by the order of the papers.

    What curators settled with ``same_as`` and ``distinct_from`` is left out.
    """
    known = tuple(papers)
    read = restored(known)
    records = [Record(place, *both) for place, both in enumerate(zip(known, read, strict=True))]
    is_settled = _settled(known)
    found = []
    for one, other in candidates(records):
        judged = judge(one, other)
        if judged and not is_settled(one.paper.id, other.paper.id):
            found.append(_pair(one, other, judged))
    return tuple(found)


def _pair(one: Record, other: Record, judged: Judgement) -> Pair:
    return Pair(
        one.paper.id,
        other.paper.id,
        judged.verdict,
        judged.field,
        "; ".join((judged.reason, *judged.vetoes)),
        round(judged.score, 1),
        judged.vetoes,
        clues(judged.seen) if judged.seen else (),
    )


def merged(papers: Iterable[Paper]) -> tuple[Pair, ...]:
    """The pairs that curators say are one paper."""
    return tuple(
        Pair(paper.id, other, "same", "title", f"'same_as' of {paper.id} says so", score=SURE)
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


def groups(found: Iterable[Pair]) -> tuple[tuple[str, ...], ...]:
    """Ids that belong together, by pairs of them: each group, and all groups, in id order.

    An identifier decides, and a curator. Of the rest the likeliest pairs come first, and two
    groups become one only where at least half of the pairs between them are among those found:
    what says little of itself does not join two editions of a work.
    """
    known = sorted(found, key=lambda pair: -pair.score)
    like: dict[str, set[str]] = defaultdict(set)
    for pair in known:
        like[pair.one].add(pair.other)
        like[pair.other].add(pair.one)
    group_of = {id: {id} for id in like}
    for pair in known:
        few, many = sorted((group_of[pair.one], group_of[pair.other]), key=len)
        if few is many:
            continue
        between = sum(len(like[id] & many) for id in few)
        if pair.score >= SURE or 2 * between >= len(few) * len(many):
            many |= few
            group_of.update(dict.fromkeys(few, many))
    joined = {id(group): group for group in group_of.values() if len(group) > 1}
    return tuple(sorted(tuple(sorted(group)) for group in joined.values()))
