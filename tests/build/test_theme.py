"""What a page is called, and what surrounds it."""

from __future__ import annotations

from html import escape

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.build.mkdocs import anchor
from generator.build.theme import TITLE_LENGTH, tab_title


@pytest.mark.parametrize(
    ("title", "shown"),
    [
        ("Tiny Nets", "Tiny Nets · Digest"),
        ("x" * 62, "x" * 62),
        ("Tiny Nets " * 9, "Tiny Nets " * 6 + "Tiny Nets…"),
        ("<" * 80, "<" * 17 + "…"),
    ],
)
def test_title_of_a_tab(title: str, shown: str) -> None:
    assert tab_title(title, "Digest") == shown


@given(st.text(min_size=1))
def test_title_of_a_tab_is_never_too_long(title: str) -> None:
    assert len(escape(tab_title(title, "Digest"))) <= TITLE_LENGTH


@pytest.mark.parametrize(
    ("heading", "name"),
    [
        ("Related papers", "related-papers"),
        ("2024", "n-2024"),
        ("2 papers, 1 with code", "n-2-papers-1-with-code"),
        ("<!-- comment", "comment"),
        ("論文", "section"),
        ("_x", "n-_x"),
    ],
)
def test_anchor_of_a_heading(heading: str, name: str) -> None:
    assert anchor(heading, "-") == name
