"""Whatever a text field says, a page of it is built like a page of plain words."""

from __future__ import annotations

import json
import re
from functools import cache
from pathlib import Path
from typing import get_args

import lxml.html
import markdown
import yaml
from hypothesis import assume, example, given, settings
from hypothesis import strategies as st

from generator.build.theme import ENGINE
from generator.papers.model import (
    Corpus,
    Edition,
    Group,
    Link,
    LinkKind,
    Paper,
    Settings,
    Sighting,
    Topic,
    Vocabulary,
)
from generator.site import pages
from generator.text.markdown import escape
from generator.text.plain import paragraphs, plain
from generator.views import Digest

EXTENSIONS = (
    "toc", "tables", "md_in_html", "attr_list", "admonition", "footnotes", "def_list", "abbr",
    "pymdownx.superfences", "pymdownx.highlight", "pymdownx.tilde", "pymdownx.caret",
    "pymdownx.mark", "pymdownx.details", "pymdownx.tasklist", "pymdownx.snippets",
    "pymdownx.blocks.admonition",
)  # fmt: skip
html = ENGINE.html
CONVERTER = markdown.Markdown(extensions=EXTENSIONS)
SITES = (
    "https://example.org/", "https://arxiv.org/", "https://huggingface.co/", "https://doi.org/",
)  # fmt: skip
FRONT = re.compile("^---\n", re.MULTILINE)
SAYING = ("id", "data-topic", "data-gist")
FRAGMENTS = json.loads(Path(__file__).with_name("fragments.json").read_text("utf-8"))
texts = st.one_of(
    st.lists(st.sampled_from(FRAGMENTS), min_size=1, max_size=5).map("".join),
    st.text(max_size=30),
    st.text(alphabet=st.characters(max_codepoint=0x7F), max_size=30),
)


def digest(text: str, many: str, address: str) -> Corpus:
    """A digest that says ``text`` in every field of a line, ``many`` in those of paragraphs."""
    kinds = [kind for kind in get_args(LinkKind) if kind != "paper"]
    links = tuple(Link(kind, f"https://example.org/{address}") for kind in kinds)
    paper = Paper(
        "p",
        text,
        arxiv="2410.90001",
        doi=f"10.9999/{address}",
        published="2024-10-20",
        authors=(text,) * 9,
        category=text,
        topics=("t",),
        links=links,
        summary=many,
        abstract=many,
    )
    other = Paper("q", text, topics=("t",), authors=(text,))
    listing = Edition("e", "daily", text, (Sighting("p", 2, 3),), "2024-10-20")
    titled = Edition("f", "search", text, (Sighting("p"), Sighting("q")), title=text)
    return Corpus(
        Settings(text, text),
        Vocabulary((Group("g", text),), (Topic("t", text, text, "g"), Topic("u", text, text, "g"))),
        {"p": paper, "q": other},
        {"e": listing, "f": titled},
    )


def shape(html: str) -> tuple[str, str]:
    """The words of the h1 of a page, and the page without its words, as a browser gets both."""
    page = lxml.html.fragment_fromstring(html, create_parent=True)
    heading = " ".join(str(page.xpath("string(.//h1)")).split())
    for each in page.iter():
        each.text = each.tail = None
        for name, value in each.attrib.items():
            site = next(filter(value.startswith, SITES), "")
            if name in SAYING or (name == "href" and site):
                each.set(name, f"{site}…")
    return heading, lxml.html.tostring(page, encoding="unicode")


def read(corpus: Corpus) -> dict[str, tuple[str, str, str]]:
    """The title of each page, by path, and what ``shape`` finds."""
    return {
        page.path: (yaml.safe_load(FRONT.split(page.text)[1])["title"], *shape(html(page.body)))
        for page in pages.render(Digest(corpus), {})
    }


@cache
def plain_pages(count: int) -> dict[str, tuple[str, str, str]]:
    """The pages of as many paragraphs, of the plainest words."""
    return read(digest("x", "\n\n".join(["x"] * count), "x"))


@given(texts)
@example("---\n---")
@example("*x* | [x](javascript:x) <script>alert(1)</script>\n\n# x\n\n    x")
@example("C#")
@example("]:")
@example("1.")
@example("x" * 200)
@settings(max_examples=60)
def test_a_page_is_built_the_same_whatever_the_words(text: str) -> None:
    assume(plain(text) and len(paragraphs(text)) < 4)
    expected = plain_pages(len(paragraphs(text)))
    hostile = read(digest(text, text, text))
    assert hostile.keys() == expected.keys()
    for path, (title, heading, page) in hostile.items():
        assert page == expected[path][2], path
        assert heading == " ".join(title.split()), path
    assert hostile["papers/p.md"][0] == plain(text)


@given(texts)
@settings(max_examples=200)
def test_escaped_text_says_what_it_said(text: str) -> None:
    assume(plain(text))
    assert shown(text) == [plain(text)] * 2 * len(PLACES)


def test_each_fragment_says_what_it_said() -> None:
    for text in filter(plain, FRAGMENTS):
        assert shown(text) == [plain(text)] * 2 * len(PLACES)


PLACES = ("", "# ", "- ", "## [Link](x.md) · ", "| x | x |\n| - | - |\n| x | ")


def shown(text: str) -> list[str]:
    """What a reader sees of the escaped text in each place where pages put text.

    Through the engine of the site, and through Python-Markdown with all that it can be given.
    """
    made = [place + escape(text) for place in PLACES]
    read = [*map(html, made), *(CONVERTER.reset().convert(each) for each in made)]
    found = (lxml.html.fragment_fromstring(each, create_parent=True).itertext() for each in read)
    seen = (" ".join(" ".join(parts).split()) for parts in found)
    return [words.removeprefix("Link · ").removeprefix("x x x ") for words in seen]


def test_only_web_addresses_become_links() -> None:
    urls = ["javascript:alert(1)", " JavaScript:alert(1)", "data:text/html,x", "//e.vil"]
    urls += ["ftp://e.vil/x", "https://", "http://[x", "x", ""]
    links = tuple(Link(kind, url) for url in urls for kind in get_args(LinkKind))
    elsewhere = r"\]\((?!(\.\./)*[a-z0-9/.-]+\.(md|bib|ris|csv|json)\)|#[a-z-]+\))"
    for page in pages.render(Digest(Corpus(papers={"p": Paper("p", "P", links=links)})), {}):
        assert not re.search(elsewhere, page.text)
