"""Identifiers, permalinks, title keys, and which record a paper is."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.papers import identity
from generator.papers.identity import citation_keys, usual_key
from generator.papers.model import Corpus, Edition, Paper, Sighting


@pytest.mark.parametrize(
    "text",
    [
        "2210.02414", "arXiv:2210.02414", "arxiv: 2210.02414v12", "arXiv.2210.02414",
        "arXiv:2210.02414 [cs.CL]", "arXiv:2210.02414v2 [cs.CL] 25 Oct 2023",
        "arXiv preprint arXiv:2210.02414", "CoRR abs/2210.02414", "abs/2210.02414",
        "10.48550/arXiv.2210.02414", "doi:10.48550/ARXIV.2210.02414",
        "https://doi.org/10.48550/arxiv.2210.02414", "https://arxiv.org/abs/2210.02414v3",
        "http://arxiv.org/pdf/2210.02414.pdf", "https://arxiv.org/pdf/2210.02414v2.pdf#page=3",
        "arxiv.org/abs/2210.02414", "www.arxiv.org/abs/2210.02414/",
        "https://arxiv.org/abs/2210.02414?context=cs.LG",
        "https://arxiv.org/abs/2210.02414#comments", "https://arxiv.org/html/2210.02414v1",
        "https://huggingface.co/papers/2210.02414", "huggingface.co/papers/2210.02414#community",
        "https://hf.co/papers/2210.02414?ref=x", "https://www.alphaxiv.org/abs/2210.02414v2",
        "https://alphaxiv.org/overview/2210.02414", "https://ar5iv.org/html/2210.02414",
        "https://paperswithcode.com/paper/2210.02414",
        "https://paperswithcode.com/api/v1/papers/?arxiv_id=2210.02414",
    ],
)  # fmt: skip
def test_one_arxiv_id_however_it_is_written(text: str) -> None:
    assert identity.arxiv_id(text) == "2210.02414"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("https://doi.org/10.48550/arXiv.math/0309136", "math/0309136"),
        ("https://export.arxiv.org/abs/hep-th/9901001", "hep-th/9901001"),
        ("https://ar5iv.labs.arxiv.org/html/math/0309136", "math/0309136"),
        ("math.GT/0309136v1", "math/0309136"), ("cond-mat.mes-hall/0309136", "cond-mat/0309136"),
        *((text, None) for text in (
            "2210.0241", "2213.00001", "221.02414", "math/0704001", "maths/0309136", "cs.CL/2210",
            "see 2210.02414", "https://example.org/abs/2210.02414", "10.1000/2210.02414",
            "https://huggingface.co/datasets/2210.02414", "notarxiv.org/abs/2210.02414", "",
        )),
    ],
)  # fmt: skip
def test_arxiv_id(text: str, expected: str | None) -> None:
    assert identity.arxiv_id(text) == expected


def test_doi_in_every_form_is_one() -> None:
    forms = ("10.1000/ABC.1", "doi:10.1000/abc.1", "https://doi.org/10.1000/Abc.1",
             "doi.org/10.1000/abc.1")  # fmt: skip
    assert {identity.doi(form) for form in forms} == {"10.1000/abc.1"}
    assert identity.doi("11.1000/x") is None


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("A Study of Café Models", "A study of cafe models"),
        ("Fine-tuning, Revisited!", "Fine tuning revisited"),
        (r"B\'ezier Flows", "Bézier flows"),
        (r"$\alpha$-Nets: Small", "α-nets small"),
        (r"Towards $\infty$-Nets with $\lambda$", "Towards infty-nets with lambda"),
        (r"A 360$^\circ$ World", "A 360^circ World"),
        (r"A$^2$Nets", "A^2Nets"),
        ("A^2Nets", "Aˆ2Nets"),
        ("Two  spaces\nand a line", "Two spaces and a line"),
        ("Straße", "STRASSE"),
    ],
)
def test_title_key_folds_spelling(one: str, other: str) -> None:
    assert identity.title_key(one) == identity.title_key(other)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Laws: Part I", "Laws: Part II"),
        ("ORBIT", "ORBIT++"),
        ("A Survey of C", "A Survey of C#"),
        ("Model 2.5", "Model 25"),
        ("\u0915\u093f", "\u0915\u093e"),
        ("…", "—"),
        ("☃", "☂"),
    ],
)
def test_title_key_keeps_titles_apart(one: str, other: str) -> None:
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
    ("title", "expected"),
    [
        ("GLM-9B: An Open, Bilingual Model", "glm-9b-an-open-bilingual-model"),
        ("Bézier & Sørensen", "bezier-sorensen"),
        ("Con", "con-paper"),
        ("Index", "index-paper"),
        ("!!!", "paper"),
        ("word " * 40, "-".join(["word"] * 16)),
    ],
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
    given_keys = {id_: data.draw(stated) for id_ in sorted(ids)}
    once = {
        id_: key for id_, key in given_keys.items() if list(given_keys.values()).count(key) == 1
    }
    papers = [replace(paper(id_), citation_key=once.get(id_)) for id_ in given_keys]
    found = citation_keys(papers)
    assert len({*found.values()}) == len(papers)
    assert found.keys() == ids
    assert found == citation_keys(papers[::-1])
