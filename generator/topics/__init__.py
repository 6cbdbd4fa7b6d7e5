"""The vocabulary at work: terms, suggestions with their evidence, and how good they are."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, get_args

from generator.papers.model import Paper
from generator.text import UserError

Method = Literal["terms", "learned", "both"]
"""By the vocabulary's terms, by the words of curated papers, or by both together."""

METHODS: tuple[Method, ...] = get_args(Method)


class CannotLearn(UserError):
    """Nothing can be learned: one line that says why and what to do."""


@dataclass(frozen=True, slots=True)
class Text:
    """What a suggestion reads of a paper: its title, and its summary and abstract as one."""

    title: str
    body: str


@dataclass(frozen=True, slots=True)
class Suggestion:
    """A topic's id and how strongly it is suggested: a sum of weights for ``terms``, else 0 to 1.

    ``terms`` are words of the paper that the vocabulary names, ``words`` those that papers
    with this topic have and others have not; both the most telling first.
    """

    topic: str
    score: float
    terms: tuple[str, ...] = ()
    words: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Similar:
    """A curated paper that uses the same words, and how alike it is, from 0 to 1."""

    paper: Paper
    likeness: float


@dataclass(frozen=True, slots=True)
class Suggested:
    """A paper, its suggestions, best first, and the curated papers nearest to it."""

    paper: Paper
    suggestions: tuple[Suggestion, ...]
    similar: tuple[Similar, ...] = ()
