"""The CSV, in which a spreadsheet finds no formula; llms.txt; what the page Data says of files."""

from __future__ import annotations

import csv
import io
import re

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from generator.papers.model import Corpus, Group, Settings, Topic, Vocabulary
from generator.publish.api import VERSION
from generator.publish.exports import COLUMNS, safe
from generator.text.plain import plain
from generator.views import Digest
from tests.conftest import ROOT
from tests.publish.conftest import exported

ADDED = re.compile(r"(?:^|(?<=;))'(?=['\s]*[=+\-@\t\r\n＝＋－＠])")
CELLS = st.one_of(st.sampled_from("=+-@\t\r\n ';＝＋－＠\u3000"), st.characters())


def original(cell: str) -> str:
    """A cell without the apostrophes that are not part of its value, as the page Data says."""
    return ADDED.sub("", cell)


@given(st.text(CELLS, max_size=12))
@example("'=1")
@example("' ' =1;'\t@x; '-1")
@example("1-bit 'Round and round")
def test_a_cell_reads_back_and_is_no_formula(cell: str) -> None:
    made = safe(cell)
    assert original(made) == cell
    for start in made.split(";"):
        assert not re.match(r"\s*[=+\-@\t\r\n＝＋－＠]", start)


def test_the_table_has_a_row_for_each_paper(digest: Digest, made: dict[str, str]) -> None:
    assert made["papers.csv"].startswith("\ufeff")
    read = list(csv.DictReader(io.StringIO(made["papers.csv"][1:], newline="")))
    assert [(row["id"], original(row["title"])) for row in read] == [
        (paper.id, plain(paper.title)) for paper in digest.newest
    ]


def test_llms_txt_links_to_what_there_is(digest: Digest, made: dict[str, str]) -> None:
    text = made["llms.txt"]
    links = re.findall(r"^- \[.+\]\(https://digest.example/papers-of-nowhere/(\S+)\): ", text, re.M)
    assert len(links) == text.count("\n- ")
    files = {path for path in links if not path.endswith("/")}
    assert files - made.keys() == {"feed.xml", "rss.xml", "feed.json"}
    assert {f"topics/{topic}/" for topic in digest.corpus.topics} < {*links}


@pytest.mark.parametrize("hostile", ["](x) [y](javascript:z)", "a\n# b", "<script>", "`x` *y*"])
def test_llms_txt_says_just_what_content_says(hostile: str) -> None:
    def shape(words: str) -> list[str]:
        topics = (Topic("t", words, words, "g"),)
        corpus = Corpus(Settings(words, words), Vocabulary((Group("g", "G"),), topics))
        return re.findall(r"(?<!\\)[\[\]`*<#]|\n", exported(Digest(corpus))["llms.txt"])

    assert shape(hostile) == shape("x")


def test_the_page_data_names_every_file_and_column(made: dict[str, str]) -> None:
    page = (ROOT / "content" / "pages" / "data.md").read_text("utf-8")
    shapes = {
        re.sub(r"(papers|topics|editions|schema)/(?!\1)[\w-]+(?=[./])", r"\1/<id>", p) for p in made
    }
    assert {shape for shape in shapes if f"`{shape}`" not in page} == set()
    assert [name for name in COLUMNS if f"`{name}`" not in page] == []
    assert f"version {VERSION}" in page
