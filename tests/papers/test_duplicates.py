"""Pairs of records that are one paper, that may be, and that are not; and which record one is."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from itertools import product
from typing import Any
from unittest.mock import patch

import pytest

from generator.papers import duplicates
from generator.papers.duplicates import Index, Verdicts
from generator.papers.evidence import Pair
from generator.papers.model import Paper
from tests.papers.conftest import ADA, CASES, NETS, paper


@pytest.mark.parametrize("rule", CASES["pairs"])
def test_a_pair(rule: str) -> None:
    for case in CASES["pairs"][rule]:
        ((verdict, facts),) = case.items()
        one, other = (paper(id, **of) for id, of in zip("ab", facts, strict=True))
        for both in ([one, other], [other, one]):
            found = duplicates.pairs(both)
            assert (found[0].verdict if found else "two") == verdict, case


@pytest.mark.parametrize("rule", CASES["finds"])
def test_which_record_a_paper_is(rule: str) -> None:
    index = Index(paper(**facts) for facts in CASES["finds"][rule]["known"])

    def found(within: Sequence[str] = (), **facts: Any) -> str | None:
        match = index.find(paper(**facts), within)
        return f"{match.paper}{' or another' * match.ambiguous}" if match else None

    for case in CASES["finds"][rule]["asked"]:
        ((right, facts),) = case.items()
        assert found(**facts) == right, case


def test_a_record_may_turn_out_to_be_another_one() -> None:
    known = [Paper("a", NETS, published="2020"), Paper("b", NETS, published="2024")]
    index = Index(known)
    assert index.twin(known[1]) is None
    twin = index.twin(replace(known[1], published="2020"))
    assert twin is not None
    assert twin.paper == "a"
    assert Index(known[:1]).find(known[1]) is None
    apart = [Paper("a", NETS, distinct_from=("b",)), Paper("b", NETS)]
    assert Index(apart).twin(apart[1]) is None


def test_what_was_seen_adds_up_to_the_score() -> None:
    one = Paper("a", NETS, authors=(ADA, "Bo Beispiel"), published="2024")
    other = Paper("b", "Weighing small nets by hour", authors=(ADA,), published="2024")
    (pair,) = duplicates.pairs([one, other])
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
    found = [(pair.one, pair.other) for pair in duplicates.merged(papers)]
    assert found == [("a", "b"), ("a", "c")]


def test_a_pair_is_judged_anew_only_where_a_record_says_something_new() -> None:
    papers = [Paper(id, NETS, authors=(ADA,), published="2024") for id in "abc"]
    before = duplicates.verdicts(papers, Verdicts())
    with patch.object(duplicates, "judge", return_value=None) as judge:
        assert duplicates.verdicts(papers, before) == before
        judge.assert_not_called()
        changed = [*papers[:2], replace(papers[2], published="2025")]
        after = duplicates.verdicts(changed, before)
    judged = [[record.paper.id for record in call.args] for call in judge.call_args_list]
    assert judged == [["a", "c"], ["b", "c"]]
    assert after.pairs == before.pairs[:1]
    assert len(after.memory) == len(before.memory)


@pytest.mark.parametrize(("likely", "groups"), CASES["groups"])
def test_a_doubtful_pair_does_not_join_two_groups(
    likely: dict[str, float], groups: list[str]
) -> None:
    found = [Pair(ids[0], ids[1], "possible", "title", "", likely[ids]) for ids in likely]
    assert ["".join(group) for group in duplicates.groups(found)] == groups


def test_a_near_title_is_found_among_many() -> None:
    papers = [Paper(id=f"f{n}", title=f"Lamp {n} weighed by small nets") for n in range(200)]
    papers += [Paper("one", "Weighing small nets by a lamp", authors=(ADA,))]
    papers += [Paper("other", "Weighing small net by a lamp", authors=(ADA,))]
    found = [(pair.one, pair.other, pair.verdict) for pair in duplicates.pairs(papers)]
    assert found == [("one", "other", "possible")]


def test_one_title_many_times_is_no_flood() -> None:
    papers = [Paper(id=f"p{n:04}", title=NETS) for n in range(400)]
    found = duplicates.pairs(papers)
    assert len(found) < 6 * len(papers)
    assert {id for group in duplicates.groups(found) for id in group} == {p.id for p in papers}


def test_values_that_moved_into_the_title_are_put_back() -> None:
    people = ((ADA, "Bo Beispiel"), ("Cleo Example", "Dan Ejemplo"))
    facts = product(("small", "tired", "old"), people, ("Journal of Nets", "Mesh Meeting"))
    whole = [
        Paper(f"w{n}", f"Weighing {what} nets by the hour", authors=authors, venue=venue,
              published=str(1990 + n))
        for n, (what, authors, venue) in enumerate(facts)
    ]  # fmt: skip
    moved = [
        replace(paper, id=f"m{n}", title=f"{paper.title} {', '.join(paper.names)} {paper.venue}"
                f" {paper.published}", authors=(), venue=None, published=None)
        for n, paper in enumerate(whole)
    ]  # fmt: skip
    found = {(pair.one, pair.other) for pair in duplicates.pairs([*whole, *moved])}
    assert {(f"w{n}", f"m{n}") for n in range(len(whole))} <= found
    assert duplicates.restored(whole) is whole
