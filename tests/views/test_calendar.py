from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.papers.model import EditionKind, Paper
from generator.views.periods import week_of
from tests.views.conftest import digest_of, ids, listing


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
    made = (listing("p", id=id_, day=when) for id_, when in editions)
    assert digest_of([Paper("p", "P", published=published)], *made).listed == {"p": day}


@pytest.mark.parametrize("kind", ["search", "trending"])
def test_only_daily_editions_list(kind: EditionKind) -> None:
    assert digest_of([Paper("p", "P")], listing("p", kind=kind)).listed == {"p": ""}


def test_newest_first_then_by_title_then_id_undated_last() -> None:
    papers = (
        Paper("undated", "A"),
        Paper("b", "beta", published="2024-10-02"),
        Paper("a2", "Alpha", published="2024-10-02"),
        Paper("a1", "Alpha", published="2024-10-02"),
        Paper("old", "A", published="2023-01-01"),
        Paper("month", "A", published="2024-10"),
    )
    assert ids(digest_of(papers).newest) == ["a1", "a2", "b", "month", "old", "undated"]


def test_calendar_files_each_paper_once() -> None:
    found = digest_of(
        [
            Paper("day", "A", published="2024-12-30"),
            Paper("month", "B", published="2024-12"),
            Paper("undated", "C"),
        ]
    ).calendar
    assert [year.id for year in found.years] == ["2024"]
    (month,) = found.months
    assert (month.id, ids(month.papers)) == ("2024-12", ["day", "month"])
    assert ids(month.rest) == ["month"]
    assert [(day.date, ids(day.papers)) for day in found.days] == [("2024-12-30", ["day"])]
    assert ids(found.undated) == ["undated"]


def test_week_is_of_its_iso_year() -> None:
    (week,) = digest_of([Paper("p", "P", published="2024-12-30")]).calendar.weeks
    assert (week.id, [day.date for day in week.days]) == ("2025-W01", ["2024-12-30"])


days = st.dates(date(1990, 1, 1), date(2030, 12, 31)).map(date.isoformat)
dates = st.one_of(st.none(), days, days.map(lambda day: day[:7]), days.map(lambda day: day[:4]))


@given(st.lists(dates, max_size=30))
def test_every_paper_is_in_the_calendar_once(published: list[str | None]) -> None:
    papers = [Paper(f"p{i}", f"T{i}", published=each) for i, each in enumerate(published)]
    found = digest_of(papers).calendar
    in_years = [paper.id for year in found.years for paper in year.papers]
    assert sorted(in_years + ids(found.undated)) == sorted(paper.id for paper in papers)
    for year in found.years:
        months = [month for month in found.months if month.id.startswith(year.id)]
        in_months = [paper.id for month in months for paper in month.papers]
        assert sorted(in_months + ids(year.rest)) == sorted(ids(year.papers))
    in_days = [paper.id for day in found.days for paper in day.papers]
    in_weeks = [paper.id for week in found.weeks for day in week.days for paper in day.papers]
    assert in_days == in_weeks
    for month in found.months:
        of_days = [paper.id for day in month.days for paper in day.papers]
        assert sorted(of_days + ids(month.rest)) == sorted(ids(month.papers))
    for week in found.weeks:
        assert {week_of(day.date) for day in week.days} == {week.id}
