from __future__ import annotations

import re

from hypothesis import given
from hypothesis import strategies as st

from generator.citation import bibtex
from generator.model import Paper
from generator.pages.markdown import fence


def test_entry() -> None:
    paper = Paper(
        "bits-and-pieces",
        "Bits & Pieces: 100% of C#_{x}",
        arxiv="2410.90001",
        published="2024-10",
        authors=("Ada Ngo", "Research and Sons", "Öz, Cy", "Others"),
        authors_count=9,
        category="cs.LG",
        doi="10.9999/a{b",
    )
    assert bibtex(paper) == (
        "@misc{bits-and-pieces,\n"
        r"  title = {{Bits \& Pieces: 100\% of C\#\_\textbraceleft{}x\textbraceright{}}},"
        "\n"
        "  author = {Ada Ngo and {Research and Sons} and {Öz, Cy} and {Others} and others},\n"
        "  year = {2024},\n"
        "  eprint = {2410.90001},\n"
        "  archivePrefix = {arXiv},\n"
        "  primaryClass = {cs.LG},\n"
        "  doi = {10.9999/a%7Bb},\n"
        "  url = {https://arxiv.org/abs/2410.90001}\n"
        "}"
    )


def test_entry_of_a_paper_of_which_little_is_known() -> None:
    assert bibtex(Paper("p", "P", authors_count=3)) == "@misc{p,\n  title = {{P}}\n}"


@given(st.text(max_size=40), st.lists(st.text(max_size=20), max_size=3), st.text(max_size=20))
def test_braces_balance_and_the_fence_holds(title: str, authors: list[str], doi: str) -> None:
    entry = bibtex(Paper("p", title, authors=tuple(authors), doi=doi))
    depth = 0
    for brace in re.findall("[{}]", entry):
        depth += 1 if brace == "{" else -1
        assert depth >= 0
    assert depth == 0
    first, *inside, last = fence(entry, "bibtex").split("\n")
    assert first == f"{last}bibtex"
    assert "\n".join(inside) == entry
    assert last not in entry
