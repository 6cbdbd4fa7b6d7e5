"""A text's lines: numbered, without what nobody sees, and joined where an editor broke them."""

from __future__ import annotations

import itertools
import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Final

# What a browser copies along and nobody sees: marks of direction, of order, of no width.
_INVISIBLE: Final = re.compile(
    r"^[\u200b-\u200f\u2060\ufeff]+|[\u200b-\u200f\u2060\ufeff]+$|(?<=\s)[\u200b\u200e\u200f]+"
)
_BREAK: Final = re.compile(r"\r\n|\r|\n")
RULE: Final = re.compile(r"[-=_*~─—]{3,}|[-*_](?:\s[-*_]){2,}")
_WIDEST: Final = 200
_NARROWEST: Final = 30
_GO_ON: Final = re.compile(r"[(\"“]?[a-zà-öø-ÿ'’-]+[,;.)]? ")


@dataclass(frozen=True, slots=True)
class Anchor:
    """A link in a line: the words it stands behind, and where it leads, '' where unknown."""

    text: str
    url: str


@dataclass(frozen=True, slots=True)
class Line:
    """A line that is not blank, with its number in the capture, from 1.

    ``mark`` is what a listing puts before it: ``#`` to ``######`` for a heading, ``-`` a bullet,
    ``1.`` a number, ``|`` a row of a table, ``=`` a rule. ``blank`` where a blank line stands
    before it, ``width`` how long its last line in the capture is, ``rest`` its text without
    the words of its anchors, ``strong`` the words that it emphasises first. ``cells`` are those
    of a row, each with the ``label`` of its column.
    """

    number: int
    text: str
    indent: int = 0
    blank: bool = False
    width: int = 0
    mark: str = ""
    anchors: tuple[Anchor, ...] = ()
    rest: str = ""
    strong: str = ""
    cells: tuple[Line, ...] = ()
    label: str = ""


def plain(text: str) -> list[Line]:
    """The lines of ``text`` as they stand there."""
    found, blank = [], False
    for number, raw in enumerate(physical(text), start=1):
        line = raw.strip()
        if line:
            indent = len(raw) - len(raw.lstrip())
            mark = "=" if RULE.fullmatch(line) else ""
            found.append(Line(number, line, indent, blank, len(raw.rstrip()), mark, rest=line))
        blank = not line
    return found


def physical(text: str) -> list[str]:
    """The lines of ``text``, blank ones too, without what nobody sees."""
    return [_INVISIBLE.sub("", line.replace("\u00a0", " ")) for line in _BREAK.split(text)]


def unwrapped(lines: Sequence[Line]) -> list[Line]:
    """The lines with those joined that an editor or a mail program broke at one width.

    It breaks where the next word would not have fitted: that alone says whether two lines
    are one. A text counts as broken where three such lines in a row go on in lower case.
    """
    width = _width(lines)
    joined: list[Line] = []
    for line in lines:
        if joined and _goes_on(joined[-1], line, width):
            last = joined[-1]
            joined[-1] = replace(
                last,
                text=f"{last.text} {line.text}",
                rest=f"{last.rest} {line.rest}",
                width=line.width,
                anchors=(*last.anchors, *line.anchors),
            )
        else:
            joined.append(line)
    return joined


def _width(lines: Sequence[Line]) -> int:
    """The width at which the text is broken; 0 where it is not."""
    widest, start = 0, 0
    for end in range(1, len(lines) + 1):
        if end < len(lines) and _adjoins(lines[end - 1], lines[end]):
            continue
        widest = max(widest, _width_of_run(lines[start:end]))
        start = end
    return widest


def _width_of_run(run: Sequence[Line]) -> int:
    """The width of a paragraph all of whose lines but the last are as full as can be."""
    widest = 0
    for at in range(len(run) - 2):
        three = run[at : at + 3]
        width = max(line.width for line in three)
        full = all(_is_full(*pair, width) for pair in itertools.pairwise(three))
        if _NARROWEST <= width <= _WIDEST and full:
            widest = max(widest, width if any(_GO_ON.match(x.text) for x in three[1:]) else 0)
    return widest


def _adjoins(line: Line, following: Line) -> bool:
    addresses = "://" in line.text.split(" ")[0] and "://" in following.text.split(" ")[0]
    apart = following.blank or following.mark or line.mark in ("|", "=")
    return not apart and not addresses


def _goes_on(line: Line, following: Line, width: int) -> bool:
    """Whether the two are one line of the text before it was broken."""
    if not _adjoins(line, following):
        return False
    titled = line.mark[:1] == "#" or line.text[:6].lower() == "title:"
    if titled and following.indent > line.indent and not following.anchors:
        return True
    hanging = line.mark[:1] in ("", "#") or following.indent > line.indent
    return hanging and line.width <= width and _is_full(line, following, width)


def _is_full(line: Line, following: Line, width: int) -> bool:
    word = following.text.split(" ", 1)[0]
    return line.width + 1 + len(word) > width
