"""The one door: what a field may not hold is left out, what is no paper is rejected."""

from __future__ import annotations

import datetime
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.papers import identity, links
from generator.papers.model import Entry, Link, Rejection
from generator.sources import days, drafts
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


# Identifiers


@pytest.mark.parametrize(
    ("text", "doi"),
    [
        ("10.5555/ISR.2026.101", "10.5555/isr.2026.101"),
        ("http://dx.doi.org/10.5555/soils.2026.3", "10.5555/soils.2026.3"),
        ("https://doi.org/10.5555%2Fsoils", "10.5555/soils"),
        ("urn:doi:10.5555/soils.2026.3", "10.5555/soils.2026.3"),
        ("https://doi.org/10.5555/soils?utm_source=x", "10.5555/soils"),
        ("11.5555/x", None),
    ],
)
def test_a_doi_in_each_of_its_forms(text: str, doi: str | None) -> None:
    assert identity.doi(text) == doi


def test_the_papers_own_page_and_what_is_none() -> None:
    pages = [
        "https://openreview.net/forum?id=aA1",
        "https://aclanthology.org/2026.invented-long.901",
        "https://proceedings.mlr.press/v299/muster26a.html",
    ]
    others = [
        "https://openreview.net/pdf?id=aA1",
        "https://aclanthology.org/2026.invented-long.901.pdf",
        "https://openreview.net/",
        "https://github.com/muster/kites",
    ]
    assert [url for url in pages + others if links.is_papers_page(url)] == pages
    records = ["https://dblp.org/rec/x", "https://www.semanticscholar.org/paper/1",
               "https://img.shields.io/badge/x", "https://x.com/muster/status/1"]  # fmt: skip
    assert [url for url in records + pages if links.is_record(url)] == records


# Days


@pytest.mark.parametrize(
    ("text", "iso", "rest"),
    [
        ("Mar 11, 2025", "2025-03-11", ""),
        ("March 11 2025", "2025-03-11", ""),
        ("Sept. 3rd, 2024 5", "2024-09-03", " 5"),
        ("11 March 2025", "2025-03-11", ""),
        ("Tuesday, Mar 11, 2025", "2025-03-11", ""),
        ("2025-03-11 2", "2025-03-11", " 2"),
        ("May 28 2", "2020-05-28", " 2"),
    ],
)
def test_days_as_listings_write_them(text: str, iso: str, rest: str) -> None:
    found = days.at_start(text)
    assert found
    assert (found[0].iso(2020), found[1]) == (iso, rest)


@pytest.mark.parametrize("text", ["", "March 2024", "Marching 11", "11", "2025-03", "Mar 112"])
def test_what_is_no_day(text: str) -> None:
    assert days.at_start(text) is None


def test_a_day_that_no_calendar_has() -> None:
    found = days.at_start("Feb 31")
    assert found
    assert (found[0].exists(), found[0].iso(2024)) == (False, None)


def test_a_leap_day_needs_a_leap_year() -> None:
    day = days.WrittenDay("Feb 29", 2, 29)
    assert day.exists()
    assert [day.iso(2023), day.iso(2024), day.iso()] == [None, "2024-02-29", None]


@given(st.dates(), st.text("ab :,", max_size=60))
def test_a_day_at_the_end(day: datetime.date, before: str) -> None:
    assert [found.iso() for found in days.every(f"{before} {day}")] == [str(day)]
