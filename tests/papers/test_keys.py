"""Citation keys: as authors expect them, one for each paper, and kept."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.papers.identity import citation_keys, usual_key
from generator.papers.model import Paper


def paper(id_: str, author: str = "Ada Ngo", arxiv: str | None = "2410.00001") -> Paper:
    return Paper(id_, "Title", arxiv=arxiv, authors=(author,) if author else ())


@pytest.mark.parametrize(
    ("of", "key"),
    [
        (paper("glm-130b-an-open-model", "Aohan Zeng", "2210.02414"), "zeng2022glm"),
        (paper("on-the-pitfalls-of-kites", "Jan van der Škoda"), "skoda2024pitfalls"),
        (paper("1-bit-training", "Team GLM"), "teamglm2024bit"),
        (paper("3d-kites", "王小明"), "wangxiaoming20243d"),
        (paper("kites", ""), "kites2024"),
        (paper("kites", "Ada Ngo", "hep-th/9901001"), "ngo1999kites"),
        (paper("kites", "Ada Ngo", None), "ngokites"),
        (replace(paper("kites", "Ada Ngo", None), published="2023-05"), "ngo2023kites"),
        (paper("on-the-1", "Ada Ngo"), "ngo2024on"),
    ],
)
def test_the_usual_key(of: Paper, key: str) -> None:
    assert usual_key(of) == key


def test_who_came_first_keeps_the_usual_key() -> None:
    first = paper("kites-in-autumn")
    later = replace(paper("kites-again"), added="2025-10-31")
    assert citation_keys([first, later]) == {first.id: "ngo2024kites", later.id: "ngo2024kitesb"}
    stated = replace(first, citation_key="ngo2024autumn")
    assert citation_keys([stated, later]) == {first.id: "ngo2024autumn", later.id: "ngo2024kites"}


IDS = st.sets(st.sampled_from([f"{a}-{b}" for a in ("kites", "winds") for b in "abcdefgh"]))


@given(IDS, st.data())
def test_no_two_papers_share_a_key(ids: set[str], data: st.DataObject) -> None:
    stated = st.sampled_from([None, None, "ngo2024kites", "ngo2024kitesb"])
    given_keys = {id_: data.draw(stated) for id_ in sorted(ids)}
    once = {
        id_: key for id_, key in given_keys.items() if list(given_keys.values()).count(key) == 1
    }
    papers = [replace(paper(id_), citation_key=once.get(id_)) for id_ in given_keys]
    found = citation_keys(papers)
    assert len({*found.values()}) == len(papers)
    assert found.keys() == ids
    assert found == citation_keys(papers[::-1])
