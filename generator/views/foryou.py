"""What papers are ranked by for a reader: a vocabulary, and the words of it that each has.

The vocabulary is of words and pairs of words that titles are made of. Which they are goes by
steps, so that one paper more or less hardly ever changes them.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from itertools import chain, pairwise
from typing import TypeAlias

from generator.papers.model import Paper
from generator.text.words import WORD
from generator.views.terms import stems, texts

WORDS = 1000
"""How many words and pairs the vocabulary has at most."""

_LEAST = 3  # papers that have a word
_SHARE = 4  # of so many papers at most one has a word
_TITLES = 12  # papers that have a word, of which one must have it in its title
_STEPS = 2  # each time that twice as many papers have a word

Terms: TypeAlias = "tuple[tuple[str, ...], tuple[str, ...]]"


@dataclass(frozen=True, slots=True)
class Word:
    """A word or pair: its stems, how it is written, and how rare it is, from 1 up."""

    stem: str
    form: str
    rarity: int


def terms(paper: Paper) -> Terms:
    """The stems and pairs of stems in a paper's title, and all in its texts, each once."""
    title = dict(_terms(paper.title))
    others = dict(chain.from_iterable(map(_terms, texts(paper)[1:])))
    return tuple(title), tuple(title | others)


def vocabulary(papers: Mapping[str, Paper], found: Mapping[str, Terms]) -> tuple[Word, ...]:
    """The words that most papers have and titles are made of, sorted by stem.

    ``found`` are the ``terms`` of each of ``papers``, by the same ids.
    """
    counts = Counter(chain.from_iterable(terms for _, terms in found.values()))
    titles = Counter(chain.from_iterable(title for title, _ in found.values()))
    ranked = sorted(
        (-_steps(count), stem)
        for stem, count in counts.items()
        if count >= _LEAST and count * _SHARE <= len(found) and titles[stem] * _TITLES >= count
    )
    chosen = {stem: _steps(len(found)) + steps for steps, stem in ranked[:WORDS]}
    forms = _forms(papers, found, chosen)
    return tuple(Word(stem, forms[stem], max(chosen[stem], 1)) for stem in sorted(chosen))


def _forms(
    papers: Mapping[str, Paper], found: Mapping[str, Terms], stems: Collection[str]
) -> dict[str, str]:
    """How each of ``stems`` is written in the first papers that have it."""
    forms: dict[str, Counter[str]] = {stem: Counter() for stem in stems}
    missing = set(stems)
    for id_, paper in sorted(papers.items()):
        if missing.isdisjoint(found[id_][1]):
            continue
        for stem, form in dict(chain.from_iterable(map(_terms, texts(paper)))).items():
            if stem in missing:
                forms[stem][form] += 1
                if forms[stem].total() == _LEAST:
                    missing.remove(stem)
    return {stem: _form(counts) for stem, counts in forms.items()}


def quarter(day: str) -> str:
    """The quarter of a day or month: ``2025-q4``; the year of a year, '' of ''."""
    return f"{day[:4]}-q{(int(day[5:7]) + 2) // 3}" if len(day) > len("2025") else day


def _terms(text: str) -> Iterator[tuple[str, str]]:
    """The words of a text and its pairs, each the stem and the form; foryou-rank.js does alike.

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
