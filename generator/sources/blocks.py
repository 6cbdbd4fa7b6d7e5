"""A listing's lines to blocks: papers, damaged blocks, and what the heading says.

Text lines alternate, title and abstract, and lines of metadata follow where a layout has
them. A line's turn and its shape together say what it is. The shapes were measured on 7,576
papers: titles have 6 to 175 characters and none ends in a full stop; abstracts have 165 or
more, and one in twelve ends in no punctuation.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from typing import Final

from generator.papers.model import Rejection
from generator.sources import heading, metadata

_LONGER_THAN_TITLES: Final = 250
_SHORTER_THAN_ABSTRACTS: Final = 100
_LONG_FOR_SENTENCES: Final = 150
_WORDS_OF_PROSE: Final = 12
_NEXT_SENTENCE: Final = re.compile(r"[\w)%]{2}\. [\"“(]?[A-Z0-9]|。\S")

_MARKUP: Final = re.compile(r"#|\||```|~~~|\[!|//|/\*|(?:[-*+>]|\d+\.)\s")

_NO_ABSTRACT: Final = "a title without an abstract"
_CUT: Final = "the text ends in the middle of a paper"
_NO_TITLE: Final = "an abstract without a title"
_SECOND_ABSTRACT: Final = "a second abstract in a row: its title is missing"
_NO_PAPER: Final = "authors or a date with no paper before them"
_STRAY: Final = "a stray line"
_FURNITURE: Final = "page furniture among the papers: one listing a file"

# What a browser copies along and nobody sees: marks of direction, of order, of no width.
_INVISIBLE: Final = re.compile(
    r"^[\u200b-\u200f\u2060\ufeff]+|[\u200b-\u200f\u2060\ufeff]+$|(?<=\s)[\u200e\u200f]+"
)


@dataclass(frozen=True, slots=True)
class Line:
    """A line that is not blank, with its number in the capture, from 1."""

    number: int
    text: str


@dataclass(slots=True)
class Draft:
    """A paper as it stands in the listing; ``dated`` is the line of its date."""

    title: Line
    abstract: Line
    facts: metadata.Facts = field(default_factory=metadata.Facts)
    dated: Line | None = None


@dataclass(slots=True)
class Damage:
    """The lines of one damaged block and what is wrong with it."""

    reason: str
    lines: list[Line]

    def rejection(self) -> Rejection:
        """The block as data: nothing of it is lost."""
        return Rejection(self.lines[0].number, self.reason, "\n".join(x.text for x in self.lines))


@dataclass(slots=True)
class Blocks:
    """What a text's lines hold; ``recognised`` where they include a listing's own."""

    papers: list[Draft] = field(default_factory=list)
    damaged: list[Damage] = field(default_factory=list)
    heading: heading.Furniture = field(default_factory=heading.Furniture)
    dated: Line | None = None
    recognised: bool = False

    def is_listing(self) -> bool:
        """Whether there are papers, and in a text that nothing marks as a listing mostly so.

        There, a README's headings and paragraphs must not pass for titles and abstracts.
        """
        if self.recognised:
            return bool(self.papers)
        sound = sum(
            _is_prose(paper.abstract.text) and not _MARKUP.match(paper.title.text)
            for paper in self.papers
        )
        return sound > len(self.papers) - sound + len(self.damaged)


def read(text: str) -> Blocks:
    """The blocks of a listing's text; each line of it ends in one, or is furniture."""
    numbered = enumerate(re.split(r"\r\n|\r|\n", text), start=1)
    plain = (
        (number, _INVISIBLE.sub("", line.replace("\u00a0", " ")).strip())
        for number, line in numbered
    )
    lines = [Line(number, line) for number, line in plain if line]
    footer = heading.footer([line.text for line in lines])
    reader = _Reader(lines[: len(lines) - footer])
    reader.run()
    return reader.blocks


def _ends_sentence(text: str) -> bool:
    return text.rstrip("\"'”’)").endswith((".", "。"))


def _is_prose(text: str) -> bool:
    """Whether a line can be no title, whatever is expected."""
    if len(text) > _LONGER_THAN_TITLES:
        return True
    if len(text) > _LONG_FOR_SENTENCES and _NEXT_SENTENCE.search(text):
        return True
    return _ends_sentence(text) and len(text.split()) >= _WORDS_OF_PROSE


