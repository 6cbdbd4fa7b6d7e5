"""Who wrote it: lists of names taken apart, and people told from one another across spellings."""

from __future__ import annotations

import html
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from rapidfuzz import fuzz

from generator.papers import identity

_BETWEEN = re.compile(r"\s*[;&]\s*(?:and\s+)?|,?\s+and\s+", re.IGNORECASE)
_OPEN_END = re.compile(r"[,;&]?\s*\b(?:et\.? al\b\.?|and others\b|others$)", re.IGNORECASE)
_INITIALS = re.compile(r"(?:(?:[^\W\d_]\b\.?|[^\W\d_]{2}\.|[A-Z]{2,3}\b)[\s-]*){1,4}")
_SUFFIXES = frozenset(("jr", "sr", "ii", "iii", "iv", "phd", "ed", "eds", "editor", "editors"))
_VOWEL = re.compile("[aeiouy]")
# A typing fault, or letters lost on the way; measured on bibliographies.
_NEAR_FAMILY = 75


@dataclass(frozen=True, slots=True)
class Person:
    """A name folded for comparison: family name, initials of the rest, and all its long words."""

    family: str
    initials: str
    words: frozenset[str]


def split(text: str) -> tuple[str, ...]:
    """The names in a line of them, as catalogues and bibliographies write it.

    >>> split("Muster, A., Beispiel, B. & van der Zee, C.")
    ('A. Muster', 'B. Beispiel', 'C. van der Zee')
    >>> split("Muster, Ada and Beispiel, Bo"), split("Ada Muster, Bo Beispiel et al.")
    (('Ada Muster', 'Bo Beispiel'), ('Ada Muster', 'Bo Beispiel'))
    """
    pieces = _BETWEEN.split(_OPEN_END.sub("", html.unescape(text)))
    lists = [[part.strip() for part in piece.split(",") if part.strip()] for piece in pieces]
    lists = [parts for parts in lists if parts]
    if ";" in text or all(len(parts) == 2 and " " not in parts[0] for parts in lists):
        return tuple(" ".join([*parts[1:], parts[0]]) for parts in lists)
    names: list[str] = []
    for parts in lists:
        for number, part in enumerate(parts):
            if number and part.strip(".").casefold() in _SUFFIXES:
                continue
            if number and _INITIALS.fullmatch(part) and not _INITIALS.fullmatch(names[-1]):
                names[-1] = f"{part} {names[-1]}"
            else:
                names.append(part)
    return tuple(names)


def folded(names: Iterable[str]) -> tuple[Person, ...]:
    """The people of a list of names; one without a letter is none."""
    return tuple(filter(None, map(_person, names)))


def _person(name: str) -> Person | None:
    family, comma, given = name.partition(",")
    words = [word for word in identity.words(f"{given} {family}" if comma else name) if word]
    words = [word for word in words if word not in _SUFFIXES] or words
    if not words:
        return None
    at = len(words) - 1
    if len(words[-1]) == 1 and len(words[0]) > 1:
        # "Muster A": the initials stand behind.
        at = max(place for place, word in enumerate(words) if len(word) > 1)
    rest = words[:at] + words[at + 1 :]
    initials = "".join(word[0] for word in rest)
    if len(rest) == 1 and len(rest[0]) <= 3 and not _VOWEL.search(rest[0]):
        initials = rest[0]
    return Person(words[at], initials, frozenset(word for word in words if len(word) > 2))


def shared(one: Sequence[Person], other: Sequence[Person]) -> float:
    """How many of the people of two lists are the same; those that may be count in part."""
    few, many = (one, other) if len(one) <= len(other) else (other, one)
    left = list(many)
    total = 0.0
    for person in few:
        likeness, place = 0.0, -1
        for number, candidate in enumerate(left):
            found = alike(person, candidate)
            if found > likeness:
                likeness, place = found, number
            if likeness == 1:
                break
        if likeness > 0.5:
            del left[place]
            total += likeness
    return total


def alike(one: Person, other: Person) -> float:
    """How surely two names are one person's, from 0 to 1."""
    if one.family == other.family:
        if not one.initials or not other.initials or one.initials[0] == other.initials[0]:
            return 1.0
        return (
            0.9 if one.initials[0] in other.initials or other.initials[0] in one.initials else 0.4
        )
    agree = one.initials[:1] == other.initials[:1] != ""
    short = min(len(one.family), len(other.family))
    if agree and short > 3 and fuzz.ratio(one.family, other.family) >= _NEAR_FAMILY:
        return 0.9
    # Given and family name swapped, or one of two family names left out.
    in_other, in_one = one.family in other.words, other.family in one.words
    if in_other and (in_one or other.family[0] in one.initials):
        return 1.0
    if in_one and one.family[0] in other.initials:
        return 1.0
    return 0.6 if (in_other or in_one) and short > 3 else 0.0
