"""Papers in a text with links, headings, lists or tables, whatever tool wrote it.

The lines make an outline: headings, numbers, bullets, rows, and words with the address of a
paper. A node of it is a paper where it has a title and something in it or below says so; a
node with papers below is a section. In doubt a paper has no title but its identifier.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from typing import Final
from urllib.parse import unquote

from generator.papers import links
from generator.papers.model import Rejection
from generator.sources import drafts, heading, identifiers, labels, metadata, prose
from generator.sources.drafts import Draft
from generator.sources.lines import Anchor, Line

_BODY: Final = 999
_DEEPEST: Final = 40
_ROW: Final = 300
_WORDS_WITH_ADDRESS: Final = 400
_ALONE: Final = 500
_LOGIN: Final = re.compile(r"https?://(?:www\.)?(?:huggingface|hf)\.co/login\?next=(\S+)")
_BARE: Final = re.compile(
    r"arXiv:\s*\d{4}\.\d{4,5}(?:v\d+)?|arXiv:\s*[a-z-]+(?:\.[A-Z]{2})?/\d{7}", re.I
)
_NOTE: Final = re.compile(r"\s#(?:\s.*)?$")
_NUMBERING: Final = re.compile(
    r"^(?:(?:\d{1,3}[.)、:]|[①-⑳]|#\d+|\d\ufe0f?\u20e3)\s*|[\[(][^\[\]()]{0,30}\d{4}[^\[\]()]{0,12}[\])]\s*|[\u2600-\u27bf\U0001f300-\U0001faff\ufe0f]+\s*)+"
)
_PIECES: Final = re.compile("\ue000|\\s[|·•]\\s|[📅🗓]️?")
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
_README: Final = re.compile(
    r"install(?:ation)?|usage|licen[cs]e|citation|requirements|quick ?start|getting started"
    r"|examples?|contributing|features|acknowledge?ments?", re.IGNORECASE
)  # fmt: skip
_FEWEST_BESIDE_README: Final = 3
_UNKNOWN: Final = "nothing here identifies a paper"
_LONG_ABSTRACT: Final = 165


@dataclass(slots=True, eq=False)
class Node:
    """A line of the outline, its rank (small is high), and what stands below it."""

    line: Line
    rank: int
    title: str = ""
    sure: bool = False
    doubted: bool = False
    nodes: list[Node] = field(default_factory=list)
    body: list[Line] = field(default_factory=list)


@dataclass(slots=True)
class Found:
    """The papers of a text, what is none where one would stand, and what its head says.

    ``first`` is the line of the first paper.
    """

    drafts: list[Draft] = field(default_factory=list)
    rejected: list[Rejection] = field(default_factory=list)
    names: list[str] = field(default_factory=list)
    first: int = 1 << 60


def read(lines: Sequence[Line]) -> Found:
    """The papers of a text, in its order."""
    root = _outline(list(_labelled(lines)))
    found = Found()
    found.first = _Reader(lines, found).read(root)
    found.names = [
        line.text for line in lines if line.number < found.first and not labels.read(line.text)
    ]
    if is_readme(lines) and len(found.drafts) < _FEWEST_BESIDE_README:
        found.drafts.clear()
    return found


def is_readme(lines: Sequence[Line]) -> bool:
    """Whether a text has the headings of a project's README."""
    return sum(bool(one.mark[:1] == "#" and _README.fullmatch(one.text)) for one in lines) > 1


def identifiers_of(line: Line) -> list[str]:
    """The addresses and ids in a line that lead to a paper, one for each paper."""
    urls = [one.url for one in line.anchors if one.text and _leads_to_paper(one.url)]
    texts = [match[0] for match in _BARE.finditer(line.rest)]
    if not urls and not texts:
        texts = [word for word in _alone(line.text) if _is_identifier(word)]
    keyed = {identifiers.arxiv(one) or identifiers.doi(one) or one: one for one in (*urls, *texts)}
    return list(keyed.values())


def _leads_to_paper(url: str) -> bool:
    return "#community" not in url and bool(_is_identifier(url) or identifiers.is_papers_page(url))


def _is_identifier(text: str) -> bool:
    return bool(identifiers.arxiv(text) or identifiers.doi(text))


