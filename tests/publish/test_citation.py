"""References in each format, and that parsers that are not ours read the records back."""

from __future__ import annotations

import json
import re
import unicodedata
from dataclasses import replace
from pathlib import Path
from typing import Any

import jsonschema_rs
import pybtex.database
import pytest
import rispy
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
from generator.papers.model import Corpus, Link, Paper, Topic, Vocabulary
from generator.papers.names import Name, parts
from generator.publish.citation import Reference, bibtex, csl, reference, ris, tags, tex
from generator.text.markdown import fence
from generator.text.plain import plain
from generator.views import Digest

ROOT = Path(__file__).parents[2]
DIGEST = Digest(store.load(ROOT / "tests/fixtures/site").corpus)
SCHEMA = json.loads((ROOT / "tests/publish/exports/csl-data.schema.json").read_text("utf-8"))
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


def cite(digest: Digest, paper: Paper) -> Reference:
    (shown,) = digest.shown([paper])
    return reference(digest.world, shown)


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


def cited(paper: Paper) -> Reference:
    """The reference of a paper that is alone in its digest, where one topic is known."""
    topics = Vocabulary(topics=(Topic("trees", "Trees, and woods", "", "g"),))
    return cite(Digest(Corpus(vocabulary=topics, papers={paper.id: paper})), paper)


def agrees(digest: Digest, paper: Paper) -> None:
    """Every field that the entry of ``paper`` has says what the record says."""
    entry = read(bibtex(cite(digest, paper)))
    fields = {field.key: field.value for field in entry.fields}
    assert (entry.entry_type, entry.key) == ("misc", digest.keys[paper.id])
    assert text(fields.pop("title")) == composed(paper.title)
    authors = fields.pop("author", [])
    expected = [parts(composed(each)) for each in paper.names if plain(each)]
    if expected and (paper.authors_count or 0) > len(expected):
        assert authors.pop() == NameParts(last=["others"])
    assert [name(each) for each in authors] == expected
    topics = digest.world.known_topics(paper)
    for topic in topics:
        assert composed(topic.title) in text(fields["keywords"])
    assert bool(fields.pop("keywords", "")) is bool(topics)
    facts = {
        "year": (paper.published or "")[:4],
        "month": int((paper.published or "0000-00")[5:7] or 0),
        "eprint": paper.arxiv,
        "archivePrefix": paper.arxiv and "arXiv",
        "primaryClass": paper.arxiv and paper.category,
        "doi": paper.doi or (paper.arxiv and f"10.48550/arXiv.{paper.arxiv}"),
        "url": paper.arxiv and f"https://arxiv.org/abs/{paper.arxiv}",
    }
    assert fields == {key: value for key, value in facts.items() if value}


@pytest.mark.parametrize("paper", DIGEST.newest, ids=lambda paper: paper.id)
def test_every_record_is_read_back(paper: Paper) -> None:
    agrees(DIGEST, paper)


def test_pybtex_and_rispy_read_all_of_them() -> None:
    references = [cite(DIGEST, paper) for paper in DIGEST.newest]
    entries = pybtex.database.parse_string("\n".join(map(bibtex, references)), "bibtex").entries
    assert list(entries) == [each.key for each in references]
    found = rispy.loads("".join(map(ris, references)))
    assert [each["id"] for each in found] == [each.key for each in references]
    for each, of in zip(found, references, strict=True):
        assert each["title"] == of.title
        assert each.get("doi", "") == of.doi
        assert each.get("accession_number", "") == (of.arxiv and f"arXiv:{of.arxiv}")
        assert len(each.get("authors", [])) == len(of.authors)
        assert each.get("keywords", []) == list(of.keywords)
        assert each.get("year", "") == of.issued[:4]


def test_every_item_of_csl_is_valid() -> None:
    items = [csl(cite(DIGEST, paper)) for paper in DIGEST.newest]
    validator = jsonschema_rs.validator_for(SCHEMA)
    assert [error.message for error in validator.iter_errors(items)] == []
    assert not validator.is_valid([{"id": "x", "type": "preprint"}])


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
    paper = Paper("p", title or "x", authors=names, authors_count=count)
    agrees(Digest(Corpus(papers={"p": paper})), paper)


BITS = Paper(
    "bits-and-pieces",
    "Bits & Pieces: 100% of C#_{x} by LoRA",
    arxiv="2410.90001",
    published="2024-10",
    authors=("Ada Ngo", "Jan van der Škoda", "Research and Sons", "Öz, Cy", "Others"),
    authors_count=9,
    category="cs.LG",
    doi="10.9999/a{b",
    topics=("trees", "unknown"),
)


def test_entry() -> None:
    assert bibtex(cited(BITS)) == (
        "@misc{ngo2024bits,\n"
        r"  title = {Bits \& Pieces: 100\% of {C}\#\_{\textbraceleft}x{\textbraceright} by {LoRA}},"
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
        "  url = {https://arxiv.org/abs/2410.90001},\n"
        "  keywords = {{Trees, and woods}}\n"
        "}"
    )


def test_entry_of_a_paper_of_which_little_is_known() -> None:
    of = cited(Paper("p", "P", authors_count=3))
    assert bibtex(of) == "@misc{p,\n  title = {{P}}\n}"
    assert ris(of) == "TY  - GEN\r\nID  - p\r\nTI  - P\r\nER  - \r\n\r\n"
    assert csl(of) == {"id": "p", "type": "article", "title": "P", "note": "0 of 3 authors named"}


