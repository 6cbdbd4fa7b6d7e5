"""Papers in a text with links, headings, lists or tables, whatever tool wrote it.

A node of the text's outline is a paper where it has a title and something in it or below says
so; a node with papers below is a section. In doubt a paper has no title but its identifier.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Final
from urllib.parse import unquote

from generator.papers import links
from generator.papers.model import Rejection
from generator.sources import drafts, identifiers, metadata, outline, prose
from generator.sources.drafts import Draft, Reading
from generator.sources.lines import Anchor, Line
from generator.sources.outline import Node, all_lines, below

_README: Final = re.compile(
    r"install(?:ation)?|usage|licen[cs]e|citation|requirements|quick ?start|getting started"
    r"|examples?|contributing|features|acknowledge?ments?", re.IGNORECASE
)  # fmt: skip
_FEWEST_BESIDE_README: Final = 3
_UNKNOWN: Final = "nothing here identifies a paper"


def read(lines: Sequence[Line]) -> Reading:
    """The papers of a text, in its order."""
    root = outline.of(lines)
    found = Reading()
    found.first = _Reader(lines, found).read(root)
    found.names = [
        line.text
        for line in lines
        if line.number < found.first and not metadata.labelled(line.text)
    ]
    if is_readme(lines) and len(found.drafts) < _FEWEST_BESIDE_README:
        found.drafts.clear()
    return found


def is_readme(lines: Sequence[Line]) -> bool:
    """Whether a text has the headings of a project's README."""
    return sum(bool(one.mark[:1] == "#" and _README.fullmatch(one.text)) for one in lines) > 1