class _Reader:
    """The state between two lines: a title that waits, a paper or a damage still open."""

    def __init__(self, lines: Sequence[Line]) -> None:
        self.blocks = Blocks()
        self._lines = lines
        self._title: Line | None = None
        self._paper: Draft | None = None
        self._damage: Damage | None = None

    def run(self) -> None:
        """Reads every line."""
        for index, line in enumerate(self._lines):
            facts = self._facts(index)
            furniture = None if facts else heading.read(line.text)
            if facts:
                self._read_metadata(line, facts)
            elif furniture and self._takes_furniture(furniture):
                self._read_furniture(line, furniture)
            elif not any(char.isalpha() for char in line.text):
                self._separate(_STRAY, line)
            else:
                self._read_text(index)
        if self._title:
            self._reject(_NO_ABSTRACT, self._title)

    def _facts(self, index: int) -> metadata.Facts | None:
        """The line's metadata; a name or a bare number is some only where it belongs."""
        facts = metadata.read(self._lines[index].text)
        known = self._paper.facts.stated() if self._paper else None
        if facts and facts.stated() == {"organisation"}:
            following = self._lines[index + 1 : index + 2]
            followed = any(metadata.read(line.text) for line in following)
            return facts if known == frozenset() and followed else None
        if facts and facts.stated() == {"comments"}:
            return facts if known and "day" in known else None
        return facts

    def _read_metadata(self, line: Line, facts: metadata.Facts) -> None:
        if not facts.stated():
            return
        if self._title:
            self._reject(_NO_ABSTRACT, self._title, line)
        elif self._damage:
            self._damage.lines.append(line)
        elif self._paper and not self._paper.facts.stated() & facts.stated():
            self.blocks.recognised |= bool(facts.stated() & {"authors_count", "day"})
            self._paper.facts = self._paper.facts.with_all(facts)
            self._paper.dated = line if facts.day else self._paper.dated
        elif self._in_head() and facts.stated() == {"day"} and not self.blocks.dated:
            self._note_heading(line, heading.Furniture(day=facts.day))
        else:
            self._reject(_NO_PAPER, line)

    def _in_head(self) -> bool:
        return not self.blocks.papers

    def _takes_furniture(self, furniture: heading.Furniture) -> bool:
        """Among the papers a title may begin with ``Subscribe``: no title is glued there."""
        after_furniture = self._damage is not None and self._damage.reason == _FURNITURE
        return not furniture.glued or after_furniture or self._in_head()

    def _read_furniture(self, line: Line, furniture: heading.Furniture) -> None:
        own = replace(line, text=line.text.removesuffix(furniture.glued))
        if self._in_head():
            if self._title:
                self._reject(_STRAY, self._title)
            self._note_heading(own, furniture)
        elif self._damage and self._damage.reason == _FURNITURE:
            self._damage.lines.append(own)
        elif self._title:
            self._separate(_FURNITURE, own)
        else:
            self._reject(_FURNITURE, own)
        if furniture.glued:
            self._damage = None
            self._title, self._paper = replace(line, text=furniture.glued), None

    def _note_heading(self, line: Line, said: heading.Furniture) -> None:
        self.blocks.recognised |= said.of_listing or said.day is not None
        known = self.blocks.heading
        if said.day and not known.day:
            self.blocks.dated = line
        trending = known.trending or said.trending
        self.blocks.heading = heading.Furniture(trending=trending, day=known.day or said.day)

    def _read_text(self, index: int) -> None:
        line, title = self._lines[index], self._title
        if not title and _is_prose(line.text):
            complete = self._paper is not None and not self._paper.facts.stated()
            self._reject(_SECOND_ABSTRACT if complete else _NO_TITLE, line)
            return
        self._damage = None
        if not title:
            self._title, self._paper = line, None
        elif self._is_abstract(index):
            self._paper = Draft(title, line)
            self.blocks.papers.append(self._paper)
            self._title = None
        elif index + 1 == len(self._lines):
            self._reject(_CUT, title, line)
        else:
            self._reject(_NO_ABSTRACT, title)
            self._title = line

    def _is_abstract(self, index: int) -> bool:
        """Whether the line after a title is its abstract, or the next paper's title."""
        text = self._lines[index].text
        if _is_prose(text) or _ends_sentence(text):
            return True
        if len(text) < _SHORTER_THAN_ABSTRACTS:
            return False
        following = self._lines[index + 1 : index + 2]
        return not any(_is_prose(line.text) for line in following)

    def _reject(self, reason: str, *lines: Line) -> None:
        """Opens a damaged block; what belongs to it may follow."""
        self._damage = Damage(reason, list(lines))
        self.blocks.damaged.append(self._damage)
        self._title, self._paper = None, None

    def _separate(self, reason: str, line: Line) -> None:
        """Rejects one line and leaves what is around it together."""
        self.blocks.damaged.append(Damage(reason, [line]))
