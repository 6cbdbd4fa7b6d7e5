"""The one door: what a field may not hold is left out, what is no paper is rejected."""

from __future__ import annotations

import datetime
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from generator.papers import identity, links
from generator.papers.model import Entry, Link, Rejection
from generator.sources import days, drafts
from generator.sources.drafts import Draft

CASES = yaml.safe_load((Path(__file__).parent / "cases.yml").read_text("utf-8"))


def settled(**stated: Any) -> Entry:
    entry = drafts.settled(Draft(3, title=stated.pop("title", "Kites"), **stated))
    assert isinstance(entry, Entry)
    return entry


@pytest.mark.parametrize(
    ("name", "value"), [*CASES["left_out"], ("abstract", "a " * 10**7), ("venue", "V" * 400)]
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
    names = CASES["names"] | {"A D\ud83d": "A D"}
    assert settled(authors=[*names, ":"]).authors == (*names.values(),)


@pytest.mark.parametrize("last", CASES["open_lists"])
def test_an_open_list_is_never_taken_as_whole(last: str) -> None:
    assert settled(authors=["Ada Muster", last]).authors == ()


@pytest.mark.parametrize("title", [*CASES["no_title"], "x" * 1_001])
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


def test_what_an_identifier_or_an_address_leads_to() -> None:
    assert {text: identity.doi(text) for text in CASES["doi"]} == CASES["doi"]
    own, about, other = (CASES[name] for name in ("own_pages", "pages_about", "other_pages"))
    assert [url for url in own + about + other if links.is_papers_page(url)] == own
    assert [url for url in own + about + other if links.is_record(url)] == about


@pytest.mark.parametrize(("text", "iso", "rest"), CASES["days"])
def test_days_as_listings_write_them(text: str, iso: str, rest: str) -> None:
    found = days.at_start(text)
    assert found
    assert (found[0].iso(2020), found[1]) == (iso, rest)


@pytest.mark.parametrize("text", CASES["no_days"])
def test_what_is_no_day(text: str) -> None:
    assert days.at_start(text) is None


def test_a_day_without_its_year_exists_where_a_calendar_has_it() -> None:
    leap, none = days.WrittenDay("Feb 29", 2, 29), days.WrittenDay("Feb 31", 2, 31)
    assert (leap.exists(), none.exists()) == (True, False)
    assert [leap.iso(2023), leap.iso(2024), leap.iso()] == [None, "2024-02-29", None]


@given(st.dates(), st.text("ab :,", max_size=60))
def test_a_day_at_the_end(day: datetime.date, before: str) -> None:
    assert [found.iso() for found in days.days_in(f"{before} {day}")] == [str(day)]
