"""The CSV: read back it says what the records say, and a spreadsheet finds no formula in it."""

from __future__ import annotations

import csv
import io
import re

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from generator.papers.model import Corpus, Edition, Link, Paper, Settings, Sighting
from generator.publish.api import known
from generator.publish.exports import COLUMNS, HEADINGS, csv_row, safe
from generator.text.plain import plain
from generator.views import Digest

ADDED = re.compile(r"(?:^|(?<=;))'(?=['\s]*[=+\-@\t\r\n＝＋－＠])")


def original(cell: str) -> str:
    """A cell without the apostrophes that are not part of its value, as the page Data says."""
    return ADDED.sub("", cell)


def csv_table(digest: Digest) -> str:
    return HEADINGS + "".join(csv_row(digest.world, each) for each in known(digest))


def rows(text: str) -> list[dict[str, str]]:
    assert text.startswith("\ufeff")
    return list(csv.DictReader(io.StringIO(text[1:], newline="")))


def cells(text: str) -> st.SearchStrategy[str]:
    return st.text(st.one_of(st.sampled_from(text), st.characters()), max_size=12)


@given(cells("=+-@\t\r\n ';＝＋－＠\u3000"))
@example("'=1")
@example("' ' =1;'\t@x; '-1")
def test_a_cell_reads_back_and_is_no_formula(cell: str) -> None:
    made = safe(cell)
    assert original(made) == cell
    for start in made.split(";"):
        assert not re.match(r"\s*[=+\-@\t\r\n＝＋－＠]", start)


@pytest.mark.parametrize(
    ("title", "cell"),
    [
        ('=HYPERLINK("https://e.vil","x")', '\'=HYPERLINK("https://e.vil","x")'),
        ("+1", "'+1"),
        ("-2+3", "'-2+3"),
        ("@SUM(A1)", "'@SUM(A1)"),
        ("＝1+1", "'＝1+1"),
        ("a;=1+1;b", "a;'=1+1;b"),
        ("'=1", "''=1"),
        ("1-bit", "1-bit"),
        ("'Round and round", "'Round and round"),
        ('A "b", c', 'A "b", c'),
    ],
)
def test_a_hostile_title(title: str, cell: str) -> None:
    (row,) = rows(csv_table(Digest(Corpus(papers={"p": Paper("p", title)}))))
    assert row["title"] == cell
    assert original(row["title"]) == title


def test_a_row_for_each_paper(digest: Digest, made: dict[str, str]) -> None:
    read = rows(made["papers.csv"])
    assert [row["id"] for row in read] == [paper.id for paper in digest.newest]
    for row, paper in zip(read, digest.newest, strict=True):
        assert original(row["title"]) == plain(paper.title)
        assert row["arxiv"] == (f"arXiv:{paper.arxiv}" if paper.arxiv else "")
        assert row["page"] == f"https://digest.example/papers-of-nowhere/papers/{paper.id}/"


def test_row() -> None:
    paper = Paper(
        "p",
        "Größe",
        arxiv="2410.00010",
        published="2024-10",
        authors=("A B", "C D"),
        authors_count=3,
        category="cs.LG",
        links=(
            Link("code", "https://github.com/a/b"),
            Link("model", "https://huggingface.co/a/b"),
            Link("demo", "https://x.example/"),
        ),
        summary="One,\ntwo.",
        gist="It is big",
        venue="ICLR 2025",
        added="2024-10-21",
    )
    day = Edition("2024-10-20", "daily", "S", (Sighting("p", 3, 0),), "2024-10-20")
    search = Edition("s", "search", "S", (Sighting("p", 5),))
    corpus = Corpus(
        Settings(url="https://x.example/d"), papers={"p": paper}, editions={"d": day, "s": search}
    )
    text = csv_table(Digest(corpus))
    assert text.split("\r\n") == [
        "\ufeff" + ",".join(f'"{name}"' for name in COLUMNS),
        '"p","Größe","A B; C D","3","2024-10","2024-10-20","2024-10-21","arXiv:2410.00010","",'
        '"cs.LG","ICLR 2025","","It is big","One, two.",'
        '"https://x.example/d/papers/p/","https://arxiv.org/abs/2410.00010",'
        '"https://github.com/a/b","https://huggingface.co/a/b; https://x.example/",'
        '"2024-10-20; s","5","0","",""',
        "",
    ]
