"""Pairs of records that are one paper, that may be, and that are not."""

from __future__ import annotations

from typing import Any

import pytest

from generator.papers import duplicates
from generator.papers.model import Paper

ABSTRACT = "We weigh nets by the hour and find that small ones tire later than large ones do. " * 3
ADA, BO, CLEO = "Ada Muster", "Bo Beispiel", "Cléo Example"


def judged(one: dict[str, Any], other: dict[str, Any]) -> str:
    found = duplicates.pairs([Paper(id="a", **one), Paper(id="b", **other)])
    return found[0].verdict if found else "two"


@pytest.mark.parametrize(
    ("one", "other", "verdict"),
    [
        (
            {"title": "Weighing Nets", "arxiv": "2401.00001"},
            {"title": "Hourly nets", "arxiv": "2401.00001"},
            "same",
        ),
        ({"title": "Weighing Nets"}, {"title": "weighing  nets."}, "same"),
        (
            {"title": "Weighing Nets", "arxiv": "2401.00001"},
            {"title": "Weighing Nets", "doi": "10.1000/1"},
            "same",
        ),
        (
            {"title": "Weighing Nets", "arxiv": "2401.00001", "authors": (ADA,)},
            {"title": "Weighing Nets", "arxiv": "2402.00001", "authors": (BO,)},
            "two",
        ),
        (
            {"title": "Weighing Nets", "arxiv": "2401.00001", "authors": (ADA,)},
            {"title": "Weighing Nets", "arxiv": "2402.00001", "authors": (ADA,)},
            "possible",
        ),
        (
            {"title": "Letters", "published": "2020", "authors": (ADA,)},
            {"title": "Letters", "published": "2021-03", "authors": (ADA,)},
            "possible",
        ),
        (
            {"title": "Weighing small nets by the hour", "authors": (ADA, CLEO)},
            {"title": "Weighing small nets by hour", "authors": ("A. Muster", "C. EXAMPLE")},
            "possible",
        ),
        (
            {"title": "Weighing small nets by the hour", "authors": (ADA,), "abstract": ABSTRACT},
            {"title": "Weighing small nets by hour", "authors": (ADA,), "abstract": ABSTRACT},
            "same",
        ),
        (
            {"title": "Weighing small nets by the hour", "authors": (ADA,)},
            {"title": "Weighing small nets by hour", "authors": (BO,)},
            "two",
        ),
        (
            {"title": "Weighing nets, version 2, by the hour", "authors": (ADA,)},
            {"title": "Weighing nets, version 3, by the hour", "authors": (ADA,)},
            "two",
        ),
        (
            {"title": "Weighing small nets", "authors": (ADA, BO)},
            {"title": "Weighing Small Nets: an account of a winter", "authors": (ADA, BO)},
            "possible",
        ),
        ({"title": "Nets"}, {"title": "Nets: an account of a winter"}, "two"),
    ],
)
def test_a_pair(one: dict[str, Any], other: dict[str, Any], verdict: str) -> None:
    assert judged(one, other) == judged(other, one) == verdict


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


def test_pairs_become_groups() -> None:
    assert duplicates.groups([("d", "c"), ("a", "b"), ("c", "e"), ("b", "a")]) == (
        ("a", "b"),
        ("c", "d", "e"),
    )


def test_a_near_title_is_found_among_many() -> None:
    filler = [Paper(id=f"f{n}", title=f"Weighing small nets, part {n}") for n in range(200)]
    twins = [
        Paper(id="one", title="Weighing small nets by a lamp"),
        Paper(id="other", title="Weighing small net by a lamp"),
    ]
    found = duplicates.pairs([*filler, *twins])
    assert [(pair.one, pair.other, pair.verdict) for pair in found] == [
        ("one", "other", "possible")
    ]


def test_one_title_a_thousand_times_is_one_group_and_no_flood() -> None:
    papers = [Paper(id=f"p{n:04}", title="Nets") for n in range(1000)]
    found = duplicates.pairs(papers)
    assert len(found) < 2 * len(papers)
    (group,) = duplicates.groups((pair.one, pair.other) for pair in found)
    assert len(group) == 1000
