"""The lines under an abstract: ``• 4 authors``, ``·``, ``Feb 7, 2024 1``, or all in one."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import Final

from generator.papers import identity
from generator.sources import days

_LONGEST: Final = 200
_AUTHORS: Final = re.compile(r"(\d{1,6}) authors?", re.IGNORECASE)
_COMMENTS: Final = re.compile(r"(\d{1,7}|\d{1,3}(?:,\d{3})+|\d{1,4}(?:\.\d)?k)(?: comments?)?")
_PAPER_PAGE: Final = re.compile(r"https?://(?:huggingface|hf)\.co/papers/")
# What is left of "• 12 authors" when it is cut is no organisation.
_CUT_AUTHORS: Final = re.compile(r"\d+(?: (?:a|au|aut|auth|autho))?")


@dataclass(frozen=True, slots=True)
class Facts:
    """What one line states of the paper above it; ``organisation`` stands for its authors."""

    authors_count: int | None = None
    day: days.Day | None = None
    comments: int | None = None
    arxiv: str | None = None
    organisation: str | None = None

    def stated(self) -> frozenset[str]:
        """The names of the facts it states."""
        return frozenset(name for name in self.__slots__ if getattr(self, name) is not None)

    def with_all(self, other: Facts) -> Facts:
        """These facts and those of another line of the same paper."""
        return replace(self, **{name: getattr(other, name) for name in other.stated()})


def read(line: str) -> Facts | None:
    """What a line of metadata states, None where the line is text. ``·`` alone states nothing.

    Only a bullet makes an organisation of a name, so ``A · B`` can be a title.
    """
    if len(line) > _LONGEST:
        return None
    facts = Facts()
    parts = [part.strip() for part in re.split("[·•]", line)]
    for number, part in enumerate(filter(None, parts)):
        said = _part(part)
        if not said and number == 0 and line[0] == "•" and not _CUT_AUTHORS.fullmatch(part):
            said = Facts(organisation=part)
        if not said or said.stated() & facts.stated():
            return None
        facts = facts.with_all(said)
    return facts


def _part(part: str) -> Facts | None:
    if match := _AUTHORS.fullmatch(part):
        return Facts(authors_count=int(match[1]))
    if arxiv := identity.arxiv_id(_PAPER_PAGE.sub("arXiv:", part)):
        return Facts(arxiv=arxiv)
    day, rest = days.at_start(part) or (None, part)
    if day and not rest:
        return Facts(day=day)
    match = _COMMENTS.fullmatch(rest.strip())
    return Facts(day=day, comments=_count(match[1])) if match else None


def _count(text: str) -> int:
    """A number as pages write it: ``12``, ``1,234``, ``11.3k``."""
    digits = text.replace(",", "")
    return round(float(digits[:-1]) * 1000) if digits.endswith("k") else int(digits)
