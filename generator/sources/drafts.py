"""The one door from what a source states of a paper to an entry.

A reader fills a Draft with what stands there, in the source's own words. Here it becomes an
Entry of values that a record can hold: what a field may not hold is left out with a note,
and what cannot be a paper is a Rejection with its line and reason.
"""

from __future__ import annotations

import html
import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any, Final

from generator.papers import fields, identity, links, names
from generator.papers.model import Capture, EditionKind, Entry, Link, LinkKind, Rejection
from generator.sources import Unreadable, days
from generator.sources.grammar import Facts
from generator.text import latex

LONGEST: Final = fields.ABSTRACT.longest
"""The longest text that a record may hold, and a rejection shows."""

_NO_VENUE: Final = re.compile(
    r"arxiv\b.*|corr|(?:submitted|under review|blind submission)\b.*|.*\bsubmitted", re.IGNORECASE
)
# The sign at the end of a title may be lost.
_ENTITY: Final = re.compile(
    r"&(?:(?:#\d{1,7}|#[xX][\da-fA-F]{1,6}|[A-Za-z]\w{1,30});|(?:amp|[lg]t|quot)$)"
)
_TAG: Final = re.compile(r"</?[a-zA-Z][\w:-]*(?:\s[^<>]*)?/?>")
# What ends a list that is open, and what stands for one that is not told.
_OTHERS: Final = re.compile(
    r"(?:^|[\s,])(?:et\.?\s*al\.?|others)\s*$|(?:^|[\s,，、])[等他외]$|(?:等人?|\.{3}|…)$|^anonymous\b.*",
    re.IGNORECASE,
)
# A full stop, but no initial's and no suffix's.
_END: Final = re.compile(r"(?<!\b\w)(?<!\b[JS]r)[.,;，；、 ]+$")
_WITHOUT_STOP: Final = re.compile(r"\b[A-Z]{1,3},")  # initials: ``Ng W, Park J.``
# The number by which DBLP tells namesakes apart.
_HOMONYM: Final = re.compile(r"(?<=\D)\s+\d{4}$")
# What a source calls a link, where the address alone says nothing.
_WORDS: Final[dict[str, LinkKind]] = {
    "project": "project", "website": "project", "homepage": "project", "code": "code",
    "github": "code", "demo": "demo", "dataset": "dataset", "data": "dataset", "model": "model",
    "video": "video", "paper": "paper", "pdf": "paper",
}  # fmt: skip
# A link with such a word leads to no paper, whatever its address says.
_OTHER_THINGS: Final = frozenset(_WORDS) - {"paper", "pdf"}


@dataclass(slots=True)
class Draft:
    """What a source states of one paper; ``where`` names it in notes: ``record 3``.

    ``dated`` is the line of its date, ``listed`` the stamp of when the source listed it.
    ``links`` are addresses with what the source calls them. ``authors`` is in printed or in
    catalogue order (``Muster, Ada``); one of them may be ``et al.``. ``numbers`` stand alone
    behind it in a text, None for a dash in the place of one.
    """

    line: int
    where: str = ""
    title: str = ""
    abstract: str = ""
    authors: list[str] = field(default_factory=list)
    authors_count: Any = None
    published: str = ""
    dated: int = 0
    listed: str = ""
    upvotes: Any = None
    comments: Any = None
    arxiv: str = ""
    doi: str = ""
    category: str = ""
    venue: str = ""
    links: list[tuple[str, str]] = field(default_factory=list)
    text: str = ""
    numbers: list[int | None] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)

    def take(self, facts: Facts, line: int) -> None:
        """Take what a line of the capture states and no other has stated before."""
        if "day" in facts and not self.published:
            self.published, self.dated = facts["day"].text, line
        self.authors = self.authors or [*several(facts.get("authors", ""))]
        self.authors_count = self.authors_count or facts.get("authors_count")
        self.count(facts.get("upvotes"), facts.get("comments"))
        self.links += [("", facts["arxiv"])] if "arxiv" in facts else []
        self.numbers += [facts["number"]] if "number" in facts else []

    def count(self, upvotes: int | None, comments: int | None) -> None:
        """Take what is not counted yet."""
        self.upvotes = upvotes if self.upvotes is None else self.upvotes
        self.comments = comments if self.comments is None else self.comments

    def left_out(self, name: str, value: Any) -> None:
        """Note that a field held what it may not hold."""
        shown = " ".join(repr(value)[:200].split())
        shown = shown if len(shown) <= 60 else f"{shown[:59]}…"
        self.notes.append(f"{self.where or f'line {self.line}'}: {name} is {shown}: left out")

    def identifies(self) -> bool:
        """Whether an id, a DOI or an address leads to one paper."""
        return bool(
            identity.arxiv_id(self.arxiv)
            or identity.is_identifier(self.doi)
            or any(
                word in ("paper", "pdf") or identity.is_identifier(url) or links.is_papers_page(url)
                for word, url in self.links
            )
        )


