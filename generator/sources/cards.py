"""Papers in a text with links, headings, lists or tables, whatever tool wrote it.

A node of the text's outline is a paper where it has a title and something in it or below says
so; a node with papers below is a section. In doubt a paper has no title but its identifier.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from typing import Final
from urllib.parse import unquote

from generator.papers import links
from generator.papers.model import Rejection
from generator.sources import drafts, grammar, identifiers, outline
from generator.sources.drafts import Draft, Reading
from generator.sources.lines import Anchor, Line
from generator.sources.outline import Node

_README: Final = re.compile(
    r"install(?:ation)?|usage|licen[cs]e|citation|requirements|quick ?start|getting started"
    r"|examples?|contributing|features|acknowledge?ments?", re.IGNORECASE
)  # fmt: skip
_FEWEST_BESIDE_README: Final = 3
_UNKNOWN: Final = "nothing here identifies a paper"
# The link of an upvote: to a login, which leads on to the paper.
_LOGIN: Final = re.compile(r"https?://(?:www\.)?(?:huggingface|hf)\.co/login\?next=(\S+)")


def read(lines: Sequence[Line]) -> Reading:
    """The papers of a text, in its order."""
    found, listing = Reading(), grammar.is_of_listing(line.text for line in lines)
    nodes: list[Node] = []
    for one in _papers(outline.of(lines), listing):
        if isinstance(one, Rejection):
            found.rejected.append(one)
        else:
            nodes.append(one)
            found.drafts += _drafts(one, listing)
    found.first = nodes[0].line.number if nodes else found.first
    counts = _counts(anchor for line in lines for anchor in line.anchors)
    for draft in found.drafts:
        ids = (identifiers.arxiv(one) for one in (draft.arxiv, *(url for _, url in draft.links)))
        draft.count(*counts.get(next(filter(None, ids), ""), (None, None)))
    before = [line for line in lines if line.number < found.first]
    said = [grammar.facts_of(line.text) or {} for line in before if not line.mark]
    found.share([facts["number"] for facts in said if "number" in facts])
    found.names = [line.text for line in before if not grammar.labelled(line.text)]
    if is_readme(lines) and len(found.drafts) < _FEWEST_BESIDE_README:
        found.drafts.clear()
    return found


def is_readme(lines: Sequence[Line]) -> bool:
    """Whether a text has the headings of a project's README."""
    return sum(bool(one.mark[:1] == "#" and _README.fullmatch(one.text)) for one in lines) > 1


def _counts(anchors: Iterable[Anchor]) -> dict[str, tuple[int | None, int | None]]:
    """The upvotes and comments that addresses say are a paper's, by its arXiv id."""
    found: dict[str, tuple[int | None, int | None]] = {}
    for anchor in anchors:
        match = _LOGIN.match(anchor.url)
        target = unquote(match[1]) if match else anchor.url
        paper = identifiers.arxiv(f"https://huggingface.co{target}" if match else target)
        facts = grammar.facts_of(anchor.text) or {}
        number = facts.get("upvotes", facts.get("number"))
        if paper and number is not None and (match or "#community" in anchor.url):
            upvotes, comments = found.get(paper, (None, None))
            found[paper] = (number, comments) if match else (upvotes, number)
    return found


# Which nodes are papers


def _papers(node: Node, listing: bool) -> Iterator[Node | Rejection]:
    """The nodes below that are papers; a sibling of one that is none is rejected."""
    found = [(child, _either(child, listing)) for child in node.nodes]
    papers = [child for child, own in found if own[:1] == [child]]
    trusted = sum(bool(paper.title) and not paper.doubted for paper in papers)
    for paper in papers:
        if paper.doubted and 2 * trusted <= len(papers):
            paper.title = ""
    for child, own in found:
        yield from own
        if not own and _stands_for_paper(child, [one for one in papers if one.rank == child.rank]):
            text = "\n".join(line.text for line in child.lines())
            yield Rejection(child.line.number, _UNKNOWN, text)


