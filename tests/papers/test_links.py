"""Links found, cleaned and named, and where a paper leads to."""

from __future__ import annotations

from pathlib import Path
from urllib.parse import urlsplit

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from generator.papers import links
from generator.papers.model import Link, Paper

CASES = yaml.safe_load((Path(__file__).parent / "cases.yml").read_text("utf-8"))
PIECES = [
    *["https://", "http://", "www.", "github.com/", "huggingface.co/", "a.org", "lab", "tool"],
    *[".git", "/", "/tree/main"],
    *["?utm_source=x", "&ref=y", "#readme", "{", "}", "(", ")", ".", ",", "\\_", "[", "]", " "],
    *["%", "é", "@", ":", "\u202e", "\x07", "é" * 400, "?q=", "&", ";", "=", "..", "//"],
]
texts = st.one_of(st.text(), st.lists(st.sampled_from(PIECES), max_size=20).map("".join))


@pytest.mark.parametrize("text", CASES["one_repository"])
def test_one_repository_however_it_is_written(text: str) -> None:
    assert links.find(text) == (Link("code", "https://github.com/lab/tool"),)


def test_links_come_in_the_order_of_the_text() -> None:
    text = (
        r"See www.Tool-Site.org/Start, https://huggingface.co/lab/big\_model, "
        "https://b.org/a_(b)) and https://c.orghttps://d.org/e."
    )
    assert [link.url for link in links.find(text)] == [
        "https://www.tool-site.org/Start",
        "https://huggingface.co/lab/big_model",
        "https://b.org/a_(b)",
        "https://c.org",
        "https://d.org/e",
    ]


def test_clean_and_kind() -> None:
    assert {url: links.clean(url) for url in CASES["clean"]} == CASES["clean"]
    for kind, urls in CASES["kind"].items():
        assert {url: links.kind(url) for url in urls} == dict.fromkeys(urls, kind)


LONG = ["https://" + "a" * 70 + ".org", "https://a.org/" + "a" * 3000, "https://x.org/" + "é" * 400]


@pytest.mark.parametrize("url", [*CASES["no_link"], *LONG])
def test_what_is_no_public_link_is_refused(url: str) -> None:
    assert links.clean(url) == ""
    assert links.find(f"see {url} there") == () or {*" \u202e\x00"} & {*url}


@given(texts)
def test_found_links_are_clean_and_public(text: str) -> None:
    found = links.find(text)
    assert len({link.url for link in found}) == len(found)
    for link in found:
        parts = urlsplit(link.url)
        assert parts.scheme in ("http", "https")
        assert "." in (parts.hostname or "")
        assert link.url.isascii()
        assert links.clean(link.url) == link.url
        assert links.kind(link.url) == link.kind


@given(texts)
def test_cleaning_twice_changes_nothing_more(url: str) -> None:
    assert links.clean(links.clean(url)) == links.clean(url)


@pytest.mark.parametrize("piece", ["http://", "https://a.org/", ")", "(", "www.", "a.org/b, "])
def test_a_long_text_comes_to_an_end(piece: str) -> None:
    assert len(links.find("https://a.org/" + piece * 50_000)) < 3


def test_the_papers_own_page_comes_first() -> None:
    page = Link("paper", "https://openreview.net/forum?id=aA1")
    code = Link("code", "https://github.com/muster/kites")
    known = Paper("kites", "Kites", arxiv="2604.00001", doi="10.5555/kites", links=(code, page))
    assert [(each.kind, each.label) for each in links.addresses(known)] == [
        ("paper", "Paper: openreview.net/forum"),
        ("arxiv", "arXiv 2604.00001"),
        ("pdf", "PDF"),
        ("huggingface", "Hugging Face"),
        ("doi", "DOI 10.5555/kites"),
        ("code", "Code: muster/kites"),
    ]
