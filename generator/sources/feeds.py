"""Feeds of papers: answers of arXiv's API, its announcements, and laboratories' own feeds.

https://info.arxiv.org/help/api/user-manual.html,
https://info.arxiv.org/help/rss_specifications.html, https://www.rssboard.org/rss-specification,
RFC 4287, and https://web.resource.org/rss/1.0/spec with Dublin Core and PRISM, as journals have
it. arXiv's announcements say ``arXiv:ID Announce Type: …`` and the abstract; their day is
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
from generator.papers.model import Capture, EditionKind, Entry, Rejection
from generator.sources import Silent, Unreadable, days, drafts
from generator.sources.drafts import Draft
from generator.text import latex

_ATOM: Final = "{http://www.w3.org/2005/Atom}"
_ARXIV: Final = "{http://arxiv.org/schemas/atom}"
_RDF: Final = "{http://www.w3.org/1999/02/22-rdf-syntax-ns#}RDF"
_RSS_1: Final = "{http://purl.org/rss/1.0/}"
_DC: Final = "{http://purl.org/dc/elements/1.1/}"
_CONTENT: Final = "{http://purl.org/rss/1.0/modules/content/}encoded"
# What arXiv writes as the comment of a withdrawn paper, and what a curator can do.
_WITHDRAWN: Final = re.compile(r"\b(?:paper|article|submission)\b.*\bwithdrawn\b", re.IGNORECASE)
_STATE_IT: Final = "write 'withdrawn: true' into its record if so"
_ANNOUNCED: Final = re.compile(
    r"arXiv:(\S+)\s+Announce Type:\s*\S+\s+Abstract:\s*", re.IGNORECASE | re.DOTALL
)
# What ScienceDirect has in the place of an abstract, and what stands behind a journal's name.
_STATED: Final = re.compile(
    r"(?:Publication date:|Available online)\s*(.*?)\s*Source:\s*(.*?)\s*(?:Author\(s\):\s*(.*))?"
)
_STAMPS: Final = (
    "{*}publicationDate", f"{_DC}date", f"{_ATOM}published", "pubDate", f"{_ATOM}updated",
)  # fmt: skip
_ISSUE: Final = re.compile(r"[,;.]?\s*(?:Volume|Vol\.|Issue|Published|Ahead of|EarlyView)\b.*|\.$")
_AFFILIATION: Final = re.compile(r"\s*\([^()]*\)")
_WORD: Final = re.compile(r"\b(?:code|demo|video|dataset|data|model|project|website)\b")
_SHORTEST_ABSTRACT: Final = 120  # a shorter text below a title is a remark on the paper


def parse(data: bytes, *, date: str | None = None) -> Capture:
    """What a feed holds; ``date`` is the maintainer's day of it, ISO 8601.

    An answer of arXiv's API is a search. Raises Unreadable where there is no paper, Silent where
    there is no item.
    """
    feed = _root(data)
    if feed.tag not in ("rss", _RDF, f"{_ATOM}feed"):
        raise Unreadable("XML, but no feed: an Atom or RSS feed of papers is read")
    items = [*feed.iter("item"), *feed.iterfind(f"{_ATOM}entry")]
    channel = feed.find("channel")
    head = feed if channel is None else channel
    announced = any(_ANNOUNCED.match(_body(item)) for item in items)
    beginning = data.partition(b"<entry")[0]
    answers = b"arxiv.org/api/" in beginning or b"arxiv.org/schemas/atom" in data[:20_000]
    if b"/api/errors" in data[:5_000] or (
        answers and not announced and b"rss.arxiv.org" not in beginning
    ):
        format, source = "arxiv_atom", "arXiv"
    elif announced:
        format, source = "arxiv_feed", "arXiv announcements"
        stamps = [_text(head, name) for name in ("pubDate", "lastBuildDate", f"{_ATOM}updated")]
        date = date or next(filter(None, map(_day, stamps)), None)
    else:
        format, source = "feed", _title(head) or "Feed"
    if not items:
        if format == "arxiv_atom":
            raise Silent("an empty answer: it has nothing for what was asked")
        raise Silent("a feed without any item: it announces nothing")
    notes: list[str] = []
    kind: EditionKind = "search" if format == "arxiv_atom" else "list"
    results = [_paper(item, format, notes) for item in items]
    nothing = "a feed without any paper"
    return drafts.capture(format, source, kind, date, results, nothing=nothing, notes=notes)


def _root(data: bytes) -> etree._Element:
    """The root element. Raises Unreadable where the XML is damaged or declares entities."""
    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, load_dtd=False, remove_pis=True, huge_tree=False
    )
    try:
        element = etree.fromstring(data, parser)
    except etree.XMLSyntaxError as error:
        reason = " ".join(error.msg.split())
        raise Unreadable(f"XML that is damaged or cut off: {reason}") from None
    if element.getroottree().docinfo.doctype:
        raise Unreadable("XML with a document type, which no feed needs: it is not read")
    for one in element.iter(f"{_RSS_1}*"):
        one.tag = etree.QName(one).localname
    return element


def _item(item: etree._Element, notes: list[str]) -> Draft:
    term = item.find(f"{_ARXIV}primary_category")
    term = item.find(f"{_ATOM}category") if term is None else term
    names = [_text(author, f"{_ATOM}name") for author in item.iterfind(f"{_ATOM}author")]
    people = [_text(one, ".") for one in item.iterfind(f"{_DC}creator")]
    if len(people) == 1:
        people = [*drafts.several(_AFFILIATION.sub("", people[0]))]
    return Draft(
        line=item.sourceline or 1,
        title=_title(item),
        authors=names or people,
        doi=_text(item, f"{_ARXIV}DOI") or _text(item, "{*}doi"),  # PRISM has a name a version
        venue=_ISSUE.sub("", _text(item, "{*}publicationName") or _text(item, f"{_DC}source")),
        category=_text(item, "category") if term is None else term.get("term", ""),
        # As it stands, for a rejection.
        text=etree.tostring(item, encoding="unicode", with_tail=False),
        notes=notes,
    )


def _paper(item: etree._Element, format: str, notes: list[str]) -> Entry | Rejection:
    draft, body = _item(item, notes), _body(item)
    if format == "arxiv_atom":
        draft.title, draft.abstract = _text(item, f"{_ATOM}title"), body
        draft.published = _text(item, f"{_ATOM}published")[:10]
        draft.arxiv = _text(item, f"{_ATOM}id")
        if "/api/errors" in draft.arxiv:
            message = latex.one_line(body[:500]) or draft.title
            return Rejection(draft.line, f"arXiv says: {message}", draft.text)
        id = identity.arxiv_id(draft.arxiv)
        if id is None:
            return Rejection(draft.line, "no arXiv id", draft.text)
        if _WITHDRAWN.search(_text(item, f"{_ARXIV}comment")):
            notes.append(f"line {draft.line}: arXiv says that {id} is withdrawn: {_STATE_IT}")
    elif format == "arxiv_feed":
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
    prose = max((text for text, _ in parts), key=len, default="")
    id, address = _text(item, f"{_ATOM}id") or _text(item, "guid"), _address(item)
    stamps = [_text(item, name) for name in _STAMPS]
    if match := _STATED.fullmatch(prose):
        stamps, prose, draft.venue = [match[1]], "", _ISSUE.sub("", match[2])
        draft.authors = draft.authors or [*drafts.several(match[3] or "")]
    draft.abstract = prose if len(prose) >= _SHORTEST_ABSTRACT else ""
    draft.published = next(filter(None, map(_day, stamps)), "")
    draft.arxiv = id if identity.arxiv_id(id) else ""
    ids = filter(identity.doi, (draft.doi, id, _text(item, f"{_DC}identifier")))
    draft.doi, draft.category = next(ids, ""), ""
    related = item.iterfind(f"{_ATOM}link[@rel='related']")
    draft.links = [("", link.get("href", "")) for link in related]
    draft.links += [link for _, anchors in parts for link in anchors]
    draft.links += [("", link.url) for link in links.find(prose)] if not draft.abstract else []
    if address and (draft.identifies() or links.is_papers_page(address)):
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
    anchors = [(word[0] if word else "", url) for word, url in words]
    return " ".join(str(page.text_content()).split()), anchors


def _text(element: etree._Element, name: str) -> str:
    return " ".join((element.findtext(name) or "").split())


def _body(item: etree._Element) -> str:
    return (item.findtext("description") or item.findtext(f"{_ATOM}summary") or "").strip()


def _title(element: etree._Element) -> str:
    text = _text(element, "title") or _text(element, f"{_ATOM}title")
    return latex.one_line(drafts.untagged(text[: 2 * drafts.LONGEST]))


def _address(item: etree._Element) -> str:
    for link in item.iterfind(f"{_ATOM}link"):
        if link.get("rel", "alternate") == "alternate":
            return str(link.get("href", ""))
    return _text(item, "link")


def _day(stamp: str) -> str | None:
    """The day of a time stamp in the way of RFC 5322 or RFC 3339, where it was written."""
    try:
        return email.utils.parsedate_to_datetime(stamp).date().isoformat()
    except (OverflowError, ValueError):
        return days.partial(stamp)