class _Reader:
    """The walk over an outline; what pages with addresses say of a paper goes by its id."""

    def __init__(self, lines: Sequence[Line], found: Reading) -> None:
        self._found = found
        self._listing = any(
            said.of_listing for line in lines if (said := prose.furniture(line.text))
        )  # fmt: skip
        self._numbers: list[list[int | None]] = []
        self._counts: dict[tuple[str, str], int] = {}
        for anchor in (anchor for line in lines for anchor in line.anchors):
            self._count(anchor)

    def read(self, root: Node) -> int:
        """Reads every paper; the line of the first, or one behind all."""
        nodes = list(self._papers(root))
        first = nodes[0].line.number if nodes else 1 << 60
        head: list[int | None] = []
        for node in nodes:
            self._read_paper(node)
        for line in all_lines(root):
            if line.number < first and not line.mark and (facts := metadata.read(line.text)):
                head += [facts.number] if facts.number is not None or facts.dash else []
        shared = metadata.shared(head, self._numbers)
        for draft, (upvotes, comments) in zip(self._found.drafts, shared, strict=True):
            draft.upvotes = upvotes if draft.upvotes is None else draft.upvotes
            draft.comments = comments if draft.comments is None else draft.comments
        return first

    def _count(self, anchor: Anchor) -> None:
        """Notes the upvotes or comments that an address says are a paper's."""
        match = _LOGIN.match(anchor.url)
        target = unquote(match[1]) if match else anchor.url
        paper = identifiers.arxiv(f"https://huggingface.co{target}" if match else target)
        facts = metadata.read(anchor.text) or metadata.Facts()
        number = facts.number if facts.upvotes is None else facts.upvotes
        if paper and number is not None and (match or "#community" in anchor.url):
            self._counts.setdefault((paper, "upvotes" if match else "comments"), number)

    def _papers(self, node: Node) -> Iterator[Node]:
        """The nodes below that are papers; a sibling of one that is none is rejected."""
        found = [(child, self._either(child)) for child in node.nodes]
        papers = [child for child, own in found if own[:1] == [child]]
        trusted = sum(bool(paper.title) and not paper.doubted for paper in papers)
        for paper in papers:
            if paper.doubted and 2 * trusted <= len(papers):
                paper.title = ""
        for child, own in found:
            yield from own
            if not own and papers and self._stands_for_paper(child, papers):
                text = "\n".join(line.text for line in all_lines(child))
                self._found.rejected.append(Rejection(child.line.number, _UNKNOWN, text))

    def _either(self, node: Node) -> list[Node]:
        """The papers below a node, or the node itself, whose identifier may stand below."""
        inner = list(self._papers(node))
        ids = {*outline.identifiers_in(node)} | outline.identifiers_below(node)
        if node.title and len(ids) < 2 and not any(paper.title for paper in inner):
            return self._paper(node) or inner
        return inner or self._paper(node)

    def _paper(self, node: Node) -> list[Node]:
        own, found = outline.identifiers_in(node), outline.identifiers_below(node)
        strong = node.rank < outline.ROW and (node.sure or bool(below(node)))
        if node.title and (own or len(found) == 1 or self._says_more(node)):
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
        for line in below(node):
            said, facts = metadata.labelled(line.text), metadata.read(line.text)
            if said and said[0] in ("authors", "upvotes", "published", "abstract", "arxiv", "doi"):
                return node.rank < outline.ROW
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
        if node.rank == outline.ROW:
            return not all(metadata.field_of(cell.text) is not None for cell in node.line.cells)
        return node.rank == outline.ALONE or not prose.furniture(node.line.text)

    def _read_paper(self, node: Node) -> None:
        ids = outline.identifiers_in(node)
        if not node.title and len(ids) > 1 and outline.alone(node.line.text):
            for one in ids:
                self._add(Draft(node.line.number, links=[("", one)]), [])
            return
        draft = Draft(node.line.number, title=node.title, text=node.line.text)
        inner = outline.identifiers_below(node)
        draft.links = [("", one) for one in (ids or (inner if len(inner) == 1 else ()))][:1]
        numbers: list[int | None] = []
        for line in (node.line, *node.line.cells):
            self._read_item(draft, line)
        cells = [cell for cell in node.line.cells if cell.label]
        _Body(draft, numbers, node, listing=self._listing).read([*cells, *below(node)])
        self._add(draft, numbers)

    def _read_item(self, draft: Draft, line: Line) -> None:
        """What a heading, a bullet or a cell says of its paper beside the title."""
        pieces = line.rest.split("\ue000")
        for piece, anchor in zip(pieces, line.anchors, strict=False):
            before = re.split(r"[\s(\[|,]+", piece.strip(" :：([").rstrip())[-1:]
            said = metadata.field_of(anchor.text) or metadata.field_of("".join(before)) or ""
            if anchor.text != draft.title or outline.leads_to_paper(anchor.url):
                _take_link(draft, said, anchor.url)
        if draft.upvotes is None and line.mark != "|":
            draft.upvotes = metadata.upvotes_in(line.rest)

    def _add(self, draft: Draft, numbers: list[int | None]) -> None:
        arxiv = identifiers.arxiv(draft.arxiv) or next(
            filter(None, (identifiers.arxiv(url) for _, url in draft.links)), ""
        )
        for name in ("upvotes", "comments"):
            if getattr(draft, name) is None:
                setattr(draft, name, self._counts.get((arxiv, name)))
        self._found.drafts.append(draft)
        self._numbers.append(numbers)


# What stands below a title

# The link of an upvote: to a login, which leads on to the paper.
_LOGIN: Final = re.compile(r"https?://(?:www\.)?(?:huggingface|hf)\.co/login\?next=(\S+)")
_PIECES: Final = re.compile("\ue000|\\s[|·•]\\s|[📅🗓]️?")
_CATEGORY: Final = re.compile(r"\b[a-z]+(?:-[a-z]+)?(?:\.[A-Z]{2}\b|\.[a-z-]+)")
_LONG_ABSTRACT: Final = 165


