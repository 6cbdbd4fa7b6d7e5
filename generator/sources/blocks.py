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
from generator.sources import heading, metadata, prose
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
class Card:
    """A paper as it stands in the listing; ``dated`` is the line of its date.

    ``marked`` where a submitter or a number stands before the title; ``lines`` are its own.
    """

    title: Line
    abstract: Line | None = None
    facts: Facts = field(default_factory=Facts)
    dated: Line | None = None
    numbers: list[int | None] = field(default_factory=list)
    marked: bool = False
    lines: list[Line] = field(default_factory=list)

    def all_lines(self) -> list[Line]:
        """The lines of the card, title first."""
        return [self.title, *([self.abstract] if self.abstract else []), *self.lines]


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

    papers: list[Card] = field(default_factory=list)
    damaged: list[Damage] = field(default_factory=list)
    names: list[str] = field(default_factory=list)
    dated: Line | None = None
    recognised: bool = False

    def is_listing(self) -> bool:
        """Whether there are papers, and in a text that nothing marks as a listing mostly so.

        There, a README's headings and paragraphs must not pass for titles and abstracts.
        """
        if self.recognised:
            return bool(self.papers)
        sound = sum(
            paper.abstract is not None
            and prose.is_prose(paper.abstract.text)
            and not prose.is_marked(paper.title.text)
            for paper in self.papers
        )
        return sound > 2 * (len(self.papers) - sound + len(self.damaged))


def read(lines: Sequence[Line], *, ended: bool = True) -> Blocks:
    """The blocks of a listing; each line of it ends in one, or is furniture.

    ``ended`` says whether the text's last line is whole, as far as can be seen.
    """
    footer = heading.footer([line.text for line in lines])
    reader = _Reader(lines[: len(lines) - footer], ended=ended or footer > 0)
    reader.run()
    return reader.blocks