def _either(node: Node, listing: bool) -> list[Node | Rejection]:
    """The papers below a node, or the node itself, whose identifier may stand below."""
    inner = list(_papers(node, listing))
    ids = {*node.own_identifiers(), *node.identifiers_below()}
    titled = any(isinstance(one, Node) and one.title for one in inner)
    if node.title and len(ids) < 2 and not titled:
        return [node] if _is_paper(node, listing) else inner
    return inner or ([node] if _is_paper(node, listing) else [])


def _is_paper(node: Node, listing: bool) -> bool:
    """Whether something identifies the paper, which else has no title; and if it is doubted."""
    own, found = node.own_identifiers(), node.identifiers_below()
    of_paper = {"title", "authors"} <= {cell.label for cell in node.line.cells}
    if node.title and (own or len(found) == 1 or of_paper or _says_more(node, listing)):
        strong = node.sure or (node.rank < outline.ROW and bool(node.below()))
        node.doubted = not (strong or grammar.is_capitalised(node.title))
        return True
    node.title = "" if own and not node.is_heading else node.title
    return bool(own) and not node.is_heading


def _says_more(node: Node, listing: bool) -> bool:
    """Whether the text below states facts of a paper, or is one's abstract on a listing."""
    if node.is_heading and any(child.title for child in node.nodes):
        return False
    for line in node.below():
        said, facts = grammar.labelled(line.text), grammar.facts_of(line.text) or {}
        if said and said[0] in ("authors", "upvotes", "published", "abstract", "arxiv", "doi"):
            return node.rank < outline.ROW
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
    if node.rank == outline.ROW:
        return not all(grammar.field_of(cell.text) is not None for cell in node.line.cells)
    return node.rank == outline.ALONE or not grammar.furniture(node.line.text)


# What they state

_PIECES: Final = re.compile("\ue000|\\s[|·•]\\s|[📅🗓]️?")
_BESIDE: Final = re.compile("[\ue000()\\[\\]*]|\\s[-–—|·•]\\s")
_CATEGORY: Final = re.compile(r"\b[a-z]+(?:-[a-z]+)?(?:\.[A-Z]{2}\b|\.[a-z-]+)")
_LONG_ABSTRACT: Final = 165


def _drafts(node: Node, listing: bool) -> list[Draft]:
    """What a node states of its paper; a line of nothing but identifiers has one of each."""
    line, ids = node.line, node.own_identifiers()
    if not node.title and len(ids) > 1 and outline.alone(line.text):
        return [Draft(line.number, links=[("", one)]) for one in ids]
    draft = Draft(line.number, title=node.title, text=line.text)
    inner = node.identifiers_below()
    draft.links = [("", one) for one in (ids or (inner if len(inner) == 1 else ()))][:1]
    for item in (line, *line.cells):
        _take_item(draft, item)
    body = _Body(draft, node, listing)
    for one in (*(cell for cell in line.cells if cell.label), *node.below()):
        body.take(one)
    return [draft]


def _take_item(draft: Draft, line: Line) -> None:
    """What a heading, a bullet or a cell says of its paper beside the title."""
    for piece, anchor in zip(line.rest.split("\ue000"), line.anchors, strict=False):
        before = re.split(r"[\s(\[|,]+", piece.strip(" :：([").rstrip())[-1]
        said = grammar.field_of(anchor.text) or grammar.field_of(before) or ""
        if anchor.text != draft.title or identifiers.leads_to_paper(anchor.url):
            _take_link(draft, said, anchor.url)
    texts = (piece.strip(" ,.:–—-") for piece in _BESIDE.split(line.rest))
    names = next((one for one in texts if grammar.are_names(one) and one != draft.title), "")
    draft.authors = draft.authors or (list(drafts.several(names)) if names else [])
    if draft.upvotes is None and line.mark != "|":
        draft.upvotes = grammar.upvotes_in(line.rest)


def _take_link(draft: Draft, word: str, url: str) -> None:
    """A link beside a paper: where its word or its address says what stands there."""
    cleaned = links.clean(url)
    if identifiers.is_identifier(url):
        draft.links += [("", url)] if word not in ("", "code") else []
    elif cleaned and not identifiers.is_record(cleaned):
        kind = links.kind(cleaned)
        known = kind != "other" or identifiers.is_papers_page(cleaned) or word
        if known and not (kind == "other" and "huggingface.co/" in cleaned):
            draft.links.append((word, cleaned))


