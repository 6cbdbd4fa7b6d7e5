"""What periods hold, when they are complete, and that neighbours share no paper."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.papers.model import (
    Corpus,
    Edition,
    EditionKind,
    Newsletter,
    Paper,
    Settings,
    Sighting,
)
from generator.views import Digest, periods
from generator.views.periods import NoPeriod, Period

SETTINGS = Settings(url="https://x.example/")


def edition(id_: str, papers: str, day: str | None = None, kind: EditionKind = "daily") -> Edition:
    return Edition(id_, kind, "Hub", tuple(map(Sighting, papers.split())), day)


def digest_of(*editions: Edition, settings: Settings = SETTINGS, **published: str) -> Digest:
    ids = {sighting.paper for each in editions for sighting in each.papers} | {*published}
    papers = {id_: Paper(id_, id_.upper(), published=published.get(id_)) for id_ in sorted(ids)}
    return Digest(Corpus(settings, papers=papers, editions={each.id: each for each in editions}))


DIGEST = digest_of(
    edition("2024-10-18", "a b", "2024-10-18"),
    edition("2024-10-20", "b c", "2024-10-20"),
    edition("2024-10-21", "b c d", "2024-10-21"),
    edition("hot", "a d", "2024-10-21", "trending"),
    edition("search-1", "e f", kind="search"),
    e="2024-10-05",
    f="2024-10",
)


@pytest.mark.parametrize(
    ("name", "papers", "words", "page"),
    [
        ("2024-10-18", "a b", "Friday 18 October 2024", "dates/2024/10/18/"),
        ("2024-10-20", "c", "Sunday 20 October 2024", "dates/2024/10/20/"),
        ("2024-W42", "a b c", "14 to 20 October 2024", "weeks/2024-W42/"),
        ("2024-W43", "d", "21 to 27 October 2024", "weeks/2024-W43/"),
        ("2024-10", "a b c d e f", "October 2024", "dates/2024/10/"),
        ("2024-W40", "e", "30 September to 6 October 2024", "weeks/2024-W40/"),
        ("2020-W53", "", "28 December 2020 to 3 January 2021", ""),
        ("hot", "a d", "Trending papers of Monday 21 October 2024", "editions/hot/"),
        ("search-1", "e f", "Search listing, undated, 2 papers", "editions/search-1/"),
    ],
)
def test_a_period_has_the_papers_of_its_days(name: str, papers: str, words: str, page: str) -> None:
    of = periods.period(DIGEST, name)
    assert {paper.id for paper in of.papers} == {*papers.split()}
    assert (of.id, of.name, of.page, of.repeated) == (name, words, page, 0)


def test_an_edition_leaves_out_what_the_one_before_had() -> None:
    editions = [replace(each, id=f"of-{each.id}") for each in DIGEST.corpus.editions.values()]
    digest = digest_of(*editions)
    assert [paper.id for paper in periods.period(digest, "of-2024-10-21").papers] == ["d"]
    assert periods.period(digest, "of-2024-10-21").repeated == 2
    assert [paper.id for paper in periods.period(digest, "of-2024-10-18").papers] == ["a", "b"]


@pytest.mark.parametrize(
    "name",
    ["", "2024", "2024-W54", "2024-W00", "2023-02-29", "2024-13", "hott", "../x", "２024-10"],
)
def test_what_is_no_period_is_refused(name: str) -> None:
    with pytest.raises(NoPeriod, match=r"calendar|neither"):
        periods.period(DIGEST, name)


@pytest.mark.parametrize(
    ("name", "past"),
    [
        ("2024-10-18", True),
        ("2024-10-20", True),
        ("2024-10-21", False),
        ("2024-W42", True),
        ("2024-W43", False),
        ("2024-10", False),
        ("2024-09", True),
        ("hot", False),
        ("search-1", True),
    ],
)
def test_a_period_is_past_once_a_later_day_is_listed(name: str, past: bool) -> None:
    of = periods.period(DIGEST, name)
    assert periods.is_past(DIGEST, of) is past
    stated = replace(SETTINGS, newsletter=Newsletter(complete=of.last or "2024-10-01"))
    assert periods.is_past(Digest(replace(DIGEST.corpus, settings=stated)), of)


def test_without_dated_listings_the_days_of_papers_say_what_is_past() -> None:
    digest = digest_of(a="2024-10-05", b="2024-11-03", c="2024-12")
    assert periods.is_past(digest, periods.period(digest, "2024-10"))
    assert not periods.is_past(digest, periods.period(digest, "2024-11"))


def test_the_site_keeps_the_newest_past_weeks_with_a_listing_or_news() -> None:
    assert [week.id for week in periods.issues(DIGEST)] == ["2024-W42"]
    days = [f"2024-{month:02}-02" for month in range(1, 13)]
    many = [edition(day, f"p{number}", day) for number, day in enumerate(days)]
    settings = replace(SETTINGS, newsletter=Newsletter(issues=3))
    kept = periods.issues(digest_of(*many, settings=settings))
    assert [week.last for week in kept] == ["2024-11-03", "2024-10-06", "2024-09-08"]
    assert periods.issues(digest_of(*many, settings=replace(settings, url=""))) == ()


def added(digest: Digest, **days: str) -> Digest:
    papers = {id_: replace(p, added=days.get(id_)) for id_, p in digest.corpus.papers.items()}
    return Digest(replace(digest.corpus, papers=papers))


def test_a_period_has_what_was_added_in_it_however_late_it_was_listed() -> None:
    digest = added(DIGEST, a="2024-10-18", b="2024-10-22", d="2024-10-22", f="2024-10-31")
    found = {
        name: "".join(sorted(ids(periods.period(digest, name))))
        for name in ("2024-10-18", "2024-10-22", "2024-W42", "2024-W43", "2024-W44", "2024-10")
    }
    assert found == {
        "2024-10-18": "a",
        "2024-10-22": "bd",
        "2024-W42": "a",
        "2024-W43": "bd",
        "2024-W44": "f",
        "2024-10": "abdf",
    }
    assert ids(periods.period(digest, "2024-W40")) == {"e"}
    assert periods.period(digest, "2024-W44").page == ""
    assert [week.id for week in periods.issues(digest)] == ["2024-W43", "2024-W42"]


def test_days_without_a_listing_are_named() -> None:
    week = periods.period(DIGEST, "2024-W42")
    days = [f"2024-10-{day}" for day in range(14, 18)]
    assert periods.unlisted(DIGEST, week, ()) == tuple(days)
    assert periods.unlisted(DIGEST, week, ("2024-10-19", "2024-10-20")) == (*days, "2024-10-19")
    assert periods.unlisted(DIGEST, periods.period(DIGEST, "hot"), ("2024-10-21",)) == ()
    stated = replace(SETTINGS, newsletter=Newsletter(complete="2024-10-16"))
    known = Digest(replace(DIGEST.corpus, settings=stated))
    assert periods.unlisted(known, week, ("2024-10-15",)) == ("2024-10-15", "2024-10-17")


def test_a_digest_without_daily_listings_is_asked_for_none() -> None:
    digest = digest_of(edition("w", "a", "2024-10-18", "weekly"))
    week = periods.period(digest, "2024-W42")
    assert periods.unlisted(digest, week, ()) == ()
    assert periods.unlisted(digest, week, ("2024-10-15",)) == ("2024-10-15",)


DAYS = st.dates(
    min_value=date(2024, 9, 20),
    max_value=date(2024, 11, 10),
).map(str)
LISTINGS = st.dictionaries(DAYS, st.sets(st.sampled_from("abcdefgh"), min_size=1), min_size=2)


@given(LISTINGS, st.sampled_from(["daily", "trending"]))
def test_no_paper_is_in_two_consecutive_issues(
    listings: dict[str, set[str]], kind: EditionKind
) -> None:
    digest = digest_of(
        *(edition(f"of-{day}", " ".join(sorted(on)), day, kind) for day, on in listings.items())
    )
    calendar = digest.calendar
    for names in (
        sorted(f"of-{day}" for day in listings),
        sorted(day.date for day in calendar.days),
        sorted(week.id for week in calendar.weeks),
        sorted(month.id for month in calendar.months),
    ):
        issues = [periods.period(digest, name) for name in names]
        for before, after in pairwise(issues):
            assert not ids(before) & ids(after)
        if names[:1] == [f"of-{min(listings)}"]:
            assert ids(issues[0]) == listings[min(listings)]


def ids(of: Period) -> set[str]:
    return {paper.id for paper in of.papers}
