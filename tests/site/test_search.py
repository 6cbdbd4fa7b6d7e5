"""What the search knows: records in parts by year, facets, words. No index is made here."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest

from generator.papers.model import Corpus, Group, Link, Paper, Topic, Vocabulary
from generator.site import search
from generator.views import Digest

VOCABULARY = Vocabulary(
    (Group("efficiency", "Efficiency"), Group("training", "Training")),
    (
        Topic("quantisation", "Quantisation", "Fewer bits.", "efficiency"),
        Topic("dynamics", "Training dynamics", "How losses fall.", "training"),
    ),
)
BITS = Paper(
    "bits",
    "QuantBits-2: Bit by Bit",
    arxiv="2410.90001",
    published="2024-10-05",
    authors=("Ondřej Zlý", "Łucja Ørn"),
    authors_count=5,
    topics=("dynamics", "quantisation", "unheard-of"),
    links=(
        Link("model", "https://example.org/m"),
        Link("code", "https://example.org/c"),
        Link("code", "https://example.org/d"),
        Link("other", "https://example.org/o"),
    ),
    summary="Three values are enough.",
    abstract="We train.\n\nIt works.",
)
PAPERS = (
    BITS,
    Paper("late", "Late", published="2024-12"),
    Paper("old", "Old", published="2023-01-01"),
    Paper("undated", "Undated"),
)


def digest(*papers: Paper) -> Digest:
    return Digest(Corpus(vocabulary=VOCABULARY, papers={paper.id: paper for paper in papers}))


def test_parts_are_years_newest_first_with_their_papers_newest_first() -> None:
    made = search.parts(digest(*PAPERS))
    assert [part.name for part in made] == ["2024", "2023", "undated"]
    assert [record.path for record in made[0].records] == ["papers/late/", "papers/bits/"]


def test_record_says_what_a_reader_may_look_for() -> None:
    ((part,),) = [search.parts(digest(BITS))]
    (record,) = part.records
    assert record.content == "Three values are enough.\n\nWe train.\n\nIt works."
    assert dict(record.meta) == {
        "title": "QuantBits-2: Bit by Bit",
        "authors": "Ondřej Zlý, Łucja Ørn",
        "topics": "Training dynamics, Quantisation",
        "arxiv": "2410.90001",
        "also": "Lucja Orn",
        "more": "3",
    }
    assert record.topics == (1, 0)
    assert [search.KINDS[kind] for kind in record.kinds] == ["code", "model"]


def test_what_a_paper_has_not_is_not_in_its_record() -> None:
    (part,) = search.parts(digest(Paper("p", "P")))
    assert part.records == (search.Record("papers/p/", "", "P", (("title", "P"),), (), ()),)


def test_control_characters_and_turned_text_stay_out() -> None:
    (part,) = search.parts(digest(Paper("p", "A\x07 \u202egnorw\n B", authors=("\u202e",))))
    assert part.records[0].meta == (("title", "A gnorw B"),)


def test_catalogue_has_the_facets_of_each_paper_newest_first() -> None:
    its = digest(*PAPERS)
    made = search.parts(its)
    ids = {f"papers/{paper.id}/": f"id-{paper.id}" for paper in PAPERS}
    assert json.loads(search.catalogue(its, made, ids)) == {
        "groups": [
            ["Efficiency", [["quantisation", "Quantisation"]]],
            ["Training", [["dynamics", "Training dynamics"]]],
        ],
        "kinds": ["code", "model", "dataset", "demo", "project", "video"],
        "ids": "id-late id-bits id-old id-undated",
        "dates": [["2024-12", 1], ["2024-10", 1], ["2023-01", 1], ["", 1]],
        "facets": [[[], []], [[1, 0], [0, 1]]],
        "papers": [0, 1, 0, 0],
    }


def vocabulary(*papers: Paper) -> dict[str, list[int]]:
    pieces = [json.loads(piece) for piece in search.vocabulary(search.parts(digest(*papers)))]
    assert len(pieces) == search.BUCKETS
    for number, piece in enumerate(pieces):
        assert {search.bucket(word) for word in piece} <= {number}
    return {word: found for piece in pieces for word, found in piece.items()}


def test_vocabulary_says_how_many_papers_and_which_parts_have_a_word() -> None:
    other = replace(BITS, id="more-bits", published="2023-02")
    third = replace(BITS, id="most-bits", published="2024-02", authors=())
    words = vocabulary(BITS, other, third)
    assert words["values"] == [3, 0, 1]
    assert words["ondrej"] == [2, 0, 1]


@pytest.mark.parametrize(
    "word",
    [
        "quantbits2",
        "quantbits",
        "quant",
        "bits",
        "2",
        "zly",
        "łucja",
        "lucja",
        "orn",
        "241090001",
        "2410",
        "90001",
        "dynamics",
    ],
)
def test_words_are_found_whole_and_in_parts_without_accents(word: str) -> None:
    assert word in vocabulary(BITS)


@pytest.mark.parametrize(
    ("text", "folded"),
    [("GLM-130B", "glm130b"), ("Ondřej", "ondrej"), ("ﬁne", "fine"), ("(…)", ""), ("深度", "深度")],
)
def test_fold(text: str, folded: str) -> None:
    assert search.fold(text) == folded


def test_an_empty_digest_has_an_empty_search() -> None:
    assert search.parts(digest()) == ()
    assert set(search.vocabulary(())) == {"{}\n"}
