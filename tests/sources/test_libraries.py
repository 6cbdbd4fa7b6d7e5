"""Facts and records to compare from JSON lines."""

from __future__ import annotations

import json

import pytest

from generator.papers.model import Paper
from generator.sources import Unreadable, libraries


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


@pytest.mark.parametrize(
    ("line", "words"),
    [
        ('{"title": ', "line 2 is not JSON"),
        ("[]", "line 2 is no JSON object"),
        ('{"arxiv": "2503.02130"}', "line 2 has no title"),
        ('{"title": "A", "arxiv": 2503.02130}', "arxiv is 2503.0213, not text: put it in quotes"),
        ('{"title": "A", "arxiv": "no id"}', "expected an arXiv id"),
        ('{"title": "A", "published": "soon"}', "such as 2022-10-05"),
    ],
)
def test_a_wrong_line_is_named(line: str, words: str) -> None:
    with pytest.raises(Unreadable, match=words):
        libraries.facts(f'{{"title": "Fine"}}\n{line}\n'.encode())


def test_bytes_that_are_no_text() -> None:
    with pytest.raises(Unreadable, match="UTF-8"):
        libraries.facts(b"\xff\xfe\x00")


def test_records_to_compare_are_read_in_many_forms() -> None:
    lines = [
        {"title": "Kites", "authors": "Muster, A., Beispiel, B. & Example, C.", "year": "1996b."},
        {"id": 7, "title": "Winds", "authors": ["Ada Muster"], "published": "2024-01-02",
         "year": 2023, "venue": "ICML", "abstract": " Of \n winds ", "doi": "doi:10.1000/X",
         "arxiv": "https://arxiv.org/abs/2401.00001v2"},
        {"title": "Rain", "year": "51.0", "arxiv": "2599.00001", "pages": "3-4", "authors": None},
    ]  # fmt: skip
    papers, notes = libraries.papers("\n".join(map(json.dumps, lines)).encode())
    assert papers == (
        Paper("line-1", "Kites", published="1996",
              authors=("A. Muster", "B. Beispiel", "C. Example")),
        Paper("7", "Winds", "2401.00001", "10.1000/x", "2024-01-02", ("Ada Muster",), venue="ICML",
              abstract="Of winds"),
        Paper("line-3", "Rain"),
    )  # fmt: skip
    assert [note.partition(": expected")[0] for note in notes] == [
        "line 3: arxiv is 2599.00001",
        "line 3: year is 51.0",
        "'pages' is not read (in 1 lines)",
    ]
