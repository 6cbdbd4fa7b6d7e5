"""The one definition of every field: what is read has no fault, and fits what editors are told."""

from __future__ import annotations

from typing import Any

import jsonschema_rs
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from generator.papers import fields
from generator.papers.fields import Form, Kind, Number, Words
from tests.papers.conftest import CASES

KINDS: dict[str, Kind] = {
    name: kind
    for name, kind in vars(fields).items()
    if isinstance(kind, Form | Words | Number) and name.isupper()
}
PIECES = [
    "2210.02414", "v2", "cs/0601001", "math.GT/", "10.1000/", "ABC", "2024", "-10", "-20", "-W43",
    "https://", "a.org", "/", "?q={email}", ".git", "Cs", "cl", ".", "@", ",", "index", "a-b",
    "\ufeff", "\u202e", "\u200b", "\uffff", "\ud800", "\x00", "\x0c", "\n\n", " ", "é", "１", "題",
]  # fmt: skip
VALUES = st.one_of(
    st.text(),
    st.lists(st.sampled_from(PIECES), max_size=6).map("".join),
    st.integers(),
    st.none() | st.booleans() | st.floats(allow_nan=False),
    st.lists(st.text(), max_size=2),
)


@settings(max_examples=500)
@given(st.sampled_from(sorted(KINDS)), VALUES)
def test_what_is_read_is_sound_and_read_again_to_the_same(name: str, value: Any) -> None:
    kind = KINDS[name]
    found = kind.read(value)
    if found is not None:
        assert kind.fault(found) == ""
        assert kind.read(found) == found
        assert jsonschema_rs.is_valid(kind.schema, found)
        assert str(found).encode("utf-8").decode("utf-8") == str(found)
    assert "\n" not in kind.fault(value)


def test_what_is_too_long_is_not_read() -> None:
    assert fields.TITLE.read("x" * 1001) is None
    assert fields.ABSTRACT.read("a " * 200_000) is None


@pytest.mark.parametrize("text", [*CASES["span"], *CASES["no_date"]])
def test_a_date_spans_the_days_that_it_may_mean(text: str) -> None:
    span = CASES["span"].get(text)
    assert fields.span(text) == (span and tuple(span))
    assert fields.is_real(text) == (span is not None and "W" not in text)
    if span:
        assert [fields.first_day(text), fields.last_day(text)] == span
    else:
        with pytest.raises(ValueError, match="is no date"):
            fields.last_day(text[:9])
