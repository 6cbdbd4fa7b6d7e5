"""A listing's text without links or marks to its papers, damaged blocks and headings.

Each line has one sign, a letter for what it says, so that a text is a word of such letters; one
regular expression knows the turns of a listing: a title and its abstract, on pages of cards a
title and facts. A number alone is a paper's upvotes or the comments of the paper above it: by
its place.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from typing import Final, TypeAlias

from generator.papers.model import Rejection
from generator.sources import grammar
from generator.sources.drafts import Draft, Reading
from generator.sources.grammar import Facts
from generator.sources.lines import Line

_NO_ABSTRACT: Final = "a title without an abstract"
_CUT: Final = "the text ends in the middle of a paper"
_BROKEN: Final = "a title that breaks off, or goes on with the next line"
_NO_TITLE: Final = "an abstract without a title"
_SECOND_ABSTRACT: Final = "a second abstract in a row: its title is missing"
_NO_PAPER: Final = "authors or a date with no paper before them"
_STRAY: Final = "a stray line"
_FURNITURE: Final = "page furniture among the papers: one listing a file"

# T is text, C such that may name an organisation, S a sentence, L a long text, P prose; O is an
# organisation behind a bullet, A a number of authors, D a day, F another fact, N a number alone,
# E a dot that states nothing; M marks the title that follows: a submitter; W and K wait for the
# number of upvotes and stars; U is furniture and X a stray line.
_TITLE: Final = "[TCOSL]"


def _turns(between: str, head: str, facts: str = "") -> re.Pattern[str]:
    """The turns of a listing, with what may stand between a title and what belongs to it, and
    which ``facts`` before an abstract.
    """
    title = f"{_TITLE}[{between}]*"
    return re.compile(
        rf"(?P<paper>{_TITLE}[{between}{facts}]*(?:P|S|L(?!P)))"
        rf"|(?P<card>{title}(?=[ADFNEMWK]|C(?=D|E(?!A)))|(?<=[NM]){_TITLE}C(?=EA))"
        rf"|(?P<last>(?<=[NM]){_TITLE}$)|(?P<cut>{title}{_TITLE}$){head}|(?P<title>{_TITLE})"
        r"|(?P<prose>P)|(?P<furniture>U)|(?P<stray>X)|(?P<facts>.)"
    )


_FACTS: Final = "ADFENWK"
# Before the first paper furniture, days and numbers are the page's; facts may precede abstracts.
_NAMED: Final = f"|(?P<name>{_TITLE}(?=U))|(?P<page>[WK]N|[UDNEMWKF])"
_HEAD, _LISTING = _turns("X", _NAMED), _turns("XU", "")
_FACTS_FIRST: Final = _turns("X", _NAMED, f"U{_FACTS}"), _turns("XU", "", _FACTS)
_FACTS_BEFORE: Final = re.compile(rf"{_TITLE}[XEU]*[ADFNWK][{_FACTS}XU]*P")
_REASONS: Final = {
    "cut": _CUT, "name": _STRAY, "title": _NO_ABSTRACT, "prose": _NO_TITLE, "stray": _STRAY,
    "furniture": _FURNITURE, "facts": _NO_PAPER,
}  # fmt: skip
# What goes on: of a paper also its organisation, where the number of authors would stand.
_OF_PAPER: Final = r"[ENMWKX]*(?:[CO](?=D|E(?!A)))?[ADFNEMWKX]*"
# Where a number or a submitter stands before each title, a name without one is no title.
_OF_NUMBERED: Final = re.compile(rf"(?:[EX]*C(?=E?[AD]))?{_OF_PAPER}")
_BELOW: Final = {
    "paper": re.compile(_OF_PAPER), "card": re.compile(_OF_PAPER),
    "prose": re.compile("[ADFNEMWKX]*"), "facts": re.compile("[ADFNEMWKX]*"),
    "furniture": re.compile("[UADFNEMWKX]*"),
}  # fmt: skip
_STATES: Final = {"authors_count": "A", "number": "N", "day": "D", "organisation": "O"}
_WAITS: Final = {"submitter": "M", "upvotes": "W", "stars": "K"}
_LONGEST_ORGANISATION: Final = 60
_FEWEST_WORDS: Final = 3
_MARKUP: Final = re.compile(r"#|\||```|~~~|\[!|//|/\*|!\[|\]|[-*+>]\s|\d+[.)]\s")


Signed: TypeAlias = tuple[str, Line]
"""A line and its sign."""


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
        title, abstract = self.lines[0], self.abstract.text if self.abstract else ""
        draft = Draft(title.number, title=title.text, abstract=abstract, text=title.text)
        draft.take(self.facts, self.dated)
        draft.numbers = self.numbers
        return draft

    def rejection(self) -> Rejection:
        text = "\n".join(line.text for line in self.lines)
        return Rejection(self.lines[0].number, self.reason, text)


def read(lines: Sequence[Line], *, ended: bool = True) -> Reading:
    """The papers of a listing; each line of it ends in a block, or is furniture.

    ``ended`` says whether the text's last line is whole, as far as can be seen. Cards without
    abstracts are papers where most are such. Nothing is found in a text that nothing marks as a
    listing and whose lines are not mostly its papers: a README's headings and paragraphs must
    not pass for titles and abstracts.
    """
    footer = grammar.footer([line.text for line in lines])
    reading, blocks = Reading(), list[_Block]()
    head: list[int | None] = []
    stated: Facts = {}  # of its one paper
    recognised = False
    for turn, own, below in _turns_of(list(_signed(lines[: len(lines) - footer]))):
        first = own[0][1]
        facts, furniture = grammar.facts_of(first.text) or {}, grammar.furniture(first.text)
        if turn == "page":
            head += [facts["number"]] if "number" in facts else []
            stated = facts if "arxiv" in facts else stated
            recognised |= "day" in facts or (furniture is not None and furniture.of_listing)
        if turn == "name" or (turn == "page" and ("day" in facts or furniture)):
            reading.names.append(first.text)
        if turn == "page":
            continue
        reason = _REASONS.get(turn, _CUT if turn == "last" and not (ended or footer) else "")
        if turn == "prose" and blocks and not (blocks[-1].reason or blocks[-1].facts):
            reason = _SECOND_ABSTRACT
        blocks += _blocks(turn, reason, own, below)
    papers = [block for block in blocks if not block.reason]
    recognised |= any(paper.facts.keys() & {"authors_count", "day"} for paper in papers)
    for paper in papers:
        paper.reason = _BROKEN if _is_fragment(paper.lines[0]) else ""
    papers = [paper for paper in papers if not paper.reason]
    bare = [paper for paper in papers if paper.abstract is None]
    if 2 * len(bare) <= len(papers):
        papers = [paper for paper in papers if paper.abstract]
        for block in bare:
            block.reason = _NO_ABSTRACT
    sound = sum(
        bool(paper.abstract and grammar.is_prose(paper.abstract.text))
        and not _MARKUP.match(paper.lines[0].text)
        for paper in papers
    )
    if not recognised and 3 * sound <= 2 * len(blocks):
        return Reading()
    reading.drafts = [paper.draft() for paper in papers]
    for draft in reading.drafts if len(reading.drafts) == 1 else ():
        draft.take(stated, 0)
    reading.rejected = [block.rejection() for block in blocks if block.reason]
    reading.first = papers[0].lines[0].number if papers else 0
    reading.share(head)
    return reading


def _signed(lines: Sequence[Line]) -> Iterator[Signed]:
    """Each line with its sign; a title that is glued to furniture is one of its own.

    Among the papers a title may begin with ``Subscribe``: none is glued there.
    """
    last, begun = "", False
    for line in lines:
        head = grammar.heads(line.text.rstrip(":")) or ""
        if head in ("authors", "abstract"):
            last = head
            continue
        if last == "authors":
            line = replace(line, text=f"Authors: {line.text}")
        sign, furniture = _sign(line), grammar.furniture(line.text)
        if last == "M" and " " not in line.text and grammar.facts_of(line.text) is None:
            sign, last = "M", ""
        elif sign == "U" and furniture and furniture.glued and begun and last != "U":
            sign = last = _sign_of_text(line.text)
        elif sign == "U" and furniture and furniture.glued:
            yield "U", replace(line, text=line.text.removesuffix(furniture.glued))
            line = replace(line, text=furniture.glued)
            sign = last = _sign_of_text(line.text)
        else:
            last = sign
        begun = begun or sign in "PSLA"
        yield sign, line


def _sign(line: Line) -> str:
    facts = grammar.facts_of(line.text)
    if line.mark == "=":
        return "X"
    if facts is None:
        return "U" if grammar.furniture(line.text) else _sign_of_text(line.text)
    if "awaits" in facts:
        return _WAITS[facts["awaits"]]
    return next((sign for name, sign in _STATES.items() if name in facts), "F" if facts else "E")


def _sign_of_text(text: str) -> str:
    if not any(char.isalpha() for char in text[:1_000]):
        return "X"
    if len(text.split()) >= _FEWEST_WORDS:
        if grammar.is_prose(text):
            return "P"
        if grammar.ends_sentence(text):
            return "S"
        if len(text) >= grammar.SHORTEST_ABSTRACT:
            return "L"
    sentence = grammar.ends_sentence(text) or any(mark in text for mark in ":?")
    return "T" if sentence or len(text) > _LONGEST_ORGANISATION else "C"


def _turns_of(signed: Sequence[Signed]) -> Iterator[tuple[str, Sequence[Signed], Sequence[Signed]]]:
    """The turns of a listing, each with its lines and those that go on below it."""
    signs = "".join(sign for sign, _ in signed)
    facts_first = 2 * len(_FACTS_BEFORE.findall(signs)) > signs.count("P")
    at, (turns, listing) = 0, _FACTS_FIRST if facts_first else (_HEAD, _LISTING)
    while match := turns.match(signs, at):
        turn, end = match.lastgroup or "", match.end()
        form = (
            _OF_NUMBERED if turn == "paper" and signs[at - 1 : at] in (*"NM",) else _BELOW.get(turn)
        )
        below = form.match(signs, end) if form else None
        until = below.end() if below else end
        own = [one for one in signed[at:end] if turn != "paper" or one[0] not in _FACTS]
        yield turn, own, [one for one in signed[at:until] if one not in own]
        at, turns = until, listing if turn in ("paper", "card", "last") else turns


def _blocks(
    turn: str, reason: str, own: Sequence[Signed], below: Sequence[Signed]
) -> Iterator[_Block]:
    """The block of a turn, after the strays in it; and what of the lines below is no part of it."""
    block = _Block([own[0][1]], reason)
    for sign, line in own[1:]:
        if sign in "XU":
            yield _Block([line], _STRAY if sign == "X" else _FURNITURE)
        else:
            block.lines.append(line)
    block.abstract = block.lines[-1] if turn == "paper" else None
    awaits = ""
    for sign, line in below:
        facts = grammar.facts_of(line.text) or {}
        number = facts.get("number")
        if sign == "X":
            yield _Block([line], _STRAY)
        elif sign in "MWK":
            awaits = sign.replace("M", "")
        elif number is not None and awaits:
            if awaits == "W" and not block.reason:
                block.facts["upvotes"] = number
            awaits = ""
        elif sign == "N":
            block.lines.append(line)
            block.numbers.append(number)
        elif sign in "COU" or block.reason or not block.facts.keys() & facts.keys():
            block.lines += [line] if sign != "E" else []
            block.facts |= facts or ({"organisation": line.text} if sign in "CO" else {})
            block.dated = line.number if "day" in facts else block.dated
        elif facts:
            yield block
            block = _Block([line], _NO_PAPER)
    yield block


def _is_fragment(title: Line) -> bool:
    text = title.text
    if " " not in text and text.islower():
        return True  # a submitter whose line before is lost
    broken = title.doubtful or grammar.breaks_off(text) or grammar.goes_on(text)
    return broken or grammar.has_link_marks(text)
