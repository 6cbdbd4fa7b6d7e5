"""A text's outline: the rank of each line, its title and identifiers, what stands below it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from typing import Final

from generator.sources import grammar, identifiers
from generator.sources.grammar import cleaned, is_title
from generator.sources.identifiers import is_identifier, leads_to_paper
from generator.sources.lines import Line

_BODY: Final = 999
_DEEPEST: Final = 40
BOLD: Final = 8
ROW: Final = 300
WORDS_WITH_ADDRESS: Final = 400
ALONE: Final = 500


@dataclass(slots=True, eq=False)
class Node:
    """A line of the outline, its rank (small is high), and what stands below it.

    ``sure`` where a mark says that ``title`` is one, ``doubted`` where nothing does.
    """

    line: Line
    rank: int
    title: str = ""
    sure: bool = False
    doubted: bool = False
    nodes: list[Node] = field(default_factory=list)
    body: list[Line] = field(default_factory=list)

    @property
    def is_heading(self) -> bool:
        """Whether it is marked as a heading."""
        return self.line.mark[:1] == "#"

    def lines(self) -> list[Line]:
        """Its line and those below it, in the capture's order."""
        found, stack = [], [self]
        while stack:
            one = stack.pop()
            found += [one.line, *one.line.cells, *one.body]
            stack += one.nodes
        return sorted(found, key=lambda line: line.number)

    def below(self) -> list[Line]:
        """The lines below it, in the capture's order."""
        return self.lines()[1 + len(self.line.cells) :]

    def own_identifiers(self) -> list[str]:
        """What leads to a paper in its line and in its cells."""
        return [one for line in (self.line, *self.line.cells) for one in identifiers_of(line)]

    def identifiers_below(self) -> set[str]:
        """What leads to papers below it."""
        return {one for line in self.below() for one in identifiers_of(line)}


def of(lines: Sequence[Line]) -> Node:
    """The outline of a text: a node without a line, with the others below."""
    root = Node(Line(0, ""), -1)
    path = [root]
    for line in _labelled(lines):
        node, above = _node(line), path[-1]
        if line.mark == "=":
            path = path[: 1 + sum(one.is_heading and one.rank < 3 for one in path[1:])]
            continue
        if node.rank >= WORDS_WITH_ADDRESS and above.title and _repeats(node, above):
            node.rank = _BODY
        if line.label == "title" and _waits(above) and (above.body or not line.blank):
            node.line, node.body = above.line, path.pop().body
            path[-1].nodes.pop()
        first = next((at for at, one in enumerate(path) if one.line.label == "first"), None)
        path = path[:first] if line.blank else path
        while len(path) > 1 and (node.rank <= path[-1].rank or _ends(path[-1], line, node)):
            path.pop()
        if node.rank == _BODY:
            path[-1].body.append(line)
        else:
            path[-1].nodes.append(node)
            path.append(node)
    return root


def _labelled(lines: Sequence[Line]) -> Iterator[Line]:
    """The lines, with the cells of a table labelled by its head, and the first line of a
    paragraph that leads to one paper marked as its title.
    """
    columns: list[str | None] = []
    for number, line in enumerate(lines):
        if not line.cells:
            columns = columns if line.mark == "=" else []
            yield replace(line, label=_titles(lines, number))
            continue
        said = [grammar.field_of(cell.text) for cell in line.cells]
        head = any(following.mark == "=" for following in lines[number + 1 : number + 2])
        known = all(name is not None for name in said) or (head and any(said))
        if not columns and (known or ("title" in said and len(set(said) - {None, ""}) > 1)):
            columns = said
            continue
        named = zip(line.cells, columns or [None] * len(line.cells), strict=False)
        yield replace(line, cells=tuple(replace(cell, label=name or "") for cell, name in named))


def _titles(lines: Sequence[Line], number: int) -> str:
    """What makes a title of a line: its label, ``title``, or that it is the ``first`` of a
    paragraph which leads to one paper further down; else ''.
    """
    line, following = lines[number], lines[number + 1 : number + 9]
    if line.mark or line.anchors or line.doubtful:
        return ""
    said = grammar.labelled(line.text)
    of_page = following and "://" in following[0].text and grammar.furniture(following[0].text)
    if said and said[0] == "title" and not of_page:
        return "title" if is_title(said[1]) else ""
    starts = line.blank or not number
    if not (starts and is_title(line.text) and grammar.is_capitalised(line.text)):
        return ""
    found: set[str] = set()
    for one in following:
        if one.blank or one.mark != line.mark:
            break
        found.update(identifiers_of(one))
    return "first" if len(found) == 1 else ""


def _waits(node: Node) -> bool:
    """Whether a line has one identifier and no title, which the next line may have."""
    return not (node.title or node.nodes) and len(identifiers_of(node.line)) == 1


def _repeats(node: Node, above: Node) -> bool:
    """Whether a line leads to the paper above and nowhere else, as its abstract does."""
    own, again = (
        [identifiers.arxiv(one) or one for one in identifiers_of(each.line)]
        for each in (above, node)
    )
    return bool(own) and own == again