def _alone(text: str) -> list[str]:
    """The words of a line that has nothing but identifiers and addresses; else none."""
    words = re.split(r"[\s,;]+", _NOTE.sub("", text).strip())
    one = len(words) == 1 and re.fullmatch(r".{0,40}\d.{5,}|\S+://\S+", words[0])
    return words if one or all(map(_is_identifier, words)) else []


def _outline(lines: Sequence[Line]) -> Node:
    root = Node(Line(0, ""), -1)
    path = [root]
    for line in lines:
        node = _node(line)
        if node.rank >= _WORDS_WITH_ADDRESS and path[-1].title and _repeats(node, path[-1]):
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


def _repeats(node: Node, above: Node) -> bool:
    """Whether a line leads to the paper above and nowhere else, as its abstract does."""
    own = [identifiers.arxiv(one) or one for one in identifiers_of(above.line)]
    return bool(own) and own == [identifiers.arxiv(one) or one for one in identifiers_of(node.line)]


def _ends(node: Node, line: Line, following: Node) -> bool:
    """Whether a text that is not indented ends a bullet, a row or words with an address."""
    if following.rank != _BODY:
        return False
    if node.line.mark == "-":
        return line.indent <= node.line.indent and (line.blank or not labels.read(line.text))
    return node.rank in (_ROW, _ALONE)


def _node(line: Line) -> Node:
    rank = _rank(line)
    if rank == _BODY:
        return Node(line, rank)
    broken_row = not line.mark and line.text.count("|") > 1
    apart = rank == _ALONE or line.doubtful or broken_row
    title, sure = ("", False) if apart else _title(line)
    if rank == _WORDS_WITH_ADDRESS and not (title or identifiers_of(line)):
        rank = _BODY
    if line.mark == "-" and not title and not identifiers_of(line) and not line.anchors:
        facts = labels.read(line.text) or metadata.read(line.text)
        rank = _BODY if facts else rank
    said = None if _is_identifier(_NOTE.sub("", line.text)) else labels.read(line.text)
    if said and said[0] != "title" and (rank >= _WORDS_WITH_ADDRESS or line.mark in ("-", "1.")):
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
        return _ROW
    if line.label:
        return 9
    if line.strong and line.strong == line.text and not labels.heads(line.text):
        return 8
    if _alone(line.text):
        return _ALONE
    linked = any(one.text and _leads_to_paper(one.url) for one in line.anchors)
    return _WORDS_WITH_ADDRESS if linked or _BARE.search(line.rest) else _BODY


def _title(line: Line) -> tuple[str, bool]:
    """The title in a line, '' where there is none, and whether a mark says that it is one."""
    if line.cells:
        cells = [_title(cell) for cell in line.cells if cell.label in ("", "title", "paper")]
        return next((cell for cell in cells if cell[1]), ("", False))
    head = line.mark[:1] in ("#", "1") or line.strong == line.text or bool(line.label)
    for anchor in line.anchors:
        if (_leads_to_paper(anchor.url) or (head and not anchor.url)) and is_title(anchor.text):
            return _cleaned(anchor.text), True
    if is_title(line.strong) and line.mark[:1] != "#":
        return _cleaned(line.strong), True
    said = labels.read(line.text)
    if said and said[0] == "title" and is_title(said[1]):
        return _cleaned(said[1]), True
    quoted = _QUOTED.search(line.rest)
    if quoted and not head and is_title(quoted[1]):
        return _cleaned(quoted[1]), False
    before = _cleaned(_BARE.split(line.rest.split("\ue000")[0])[0])
    if not head and _REFERENCE.search(before):
        return "", False
    if head and is_title(before):
        return before, True
    return (before, False) if is_title(before) else ("", False)


def _cleaned(text: str) -> str:
    """A title without numbering, brackets that open nothing, and what parts it from the rest."""
    text = _NUMBERING.sub("", text.strip(_AROUND))
    text = re.sub(r"\s*\((?:19|20)\d\d\)$", "", text.strip())
    return re.sub(r"[\s(\[{]+$", "", text).strip(_AROUND)


