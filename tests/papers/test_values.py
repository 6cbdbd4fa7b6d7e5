"""Identifiers, permalinks, links, names, keys and words: what is right of each, and of any text."""

from __future__ import annotations

from dataclasses import replace
from pkgutil import resolve_name
from typing import Any
from urllib.parse import urlsplit

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.papers import identity, links
from generator.papers.identity import citation_keys
from generator.papers.model import Corpus, Edition, Link, Paper, Sighting
from generator.papers.names import Name, parts
from tests.papers.conftest import CASES, paper


def stated(value: Any) -> Any:
    """A value of the table; names with values are a paper, or an edition of one."""
    if isinstance(value, dict) and "kind" in value:
        return Edition("e", source="S", papers=(Sighting("p"),), **value)
    return paper(**value) if isinstance(value, dict) else value


@pytest.mark.parametrize("name", CASES["gives"])
def test_what_a_function_gives(name: str) -> None:
    function = resolve_name(f"generator.{name}")
    for right, asked in CASES["gives"][name].items():
        for value in asked:
            arguments = value if isinstance(value, list) else [value]
            assert function(*map(stated, arguments)) == right, value


def test_title_key_folds_spelling_and_keeps_titles_apart() -> None:
    for one, other in CASES["same_title"]:
        assert identity.title_key(one) == identity.title_key(other)
    for one, other in CASES["other_title"]:
        assert identity.title_key(one) != identity.title_key(other)


@given(st.text(min_size=1).filter(str.strip))
def test_title_key_ignores_case_and_outer_space(title: str) -> None:
    key = identity.title_key(title)
    assert key
    assert identity.title_key(f"  {title}\n") == key
    assert identity.title_key(key) == key


@given(st.text(), st.sets(st.from_regex(r"[a-z]{1,3}(-[0-9])?", fullmatch=True)))
def test_slug_is_a_permalink_and_free(title: str, taken: set[str]) -> None:
    slug = identity.slug(title, taken)
    assert slug not in taken
    assert slug.isascii()
    assert len(slug) <= 90
    assert slug == slug.lower()
    assert all(part.isalnum() for part in slug.split("-"))


def test_resolve_points_editions_at_the_record_that_stays() -> None:
    papers = {"a": Paper("a", "First"), "b": Paper("b", "Second", same_as=("a",))}
    seen = (Sighting("a", comments=2), Sighting("b"))
    edition = Edition("2025-01-01", "daily", "Listing", seen)
    corpus = identity.resolve(Corpus(papers=papers, editions={edition.id: edition}))
    assert list(corpus.papers) == ["b"]
    assert corpus.papers["b"].aliases == ("a",)
    assert corpus.editions["2025-01-01"].papers == (Sighting("b", comments=2),)


def ngo(id: str, **facts: Any) -> Paper:
    return Paper(id, "Title", arxiv="2410.00001", authors=("Ada Ngo",), **facts)


def test_who_came_first_keeps_the_usual_key() -> None:
    first, later = ngo("kites-in-autumn"), ngo("kites-again", added="2025-10-31")
    assert citation_keys([first, later]) == {first.id: "ngo2024kites", later.id: "ngo2024kitesb"}
    stated = replace(first, citation_key="ngo2024autumn")
    assert citation_keys([stated, later]) == {first.id: "ngo2024autumn", later.id: "ngo2024kites"}


IDS = st.sets(st.sampled_from([f"{a}-{b}" for a in ("kites", "winds") for b in "abcdefgh"]))
KEYS = st.sampled_from([None, None, "ngo2024kites", "ngo2024kitesb"])


@given(IDS, st.data())
def test_no_two_papers_share_a_key(ids: set[str], data: st.DataObject) -> None:
    keys = {id: data.draw(KEYS) for id in sorted(ids)}
    once = {id: key for id, key in keys.items() if list(keys.values()).count(key) == 1}
    papers = [ngo(id, citation_key=once.get(id)) for id in keys]
    found = citation_keys(papers)
    assert len({*found.values()}) == len(papers)
    assert found.keys() == ids
    assert found == citation_keys(papers[::-1])


def test_a_name_in_parts_and_as_it_is_printed() -> None:
    assert {name: parts(name) for name in CASES["name"]} == {
        name: Name(*of) for name, of in CASES["name"].items()
    }
    assert {str(Name(*of)) for of in CASES["printed"].values()} == {*CASES["printed"]}
    given_in_parts = Name("García Márquez", "Gabriel")
    assert parts(given_in_parts) == given_in_parts


@pytest.mark.parametrize("text", CASES["one_repository"])
def test_one_repository_however_it_is_written(text: str) -> None:
    assert links.find(text) == (Link("code", "https://github.com/lab/tool"),)


def test_links_come_in_the_order_of_the_text() -> None:
    found = links.find(CASES["links"]["text"])
    assert [link.url for link in found] == CASES["links"]["found"]


LONG = ["https://" + "a" * 70 + ".org", "https://a.org/" + "a" * 3000, "https://x.org/" + "é" * 400]


@pytest.mark.parametrize("url", [*CASES["no_link"], *LONG])
def test_what_is_no_public_link_is_refused(url: str) -> None:
    assert links.clean(url) == ""
    assert links.find(f"see {url} there") == () or {*" \u202e\x00"} & {*url}


PIECES = [
    *["https://", "http://", "www.", "github.com/", "huggingface.co/", "a.org", "lab", "tool"],
    *[".git", "/", "/tree/main"],
    *["?utm_source=x", "&ref=y", "#readme", "{", "}", "(", ")", ".", ",", "\\_", "[", "]", " "],
    *["%", "é", "@", ":", "\u202e", "\x07", "é" * 400, "?q=", "&", ";", "=", "..", "//"],
]


@given(st.text() | st.lists(st.sampled_from(PIECES), max_size=20).map("".join))
def test_links_of_any_text_are_clean_and_public(text: str) -> None:
    found = links.find(text)
    assert len({link.url for link in found}) == len(found)
    for link in found:
        parts = urlsplit(link.url)
        assert parts.scheme in ("http", "https")
        assert "." in (parts.hostname or "")
        assert link.url.isascii()
        assert links.clean(link.url) == link.url
        assert links.kind(link.url) == link.kind
    assert links.clean(links.clean(text)) == links.clean(text)


@pytest.mark.parametrize("piece", ["http://", "https://a.org/", ")", "(", "www.", "a.org/b, "])
def test_a_long_text_comes_to_an_end(piece: str) -> None:
    assert len(links.find("https://a.org/" + piece * 50_000)) < 3


def test_the_papers_own_page_comes_first() -> None:
    of = CASES["addresses"]["of"]
    known = paper(**of | {"links": [Link(*link) for link in of["links"]]})
    found = {each.kind: each.label for each in links.addresses(known)}
    assert [*found.items()] == [*CASES["addresses"]["labels"].items()]
