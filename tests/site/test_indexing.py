"""The index: always the same bytes, and only what changed is made again."""

from __future__ import annotations

import json
import shutil
from dataclasses import replace
from pathlib import Path

import pytest

from generator.papers.model import Corpus, Paper
from generator.site import indexing
from generator.views import Digest

WORDS = [
    "amber",
    "basil",
    "cedar",
    "dahlia",
    "elder",
    "fennel",
    "gorse",
    "hazel",
    "iris",
    "juniper",
    "kale",
    "lotus",
]
PAPERS = tuple(
    Paper(
        f"p{number}",
        f"On {WORDS[number % 12]} and {WORDS[number % 7]} {number}",
        published=f"{2022 + number % 3}-0{1 + number % 9}-11",
        authors=(f"{WORDS[number % 11].title()} Çağlar", "Bo Beispiel"),
        topics=(),
        summary=" ".join(WORDS[number % 5 :]) + f" number {number * number}.",
    )
    for number in range(60)
)


def digest(*papers: Paper) -> Digest:
    return Digest(Corpus(papers={paper.id: paper for paper in papers}))


def made(cache: Path, *papers: Paper) -> dict[str, bytes]:
    return indexing.files(digest(*papers), cache)


def test_the_same_bytes_ten_times_whatever_the_order_of_the_papers(tmp_path: Path) -> None:
    first = made(tmp_path / "0", *PAPERS)
    assert len([path for path in first if path.endswith(".pf_fragment")]) == len(PAPERS)
    for turn in range(1, 10):
        turned = PAPERS[turn:] + PAPERS[:turn]
        assert made(tmp_path / str(turn), *turned) == first


def test_the_cache_gives_the_same_bytes_and_asks_pagefind_for_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = made(tmp_path, *PAPERS)
    monkeypatch.setattr(indexing, "get_executable", lambda: None)
    assert made(tmp_path, *PAPERS) == first
    shutil.rmtree(tmp_path)
    with pytest.raises(indexing.IndexingError, match="binary is missing: install"):
        made(tmp_path, *PAPERS)


def test_a_change_in_a_year_makes_only_that_year_again(tmp_path: Path) -> None:
    before = made(tmp_path, *PAPERS)
    kept = {path.name for path in tmp_path.iterdir()}
    changed = replace(PAPERS[0], summary="Something about zinnias instead.")
    after = made(tmp_path, changed, *PAPERS[1:])
    (new,) = {path.name for path in tmp_path.iterdir()} - kept
    assert new.startswith("2022-")
    differing = {path.split("/")[1] for path in after if before.get(path) != after[path]}
    assert differing - {"words"} == {"2022", "catalogue.json"}


def test_a_damaged_cache_is_made_anew(tmp_path: Path) -> None:
    first = made(tmp_path, *PAPERS)
    for damage, path in zip(("", "{", "[1]"), sorted(tmp_path.iterdir()), strict=True):
        path.write_text(damage)
    assert made(tmp_path, *PAPERS) == first


def test_the_cache_does_not_grow_for_ever(tmp_path: Path) -> None:
    for number in range(7):
        made(tmp_path, Paper("p", f"Version {number}", published="2024-01-01"))
    assert len(list(tmp_path.iterdir())) == 4
    assert all(json.loads(path.read_text()) for path in tmp_path.iterdir())


def test_what_a_browser_loads_is_there_once(tmp_path: Path) -> None:
    paths = list(made(tmp_path, *PAPERS))
    assert paths.count("search/pagefind.js") == 1
    assert [path for path in paths if ".pagefind" in path] == ["search/2024/wasm.en.pagefind"]
    assert not any("ui" in path or "highlight" in path for path in paths)


def test_an_empty_digest_has_no_index(tmp_path: Path) -> None:
    files = made(tmp_path)
    assert set(files) == {"search/catalogue.json", *(f"search/words/{n}.json" for n in range(64))}


def test_a_paper_without_words_is_in_the_index_all_the_same(tmp_path: Path) -> None:
    files = made(tmp_path, Paper("p", "(…)", published="2024-01-01"), Paper("q", "Q"))
    assert len(json.loads(files["search/catalogue.json"])["papers"]) == 2


def test_text_that_looks_like_markup_comes_back_as_it_was(tmp_path: Path) -> None:
    title = "</script>]]> {{ 7*7 }} &lt;b&gt; \N{PILE OF POO} “x”"
    files = made(tmp_path, Paper("p", title, published="2024-01-01", summary=title))
    assert len([path for path in files if path.endswith(".pf_fragment")]) == 1
