"""References in each format, and that parsers that are not ours read the records back."""

from __future__ import annotations

import json
import re
import unicodedata
from dataclasses import astuple
from pathlib import Path

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
from generator.papers.links import of_doi
from generator.papers.model import Paper
from generator.papers.names import Name, parts
from generator.publish import citation
from generator.publish.citation import Reference, bibtex, reference, tex
from generator.text.markdown import fence
from generator.text.plain import plain, web_url
from generator.views import Digest
from tests.conftest import SITE
from tests.publish.conftest import CASES, digest_of

KINDS = CASES["kinds"]
DIGEST = Digest(store.load(SITE).corpus)
SCHEMA = Path(__file__).with_name("csl-data.schema.json")
FRAGMENTS = re.findall(
    r"\S+",
    r"\ { } {} }{ % $ $x^2$ # & _ ^ ~ \alpha \textbf{x} \' -- --- `` '' ?` !` < > | @ @misc{x, , = "
    "and others \" ' ß Łódź Škorić Müller ı α ≥ – “x” 王 😀 \u202e \x00 e\u0301 é van de",
)

# What all other TeX shows pylatexenc knows.
NAMES = ("less", "greater", "asciicircum", "bar", "braceleft", "braceright")
MACROS = [MacroTextSpec(f"text{name}", sign) for name, sign in zip(NAMES, "<>^|{}", strict=True)]
SIGNS = get_default_latex_context_db()
SIGNS.add_context_category("signs", prepend=True, macros=MACROS)


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


def agrees(digest: Digest, paper: Paper) -> None:
    """Every field that the entry of ``paper`` has says what the record says."""
    entry = read(bibtex(cite(digest, paper)))
    fields = {field.key: field.value for field in entry.fields}
    assert (entry.entry_type, entry.key) == ("misc", digest.keys[paper.id])
    assert text(fields.pop("title")) == composed(paper.title)
    authors = fields.pop("author", [])
    names = (parts(composed(each)) for each in paper.names if plain(each))
    expected = [Name(*map(composed, astuple(each))) for each in names]
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
        "url": (paper.arxiv and f"https://arxiv.org/abs/{paper.arxiv}")
        or (paper.doi and web_url(of_doi(paper.doi))),
        "note": "Withdrawn by its authors" if paper.withdrawn else "",
    }
    assert fields == {key: value for key, value in facts.items() if value}


@pytest.mark.parametrize("paper", DIGEST.newest, ids=lambda paper: paper.id)
def test_every_record_is_read_back(paper: Paper) -> None:
    agrees(DIGEST, paper)


def test_other_programs_read_the_files_of_all_papers(made: dict[str, str]) -> None:
    references = [cite(DIGEST, paper) for paper in DIGEST.newest]
    keys = [each.key for each in references]
    entries = pybtex.database.parse_string(made["papers.bib"], "bibtex").entries
    assert list(entries) == keys == [DIGEST.keys[paper.id] for paper in DIGEST.newest]
    for each, of in zip(rispy.loads(made["papers.ris"]), references, strict=True):
        assert (each["id"], each["title"], each.get("doi", "")) == (of.key, of.title, of.doi)
        assert each.get("accession_number", "") == (of.arxiv and f"arXiv:{of.arxiv}")
        assert len(each.get("authors", [])) == len(of.authors)
        assert each.get("keywords", []) == list(of.keywords)
        assert each.get("year", "") == of.issued[:4]
    items = json.loads(made["papers.csl.json"])
    assert [item["id"] for item in items] == keys
    validator = jsonschema_rs.validator_for(json.loads(SCHEMA.read_text("utf-8")))
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
@example("@misc{x, title = {y}}", ["Ada Ngo, Jr.", "Ada Ngo Jr.", "Ada \xadNgo"], 0)
def test_hostile_words_are_read_back(title: str, authors: list[str], count: int) -> None:
    names = tuple(filter(has_a_case, authors))
    doi = "10.5555/0012(2001)082<0290:a_b>2.0.co;2"
    paper = Paper("p", title or "x", doi=doi, authors=names, authors_count=count)
    digest = digest_of([paper])
    agrees(digest, paper)
    entry = bibtex(cite(digest, paper))
    first, *inside, last = fence(entry, "bibtex").split("\n")
    assert (first, "\n".join(inside)) == (f"{last}bibtex", entry)
    assert last not in entry


@pytest.mark.parametrize(("shown", "written"), CASES["tex"])
def test_letters_are_tex_that_classic_bibtex_understands(shown: str, written: str) -> None:
    assert tex(shown) == written


def test_what_a_paper_is_by_its_venue() -> None:
    said = {
        kind: [v for v in venues if citation._kind(v) == kind] for kind, venues in KINDS.items()
    }
    assert said == KINDS
