"""Papers in a text with links, headings, lists or tables, whatever tool wrote it.

In the text's outline each line has a rank, and others stand below it. A line is a paper's where
it has a title and something in it or below says so; a line with papers below is a section's. In
doubt a paper has no title but its identifier.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from typing import Final
from urllib.parse import unquote

from generator.papers import identity, links
from generator.papers.identity import is_identifier
from generator.papers.model import Rejection
from generator.sources import days, drafts, grammar, references
from generator.sources.days import WORDS
from generator.sources.drafts import Draft, Reading
from generator.sources.grammar import LINK, cleaned, is_title, leads_to_paper
from generator.sources.lines import Anchor, Line

# Ranks, small ones high, besides 1 to 6 for headings, and 10 and more for numbers and bullets.
_BOLD, _LABELLED, _NUMBERED, _BULLET, _ROW = 8, 9, 10, 11, 300
_WITH_ADDRESS, _ALONE, _BODY = 400, 500, 999
_DEEPEST: Final = 40

_README: Final = re.compile("|".join(WORDS["readme"]), re.IGNORECASE)
_FEWEST_BESIDE_README: Final = 3
# The link of an upvote: to a login, which leads on to the paper.
_LOGIN: Final = re.compile(r"https?://(?:www\.)?(?:huggingface|hf)\.co/login\?next=(\S+)")


def read(lines: Sequence[Line]) -> Reading:
    """The papers of a text, in its order."""
    reading, listing = Reading(), grammar.is_of_listing(line.text for line in lines)
    linked: dict[str, Rejection] = {}
    for one in _papers(_outlined(lines), listing):
        if isinstance(one, Rejection):
            reading.rejected.append(one)
        else:
            reading.first = min(reading.first, one.line.number)
            reading.drafts += _drafts(one, listing)
            linked |= _linked(one)
    own = {_paper_of(url) for draft in reading.drafts for _, url in draft.links}
    reading.rejected += [another for paper, another in linked.items() if paper not in own]
    counts = _counts(anchor for line in lines for anchor in line.anchors)
    for draft in reading.drafts:
        ids = (identity.arxiv_id(one) for one in (draft.arxiv, *(url for _, url in draft.links)))
        draft.count(*counts.get(next(filter(None, ids), ""), (None, None)))
    before = [line for line in lines if line.number < reading.first]
    head_facts = [grammar.facts_of(line.text) or {} for line in before if not line.mark]
    reading.share([facts["number"] for facts in head_facts if "number" in facts])
    reading.names = [line.text for line in before if not grammar.labelled(line.text)]
    if is_readme(lines) and len(reading.drafts) < _FEWEST_BESIDE_README:
        reading.drafts.clear()
    return reading


def is_readme(lines: Sequence[Line]) -> bool:
    """Whether a text has the headings of a project's README."""
    return sum(bool(one.mark[:1] == "#" and _README.fullmatch(one.text)) for one in lines) > 1


def _counts(anchors: Iterable[Anchor]) -> dict[str, tuple[int | None, int | None]]:
    """The upvotes and comments that addresses say are a paper's, by its arXiv id."""
    counts: dict[str, tuple[int | None, int | None]] = {}
    for anchor in anchors:
        match = _LOGIN.match(anchor.url)
        target = f"https://huggingface.co{unquote(match[1])}" if match else anchor.url
        paper = identity.arxiv_id(target)
        facts = grammar.facts_of(anchor.text) or {}
        number = facts.get("upvotes", facts.get("number"))
        if paper and number is not None and (match or "#community" in anchor.url):
            upvotes, comments = counts.get(paper, (None, None))
            counts[paper] = (number, comments) if match else (upvotes, number)
    return counts


# The outline


@dataclass(slots=True, eq=False)
class Node:
    """A line of the outline, its rank, and what stands below it.

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

    def below(self) -> list[Line]:
        """The lines below it, in the capture's order."""
        inner = (one for node in self.nodes for one in (node.line, *node.line.cells, *node.below()))
        return sorted((*self.body, *inner), key=lambda line: line.number)

    def identifiers(self) -> list[str]:
        """What leads to a paper in its line and in its cells."""
        cells = (cell for cell in self.line.cells if cell.label != "abstract")
        return [one for line in (self.line, *cells) for one in identifiers_of(line)]

    def identifiers_below(self) -> list[str]:
        """What leads to papers below it, one for each paper."""
        return _each_once(one for line in self.below() for one in identifiers_of(line))


