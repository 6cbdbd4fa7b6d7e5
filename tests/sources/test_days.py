from __future__ import annotations

import datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.sources import days


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
    day = days.Day("Feb 29", 2, 29)
    assert day.exists()
    assert [day.iso(2023), day.iso(2024), day.iso()] == [None, "2024-02-29", None]


@given(st.dates(), st.text("ab :,", max_size=60))
def test_a_day_at_the_end(day: datetime.date, before: str) -> None:
    assert [found.iso() for found in days.every(f"{before} {day}")] == [str(day)]
