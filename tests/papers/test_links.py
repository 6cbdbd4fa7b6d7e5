"""Links found, cleaned and named, and where a paper leads to."""

from __future__ import annotations

from urllib.parse import urlsplit

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.papers import links
from generator.papers.model import Link, Paper

REPOSITORY = "https://github.com/lab/tool"
PIECES = [
    *["https://", "http://", "www.", "github.com/", "huggingface.co/", "a.org", "lab", "tool"],
    *[".git", "/", "/tree/main"],
    *["?utm_source=x", "&ref=y", "#readme", "{", "}", "(", ")", ".", ",", "\\_", "[", "]", " "],
    *["%", "é", "@", ":", "\u202e", "\x07", "é" * 400, "?q=", "&", ";", "=", "..", "//"],
]
texts = st.one_of(st.text(), st.lists(st.sampled_from(PIECES), max_size=20).map("".join))


@pytest.mark.parametrize(
    "text",
    [
        "https://github.com/lab/tool",
        "at https://github.com/lab/tool.",
        "(https://github.com/lab/tool).",
        "https://github.com/lab/tool/).",
        "https://github.com/lab/tool.)",
        "https://github.com/lab/tool.git{https://github.com/lab/tool}.",
        "https://github.com/lab/tool{URL}.",
        "https://github.com/lab/tool/{https://github.com/lab/tool/}.",
        r"\url{https://github.com/lab/tool/.}",
        r"\href{https://github.com/lab/tool}{here}",
        "http://www.GitHub.com/lab/tool/tree/main/",
        "https://github.com/lab/tool#readme and https://github.com/Lab/Tool again",
        "https://github.com/lab/tool?tab=readme-ov-file and http://github.com/lab/tool/#x",
        "**https://github.com/lab/tool**, '<https://github.com/lab/tool>'",
        "代码：https://github.com/lab/tool。",
        '<a href="https://github.com/lab/tool/">',
    ],
)
def test_one_repository_however_it_is_written(text: str) -> None:
    found = links.find(text)
    assert [(link.kind, link.url) for link in found] == [("code", REPOSITORY)]


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


@pytest.mark.parametrize(
    ("url", "expected"),
    [
        ("HTTP://Example.ORG/Path/", "http://example.org/Path"),
        ("http://huggingface.co/lab/m/", "https://huggingface.co/lab/m"),
        ("https://hf.co/lab/m", "https://huggingface.co/lab/m"),
        ("https://a.org/?utm_campaign=x&page=2&fbclid=y", "https://a.org?page=2"),
        ("https://a.org/?b=1&c=", "https://a.org?b=1&c="),
        ("https://a.org/x?q=a+b#part", "https://a.org/x?q=a+b#part"),
        ("https://github.com/lab/tool#section", REPOSITORY),
        ("https://github.com/lab/tool.github.io", "https://github.com/lab/tool.github.io"),
        ("https://a.org:443/x", "https://a.org/x"),
        ("https://a.org:8080/x", "https://a.org:8080/x"),
        ("https://exämple.org/ü", "https://xn--exmple-cua.org/%C3%BC"),
    ],
)
def test_clean(url: str, expected: str) -> None:
    assert links.clean(url) == expected


@pytest.mark.parametrize(
    "url",
    [
        *["", "a.org", "ftp://a.org/x", "javascript:alert(1)", "data:text/html,x", "//a.org"],
        *["https://localhost/x", "https://10.0.0.1/x", "https://u:p@a.org/", "https://a..org"],
        *["http://[bad", "https://a.org:99999/", "https://a.org/b c", "https://a.org/\x00"],
        *["https://a.org/\u202ex", "https://" + "a" * 70 + ".org", "https://a.org/" + "a" * 3000],
        "https://x.org/" + "é" * 400,
    ],
)
def test_what_is_no_public_link_is_refused(url: str) -> None:
    assert links.clean(url) == ""
    assert links.find(f"see {url} there") == () or " " in url or "\u202e" in url or "\x00" in url


@pytest.mark.parametrize(
    ("kind", "url"),
    [
        ("code", "https://gitlab.com/group/sub/tool"),
        ("code", "https://bitbucket.org/lab/tool"),
        ("code", "https://codeberg.org/lab/tool"),
        ("code", "https://gitlab.university.edu/lab/tool"),
        ("other", "https://github.com/lab"),
        ("other", "https://github.com/topics/tool"),
        ("other", "https://github.com/orgs/lab"),
        ("other", "https://huggingface.co/lab"),
        ("other", "https://huggingface.co/papers/2401.00001"),
        ("other", "https://huggingface.co/collections/lab/set-1"),
        ("other", "https://huggingface.co/blog/post"),
        ("model", "https://huggingface.co/lab/model"),
        ("dataset", "https://huggingface.co/datasets/lab/data"),
        ("dataset", "https://www.kaggle.com/datasets/lab/data"),
        ("dataset", "https://zenodo.org/records/123"),
        ("demo", "https://huggingface.co/spaces/lab/demo"),
        ("demo", "https://colab.research.google.com/drive/x"),
        ("demo", "https://abc.gradio.live"),
        ("video", "https://www.youtube.com/watch?v=x"),
        ("video", "https://youtu.be/x"),
        ("video", "https://www.bilibili.com/video/x"),
        ("project", "https://lab.github.io/tool"),
        ("project", "https://sites.google.com/view/tool"),
        ("other", "https://arxiv.org/abs/2401.00001"),
        ("other", "https://rb.gy/abc"),
        ("other", "https://labsown.com"),
        ("other", "https://github.com.evil.org/lab/tool"),
        ("other", "https://notgithub.com/lab/tool"),
    ],
)
def test_kind(kind: str, url: str) -> None:
    assert links.kind(url) == kind


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