def is_title(text: str) -> bool:
    """Whether words may be a title: no label, number, address, sentence or rest of one."""
    text = _cleaned(text)
    return (
        3 < len(text) <= prose.LONGEST_TITLE
        and not prose.is_prose(text)
        and not prose.goes_on(text)
        and not prose.breaks_off(text)
        and not prose.ends_sentence(text)
        and not prose.are_names(text)
        and not prose.has_link_marks(text)
        and not _SECTION.fullmatch(text)
        and labels.heads(text) is None
        and labels.read(text) is None
        and metadata.read(text) is None
        and heading.read(text) is None
        and not _is_identifier(text)
        and any(char.isalpha() for char in text)
    )


class _Reader:
    """The walk over an outline; what pages with addresses say of a paper goes by its id."""

    def __init__(self, lines: Sequence[Line], found: Found) -> None:
        self._found = found
        self._listing = any(
            said.of_listing for line in lines if (said := heading.read(line.text))
        )  # fmt: skip
        self._numbers: list[list[int | None]] = []
        self._upvotes: dict[str, int] = {}
        self._comments: dict[str, int] = {}
        for anchor in (anchor for line in lines for anchor in line.anchors):
            self._counted(anchor)

    def read(self, root: Node) -> int:
        """Reads every paper; the line of the first, or one behind all."""
        nodes = list(self._papers(root))
        first = nodes[0].line.number if nodes else 1 << 60
        head: list[int | None] = []
        for node in nodes:
            self._read_paper(node)
        for line in _all_lines(root):
            if line.number < first and (facts := metadata.read(line.text)):
                head += [facts.number] if facts.number is not None or facts.dash else []
        shared = metadata.shared(head, self._numbers)
        for draft, (upvotes, comments) in zip(self._found.drafts, shared, strict=True):
            draft.upvotes = upvotes if draft.upvotes is None else draft.upvotes
            draft.comments = comments if draft.comments is None else draft.comments
        return first

    def _counted(self, anchor: Anchor) -> None:
        """Notes the upvotes or comments that an address says are a paper's."""
        match = _LOGIN.match(anchor.url)
        target = unquote(match[1]) if match else anchor.url
        paper = identifiers.arxiv(f"https://huggingface.co{target}" if match else target)
        facts = metadata.read(anchor.text) or metadata.Facts()
        number = facts.number if facts.upvotes is None else facts.upvotes
        if paper and number is not None and (match or "#community" in anchor.url):
            (self._upvotes if match else self._comments).setdefault(paper, number)

    def _papers(self, node: Node) -> Iterator[Node]:
        """The nodes below that are papers; a sibling of one that is none is rejected."""
        found = [(child, self._either(child)) for child in node.nodes]
        papers = [child for child, below in found if below[:1] == [child]]
        trusted = sum(bool(paper.title) and not paper.doubted for paper in papers)
        for paper in papers:
            if paper.doubted and 2 * trusted <= len(papers):
                paper.title = ""
        for child, below in found:
            yield from below
            if not below and papers and self._stands_for_paper(child, papers):
                text = "\n".join(line.text for line in _all_lines(child))
                self._found.rejected.append(Rejection(child.line.number, _UNKNOWN, text))

    def _either(self, node: Node) -> list[Node]:
        """The papers below a node, or the node itself, whose identifier may stand below."""
        below = list(self._papers(node))
        ids = {key for line in _all_lines(node) for key in identifiers_of(line)}
        if node.title and len(ids) < 2 and not any(paper.title for paper in below):
            return self._paper(node) or below
        return below or self._paper(node)

    def _paper(self, node: Node) -> list[Node]:
        own = identifiers_of(node.line) + [
            one for cell in node.line.cells for one in identifiers_of(cell)
        ]  # fmt: skip
        below = {key for line in _below(node) for key in identifiers_of(line)}
        strong = node.rank < _ROW and (node.sure or bool(_below(node)))
        if node.title and (own or len(below) == 1 or self._says_more(node)):
            node.doubted = not (node.sure or strong or prose.is_capitalised(node.title))
            return [node]
        if own and node.line.mark[:1] != "#":
            node.title = ""
            return [node]
        return []

    def _says_more(self, node: Node) -> bool:
        """Whether the text below states facts of a paper, or is one's abstract on a listing."""
        if node.nodes and any(child.title for child in node.nodes) and node.line.mark[:1] == "#":
            return False
        for line in _below(node):
            said, facts = labels.read(line.text), metadata.read(line.text)
            if said and said[0] in ("authors", "upvotes", "published", "abstract", "arxiv", "doi"):
                return node.rank < _ROW
            if facts and facts.authors_count:
                return True
        heads = node.line.mark[:1] == "#" and self._listing
        return heads and any(prose.is_prose(line.text) for line in node.body)

    def _stands_for_paper(self, node: Node, papers: Sequence[Node]) -> bool:
        """Whether a node that is no paper is of the kind that its siblings are."""
        alike = [paper for paper in papers if paper.rank == node.rank]
        if not alike:
            return False
        if node.line.mark[:1] == "#":
            linked = bool(node.line.anchors) or node.line.text.startswith("[")
            return linked and all(paper.line.anchors for paper in alike)
        if node.rank == _ROW:
            return not all(labels.field_of(cell.text) is not None for cell in node.line.cells)
        return node.rank == _ALONE or not heading.read(node.line.text)

    def _read_paper(self, node: Node) -> None:
        own = [node.line, *node.line.cells]
        ids = [one for line in own for one in identifiers_of(line)]
        if not node.title and len(ids) > 1 and _alone(node.line.text):
            for one in ids:
                self._add(Draft(node.line.number, links=[("", one)]), [])
            return
        draft = Draft(node.line.number, title=node.title, text=node.line.text)
        draft.links = [("", one) for one in ids[:1]]
        numbers: list[int | None] = []
        for line in own:
            self._read_item(draft, line)
        cells = [cell for cell in node.line.cells if cell.label]
        _Body(draft, numbers, node, listing=self._listing).read([*cells, *_below(node)])
        self._add(draft, numbers)

    def _read_item(self, draft: Draft, line: Line) -> None:
        """What a heading, a bullet or a cell says of its paper beside the title."""
        word = ""
        pieces = line.rest.split("\ue000")
        for piece, anchor in zip(pieces, line.anchors, strict=False):
            before = re.split(r"[\s(\[|,]+", piece.strip(" :：([").rstrip())[-1:]
            said = labels.field_of(anchor.text) or labels.field_of("".join(before)) or word
            if anchor.text != draft.title or _leads_to_paper(anchor.url):
                _take_link(draft, said or "", anchor.url)
        if draft.upvotes is None and line.mark != "|":
            draft.upvotes = metadata.upvotes_in(line.rest)

    def _add(self, draft: Draft, numbers: list[int | None]) -> None:
        arxiv = identifiers.arxiv(draft.arxiv) or next(
            filter(None, (identifiers.arxiv(url) for _, url in draft.links)), ""
        )
        if draft.upvotes is None:
            draft.upvotes = self._upvotes.get(arxiv)
        if draft.comments is None:
            draft.comments = self._comments.get(arxiv)
        self._found.drafts.append(draft)
        self._numbers.append(numbers)


