"""``digest enrich`` over arXiv, as its users run it."""

from __future__ import annotations

import json
from pathlib import Path
from urllib.parse import unquote_plus

import pytest
from click.testing import Result

from tests.conftest import digest
from tests.fetch.conftest import Source, feed


def record(name: str, front: str) -> Path:
    path = Path(f"content/papers/2026/{name}.md")
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(f"---\n{front}---\n", encoding="utf-8")
    return path


@pytest.fixture(autouse=True)
def waited(here: Path, monkeypatch: pytest.MonkeyPatch) -> list[float]:
    pauses: list[float] = []
    monkeypatch.setattr("time.sleep", pauses.append)
    return pauses


def enrich(source: Source, *args: str) -> Result:
    return digest("enrich", "--url", f"{source.url}/arxiv", *args)


def test_what_is_lacking_is_asked_for_and_surely_filled(
    source: Source, waited: list[float]
) -> None:
    known = record("known", "title: Kites\narxiv: '2604.00001'\n")
    renamed = record("renamed", "title: Winds\narxiv: '2604.00002'\n")
    named = record("named", "title: 'Strings: A Study'\npublished: 2026-04-29\n")
    shared = record("shared", "title: Knots\n")
    absent = record("absent", "title: Nowhere\n")
    front = "arxiv: '2604.00009'\npublished: 2026-04\nauthors: []\ncategory: cs.CL\n"
    whole = record("whole", f"title: Whole\n{front}")
    whole.write_text(whole.read_text(encoding="utf-8") + "Of all.\n", encoding="utf-8")
    ids = "/arxiv?id_list=2604.00001,2604.00002&max_results=2"
    source.answers[ids] = [feed(("2604.00001", "KITES"), ("2604.00002", "Gusts"))]

    def title(words: str) -> str:
        return f"/arxiv?search_query=ti%3A%22{words}%22&max_results=5"

    source.answers[title("Strings+A+Study")] = [
        feed(("2604.00003", "Strings - a study"), ("2604.00004", "Strings"))
    ]
    source.answers[title("Knots")] = [feed(("2604.00005", "Knots"), ("2604.00006", "Knots"))]
    source.answers[title("Nowhere")] = [feed(("2604.00007", "Nowhere Near"))]
    untouched = {path: path.read_bytes() for path in (renamed, shared, absent, whole)}

    result = enrich(source)
    assert result.exit_code == 0
    assert result.stdout.endswith(
        "filled 2 records: arxiv in 1, published in 1, authors in 2, category in 2, abstract in 2\n"
    )
    assert known.read_text(encoding="utf-8") == (
        "---\ntitle: Kites\narxiv: '2604.00001'\npublished: 2026-04-29\n"
        "authors: [Ada Muster]\ncategory: cs.LG\n---\nOf lines and air.\n"
    )
    assert "arxiv: '2604.00003'" in named.read_text(encoding="utf-8")
    assert {path: path.read_bytes() for path in untouched} == untouched
    for line in (
        "renamed: arXiv calls 2604.00002 'Gusts'",
        "shared: arXiv has 2 papers of this title: 2604.00005, 2604.00006",
        "absent: arXiv has no paper of exactly this title",
        "asked about 5 records: 4 requests",
    ):
        assert f"{line}\n" in result.stderr
    assert waited == [3.0, 3.0, 3.0]
    kept = sorted(path.name for path in Path("captures").iterdir())
    assert kept[0].startswith("arxiv-ids-")
    assert kept[1:] == [f"arxiv-title-{name}.xml" for name in ("absent", "named", "shared")]


def test_answers_are_kept_and_not_asked_for_again(source: Source, waited: list[float]) -> None:
    path = record("known", "title: Kites\narxiv: '2604.00001'\n")
    source.answers["/arxiv"] = [feed(("2604.00001", "Kites"))]
    assert "1 request\n" in enrich(source, "--dry-run").stderr
    assert "authors" not in path.read_text(encoding="utf-8")
    again = enrich(source, "--json")
    answer = json.loads(again.stdout.splitlines()[-1])
    assert (answer["asked"], answer["kept"], answer["papers"]) == (0, 1, 1)
    assert answer["filled"] == {"published": 1, "authors": 1, "category": 1, "abstract": 1}
    assert len(source.asked) == 1
    assert "asked about 0 records: 0 requests" in enrich(source).stderr
    assert waited == []


def test_an_empty_answer_is_asked_for_again(source: Source) -> None:
    record("known", "title: Kites\narxiv: '2604.00001'\n")
    source.answers["/arxiv"] = [feed(), feed(("2604.00001", "Kites"))]
    assert "known: arXiv knows no 2604.00001" in enrich(source).stderr
    assert "filled 1 record" in enrich(source).stdout


def test_a_source_that_fails_half_way_keeps_what_came(source: Source) -> None:
    record("known", "title: Kites\narxiv: '2604.00001'\n")
    record("named", "title: Strings\n")
    source.answers["/arxiv?id_list=2604.00001&max_results=1"] = [feed(("2604.00001", "Kites"))]
    broken = enrich(source)
    assert broken.exit_code == 1
    assert "answered 404" in broken.stderr
    assert Path("content/papers/2026/known.md").read_text(encoding="utf-8").count("\n") == 4
    source.answers["/arxiv"] = [feed(("2604.00003", "Strings"))]
    assert "1 request; 1 answer kept from before" in enrich(source).stderr
    assert "ti:" in unquote_plus(source.asked[-1])


def test_an_answer_kept_is_a_file_of_facts(source: Source) -> None:
    record("known", "title: Kites over the Wide Meadow\n")
    source.answers["/arxiv"] = [feed(("2604.00001", "Kites over the Wide Meadow"))]
    enrich(source, "--dry-run")
    result = digest("enrich", "--from", "captures/arxiv-title-known.xml")
    assert result.stdout.startswith("filled 1 record: arxiv in 1")
