"""A listing's text without links or marks to its papers, damaged blocks and headings.

Lines alternate, title and abstract, or title alone on pages of cards; lines of metadata
stand around them. A line's turn and its shape together say what it is. A number alone is a
paper's upvotes or the comments of the paper above it: by its place.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from typing import Final

from generator.papers.model import Rejection
from generator.sources import metadata, prose
from generator.sources.drafts import Draft, Reading
from generator.sources.lines import Line
from generator.sources.metadata import Facts

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


@dataclass(slots=True)
class _Block:
    """A paper, or a damaged block, which has a ``reason``; ``lines`` are all of its own.

    ``marked`` where a submitter or a number stands before its title.
    """

    lines: list[Line]
    reason: str = ""
    abstract: Line | None = None
    facts: Facts = field(default_factory=Facts)
    dated: int = 0
    numbers: list[int | None] = field(default_factory=list)

    def draft(self, upvotes: int | None, comments: int | None) -> Draft:
        """What it states; a number that says what it counts precedes one that stands alone."""
        title, facts = self.lines[0], self.facts
        return Draft(
            title.number,
            title=title.text,
            abstract=self.abstract.text if self.abstract else "",
            authors_count=facts.authors_count,
            published=facts.day.text if facts.day else "",
            dated=self.dated,
            upvotes=upvotes if facts.upvotes is None else facts.upvotes,
            comments=comments if facts.comments is None else facts.comments,
            arxiv=facts.arxiv or "",
            text=title.text,
        )


def read(lines: Sequence[Line], *, ended: bool = True) -> Reading:
    """The papers of a listing; each line of it ends in a block, or is furniture.

    ``ended`` says whether the text's last line is whole, as far as can be seen. Nothing is found
    in a text that nothing marks as a listing and whose lines are not mostly its papers: a
    README's headings and paragraphs must not pass for titles and abstracts.
    """
    footer = prose.footer([line.text for line in lines])
    reader = _Reader(lines[: len(lines) - footer])
    for index, line in enumerate(reader.lines):
        reader.take(index, line)
    return reader.found(ended=ended or footer > 0)


class _Reader:
    """The state between two lines: a title that waits, a block that is still open."""

    def __init__(self, lines: Sequence[Line]) -> None:
        self.lines = lines
        self._blocks: list[_Block] = []
        self._names: list[str] = []
        self._recognised = self._begun = False
        self._title: Line | None = None
        self._open: _Block | None = None
        self._awaits: metadata.Awaited = ""
        self._head: list[int | None] = []
        self._marked = False

    def take(self, index: int, line: Line) -> None:
        """Reads the next line."""
        facts = self._facts(index)
        furniture = None if facts else prose.furniture(line.text)
        if self._awaits == "submitter" and not facts and " " not in line.text:
            self._awaits, self._marked = "", True
        elif line.mark == "=":
            self._separate(_STRAY, line)
        elif facts:
            self._take_metadata(line, facts)
        elif furniture and self._takes_furniture(furniture):
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
        damaged = [block for block in self._blocks if block.reason]
        damaged.sort(key=lambda block: block.lines[0].number)
        if not self._recognised and 3 * sum(map(_is_sound, papers)) <= 2 * len(self._blocks):
            return Reading()
        shared = metadata.shared(self._head, [paper.numbers for paper in papers])
        return Reading(
            [paper.draft(*numbers) for paper, numbers in zip(papers, shared, strict=True)],
            [
                Rejection(
                    block.lines[0].number,
                    block.reason,
                    "\n".join(line.text for line in block.lines),
                )
                for block in damaged
            ],
            self._names,
            papers[0].lines[0].number if papers else 0,
        )

    def _facts(self, index: int) -> Facts | None:
        """The line's metadata; a name is an organisation only before other metadata."""
        line = self.lines[index]
        facts = metadata.read(line.text)
        bare = bool(self._open and not self._open.reason and self._open.facts == Facts())
        if facts and facts.stated() == {"organisation"}:
            return facts if bare and self._before_metadata(index) else None
        if facts or len(line.text) > _LONGEST_ORGANISATION or not (self._title or bare):
            return facts
        named = not any(mark in line.text for mark in ":?") and not prose.ends_sentence(line.text)
        if named and self._before_metadata(index) and not prose.furniture(line.text):
            return Facts(organisation=line.text)
        return None

    def _before_metadata(self, index: int) -> bool:
        """Whether a dot or a date follows, and no number of authors, whose place it has.

        Below a title that is marked as one nothing else can stand there.
        """
        following = self.lines[index + 1 : index + 3]
        for number, line in enumerate(following):
            facts = metadata.read(line.text)
            if facts is None or "authors_count" in facts.stated():
                return number > 0 and (facts is None or (self._title is not None and self._marked))
            if facts.stated():
                return number > 0 or "day" in facts.stated()
        return bool(following)

    def _take_metadata(self, line: Line, facts: Facts) -> None:
        stated = facts.stated()
        if self._title and not (facts.number is not None and self._awaits in ("stars", "upvotes")):
            self._start(self._title)
        paper = self._open if self._open and not self._open.reason else None
        if facts.awaits:
            self._awaits = facts.awaits
            self._marked |= facts.awaits == "submitter"
        elif facts.number is not None and self._awaits in ("stars", "upvotes"):
            if self._awaits == "upvotes" and paper:
                paper.facts = replace(paper.facts, upvotes=facts.number)
            self._awaits = ""
        elif stated & {"number", "dash"}:
            self._take_number(line, facts.number)
        elif self._open and (self._open.reason or not self._open.facts.stated() & stated):
            self._open.lines += [line] if stated else []
            self._open.facts = self._open.facts.with_all(facts)
            self._open.dated = line.number if facts.day else self._open.dated
            self._recognised |= bool(paper and stated & {"authors_count", "day"})
        elif not self._begun and stated == {"day"}:
            self._note_heading(line.text, prose.Furniture(day=facts.day))
        elif stated:
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

    def _takes_furniture(self, furniture: prose.Furniture) -> bool:
        """Among the papers a title may begin with ``Subscribe``: no title is glued there."""
        after_furniture = self._open is not None and self._open.reason == _FURNITURE
        return not furniture.glued or after_furniture or not self._begun

    def _take_furniture(self, line: Line, furniture: prose.Furniture) -> None:
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

    def _note_heading(self, name: str, said: prose.Furniture) -> None:
        self._recognised |= said.of_listing or said.day is not None
        self._names.append(name)

    def _take_text(self, index: int) -> None:
        line, title = self.lines[index], self._title
        self._awaits = ""
        if not title and prose.is_prose(line.text):
            complete = self._open and not self._open.reason and not self._open.facts.stated()
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
        if prose.is_prose(text) or prose.ends_sentence(text):
            return True
        following = self.lines[index + 1 : index + 2]
        long = len(text) >= prose.SHORTEST_ABSTRACT
        return long and not any(prose.is_prose(line.text) for line in following)

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


def _is_sound(paper: _Block) -> bool:
    title, abstract = paper.lines[0], paper.abstract
    return bool(abstract and prose.is_prose(abstract.text) and not prose.is_marked(title.text))


def _is_fragment(title: Line) -> bool:
    text = title.text
    if " " not in text and text.islower():
        return True  # a submitter whose line before is lost
    broken = title.doubtful or prose.breaks_off(text) or prose.goes_on(text)
    return broken or prose.has_link_marks(text)
