from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.papers.model import Corpus, Edition, EditionKind, Paper, Sighting
from generator.views.calendar import calendar, listed, newest, week_of


def corpus(*papers: Paper, editions: tuple[Edition, ...] = ()) -> Corpus:
    return Corpus(
        papers={paper.id: paper for paper in papers},
        editions={edition.id: edition for edition in editions},
    )


def edition(id_: str, day: str | None, *papers: str, kind: EditionKind = "daily") -> Edition:
    return Edition(id_, kind, "A source", tuple(map(Sighting, papers)), day)


def ids(papers: tuple[Paper, ...]) -> list[str]:
    return [paper.id for paper in papers]


@pytest.mark.parametrize(
    ("published", "editions", "day"),
    [
        ("2024-10-01", (("a", "2024-10-20"), ("b", "2024-10-19")), "2024-10-19"),
        ("2024-10-01", (), "2024-10-01"),
        ("2024-10", (), "2024-10"),
        ("2024-10", (("a", "2025-01-02"),), "2025-01-02"),
        (None, (("a", None),), ""),
        (None, (), ""),
        ("2024-02-30", (), ""),
        ("2024-13", (), ""),
        ("20241001", (), ""),
        ("2024-W42-1", (), ""),
    ],
)
def test_listed_day(
    published: str | None, editions: tuple[tuple[str, str | None], ...], day: str
) -> None:
    made = tuple(edition(id_, when, "p") for id_, when in editions)
    assert listed(corpus(Paper("p", "P", published=published), editions=made)) == {"p": day}


@pytest.mark.parametrize("kind", ["search", "trending"])
def test_only_daily_editions_list(kind: EditionKind) -> None:
    seen = edition("s", "2024-10-20", "p", kind=kind)
    assert listed(corpus(Paper("p", "P"), editions=(seen,))) == {"p": ""}


def test_newest_first_then_by_title_then_id_undated_last() -> None:
    papers = (
        Paper("undated", "A"),
        Paper("b", "beta", published="2024-10-02"),
        Paper("a2", "Alpha", published="2024-10-02"),
        Paper("a1", "Alpha", published="2024-10-02"),
        Paper("old", "A", published="2023-01-01"),
        Paper("month", "A", published="2024-10"),
    )
    assert ids(newest(corpus(*papers))) == ["a1", "a2", "b", "month", "old", "undated"]


def test_calendar_files_each_paper_once() -> None:
    found = calendar(
        corpus(
            Paper("day", "A", published="2024-12-30"),
            Paper("month", "B", published="2024-12"),
            Paper("undated", "C"),
        )
    )
    assert [year.year for year in found.years] == ["2024"]
    (month,) = found.months
    assert (month.month, ids(month.papers), ids(month.day_unknown)) == (
        "2024-12",
        ["day", "month"],
        ["month"],
    )
    assert [(day.date, ids(day.papers)) for day in found.days] == [("2024-12-30", ["day"])]
    assert ids(found.undated) == ["undated"]


def test_week_is_of_its_iso_year() -> None:
    (week,) = calendar(corpus(Paper("p", "P", published="2024-12-30"))).weeks
    assert (week.id, [day.date for day in week.days]) == ("2025-W01", ["2024-12-30"])


days = st.dates(date(1990, 1, 1), date(2030, 12, 31)).map(date.isoformat)
dates = st.one_of(st.none(), days, days.map(lambda day: day[:7]), days.map(lambda day: day[:4]))


@given(st.lists(dates, max_size=30))
def test_every_paper_is_in_the_calendar_once(published: list[str | None]) -> None:
    papers = [Paper(f"p{i}", f"T{i}", published=each) for i, each in enumerate(published)]
    found = calendar(corpus(*papers))
    in_years = [paper.id for year in found.years for paper in year.papers]
    assert sorted(in_years + ids(found.undated)) == sorted(paper.id for paper in papers)
    for year in found.years:
        in_months = [paper.id for month in year.months for paper in month.papers]
        assert sorted(in_months + ids(year.month_unknown)) == sorted(ids(year.papers))
    in_days = [paper.id for day in found.days for paper in day.papers]
    in_weeks = [paper.id for week in found.weeks for day in week.days for paper in day.papers]
    assert in_days == in_weeks
    for month in found.months:
        of_days = [paper.id for day in month.days for paper in day.papers]
        assert sorted(of_days + ids(month.day_unknown)) == sorted(ids(month.papers))
    for week in found.weeks:
        assert {week_of(day.date) for day in week.days} == {week.id}
