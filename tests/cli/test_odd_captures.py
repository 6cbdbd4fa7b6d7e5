"""Odd records in a capture, as the person who imports it meets them: none of them stops a day."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from generator.cli import main

KITES = {"title": "A sound paper on kites", "id": "2503.02130"}
BOATS = {"title": "Another on boats", "id": "2503.02131"}
REPORT = {"title": "Technical Report", "authors": ["Ada Muster"]}


@pytest.fixture(autouse=True)
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)


def run(*args: str) -> Result:
    return CliRunner().invoke(main, args)


def ingest(*records: dict[str, Any]) -> Result:
    Path("day.json").write_text(json.dumps(records), encoding="utf-8")
    return run("ingest", "day.json", "--date", "2025-03-06")


@pytest.mark.parametrize(
    ("records", "new", "note"),
    [
        ([KITES, {**BOATS, "title": "Another on boats\ufeff"}], 2, ""),
        ([{**KITES, "paper": {"upvotes": 10**12}}, BOATS], 2, "upvotes is 1000000000000"),
        ([{**KITES, "numComments": 10**10}, BOATS], 2, "comments is 10000000000"),
        ([{**KITES, "publishedAt": "1887-03-04"}, BOATS], 2, "published is '1887-03-04'"),
        ([{**KITES, "publishedAt": "2100-03-04"}, BOATS], 2, "published is '2100-03-04'"),
        ([{**KITES, "id": "２５０３.02130"}, BOATS], 2, "id is '２５０３.02130'"),
        *(
            ([{**KITES, "id": id}, BOATS], 2, f"id is '{id}'")
            for id in ("2599.00001", "9913.00001", "0000.00000", "2503.2130")
        ),
        (
            [{**KITES, "paper": {"projectPage": "https://x.org/" + "é" * 400}}, BOATS],
            2,
            "a link is 'https://x.org/ééé",
        ),
        ([{**KITES, "summary": "a " * 200_000}, BOATS], 2, "abstract is 'of 400,000 characters'"),
        ([{**KITES, "authors": [{"name": "A B\uffff"}, {"name": "C\u0007 D"}]}, BOATS], 2, ""),
        (
            [{**REPORT, "id": "2503.02130"}, {**REPORT, "id": "2504.02999", "authors": ["Bo Ek"]}],
            2,
            "",
        ),
        ([KITES, {**KITES, "title": "Kites again"}], 1, "title stays A sound paper on kites"),
    ],
)
def test_what_is_odd_is_left_out_with_a_note_and_the_rest_goes_in(
    records: list[dict[str, Any]], new: int, note: str
) -> None:
    result = ingest(*records)
    assert f"{new} new + {len(records) - new} sightings + 0 rejected" in result.stdout
    assert note in result.stderr
    assert (result.exit_code, run("check").exit_code) == (0, 0)
    papers = [path.read_text(encoding="utf-8") for path in Path("content").rglob("*.md")]
    assert len(papers) == new
    assert not {"\ufeff", "\uffff", "\u0007"} & {*"".join(papers)}
    assert run("ingest", "day.json", "--date", "2025-03-06").exit_code == 0
    assert [path.read_text(encoding="utf-8") for path in Path("content").rglob("*.md")] == papers


def test_a_common_title_alone_does_not_make_two_papers_one() -> None:
    path = Path("content/papers/2024/editorial.md")
    path.parent.mkdir(parents=True)
    record = "---\ntitle: Editorial\npublished: 2024\nauthors: [Ada Muster]\n---\n"
    path.write_text(record, encoding="utf-8")
    result = ingest({"title": "Editorial", "id": "2501.01234", "authors": ["Carla Anders"]})
    assert "1 new" in result.stdout
    assert path.read_text(encoding="utf-8") == record


def test_two_undated_records_move_to_their_year_at_once() -> None:
    assert ingest(KITES, BOATS).exit_code == 0
    undated = Path("content/papers/undated")
    assert len(list(undated.iterdir())) == 2
    days = {KITES["title"]: "2025-03-06", BOATS["title"]: "2025-03"}
    facts = [json.dumps({"title": title, "published": day}) for title, day in days.items()]
    Path("facts.jsonl").write_text("\n".join(facts), encoding="utf-8")
    assert run("enrich", "--from", "facts.jsonl").exit_code == 0
    assert not undated.exists()
    assert len(list(Path("content/papers/2025").iterdir())) == 2