def _outlined(lines: Sequence[Line]) -> Node:
    """The outline of a text: a node without a line, with the others below."""
    root = Node(Line(0, ""), -1)
    path = [root]
    for line in (piece for one in _labelled(lines) for piece in _apart(one)):
        node, above = _node(line), path[-1]
        if line.mark == "=":
            path = path[: 1 + sum(one.is_heading and one.rank < 3 for one in path[1:])]
            continue
        if node.rank >= _WITH_ADDRESS and above.title and _is_of(node, above.line):
            node.rank = _BODY
        nameless = not (above.title or above.nodes) and (above.body or not line.blank)
        if line.label == "title" and nameless and len(identifiers_of(above.line)) == 1:
            node.line, node.body = above.line, path.pop().body
            path[-1].nodes.pop()
        if line.blank:
            first = next((at for at, one in enumerate(path) if one.line.label == "first"), None)
            path = path[:first]
        while len(path) > 1 and (node.rank <= path[-1].rank or _ends(path[-1], node)):
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
    printed = [references.read(line.text) is not None for line in lines]
    prose = sum(grammar.is_prose(line.text) for line in lines)
    are_listed = 2 * sum(printed) > prose
    for number, line in enumerate(lines):
        if not line.cells:
            columns = columns if line.mark == "=" or not line.blank else []
            is_printed = printed[number] and line.mark in ("", "-", "1.", ">")
            of_paper = is_printed and (are_listed or identifiers_of(line))
            yield replace(line, label="reference" if of_paper else _titles(lines, number))
            continue
        fields = [grammar.column_of(cell.text) for cell in line.cells]
        head = any(following.mark == "=" for following in lines[number + 1 : number + 2])
        is_head = all(name is not None for name in fields) or (head and any(fields))
        if not columns and (is_head or ("title" in fields and len(set(fields) - {None, ""}) > 1)):
            columns = fields
            continue
        named = zip(line.cells, columns or [None] * len(line.cells), strict=False)
        cells = tuple(
            Line(cell.number, "") if name == "cited" else replace(cell, label=name or "")
            for cell, name in named
        )
        yield replace(line, cells=cells, doubtful=len(columns) not in (0, len(line.cells)))


def _titles(lines: Sequence[Line], number: int) -> str:
    """What makes a title of a line: its label, ``title``, or that it is the ``first`` of a
    paragraph which leads to one paper further down; else ''.
    """
    line, following = lines[number], lines[number + 1 : number + 9]
    if line.mark or line.doubtful:
        return ""
    beneath = next((one.text for one in following if not grammar.furniture(one.text)), "")
    if references.byline(beneath):
        return "title" if is_title(line.rest.replace(LINK, "")) else ""
    if line.anchors:
        return ""
    label = grammar.labelled(line.text)
    below = following[0].text if following else ""
    of_page = "://" in below and grammar.furniture(below) and not leads_to_paper(below.split()[-1])
    if label and label[0] == "title" and not of_page:
        return "title" if is_title(label[1]) else ""
    if not (is_title(line.text) and grammar.is_capitalised(line.text)):
        return ""
    if number and not line.blank:  # between an identifier and the authors
        authors = (grammar.labelled(below) or ("",))[0] == "authors"
        return "title" if authors and identifiers_of(lines[number - 1]) else ""
    ends = (at for at, one in enumerate(following) if one.blank or one.mark)
    paragraph = following[: next(ends, None)]
    return "first" if len({one for each in paragraph for one in identifiers_of(each)}) == 1 else ""


def _apart(line: Line) -> Iterator[Line]:
    """The line, or one for each of the papers that it lists by their linked titles."""
    pieces, titled = line.rest.split(LINK), _titled(line)
    starts = [0]
    for before, at in itertools.pairwise(titled):
        between = re.sub(r"\([^()]*\)", "", " ".join(pieces[before + 1 : at + 1]))
        between = _PARTED.sub("", between).strip(_PARTING)
        if not between or grammar.are_names(between) or grammar.facts_of(between) is not None:
            starts.append(at)
    if line.cells or len(starts) < len(titled) or len(starts) < 2:
        yield line
        return
    for start, end in itertools.pairwise([*starts, len(line.anchors)]):
        anchors, last = line.anchors[start:end], end == len(line.anchors)
        inner = [*pieces[start + 1 : end], pieces[end] if last else _PARTED.sub("", pieces[end])]
        head = "" if start else pieces[0]
        rest = head + "".join(f"{LINK}{piece}" for piece in inner)
        text = head + "".join(a.text + piece for a, piece in zip(anchors, inner, strict=True))
        yield replace(line, text=text, rest=rest, anchors=anchors, strong="")


