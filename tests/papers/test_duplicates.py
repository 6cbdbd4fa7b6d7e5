"""Pairs of records that are one paper, that may be, and that are not."""

from __future__ import annotations

from dataclasses import replace
from itertools import product
from typing import Any

import pytest

from generator.papers import duplicates
from generator.papers.duplicates import Verdicts
from generator.papers.evidence import ComparedRecord, Pair
from generator.papers.model import Paper

ABSTRACT = "We weigh nets by the hour and find that small ones tire later than large ones do. " * 3
OTHER = "A lamp is read beside a lamp, and what one of them says the other one repeats. " * 3
ADA, BO, CLEO = "Ada Muster", "Bo Beispiel", "Cléo Example"


NETS = "Weighing small nets by the hour"


def said(title: str, **facts: Any) -> Paper:
    return Paper("", title, **facts)


def judged(one: Paper, other: Paper) -> str:
    found = duplicates.pairs([replace(one, id="a"), replace(other, id="b")])
    return found[0].verdict if found else "two"


@pytest.mark.parametrize(
    ("one", "other", "verdict"),
    [
        # An identifier decides, and one that contradicts forbids.
        (said(NETS, arxiv="2401.00001"), said("Tired", arxiv="2401.00001"), "same"),
        (said(NETS, arxiv="2401.00001"), said(NETS, doi="10.1000/1"), "same"),
        (said(NETS, arxiv="2401.00001"),
         said("Tired", doi="10.48550/arxiv.2401.00001"), "same"),
        (said(NETS, doi="10.1000/1", authors=(ADA,), published="2024"),
         said(NETS, doi="10.1000/2", authors=(ADA,), published="2024"), "possible"),
        (said(NETS, arxiv="2401.00001", authors=(ADA,)),
         said(NETS, arxiv="2402.00001", authors=(BO,)), "two"),
        (said(NETS, arxiv="2401.00001", authors=(ADA,)),
         said(NETS, arxiv="2402.00001", authors=(ADA,)), "possible"),
        (said(NETS, arxiv="2401.00001", authors=(ADA,)),
         said(f"{NETS}!!", arxiv="2402.00001", authors=(ADA,)), "possible"),
        # A title decides that says enough, with nothing against it.
        (said(NETS), said(NETS.upper()), "same"),
        (said("LoRA"), said("LoRA."), "same"),
        (said("Editorial"), said("Editorial"), "possible"),
        (said("Editorial", authors=(ADA,), published="2024"),
         said("Editorial", authors=(BO, CLEO), published="2025-01-02"), "two"),
        (said("Editorial", authors=(ADA,), published="2024"),
         said("Editorial", authors=(ADA,), published="2024"), "possible"),
        (said("Editorial", authors=(ADA, BO), published="2024"),
         said("Editorial", authors=(ADA, BO), published="2024"), "same"),
        (said("Technical Report", published="2024-01-02"),
         said("Technical Report", published="2024-01-02"), "same"),
        (said("Book Review Column", authors=(ADA,), published="2002", venue="Rec"),
         said("Book Review Column", authors=(ADA,), published="2003", venue="Rec"), "two"),
        (said(NETS, authors=(ADA,)), said(NETS, authors=(BO,)), "possible"),
        (said(NETS, abstract=ABSTRACT), said(NETS, abstract=OTHER), "possible"),
        # A preprint and its publication; two editions of a work; one that comes back.
        (said(NETS, authors=(ADA, BO), published="2023-10-01", venue="arXiv"),
         said(NETS, authors=("A. Muster", "Beispiel, Bo"), published="2024"), "same"),
        (said(NETS, authors=(ADA, BO), published="2023-12-31"),
         said(NETS, authors=(ADA, BO), published="2024-01-01"), "same"),
        (said(NETS, authors=(ADA,), published="1988", venue="Proc. of COLT"),
         said(NETS, authors=(ADA,), published="1993", venue="Journal of Nets"), "two"),
        # Nearly the same title: the people and the abstract say the rest.
        (said(NETS, authors=(ADA, CLEO)),
         said("Weighing small nets by hour", authors=("A. Muster", "C. EXAMPLE")), "possible"),
        (said(NETS, authors=(ADA,), abstract=ABSTRACT),
         said("Weighing small nets by hour", authors=(ADA,), abstract=ABSTRACT), "same"),
        (said(NETS, authors=(ADA, BO), abstract=ABSTRACT),
         said("On tired meshes", authors=(ADA, BO), abstract=ABSTRACT), "possible"),
        (said(NETS, authors=(ADA,)),
         said("Weighing small nets by hour", authors=(BO,)), "two"),
        (said("Weighing nets, part II, by the hour", authors=(ADA,)),
         said("Weighing nets, part 3, by the hour", authors=(ADA,)), "two"),
        (said("Weighing small nets", authors=(ADA, BO)),
         said("Weighing Small Nets: an account of a winter", authors=(ADA, BO)), "possible"),
        (said("Nets"), said("Nets: an account of a winter"), "two"),
    ],
)  # fmt: skip
def test_a_pair(one: Paper, other: Paper, verdict: str) -> None:
    assert judged(one, other) == judged(other, one) == verdict


