"""What a paper speaks of: its words as stems, with the forms in which it writes them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from functools import lru_cache
from itertools import chain

from generator.papers.model import Paper
from generator.text.words import STOP_WORDS, WORD, fold, pieces, stem

_TITLE = 2
"""How often a word of the title counts, against one of the text."""


def texts(paper: Paper) -> tuple[str, ...]:
    """What is read of a paper: its title, its summary and, where it is kept, its abstract."""
    return paper.title, paper.summary, paper.abstract


def terms(paper: Paper) -> tuple[dict[str, int], dict[str, str]]:
    """The stems in a paper's texts: how often each stands there, and how it is written.

    Of several forms a small one is preferred, else the first.
    """
    title, *others = texts(paper)
    forms = Counter(WORD.findall(title) * _TITLE)
    forms.update(WORD.findall(" ".join(others)))
    counts: dict[str, int] = {}
    written: dict[str, str] = {}
    for form, count in forms.items():
        for word in stems(form):
            counts[word] = counts.get(word, 0) + count
            if word not in written or (form.islower() and not written[word].islower()):
                written[word] = form
    return counts, written


def stems_of(text: str) -> Iterator[str]:
    """The stems in a text, in its order."""
    return chain.from_iterable(map(stems, WORD.findall(text)))


@lru_cache(maxsize=1 << 17)
def stems(form: str) -> tuple[str, ...]:
    """The stem of a word as written; none of a letter or a word that is everywhere.

    What is written without spaces gives two letters at a time.
    """
    if form[0] > "\u3000":
        return pieces(form)
    word = fold(form)
    return (stem(word),) if len(word) > 1 and word not in STOP_WORDS else ()
