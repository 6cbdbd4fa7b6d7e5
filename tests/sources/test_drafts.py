"""The one door: what a field may not hold is left out, what is no paper is rejected."""

from __future__ import annotations

from typing import Any

import pytest

from generator.papers.model import Entry, Link, Rejection
from generator.sources import drafts
from generator.sources.drafts import Draft


def settled(**stated: Any) -> Entry:
    entry = drafts.settled(Draft(3, title=stated.pop("title", "Kites"), **stated))
    assert isinstance(entry, Entry)
    return entry


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("upvotes", 10**9 + 1),
        ("comments", -1),
        ("authors_count", 0),
        ("upvotes", "12"),
        ("published", "1887-03-04"),
        ("published", "2100-01-01"),
        ("published", "2026-13-01"),
        ("published", "soon"),
        ("arxiv", "2599.00001"),
        ("arxiv", "２５０３.02130"),
        ("doi", "10.x"),
        ("category", "not a category"),
        ("abstract", "a " * 100_000_00),
        ("venue", "V" * 400),
    ],
)
def test_an_odd_field_is_left_out_with_a_note(name: str, value: object) -> None:
    notes: list[str] = []
    entry = settled(notes=notes, **{name: value})
    assert getattr(entry, name) in (None, "")
    assert len(notes) == 1
    assert notes[0].startswith("line 3: ")
    assert len(notes[0]) < 120


def test_a_link_too_long_once_encoded_is_left_out_with_a_note() -> None:
    notes: list[str] = []
    entry = settled(notes=notes, links=[("project", "https://x.example.org/" + "é" * 400)])
    assert entry.links == ()
    assert "a link is 'https://x.example.org/" in notes[0]


def test_the_case_of_a_category_is_arxivs() -> None:
    assert settled(category="Q-BIO.nc").category == "q-bio.NC"


def test_names_are_printed_as_on_the_paper() -> None:
    names = ["Muster, Ada", "Bo Beispiel,", "M&uuml;ller, J&ouml;rg", "Obi, Emeka, Jr.", ":"]
    assert settled(authors=names).authors == (
        "Ada Muster",
        "Bo Beispiel",
        "Jörg Müller",
        "Emeka Obi Jr.",
    )
    assert settled(authors=["A B\uffff", "\x00C D\ud83d"]).authors == ("A B", "C D")


@pytest.mark.parametrize("last", ["et al.", "others", "Bo Beispiel et al.", "等", "..."])
def test_an_open_list_is_never_taken_as_whole(last: str) -> None:
    assert settled(authors=["Ada Muster", last]).authors == ()


@pytest.mark.parametrize("title", ["", " \u200b", "—", "*" * 9, "x" * 1_001])
def test_without_a_title_there_is_no_entry_but_by_an_identifier(title: str) -> None:
    rejection = drafts.settled(Draft(3, title=title, text="a block", arxiv="2604.00001"))
    assert isinstance(rejection, Rejection)
    assert (rejection.line, rejection.text) == (3, "a block")
    if len(title) < 1_000:
        entry = drafts.settled(Draft(3, title=title, arxiv="2604.00001"), untitled=True)
        assert isinstance(entry, Entry)
        assert (entry.title, entry.arxiv) == ("", "2604.00001")


def test_the_word_for_a_link_counts_where_the_address_says_nothing() -> None:
    stated = [
        ("project", "https://kites.example.org/"),
        ("code", "https://github.com/muster/kites"),
        ("paper", "https://muster.example.org/papers/kites?utm_source=x"),
        ("paper", "https://muster.example.org/kites.pdf"),
        ("paper", "https://arxiv.org/abs/2604.00001"),
        ("paper", "https://dblp.org/rec/x"),
        ("project", "https://doi.org/10.5281/zenodo.1"),
    ]
    entry = settled(links=stated)
    assert (entry.arxiv, entry.doi) == ("2604.00001", None)
    assert entry.links == (
        Link("project", "https://kites.example.org"),
        Link("code", "https://github.com/muster/kites"),
        Link("paper", "https://muster.example.org/papers/kites"),
        Link("project", "https://doi.org/10.5281/zenodo.1"),
    )
    only = settled(links=[("paper", "https://muster.example.org/kites")])
    assert only.links == (Link("paper", "https://muster.example.org/kites"),)
