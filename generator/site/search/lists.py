"""Lists of numbers as text, small ones in one letter: what a browser unpacks without a library.

A number is written in the 64 letters of base64url, five bits a letter, the lowest first; the
sixth bit says that more follow (as in source maps, https://tc39.es/ecma426/#sec-base64-vlq, but
without a sign). A list of papers is the steps from each number to the next, a space, and the
codes, of as many letters each.
"""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

CODE_BITS = 10
"""A paper in a list here is its number and, in so many lowest bits, a code."""

_LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"
_VALUES = {letter: value for value, letter in enumerate(_LETTERS)}
_CODE = (1 << CODE_BITS) - 1


def _written(number: int) -> str:
    letters = ""
    while number > 31:
        letters += _LETTERS[32 | number & 31]
        number >>= 5
    return letters + _LETTERS[number]


_NUMBERS = [_written(number) for number in range(1 << 12)]
_CODES = (
    [_LETTERS[code & 31] for code in range(_CODE + 1)],
    [_LETTERS[code >> 5] + _LETTERS[code & 31] for code in range(_CODE + 1)],
)


def numbers(values: Iterable[int]) -> str:
    """Numbers, none below 0, as text."""
    return "".join([_NUMBERS[each] if each < 4096 else _written(each) for each in values])


def steps(ascending: Iterable[int]) -> str:
    """Ascending numbers as text: the first, and what each of the others is more."""
    return numbers([now - before for before, now in pairwise((0, *ascending))])


def packed(papers: list[int], letters: int) -> str:
    """Papers, ascending, as text, with ``letters`` a code."""
    codes = _CODES[letters - 1]
    listed = steps([each >> CODE_BITS for each in papers])
    return f"{listed} {''.join([codes[each & _CODE] for each in papers])}"


def unpacked(text: str, letters: int) -> list[int]:
    """The papers of a list."""
    listed, _, codes = text.partition(" ")
    papers: list[int] = []
    number = step = shift = 0
    for letter in listed:
        value = _VALUES[letter]
        step |= (value & 31) << shift
        shift += 5
        if value < 32:
            number += step
            code = 0
            for each in codes[len(papers) * letters : (len(papers) + 1) * letters]:
                code = code << 5 | _VALUES[each]
            papers.append(number << CODE_BITS | code)
            step = shift = 0
    return papers