def _titled(line: Line) -> list[int]:
    """The places of the links in a line that have the title of a paper each; one in brackets
    behind a title leads to the same.
    """
    places: dict[str, int] = {}
    pieces = line.rest.split(LINK)
    for at, (anchor, before) in enumerate(zip(line.anchors, pieces, strict=False)):
        of_title = anchor.text != anchor.url and is_title(anchor.text, linked=True)
        if of_title and leads_to_paper(anchor.url) and not before.rstrip().endswith(("(", "[")):
            places.setdefault(_paper_of(anchor.url), at)
    return list(places.values())


def _is_of(node: Node, above: Line) -> bool:
    """Whether a line leads to the paper above and nowhere else, or is prose that cites another."""
    line = node.line
    own, again = (
        [identity.arxiv_id(one) or one for one in identifiers_of(each)] for each in (above, line)
    )
    is_entry = node.title or line.anchors or _REFERENCE.search(line.text)
    return bool(own) and (own == again or (not is_entry and grammar.is_prose(line.text)))


def _ends(above: Node, node: Node) -> bool:
    """Whether a text that is not indented ends a bullet, a row or words with an address."""
    line, is_bullet = node.line, above.line.mark == "-"
    if node.rank != _BODY or (is_bullet and line.indent > above.line.indent):
        return False
    apart = line.blank or not grammar.labelled(line.text)
    return above.rank == _ROW or (apart and (is_bullet or above.rank == _ALONE))


def _node(line: Line) -> Node:
    rank = _rank(line) if not references.byline(line.text) else _BODY
    broken_row = not line.mark and line.text.count("|") > 1
    apart = rank in (_BODY, _ALONE) or line.doubtful or broken_row
    title, sure = ("", False) if apart else title_of(line)
    says = line.mark == "-" and not (line.anchors or grammar.is_free(line.text))
    if (says or rank == _WITH_ADDRESS) and not (title or identifiers_of(line)):
        return Node(line, _BODY)
    words = alone(line.text) or [_NOTE.sub("", line.text)]
    is_linked = line.rest.lstrip(" *([").startswith(LINK) and identifiers_of(line)
    label = None if is_linked or all(map(is_identifier, words)) else grammar.labelled(line.text)
    if label and label[0] != "title" and (rank >= _WITH_ADDRESS or line.mark in ("-", "1.")):
        return Node(line, _BODY)
    return Node(line, rank, title, sure)


def _rank(line: Line) -> int:
    if line.mark[:1] == "#":
        return len(line.mark)
    if line.mark in ("1.", "-"):
        return (_NUMBERED if line.mark == "1." else _BULLET) + min(line.indent, _DEEPEST)
    if line.mark == "|":
        return _ROW
    if line.label:
        return _LABELLED
    is_name = grammar.heads(line.text) or grammar.are_names(line.text)
    if line.strong and line.strong == line.text and not is_name:
        return _BOLD
    if alone(line.text):
        return _ALONE
    linked = any(one.text and leads_to_paper(one.url) for one in line.anchors)
    return _WITH_ADDRESS if linked or _BARE.search(line.rest) else _BODY


# Titles and identifiers

_BARE: Final = re.compile(
    r"arXiv[:\s]\s*\d{4}\.\d{4,5}(?:v\d+)?|arXiv:\s*[a-z-]+(?:\.[A-Z]{2})?/\d{7}"
    r"|doi:\s*10\.\d{4,9}/\S+"
    r"|^\W{0,2}\d{4}\.\d{4,5}(?:v\d+)?(?=[\s:\])–—-])",
    re.I,
)
_SPACED: Final = re.compile(r"^arXiv\s+(?=\d)", re.IGNORECASE)
# What stands after a hash sign is a note.
_NOTE: Final = re.compile(r"\s#(?:\s.*)?$")
_QUOTED: Final = re.compile(r"[“\"]([^”\"]{12,250}?)[.,]?[”\"]")
# What stands between the links of papers that a line lists.
_PARTING: Final = ' \t,;/|·•&+."“”–—-'
_PARTED: Final = re.compile(r"[\s,;/|·•&+–—-]*(?:\b(?:and|und|et|y|e|sowie))?\s*$")
_REFERENCE: Final = re.compile(r"\bet al\b|\bpreprint\b|\(?(?:19|20)\d\d\)?[.,]", re.IGNORECASE)


