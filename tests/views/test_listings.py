"""What listings say of papers: their order, what trends, what leads, and why."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction

import pytest

from generator.papers import wording
from generator.papers.model import Edition, Link, Paper, Sighting
from generator.views import Digest, Lead, leads, ranked
from generator.views.listings import trending
from tests.views.conftest import DAY, digest_of, ids, listing, named

CODE = (Link("code", "https://github.com/a/b"),)
NEWEST = listing("a", Sighting("b", upvotes=25), "e", id="n", day="2024-03-01")
SAME_DAY = listing(Sighting("c", comments=1), id="m", day="2024-03-01")
BEFORE = listing(Sighting("a", 5, 4), Sighting("d", 0, 9), id="o", day="2023-01-01")
UNDATED = listing("a", "c", id="u", day=None)
TRENDS = (NEWEST, SAME_DAY, BEFORE, UNDATED)


def test_dated_editions_newest_first_and_undated_by_id() -> None:
    days = {"y": None, "x": None, "b": "2024-01-02", "c": "2024-01-01", "a": "2024-01-02"}
    digest = digest_of([], *(listing(id=id_, day=day) for id_, day in days.items()))
    assert [each.id for each in digest.editions] == ["a", "b", "c", "x", "y"]
    assert [each.id for each in digest.dated] == ["a", "b", "c"]


def test_sightings_count_an_edition_once_and_known_papers_only() -> None:
    seen = listing(Sighting("a", upvotes=1), Sighting("a", upvotes=9), "z")
    assert digest_of(named("a"), seen).sightings == {"a": [(seen, Sighting("a", upvotes=1))]}


def points(*editions: Edition) -> dict[str, Fraction]:
    found = trending(digest_of(named("abcde"), *editions), 10)
    return {trend.paper.id: trend.points for trend in found}


def test_points_are_the_stated_formula_in_order() -> None:
    assert list(points(*TRENDS).items()) == [
        ("a", 3 + (3 + 4 + Fraction(1, 2)) / 2 + 1),
        ("d", Fraction(3 + 9, 2)),
        ("b", Fraction(11, 2)),
        ("c", Fraction(4 + 1)),
    ]


def test_each_term_names_its_listing_newest_first() -> None:
    (trend,) = trending(digest_of(named("abcde"), *TRENDS), 1)
    assert [(term.edition.id, term.comments, term.upvotes, term.age) for term in trend.terms] == [
        ("n", 0, 0, 1),
        ("o", 4, 5, 2),
        ("u", 0, 0, 3),
    ]


def test_what_one_listing_has_in_silence_does_not_trend() -> None:
    assert points(listing("a", Sighting("b", 0, 0))) == points() == {}


def test_an_undated_listing_alone_is_the_newest() -> None:
    assert points(listing(Sighting("a", comments=2), day=None)) == {"a": 5}


def test_equal_points_stand_newest_first_and_the_limit_holds() -> None:
    old, new = Paper("old", "A", published="2020"), Paper("new", "B", published="2024")
    seen = listing(Sighting("old", comments=1), Sighting("new", comments=1), day=None)
    digest = digest_of([old, new], seen)
    assert ids(trend.paper for trend in trending(digest, 2)) == ["new", "old"]
    assert ids(trend.paper for trend in trending(digest, 1)) == ["new"]


def order(digest: Digest, until: str = "") -> str:
    return "".join(ids(ranked(digest, digest.newest, until)))


def test_what_is_said_most_of_ranks_first_then_what_is_summarised_or_has_code() -> None:
    papers = [replace(each, links=CODE if each.id in "ce" else ()) for each in named("abcdef")]
    papers.append(Paper("g", "G", summary="It is."))
    seen = listing(*"abc", Sighting("d", comments=2), "e", Sighting("f", upvotes=30), "g")
    assert order(digest_of(papers, seen)) == "fdgceab"


def test_the_day_of_a_listing_counts_for_nothing() -> None:
    early = listing(Sighting("a", upvotes=21), day="2024-10-28")
    assert order(digest_of(named("ab"), early, listing(Sighting("b", upvotes=20)))) == "ab"


def test_what_comes_later_changes_nothing() -> None:
    later = listing(Sighting("a", comments=99), day="2024-11-02")
    digest = digest_of(named("ab"), listing("b", "a"), later)
    assert (order(digest, until=DAY), order(digest)) == ("ba", "ab")


@pytest.mark.parametrize(
    ("papers", "number"), [(0, 0), (2, 2), (19, 3), (20, 4), (45, 5), (300, 5)]
)
def test_three_to_five_lead(papers: int, number: int) -> None:
    digest = digest_of([Paper(f"p{n:03}", "P") for n in range(papers)])
    assert len(leads(digest, digest.newest)) == number
    assert len(leads(digest, digest.newest, most=1)) == min(number, 1)


def test_a_lead_says_what_counts_most_for_it() -> None:
    papers = [replace(each, links=CODE if each.id == "e" else ()) for each in named("abcdefg")]
    said = (Sighting("a", 10, 5), Sighting("b", 49), "c", Sighting("d", 10, 2), "e", "f")
    digest = digest_of(papers, listing(*said), listing("c", "b", day="2024-10-30"))
    assert leads(digest, digest.newest) == (
        Lead(papers[1], "upvotes", 49, True),
        Lead(papers[0], "comments", 5, True),
        Lead(papers[2], "listings", 2, False),
    )
    alone = leads(digest, papers[4:])
    assert [(lead.reason, lead.number) for lead in alone] == [
        ("code", 5),
        ("place", 6),
        ("place", 0),
    ]


@pytest.mark.parametrize(
    ("lead", "words"),
    [
        (("comments", 1, False), "1 comment"),
        (("comments", 5, True), "5 comments, the most of the week"),
        (("upvotes", 1200, True), "1,200 upvotes, the most of the week"),
        (("listings", 3, False), "in 3 listings"),
        (("code", 4, False), "with code"),
        (("place", 4, False), "number 4 of its listing"),
        (("place", 0, False), "new"),
    ],
)
def test_the_reason_in_words(lead: tuple[str, int, bool], words: str) -> None:
    assert wording.why_words(*lead, "the week") == words


@pytest.mark.parametrize(
    ("paper", "gist"),
    [
        (Paper("p", "P", gist="Three values suffice"), "Three values suffice"),
        (Paper("p", "P", summary="One. Two."), "One."),
        (Paper("p", "P"), ""),
        (Paper("p", "P", summary=f"{'word ' * 30}end."), f"{'word ' * 15}word…"),
    ],
)
def test_a_gist_is_what_a_curator_wrote(paper: Paper, gist: str) -> None:
    assert wording.gist(paper) == gist
    assert len(wording.gist(paper)) <= 80
