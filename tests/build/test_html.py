"""The HTML of generated pages: as Python-Markdown would make it, with links that lead somewhere."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from functools import cache
from typing import Any

import lxml.html
import markdown
import pytest

from generator import store
from generator.build import SiteError
from generator.build.theme import ENGINE, framed, html, rendered
from generator.papers import identity
from generator.papers.model import Corpus, Link, Paper
from generator.site import pages
from generator.site.pages import Page
from generator.site.pages.page import address
from generator.views import Digest
from tests.conftest import SITE

KNOWN = {"papers/a.md": "papers/a/", "index.md": "", "feed.xml": "feed.xml", "b/c.md": "b/c/"}


def shape(text: str) -> list[object]:
    """Tags, attributes and words of HTML, without the ids of headings and without white space.

    What scripts read is left out: Python-Markdown unescapes it once too often.
    """
    return [*_shape(lxml.html.fragment_fromstring(text, create_parent=True))]


def _shape(element: Any) -> Iterator[object]:
    is_heading = re.fullmatch(r"h[1-6]", element.tag)
    names = {name for name in element.attrib if not name.startswith("data-")}
    names -= {"id"} if is_heading else set()
    yield element.tag, sorted((name, element.attrib[name]) for name in names)
    yield (element.text or "").split()
    for child in element:
        yield from _shape(child)
        yield (child.tail or "").split()


def corpora() -> Iterator[Corpus]:
    corpus = identity.resolve(store.load(SITE).corpus)
    yield corpus
    yield Corpus()
    # More repositories than a page takes, and a month of more papers than one takes.
    papers = {
        f"p{number}": Paper(
            f"p{number}",
            f"Paper *{number}*",
            published=f"2024-10-{number % 28 + 1:02}",
            topics=("optimisers",),
            links=(Link("code", f"https://github.com/o{number}/r"),),
        )
        for number in range(240)
    }
    yield Corpus(corpus.settings, corpus.vocabulary, papers)


@cache
def made() -> list[tuple[Page, Mapping[str, str]]]:
    """Pages of every kind, each with the addresses of all of its site."""
    found: list[tuple[Page, Mapping[str, str]]] = []
    for digest in map(Digest, corpora()):
        every = [*pages.outputs(digest, {})]
        known = {output.path: address(output.path) for output in every}
        for output in every:
            if not re.fullmatch(r"papers/p\d\d+\.md", output.path):  # one is as another
                found.append((output.make(digest.world, output.given), known))
    return found


def by_python_markdown(body: str) -> str:
    """The page as Python-Markdown makes it, which must be told where HTML has Markdown in it."""
    told = re.sub(r"^<((?:div|details)\b[^>]*)>$", r"<\1 markdown>", body, flags=re.MULTILINE)
    extensions = ["tables", "fenced_code", "md_in_html", "attr_list"]
    told = re.sub(r"^(#+ .*) \{#", r"\1 {: #", told, flags=re.MULTILINE)
    return framed(markdown.markdown(told, extensions=extensions))


def test_every_kind_of_page_is_as_python_markdown_makes_it() -> None:
    kinds = set()
    for page, _ in made():
        found, expected = rendered(page.body), by_python_markdown(page.body)
        assert shape(found) == shape(expected), page.path
        kinds.add(page.head.kind)
    assert len(kinds) > 20


def test_links_of_every_page_lead_somewhere() -> None:
    files = re.compile(r"\.(bib|ris|csl\.json|csv|json|xml|html|txt|eml)$")
    for page, known in made():
        targets = re.findall(r"\]\((?:\.\./)*([^)# ]*)", page.body)
        extra = {target: target for target in targets if files.search(target)}
        html(page.path, page.body, {**known, **extra})


@pytest.mark.parametrize(
    ("path", "link", "href"),
    [
        ("papers/a.md", "../b/c.md", "../../b/c/"),
        ("papers/a.md", "../index.md", "../../"),
        ("papers/a.md", "../papers/a.md", "../../papers/a/"),
        ("index.md", "index.md", "./"),
        ("index.md", "feed.xml", "feed.xml"),
        ("b/c.md", "../feed.xml", "../../feed.xml"),
        ("b/c.md", "https://example.org/x.md", "https://example.org/x.md"),
    ],
)
def test_a_link_is_relative_to_the_address_of_its_page(path: str, link: str, href: str) -> None:
    assert f'<a href="{href}">x</a>' in html(path, f"[x]({link})", KNOWN)[0]


@pytest.mark.parametrize("link", ["gone.md", "../gone.md", "a.md", "#gone", "../papers/a.md#x"])
def test_a_link_to_nothing_names_page_and_link(link: str) -> None:
    with pytest.raises(SiteError, match=r"^papers/a\.md: .*'" + re.escape(link)):
        html("papers/a.md", f"# A\n\n[x]({link})", KNOWN)


def test_what_looks_like_a_link_in_text_is_text() -> None:
    text = '&lt;a href="gone.md"&gt; `<a href="gone.md">`'
    found = lxml.html.fragment_fromstring(html("index.md", text, KNOWN)[0])
    assert found.text_content() == '<a href="gone.md"> <a href="gone.md">'
    assert [each.tag for each in found.iter()] == ["p", "code"]


def test_headings_may_state_their_ids() -> None:
    made, anchors = html("index.md", "# One {#two}\n\n[x](#two)\n\n## Three\n", KNOWN)
    assert anchors == ("two",)
    assert "<h2>Three</h2>" in made


@pytest.mark.parametrize(
    ("cell", "opening"),
    [
        ("2", '<div class="scroll" role="group" aria-label="Table" tabindex="0">'),
        ("[2](feed.xml)", '<div class="scroll">'),
    ],
    ids=["by itself", "through its links"],
)
@pytest.mark.parametrize(
    "engine", [rendered, lambda text: framed(markdown.markdown(text, extensions=["tables"]))]
)
def test_a_table_scrolls_and_is_aligned_by_class(
    engine: Callable[[str], str], cell: str, opening: str
) -> None:
    table = f"| a | b | c |\n| :-- | :-: | --: |\n| 1 | {cell} | 3 |\n"
    made = engine(f"{table}\nText\n\n{table}")
    assert made.count(opening + "<table>") == 2
    assert "style" not in made
    assert re.findall(r"<th( class=\"\w+\")?>", made)[:3] == [
        "",
        ' class="centre"',
        ' class="right"',
    ]


def test_the_engine_knows_no_more_than_it_needs() -> None:
    assert ENGINE.html("~~x~~ $y$ ==z== www.example.org") == (
        "<p>~~x~~ $y$ ==z== www.example.org</p>\n"
    )