def identifiers_of(line: Line) -> list[str]:
    """The addresses and ids in a line that lead to a paper, one for each paper."""
    identifiers = [one.url for one in line.anchors if one.text and leads_to_paper(one.url)]
    bare = (_SPACED.sub("arXiv:", match[0].lstrip("[(")) for match in _BARE.finditer(line.rest))
    identifiers += filter(is_identifier, bare)
    identifiers = identifiers or [word for word in alone(line.text) if is_identifier(word)]
    if len(identifiers) > 1 and grammar.has_sentence(line.text):
        named = [a.url for a in line.anchors if grammar.field_of(a.text) in ("arxiv", "paper")]
        of_paper = [one for one in identifiers if one in named]
        identifiers = of_paper if len(of_paper) == 1 else identifiers  # the others are cited
    return _each_once(identifiers)


def _each_once(identifiers: Iterable[str]) -> list[str]:
    return list({_paper_of(one): one for one in identifiers}.values())


def _paper_of(one: str) -> str:
    return identity.arxiv_id(one) or identity.doi(one) or one


def alone(text: str) -> list[str]:
    """The words of a line that has nothing but identifiers and addresses; else none."""
    words = re.split(r"[\s,;]+", _NOTE.sub("", text).strip())
    one = len(words) == 1 and re.fullmatch(r".{0,40}\d.{5,}|\S+://\S+", words[0])
    return words if one or all(map(is_identifier, words)) else []


def title_of(line: Line) -> tuple[str, bool]:
    """The title in a line, '' where there is none, and whether a mark says that it is one."""
    if line.cells:
        for column in ("title", "paper", ""):
            cells = [_title_of_cell(cell) for cell in line.cells if cell.label == column]
            if any(title for title, _ in cells):
                return next((cell for cell in cells if cell[1]), ("", False))
        return "", False
    head = line.mark[:1] in ("#", "1") or line.strong == line.text or bool(line.label)
    label = grammar.labelled(line.text)
    linked = [a.text for a in line.anchors if leads_to_paper(a.url)]
    sure = [text for text in linked if is_title(text, linked=True)]
    quoted = _QUOTED.search(line.text)
    if quoted and linked and grammar.has_sentence(linked[0]) and is_title(quoted[1]):
        return cleaned(quoted[1]), True
    if line.label == "reference" and not sure and (printed := references.read(line.text)):
        return printed.title, bool(printed.title)
    marked = [a.text for a in line.anchors if head and not a.url]
    strong = line.strong.removesuffix(".") if grammar.is_capitalised(line.strong) else line.strong
    before_title = quoted or line.rest.removeprefix(strong.rstrip(":")).startswith(":")
    of_method = " " not in strong and before_title
    marked += [strong] if line.mark[:1] != "#" and not of_method else []
    marked += [label[1]] if label and label[0] == "title" else []
    marked += [line.rest.replace(LINK, "")] if line.label == "title" and not label else []
    if title := next(iter([*sure, *filter(is_title, marked)]), ""):
        return cleaned(title), True
    first = line.anchors[0].text if line.rest.startswith(LINK) else ""
    of_project = grammar.is_capitalised(first) and (line.rest == LINK or identifiers_of(line))
    if of_project and is_title(first):
        return cleaned(first), False
    if quoted and not head and is_title(quoted[1]):
        return cleaned(quoted[1]), False
    pieces = [cleaned(one) for piece in line.rest.split(LINK) for one in _BARE.split(piece)]
    first_is_id = any(map(is_identifier, (a.text for a in line.anchors[:1]))) or not line.anchors
    before = next(iter(pieces[1:2] if first_is_id and not pieces[0] else pieces), "")
    if line.mark in ("-", "1."):
        before = re.split(r"\s[|·•]\s", before)[0]
        before = before.removesuffix(".") if grammar.is_capitalised(before) else before
    signed = grammar.SIGNED.fullmatch(before)
    before = signed[1] if signed and grammar.are_names(signed[2]) else before
    is_reference = references.begins(before) or (not head and _REFERENCE.search(before))
    return (before, head) if is_title(before) and not is_reference else ("", False)


