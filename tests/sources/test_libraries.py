"""Facts and records to compare from JSON lines."""

from __future__ import annotations

import json

import msgspec
import pytest

from generator.papers.model import Paper
from generator.sources import Unreadable, libraries
from tests.sources.test_drafts import CASES


def test_a_line_is_a_fact() -> None:
    data = {
        "title": "Tiny\nNets",
        "arxiv": "arXiv:2503.02130v2",
        "published": "2025-03",
        "authors": ["Ada  Muster", ""],
        "category": "cs.LG",
        "votes": 3,
    }
    lines = f"\ufeff{json.dumps(data)}\r\n\n{json.dumps({'title': 'Only this', 'doi': None})}\n"
    assert libraries.facts(lines.encode()) == (
        Paper("", "Tiny Nets", "2503.02130", None, "2025-03", ("Ada Muster",), category="cs.LG"),
        Paper("", "Only this"),
    )


@pytest.mark.parametrize(("line", "words"), [*CASES["no_facts"].items(), ("\udcff", "UTF-8")])
def test_a_wrong_line_is_named(line: str, words: str) -> None:
    data = f'{{"title": "Fine"}}\n{line}\n'.encode(errors="surrogateescape")
    with pytest.raises(Unreadable, match=words):
        libraries.facts(data)


def test_records_to_compare_are_read_in_many_forms() -> None:
    lines = "\n".join(json.dumps(record["says"]) for record in CASES["records"])
    papers, notes = libraries.papers(lines.encode())
    stated = [record["gives"] for record in CASES["records"]]
    assert papers == msgspec.convert(stated, tuple[Paper, ...])
    assert [note.partition(": expected")[0] for note in notes] == [
        "line 3: arxiv is 2599.00001",
        "line 3: year is 51.0",
        "'pages' is not read (in 1 line)",
    ]
