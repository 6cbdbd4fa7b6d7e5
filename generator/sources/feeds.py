"""Feeds of papers: answers of arXiv's API, its announcements, and laboratories' own feeds.

https://info.arxiv.org/help/api/user-manual.html,
https://info.arxiv.org/help/rss_specifications.html, https://www.rssboard.org/rss-specification,
RFC 4287. arXiv's announcements say ``arXiv:ID Announce Type: …`` and the abstract; their day is
that of the announcement. An item of another feed is a paper where something in it identifies
one. Entities stay unresolved, the network is off, a document type is refused.
"""

from __future__ import annotations

import email.utils
import re
from collections.abc import Iterator
from typing import Final

from lxml import etree
from lxml import html as lxml_html

from generator.papers import identity, links
from generator.papers.model import Capture, Entry, Rejection
from generator.sources import Silent, Unreadable, days, drafts
from generator.sources.drafts import Draft
from generator.text import latex

_ATOM: Final = "{http://www.w3.org/2005/Atom}"
_ARXIV: Final = "{http://arxiv.org/schemas/atom}"
_CREATOR: Final = "{http://purl.org/dc/elements/1.1/}creator"
_CONTENT: Final = "{http://purl.org/rss/1.0/modules/content/}encoded"
# What arXiv writes as the comment of a withdrawn paper, and what a curator can do.
_WITHDRAWN: Final = re.compile(r"\b(?:paper|article|submission)\b.*\bwithdrawn\b", re.IGNORECASE)
_STATE_IT: Final = "write 'withdrawn: true' into its record if so"
_ANNOUNCED: Final = re.compile(
    r"arXiv:(\S+)\s+Announce Type:\s*\S+\s+Abstract:\s*", re.IGNORECASE | re.DOTALL
)
_AFFILIATION: Final = re.compile(r"\s*\([^()]*\)")
_WORD: Final = re.compile(r"\b(?:code|demo|video|dataset|data|model|project|website)\b")
_SHORTEST_ABSTRACT: Final = 120  # a shorter text below a title is a remark on the paper


def answer(data: bytes, *, date: str | None = None) -> Capture:
    """What an answer of arXiv's API holds, as a search; ``date`` is the maintainer's day of it.

    Raises Unreadable where there is no paper, Silent where arXiv found none.
    """
    notes: list[str] = []
    found = _answered(data, notes)
    if not found:
        raise Silent("an empty answer: it has nothing for what was asked")
    nothing = "an answer without any paper"
    return drafts.capture(
        "arxiv_atom", "arXiv", "search", date, found, nothing=nothing, notes=notes
    )


def parse(data: bytes, *, date: str | None = None) -> Capture:
    """What a feed of announcements or of a laboratory holds; ``date`` as for ``answer``.

    Raises Unreadable where there is no paper, Silent where there is no item.
    """
    feed = _root(data)
    items = [*feed.iter("item"), *feed.iterfind(f"{_ATOM}entry")]
    if feed.tag not in ("rss", f"{_ATOM}feed"):
        raise Unreadable("XML, but no feed: an Atom or RSS feed of papers is read")
    if not items:
        raise Silent("a feed without any item: it announces nothing")
    notes: list[str] = []
    announced = any(_ANNOUNCED.match(_body(item)) for item in items)
    channel = feed.find("channel")
    head = feed if channel is None else channel
    stamps = [_text(head, name) for name in ("pubDate", "lastBuildDate", f"{_ATOM}updated")]
    return drafts.capture(
        "arxiv_feed" if announced else "feed",
        "arXiv announcements" if announced else _title(head) or "Feed",
        "list",
        date or (next(filter(None, map(_day, stamps)), None) if announced else None),
        [_posted(item, notes, announced=announced) for item in items],
        nothing="a feed without any paper",
        notes=notes,
    )


def _root(data: bytes) -> etree._Element:
    """The root element. Raises Unreadable where the XML is damaged or declares entities."""
    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, load_dtd=False, remove_pis=True, huge_tree=False
    )
    try:
        element = etree.fromstring(data, parser)
    except etree.XMLSyntaxError as error:
        said = " ".join(error.msg.split())
        raise Unreadable(f"XML that is damaged or cut off: {said}") from None
    if element.getroottree().docinfo.doctype:
        raise Unreadable("XML with a document type, which no feed needs: it is not read")
    return element


def _answered(data: bytes, notes: list[str]) -> list[Entry | Rejection]:
    """The entries of an answer; an error is one too, whose id leads to ``/api/errors``."""
    feed = _root(data)
    if feed.tag != f"{_ATOM}feed":
        raise Unreadable("XML, but no answer of arXiv's API")
    found: list[Entry | Rejection] = []
    for element in feed.iterfind(f"{_ATOM}entry"):
        draft, id = _item(element, notes), _text(element, f"{_ATOM}id")
        draft.title, draft.abstract = _text(element, f"{_ATOM}title"), _body(element)
        draft.published, draft.arxiv = _text(element, f"{_ATOM}published")[:10], id
        if "/api/errors" in id:
            said = latex.one_line(draft.abstract[:500]) or draft.title
            found.append(Rejection(draft.line, f"arXiv says: {said}", draft.text))
        elif not identity.arxiv_id(id):
            found.append(Rejection(draft.line, "no arXiv id", draft.text))
        else:
            if _WITHDRAWN.search(_text(element, f"{_ARXIV}comment")):
                said = f"arXiv says that {identity.arxiv_id(id)} is withdrawn: {_STATE_IT}"
                notes.append(f"line {draft.line}: {said}")
            found.append(drafts.settled(draft))
    return found


