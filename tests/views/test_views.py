"""What pages show of a digest: each case of ``cases.yml`` is one, with what its views are."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import fields, is_dataclass
from datetime import date
from itertools import pairwise
from operator import attrgetter
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from generator.papers import wording
from generator.papers.model import Edition, Group, Paper, Topic
from generator.text import Misuse
from generator.views import Digest, Lead, by_group, leads, periods, ranked, topics
from generator.views.listings import trending
from generator.views.periods import week_of
from tests.views.conftest import digest_of


class Loader(yaml.SafeLoader):
    """YAML in which days are text."""


Loader.yaml_implicit_resolvers = {
    letter: [each for each in of if not each[0].endswith(":timestamp")]
    for letter, of in Loader.yaml_implicit_resolvers.items()
}
CASES: list[dict[str, Any]] = yaml.load(
    (Path(__file__).parent / "cases.yml").read_text(encoding="utf-8"), Loader
)


def leading(digest: Digest, *ids: str) -> tuple[Lead, ...]:
    return leads(digest, [digest.corpus.papers[id_] for id_ in ids] or digest.newest)


def past(digest: Digest, *names: str) -> list[str]:
    return [name for name in names if periods.is_past(digest, periods.period(digest, name))]


VIEWS: dict[str, Callable[..., object]] = {
    "points": lambda digest, most="50": {
        each.paper.id: str(each.points) for each in trending(digest, int(most))
    },
    "terms": lambda digest, id_: next(e.terms for e in digest.trending if e.paper.id == id_),
    "ranked": lambda digest, until="": ranked(digest, digest.newest, until),
    "leads": leading,
    "reasons": lambda digest, *ids: [
        wording.why_words(each.reason, each.number, each.is_most, "the week")
        for each in leading(digest, *ids)
    ],
    "gists": lambda digest: {each.id: wording.gist(each) for each in digest.newest},
    "period": periods.period,
    "papers": lambda digest, name: periods.period(digest, name).papers,
    "past": past,
    "unlisted": lambda digest, name, *waiting: periods.unlisted(
        digest, periods.period(digest, name), waiting
    ),
    "issues": lambda digest: [issue.id for issue in periods.issues(digest)],
    "by_group": lambda digest: by_group(digest.world, digest.newest),
    "years": lambda digest: topics.years(digest.newest),
    "code": topics.code,
}
"""What takes a digest, and words; the other views are its own."""


def shown(digest: Digest, view: str) -> object:
    """A view by its name, ``stats.months``, or with words, ``leads of d e``, as a case has it."""
    name, *words = view.replace(" of ", " ").split()
    return plain(VIEWS[name](digest, *words) if name in VIEWS else attrgetter(name)(digest))


def plain(value: Any) -> Any:
    """Papers, editions, topics and groups are their ids, all else is what it holds."""
    if isinstance(value, Paper | Edition | Topic | Group):
        return value.id
    if is_dataclass(value):
        return [plain(getattr(value, field.name)) for field in fields(value)]
    if isinstance(value, dict):
        return {key: plain(each) for key, each in value.items()}
    return [plain(each) for each in value] if isinstance(value, list | tuple) else value


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["case"])
def test_views_are_as_a_case_says(case: dict[str, Any]) -> None:
    digest = digest_of(case)
    assert {view: shown(digest, view) for view in case["gives"]} == case["gives"]


@pytest.mark.parametrize(
    "name",
    ["", "2024", "2024-W54", "2024-W00", "2023-02-29", "2024-13", "hott", "../x", "２024-10"],
)
def test_what_is_no_period_is_refused(name: str) -> None:
    with pytest.raises(Misuse, match="neither a day"):
        periods.period(digest_of({"papers": "a"}), name)


@pytest.mark.parametrize(
    ("papers", "number"), [(0, 0), (2, 2), (19, 3), (20, 4), (45, 5), (300, 5)]
)
def test_three_to_five_lead(papers: int, number: int) -> None:
    digest = digest_of({"papers": " ".join(f"p{n:03}" for n in range(papers))})
    assert len(leads(digest, digest.newest)) == number
    assert len(leads(digest, digest.newest, most=1)) == min(number, 1)


DAYS = st.dates(date(1990, 1, 1), date(2030, 12, 31)).map(date.isoformat)
DATES = st.one_of(st.none(), DAYS, DAYS.map(lambda day: day[:7]), DAYS.map(lambda day: day[:4]))


@given(st.lists(DATES, max_size=30))
def test_every_paper_is_in_the_calendar_once(published: list[str | None]) -> None:
    papers = {f"p{number}": {"published": each} for number, each in enumerate(published)}
    digest = digest_of({"papers": papers})
    found = digest.calendar
    in_years = [paper.id for year in found.years for paper in year.papers]
    assert sorted([*in_years, *plain(found.undated)]) == sorted(papers)
    for spans, within in ((found.years, found.months), (found.months, ())):
        for span in spans:
            nearer = [paper for each in within if each.id[:4] == span.id for paper in each.papers]
            nearer = nearer or [paper for day in span.days for paper in digest.papers_of[day]]
            assert sorted(plain([*nearer, *span.rest])) == sorted(plain(span.papers))
    in_weeks = [paper.id for week in found.weeks for paper in week.papers]
    assert [paper.id for day in found.days for paper in day.papers] == in_weeks
    assert [day.id for day in found.days] == [day for week in found.weeks for day in week.days]
    for week in found.weeks:
        assert {*map(week_of, week.days)} == {week.id}


LISTINGS = st.dictionaries(
    st.dates(date(2024, 9, 20), date(2024, 11, 10)).map(date.isoformat),
    st.sets(st.sampled_from("abcdefgh"), min_size=1).map(sorted),
    min_size=2,
)


@given(LISTINGS, st.sampled_from(["daily", "trending"]))
def test_no_paper_is_in_two_consecutive_issues(listings: dict[str, list[str]], kind: str) -> None:
    made = {f"of-{day}": {"date": day, "papers": on, "kind": kind} for day, on in listings.items()}
    digest = digest_of({"papers": "a b c d e f g h", "listings": made})
    calendar = digest.calendar
    for names in (
        sorted(made),
        sorted(day.id for day in calendar.days),
        sorted(week.id for week in calendar.weeks),
        sorted(month.id for month in calendar.months),
    ):
        issues = [{*plain(periods.period(digest, name).papers)} for name in names]
        assert not any(before & after for before, after in pairwise(issues))
    first = min(listings)
    assert plain(periods.period(digest, f"of-{first}").papers) == listings[first]