def test_what_was_seen_adds_up_to_the_score() -> None:
    (pair,) = duplicates.pairs(
        [
            Paper("a", NETS, authors=(ADA, BO), published="2024"),
            Paper("b", "Weighing small nets by hour", authors=(ADA,), published="2024"),
        ]
    )
    assert pair.reason == "titles 93% alike, 1 of 1 authors shared; not quite the same title"
    assert [clue.aspect for clue in pair.clues] == ["edition", "people", "to begin with", "title"]
    assert sum(clue.points for clue in pair.clues) == pytest.approx(pair.score)


def test_what_a_curator_settled_is_settled_for_all_that_a_record_stands_for() -> None:
    papers = [
        Paper(id="a", title="Nets", same_as=("b", "c")),
        Paper(id="b", title="Nets"),
        Paper(id="c", title="Nets", distinct_from=("d",)),
        Paper(id="d", title="Nets"),
    ]
    assert duplicates.pairs(papers) == ()
    assert [(pair.one, pair.other) for pair in duplicates.merged(papers)] == [
        ("a", "b"),
        ("a", "c"),
    ]


def test_a_pair_is_judged_anew_only_where_a_record_says_something_new(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    papers = [Paper(id, NETS, authors=(ADA,), published="2024") for id in "abc"]
    before = duplicates.verdicts(papers, Verdicts())
    judged: list[tuple[str, str]] = []

    def judge(one: ComparedRecord, other: ComparedRecord) -> None:
        judged.append((one.paper.id, other.paper.id))

    monkeypatch.setattr(duplicates, "judge", judge)
    assert duplicates.verdicts(papers, before) == before
    assert judged == []
    changed = [*papers[:2], replace(papers[2], published="2025")]
    after = duplicates.verdicts(changed, before)
    assert judged == [("a", "c"), ("b", "c")]
    assert after.pairs == before.pairs[:1]
    assert len(after.memory) == len(before.memory)


def pair(one: str, other: str, verdict: Any = "same", score: float = 1.0) -> Pair:
    return Pair(one, other, verdict, "title", "", score)


def test_pairs_become_groups() -> None:
    found = [pair("d", "c"), pair("a", "b"), pair("c", "e"), pair("b", "a")]
    assert duplicates.groups(found) == (("a", "b"), ("c", "d", "e"))
    by_id = [Pair(one, other, "same", "arxiv", "", 99.0) for one, other in ("ab", "bc", "cd", "de")]
    assert duplicates.groups(by_id) == (("a", "b", "c", "d", "e"),)


def test_one_doubtful_pair_does_not_join_two_groups() -> None:
    editions = [pair("a", "b"), pair("c", "d")]
    doubt = pair("b", "c", "possible", 0.1)
    assert duplicates.groups([*editions, doubt]) == (("a", "b"), ("c", "d"))
    more = [doubt, pair("a", "c", "possible", 0.2)]
    assert duplicates.groups([*editions, *more]) == (("a", "b", "c", "d"),)


def test_a_near_title_is_found_among_many() -> None:
    filler = [Paper(id=f"f{n}", title=f"Lamp {n} weighed by small nets") for n in range(200)]
    twins = [
        Paper(id="one", title="Weighing small nets by a lamp", authors=(ADA,)),
        Paper(id="other", title="Weighing small net by a lamp", authors=(ADA,)),
    ]
    found = duplicates.pairs([*filler, *twins])
    assert [(pair.one, pair.other, pair.verdict) for pair in found] == [
        ("one", "other", "possible")
    ]


def test_one_title_many_times_is_no_flood() -> None:
    papers = [Paper(id=f"p{n:04}", title=NETS) for n in range(400)]
    found = duplicates.pairs(papers)
    assert len(found) < 6 * len(papers)
    assert {id for group in duplicates.groups(found) for id in group} == {p.id for p in papers}


def test_values_that_moved_into_the_title_are_put_back() -> None:
    whole = [
        Paper(f"w{n}", f"Weighing {what} nets by the hour", authors=people, venue=venue,
              published=str(1990 + n))
        for n, (what, people, venue) in enumerate(
            product(
                ("small", "tired", "old"),
                (("Ada Muster", "Bo Beispiel"), ("Cleo Example", "Dan Ejemplo")),
                ("Journal of Nets", "Mesh Meeting"),
            )
        )
    ]  # fmt: skip
    moved = [
        replace(paper, id=f"m{n}", title=f"{paper.title} {', '.join(paper.names)} {paper.venue}"
                f" {paper.published}", authors=(), venue=None, published=None)
        for n, paper in enumerate(whole)
    ]  # fmt: skip
    found = {(pair.one, pair.other) for pair in duplicates.pairs([*whole, *moved])}
    assert {(f"w{n}", f"m{n}") for n in range(len(whole))} <= found
    assert duplicates.restored(whole) is whole
