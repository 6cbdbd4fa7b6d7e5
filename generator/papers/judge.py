"""Are two records one paper?"""

from __future__ import annotations

import re
from collections import Counter
from functools import cached_property
from typing import Literal

from rapidfuzz import fuzz

from generator.papers import identity
from generator.papers.model import Paper

Verdict = Literal["same", "possible"]
Field = Literal["arxiv", "doi", "title"]

# Measured on pairs of papers that two sources wrote, and on different papers that look alike.
_NEAR_TITLE = 86
_NEAR_TITLE_ALONE = 93
_SURE_TITLE = 90
_SURE_ABSTRACT = 90
_SHARED_AUTHORS = 0.5
_SURE_AUTHORS = 0.8
# A short title inside a longer one ("Loss" in "On the loss of ...") says nothing.
_LEAST_WORDS_OF_A_PART = 3
_MOST_COMPARED_OF_ABSTRACT = 2000

_WORD = re.compile(r"[^\W_]+")
_NUMBER = re.compile(r"\d+")

Judged = tuple[Verdict, Field, str]


class Record:
    """A record made ready for comparison: ``place`` is where it stands among the others."""

    def __init__(self, place: int, paper: Paper) -> None:
        """What every comparison needs; the rest is worked out when it is first asked for."""
        self.place = place
        self.paper = paper
        self.key = identity.title_key(paper.title)
        self.words = identity.words(paper.title)
        self.text = " ".join(self.words)
        self.numbers = Counter(_NUMBER.findall(self.text))

    @cached_property
    def sorted_text(self) -> str:
        """The words of the title in the order of the alphabet."""
        return " ".join(sorted(self.words))

    @cached_property
    def head(self) -> str:
        """The title before its colon, if that is a name of its own."""
        return " ".join(identity.words(self.paper.title.partition(":")[0]))

    @cached_property
    def authors(self) -> frozenset[str]:
        """Initial and family name, which sources agree on more than on first names."""
        names = [identity.words(name) for name in self.paper.authors]
        return frozenset(f"{words[0][0]} {words[-1]}" for words in names if words)

    @cached_property
    def abstract(self) -> str:
        """The start of the abstract, in words."""
        return " ".join(_WORD.findall(self.paper.abstract.casefold()))[:_MOST_COMPARED_OF_ABSTRACT]


def judge(one: Record, other: Record) -> Judged | None:
    """Whether two records are one paper, what that rests on, and why; None where they are two."""
    a, b = one.paper, other.paper
    if a.arxiv and a.arxiv == b.arxiv:
        return "same", "arxiv", f"the same arXiv id {a.arxiv}"
    if a.doi and a.doi == b.doi:
        return "same", "doi", f"the same DOI {a.doi}"
    other_id = bool(a.arxiv and b.arxiv)
    if other_id and one.key != other.key:
        return None
    authors = _authors_shared(one, other)
    strangers = authors == 0
    if one.key == other.key:
        if not other_id:
            return _same_title(one, other, strangers)
        return None if strangers else ("possible", "title", "the same title, another arXiv id")
    if strangers or one.numbers != other.numbers:
        return None
    return _near(one, other, authors)


def _same_title(one: Record, other: Record, strangers: bool) -> Judged:
    years = sorted(
        {record.paper.published[:4] for record in (one, other) if record.paper.published}
    )
    if strangers:
        return "possible", "title", "the same title, no author in common"
    if len(years) > 1:
        # A column that comes back each year has one title and one author too.
        return "possible", "title", f"the same title, published in {' and in '.join(years)}"
    return "same", "title", f"the same title{_of_authors(one, other)}"


def _near(one: Record, other: Record, authors: float | None) -> Judged | None:
    alike = max(fuzz.ratio(one.text, other.text), fuzz.ratio(one.sorted_text, other.sorted_text))
    reason = f"titles {alike:.0f}% alike{_of_authors(one, other)}"
    if alike >= _SURE_TITLE and (authors or 0) >= _SURE_AUTHORS and one.abstract:
        abstracts = fuzz.ratio(one.abstract, other.abstract) if other.abstract else 0
        if abstracts >= _SURE_ABSTRACT:
            return "same", "title", f"{reason}, abstracts {abstracts:.0f}% alike"
    if authors is None:
        return ("possible", "title", reason) if alike >= _NEAR_TITLE_ALONE else None
    if authors < _SHARED_AUTHORS:
        return None
    if alike >= _NEAR_TITLE:
        return "possible", "title", reason
    if _is_part(one, other):
        return "possible", "title", f"one title is the start of the other{_of_authors(one, other)}"
    return None


def _is_part(one: Record, other: Record) -> bool:
    short, long = sorted((one, other), key=lambda record: len(record.words))
    return len(short.words) >= _LEAST_WORDS_OF_A_PART and short.text == long.head


def _authors_shared(one: Record, other: Record) -> float | None:
    """The part of the shorter list of authors that both have; None where one has none."""
    fewer = min(len(one.authors), len(other.authors))
    return len(one.authors & other.authors) / fewer if fewer else None


def _of_authors(one: Record, other: Record) -> str:
    fewer = min(len(one.authors), len(other.authors))
    return f", {len(one.authors & other.authors)} of {fewer} authors shared" if fewer else ""
