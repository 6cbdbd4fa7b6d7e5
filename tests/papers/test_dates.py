"""Dates as records state them."""

from __future__ import annotations

import datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.papers import fields


@pytest.mark.parametrize(
    ("text", "span"),
    [
        ("2024-10-20", ("2024-10-20", "2024-10-20")),
        ("2024-02", ("2024-02-01", "2024-02-29")),
        ("2023", ("2023-01-01", "2023-12-31")),
        ("2024-W01", ("2024-01-01", "2024-01-07")),
        ("2020-W53", ("2020-12-28", "2021-01-03")),
        *((text, None) for text in ("", "2024-13", "2024-00", "2024-02-30", "1887-01-01", "2100")),
        *((text, None) for text in ("2021-W53", "2021-W00", "２０２４", "2024-1", "2024-10-20T10")),
    ],
)
def test_a_date_spans_the_days_that_it_may_mean(text: str, span: tuple[str, str] | None) -> None:
    assert fields.span(text) == span
    assert fields.is_real(text) == (span is not None and "W" not in text)


@given(st.dates(datetime.date(1900, 1, 1), datetime.date(2099, 12, 31)))
def test_each_day_is_in_its_month_and_year(day: datetime.date) -> None:
    text = day.isoformat()
    assert fields.span(text) == (text, text)
    assert fields.is_day(text)
    for shorter in (text[:7], text[:4]):
        assert fields.first_day(shorter) <= text <= fields.last_day(shorter)
        assert not fields.is_day(shorter)


def test_what_is_no_date_has_no_days() -> None:
    for of in (fields.first_day, fields.last_day):
        with pytest.raises(ValueError, match="'2024-13' is no date"):
            of("2024-13")
