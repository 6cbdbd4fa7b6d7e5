"""BibTeX and RIS files, llms.txt, and what the page Data says of all of them."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest
from bibtexparser.entrypoint import parse_string

from generator.papers.model import Corpus, Group, Settings, Topic, Vocabulary
from generator.publish.api import VERSION
from generator.publish.citation import bibtex, reference, ris
from generator.publish.exports import COLUMNS
from generator.views import Digest
from tests.publish.conftest import exported

DATA = Path(__file__).parents[3] / "content" / "pages" / "data.md"


def keys(text: str) -> list[str]:
    library = parse_string(text)
    assert library.failed_blocks == []
    return [entry.key for entry in library.entries]


def test_bibliographies(digest: Digest, made: dict[str, str]) -> None:
    assert keys(made["papers.bib"]) == [digest.keys[paper.id] for paper in digest.newest]
    for paper in digest.newest:
        (shown,) = digest.shown([paper])
        of = reference(digest.world, shown)
        assert made[f"papers/{paper.id}/cite.bib"] == f"{bibtex(of)}\n"
        assert ris(of) in made["papers.ris"]
    items = json.loads(made["papers.csl.json"])
    assert [item["id"] for item in items] == [digest.keys[paper.id] for paper in digest.newest]
    for group in digest.topics:
        for of_topic in group.topics:
            assert keys(made[f"topics/{of_topic.topic.id}/papers.bib"]) == [
                digest.keys[paper.id] for paper in of_topic.papers
            ]


def test_llms_txt_links_to_what_there_is(digest: Digest, made: dict[str, str]) -> None:
    text = made["llms.txt"]
    assert text.startswith(r"# Digest \& \<script\>")
    assert "\n\n> Invented papers for tests" in text
    links = re.findall(r"^- \[.+\]\((\S+)\): ", text, re.MULTILINE)
    assert len(links) == text.count("\n- ")
    paths = {link.removeprefix("https://digest.example/papers-of-nowhere/") for link in links}
    files = {path for path in paths if not path.endswith("/")}
    assert files - made.keys() == {"feed.xml", "rss.xml", "feed.json"}
    assert {f"topics/{topic}/" for topic in digest.corpus.topics} <= paths
    assert "editions/2024-10-31/" in paths


@pytest.mark.parametrize("hostile", ["](x) [y](javascript:z)", "a\n# b", "<script>", "`x` *y*"])
def test_llms_txt_says_just_what_content_says(hostile: str) -> None:
    topics = (Topic("t", hostile, hostile, "g"),)
    corpus = Corpus(Settings(hostile, hostile), Vocabulary((Group("g", "G"),), topics))
    plain = Corpus(Settings("x", "x"), Vocabulary((Group("g", "G"),), (Topic("t", "x", "x", "g"),)))
    shape = re.compile(r"(?<!\\)[\[\]`*<#]|\n")
    assert shape.findall(llms(corpus)) == shape.findall(llms(plain))


def llms(corpus: Corpus) -> str:
    return exported(Digest(corpus))["llms.txt"]


def test_the_page_data_names_every_file_and_column(made: dict[str, str]) -> None:
    page = DATA.read_text("utf-8")
    shapes = {
        re.sub(r"(papers|topics|editions|schema)/(?!\1)[\w-]+(?=[./])", r"\1/<id>", p) for p in made
    }
    assert {shape for shape in shapes if f"`{shape}`" not in page} == set()
    assert [name for name in COLUMNS if f"`{name}`" not in page] == []
    assert f"version {VERSION}" in page