def _ends(node: Node, line: Line, following: Node) -> bool:
    """Whether a text that is not indented ends a bullet, a row or words with an address."""
    if following.rank != _BODY or (node.line.mark == "-" and line.indent > node.line.indent):
        return False
    ends = line.blank or not grammar.labelled(line.text)
    return node.rank == ROW or ((node.line.mark == "-" or node.rank == ALONE) and ends)


def _node(line: Line) -> Node:
    rank = _rank(line)
    broken_row = not line.mark and line.text.count("|") > 1
    apart = rank in (_BODY, ALONE) or line.doubtful or broken_row
    title, sure = ("", False) if apart else title_of(line)
    says = line.mark == "-" and not (line.anchors or grammar.is_free(line.text))
    if (says or rank == WORDS_WITH_ADDRESS) and not (title or identifiers_of(line)):
        return Node(line, _BODY)
    words = alone(line.text) or [NOTE.sub("", line.text)]
    said = None if all(map(is_identifier, words)) else grammar.labelled(line.text)
    if said and said[0] != "title" and (rank >= WORDS_WITH_ADDRESS or line.mark in ("-", "1.")):
        return Node(line, _BODY)
    return Node(line, rank, title, sure)


def _rank(line: Line) -> int:
    if line.mark[:1] == "#":
        return len(line.mark)
    if line.mark in ("1.", "-"):
        return (10 if line.mark == "1." else 11) + min(line.indent, _DEEPEST)
    if line.mark == "|":
        return ROW
    if line.label:
        return 9
    if line.strong and line.strong == line.text and not grammar.heads(line.text):
        return BOLD
    if alone(line.text):
        return ALONE
    linked = any(one.text and leads_to_paper(one.url) for one in line.anchors)
    return WORDS_WITH_ADDRESS if linked or BARE.search(line.rest) else _BODY


# Titles and identifiers

BARE: Final = re.compile(
    r"arXiv:\s*\d{4}\.\d{4,5}(?:v\d+)?|arXiv:\s*[a-z-]+(?:\.[A-Z]{2})?/\d{7}"
    r"|doi:\s*10\.\d{4,9}/\S+"
    r"|^\W{0,2}\d{4}\.\d{4,5}(?:v\d+)?(?=[\s:\])–—-])",
    re.I,
)
# What stands after a hash sign is a note.
NOTE: Final = re.compile(r"\s#(?:\s.*)?$")
_QUOTED: Final = re.compile(r"[“\"]([^”\"]{12,250}?)[.,]?[”\"]")
_REFERENCE: Final = re.compile(r"\bet al\b|\bpreprint\b|\(?(?:19|20)\d\d\)?[.,]", re.IGNORECASE)


def identifiers_of(line: Line) -> list[str]:
    """The addresses and ids in a line that lead to a paper, one for each paper."""
    found = [one.url for one in line.anchors if one.text and leads_to_paper(one.url)]
    found += filter(is_identifier, (match[0].lstrip("[(") for match in BARE.finditer(line.rest)))
    found = found or [word for word in alone(line.text) if is_identifier(word)]
    keyed = {identifiers.arxiv(one) or identifiers.doi(one) or one: one for one in found}
    return list(keyed.values())


def alone(text: str) -> list[str]:
    """The words of a line that has nothing but identifiers and addresses; else none."""
    words = re.split(r"[\s,;]+", NOTE.sub("", text).strip())
    one = len(words) == 1 and re.fullmatch(r".{0,40}\d.{5,}|\S+://\S+", words[0])
    return words if one or all(map(is_identifier, words)) else []


def title_of(line: Line) -> tuple[str, bool]:
    """The title in a line, '' where there is none, and whether a mark says that it is one."""
    if line.cells:
        cells = [title_of(cell) for cell in line.cells if cell.label in ("", "title", "paper")]
        return next((cell for cell in cells if cell[1]), ("", False))
    head = line.mark[:1] in ("#", "1") or line.strong == line.text or bool(line.label)
    for anchor in line.anchors:
        if (leads_to_paper(anchor.url) or (head and not anchor.url)) and is_title(anchor.text):
            return cleaned(anchor.text), True
    if is_title(line.strong) and line.mark[:1] != "#":
        return cleaned(line.strong), True
    said = grammar.labelled(line.text)
    if said and said[0] == "title" and is_title(said[1]):
        return cleaned(said[1]), True
    quoted = _QUOTED.search(line.rest)
    if quoted and not head and is_title(quoted[1]):
        return cleaned(quoted[1]), False
    pieces = [cleaned(one) for piece in line.rest.split("\ue000") for one in BARE.split(piece)]
    first_is_id = any(map(is_identifier, (a.text for a in line.anchors[:1]))) or not line.anchors
    before = next(iter(pieces[1:2] if first_is_id and not pieces[0] else pieces), "")
    if line.mark in ("-", "1."):
        before = re.split(r"\s[|·•]\s", before)[0]
        before = before.removesuffix(".") if grammar.is_capitalised(before) else before
    before = grammar.without_names(before)
    if not head and _REFERENCE.search(before):
        return "", False
    if head and is_title(before):
        return before, True
    return (before, False) if is_title(before) else ("", False)
