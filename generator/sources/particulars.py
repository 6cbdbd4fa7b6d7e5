"""What stands below a title: facts with and without labels, and the abstract."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

from generator.papers import links
from generator.sources import drafts, identifiers, labels, metadata, outline, prose, titles
from generator.sources.drafts import Draft
from generator.sources.lines import Line
from generator.sources.outline import Node

# The link of an upvote: to a login, which leads on to the paper.
LOGIN: Final = re.compile(r"https?://(?:www\.)?(?:huggingface|hf)\.co/login\?next=(\S+)")
_PIECES: Final = re.compile("\ue000|\\s[|·•]\\s|[📅🗓]️?")
_LONG_ABSTRACT: Final = 165


def take_link(draft: Draft, word: str, url: str) -> None:
    """A link beside a paper: where its word or its address says what stands there."""
    cleaned = links.clean(url)
    if titles.is_identifier(url) or not cleaned or identifiers.is_record(cleaned):
        draft.links += [("", url)] if titles.is_identifier(url) and word not in ("", "code") else []
        return
    kind = links.kind(cleaned)
    if "huggingface.co/" in cleaned and kind == "other":
        return
    if kind != "other" or identifiers.is_papers_page(cleaned) or word:
        draft.links.append((word, cleaned))


class Body:
    """What stands below a title: facts with and without labels, and the abstract."""

    def __init__(
        self, draft: Draft, numbers: list[int | None], node: Node, *, listing: bool
    ) -> None:
        self._draft, self._numbers, self._node = draft, numbers, node
        headed = node.line.mark[:1] == "#" or node.rank in (
            outline.BOLD,
            outline.WORDS_WITH_ADDRESS,
        )
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
        if (
            name == "title"
            and titles.is_title(value)
            and not draft.title.isascii()
            and value.isascii()
        ):
            draft.title = titles.cleaned(value)
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
            ids = [
                *titles.identifiers_of(line),
                *(word for word in value.split() if titles.is_identifier(word)),
            ]
            draft.links += [("", one) for one in ids[:1]]
        elif name and not labels.NOTHING.fullmatch(value):
            for anchor in line.anchors:
                said = labels.field_of(anchor.text)
                if name == "paper" and said is None and line.label:
                    continue  # a column of links has posts too
                take_link(draft, name, anchor.url)
                draft.links += [("", anchor.url)] if titles.is_identifier(anchor.url) else []

    def _unlabelled(self, line: Line) -> None:
        draft = self._draft
        for anchor in line.anchors:
            word = labels.field_of(anchor.text.split(" ")[0]) or labels.field_of(anchor.text) or ""
            take_link(draft, word, anchor.url)
            if titles.leads_to_paper(anchor.url) and not draft.links:
                draft.links.append(("", anchor.url))
        counted = (LOGIN.match(a.url) or "#community" in a.url for a in line.anchors)
        addressed = any(counted)
        pieces = [piece for piece in _PIECES.split(line.rest) if piece.strip()]
        texts = [line.text] if not addressed else []
        texts += [*pieces, *(a.text for a in line.anchors if not LOGIN.match(a.url))]
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
