"""A text's lines: numbered, without what nobody sees, and joined where an editor broke them."""

from __future__ import annotations

import itertools
import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Final

from generator.sources import grammar, references

# What a browser copies along and nobody sees: marks of direction, of order, of no width, and of
# a terminal.
_INVISIBLE: Final = re.compile(
    r"[\x00-\x08\x0e-\x1b\x7f-\x84\x86-\x9f]+|(?<=\s)[\u200b\u200e\u200f]+"
    r"|^[\u200b-\u200f\u2060\ufeff]+|[\u200b-\u200f\u2060\ufeff]+$"
)
_BREAK: Final = re.compile(r"\r\n|\r|\n")
# Before a line's words, and no sign of what a number counts.
_DECORATION: Final = re.compile(r"^(?:[\u2600-\u27bf\U0001f300-\U0001faff]\ufe0f?)+\s+(?=[^\W\d])")
_SPACE: Final = re.compile(r"[^\S \t]")
RULE: Final = re.compile(r"[-=_*~─—%]{3,}|[-*_](?:\s[-*_]){2,}")
_ADDRESS: Final = re.compile(rf"\S+://\S|{grammar.LINK}\d+\ue001")
IDENTIFIER: Final = re.compile(r"(?:arxiv:\s*)?\d{4}\.\d{4,5}|(?:doi:\s*)?10\.\d{4}", re.IGNORECASE)
_LINK_NUMBER: Final = re.compile(
    r"((?:^|\s)\(?)\[\d{1,4}\](?=\S)|^\s*\d{1,3}[.)]\s+(?=\S)(?!\w+ \d{4}$)", re.MULTILINE
)
_FEWEST_NUMBERED: Final = 3
_ENDED: Final = re.compile(r"\b10\.\d{4,9}/\S+$")
_REFERENCE: Final = re.compile(r"\[[\w+-]{1,12}\] ")
_NARROWEST, _WIDEST = 30, 200
# What a sentence hardly goes on with.
_OWN_LINES: Final = frozenset({"title", "authors", "published", "upvotes", "comments", "category"})
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
    before it, ``width`` how long its last line in the capture is, ``word`` its first word;
    ``rest`` is its text with ``grammar.LINK`` for the words of each anchor, ``strong`` the words
    that it emphasises first. ``cells`` are those of a row, each with the ``label`` of its column.
    ``doubtful`` where it may be two lines.
    """

    number: int
    text: str
    indent: int = 0
    blank: bool = False
    width: int = 0
    word: int = 0
    mark: str = ""
    anchors: tuple[Anchor, ...] = ()
    rest: str = ""
    strong: str = ""
    cells: tuple[Line, ...] = ()
    label: str = ""
    doubtful: bool = False


def plain(text: str) -> list[Line]:
    """The lines of ``text`` as they stand there, but for the numbers of links and of a list."""
    lines, blank = [], False
    numbered = len(_LINK_NUMBER.findall(text)) >= _FEWEST_NUMBERED
    for number, raw in enumerate(physical_lines(text), start=1):
        line = (_LINK_NUMBER.sub(r"\1", raw) if numbered else raw).strip()
        line = _DECORATION.sub("", line)
        if line:
            indent, word = len(raw) - len(raw.lstrip()), len(raw.split(maxsplit=1)[0])
            mark = "=" if RULE.fullmatch(line) else ""
            lines.append(
                Line(number, line, indent, blank, len(raw.rstrip()), word, mark, rest=line)
            )
        blank = not line
    return lines


def physical_lines(text: str) -> list[str]:
    """The lines of ``text``, blank ones too, without what nobody sees."""
    return [_INVISIBLE.sub("", _SPACE.sub(" ", line)) for line in _BREAK.split(text)]


def unwrapped(lines: Sequence[Line], *, ended: bool) -> list[Line]:
    """The lines with those joined that an editor or a mail program broke at one width.

    It breaks where the next word would not have fitted: that alone says whether two lines
    are one. In a text that nothing else shows to be broken, two lines that may be one are
    joined as ``doubtful``: they are a title in two pieces, or a title and something else. So is
    what the last line goes on with, where the text has not ``ended`` with it.
    """
    breakable = (one for one in lines if one.mark not in ("|", "=") and "://" not in one.text)
    widest = max((one.width for one in breakable if grammar.LINK not in one.text), default=0)
    width = _width(lines, widest)
    joined: list[Line] = []
    for line in lines:
        last = joined[-1] if joined else None
        goes_on = last is not None and _goes_on(last, line, width)
        if last and (goes_on or (not width and _may_go_on(last, line, widest))):
            joined[-1] = replace(
                last,
                text=f"{last.text} {line.text}",
                rest=f"{last.rest} {line.rest}",
                width=line.width,
                doubtful=last.doubtful or not goes_on or (line is lines[-1] and not ended),
            )
        else:
            joined.append(line)
    return joined


def _width(lines: Sequence[Line], widest: int) -> int:
    """The width at which the text is broken; 0 where it is not.

    Three lines in a row that are as full as their widest say so, or two that are as full as
    the widest of all.
    """
    pairs = [(lines[at : at + 2], widest) for at in range(len(lines) - 1)]
    threes = [lines[at : at + 3] for at in range(len(lines) - 2)]
    runs = [*pairs, *((three, max(line.width for line in three)) for three in threes)]
    return max((width for run, width in runs if _is_broken(run, width)), default=0)


def _is_broken(run: Sequence[Line], width: int) -> bool:
    """Whether lines in a row are as full as can be, and one goes on in lower case."""
    return (
        _NARROWEST <= width <= _WIDEST
        and any(_GO_ON.match(line.text) for line in run[1:])
        and run[0].width <= width
        and all(_adjoins(*pair) and _is_full(*pair, width) for pair in itertools.pairwise(run))
    )


def _adjoins(line: Line, following: Line) -> bool:
    addresses = all(_ADDRESS.match(one.text) for one in (line, following))
    begins = bool(IDENTIFIER.match(following.text) or _begins_reference(following.text))
    begins = begins or any(references.byline(one.text) for one in (line, following))
    apart = begins or following.blank or following.mark or line.mark in ("|", "=")
    return not apart and not addresses


def _begins_reference(text: str) -> bool:
    return _REFERENCE.match(text) is not None or references.read(text) is not None


def _is_full(line: Line, following: Line, width: int) -> bool:
    return line.width + 1 + following.word > width


def _goes_on(line: Line, following: Line, width: int) -> bool:
    """Whether the two are one line of the text before it was broken."""
    if not _adjoins(line, following):
        return False
    titled = line.mark[:1] == "#" or line.text[:6].lower() == "title:"
    if titled and following.indent > line.indent and not _ADDRESS.match(following.text):
        return True
    words = following.text.replace("*", "")
    label = grammar.labelled(words)
    names = any(map(grammar.are_names, (words, words.rpartition(",")[0])))
    apart = names or (label and (label[0] in _OWN_LINES or "：" in words[:_NARROWEST]))
    return not apart and line.width <= width and _is_full(line, following, width)


def _may_go_on(line: Line, following: Line, widest: int) -> bool:
    """Whether a line as full as the widest of a text may end on the next one."""
    words = [word for word in following.text.split() if word[:1].isalpha()]
    text = following.text.replace("*", "")
    return (
        _NARROWEST <= widest <= _WIDEST
        and _adjoins(line, following)
        and max(line.width, following.width) <= widest
        and _is_full(line, following, widest)
        and len(words) * 2 > len(following.text.split())
        and not _ENDED.search(line.text)
        and not (grammar.is_prose(line.text) or grammar.ends_sentence(line.text))
        and grammar.furniture(line.text) is None
        and grammar.is_free(text)
        and not grammar.are_names(text)
    )
