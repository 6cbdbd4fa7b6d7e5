"""CSL-JSON: valid by the part of CSL's own schema that applies, and true to the record."""

from __future__ import annotations

import json
from pathlib import Path

import jsonschema_rs

from generator.papers.model import Corpus, Paper, Topic, Vocabulary
from generator.publish.csl import csl_item
from generator.views import Digest

SCHEMA = json.loads((Path(__file__).parent / "csl-data.schema.json").read_text("utf-8"))


def test_every_item_is_valid(made: dict[str, str]) -> None:
    validator = jsonschema_rs.validator_for(SCHEMA)
    files = [
        json.loads(text) for path, text in made.items() if path.endswith(("cite.json", "csl.json"))
    ]
    assert len(files) > 10
    for items in files:
        assert [error.message for error in validator.iter_errors(items)] == []
    assert not validator.is_valid([{"id": "x", "type": "preprint"}])
    assert not validator.is_valid([{"id": "x", "type": "article", "arxiv": "x"}])


def test_an_item_for_each_paper(digest: Digest, made: dict[str, str]) -> None:
    items = json.loads(made["papers.csl.json"])
    assert [item["id"] for item in items] == [paper.id for paper in digest.newest]
    assert [json.loads(made[f"papers/{item['id']}/cite.json"]) for item in items] == [
        [item] for item in items
    ]


def test_item() -> None:
    paper = Paper(
        "p",
        "Bits  & Pieces",
        arxiv="2410.00001",
        doi="10.9999/a",
        published="2024-10-05",
        authors=("Laurens van der Maaten", "Ada Ngo Jr.", "Team GLM"),
        authors_count=9,
        topics=("t", "unknown"),
        abstract="One\nline.\n\nTwo.",
    )
    digest = Digest(Corpus(vocabulary=Vocabulary(topics=(Topic("t", "Trees", "", "g"),))))
    assert csl_item(digest, paper) == {
        "id": "p",
        "type": "article",
        "title": "Bits & Pieces",
        "author": [
            {"family": "Maaten", "given": "Laurens", "non-dropping-particle": "van der"},
            {"family": "Ngo", "given": "Ada", "suffix": "Jr."},
            {"literal": "Team GLM"},
        ],
        "issued": {"date-parts": [[2024, 10, 5]]},
        "publisher": "arXiv",
        "number": "arXiv:2410.00001",
        "DOI": "10.9999/a",
        "URL": "https://arxiv.org/abs/2410.00001",
        "abstract": "One line.\n\nTwo.",
        "keyword": "Trees",
        "note": "3 of 9 authors named",
    }


def test_what_is_not_known_is_left_out() -> None:
    assert csl_item(Digest(Corpus()), Paper("p", "P")) == {
        "id": "p",
        "type": "article",
        "title": "P",
    }
