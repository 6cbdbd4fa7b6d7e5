"""Feeds that announce papers: arXiv's own, as RSS 2.0 and Atom, and those of laboratories.

https://info.arxiv.org/help/rss_specifications.html, https://www.rssboard.org/rss-specification,
RFC 4287. arXiv's items say ``arXiv:ID Announce Type: …`` and the abstract; the day is that of
the announcement. An item of another feed is a paper where something in it identifies one.
"""

from __future__ import annotations

import datetime
import email.utils
import re
from collections.abc import Iterator
from typing import Final

from lxml import etree
from lxml import html as lxml_html

from generator.papers import links
from generator.papers.model import Capture, Entry, Rejection
from generator.sources import Silent, Unreadable, days, drafts, identifiers, xml_text
from generator.sources.arxiv_atom import ATOM
from generator.sources.drafts import Draft
from generator.sources.xml_text import text
from generator.text import texts

_ARXIV: Final = "{http://arxiv.org/schemas/atom}"
_CREATOR: Final = "{http://purl.org/dc/elements/1.1/}creator"
_CONTENT: Final = "{http://purl.org/rss/1.0/modules/content/}encoded"
_ANNOUNCED: Final = re.compile(
    r"arXiv:(\S+)\s+Announce Type:\s*\S+\s+Abstract:\s*", re.IGNORECASE | re.DOTALL
)
_AFFILIATION: Final = re.compile(r"\s*\([^()]*\)")
_NO_FEED: Final = "XML, but no feed: an Atom or RSS feed of papers is read"
_EMPTY: Final = "a feed without any item: it announces nothing"
_UNKNOWN: Final = "nothing in this item identifies a paper"
# A shorter text below a title is a remark on the paper.
SHORTEST_ABSTRACT: Final = 120


def parse(data: bytes, *, date: str | None = None) -> Capture:
    """What a feed holds; ``date`` is the maintainer's day of it, ISO 8601.

    Raises Unreadable where there is no paper (Silent where there is no item), ValueError
    where ``date`` is no day.
    """
    day = datetime.date.fromisoformat(date).isoformat() if date else None
    feed = xml_text.root(data)
    items = [*feed.iter("item"), *feed.iterfind(f"{ATOM}entry")]
    if feed.tag not in ("rss", f"{ATOM}feed"):
        raise Unreadable(_NO_FEED)
    if not items:
        raise Silent(_EMPTY)
    notes: list[str] = []
    announced = any(_ANNOUNCED.match(_body(item)) for item in items)
    entries, rejected = drafts.account(
        (_result(_announced(one) if announced else _posted(one), one, notes) for one in items),
        "a feed without any paper",
    )
    if announced:
        return Capture(
            "arxiv_feed", "arXiv announcements", "list", day or _day(feed), entries, rejected,
            tuple(notes),
        )  # fmt: skip
    return Capture("feed", _title(feed), "list", day, entries, rejected, tuple(notes))


def _result(draft: Draft, item: etree._Element, notes: list[str]) -> Entry | Rejection:
    draft.line, draft.notes, draft.text = item.sourceline or 1, notes, xml_text.source(item)
    if not draft.identifies():
        return Rejection(draft.line, _UNKNOWN, draft.text)
    return drafts.settled(draft)


def _announced(item: etree._Element) -> Draft:
    body = _body(item)
    match = _ANNOUNCED.match(body)
    category = item.find("category")
    term = item.find(f"{ATOM}category")
    return Draft(
        line=0,
        title=_title(item),
        abstract=body[match.end() :] if match else "",
        authors=list(drafts.several(_AFFILIATION.sub("", text(item, _CREATOR)))),
        arxiv=match[1] if match else _address(item),
        doi=text(item, f"{_ARXIV}DOI") or text(item, f"{_ARXIV}doi"),
        category=(category.text or "") if category is not None else _term(term),
    )


def _posted(item: etree._Element) -> Draft:
    """An item of a laboratory's feed: what it links to says which paper it is."""
    parts = [_html(part) for part in _parts(item)]
    found = [(word.lower(), url) for _, urls in parts for word, url in urls]
    prose = max((said for said, _ in parts), key=len, default="")
    said = text(item, f"{ATOM}id") or text(item, "guid")
    related = [
        ("", link.get("href", "")) for link in item.iterfind(f"{ATOM}link")
        if link.get("rel") == "related"
    ]  # fmt: skip
    names = [text(author, f"{ATOM}name") for author in item.iterfind(f"{ATOM}author")]
    draft = Draft(
        line=0,
        title=_title(item),
        abstract=prose if len(prose) >= SHORTEST_ABSTRACT else "",
        authors=names or list(drafts.several(text(item, _CREATOR))),
        published=_stamp(text(item, f"{ATOM}published") or text(item, "pubDate"))
        or _stamp(text(item, f"{ATOM}updated")),
        arxiv=said if identifiers.arxiv(said) else "",
        doi=said if identifiers.doi(said) else "",
        links=[*related, *((_word(word), url) for word, url in found)],
    )
    draft.links += [("", link.url) for link in links.find(prose)] if not draft.abstract else []
    if draft.identifies() or identifiers.is_papers_page(_address(item)):
        draft.links.insert(0, ("paper", _address(item)))
    elif identifiers.arxiv(_address(item)) or identifiers.doi(_address(item)):
        draft.links.insert(0, ("", _address(item)))
    return draft


def _word(word: str) -> str:
    known = ("code", "demo", "video", "dataset", "data", "model", "project", "website")
    return next((name for name in known if re.search(rf"\b{name}\b", word)), "")


def _parts(item: etree._Element) -> Iterator[str]:
    """The texts of an item, as HTML."""
    for name in ("description", _CONTENT, f"{ATOM}summary", f"{ATOM}content"):
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
        page = lxml_html.fromstring(f"<div>{part[: 20 * drafts.LONGEST_ABSTRACT]}</div>")
    except (etree.ParserError, ValueError):
        return "", []
    found = [
        (" ".join(str(link.text_content()).split()), link.get("href", ""))
        for link in page.iter("a")
    ]
    return " ".join(str(page.text_content()).split()), found


def _body(item: etree._Element) -> str:
    return (item.findtext("description") or item.findtext(f"{ATOM}summary") or "").strip()


def _title(element: etree._Element) -> str:
    """The title of an item or a feed on one line, without tags."""
    channel = element.find("channel")
    if channel is not None:
        element = channel
    said = text(element, "title") or text(element, f"{ATOM}title")
    return texts.one_line(drafts.untagged(said[: drafts.LONGEST_TITLE + 1])) or "Feed"


def _address(item: etree._Element) -> str:
    """The page that an item leads to."""
    for link in item.iterfind(f"{ATOM}link"):
        if link.get("rel", "alternate") == "alternate":
            return str(link.get("href", ""))
    return text(item, "link")


def _term(category: etree._Element | None) -> str:
    return "" if category is None else str(category.get("term", ""))


def _day(feed: etree._Element) -> str | None:
    channel = feed.find("channel")
    where = feed if channel is None else channel
    stamp = text(where, "pubDate") or text(where, "lastBuildDate") or text(where, f"{ATOM}updated")
    return _stamp(stamp) or None


def _stamp(stamp: str) -> str:
    """The day of a time stamp in the way of RFC 5322 or RFC 3339, where it was written."""
    try:
        return email.utils.parsedate_to_datetime(stamp).date().isoformat()
    except ValueError:
        return days.partial(stamp) or ""
