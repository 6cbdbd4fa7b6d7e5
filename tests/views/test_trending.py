from __future__ import annotations

from fractions import Fraction

from generator.papers.model import Corpus, Edition, Paper, Sighting
from generator.views import listings as views

PAPERS = {id_: Paper(id_, id_.upper()) for id_ in ("a", "b", "c", "d", "e")}


def corpus(*editions: Edition) -> Corpus:
    return Corpus(papers=PAPERS, editions={edition.id: edition for edition in editions})


def edition(id_: str, date: str | None, *papers: Sighting) -> Edition:
    return Edition(id_, "daily", "S", papers, date)


NEWEST = edition("n", "2024-03-01", Sighting("a"), Sighting("b", upvotes=25), Sighting("e"))
SAME_DAY = edition("m", "2024-03-01", Sighting("c", comments=1))
BEFORE = edition("o", "2023-01-01", Sighting("a", upvotes=5, comments=4), Sighting("d", 0, 9))
UNDATED = edition("u", None, Sighting("a"), Sighting("c"))


def points(made: Corpus) -> dict[str, Fraction]:
    return {trend.paper.id: trend.points for trend in views.trending(made, 10)}


def test_points_are_the_stated_formula_in_order() -> None:
    found = points(corpus(NEWEST, SAME_DAY, BEFORE, UNDATED))
    assert list(found.items()) == [
        ("a", 3 + (3 + 4 + Fraction(1, 2)) / 2 + 1),
        ("d", Fraction(3 + 9, 2)),
        ("b", Fraction(11, 2)),
        ("c", Fraction(4 + 1)),
    ]


def test_each_term_names_its_listing_newest_first() -> None:
    trend = views.trending(corpus(NEWEST, SAME_DAY, BEFORE, UNDATED), 1)[0]
    assert [(term.edition.id, term.comments, term.upvotes, term.age) for term in trend.terms] == [
        ("n", 0, 0, 1),
        ("o", 4, 5, 2),
        ("u", 0, 0, 3),
    ]
    assert trend.comments == 4


def test_what_one_listing_has_in_silence_does_not_trend() -> None:
    assert points(corpus(edition("n", "2024-03-01", Sighting("a"), Sighting("b", 0, 0)))) == {}
    assert points(Corpus()) == {}


def test_an_undated_listing_alone_is_the_newest() -> None:
    assert points(corpus(edition("u", None, Sighting("a", comments=2)))) == {"a": 5}


def test_equal_points_stand_newest_first_and_the_limit_holds() -> None:
    old = Paper("old", "A", published="2020-01-01")
    new = Paper("new", "B", published="2024-01-01")
    listing = edition("u", None, Sighting("old", comments=1), Sighting("new", comments=1))
    made = Corpus(papers={"new": new, "old": old}, editions={"u": listing})
    assert list(points(made)) == ["new", "old"]
    assert [trend.paper.id for trend in views.trending(made, 1)] == ["new"]
