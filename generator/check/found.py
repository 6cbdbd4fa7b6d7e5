"""What a rule finds, and what rules share in saying it."""

from __future__ import annotations

import difflib
from collections.abc import Hashable, Iterable, Iterator, Sequence
from pathlib import PurePosixPath
from typing import NamedTuple

from generator.papers.model import Severity
from generator.store import Loaded


class Finding(NamedTuple):
    """A problem: where, place in the file, message, severity, and its ``group``.

    ``source`` is a record's id, ``editions/ID``, ``notes/ID`` or the path of another file.
    """

    source: str
    where: tuple[str | int, ...]
    message: str
    severity: Severity = "error"
    group: str = ""


def repeated(values: Sequence[Hashable]) -> Iterator[int]:
    """The places of values that stood earlier in the list."""
    seen: set[Hashable] = set()
    for number, value in enumerate(values):
        if value in seen:
            yield number
        seen.add(value)


def meant(name: str, known: Iterable[str]) -> str:
    """How a message about an unknown name ends: with the known one nearest to it."""
    close = difflib.get_close_matches(name, list(known), n=1)
    return f": did you mean '{close[0]}'?" if close else ": correct or remove it"


def unread(loaded: Loaded) -> set[str]:
    """Ids of records that are there but broken: naming them is no second problem."""
    return {PurePosixPath(problem.path).stem for problem in loaded.problems}
