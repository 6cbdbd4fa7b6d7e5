"""Captures of a size that nobody reads by eye: progress is said, or the capture is refused."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner

from generator.cli import main


def test_a_capture_of_thousands_says_its_size_and_how_much_it_writes(tmp_path: Path) -> None:
    papers = [
        {
            "title": f"Kites of the island number {number}",
            "id": f"2503.{number:05}",
            "organization": {"about": "x" * 5_400},
        }
        for number in range(1, 1001)
    ]
    capture = tmp_path / "kites.json"
    capture.write_text(json.dumps(papers), "utf-8")
    content = str(tmp_path / "content")
    result = CliRunner().invoke(main, ["ingest", str(capture), "--content", content])
    assert result.exit_code == 0, result.output
    said = result.stderr.splitlines()
    assert said[0] == f"reading {capture}: 5 MB"
    assert "writing 1,001 files" in said


@pytest.mark.parametrize("block", ["Kites\n\n", "* Kites of the island - https://x.org/k\n"])
def test_a_text_of_too_many_lines_is_refused_with_what_to_do(tmp_path: Path, block: str) -> None:
    capture = tmp_path / "kites.txt"
    capture.write_text(block * 100_001, "utf-8")
    result = CliRunner().invoke(main, ["parse", str(capture)])
    lines = 100_001 * block.count("\n")
    assert result.exit_code == 1
    assert result.output == (
        f"digest: {capture}: a text of {lines:,} lines: split it, 100,000 are the most\n"
    )