class _Body:
    """What stands below a title: facts with and without labels, and the abstract."""

    def __init__(self, draft: Draft, node: Node, listing: bool) -> None:
        self._draft = draft
        headed = node.is_heading or node.rank in (outline.BOLD, outline.WORDS_WITH_ADDRESS)
        marked = headed or node.line.mark == "1." or node.line.label == "first"
        self._takes_prose = bool(node.title) and marked
        self._shortest = 0 if listing and headed else _LONG_ABSTRACT if not headed else 100
        self._awaits: str = ""
        self._first = True

    def take(self, line: Line) -> None:
        """Read the next line."""
        said = (line.label, line.text) if line.label else grammar.labelled(line.text)
        self._awaits = "" if self._awaits == "rest" and line.blank else self._awaits
        if said and (said[0] or not grammar.is_prose(said[1])):
            self._labelled(*said, line)
        elif said:
            self._awaits = ""
        elif grammar.heads(line.text) == "abstract":
            self._awaits = "abstract"
        elif self._awaits == "rest" and not line.blank and not line.mark:
            self._draft.abstract += f" {line.text}"
        elif grammar.is_prose(line.text) or self._awaits == "abstract":
            self._prose(line)
        else:
            self._unlabelled(line)
        self._first = self._first and said is None and grammar.facts_of(line.text) is not None

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
            if value.isascii() and not draft.title.isascii() and grammar.is_title(value):
                draft.title = grammar.cleaned(value)
        elif name == "authors" and not draft.authors:
            facts = grammar.facts_of(f"{value} authors" if value.isdecimal() else value) or {}
            draft.authors_count = facts.get("authors_count") or draft.authors_count
            if "authors_count" not in facts:
                draft.authors = list(drafts.several(value))
        elif name in ("upvotes", "comments"):
            if getattr(draft, name) is None:
                setattr(draft, name, grammar.count_of(value))
        elif name == "category" and (match := _CATEGORY.search(value)):
            draft.category = draft.category or match[0]
        elif name in ("published", "venue", "abstract") and not getattr(draft, name):
            setattr(draft, name, value)
            draft.dated = line.number if name == "published" else draft.dated
        elif name in ("arxiv", "doi"):
            words = filter(identifiers.is_identifier, value.split())
            draft.links += [("", one) for one in [*outline.identifiers_of(line), *words][:1]]
        elif name and not grammar.NOTHING.fullmatch(value):
            for anchor in line.anchors:
                if name == "paper" and grammar.field_of(anchor.text) is None and line.label:
                    continue  # a column of links has posts too
                _take_link(draft, name, anchor.url)
                is_id = identifiers.is_identifier(anchor.url)
                draft.links += [("", anchor.url)] if is_id else []

    def _unlabelled(self, line: Line) -> None:
        draft = self._draft
        for anchor in line.anchors:
            words = (anchor.text.partition(" ")[0], anchor.text)
            _take_link(draft, next(filter(None, map(grammar.field_of, words)), ""), anchor.url)
            if identifiers.leads_to_paper(anchor.url) and not draft.links:
                draft.links.append(("", anchor.url))
        addressed = any(_LOGIN.match(a.url) or "#community" in a.url for a in line.anchors)
        pieces = [piece.strip() for piece in _PIECES.split(line.rest) if piece.strip()]
        texts = [line.text] if not addressed else []
        texts += [*pieces, *(a.text for a in line.anchors if not _LOGIN.match(a.url))]
        for text in texts:
            facts = grammar.facts_of(text)
            if facts and not (addressed and "number" in facts):
                draft.take(facts, line.number)
                if text == line.text:
                    return
        bare = (re.sub(r"^by\s+", "", piece, flags=re.IGNORECASE) for piece in pieces)
        names = next(filter(grammar.are_names, bare), "")
        if self._first and not draft.authors and names:
            draft.authors = list(drafts.several(names))