def _title_of_cell(cell: Line) -> tuple[str, bool]:
    """The title in a cell; in the column of titles all of it, however it looks."""
    linked = any(is_title(one.text, linked=True) for one in cell.anchors)
    title = cleaned(cell.text).removesuffix(".")
    is_none = is_identifier(title) or not any(map(str.isalpha, title))
    if cell.label != "title" or linked or is_none or grammar.column_of(title) is not None:
        return title_of(cell)
    return title, True


# Which nodes are papers

_UNKNOWN: Final = "nothing here identifies a paper"
_UNEVEN: Final = "more or fewer cells than the table has columns"
_ANOTHER: Final = "another paper in the line of one: give each a line of its own"


def _papers(node: Node, listing: bool) -> Iterator[Node | Rejection]:
    """The nodes below that are papers; a sibling of one that is none is rejected."""
    children = [(child, _either(child, listing)) for child in node.nodes]
    papers = [child for child, own in children if own[:1] == [child]]
    trusted = sum(bool(paper.title) and not paper.doubted for paper in papers)
    for paper in papers:
        if paper.doubted and 2 * trusted <= len(papers):
            paper.title = ""
    for child, own in children:
        yield from own
        if not own and _stands_for_paper(child, [one for one in papers if one.rank == child.rank]):
            lines = (child.line, *child.line.cells, *child.below())
            yield Rejection(child.line.number, _UNKNOWN, "\n".join(line.text for line in lines))


def _either(node: Node, listing: bool) -> list[Node | Rejection]:
    """The papers below a node, or the node itself, whose identifier may stand below."""
    if node.line.cells and node.line.doubtful:
        return [
            Rejection(node.line.number, _UNEVEN, " | ".join(cell.text for cell in node.line.cells))
        ]
    inner = list(_papers(node, listing))
    ids = _each_once((*node.identifiers(), *node.identifiers_below()))
    titled = any(isinstance(one, Node) and one.title for one in inner)
    is_one = node.title and (len(ids) < 2 or _are_of_one(node)) and not titled
    if (is_one or not inner) and _is_paper(node, listing):
        return [node]
    if not (node.title and node.identifiers() and _is_paper(node, listing)):
        return inner
    others = [one for one in inner if isinstance(one, Rejection) or not _is_note(one, node)]
    node.nodes = [child for child in node.nodes if child not in others]
    return [node, *others]


def _is_note(node: Node, above: Node) -> bool:
    """Whether a line without a title stands indented below a bullet, and names papers only."""
    is_bullet = above.line.mark in ("-", "1.")
    return not node.title and is_bullet and node.line.indent > above.line.indent


def _are_of_one(node: Node) -> bool:
    """Whether words say that what stands below a title is one paper's arXiv id, DOI and page."""
    names: dict[str, str | None] = {}
    for line in node.below():
        label = grammar.labelled(line.text)
        linked = ((one.text, one.url) for one in line.anchors if leads_to_paper(one.url))
        fields = {_paper_of(url): grammar.field_of(text) for text, url in linked}
        for one in map(_paper_of, identifiers_of(line)):
            names[one] = names.get(one) or (label[0] if label else fields.get(one))
    return not node.identifiers() and all(names.values()) and len({*names.values()}) == len(names)


def _is_paper(node: Node, listing: bool) -> bool:
    """Whether something identifies the paper, which else has no title; and if it is doubted."""
    own, inner = node.identifiers(), node.identifiers_below()
    of_paper = {"title", "authors"} <= {cell.label for cell in node.line.cells}
    is_one = len(inner) == 1 or (inner and _are_of_one(node))
    of_paper = of_paper or node.line.label == "reference"
    if node.title and (own or is_one or of_paper or _says_more(node, listing)):
        strong = node.sure or (node.rank < _ROW and bool(node.below()))
        node.doubted = not (strong or grammar.is_capitalised(node.title))
        return True
    node.title = "" if own and not node.is_heading else node.title
    return bool(own) and (not node.is_heading or bool(alone(node.line.text)))


