"""A listing's text without links or marks to its papers, damaged blocks and headings.

Lines alternate, title and abstract, or title alone on pages of cards; lines of metadata
stand around them. A line's turn and its shape together say what it is. A number alone is a
paper's upvotes or the comments of the paper above it: by its place.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from typing import Final

from generator.papers.model import Rejection
from generator.sources import grammar
from generator.sources.drafts import Draft, Reading
from generator.sources.grammar import Facts
from generator.sources.lines import Line

_LONGEST_ORGANISATION: Final = 60
_FEWEST_WORDS: Final = 3
_NO_ABSTRACT: Final = "a title without an abstract"
_CUT: Final = "the text ends in the middle of a paper"
_BROKEN: Final = "a title that breaks off, or goes on with the next line"
_NO_TITLE: Final = "an abstract without a title"
_SECOND_ABSTRACT: Final = "a second abstract in a row: its title is missing"
_NO_PAPER: Final = "authors or a date with no paper before them"
_STRAY: Final = "a stray line"
_FURNITURE: Final = "page furniture among the papers: one listing a file"

_MARKUP: Final = re.compile(r"#|\||```|~~~|\[!|//|/\*|!\[|\]|[-*+>]\s|\d+[.)]\s")


@dataclass(slots=True)
class _Block:
    """A paper, or a damaged block, which has a ``reason``; ``lines`` are all of its own."""

    lines: list[Line]
    reason: str = ""
    abstract: Line | None = None
    facts: Facts = field(default_factory=Facts)
    dated: int = 0
    numbers: list[int | None] = field(default_factory=list)

    def draft(self) -> Draft:
        """What it states."""
        title, abstract = self.lines[0], self.abstract.text if self.abstract else ""
        draft = Draft(title.number, title=title.text, abstract=abstract, text=title.text)
        draft.take(self.facts, self.dated)
        draft.numbers = self.numbers
        return draft

    def rejection(self) -> Rejection:
        """Why it is no paper."""
        text = "\n".join(line.text for line in self.lines)
        return Rejection(self.lines[0].number, self.reason, text)


def read(lines: Sequence[Line], *, ended: bool = True) -> Reading:
    """The papers of a listing; each line of it ends in a block, or is furniture.

    ``ended`` says whether the text's last line is whole, as far as can be seen. Nothing is found
    in a text that nothing marks as a listing and whose lines are not mostly its papers: a
    README's headings and paragraphs must not pass for titles and abstracts.
    """
    footer = grammar.footer([line.text for line in lines])
    reader = _Reader(lines[: len(lines) - footer])
    for index, line in enumerate(reader.lines):
        reader.take(index, line)
    return reader.found(ended=ended or footer > 0)


class _Reader:
    """The state between two lines: a title that waits, a block that is still open.

    ``marked`` where a submitter or a number stands before the title.
    """

    def __init__(self, lines: Sequence[Line]) -> None:
        self.lines = lines
        self._blocks: list[_Block] = []
        self._names: list[str] = []
        self._recognised = self._begun = self._marked = False
        self._title: Line | None = None
        self._open: _Block | None = None
        self._awaits = ""
        self._head: list[int | None] = []

    def take(self, index: int, line: Line) -> None:
        """Read the next line."""
        facts = self._facts(index)
        furniture = grammar.furniture(line.text) if facts is None else None
        # Among the papers a title may begin with ``Subscribe``: no title is glued there.
        after_furniture = self._open is not None and self._open.reason == _FURNITURE
        if self._awaits == "submitter" and facts is None and " " not in line.text:
            self._awaits, self._marked = "", True
        elif line.mark == "=":
            self._separate(_STRAY, line)
        elif facts is not None:
            self._take_facts(line, facts)
        elif furniture and (not furniture.glued or after_furniture or not self._begun):
            self._take_furniture(line, furniture)
        elif not any(char.isalpha() for char in line.text[:1_000]):
            self._separate(_STRAY, line)
        else:
            self._take_text(index)

    def found(self, *, ended: bool) -> Reading:
        """What all lines hold: cards without abstracts are papers where most are such."""
        if self._title and self._marked and ended:
            self._start(self._title)
        elif self._title:
            self._reject(_CUT if self._marked else _NO_ABSTRACT, self._title)
        for block in self._blocks:
            if not block.reason and _is_fragment(block.lines[0]):
                block.reason = _BROKEN
        papers = [block for block in self._blocks if not block.reason]
        bare = [block for block in papers if block.abstract is None]
        if 2 * len(bare) <= len(papers):
            papers = [block for block in papers if block.abstract]
            for block in bare:
                block.reason = _NO_ABSTRACT
        if not self._recognised and 3 * sum(map(_is_sound, papers)) <= 2 * len(self._blocks):
            return Reading()
        damaged = [block.rejection() for block in self._blocks if block.reason]
        reading = Reading([paper.draft() for paper in papers], damaged, self._names)
        reading.first = papers[0].lines[0].number if papers else 0
        reading.share(self._head)
        return reading

    def _facts(self, index: int) -> Facts | None:
        """The line's metadata; a name is an organisation only before other metadata."""
        line = self.lines[index]
        facts = grammar.facts_of(line.text)
        bare = self._open is not None and not (self._open.reason or self._open.facts)
        if facts is not None and facts.keys() != {"organisation"}:
            return facts
        may_be = bare if facts else (bare or self._title) and _may_be_organisation(line.text)
        said: Facts = facts or {"organisation": line.text}
        return said if may_be and self._before_facts(index) else None

    def _before_facts(self, index: int) -> bool:
        """Whether a dot or a date follows, and no number of authors, whose place it has.

        Below a title that is marked as one nothing else can stand there.
        """
        following = self.lines[index + 1 : index + 3]
        for number, line in enumerate(following):
            facts = grammar.facts_of(line.text)
            if facts is None or "authors_count" in facts:
                return number > 0 and (facts is None or (self._title is not None and self._marked))
            if facts:
                return number > 0 or "day" in facts
        return bool(following)

    def _take_facts(self, line: Line, facts: Facts) -> None:
        number = facts.get("number")
        waited = number is not None and self._awaits in ("stars", "upvotes")
        if self._title and not waited:
            self._start(self._title)
        block, is_paper = self._open, self._open is not None and not self._open.reason
        if "awaits" in facts:
            self._awaits = facts["awaits"]
            self._marked |= self._awaits == "submitter"
        elif number is not None and waited:
            if self._awaits == "upvotes" and block and is_paper:
                block.facts["upvotes"] = number
            self._awaits = ""
        elif "number" in facts:
            self._take_number(line, number)
        elif block and (block.reason or not block.facts.keys() & facts.keys()):
            block.lines += [line] if facts else []
            block.facts |= facts
            block.dated = line.number if "day" in facts else block.dated
            self._recognised |= is_paper and bool(facts.keys() & {"authors_count", "day"})
        elif not self._begun and facts.keys() == {"day"}:
            self._note_heading(line.text, grammar.Furniture(day=facts["day"]))
        elif facts:
            self._reject(_NO_PAPER, line)

    def _take_number(self, line: Line, number: int | None) -> None:
        if self._open:
            self._open.lines.append(line)
            self._open.numbers.append(number)
        elif not self._begun:
            self._head.append(number)
        else:
            self._separate(_STRAY, line)
        self._marked = True

    def _take_furniture(self, line: Line, furniture: grammar.Furniture) -> None:
        own = replace(line, text=line.text.removesuffix(furniture.glued))
        if not self._begun:
            if self._title:
                self._names.append(self._title.text)
                self._reject(_STRAY, self._title)
            self._note_heading(own.text, furniture)
        elif self._open and self._open.reason == _FURNITURE:
            self._open.lines.append(own)
        elif self._title:
            self._separate(_FURNITURE, own)
        else:
            self._reject(_FURNITURE, own)
        if furniture.glued:
            self._title, self._open = replace(line, text=furniture.glued), None

    def _note_heading(self, name: str, said: grammar.Furniture) -> None:
        self._recognised |= said.of_listing or said.day is not None
        self._names.append(name)

    def _take_text(self, index: int) -> None:
        line, title = self.lines[index], self._title
        self._awaits = ""
        if not title and grammar.is_prose(line.text):
            complete = self._open and not self._open.reason and not self._open.facts
            self._reject(_SECOND_ABSTRACT if complete else _NO_TITLE, line)
        elif not title:
            self._title, self._open = line, None
        elif self._is_abstract(index):
            self._start(title, line)
        elif index + 1 == len(self.lines):
            self._reject(_CUT, title, line)
        else:
            self._reject(_NO_ABSTRACT, title)
            self._title, self._open = line, None

    def _is_abstract(self, index: int) -> bool:
        """Whether the line after a title is its abstract, or the next paper's title."""
        text = self.lines[index].text
        if len(text.split()) < _FEWEST_WORDS:
            return False
        if grammar.is_prose(text) or grammar.ends_sentence(text):
            return True
        following = self.lines[index + 1 : index + 2]
        long = len(text) >= grammar.SHORTEST_ABSTRACT
        return long and not any(grammar.is_prose(line.text) for line in following)

    def _start(self, title: Line, abstract: Line | None = None) -> None:
        self._open = _Block([title, abstract] if abstract else [title], abstract=abstract)
        self._blocks.append(self._open)
        self._title, self._marked, self._begun = None, False, True

    def _reject(self, reason: str, *lines: Line) -> None:
        """Opens a damaged block; what belongs to it may follow."""
        self._open = _Block(list(lines), reason)
        self._blocks.append(self._open)
        self._title, self._marked = None, False

    def _separate(self, reason: str, line: Line) -> None:
        """Rejects one line and leaves what is around it together."""
        self._blocks.append(_Block([line], reason))


def _may_be_organisation(text: str) -> bool:
    sentence = grammar.ends_sentence(text) or any(mark in text for mark in ":?")
    return len(text) <= _LONGEST_ORGANISATION and not sentence and not grammar.furniture(text)


def _is_sound(paper: _Block) -> bool:
    title, abstract = paper.lines[0], paper.abstract
    return bool(abstract and grammar.is_prose(abstract.text) and not _MARKUP.match(title.text))


def _is_fragment(title: Line) -> bool:
    text = title.text
    if " " not in text and text.islower():
        return True  # a submitter whose line before is lost
    broken = title.doubtful or grammar.breaks_off(text) or grammar.goes_on(text)
    return broken or grammar.has_link_marks(text)
