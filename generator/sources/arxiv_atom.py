"""An answer of arXiv's API: an Atom feed (RFC 4287) with elements of arXiv's own.

https://info.arxiv.org/help/api/user-manual.html. An error is an entry too, whose id leads
to ``/api/errors``. Entities stay unresolved and the network is off; a document type, which
no answer has, is refused.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterator
from typing import Final

from lxml import etree

from generator.papers import identity, links
from generator.papers.model import Capture, Entry, Fact, Rejection
from generator.sources import Silent, Unreadable
from generator.text import texts

_ATOM: Final = "{http://www.w3.org/2005/Atom}"
_AUTHOR: Final = f"{_ATOM}author"
_ARXIV: Final = "{http://arxiv.org/schemas/atom}"
_NO_FEED: Final = "XML, but no answer of arXiv's API"
_EMPTY: Final = "an empty answer: arXiv knows no such paper"


def parse(data: bytes, *, date: str | None = None) -> Capture:
    """What an answer holds, as a search; ``date`` is the maintainer's day of it, ISO 8601.

    Raises Unreadable where there is no paper (Silent where arXiv found none), ValueError
    where ``date`` is no day.
    """
    day = datetime.date.fromisoformat(date).isoformat() if date else None
    found = list(_read(data))
    entries = tuple(item for item in found if isinstance(item, Entry))
    rejected = tuple(item for item in found if isinstance(item, Rejection))
    if not entries:
        raise Unreadable(rejected[0].reason) if rejected else Silent(_EMPTY)
    return Capture("arxiv_atom", "arXiv", "search", day, entries, rejected)


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
        for item in _read(data)
        if isinstance(item, Entry)
    )


def _read(data: bytes) -> Iterator[Entry | Rejection]:
    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, load_dtd=False, remove_pis=True, huge_tree=False
    )
    try:
        feed = etree.fromstring(data, parser)
    except etree.XMLSyntaxError as error:
        raise Unreadable(f"XML that is damaged or cut off: {error.msg}") from None
    if feed.getroottree().docinfo.doctype or feed.tag != f"{_ATOM}feed":
        raise Unreadable(_NO_FEED)
    for element in feed.iterfind(f"{_ATOM}entry"):
        yield _entry(element)


def _entry(element: etree._Element) -> Entry | Rejection:
    line, address = element.sourceline or 1, _text(element, f"{_ATOM}id")
    title, abstract = _text(element, f"{_ATOM}title"), _text(element, f"{_ATOM}summary")
    arxiv = identity.arxiv_id(address)
    reason = ""
    if "/api/errors" in address:
        reason = f"arXiv says: {texts.one_line(abstract) or title}"
    elif not arxiv:
        reason = "no arXiv id"
    elif not title:
        reason = "no title"
    if reason:
        return Rejection(line, reason, etree.tostring(element, encoding="unicode", with_tail=False))
    category = element.find(f"{_ARXIV}primary_category")
    return Entry(
        title=texts.one_line(title),
        line=line,
        abstract=texts.one_line(abstract),
        authors=_authors(element),
        published=_day(_text(element, f"{_ATOM}published")),
        arxiv=arxiv,
        links=links.find(abstract),
        doi=identity.doi(_text(element, f"{_ARXIV}doi")),
        category=None if category is None else category.get("term"),
    )


def _authors(element: etree._Element) -> tuple[str, ...]:
    """The names; a lone colon stands between a team's name and its members."""
    names = (texts.one_line(_text(author, f"{_ATOM}name")) for author in element.iterfind(_AUTHOR))
    return tuple(name for name in names if any(char.isalpha() for char in name))


def _text(element: etree._Element, name: str) -> str:
    return " ".join((element.findtext(name) or "").split())


def _day(stamp: str) -> str | None:
    try:
        return datetime.date.fromisoformat(stamp[:10]).isoformat()
    except ValueError:
        return None