@dataclass(slots=True)
class Reading:
    """The papers of a text, what is none where one would stand, and what its head says.

    ``first`` is the line of the first paper.
    """

    drafts: list[Draft] = field(default_factory=list)
    rejected: list[Rejection] = field(default_factory=list)
    names: list[str] = field(default_factory=list)
    first: int = 1 << 60

    def share(self, head: Sequence[int | None]) -> None:
        """Give the papers their upvotes and comments, from the numbers between them.

        ``head`` stands before the first title. Where the first paper has a number or a dash
        before its title, all have: the last before a title is that paper's upvotes, one more
        the comments of the paper above. Else a number behind is comments.
        """
        upvotes = head[-1] if head else None
        for place, draft in enumerate(self.drafts):
            own, following = list(draft.numbers), None
            if head and own and place + 1 < len(self.drafts):
                following = own.pop()
            draft.count(upvotes, next((number for number in own if number is not None), None))
            upvotes = following


def unescaped(text: str, but: str = "") -> str:
    """Text with its entities as characters, but those of the characters ``but``.

    >>> unescaped("M&uuml;ller &amp;lt; Q&A, &lt;b", but="<")
    'Müller &lt; Q&A, &lt;b'
    """
    return _ENTITY.sub(lambda m: m[0] if (char := html.unescape(m[0])) in but else char, text)


def untagged(text: str) -> str:
    """Text without tags and with its entities as characters, as databases store titles."""
    return unescaped(_TAG.sub("", text))


# What a field may be, and how a text becomes it.
_FIELDS: Final[dict[str, tuple[fields.Kind, Callable[[str], str | None]]]] = {
    "abstract": (fields.ABSTRACT, latex.one_line),
    "published": (fields.PUBLISHED, lambda text: days.partial(text[:100])),
    "category": (fields.CATEGORY, str),
    "venue": (fields.NAME, lambda text: latex.one_line(untagged(text))),
    "authors_count": (fields.AUTHORS_COUNT, str),
    "upvotes": (fields.UPVOTES, str),
    "comments": (fields.COMMENTS, str),
}


def settled(draft: Draft, *, untitled: bool = False) -> Entry | Rejection:
    """The entry of a draft, or why there is none.

    Without a title there is one only with ``untitled`` and something to look it up by: its
    title is then empty.
    """
    where = f"{draft.where}: " if draft.where else ""
    draft.title, draft.abstract, draft.doi = map(
        unescaped, (draft.title, draft.abstract, draft.doi)
    )
    draft.links = [(word, unescaped(url)) for word, url in draft.links]
    if len(draft.title) > fields.TITLE.longest:
        reason = f"{where}a title of {len(draft.title):,} characters"
        return Rejection(draft.line, reason, draft.text[:LONGEST])
    title = fields.TITLE.read(latex.one_line(draft.title)) or ""
    arxiv, doi = _identifiers(draft)
    values: dict[str, Any] = {}
    for name, (kind, read) in _FIELDS.items():
        value = getattr(draft, name)
        if isinstance(value, str) and len(value) > LONGEST:
            draft.left_out(name, f"of {len(value):,} characters")
            setattr(draft, name, "")
            continue
        values[name] = kind.read(read(value) if isinstance(value, str) else value)
        if values[name] is None and value not in (None, ""):
            draft.left_out(name, value)
    own_links = _links(draft, has_page=bool(arxiv))
    if not any(char.isalnum() for char in title):
        if not untitled or not (arxiv or doi or any(link.kind == "paper" for link in own_links)):
            return Rejection(draft.line, f"{where}no title", draft.text[:LONGEST])
        title = ""
    if _NO_VENUE.fullmatch(values.get("venue") or ""):
        values["venue"] = None
    values["abstract"] = values.get("abstract") or ""
    people = _authors(draft)
    return Entry(title, draft.line, authors=people, arxiv=arxiv, doi=doi, links=own_links, **values)


