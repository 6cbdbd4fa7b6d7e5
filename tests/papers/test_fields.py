"""The one definition of every field: what is read has no fault, and fits what editors are told."""

from __future__ import annotations

from typing import Any

import jsonschema_rs
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from generator.papers import fields
from generator.papers.fields import Form, Kind, Number, Words

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


@pytest.mark.parametrize(
    ("kind", "value", "found"),
    [
        *((fields.ARXIV, text, text) for text in ("0704.0001", "1412.9999", "1501.00001")),
        (fields.ARXIV, "2503.02130v12", "2503.02130"),
        (fields.ARXIV, "HEP-TH/9901001", "hep-th/9901001"),
        (fields.ARXIV, "cs/0703999", "cs/0703999"),
        *(
            (fields.ARXIV, text, None)
            for text in (
                *("2599.00001", "9913.00001", "0000.00000", "2503.2130", "0703.0001", "1401.00001"),
                *("9912.00001", "2503.00000", "cs/0704001", "cs/0601000", "cs/0613001", ""),
                *("２５０３.02130", "2503.021301", "x2503.02130", "cs/9106001"),
            )
        ),
        (fields.DOI, "10.1000/ABC(1)", "10.1000/abc(1)"),
        (fields.DOI, "10.１000/abc", None),
        (fields.CATEGORY, "Q-BIO", "q-bio"),
        (fields.CATEGORY, "CS.cl", "cs.CL"),
        (fields.CATEGORY, "physics.AO-PH", "physics.ao-ph"),
        (fields.CATEGORY, "cs.CL cs.LG", None),
        (fields.PUBLISHED, 2021, "2021"),
        (fields.PUBLISHED, "2021-02", "2021-02"),
        *((fields.PUBLISHED, value, None) for value in ("1887-01-01", "2100", "2024-02-30", True)),
        (fields.DAY, "2024-10", None),
        (fields.LISTED, "2024-W43", "2024-W43"),
        (fields.LISTED, "2024", None),
        (fields.SITE, "https://ada.github.io/graph-digest", "https://ada.github.io/graph-digest/"),
        (fields.REPOSITORY, "https://github.com/a/b.git", "https://github.com/a/b"),
        (fields.UPVOTES, 10**9, 10**9),
        *((fields.UPVOTES, value, None) for value in (10**9 + 1, -1, True, 1.0, "1")),
        (fields.TITLE, "\ufeff Another  on\nboats\u200b \ufeff", "Another on boats"),
        (fields.NAME, "A B\uffff", "A B"),
        *(
            (fields.TITLE, text, None)
            for text in ("\u202e", "\ud800", "\u3164", "\u0301", " \n", "")
        ),
        (fields.TITLE, "x" * 1001, None),
        (fields.ABSTRACT, "One\nline.\n\n\nAnother.\x00\n", "One line.\n\nAnother."),
        (fields.ABSTRACT, "a " * 200_000, None),
        *(
            (fields.MAIL, text, None)
            for text in ("a..b@example.org", "a.@b.org", ".a@b.org", "a@b")
        ),
        (fields.MAIL, "a.b+c@example.org", "a.b+c@example.org"),
        (fields.PERMALINK, "index", None),
        (fields.URL, "https://[bad", None),
    ],
)
def test_reading(kind: Kind, value: object, found: object) -> None:
    assert kind.read(value) == found


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
