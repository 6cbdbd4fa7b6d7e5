"""The real captures, where they stand beside the repository."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from generator import check, intake, store
from generator.papers.model import Capture
from generator.sources import detect

SHARED = Path(__file__).parents[3] / "shared"
CONTENT = Path(__file__).parents[2] / "content"
CAPTURES = sorted((SHARED / "captures").glob("*.txt"))
pytestmark = pytest.mark.skipif(not CAPTURES, reason="the real captures are not here")


@pytest.fixture(scope="module")
def captures() -> list[Capture]:
    return [intake.read(path) for path in CAPTURES]


def test_every_paper_is_found_letter_for_letter(captures: list[Capture]) -> None:
    assert [len(capture.entries) for capture in captures] == [75, 81, 71, 217]
    assert [capture.rejected for capture in captures] == [(), (), (), ()]
    facts = (SHARED / "papers.jsonl").read_text(encoding="utf-8").splitlines()
    titles = {entry.title for capture in captures for entry in capture.entries}
    assert titles == {json.loads(line)["title"] for line in facts}


def test_days_and_counts(captures: list[Capture]) -> None:
    dated = [[e for e in c.entries if e.authors_count and e.published] for c in captures]
    assert [len(entries) for entries in dated] == [0, 0, 69, 0]
    assert sum(entry.comments is not None for entry in dated[2]) == 16
    assert [capture.captured for capture in captures] == [None, None, "2025-10-31", None]
    assert [capture.kind for capture in captures] == ["daily", "search", "daily", "search"]


def test_links(captures: list[Capture]) -> None:
    papers = {e.title: e for c in reversed(captures) for e in reversed(c.entries)}
    found = [[link.url for link in entry.links] for entry in papers.values() if entry.links]
    assert (len(papers), len(found), sum(map(len, found))) == (397, 103, 113)
    assert found.count(["https://www.outliernet.com"]) == 1


def test_days_of_the_archive() -> None:
    days = sorted((SHARED / "data" / "hf-api").glob("*.json"))[::20]
    read = list(map(intake.read, days))
    assert [capture.captured for capture in read] == [path.stem for path in days]
    entries = [entry for capture in read for entry in capture.entries]
    assert all(e.arxiv and e.authors and e.published and e.abstract for e in entries)
    assert [(capture.rejected, capture.notes) for capture in read] == [((), ())] * len(days)


def test_recorded_answers_of_arxiv() -> None:
    for path in sorted((SHARED / "data" / "arxiv-api").glob("q_*.json")):
        answer = json.loads(path.read_text(encoding="utf-8"))
        capture = detect.parse(answer["body"].encode("latin-1"), name="arxiv.xml")
        assert capture.rejected == ()
        assert all(e.arxiv and e.published and e.authors and e.category for e in capture.entries)


def test_no_summary_copies_an_abstract() -> None:
    found = check.problems(store.load(CONTENT), intake.abstracts(CAPTURES))
    assert [problem for problem in found if problem.severity == "error"] == []
