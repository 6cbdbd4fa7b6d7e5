"""A text's outline: the rank of each line, its title and identifiers, what stands below it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from typing import Final

from generator.sources import identifiers, metadata, prose
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
        if line.label == "title" and _waits(path[-1]) and (path[-1].body or not line.blank):
            node.line, node.body = path[-1].line, path.pop().body
            path[-1].nodes.pop()
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
        said = [metadata.field_of(cell.text) for cell in line.cells]
        head = [*lines[number + 1 : number + 2]] and lines[number + 1].mark == "="
        if not columns and (all(name is not None for name in said) or (head and any(said))):
            columns = said
            continue
        named = zip(line.cells, columns or [None] * len(line.cells), strict=False)
        yield replace(line, cells=tuple(replace(cell, label=name or "") for cell, name in named))


def _titles(lines: Sequence[Line], number: int) -> str:
    """What makes a title of a line: its label, ``title``, or that it is the ``first`` of a
    paragraph which leads to one paper further down; else ''.
    """
    line = lines[number]
    said = metadata.labelled(line.text)
    address = lines[number + 1].text if number + 1 < len(lines) else ""
    of_page = "://" in address and prose.furniture(address) is not None
    labelled = said is not None and said[0] == "title" and not of_page
    if (
        line.mark
        or line.anchors
        or line.doubtful
        or not is_title(said[1] if said and labelled else line.text)
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
        found.update(identifiers_of(following))
    return "first" if len(found) == 1 else ""


def _waits(node: Node) -> bool:
    """Whether a line has one identifier and no title, which the next line may have."""
    return not (node.title or node.nodes) and len(identifiers_of(node.line)) == 1


def _repeats(node: Node, above: Node) -> bool:
    """Whether a line leads to the paper above and nowhere else, as its abstract does."""
    own, again = (
        [identifiers.arxiv(one) or one for one in identifiers_of(line)]
        for line in (above.line, node.line)
    )
    return bool(own) and own == again


def _ends(node: Node, line: Line, following: Node) -> bool:
    """Whether a text that is not indented ends a bullet, a row or words with an address."""
    if following.rank != _BODY:
        return False
    if node.line.mark == "-":
        return line.indent <= node.line.indent and (line.blank or not metadata.labelled(line.text))
    return node.rank == ROW or (
        node.rank == ALONE and (line.blank or not metadata.labelled(line.text))
    )


def _node(line: Line) -> Node:
    rank = _rank(line)
    if rank == _BODY:
        return Node(line, rank)
    broken_row = not line.mark and line.text.count("|") > 1
    apart = rank == ALONE or line.doubtful or broken_row
    title, sure = ("", False) if apart else title_of(line)
    if rank == WORDS_WITH_ADDRESS and not (title or identifiers_of(line)):
        rank = _BODY
    if line.mark == "-" and not title and not identifiers_of(line) and not line.anchors:
        facts = metadata.labelled(line.text) or metadata.read(line.text)
        rank = _BODY if facts else rank
    words = alone(line.text)
    only_ids = is_identifier(NOTE.sub("", line.text)) or all(map(is_identifier, words or [""]))
    said = None if only_ids else metadata.labelled(line.text)
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
    if line.strong and line.strong == line.text and not metadata.heads(line.text):
        return BOLD
    if alone(line.text):
        return ALONE
    linked = any(one.text and leads_to_paper(one.url) for one in line.anchors)
    return WORDS_WITH_ADDRESS if linked or BARE.search(line.rest) else _BODY


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


def identifiers_in(node: Node) -> list[str]:
    """What leads to a paper in the line of a node and in its cells."""
    return [one for line in (node.line, *node.line.cells) for one in identifiers_of(line)]


def identifiers_below(node: Node) -> set[str]:
    """What leads to papers below a node."""
    return {one for line in below(node) for one in identifiers_of(line)}


# Titles and identifiers

BARE: Final = re.compile(
    r"arXiv:\s*\d{4}\.\d{4,5}(?:v\d+)?|arXiv:\s*[a-z-]+(?:\.[A-Z]{2})?/\d{7}"
    r"|doi:\s*10\.\d{4,9}/\S+"
    r"|^\W{0,2}\d{4}\.\d{4,5}(?:v\d+)?(?=[\s:\])–—-])",
    re.I,
)
# What stands after a hash sign is a note.
NOTE: Final = re.compile(r"\s#(?:\s.*)?$")
_NUMBERING: Final = re.compile(
    r"^(?:(?:\d{1,3}[.)、:]|\d{1,3}/(?=\s)|[①-⑳]|【\d{1,3}】|（\d{1,3}）|#\d+|\d\ufe0f?\u20e3)\s*"
    r"|[\[(](?:[^\[\]()]{0,30}\d{4}[^\[\]()]{0,12}|PDF|HTML|BOOK|CITATION|[RDPN])[\])]\s*"
    r"|(?:19|20)\d\d[-./]\d\d(?:[-./]\d\d)?(?![\d.])[\s:|–—-]+"
    r"|[\u2600-\u27bf\U0001f300-\U0001faff\ufe0f]+\s*)+"
)
_QUOTED: Final = re.compile(r"[“\"]([^”\"]{12,250}?)[.,]?[”\"]")
_REFERENCE: Final = re.compile(r"\bet al\b|\bpreprint\b|\(?(?:19|20)\d\d\)?[.,]", re.IGNORECASE)
_AROUND: Final = " \t-–—:：|,;·•*_"
_SECTION: Final = re.compile(
    r"(?:table of )?contents?|papers?|citations?|cite|references?|abstract|overview|introduction"
    r"|links?|news|updates?|usage|installation|install|license|licence|requirements|quick ?start"
    r"|getting started|results?|contributing|acknowledge?ments?|related (?:work|papers)|datasets?"
    r"|(?:my |our |the )?(?:reading list|paper list|list of papers|daily papers|trending papers"
    r"|top papers|papers? (?:of|for|from|on|about)|bibliography|publications?).*",
    re.IGNORECASE,
)


def identifiers_of(line: Line) -> list[str]:
    """The addresses and ids in a line that lead to a paper, one for each paper."""
    urls = [one.url for one in line.anchors if one.text and leads_to_paper(one.url)]
    bare = (match[0].lstrip("[(") for match in BARE.finditer(line.rest))
    texts = [text for text in bare if is_identifier(text)]
    if not urls and not texts:
        texts = [word for word in alone(line.text) if is_identifier(word)]
    keyed = {identifiers.arxiv(one) or identifiers.doi(one) or one: one for one in (*urls, *texts)}
    return list(keyed.values())


def leads_to_paper(url: str) -> bool:
    """Whether one paper stands behind an address: not what is said about it."""
    return "#community" not in url and bool(is_identifier(url) or identifiers.is_papers_page(url))


def is_identifier(text: str) -> bool:
    """Whether a text is an arXiv id or a DOI, in any of their forms."""
    return bool(identifiers.arxiv(text) or identifiers.doi(text))


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
    said = metadata.labelled(line.text)
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
        before = before.removesuffix(".") if prose.is_capitalised(before) else before
    if not head and _REFERENCE.search(before):
        return "", False
    if head and is_title(before):
        return before, True
    return (before, False) if is_title(before) else ("", False)


def cleaned(text: str) -> str:
    """A title without numbering, brackets that open nothing, and what parts it from the rest."""
    text = _NUMBERING.sub("", text.strip(_AROUND))
    text = re.sub(r"\s*\((?:19|20)\d\d\)$", "", text.strip())
    text = re.sub(r"[\s(\[{]+$", "", text).strip(_AROUND)
    text = re.sub(r",\s+[A-Z]\w*[A-Z]\w*\s(?:19|20)\d\d\.?$", "", text)  # where it appeared
    return re.sub(r"^\[([^\[\]]+)\]$", r"\1", text)  # of a link that was cut


def is_title(text: str) -> bool:
    """Whether words may be a title: no label, number, address, sentence or rest of one."""
    text = cleaned(text)
    parts = re.split(r"\s[·•|]\s", text)
    return (
        3 < len(text) <= prose.LONGEST_TITLE
        and not prose.is_prose(text)
        and not prose.goes_on(text)
        and not prose.breaks_off(text)
        and not prose.ends_sentence(text)
        and not any(map(prose.are_names, parts))
        and not (len(parts) > 1 and any(map(metadata.read, parts)))
        and not prose.has_link_marks(text)
        and not _SECTION.fullmatch(text)
        and metadata.heads(text) is None
        and metadata.labelled(text) is None
        and metadata.read(text) is None
        and prose.furniture(text) is None
        and not is_identifier(text)
        and any(char.isalpha() for char in text)
    )
