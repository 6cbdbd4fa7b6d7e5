from __future__ import annotations

import pytest

from generator.sources import identifiers


@pytest.mark.parametrize(
    ("text", "arxiv"),
    [
        ("2611.90101", "2611.90101"),
        ("arXiv:2611.90102v3 [cs.LG]", "2611.90102"),
        ("http://arxiv.org/pdf/2611.90104v1.pdf", "2611.90104"),
        ("arxiv.org/abs/2610.90114?context=cs.RO", "2610.90114"),
        ("https://hf.co/papers/2610.90115#community", "2610.90115"),
        ("https://www.alphaxiv.org/abs/2611.90120v1", "2611.90120"),
        ("doi:10.48550/arXiv.2609.90117", "2609.90117"),
        ("https://doi.org/10.48550/ARXIV.2609.90117", "2609.90117"),
        ("math.GT/0309990", "math/0309990"),
        ("0704.0001", "0704.0001"),
        *((text, None) for text in ("2613.90101", "2599.00001", "9913.00001", "0000.00000")),
        *((text, None) for text in ("2503.2130", "２５０３.02130", "1412.12345", "0703.0001")),
        ("https://arxiv.org/list/cs.CL/recent", None),
        ("https://example.org/abs/2611.90101", None),
        ("http://[bad", None),
    ],
)
def test_an_arxiv_id_in_each_of_its_forms(text: str, arxiv: str | None) -> None:
    assert identifiers.arxiv(text) == arxiv


@pytest.mark.parametrize(
    ("text", "doi"),
    [
        ("10.5555/ISR.2026.101", "10.5555/isr.2026.101"),
        ("http://dx.doi.org/10.5555/soils.2026.3", "10.5555/soils.2026.3"),
        ("https://doi.org/10.5555%2Fsoils", "10.5555/soils"),
        ("urn:doi:10.5555/soils.2026.3", "10.5555/soils.2026.3"),
        ("10.48550/arXiv.2609.90117", None),
        ("11.5555/x", None),
    ],
)
def test_a_doi_in_each_of_its_forms(text: str, doi: str | None) -> None:
    assert identifiers.doi(text) == doi


def test_the_papers_own_page_and_what_is_none() -> None:
    pages = [
        "https://openreview.net/forum?id=aA1",
        "https://aclanthology.org/2026.invented-long.901",
        "https://proceedings.mlr.press/v299/muster26a.html",
    ]
    others = [
        "https://openreview.net/pdf?id=aA1",
        "https://aclanthology.org/2026.invented-long.901.pdf",
        "https://openreview.net/",
        "https://github.com/muster/kites",
    ]
    assert [url for url in pages + others if identifiers.is_papers_page(url)] == pages
    records = ["https://dblp.org/rec/x", "https://www.semanticscholar.org/paper/1",
               "https://img.shields.io/badge/x", "https://x.com/muster/status/1"]  # fmt: skip
    assert [url for url in records + pages if identifiers.is_record(url)] == records
