"""The BibTeX entry, and that an independent parser reads the record back from it."""

from __future__ import annotations

import re
import unicodedata
from pathlib import Path

import pytest
from bibtexparser.entrypoint import parse_string
from bibtexparser.middlewares import (
    MonthIntMiddleware,
    NameParts,
    SeparateCoAuthors,
    SplitNameParts,
)
from bibtexparser.model import Entry
from hypothesis import example, given
from hypothesis import strategies as st
from pylatexenc.latex2text import LatexNodes2Text, MacroTextSpec, get_default_latex_context_db

from generator import store
from generator.papers.model import Paper
from generator.papers.names import Name, parts
from generator.publish.citation import bibtex, tex
from generator.text.markdown import fence
from generator.text.plain import plain

ROOT = Path(__file__).parents[2]
PAPERS = [
    paper
    for folder in ("content", "tests/fixtures/site")
    for paper in store.load(ROOT / folder).corpus.papers.values()
]
FRAGMENTS = re.findall(
    r"\S+",
    r"\ { } {} }{ % $ $x^2$ # & _ ^ ~ \alpha \textbf{x} \' -- --- `` '' ?` !` < > | @ @misc{x, , = "
    "and others \" ' ß Łódź Škorić Müller ı α ≥ – “x” 王 😀 \u202e \x00 e\u0301 é van de",
)

# What all other TeX shows pylatexenc knows.
SIGNS_BY_MACRO = {
    "textless": "<",
    "textgreater": ">",
    "textasciicircum": "^",
    "textbar": "|",
    "textbraceleft": "{",
    "textbraceright": "}",
}
SIGNS = get_default_latex_context_db()
SIGNS.add_context_category(
    "signs",
    prepend=True,
    macros=[MacroTextSpec(name, sign) for name, sign in SIGNS_BY_MACRO.items()],
)


def read(entry: str) -> Entry:
    layers = [MonthIntMiddleware(), SeparateCoAuthors(), SplitNameParts()]
    library = parse_string(entry, append_middleware=layers)
    assert library.failed_blocks == []
    (read,) = library.entries
    return read


def text(value: str) -> str:
    """What TeX shows of ``value``."""
    return str(LatexNodes2Text(SIGNS, strict_latex_spaces=True).latex_to_text(value))


def name(read: NameParts) -> Name:
    """A name as read; one in braces is whole."""
    family, given, particle, suffix = (
        text(" ".join(words)) for words in (read.last, read.first, read.von, read.jr)
    )
    return Name(family, given, particle, suffix)


def composed(value: str) -> str:
    return unicodedata.normalize("NFC", plain(value))


def agrees(paper: Paper) -> None:
    """Every field that the entry of ``paper`` has says what the record says."""
    entry = read(bibtex(paper))
    fields = {field.key: field.value for field in entry.fields}
    assert (entry.entry_type, entry.key) == ("misc", paper.id)
    assert text(fields.pop("title")) == composed(paper.title)
    authors = fields.pop("author", [])
    expected = [parts(composed(each)) for each in paper.authors if plain(each)]
    if expected and (paper.authors_count or 0) > len(expected):
        assert authors.pop() == NameParts(last=["others"])
    assert [name(each) for each in authors] == expected
    facts = {
        "year": (paper.published or "")[:4],
        "month": int((paper.published or "0000-00")[5:7]),
        "eprint": paper.arxiv,
        "archivePrefix": paper.arxiv and "arXiv",
        "primaryClass": paper.arxiv and paper.category,
        "doi": paper.doi,
        "url": paper.arxiv and f"https://arxiv.org/abs/{paper.arxiv}",
    }
    assert fields == {key: value for key, value in facts.items() if value}


@pytest.mark.parametrize("paper", PAPERS, ids=lambda paper: paper.id)
def test_every_record_is_read_back(paper: Paper) -> None:
    agrees(paper)


lines = st.one_of(
    st.lists(st.sampled_from(FRAGMENTS), min_size=1, max_size=6).map(" ".join),
    st.lists(st.sampled_from(FRAGMENTS), min_size=1, max_size=6).map("".join),
    st.text(max_size=30),
    st.text(st.characters(max_codepoint=0x24F), max_size=30),
)


def has_a_case(author: str) -> bool:
    """Whether no word begins with a command: {\\ss} is small to BibTeX, not to this reader."""
    return not re.search(r"(?:^|\s)[^A-Za-z\s]*\{\\[A-Za-z]", tex(author))


@given(lines, st.lists(lines, max_size=4), st.integers(0, 6))
@example("a\\", ["\\", "{", "}{", "van {", "a -- b", "others", "x and y"], 9)
@example("@misc{x, title = {y}}", ["Ada Ngo, Jr.", "Ada Ngo Jr."], 0)
def test_hostile_words_are_read_back(title: str, authors: list[str], count: int) -> None:
    names = tuple(filter(has_a_case, authors))
    agrees(Paper("p", title or "x", authors=names, authors_count=count))


def test_entry() -> None:
    paper = Paper(
        "bits-and-pieces",
        "Bits & Pieces: 100% of C#_{x}",
        arxiv="2410.90001",
        published="2024-10",
        authors=("Ada Ngo", "Jan van der Škoda", "Research and Sons", "Öz, Cy", "Others"),
        authors_count=9,
        category="cs.LG",
        doi="10.9999/a{b",
    )
    assert bibtex(paper) == (
        "@misc{bits-and-pieces,\n"
        r"  title = {{Bits \& Pieces: 100\% of C\#\_{\textbraceleft}x{\textbraceright}}},"
        "\n"
        r"  author = {Ngo, Ada and van der {\v{S}}koda, Jan and {Research and Sons}"
        r" and {{\"O}z, Cy} and {Others} and others},"
        "\n"
        "  year = {2024},\n"
        "  month = oct,\n"
        "  eprint = {2410.90001},\n"
        "  archivePrefix = {arXiv},\n"
        "  primaryClass = {cs.LG},\n"
        "  doi = {10.9999/a%7Bb},\n"
        "  url = {https://arxiv.org/abs/2410.90001}\n"
        "}"
    )


def test_entry_of_a_paper_of_which_little_is_known() -> None:
    assert bibtex(Paper("p", "P", authors_count=3)) == "@misc{p,\n  title = {{P}}\n}"


@pytest.mark.parametrize(
    ("shown", "written"),
    [
        ("Łukasz Kaiser", r"{\L}ukasz Kaiser"),
        ("Gül Sena Altıntaş", r"G{\"u}l Sena Alt{\i}nta{\c{s}}"),
        ("Mu\u0308ller", r"M{\"u}ller"),
        ("王小明", "王小明"),
        ("a -- b", "a -{}- b"),
        ("''x", "'{}'x"),
        ("α–β", r"{\ensuremath{\alpha}}{\textendash}{\ensuremath{\beta}}"),
    ],
)
def test_letters_are_tex_that_classic_bibtex_understands(shown: str, written: str) -> None:
    assert tex(shown) == written


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
