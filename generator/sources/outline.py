"""A text's outline: what rank each line has, its title, and what stands below it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from typing import Final

from generator.sources import identifiers, labels, metadata, prose, titles
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


def of(lines: Sequence[Line]) -> Node:
    """The outline of a text: a node without a line, with the others below."""
    lines = list(_labelled(lines))
    root = Node(Line(0, ""), -1)
    path = [root]
    for line in lines:
        node = _node(line)
        if node.rank >= WORDS_WITH_ADDRESS and path[-1].title and _repeats(node, path[-1]):
            node.rank = _BODY
        if line.mark == "=":
            path = path[: 1 + sum(one.line.mark[:1] == "#" and one.rank < 3 for one in path[1:])]
            continue
        if line.blank:
            path = path[
                : next((at for at, one in enumerate(path) if one.line.label == "first"), None)
            ]
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
        said = [labels.field_of(cell.text) for cell in line.cells]
        if not columns and all(name is not None for name in said):
            columns = said
            continue
        named = zip(line.cells, columns or [None] * len(line.cells), strict=False)
        yield replace(line, cells=tuple(replace(cell, label=name or "") for cell, name in named))


def _titles(lines: Sequence[Line], number: int) -> str:
    """What makes a title of a line: its label, ``title``, or that it is the ``first`` of a
    paragraph which leads to one paper further down; else ''.
    """
    line = lines[number]
    said = labels.read(line.text)
    labelled = said is not None and said[0] == "title"
    if (
        line.mark
        or line.anchors
        or line.doubtful
        or not titles.is_title(said[1] if said and labelled else line.text)
    ):
        return ""
    if labelled:
        return "title"
    if (number and not line.blank) or not prose.is_capitalised(line.text):
        return ""
    found: set[str] = set()
    for following in lines[number + 1 : number + 9]:
        if following.blank or following.mark != line.mark:
            break
        found.update(titles.identifiers_of(following))
    return "first" if len(found) == 1 else ""


def _repeats(node: Node, above: Node) -> bool:
    """Whether a line leads to the paper above and nowhere else, as its abstract does."""
    own, again = (
        [identifiers.arxiv(one) or one for one in titles.identifiers_of(line)]
        for line in (above.line, node.line)
    )
    return bool(own) and own == again


def _ends(node: Node, line: Line, following: Node) -> bool:
    """Whether a text that is not indented ends a bullet, a row or words with an address."""
    if following.rank != _BODY:
        return False
    if node.line.mark == "-":
        return line.indent <= node.line.indent and (line.blank or not labels.read(line.text))
    return node.rank in (ROW, ALONE)


def _node(line: Line) -> Node:
    rank = _rank(line)
    if rank == _BODY:
        return Node(line, rank)
    broken_row = not line.mark and line.text.count("|") > 1
    apart = rank == ALONE or line.doubtful or broken_row
    title, sure = ("", False) if apart else titles.of(line)
    if rank == WORDS_WITH_ADDRESS and not (title or titles.identifiers_of(line)):
        rank = _BODY
    if line.mark == "-" and not title and not titles.identifiers_of(line) and not line.anchors:
        facts = labels.read(line.text) or metadata.read(line.text)
        rank = _BODY if facts else rank
    said = None if titles.is_identifier(titles.NOTE.sub("", line.text)) else labels.read(line.text)
    if said and said[0] != "title" and (rank >= WORDS_WITH_ADDRESS or line.mark in ("-", "1.")):
        rank, title = _BODY, ""
    return Node(line, rank, title, sure)


def _rank(line: Line) -> int:
    if line.mark[:1] == "#":
        return len(line.mark)
    if line.mark == "1.":
        return 10 + min(line.indent, _DEEPEST)
    if line.mark == "-":
        return 11 + min(line.indent, _DEEPEST)
    if line.mark == "|":
        return ROW
    if line.label:
        return 9
    if line.strong and line.strong == line.text and not labels.heads(line.text):
        return BOLD
    if titles.alone(line.text):
        return ALONE
    linked = any(one.text and titles.leads_to_paper(one.url) for one in line.anchors)
    return WORDS_WITH_ADDRESS if linked or titles.BARE.search(line.rest) else _BODY


def below(node: Node) -> list[Line]:
    """The lines below a node, in the capture's order."""
    return all_lines(node)[1 + len(node.line.cells) :]


def all_lines(node: Node) -> list[Line]:
    """The lines of a node and of what stands below it, in the capture's order."""
    found, stack = [], [node]
    while stack:
        one = stack.pop()
        found += [one.line, *one.line.cells, *one.body]
        stack += one.nodes
    return sorted(found, key=lambda line: line.number)
