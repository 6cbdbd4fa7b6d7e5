"""What the W3C's feed validator warns of at its strictest, as far as it can apply here.

Written from its documented messages (https://validator.w3.org/feed/docs/) and the standards;
each rule is named after the message. It is no part of the validator, and shares no code.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from email.utils import parsedate_to_datetime
from html.parser import HTMLParser
from xml.etree.ElementTree import Element, fromstring

A = "{http://www.w3.org/2005/Atom}"
CONTENT = "{http://purl.org/rss/1.0/modules/content/}encoded"
CREATOR = "{http://purl.org/dc/elements/1.1/}creator"
ARCHIVE = "{http://purl.org/syndication/history/1.0}archive"
RELATIONS = {"alternate", "self", "related", "current", "prev-archive"}
SAFE = {"a", "br", "h3", "li", "p", "ul"}
_URI = re.compile(r"[a-z][a-z0-9+.-]*:[A-Za-z0-9:/?#\[\]@!$&'()*+,;=._~%-]+")
_3339 = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)")
_822 = re.compile(
    r"(Mon|Tue|Wed|Thu|Fri|Sat|Sun), \d\d [A-Z][a-z]{2} \d{4} \d\d:\d\d:\d\d [+-]\d{4}"
)


class _Html(HTMLParser):
    def __init__(self, text: str) -> None:
        super().__init__()
        self.open: list[str] = []
        self.wrongs: list[str] = []
        self.feed(text)
        self.close()
        self.wrongs += [f"NotHtml: {tag} stays open" for tag in self.open]

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag not in SAFE:
            self.wrongs.append(f"SecurityRisk: {tag}")
        for name, value in attrs:
            if (tag, name) != ("a", "href"):
                self.wrongs.append(f"SecurityRiskAttr: {name}")
            elif not re.match("https?://", value or "") or not _URI.fullmatch(value or ""):
                self.wrongs.append(f"ContainsRelRef: {value}")
        if tag != "br":
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        if not self.open or self.open.pop() != tag:
            self.wrongs.append(f"NotHtml: stray end of {tag}")


def atom(text: str, url: str) -> Iterator[str]:
    """What is wrong with an Atom feed that is found at ``url``."""
    feed = fromstring(text.encode())
    if feed.tag != f"{A}feed":
        yield "UndefinedElement: the root"
    if not feed.get("{http://www.w3.org/XML/1998/namespace}lang"):
        yield "MissingDCLanguage"
    entries = feed.findall(f"{A}entry")
    if entries and list(feed).index(entries[0]) + len(entries) != len(feed):
        yield "MisplacedMetadata"
    yield from _once(feed, "title", "id", "updated", "subtitle", "generator", "author")
    rels = Counter((link.get("rel"), link.get("type")) for link in feed.findall(f"{A}link"))
    yield from (f"DuplicateAtomLink: {rel}" for rel, count in rels.items() if count > 1)
    own = [link.get("href") for link in feed.findall(f"{A}link") if link.get("rel") == "self"]
    if own != [url]:
        yield f"SelfDoesntMatchLocation: {own}"
    if (feed.find(ARCHIVE) is not None) != any(rel == "current" for rel, _ in rels):
        yield "an archive links the current feed, and nothing else does (RFC 5005)"
    for entry in entries:
        yield from _once(entry, "title", "id", "updated", "summary", "content")
        alternates = [x for x in entry.findall(f"{A}link") if x.get("rel") == "alternate"]
        if len(alternates) != 1:
            yield f"DuplicateAtomLink: {len(alternates)} alternates"
        content = entry.find(f"{A}content")
        if content is None or content.get("type") != "html":
            yield "InvalidTextType"
        else:
            yield from _Html(content.text or "").wrongs
        published, updated = (entry.findtext(f"{A}{name}") for name in ("published", "updated"))
        if published and updated and published > updated:
            yield f"published after updated: {entry.findtext(f'{A}id')}"
    yield from _repeated("DuplicateEntries", entries, f"{A}id")
    yield from _repeated("DuplicateUpdated", entries, f"{A}updated")
    for element in feed.iter():
        name = element.tag.removeprefix(A)
        value = element.text or ""
        if name == "link" and element.get("rel") not in RELATIONS:
            yield f"UnregisteredAtomLinkRel: {element.get('rel')}"
        if name in ("id", "uri") and not _URI.fullmatch(value):
            yield f"InvalidFullLink: {value}"
        for attribute in ("href", "scheme"):
            if attribute in element.attrib and not _URI.fullmatch(element.attrib[attribute]):
                yield f"InvalidFullLink: {element.attrib[attribute]}"
        if name in ("published", "updated") and not (_3339.fullmatch(value) and value > "1990"):
            yield f"InvalidRFC3339Date: {value}"
        if name in ("title", "name", "summary", "subtitle", "generator") and not value.strip():
            yield f"NotBlank: {name}"
        if name == "category" and not (element.get("term") and element.get("label")):
            yield "MissingAttribute: category"


def rss(text: str, url: str) -> Iterator[str]:
    """What is wrong with an RSS feed that is found at ``url``."""
    channel = fromstring(text.encode()).find("channel")
    assert channel is not None
    for name in ("title", "link", "description", "language", "lastBuildDate", "generator"):
        if len(channel.findall(name)) != 1 or not (channel.findtext(name) or "").strip():
            yield f"MissingElement: {name}"
    own = [x.get("href") for x in channel.findall(f"{A}link") if x.get("rel") == "self"]
    if own != [url]:
        yield f"MissingAtomSelfLink: {own}"
    items = channel.findall("item")
    if items and list(channel).index(items[0]) + len(items) != len(channel):
        yield "MisplacedItem"
    for item in items:
        for name in ("title", "link", "description", "guid"):
            if len(item.findall(name)) != 1 or not (item.findtext(name) or "").strip():
                yield f"MissingElement: {name} of an item"
        if item.find("author") is not None:
            yield "an author wants a mail address: InvalidContact"
        tags = [child.tag for child in item]
        if tags.index("description") > tags.index(CONTENT):
            yield "NeedDescriptionBeforeContent"
        guid = item.find("guid")
        if (
            guid is None
            or guid.get("isPermaLink") != "false"
            or not _URI.fullmatch(guid.text or "")
        ):
            yield "InvalidPermalink"
        yield from _Html(item.findtext(CONTENT) or "").wrongs
        yield from _Html(item.findtext("description") or "").wrongs
        for creator in item.findall(CREATOR):
            if not (creator.text or "").strip():
                yield "NotBlank: dc:creator"
    yield from _repeated("DuplicateValue", items, "guid")
    for element in channel.iter():
        value = element.text or ""
        if element.tag in ("pubDate", "lastBuildDate") and not (
            _822.fullmatch(value) and parsedate_to_datetime(value).year >= 1990
        ):
            yield f"InvalidRFC2822Date: {value}"
        if element.tag in ("link", "docs") and not _URI.fullmatch(value):
            yield f"InvalidFullLink: {value}"


def opml(text: str) -> Iterator[str]:
    """What is wrong with an OPML file."""
    root = fromstring(text.encode())
    if (root.tag, root.get("version"), [x.tag for x in root]) != ("opml", "2.0", ["head", "body"]):
        yield "InvalidOPMLVersion"
    for outline in root.iter("outline"):
        if not (outline.get("text") or "").strip():
            yield "MissingAttribute: text"
        if len(outline) == 0 and outline.get("type") != "rss":
            yield "MissingOutlineType"
        if outline.get("type") == "rss":
            for name in ("xmlUrl", "htmlUrl"):
                if not _URI.fullmatch(outline.get(name, "")):
                    yield f"MissingXmlURL: {name}"
            if not outline.get("title"):
                yield "MissingTitleAttr"


def _once(parent: Element, *names: str) -> Iterator[str]:
    for name in names:
        if (count := len(parent.findall(f"{A}{name}"))) != 1:
            yield f"MissingElement or DuplicateElement: {count} of {name}"


def _repeated(message: str, parents: list[Element], name: str) -> Iterator[str]:
    counts = Counter(parent.findtext(name) for parent in parents)
    yield from (f"{message}: {value}" for value, count in counts.items() if count > 1)