def _says_more(node: Node, listing: bool) -> bool:
    """Whether the text below states facts of a paper, or is one's abstract on a listing."""
    if node.is_heading and any(child.title for child in node.nodes):
        return False
    for line in node.below():
        label, facts = grammar.labelled(line.text), grammar.facts_of(line.text) or {}
        if references.byline(line.text):
            return True
        if label and label[0] in ("authors", "upvotes", "published", "abstract", "arxiv", "doi"):
            return node.rank < _ROW
        if facts.get("authors_count"):
            return True
    prose = any(grammar.is_prose(line.text) for line in node.body)
    return node.is_heading and listing and prose


def _stands_for_paper(node: Node, alike: Sequence[Node]) -> bool:
    """Whether a node that is no paper is of the kind that siblings of its rank are."""
    if not alike:
        return False
    if node.is_heading:
        linked = bool(node.line.anchors) or node.line.text.startswith("[")
        return linked and all(paper.line.anchors for paper in alike)
    if node.rank == _ROW:
        return not all(grammar.column_of(cell.text) is not None for cell in node.line.cells)
    return node.rank == _ALONE or not grammar.furniture(node.line.text)


# What they state

_BESIDE: Final = re.compile(
    rf"[{LINK}()\[\]*]|\s[-–—|·•]\s|[📅🗓]️?|,\s(?=\d+\s[a-z])|(?<=\w\w\w)\.\s(?![a-z]+\b)"
)
_CATEGORY: Final = re.compile(r"\b[a-z]+(?:-[a-z]+)?(?:\.[A-Z]{2}\b|\.[a-z-]+)")
_LONG_ABSTRACT: Final = 165


def _drafts(node: Node, listing: bool) -> list[Draft]:
    """What a node states of its paper; a line of nothing but identifiers has one of each."""
    line, ids = node.line, node.identifiers()
    if not node.title and len(ids) > 1 and alone(line.text):
        return [Draft(line.number, links=[("", one)]) for one in ids]
    draft = Draft(line.number, title=node.title, text=line.text)
    inner = node.identifiers_below()
    draft.links = [("", one) for one in (ids or (inner if len(inner) == 1 else ()))][:1]
    if line.label == "reference" and (printed := references.read(line.text)):
        _take_printed(draft, printed, line.number)
    for item in (line, *line.cells):
        _take_links(draft, item)
        _take_pieces(draft, item, names=item.label != "authors", own=True)
    body = _Body(draft, node, listing)
    for one in (*(cell for cell in line.cells if cell.label), *node.below()):
        body.take(one)
    return [draft]


def _linked(node: Node) -> dict[str, Rejection]:
    """The papers whose titles are links in the line of one, with what is said of others."""
    return {
        _paper_of(line.anchors[at].url): Rejection(line.number, _ANOTHER, line.anchors[at].text)
        for line in (node.line, *node.line.cells)
        for at in _titled(line)
    }


def _take_printed(draft: Draft, printed: references.Printed, number: int) -> None:
    draft.authors, draft.venue = list(printed.authors), printed.venue
    draft.published, draft.dated = printed.published, number


def _take_links(draft: Draft, line: Line, word: str = "") -> None:
    """The links of a line: each is what the ``word`` for all says, its own or the one before."""
    for piece, anchor in zip(line.rest.split(LINK), line.anchors, strict=False):
        before = re.split(r"[\s(\[|,]+", piece.strip(" :：([").rstrip())[-1]
        words = (anchor.text, anchor.text.partition(" ")[0], before)
        own_word = word or next(filter(None, map(grammar.field_of, words)), "")
        if anchor.text != draft.title or leads_to_paper(anchor.url):
            _take_link(draft, own_word, anchor.url)
        if leads_to_paper(anchor.url) and (word or not draft.links):
            draft.links.append(("", anchor.url))


def _take_pieces(draft: Draft, line: Line, *, names: bool, own: bool = False) -> None:
    """What the pieces of a line state, one by one, and the ``names`` in it.

    In its ``own`` line no day is surely the paper's, and a number alone says nothing, as beside
    an address that is counted.
    """
    counted = own or any(_LOGIN.match(a.url) or "#community" in a.url for a in line.anchors)
    pieces = [piece.strip(" ,.:–—-") for piece in _BESIDE.split(line.rest)]
    shown = [anchor.text for anchor in line.anchors if not _LOGIN.match(anchor.url)]
    for text in [*([] if counted else [line.text]), *pieces, *shown]:
        facts = grammar.facts_of(text) if text != draft.title else None
        if facts and not (counted and "number" in facts) and not (own and "day" in facts):
            draft.take(facts, line.number)
            if text == line.text:
                return
    people = (re.sub(r"^by\s+", "", piece, flags=re.IGNORECASE) for piece in pieces)
    if names and not draft.authors:
        apart = (one for one in people if one != draft.title and grammar.are_names(one))
        draft.authors = list(drafts.several(next(apart, "")))


