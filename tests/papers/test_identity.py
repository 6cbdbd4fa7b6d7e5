"""Identifiers, permalinks, title keys, citation keys, names in parts, who stands for whom."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from generator.papers import identity
from generator.papers.identity import citation_keys, usual_key
from generator.papers.model import Corpus, Edition, Paper, Sighting
from generator.papers.names import Name, parts

CASES = yaml.safe_load((Path(__file__).parent / "cases.yml").read_text("utf-8"))


@pytest.mark.parametrize(
    ("arxiv", "spellings"), [*CASES["arxiv"].items(), (None, CASES["no_arxiv"])]
)
def test_one_arxiv_id_however_it_is_written(arxiv: str | None, spellings: list[str]) -> None:
    assert {text: identity.arxiv_id(text) for text in spellings} == dict.fromkeys(spellings, arxiv)


def test_doi_in_every_form_is_one() -> None:
    forms = ("10.1000/ABC.1", "doi:10.1000/abc.1", "https://doi.org/10.1000/Abc.1",
             "doi.org/10.1000/abc.1")  # fmt: skip
    assert {identity.doi(form) for form in forms} == {"10.1000/abc.1"}
    assert identity.doi("11.1000/x") is None


def test_title_key_folds_spelling_and_keeps_titles_apart() -> None:
    for one, other in CASES["same_title"]:
        assert identity.title_key(one) == identity.title_key(other)
    for one, other in CASES["other_title"]:
        assert identity.title_key(one) != identity.title_key(other)


@given(st.text(min_size=1).filter(str.strip))
def test_title_key_ignores_case_and_outer_space(title: str) -> None:
    key = identity.title_key(title)
    assert key
    assert identity.title_key(f"  {title}\n") == key
    assert identity.title_key(key) == key


@given(st.text(), st.sets(st.from_regex(r"[a-z]{1,3}(-[0-9])?", fullmatch=True)))
def test_slug_is_a_permalink_and_free(title: str, taken: set[str]) -> None:
    slug = identity.slug(title, taken)
    assert slug not in taken
    assert slug.isascii()
    assert len(slug) <= 90
    assert slug == slug.lower()
    assert all(part.isalnum() for part in slug.split("-"))


@pytest.mark.parametrize(
    ("title", "expected"), [*CASES["permalink"].items(), ("word " * 40, "-".join(["word"] * 16))]
)
def test_slug_examples(title: str, expected: str) -> None:
    assert identity.slug(title) == expected
    assert identity.slug(title, {expected, f"{expected}-2"}) == f"{expected}-3"


def test_resolve_points_editions_at_the_record_that_stays() -> None:
    papers = {"a": Paper("a", "First"), "b": Paper("b", "Second", same_as=("a",))}
    seen = (Sighting("a", comments=2), Sighting("b"))
    edition = Edition("2025-01-01", "daily", "Listing", seen)
    corpus = identity.resolve(Corpus(papers=papers, editions={edition.id: edition}))
    assert list(corpus.papers) == ["b"]
    assert corpus.papers["b"].aliases == ("a",)
    assert corpus.editions["2025-01-01"].papers == (Sighting("b", comments=2),)


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
    keys = {id_: data.draw(stated) for id_ in sorted(ids)}
    once = {id_: key for id_, key in keys.items() if list(keys.values()).count(key) == 1}
    papers = [replace(paper(id_), citation_key=once.get(id_)) for id_ in keys]
    found = citation_keys(papers)
    assert len({*found.values()}) == len(papers)
    assert found.keys() == ids
    assert found == citation_keys(papers[::-1])


def test_a_name_in_parts_and_as_it_is_printed() -> None:
    assert {name: parts(name) for name in CASES["name"]} == {
        name: Name(*of) for name, of in CASES["name"].items()
    }
    assert {str(Name(*of)) for of in CASES["printed"].values()} == {*CASES["printed"]}
    given_in_parts = Name("García Márquez", "Gabriel")
    assert parts(given_in_parts) == given_in_parts
