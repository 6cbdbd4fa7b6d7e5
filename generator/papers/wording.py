"""Dates, counts, names and categories in words, as plain text."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from functools import lru_cache
from pathlib import Path
from typing import Final

import msgspec

from generator.papers.fields import GIST, is_day
from generator.papers.model import Edition, Paper
from generator.papers.names import parts
from generator.text.plain import cut, first_sentence, plain

MONTHS: Final = (
    "January", "February", "March", "April", "May", "June", "July", "August", "September",
    "October", "November", "December",
)  # fmt: skip
WEEKDAYS: Final = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
MOST_NAMED: Final = 30
"""The most authors that a page or a feed names; files of references name them all."""
# What arXiv calls its categories (https://arxiv.org/category_taxonomy).
_CATEGORIES: Final = msgspec.json.decode(
    Path(__file__).with_name("categories.json").read_bytes(), type=dict[str, str]
)
KINDS: Final = {
    "daily": "Daily papers",
    "weekly": "Papers of the week",
    "monthly": "Papers of the month",
    "trending": "Trending papers",
    "search": "Search listing",
    "list": "List of papers",
}


def count(number: int, noun: str, plural: str = "") -> str:
    """``1 paper``, ``2 papers``, ``1,200 papers``."""
    return f"{number:,} {noun if number == 1 else plural or noun + 's'}"


def month_words(text: str) -> str:
    """``October 2022`` of a day or month, ``2022`` of a year, '' of ''."""
    return f"{MONTHS[int(text[5:7]) - 1]} {text[:4]}" if len(text) > len("2022") else text


def date_words(text: str) -> str:
    """``5 October 2022`` of a day, ``October 2022`` of a month, ``2022`` of a year, '' of ''.

    >>> date_words("2022-W40")
    'week 40 of 2022'
    """
    if "W" in text:
        return f"week {int(text[6:])} of {text[:4]}"
    return f"{int(text[8:])} {month_words(text)}" if is_day(text) else month_words(text)


@lru_cache(maxsize=1024)  # a paper says its days on each page
def brief(text: str) -> str:
    """A date as ``date_words`` has it, with the month in three letters.

    >>> brief("2022-10-05"), brief("2022-10"), brief("2022")
    ('5 Oct 2022', 'Oct 2022', '2022')
    """
    name = month_words(text).partition(" ")[0]
    return date_words(text).replace(name, name[:3]) if name in MONTHS else date_words(text)


def dates(published: str, listed: Sequence[str]) -> str:
    """When a paper was published and every day it was listed, a day twice only once.

    >>> dates("2022-10-05", ("2025-10-31", "2025-03-11")), dates("2022-10", ())
    ('published 5 Oct 2022 · listed 11 Mar 2025, again 31 Oct 2025', 'published Oct 2022')
    """
    days = ", again ".join(map(brief, sorted({*listed} - {published, ""})))
    facts = (f"published {brief(published)}" * bool(published), f"listed {days}" * bool(days))
    return " · ".join(filter(None, facts)) or "undated"


def day_words(text: str) -> str:
    """``Friday 31 October 2025``; of what is no day, as ``date_words``."""
    if not is_day(text):
        return date_words(text)
    return f"{WEEKDAYS[date.fromisoformat(text).weekday()]} {date_words(text)}"


def short_day(text: str) -> str:
    """``Fri 31 Oct`` of a day, for contents."""
    return f"{day_words(text)[:3]} {brief(text)[:-5]}"


def span_words(first: str, last: str) -> str:
    """``14 to 20 October 2024``; month and year are named once where they are the same."""
    start = date_words(first)
    for alike, shown in ((7, str(int(first[8:]))), (4, start.removesuffix(f" {first[:4]}"))):
        if first[:alike] == last[:alike]:
            return f"{shown} to {date_words(last)}"
    return f"{start} to {date_words(last)}"


def sentence(words: str) -> str:
    """``words`` with a capital at their start."""
    return words[:1].upper() + words[1:]


def series(words: Sequence[str]) -> str:
    """``A``, ``A and B``, ``A, B and C``."""
    return " and ".join(filter(None, (", ".join(words[:-1]), *words[-1:])))


def names(authors: Sequence[str], total: int) -> str:
    """``A, B and C``, or ``A, B and 16 others`` where ``total`` is more than the authors."""
    if not authors:
        return count(total, "author") if total else ""
    if total > len(authors):
        return f"{', '.join(authors)} and {count(total - len(authors), 'other')}"
    return series(authors)


def total_authors(paper: Paper) -> int:
    """How many authors a paper has: those named, or more where a listing says so."""
    return max(len(paper.authors), paper.authors_count or 0)


def short_authors(paper: Paper) -> str:
    """Authors for a card: ``A``, ``A and B``, ``A and 3 others``, ``4 authors`` or ''."""
    total = total_authors(paper)
    return names(paper.names if total <= 2 else paper.names[:1], total)


def first_author(paper: Paper) -> str:
    """The first author's family name and how many more there are, for a column: ``Zeng +17``."""
    total = total_authors(paper)
    if not paper.authors:
        return names((), total)
    family = parts(paper.authors[0]).family
    return f"{family} +{total - 1:,}" if total > 1 else family