def _below(node: Node) -> list[Line]:
    return _all_lines(node)[1 + len(node.line.cells) :]


def _all_lines(node: Node) -> list[Line]:
    """The lines of a node and of what stands below it, in the capture's order."""
    found, stack = [], [node]
    while stack:
        one = stack.pop()
        found += [one.line, *one.line.cells, *one.body]
        stack += one.nodes
    return sorted(found, key=lambda line: line.number)


def _take_link(draft: Draft, word: str, url: str) -> None:
    """A link beside a paper: where its word or its address says what stands there."""
    cleaned = links.clean(url)
    if _is_identifier(url) or not cleaned or identifiers.is_record(cleaned):
        draft.links += [("", url)] if _is_identifier(url) and word not in ("", "code") else []
        return
    kind = links.kind(cleaned)
    if "huggingface.co/" in cleaned and kind == "other":
        return
    if kind != "other" or identifiers.is_papers_page(cleaned) or word:
        draft.links.append((word, cleaned))


class _Body:
    """What stands below a title: facts with and without labels, and the abstract."""

    def __init__(
        self, draft: Draft, numbers: list[int | None], node: Node, *, listing: bool
    ) -> None:
        self._draft, self._numbers, self._node = draft, numbers, node
        headed = node.line.mark[:1] == "#" or node.rank in (8, _WORDS_WITH_ADDRESS)
        self._takes_prose = bool(node.title) and (headed or node.line.mark == "1.")
        self._shortest = 0 if listing and headed else _LONG_ABSTRACT if not headed else 100
        self._awaits: str = ""
        self._first = True

    def read(self, lines: Sequence[Line]) -> None:
        """Reads the lines in their order."""
        for line in lines:
            said = (line.label, line.text) if line.label else labels.read(line.text)
            if said and (said[0] or not prose.is_prose(said[1])):
                self._labelled(*said, line)
            elif said:
                self._awaits = ""
            elif labels.heads(line.text) == "abstract":
                self._awaits = "abstract"
            elif prose.is_prose(line.text) or self._awaits == "abstract":
                self._prose(line)
            else:
                self._unlabelled(line)
            self._first = self._first and said is None and metadata.read(line.text) is not None

    def _prose(self, line: Line) -> None:
        wanted = self._awaits == "abstract" or (
            self._takes_prose and len(line.text) >= self._shortest and line.mark in ("", ">")
        )
        if wanted and not self._draft.abstract:
            self._draft.abstract = line.text
        self._awaits = ""

    def _labelled(self, name: str, value: str, line: Line) -> None:
        draft, number = self._draft, re.search(r"\d[\d,.]*[kK]?", value)
        self._awaits = name if name == "abstract" and not value else ""
        if name == "title" and is_title(value) and not draft.title.isascii() and value.isascii():
            draft.title = _cleaned(value)
        elif name == "authors" and not draft.authors:
            facts = metadata.read(f"{value} authors" if value.isdecimal() else value)
            if facts and facts.authors_count:
                draft.authors_count = facts.authors_count
            else:
                draft.authors = list(drafts.several(value))
        elif name in ("upvotes", "comments") and number and getattr(draft, name) is None:
            setattr(draft, name, metadata.count(number[0].rstrip(",.")))
        elif name in ("published", "venue", "category", "abstract") and not getattr(draft, name):
            setattr(draft, name, value)
            draft.dated = line.number if name == "published" else draft.dated
        elif name in ("arxiv", "doi"):
            ids = [*identifiers_of(line), *(word for word in value.split() if _is_identifier(word))]
            draft.links += [("", one) for one in ids[:1]]
        elif name and not labels.NOTHING.fullmatch(value):
            for anchor in line.anchors:
                said = labels.field_of(anchor.text)
                if name == "paper" and said is None and line.label:
                    continue  # a column of links has posts too
                _take_link(draft, name, anchor.url)
                draft.links += [("", anchor.url)] if _is_identifier(anchor.url) else []

    def _unlabelled(self, line: Line) -> None:
        draft = self._draft
        for anchor in line.anchors:
            word = labels.field_of(anchor.text.split(" ")[0]) or labels.field_of(anchor.text) or ""
            _take_link(draft, word, anchor.url)
            if _leads_to_paper(anchor.url) and not draft.links:
                draft.links.append(("", anchor.url))
        counted = (_LOGIN.match(a.url) or "#community" in a.url for a in line.anchors)
        addressed = any(counted)
        pieces = [piece for piece in _PIECES.split(line.rest) if piece.strip()]
        texts = [line.text] if not addressed else []
        texts += [*pieces, *(a.text for a in line.anchors if not _LOGIN.match(a.url))]
        for text in texts:
            facts = metadata.read(text.strip())
            if facts and facts.stated():
                self._take(facts, line.number, addressed=addressed)
                if text == line.text:
                    return
        if self._first and not draft.authors and prose.are_names(line.text):
            draft.authors = list(drafts.several(line.text))

    def _take(self, facts: metadata.Facts, line: int, *, addressed: bool) -> None:
        draft = self._draft
        draft.dated = draft.dated or line
        draft.authors_count = draft.authors_count or facts.authors_count
        draft.published = draft.published or (facts.day.text if facts.day else "")
        draft.upvotes = facts.upvotes if draft.upvotes is None else draft.upvotes
        draft.comments = facts.comments if draft.comments is None else draft.comments
        if not addressed and (facts.number is not None or facts.dash):
            self._numbers.append(facts.number)
        if facts.arxiv:
            draft.links.append(("", facts.arxiv))