@pytest.mark.parametrize(
    ("venue", "kind", "place", "year"),
    [
        ("ICLR 2026", "inproceedings", "booktitle", "2026"),
        ("EMNLP", "inproceedings", "booktitle", "2024"),
        ("Transactions on Machine Learning Research", "article", "journal", "2024"),
        ("TMLR 2025", "article", "journal", "2025"),
    ],
)
def test_a_paper_that_was_published_says_where(
    venue: str, kind: str, place: str, year: str
) -> None:
    paper = Paper("kites", "Kites", published="2024-10-05", authors=("Ada Ngo",), venue=venue)
    of = cited(paper)
    entry = read(bibtex(of))
    fields = {field.key: field.value for field in entry.fields}
    assert (entry.entry_type, entry.key, fields[place], fields["year"]) == (
        kind, "ngo2024kites", venue, year,
    )  # fmt: skip
    assert ("month" in fields) is (year == "2024")
    (record,) = rispy.loads(ris(of))
    assert record["type_of_reference"] == ("CONF" if kind == "inproceedings" else "JOUR")
    assert record["secondary_title"] == csl(of)["container-title"] == venue
    named = dict(tags(of, paper.names, "https://d.example/papers/kites/"))
    name = "conference" if kind == "inproceedings" else "journal"
    assert named[f"citation_{name}_title"] == venue
    assert "z:itemType" not in named


def test_a_paper_that_is_not_on_arxiv_is_cited_by_its_doi_or_its_page() -> None:
    doi = Paper("kites", "Kites", doi="10.9999/k", authors=("Ada Ngo",), published="2023")
    page = replace(doi, doi=None, links=(Link("paper", "https://kites.example/k?a=1&b=2"),))
    assert cited(doi).url == "https://doi.org/10.9999/k"
    assert cited(page).url == "https://kites.example/k?a=1&b=2"
    assert bibtex(cited(page)) == (
        "@misc{ngo2023kites,\n  title = {Kites},\n  author = {Ngo, Ada},\n  year = {2023},\n"
        "  url = {https://kites.example/k?a=1&b=2}\n}"
    )


def test_a_name_in_parts_stays_one_name_with_its_parts() -> None:
    authors = (Name("Band, Ltd.", "A and B"), Name("Rand", "Ada"))
    entry = read(bibtex(cited(Paper("p", "Kites", authors=authors))))
    assert tuple(map(name, entry.fields_dict["author"].value)) == authors


def test_an_item_of_csl() -> None:
    paper = Paper(
        "p",
        "Bits  & Pieces",
        arxiv="2410.00001",
        published="2024-10-05",
        authors=("Laurens van der Maaten", "Ada Ngo Jr.", "Team GLM", Name("王", "小明")),
        authors_count=9,
        topics=("trees", "unknown"),
        abstract="One\nline.\n\nTwo.",
    )
    assert csl(cited(paper)) == {
        "id": "maaten2024p",
        "type": "article",
        "title": "Bits & Pieces",
        "author": [
            {"family": "Maaten", "given": "Laurens", "non-dropping-particle": "van der"},
            {"family": "Ngo", "given": "Ada", "suffix": "Jr."},
            {"literal": "Team GLM"},
            {"family": "王", "given": "小明"},
        ],
        "issued": {"date-parts": [[2024, 10, 5]]},
        "publisher": "arXiv",
        "number": "arXiv:2410.00001",
        "DOI": "10.48550/arXiv.2410.00001",
        "URL": "https://arxiv.org/abs/2410.00001",
        "abstract": "One line.\n\nTwo.",
        "keyword": "Trees, and woods",
        "note": "4 of 9 authors named",
    }


def test_the_tags_of_a_page_name_what_reference_managers_look_for() -> None:
    found: dict[str, Any] = dict(tags(cited(BITS), BITS.names[:1], "https://d.example/p/"))
    assert found == {
        "citation_title": BITS.title,
        "citation_author": "Ada Ngo",
        "citation_publication_date": "2024/10",
        "citation_arxiv_id": "2410.90001",
        "citation_doi": "10.9999/a{b",
        "citation_public_url": "https://arxiv.org/abs/2410.90001",
        "citation_abstract_html_url": "https://d.example/p/",
        "citation_pdf_url": "https://arxiv.org/pdf/2410.90001",
        "citation_keywords": "Trees, and woods",
        "z:itemType": "preprint",
    }
    kept = cited(replace(BITS, abstract="We bite.", summary="They bite."))
    assert dict(tags(kept, (), ""))["citation_abstract"] == "We bite."


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
    entry = bibtex(cited(Paper("p", title, authors=tuple(authors), doi=doi)))
    depth = 0
    for brace in re.findall("[{}]", entry):
        depth += 1 if brace == "{" else -1
        assert depth >= 0
    assert depth == 0
    first, *inside, last = fence(entry, "bibtex").split("\n")
    assert first == f"{last}bibtex"
    assert "\n".join(inside) == entry
    assert last not in entry


def test_what_became_of_a_paper_is_its_note_in_every_format() -> None:
    paper = Paper("p", "Kites", authors_count=3, withdrawn=True, superseded_by="kites-again")
    of = cited(paper)
    became = "Withdrawn by its authors. Superseded by papers/kites-again/"
    assert f"  note = {{{became}}}" in bibtex(of)
    assert f"N1  - {became}\r\n" in ris(of)
    assert csl(of)["note"] == f"0 of 3 authors named. {became}"
