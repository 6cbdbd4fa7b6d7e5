"""What the search is made of: words, terms of papers, ranges, shelves, facets."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from generator.papers.model import Corpus, Paper, Vocabulary
from generator.site import search
from generator.site.search import index
from generator.views import Digest
from generator.views.outputs import Shown
from tests.conftest import searched

MADE = json.loads(Path(__file__).with_name("search.json").read_text("utf-8"))
VOCABULARY = msgspec.convert(MADE["vocabulary"], Vocabulary)
BITS = msgspec.convert(MADE["paper"], Paper)
LEVELS = [0, 1.5, 3, 4.5, 6.5, 9, 13]


def files(cache: Path, *papers: Paper) -> dict[str, bytes]:
    corpus = Corpus(vocabulary=VOCABULARY, papers={paper.id: paper for paper in papers})
    return searched(Digest(corpus), cache)


def test_a_word_counts_for_more_in_a_title_and_most_in_a_name() -> None:
    found = index.lists([(0, search.entry(Shown(BITS, "", "")))])
    found = {term: next(index.read(of)) for term, of in found.items() if term.isalpha()}
    levels = {word: LEVELS[code >> 1] for word, code in found.items()}
    assert levels["quantbits"] > levels["sum"] > levels["once"] > levels["iclr"] > 0
    assert levels["values"] > levels["three"]
    in_title = {word for word, code in found.items() if code & 1}
    assert in_title == {"quantbits", "quant", "bits", "sum", "all"}


@given(st.lists(st.integers(0, 1 << 40)))
def test_numbers_come_back_as_they_were_written(numbers: list[int]) -> None:
    assert list(index.read(index.written(numbers))) == numbers


@given(st.sets(st.text(st.characters(codec="utf-8"), min_size=1), max_size=30), st.data())
def test_numbers_follow_from_ids_and_one_more_moves_few(ids: set[str], data: st.DataObject) -> None:
    numbers = index.numbers(ids)
    assert numbers == index.numbers(sorted(ids, reverse=True))
    assert len(set(numbers.values())) == len(ids)
    assert list(numbers.values()) == sorted(numbers.values())
    more = index.numbers(ids | {data.draw(st.text(st.characters(codec="utf-8")))})
    if (len(ids) * 2 - 1).bit_length() == (len(more) * 2 - 1).bit_length():  # else all move
        assert sum(more[id_] != number for id_, number in numbers.items()) <= 10


WORDS = MADE["words"]
PAPER = st.builds(
    Paper,
    id=st.sampled_from([f"p{number}" for number in range(9)]),
    title=st.lists(st.sampled_from(WORDS), min_size=1, max_size=5).map(" ".join),
    authors=st.lists(st.sampled_from(["Bo Beispiel", "Çağlar Öz", "李雷", "Wu"])).map(tuple),
    summary=st.text(max_size=20),
    topics=st.sets(st.sampled_from(["quantisation", "gone"])).map(tuple),
    published=st.sampled_from([None, "2024", "2023-05-01"]),
)


@settings(max_examples=25)
@given(st.lists(st.lists(PAPER, max_size=9, unique_by=lambda paper: paper.id), max_size=4))
def test_what_is_made_of_what_was_kept_is_what_is_made_of_nothing(
    tmp_path_factory: pytest.TempPathFactory, states: list[list[Paper]]
) -> None:
    kept = tmp_path_factory.mktemp("kept")
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(index, "_RANGE", 128)  # as many cuts as in a large index
        for papers in states:
            assert files(kept, *papers) == files(tmp_path_factory.mktemp("new"), *papers[::-1])


def many(number: int) -> Iterable[Paper]:
    for place in range(number):
        said = " ".join(f"{word}{WORDS[place % 12]}" for word in WORDS[place % 5 :])
        yield replace(BITS, id=f"p{place}", title=f"On {said}", summary=f"{said} {place * place}")


def test_one_changed_summary_changes_few_files(tmp_path: Path) -> None:
    papers = list(many(600))
    before = files(tmp_path, *papers)
    papers[7] = replace(papers[7], summary="Something about zinnias instead.")
    after = files(tmp_path, *papers)
    differing = {path for path in after if before.get(path) != after[path]}
    assert not {"facets.json", "topics.json"} & differing
    assert len([path for path in differing if path.startswith("papers/")]) == 1
    assert len(differing) < 15 < len(after) / 5


@pytest.mark.parametrize("damage", [b"", b"{}", b"\x00" * 200, None])
def test_a_cache_that_is_damaged_or_cannot_be_written_is_done_without(
    tmp_path: Path, damage: bytes | None
) -> None:
    first = files(tmp_path / "cache", BITS)
    (kept,) = (tmp_path / "cache").iterdir()
    kept.write_bytes(kept.read_bytes()[:-1] + b"!" if damage is None else damage)
    assert files(tmp_path / "cache", BITS) == first
    assert files(kept, BITS) == first


def rows(made: Mapping[str, bytes]) -> list[dict[str, Any]]:
    shelves = (json.loads(made[path]) for path in made if path.startswith("papers/"))
    return [row for shelf in shelves for row in shelf]


def test_ranges_are_in_order_and_each_begins_where_the_index_says(tmp_path: Path) -> None:
    made = files(tmp_path, *many(600))
    about = json.loads(made["index.json"])
    assert about["papers"] == 600
    assert about["ranges"] == sorted(about["ranges"])
    last = ""
    assert len([path for path in made if path.startswith("words/")]) == len(about["ranges"])
    for start in about["ranges"]:
        held = json.loads(made[f"words/{start.encode().hex() or '0'}.json"])
        assert list(held) == sorted(held)
        assert all(last < term and term[:8] >= start for term in held)
        last = max(held, default=last)
    assert len(about["ranges"]) > 10


def test_a_result_shows_what_a_list_would(tmp_path: Path) -> None:
    found = rows(files(tmp_path, BITS, Paper("p", "A\x07 \u202egnorw\n <b>")))
    assert len({row.pop("number") for row in found}) == 2
    assert {row["id"]: row for row in found} == MADE["rows"]


def test_facets_are_columns_about_all_papers(tmp_path: Path) -> None:
    made = files(tmp_path, BITS, Paper("p", "P", published="2023"), replace(BITS, id="c"))
    facets = json.loads(made["facets.json"])
    order = [row["id"] for row in sorted(rows(made), key=lambda row: int(row["number"]))]
    month = [facets["months"][at] for at in index.read(facets["month"])]
    assert month == [{"p": "2023"}.get(id_, "2024-10") for id_ in order]
    both: list[list[list[int]]] = [[[1, 0], [0, 1]], [[], []]]
    assert sorted(facets["facets"]) == sorted(both)
    facet = [facets["facets"][at] for at in index.read(facets["facet"])]
    assert facet == [both[id_ == "p"] for id_ in order]
    assert facets["kinds"] == ["code", "model", "dataset", "demo", "project", "video"]
    assert json.loads(made["topics.json"]) == MADE["topics"]


def test_an_empty_digest_has_an_empty_index(tmp_path: Path) -> None:
    made = files(tmp_path)
    assert json.loads(made["words/0.json"]) == {}
    assert json.loads(made["index.json"]) == MADE["index of nothing"]
