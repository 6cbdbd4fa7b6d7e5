"""Pairs of real papers, the same and not: what is merged, and what is left to a person.

The least that is asked is what was measured, less a little: a change that loses more is one
to look at.
"""

from __future__ import annotations

import json
import re
from collections import Counter
from pathlib import Path
from typing import Any

import pytest

from generator.papers import duplicates, names
from generator.papers.model import Paper

SHARED = Path(__file__).parents[3] / "shared"
DATA = SHARED / "data"
pytestmark = pytest.mark.skipif(not (DATA / "dedup").is_dir(), reason="the real pairs are not here")


def paper(id: str, record: dict[str, Any]) -> Paper:
    return Paper(id=id, title=record["title"], authors=tuple(record.get("authors", ())))


def verdict(one: Paper, other: Paper) -> str:
    found = duplicates.pairs([one, other])
    return found[0].verdict if found else "two"


def pairs(name: str) -> list[tuple[Paper, Paper]]:
    lines = (DATA / "dedup" / f"{name}.jsonl").read_text(encoding="utf-8").splitlines()
    read = [json.loads(line) for line in lines]
    return [(paper(f"a{n}", pair["a"]), paper(f"b{n}", pair["b"])) for n, pair in enumerate(read)]


def test_what_two_sources_wrote_is_one_paper_and_look_alikes_are_not() -> None:
    same = Counter(verdict(*pair) for pair in pairs("same-paper"))
    assert same["same"] >= 2120
    assert same["two"] <= 3
    different = Counter(verdict(*pair) for pair in pairs("different-paper"))
    assert different["same"] == 0


def test_among_thousands_each_finds_its_own_and_no_other() -> None:
    found = duplicates.pairs(paper for pair in pairs("same-paper") for paper in pair)
    same = [(pair.one, pair.other) for pair in found if pair.verdict == "same"]
    assert len(same) >= 2120
    assert all(one[1:] == other[1:] for one, other in same)


def test_a_benchmark_of_another_field_where_columns_come_back_each_year() -> None:
    records: dict[str, Paper] = {}
    labels: dict[tuple[str, str], bool] = {}
    for line in (DATA / "dblp-acm" / "test.txt").read_text(encoding="utf-8").splitlines():
        *both, label = line.split("\t")
        for place, text in zip("ab", both, strict=True):
            records.setdefault(place + text, listed(place + text, text))
        labels["a" + both[0], "b" + both[1]] = label == "1"
    found = {(pair.one, pair.other): pair.verdict for pair in duplicates.pairs(records.values())}
    found |= {(other, one): verdict for (one, other), verdict in found.items()}
    merged = Counter(label for pair, label in labels.items() if found.get(pair) == "same")
    likely = Counter(label for pair, label in labels.items() if pair in found)
    assert merged[True] / merged.total() > 0.99
    assert 2 * likely[True] / (likely.total() + sum(labels.values())) > 0.97


def listed(id: str, text: str) -> Paper:
    fields = dict(re.findall(r"COL (\w+) VAL (.*?)(?= COL |$)", text.strip()))
    return Paper(
        id=id,
        title=fields["title"].strip(),
        authors=names.split(fields.get("authors", "")),
        published=fields.get("year", "").strip() or None,
        venue=fields.get("venue", "").strip() or None,
    )
