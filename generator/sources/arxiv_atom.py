"""An answer of arXiv's API: an Atom feed (RFC 4287) with elements of arXiv's own.

https://info.arxiv.org/help/api/user-manual.html. An error is an entry too, whose id leads
to ``/api/errors``.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterator
from typing import Final

from lxml import etree

from generator.papers.model import Capture, Entry, Fact, Rejection
from generator.sources import Silent, Unreadable, drafts, identifiers, xml_text
from generator.sources.drafts import Draft
from generator.sources.xml_text import text
from generator.text import texts

ATOM: Final = "{http://www.w3.org/2005/Atom}"
_ARXIV: Final = "{http://arxiv.org/schemas/atom}"
_NO_FEED: Final = "XML, but no answer of arXiv's API"
_EMPTY: Final = "an empty answer: it has nothing for what was asked"


def parse(data: bytes, *, date: str | None = None) -> Capture:
    """What an answer holds, as a search; ``date`` is the maintainer's day of it, ISO 8601.

    Raises Unreadable where there is no paper (Silent where arXiv found none), ValueError
    where ``date`` is no day.
    """
    day = datetime.date.fromisoformat(date).isoformat() if date else None
    notes: list[str] = []
    found = list(_read(data, notes))
    if not found:
        raise Silent(_EMPTY)
    entries, rejected = drafts.account(found, "an answer without any paper")
    return Capture("arxiv_atom", "arXiv", "search", day, entries, rejected, tuple(notes))


def facts(data: bytes) -> tuple[Fact, ...]:
    """The bibliographic facts in an answer, which may be none. Raises Unreadable."""
    return tuple(
        Fact(
            title=item.title,
            arxiv=item.arxiv,
            doi=item.doi,
            published=item.published,
            authors=item.authors,
            category=item.category,
        )
        for item in _read(data, [])
        if isinstance(item, Entry)
    )


def _read(data: bytes, notes: list[str]) -> Iterator[Entry | Rejection]:
    feed = xml_text.root(data)
    if feed.tag != f"{ATOM}feed":
        raise Unreadable(_NO_FEED)
    for element in feed.iterfind(f"{ATOM}entry"):
        yield _entry(element, notes)


def _entry(element: etree._Element, notes: list[str]) -> Entry | Rejection:
    line, address = element.sourceline or 1, text(element, f"{ATOM}id")
    abstract = text(element, f"{ATOM}summary")
    if "/api/errors" in address:
        said = texts.one_line(abstract[:500]) or text(element, f"{ATOM}title")
        return Rejection(line, f"arXiv says: {said}", xml_text.source(element))
    if not identifiers.arxiv(address):
        return Rejection(line, "no arXiv id", xml_text.source(element))
    category = element.find(f"{_ARXIV}primary_category")
    draft = Draft(
        line=line,
        title=text(element, f"{ATOM}title"),
        abstract=abstract,
        authors=list(_authors(element)),
        published=text(element, f"{ATOM}published")[:10],
        arxiv=address,
        doi=text(element, f"{_ARXIV}doi"),
        category="" if category is None else category.get("term", ""),
        text=xml_text.source(element),
        notes=notes,
    )
    return drafts.settled(draft)


def _authors(element: etree._Element) -> Iterator[str]:
    """The names; a lone colon stands between a team's name and its members."""
    for author in element.iterfind(f"{ATOM}author"):
        yield text(author, f"{ATOM}name")