def standing(paper: Paper, site: str) -> tuple[str, ...]:
    """What became of ``paper`` since, a phrase each: withdrawn, superseded by a page of ``site``.

    >>> from generator.papers.model import Paper
    >>> standing(Paper("a", "A", superseded_by="b"), "https://x.org/")
    ('Superseded by https://x.org/papers/b/',)
    """
    withdrawn = "Withdrawn by its authors" if paper.withdrawn else ""
    after = paper.superseded_by and f"Superseded by {site}papers/{paper.superseded_by}/"
    return tuple(filter(None, (withdrawn, after)))


def gist(paper: Paper) -> str:
    """What is new in ``paper``, in at most 80 characters; '' where no curator has said it.

    Without a gist it is the summary's first sentence, cut at a word.
    """
    return cut(plain(paper.gist or first_sentence(paper.summary)), GIST.longest)


def became(paper: Paper) -> str:
    """What has become of ``paper``, as a word: ``Withdrawn``, ``Superseded``, or ''."""
    return "Withdrawn" if paper.withdrawn else "Superseded" if paper.superseded_by else ""


def why_words(reason: str, number: int, is_most: bool, whole: str) -> str:
    """Why a paper leads those of a ``whole``, as ``views.leads`` has it: ``5 comments``.

    >>> why_words("comments", 5, True, "the week")
    '5 comments, the most of the week'
    """
    if reason == "code":
        return "with code"
    if reason == "place":
        return f"number {number} of its listing" if number else "new"
    why = f"in {number} listings" if reason == "listings" else count(number, reason.rstrip("s"))
    return f"{why}, the most of {whole}" if is_most else why


def edition_day(edition: Edition) -> str:
    """The day of an edition in words where its name does not say it; '' otherwise."""
    return day_words(edition.date) if edition.title and edition.date else ""


def edition_name(edition: Edition) -> str:
    """What an edition is called: its title, or what it is and of which day.

    The name of an undated one says how many papers it has, so that two can be told apart.
    """
    if edition.title:
        return edition.title
    if edition.date:
        what = KINDS[edition.kind] if is_day(edition.date) else "Papers"
        return f"{what} of {day_words(edition.date)}"
    return f"{KINDS[edition.kind]}, undated, {count(len(edition.papers), 'paper')}"


def category_words(category: str) -> str:
    """An arXiv category and its name; of one that the taxonomy does not have, as it is.

    >>> category_words("cs.CL")
    'cs.CL, Computation and Language'
    """
    name = _CATEGORIES.get(category)
    return f"{category}, {name}" if name else category
