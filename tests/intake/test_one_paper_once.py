"""Papers that come by a listing and by a library are there once each, whichever comes first."""

from __future__ import annotations

from pathlib import Path

import pytest

from generator import intake, store
from generator.papers import duplicates

ONCE = Path(__file__).parents[1] / "fixtures" / "once"


@pytest.mark.parametrize("order", [("day.json", "library.bib"), ("library.bib", "day.json")])
def test_each_paper_is_there_once(tmp_path: Path, order: tuple[str, ...]) -> None:
    (tmp_path / "digest.yml").write_text("title: Digest\n", encoding="utf-8")
    for name in order:
        capture = intake.read(ONCE / name, "2025-01-03")
        intake.ingest(tmp_path, [(ONCE / name, capture)])
    papers = store.load(tmp_path).corpus.papers.values()
    assert sorted(paper.arxiv or "" for paper in papers) == [f"2501.0000{n}" for n in range(1, 7)]
    assert not [pair for pair in duplicates.pairs(papers) if pair.verdict == "same"]
