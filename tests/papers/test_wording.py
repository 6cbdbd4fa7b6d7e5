from __future__ import annotations

import pytest

from generator.papers import wording
from generator.papers.model import Edition, EditionKind, Paper, Sighting
from generator.text.plain import cut


@pytest.mark.parametrize(
    ("number", "words"), [(0, "0 papers"), (1, "1 paper"), (2, "2 papers"), (1200, "1,200 papers")]
)
def test_counts(number: int, words: str) -> None:
    assert wording.count(number, "paper") == words


def test_count_of_an_irregular_plural() -> None:
    assert wording.count(2, "repository", "repositories") == "2 repositories"


@pytest.mark.parametrize(
    ("text", "words"), [("2022-10-05", "5 October 2022"), ("2022-10", "October 2022"), ("", "")]
)
def test_dates(text: str, words: str) -> None:
    assert wording.date_words(text) == words


@pytest.mark.parametrize(
    ("first", "last", "words"),
    [
        ("2024-10-14", "2024-10-20", "14 to 20 October 2024"),
        ("2024-10-28", "2024-11-03", "28 October to 3 November 2024"),
        ("2024-12-30", "2025-01-05", "30 December 2024 to 5 January 2025"),
    ],
)
def test_spans(first: str, last: str, words: str) -> None:
    assert wording.span_words(first, last) == words


@pytest.mark.parametrize(
    ("authors", "number", "words"),
    [
        ((), None, ""),
        ((), 1, "1 author"),
        ((), 4, "4 authors"),
        (("A",), None, "A"),
        (("A", "B"), None, "A and B"),
        (("A", "B", "C"), None, "A and 2 others"),
        (("A", "B"), 18, "A and 17 others"),
        (("A",), 2, "A and 1 other"),
        (("A", "B", "C"), 2, "A and 2 others"),
    ],
)
def test_authors_of_a_card(authors: tuple[str, ...], number: int | None, words: str) -> None:
    assert wording.short_authors(Paper("p", "P", authors=authors, authors_count=number)) == words


@pytest.mark.parametrize(
    ("authors", "total", "words"),
    [
        (["A", "B", "C"], 3, "A, B and C"),
        (["A", "B"], 18, "A, B and 16 others"),
        (["A"], 1, "A"),
    ],
)
def test_names(authors: list[str], total: int, words: str) -> None:
    assert wording.names(authors, total) == words


@pytest.mark.parametrize(
    ("kind", "date", "title", "name"),
    [
        ("daily", "2025-10-31", "", "Daily papers of Friday 31 October 2025"),
        ("daily", None, "", "Daily papers, undated, 1 paper"),
        ("search", None, "", "Search listing, undated, 1 paper"),
        ("trending", "2025-10-31", "", "Trending papers of Friday 31 October 2025"),
        ("search", None, "Loss spikes", "Loss spikes"),
    ],
)
def test_names_of_editions(kind: EditionKind, date: str | None, title: str, name: str) -> None:
    assert wording.edition_name(Edition("e", kind, "S", (Sighting("p"),), date, title)) == name


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("one two", "one two"),
        ("one two three", "one two…"),
        ("one, twothree", "one…"),
        ("onetwothree", "onetwoth…"),
    ],
)
def test_cut_at_words(text: str, shown: str) -> None:
    assert cut(text, 9) == shown