def _take_link(draft: Draft, word: str, url: str) -> None:
    """A link beside a paper: where its word or its address says what stands there."""
    cleaned = links.clean(url)
    if is_identifier(url):
        draft.links += [("", url)] if word not in ("", "code") else []
    elif cleaned and not links.is_record(cleaned):
        kind = links.kind(cleaned)
        is_known = kind != "other" or links.is_papers_page(cleaned) or word
        if is_known and not (kind == "other" and "huggingface.co/" in cleaned):
            draft.links.append((word, cleaned))


class _Body:
    """What stands below a title: facts with and without labels, and the abstract."""

    def __init__(self, draft: Draft, node: Node, listing: bool) -> None:
        self._draft = draft
        headed = node.is_heading or node.rank in (_BOLD, _WITH_ADDRESS)
        marked = headed or node.line.mark == "1." or node.line.label == "first"
        self._takes_prose = bool(node.title) and marked
        self._shortest = 0 if listing and headed else _LONG_ABSTRACT if not headed else 100
        self._awaits: str = ""
        self._first = True

    def take(self, line: Line) -> None:
        label = (line.label, line.text) if line.label else grammar.labelled(line.text)
        self._awaits = "" if self._awaits == "rest" and line.blank else self._awaits
        if printed := references.byline(line.text):
            _take_printed(self._draft, printed, line.number)
        elif label and (label[0] or not grammar.is_prose(label[1])):
            self._labelled(*label, line)
        elif label:
            self._awaits = ""
        elif grammar.heads(line.text) == "abstract":
            self._awaits = "abstract"
        elif self._awaits == "rest" and not line.mark:
            self._draft.abstract += f" {line.text}"
        elif grammar.is_prose(line.text) or self._awaits == "abstract":
            is_long = len(line.text) >= self._shortest and line.mark in ("", ">")
            if self._awaits == "abstract" or (self._takes_prose and is_long):
                self._draft.abstract = self._draft.abstract or line.text
            self._awaits = ""
        else:
            _take_links(self._draft, line)
            _take_pieces(self._draft, line, names=self._first)
        self._first = self._first and label is None and grammar.facts_of(line.text) is not None

    def _labelled(self, name: str, value: str, line: Line) -> None:
        draft = self._draft
        self._awaits = ("rest" if value else name) if name == "abstract" else ""
        if name == "title":
            if value.isascii() and not draft.title.isascii() and is_title(value):
                draft.title = cleaned(value)
        elif name == "authors" and not draft.authors:
            facts = grammar.facts_of(f"{value} authors" if value.isdecimal() else value) or {}
            draft.authors_count = facts.get("authors_count") or draft.authors_count
            if "authors_count" not in facts:
                draft.authors = list(drafts.several(value.strip("[]").replace("|", ";")))
        elif name in ("upvotes", "comments"):
            draft.count(**{"upvotes": None, "comments": None, name: grammar.count_of(value)})
        elif name == "category" and (match := _CATEGORY.search(value)):
            draft.category = draft.category or match[0]
        elif name in ("published", "venue", "abstract"):
            current, finer = getattr(draft, name), len(days.partial(value) or "")
            if not current or (name == "published" and finer > len(days.partial(current) or "")):
                setattr(draft, name, value)
                draft.dated = line.number if name == "published" else draft.dated
        elif name in ("arxiv", "doi"):
            words = filter(is_identifier, value.split())
            draft.links += [("", one) for one in [*identifiers_of(line), *words][:1]]
        elif name and not grammar.NOTHING.fullmatch(value):
            anchors = tuple(a for a in line.anchors if grammar.field_of(a.text) is not None)
            of_paper = name == "paper" and line.label  # a column of links has posts too
            _take_links(draft, replace(line, anchors=anchors) if of_paper else line, name)