def _take_link(draft: Draft, word: str, url: str) -> None:
    """A link beside a paper: where its word or its address says what stands there."""
    cleaned = links.clean(url)
    if outline.is_identifier(url) or not cleaned or identifiers.is_record(cleaned):
        draft.links += (
            [("", url)] if outline.is_identifier(url) and word not in ("", "code") else []
        )
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
        headed = node.line.mark[:1] == "#" or node.rank in (
            outline.BOLD,
            outline.WORDS_WITH_ADDRESS,
        )
        marked = headed or node.line.mark == "1." or node.line.label == "first"
        self._takes_prose = bool(node.title) and marked
        self._shortest = 0 if listing and headed else _LONG_ABSTRACT if not headed else 100
        self._awaits: str = ""
        self._first = True

    def read(self, lines: Sequence[Line]) -> None:
        """Reads the lines in their order."""
        for line in lines:
            said = (line.label, line.text) if line.label else metadata.labelled(line.text)
            self._awaits = "" if self._awaits == "rest" and line.blank else self._awaits
            if said and (said[0] or not prose.is_prose(said[1])):
                self._labelled(*said, line)
            elif said:
                self._awaits = ""
            elif metadata.heads(line.text) == "abstract":
                self._awaits = "abstract"
            elif self._awaits == "rest" and not line.blank and not line.mark:
                self._draft.abstract += f" {line.text}"
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
        draft = self._draft
        self._awaits = ("rest" if value else name) if name == "abstract" else ""
        if name == "title":
            if value.isascii() and not draft.title.isascii() and outline.is_title(value):
                draft.title = outline.cleaned(value)
        elif name == "authors" and not draft.authors:
            facts = metadata.read(f"{value} authors" if value.isdecimal() else value)
            if facts and facts.authors_count:
                draft.authors_count = facts.authors_count
            else:
                draft.authors = list(drafts.several(value))
        elif name in ("upvotes", "comments"):
            if getattr(draft, name) is None:
                setattr(draft, name, metadata.count_of(value))
        elif name == "category" and (match := _CATEGORY.search(value)):
            draft.category = draft.category or match[0]
        elif name in ("published", "venue", "abstract") and not getattr(draft, name):
            setattr(draft, name, value)
            draft.dated = line.number if name == "published" else draft.dated
        elif name in ("arxiv", "doi"):
            words = (word for word in value.split() if outline.is_identifier(word))
            draft.links += [("", one) for one in [*outline.identifiers_of(line), *words][:1]]
        elif name and not metadata.NOTHING.fullmatch(value):
            for anchor in line.anchors:
                said = metadata.field_of(anchor.text)
                if name == "paper" and said is None and line.label:
                    continue  # a column of links has posts too
                _take_link(draft, name, anchor.url)
                draft.links += [("", anchor.url)] if outline.is_identifier(anchor.url) else []

    def _unlabelled(self, line: Line) -> None:
        draft = self._draft
        for anchor in line.anchors:
            words = (anchor.text.partition(" ")[0], anchor.text)
            _take_link(draft, next(filter(None, map(metadata.field_of, words)), ""), anchor.url)
            if outline.leads_to_paper(anchor.url) and not draft.links:
                draft.links.append(("", anchor.url))
        addressed = any(_LOGIN.match(a.url) or "#community" in a.url for a in line.anchors)
        pieces = [piece for piece in _PIECES.split(line.rest) if piece.strip()]
        texts = [line.text] if not addressed else []
        texts += [*pieces, *(a.text for a in line.anchors if not _LOGIN.match(a.url))]
        for text in texts:
            facts = metadata.read(text.strip())
            if facts and facts.stated():
                self._take(facts, line.number, addressed=addressed)
                if text == line.text:
                    return
        bare = (re.sub(r"^by\s+", "", one.strip(), flags=re.IGNORECASE) for one in pieces)
        names = next(filter(prose.are_names, bare), "")
        if self._first and not draft.authors and names:
            draft.authors = list(drafts.several(names))

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