def _item(item: etree._Element, notes: list[str]) -> Draft:
    """What an item of any feed states by elements of their own."""
    term = item.find(f"{_ARXIV}primary_category")
    term = item.find(f"{_ATOM}category") if term is None else term
    names = [_text(author, f"{_ATOM}name") for author in item.iterfind(f"{_ATOM}author")]
    return Draft(
        line=item.sourceline or 1,
        title=_title(item),
        authors=names or list(drafts.several(_AFFILIATION.sub("", _text(item, _CREATOR)))),
        doi=_text(item, f"{_ARXIV}DOI") or _text(item, f"{_ARXIV}doi"),
        category=_text(item, "category") if term is None else term.get("term", ""),
        # As it stands, for a rejection.
        text=etree.tostring(item, encoding="unicode", with_tail=False),
        notes=notes,
    )


def _posted(item: etree._Element, notes: list[str], *, announced: bool) -> Entry | Rejection:
    draft = _item(item, notes)
    if announced:
        body = _body(item)
        match = _ANNOUNCED.match(body)
        draft.abstract = body[match.end() :] if match else ""
        draft.arxiv = match[1] if match else _address(item)
    else:
        _take_post(draft, item)
    if not draft.identifies():
        return Rejection(draft.line, "nothing in this item identifies a paper", draft.text)
    return drafts.settled(draft)


def _take_post(draft: Draft, item: etree._Element) -> None:
    """Of an item of a laboratory's feed what it links to says which paper it is."""
    parts = [_html(part) for part in _parts(item)]
    prose = max((said for said, _ in parts), key=len, default="")
    id, address = _text(item, f"{_ATOM}id") or _text(item, "guid"), _address(item)
    stamps = (_text(item, name) for name in (f"{_ATOM}published", "pubDate", f"{_ATOM}updated"))
    draft.abstract = prose if len(prose) >= _SHORTEST_ABSTRACT else ""
    draft.published = next(filter(None, map(_day, stamps)), "")
    draft.arxiv = id if identity.arxiv_id(id) else ""
    draft.doi, draft.category = id if identity.doi(id) else "", ""
    related = item.iterfind(f"{_ATOM}link[@rel='related']")
    draft.links = [("", link.get("href", "")) for link in related]
    draft.links += [link for _, found in parts for link in found]
    draft.links += [("", link.url) for link in links.find(prose)] if not draft.abstract else []
    if draft.identifies() or links.is_papers_page(address):
        draft.links.insert(0, ("paper", address))
    elif identity.is_identifier(address):
        draft.links.insert(0, ("", address))


def _parts(item: etree._Element) -> Iterator[str]:
    """The texts of an item, as HTML."""
    for name in ("description", _CONTENT, f"{_ATOM}summary", f"{_ATOM}content"):
        element = item.find(name)
        if element is not None and (element.get("type") == "xhtml" or len(element)):
            yield "".join(etree.tostring(child, encoding="unicode") for child in element)
        elif element is not None and element.text:
            yield element.text


def _html(part: str) -> tuple[str, list[tuple[str, str]]]:
    """The text of a piece of HTML on one line, and its links with their words."""
    if "<" not in part and "&" not in part:
        return " ".join(part.split()), []
    try:
        page = lxml_html.fromstring(f"<div>{part[: 20 * drafts.LONGEST]}</div>")
    except (etree.ParserError, ValueError):
        return "", []
    words = (
        (_WORD.search(str(a.text_content()).lower()), a.get("href", "")) for a in page.iter("a")
    )
    found = [(word[0] if word else "", url) for word, url in words]
    return " ".join(str(page.text_content()).split()), found


def _text(element: etree._Element, name: str) -> str:
    """The text of a child, on one line; '' where there is none."""
    return " ".join((element.findtext(name) or "").split())


def _body(item: etree._Element) -> str:
    return (item.findtext("description") or item.findtext(f"{_ATOM}summary") or "").strip()


def _title(element: etree._Element) -> str:
    """The title of an item or a feed on one line, without tags."""
    said = _text(element, "title") or _text(element, f"{_ATOM}title")
    return latex.one_line(drafts.untagged(said[: 2 * drafts.LONGEST]))


def _address(item: etree._Element) -> str:
    """The page that an item leads to."""
    for link in item.iterfind(f"{_ATOM}link"):
        if link.get("rel", "alternate") == "alternate":
            return str(link.get("href", ""))
    return _text(item, "link")


def _day(stamp: str) -> str | None:
    """The day of a time stamp in the way of RFC 5322 or RFC 3339, where it was written."""
    try:
        return email.utils.parsedate_to_datetime(stamp).date().isoformat()
    except ValueError:
        return days.partial(stamp)
