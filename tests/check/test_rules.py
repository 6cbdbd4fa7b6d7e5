"""Each broken tree against the complete list of what is wrong with it."""

from __future__ import annotations

from pathlib import Path

import pytest

from generator import check, store

BROKEN = Path(__file__).parents[1] / "fixtures" / "broken"
TREES = sorted(path.name for path in BROKEN.iterdir())


@pytest.mark.parametrize("tree", TREES)
def test_every_problem_of_a_broken_tree_is_found_at_its_line(tree: str) -> None:
    found = check.problems(store.load(BROKEN / tree / "content"))
    lines = [f"{p.path}:{p.line}: {p.severity}: {p.message}" for p in found]
    assert lines == (BROKEN / tree / "expected.txt").read_text(encoding="utf-8").splitlines()
