"""The one definition of every field: what is read has no fault, and fits what editors are told."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import jsonschema_rs
import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from generator.papers import fields
from generator.papers.fields import Form, Kind, Number, Words

CASES = yaml.safe_load((Path(__file__).parent / "cases.yml").read_text("utf-8"))
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


READ = [
    *((kind, value, found) for kind, of in CASES["read"].items() for value, found in of.items()),
    *((kind, value, None) for kind, of in CASES["not_read"].items() for value in of),
    *(("TITLE", text, None) for text in ("\ud800", "x" * 1001)),
    ("ABSTRACT", "One\nline.\n\n\nAnother.\x00\n", "One line.\n\nAnother."),
    ("ABSTRACT", "a " * 200_000, None),
]


@pytest.mark.parametrize(("kind", "value", "found"), READ)
def test_reading(kind: str, value: object, found: object) -> None:
    assert KINDS[kind].read(value) == found


@pytest.mark.parametrize(
    ("kind", "value", "said"),
    [
        (fields.TITLE, "A\uffff", "holds U+FFFF, which no page can show: remove it"),
        (fields.TITLE, "A\u200b", "has a space at an end, or what is invisible: write A"),
        (fields.TITLE, "A\nB", "is more than one line: write A B"),
        (fields.TITLE, "", "is empty: write it, or remove the line"),
        (fields.TITLE, 4, "is 4, not text: put it in quotes"),
        (fields.GIST, "x" * 81, "has 81 characters: 80 are the most"),
        (fields.GIST, "A  gist of\u00a0words", ""),
        (fields.ABSTRACT, "", ""),
        (fields.ABSTRACT, "A\n\tB\r\n", ""),
        (fields.ABSTRACT, "A\x0cB", "holds U+000C, which no page can show: remove it"),
        (fields.SITE, "https://a.org/b", ""),
        (fields.PUBLISHED, 2021, ""),
        (fields.DAY, "2024-02-30", f"is 2024-02-30: expected {fields.DAY.expected}"),
        (fields.ARXIV, "2503.02130v1", f"is 2503.02130v1: expected {fields.ARXIV.expected}"),
    ],
)
def test_what_is_said_of_what_a_file_states(kind: Kind, value: object, said: str) -> None:
    assert kind.fault(value) == said


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
    if span:
        assert (fields.first_day(text), fields.last_day(text)) == span
    else:
        with pytest.raises(ValueError, match="is no date"):
            fields.last_day(text[:9])