def capture(
    format: str,
    source: str,
    kind: EditionKind,
    date: str | None,
    results: Iterable[Entry | Rejection],
    *,
    nothing: str,
    notes: Sequence[str] = (),
) -> Capture:
    """The capture with these results, its rejections by line; a day that no listing can have goes.

    Raises Unreadable where there is no entry: with ``nothing`` and the first reason.
    """
    results = list(results)  # before the notes, which come up on the way
    entries = tuple(item for item in results if isinstance(item, Entry))
    rejected = [item for item in results if isinstance(item, Rejection)]
    if not entries:
        raise Unreadable(f"{nothing}: {rejected[0].reason}" if rejected else nothing)
    rejected.sort(key=lambda rejection: rejection.line)
    remarks = list(notes)
    if date and not fields.LISTED.read(date):
        remarks.append(f"the listing's day is {date}: left out")
        date = None
    return Capture(format, source, kind, date, entries, tuple(rejected), tuple(remarks))


def _identifiers(draft: Draft) -> tuple[str | None, str | None]:
    """The arXiv id and the DOI, from where they are stated, else from an address."""
    stated = [draft.doi, *(url for word, url in draft.links if word not in _OTHER_THINGS)]
    arxiv = next(filter(None, map(identity.arxiv_id, (draft.arxiv, *stated))), None)
    dois = map(identity.doi, (one for one in stated if not identity.arxiv_id(one)))
    if draft.arxiv and not identity.arxiv_id(draft.arxiv):
        draft.left_out("id", draft.arxiv)
    if draft.doi and not identity.is_identifier(draft.doi):
        draft.left_out("doi", draft.doi)
    return arxiv, next(filter(None, dois), None)


def _links(draft: Draft, has_page: bool) -> tuple[Link, ...]:
    """The links that a source names, then those of the abstract; of a paper a PDF that is none
    of its pages only where there is no page.
    """
    stated: list[Link] = []
    for word, url in draft.links:
        named = word in _OTHER_THINGS
        if identity.arxiv_id(url) or (identity.doi(url) and not named):
            continue
        cleaned = links.clean("".join(url.split()))
        if not cleaned:
            draft.left_out("a link", url)
        elif not links.is_record(cleaned) and "arxiv.org" not in cleaned.split("/")[2]:
            stated.append(_link(word, cleaned))
    papers = [link.url for link in stated if link.kind == "paper"]
    if has_page or not all(map(links.is_pdf, papers)):
        stated = [one for one in stated if one.kind != "paper" or not links.is_pdf(one.url)]
    return links.unique((*stated, *links.find(draft.abstract)))


def _link(word: str, url: str) -> Link:
    """A link with its kind: the source's word counts where the address alone says nothing."""
    kind = links.kind(url)
    if kind != "other" or links.is_code_host(url) or url.startswith("https://huggingface.co/"):
        return Link(kind, url)
    if links.is_papers_page(url):
        return Link("paper", url)
    return Link(_WORDS.get(word, "other"), url)


def _authors(draft: Draft) -> tuple[str, ...]:
    """The names; of an open list only where it is told how many there are, else none.

    Nothing in a record says "and others" without a number: the names would pass for all.
    """
    stated = [*filter(None, (_OTHERS.sub("", name) for name in draft.authors))]
    total = fields.AUTHORS_COUNT.read(draft.authors_count) or 0
    is_open = any(map(_OTHERS.search, draft.authors)) and total <= len(stated)
    if (is_open and stated) or len(stated) > fields.MOST_AUTHORS:
        draft.left_out("an open list of authors" if is_open else "authors", draft.authors)
        return ()
    people = []
    for name in stated:
        short = len(name) <= fields.NAME.longest
        printed = names.printed(_HOMONYM.sub("", latex.one_line(untagged(name)))) if short else ""
        read = fields.NAME.read(printed) or ""
        if any(char.isalpha() for char in read):
            people.append(read)
        elif not short:
            draft.left_out("an author", name)
    return names.ordered(people)


def several(text: str) -> tuple[str, ...]:
    """The names of a list in one text; behind those of an open one what says so."""
    text = text.strip(" ,;，；、")
    if text.count(".") == 1 and _WITHOUT_STOP.search(text):
        text = text.removesuffix(".")
    others = _OTHERS.search(text)
    people = names.split(_END.sub("", _OTHERS.sub("", text)))
    return (*people, others[0].strip()) if others else people
