"""Dates, counts, names and categories in words."""

from __future__ import annotations

from typing import Any

import pytest

from generator.papers import wording
from generator.papers.model import Edition, Paper, Sighting
from generator.text.plain import cut


def edition(kind: Any, date: str | None = None, title: str = "") -> str:
    return wording.edition_name(Edition("e", kind, "S", (Sighting("p"),), date, title))


def authors(names: str, count: int | None = None) -> str:
    return wording.short_authors(Paper("p", "P", authors=tuple(names), authors_count=count))


@pytest.mark.parametrize(
    ("said", "words"),
    [
        (wording.count(0, "paper"), "0 papers"),
        (wording.count(1, "paper"), "1 paper"),
        (wording.count(1200, "paper"), "1,200 papers"),
        (wording.count(2, "repository", "repositories"), "2 repositories"),
        (wording.date_words("2022-10-05"), "5 October 2022"),
        (wording.date_words("2022-10"), "October 2022"),
        (wording.span_words("2024-10-14", "2024-10-20"), "14 to 20 October 2024"),
        (wording.span_words("2024-10-28", "2024-11-03"), "28 October to 3 November 2024"),
        (wording.span_words("2024-12-30", "2025-01-05"), "30 December 2024 to 5 January 2025"),
        (authors(""), ""),
        (authors("", 1), "1 author"),
        (authors("", 4), "4 authors"),
        (authors("A"), "A"),
        (authors("AB"), "A and B"),
        (authors("ABC"), "A and 2 others"),
        (authors("AB", 18), "A and 17 others"),
        (authors("A", 2), "A and 1 other"),
        (authors("ABCD", 2), "A and 3 others"),
        (wording.names("ABC", 3), "A, B and C"),
        (wording.names("AB", 18), "A, B and 16 others"),
        (edition("daily", "2025-10-31"), "Daily papers of Friday 31 October 2025"),
        (edition("daily"), "Daily papers, undated, 1 paper"),
        (edition("search"), "Search listing, undated, 1 paper"),
        (edition("trending", "2025-10-31"), "Trending papers of Friday 31 October 2025"),
        (edition("search", title="Loss spikes"), "Loss spikes"),
        (wording.category_words("math.AG"), "math.AG, Algebraic Geometry"),
        (wording.category_words("cs.XX"), "cs.XX"),
        (cut("one two", 9), "one two"),
        (cut("one two three", 9), "one two…"),
        (cut("one, twothree", 9), "one…"),
        (cut("onetwothree", 9), "onetwoth…"),
    ],
)
def test_words(said: str, words: str) -> None:
    assert said == words