class _Reader:
    """The state between two lines: a title that waits, a paper or a damage still open."""

    def __init__(self, lines: Sequence[Line], *, ended: bool) -> None:
        self.blocks = Blocks()
        self._lines = lines
        self._ended = ended
        self._title: Line | None = None
        self._paper: Card | None = None
        self._damage: Damage | None = None
        self._awaits: metadata.Awaited = ""
        self._head: list[int | None] = []
        self._marked = False

    def run(self) -> None:
        """Reads every line."""
        for index, line in enumerate(self._lines):
            facts = self._facts(index)
            furniture = None if facts else heading.read(line.text)
            if self._awaits == "submitter" and not facts and " " not in line.text:
                self._awaits, self._marked = "", True
            elif line.mark == "=":
                self._separate(_STRAY, line)
            elif facts:
                self._read_metadata(line, facts)
            elif furniture and self._takes_furniture(furniture):
                self._read_furniture(line, furniture)
            elif not any(char.isalpha() for char in line.text[:1_000]):
                self._separate(_STRAY, line)
            else:
                self._read_text(index)
        self._end()

    def _end(self) -> None:
        """A title still waits, and cards without abstracts are papers where most are such."""
        if self._title and self._marked and self._ended:
            self._open(self._title)
        elif self._title:
            self._reject(_CUT if self._marked else _NO_ABSTRACT, self._title)
        for paper in [one for one in self.blocks.papers if _is_fragment(one.title)]:
            self.blocks.papers.remove(paper)
            self.blocks.damaged.append(Damage(_BROKEN, paper.all_lines()))
        bare = [paper for paper in self.blocks.papers if paper.abstract is None]
        if 2 * len(bare) <= len(self.blocks.papers):
            for paper in bare:
                self.blocks.papers.remove(paper)
                self.blocks.damaged.append(Damage(_NO_ABSTRACT, paper.all_lines()))
        papers = self.blocks.papers
        for paper, (upvotes, comments) in zip(
            papers, metadata.shared(self._head, [paper.numbers for paper in papers]), strict=True
        ):
            said = Facts(upvotes=upvotes, comments=comments)
            paper.facts = said.with_all(paper.facts)
        self.blocks.damaged.sort(key=lambda damage: damage.lines[0].number)

    def _facts(self, index: int) -> Facts | None:
        """The line's metadata; a name is an organisation only before other metadata."""
        line = self._lines[index]
        facts = metadata.read(line.text)
        known = self._paper.facts.stated() if self._paper else None
        if facts and facts.stated() == {"organisation"}:
            return facts if known == frozenset() and self._before_metadata(index) else None
        if facts or len(line.text) > _LONGEST_ORGANISATION or (self._in_head() and not self._title):
            return facts
        waits = self._title is not None or known == frozenset()
        named = not any(mark in line.text for mark in ":?") and not prose.ends_sentence(line.text)
        if waits and named and self._before_metadata(index) and not heading.read(line.text):
            return Facts(organisation=line.text)
        return None

    def _before_metadata(self, index: int) -> bool:
        """Whether a dot or a date follows, and no number of authors, whose place it has."""
        for line in self._lines[index + 1 : index + 3]:
            facts = metadata.read(line.text)
            if facts is None or "authors_count" in facts.stated():
                return facts is None and line is not self._lines[index + 1]
            if facts.stated():
                return "day" in facts.stated() or line is not self._lines[index + 1]
        return bool(self._lines[index + 1 : index + 2])

    def _read_metadata(self, line: Line, facts: Facts) -> None:
        stated = facts.stated()
        if facts.awaits:
            self._settle_title()
            self._awaits = facts.awaits
            self._marked |= facts.awaits == "submitter"
        elif facts.number is not None and self._awaits in ("stars", "upvotes"):
            if self._awaits == "upvotes" and self._paper:
                self._paper.facts = replace(self._paper.facts, upvotes=facts.number)
            self._awaits = ""
        elif stated & {"number", "dash"}:
            self._read_number(line, facts)
        elif not stated:
            self._settle_title()
        elif self._title:
            self._settle_title()
            self._take(line, facts)
        elif self._damage:
            self._damage.lines.append(line)
        elif self._paper and not self._paper.facts.stated() & stated:
            self._take(line, facts)
        elif self._in_head() and stated == {"day"} and not self.blocks.dated:
            self._note_heading(line, heading.Furniture(day=facts.day))
        else:
            self._reject(_NO_PAPER, line)

    def _read_number(self, line: Line, facts: Facts) -> None:
        self._settle_title()
        if self._paper:
            self._paper.numbers.append(facts.number)
            self._paper.lines.append(line)
        elif self._in_head() and not self._damage:
            self._head.append(facts.number)
        elif self._damage:
            self._damage.lines.append(line)
        else:
            self._separate(_STRAY, line)
        self._marked = True

    def _take(self, line: Line, facts: Facts) -> None:
        if self._paper is None:
            return
        self.blocks.recognised |= bool(facts.stated() & {"authors_count", "day"})
        self._paper.facts = self._paper.facts.with_all(facts)
        self._paper.lines.append(line)
        self._paper.dated = line if facts.day else self._paper.dated

    def _settle_title(self) -> None:
        """A title before metadata is a card without an abstract."""
        if self._title:
            self._open(self._title)

    def _open(self, title: Line, abstract: Line | None = None) -> None:
        self._paper = Card(title, abstract, marked=self._marked)
        self.blocks.papers.append(self._paper)
        self._title, self._damage, self._marked = None, None, False

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
                self.blocks.names.append(self._title.text)
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
        self.blocks.names.append(line.text)
        if said.day and not self.blocks.dated:
            self.blocks.dated = line

    def _read_text(self, index: int) -> None:
        line, title = self._lines[index], self._title
        self._awaits = ""
        if not title and prose.is_prose(line.text):
            complete = self._paper is not None and not self._paper.facts.stated()
            self._reject(_SECOND_ABSTRACT if complete else _NO_TITLE, line)
            return
        self._damage = None
        if not title:
            self._title, self._paper = line, None
        elif self._is_abstract(index):
            self._open(title, line)
        elif index + 1 == len(self._lines):
            self._reject(_CUT, title, line)
        else:
            self._reject(_NO_ABSTRACT, title)
            self._title = line

    def _is_abstract(self, index: int) -> bool:
        """Whether the line after a title is its abstract, or the next paper's title."""
        text = self._lines[index].text
        if len(text.split()) < _FEWEST_WORDS:
            return False
        if prose.is_prose(text) or prose.ends_sentence(text):
            return True
        if len(text) < prose.SHORTEST_ABSTRACT:
            return False
        following = self._lines[index + 1 : index + 2]
        return not any(prose.is_prose(line.text) for line in following)

    def _reject(self, reason: str, *lines: Line) -> None:
        """Opens a damaged block; what belongs to it may follow."""
        self._damage = Damage(reason, list(lines))
        self.blocks.damaged.append(self._damage)
        self._title, self._paper, self._marked = None, None, False

    def _separate(self, reason: str, line: Line) -> None:
        """Rejects one line and leaves what is around it together."""
        self.blocks.damaged.append(Damage(reason, [line]))


def _is_fragment(title: Line) -> bool:
    text = title.text
    if " " not in text and text.islower():
        return True  # a submitter whose line before is lost
    broken = title.doubtful or prose.breaks_off(text) or prose.goes_on(text)
    return broken or prose.has_link_marks(text)
