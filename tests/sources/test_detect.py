from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.sources import Unreadable, detect

LISTING = (
    "Daily Papers\nby AK and the research community\nSmall Models, Große Fragen\n"
    "We ask small models large questions and count the answers that are short. Few are."
)


@pytest.mark.parametrize(
    ("data", "says"),
    [
        (b"", "empty"),
        (b" \n\t\n", "empty"),
        (b"%PDF-1.7\n%\xe2\xe3\xcf\xd3", "PDF"),
        (b"\x89PNG\r\n\x1a\n\x00\x00", "not a text"),
        (b"Daily Papers\x00by AK", "binary"),
        (LISTING.encode("latin-1"), "UTF-8"),
        (LISTING.encode("utf-16-le"), "binary"),
        (b"\xff\xfeD", "UTF-8"),
        (b"<!DOCTYPE html><title>Daily Papers</title>", "HTML"),
        (b"\n  <html><body>x", "HTML"),
        (b"<?xml version='1.0'?><feed/>", "XML"),
        (b'{"papers": []}', "JSON"),
        (b'[{"title": "cut off', "JSON"),
        (b"[1, 2]", "JSON"),
        (b"Daily Papers\n\nby AK and the research community\n", "no paper found"),
        (b"A few lines\nof somebody's notes\nwithout any abstract\n", "no paper found"),
        (b"[" * 100_000, "no paper found"),
    ],
)
def test_what_is_no_capture_is_named_in_one_line(data: bytes, says: str) -> None:
    with pytest.raises(Unreadable, match=says) as error:
        detect.parse(data, name="capture.txt")
    assert "\n" not in str(error.value)
    assert "capture.txt" not in str(error.value)


def test_the_name_helps_where_the_content_does_not() -> None:
    with pytest.raises(Unreadable, match="the name says an HTML page"):
        detect.parse(b"nothing of use", name="page.HTML")


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
@pytest.mark.parametrize("newline", ["\n", "\r\n", "\r"])
def test_encodings_and_line_ends(encoding: str, newline: str) -> None:
    data = LISTING.replace("\n", newline).encode(encoding)
    capture = detect.parse(data, name="capture.txt", date="2025-03-11")
    assert [(entry.title, entry.line) for entry in capture.entries] == [
        ("Small Models, Große Fragen", 3)
    ]
    assert (capture.kind, capture.captured) == ("daily", "2025-03-11")


def test_the_maintainers_day_is_one() -> None:
    with pytest.raises(ValueError, match="month"):
        detect.parse(LISTING.encode(), name="x", date="2026-13-01")


def test_a_title_may_begin_with_a_bracket() -> None:
    capture = detect.parse(LISTING.replace("Small", "[IDK] Small").encode(), name="x")
    assert capture.entries[0].title == "[IDK] Small Models, Große Fragen"


@given(st.binary())
def test_any_bytes_are_parsed_or_refused(data: bytes) -> None:
    try:
        capture = detect.parse(data, name="capture")
    except Unreadable:
        return
    assert capture.entries
