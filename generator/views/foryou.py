"""What papers are ranked by for a reader: a vocabulary, and the words of it that each has.

The vocabulary is of words and pairs of words that titles are made of. Which they are goes by
steps, so that one paper more or less hardly ever changes them.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import pairwise

from generator.papers.model import Paper
from generator.text.words import WORD
from generator.views.terms import stems, texts

WORDS = 1000
"""How many words and pairs the vocabulary has at most."""

_LEAST = 3  # papers that have a word
_SHARE = 4  # of so many papers at most one has a word
_TITLES = 12  # papers that have a word, of which one must have it in its title
_STEPS = 2  # each time that twice as many papers have a word


@dataclass(frozen=True, slots=True)
class Word:
    """A word or pair: its stems, how it is written, and how rare it is, from 1 up."""

    stem: str
    form: str
    rarity: int


def vocabulary(papers: Iterable[Paper]) -> tuple[Word, ...]:
    """The words of ``papers`` that most of them have and titles are made of, sorted by stem."""
    counts: Counter[str] = Counter()
    titles: Counter[str] = Counter()
    forms: dict[str, Counter[str]] = {}
    number = 0
    for paper in papers:
        number += 1
        named = dict(_terms(paper.title))
        found = {
            **named,
            **{stem: form for text in texts(paper)[1:] for stem, form in _terms(text)},
        }
        counts.update(found.keys())
        titles.update(named.keys())
        for stem, form in found.items():
            forms.setdefault(stem, Counter())[form] += 1
    ranked = sorted(
        (-_steps(count), stem)
        for stem, count in counts.items()
        if count >= _LEAST and count * _SHARE <= number and titles[stem] * _TITLES >= count
    )
    return tuple(
        Word(stem, _form(forms[stem]), max(_steps(number) + steps, 1))
        for steps, stem in sorted(ranked[:WORDS], key=lambda ranked: ranked[1])
    )


def words_of(paper: Paper, places: Mapping[str, int]) -> tuple[int, ...]:
    """The places in the vocabulary of the words that a paper has, ascending."""
    found = {places[stem] for text in texts(paper) for stem, _ in _terms(text) if stem in places}
    return tuple(sorted(found))


def quarter(day: str) -> str:
    """The quarter of a day or month: ``2025-q4``; the year of a year, '' of ''."""
    return f"{day[:4]}-q{(int(day[5:7]) + 2) // 3}" if len(day) > len("2025") else day


def _terms(text: str) -> Iterator[tuple[str, str]]:
    """The words of a text and its pairs, each the stem and the form; foryou/words.js does alike.

    Two words are a pair where neither says nothing and nothing is between them but signs.
    """
    said = [(stem, form) for form in WORD.findall(text) for stem in stems(form) or ("",)]
    yield from ((stem, form) for stem, form in said if stem)
    for (one, first), (other, second) in pairwise(said):
        if one and other:
            yield f"{one} {other}", f"{first} {second}"


def _steps(count: int) -> int:
    return round(_STEPS * math.log2(count)) if count else 0


def _form(forms: Counter[str]) -> str:
    """The form that is written most often, a small one before one with capitals."""
    return min(forms, key=lambda form: (not form.islower(), -forms[form], form))
