"""HTML to Markdown: of a page, or of the lists and tables in HTML of a text.

Items, rows, headings and paragraphs become lines of their own, links stay links; so whatever
reads marked texts reads the publications of any page, however its source is broken into lines.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final, cast
from urllib.parse import quote

from lxml import etree

# To a blank line, as CommonMark has it, or to a line of Markdown.
_BLOCKS: Final = re.compile(
    r"^ {0,3}<(?:ul|ol|dl|table|thead|tbody|tr|li|dt|dd)\b.*"
    r"(?:\n(?![ \t]*\n|[ \t]*(?:[-*+]|#{1,6}|\d+[.)])\s)(?=.).*)*",
    re.IGNORECASE | re.MULTILINE,
)
_HEADINGS: Final = ("h1", "h2", "h3", "h4", "h5", "h6")
_ITEMS: Final = ("li", "dt", "dd")
_LINES: Final = frozenset((
    *_HEADINGS, *_ITEMS, "p", "div", "section", "article", "blockquote", "pre", "ul", "ol",
    "dl", "table", "tbody", "thead", "tr", "td", "th", "main", "header", "aside", "figure", "hr",
    "body", "caption", "details", "summary", "address", "center",
))  # fmt: skip
_UNSEEN: Final = frozenset((
    "head", "script", "style", "nav", "footer", "noscript", "template", "svg", "button", "select",
    "form", "iframe", "object", "math",
))  # fmt: skip
_MARKS: Final = re.compile(r"([\\\[\]*|])")
_SAFE: Final = "/%:@!$&'*+,;=~?#"


def lists_in(text: str) -> tuple[str, Sequence[int]]:
    """A text whose lists and tables in HTML are Markdown, and the number that each line had."""
    found: list[tuple[str, int]] = []
    at = 0
    for match in _BLOCKS.finditer(text):
        before = text[at : match.start()].split("\n")[:-1]
        found += zip(before, range(text.count("\n", 0, at) + 1, 1 << 60), strict=False)
        line = text.count("\n", 0, match.start())
        found += [(one, number + line) for one, number in _lines(match[0], marked=True)]
        at = match.end() + (match.end() < len(text))
    if not at:
        return text, range(1, text.count("\n") + 2)
    rest = text[at:].split("\n")
    found += zip(rest, range(text.count("\n", 0, at) + 1, 1 << 60), strict=False)
    return "\n".join(line for line, _ in found), [number for _, number in found]


def page(text: str) -> tuple[str, Sequence[int]]:
    """An HTML page as Markdown, and the number in the page of each of its lines."""
    found = _lines(text, marked=False)
    return "\n".join(line for line, _ in found), [number for _, number in found]


def _lines(text: str, *, marked: bool) -> list[tuple[str, int]]:
    """The lines of HTML with their numbers; with ``marked`` there is Markdown in it."""
    parser = etree.HTMLParser(encoding="utf-8", no_network=True, remove_comments=True)
    try:
        parser.feed(text.encode("utf-8", "replace"))
        root = cast("etree._Element | None", parser.close())
    except etree.XMLSyntaxError:
        return []
    return _Writer(marked=marked).lines(root) if root is not None else []


class _Writer:
    """Writes the lines of a tree: what is open at each element is kept here."""

    def __init__(self, *, marked: bool) -> None:
        self._marked = marked
        self._found: list[tuple[str, int]] = []
        self._line: list[str] = []
        self._number = 1
        self._depth = 0
        self._inline = 0  # open links, headings and cells, in which nothing begins a line
        self._heads: list[bool] = []  # of the cells of a row

    def lines(self, root: etree._Element) -> list[tuple[str, int]]:
        """The lines of a tree, blank ones between paragraphs, with their numbers."""
        walk = etree.iterwalk(root, events=("start", "end"))
        for event, element in walk:
            tag = element.tag if isinstance(element.tag, str) else ""
            if event == "end":
                self._end(element, tag)
                self._text(element.tail)
            elif tag in _UNSEEN or not tag:
                walk.skip_subtree()
            else:
                self._start(element, tag)
                self._text(element.text)
        self._break()
        return self._found

    def _text(self, text: str | None) -> None:
        words = re.sub(r"\s+", " ", text or "")
        self._line.append(words if self._marked else _MARKS.sub(r"\\\1", words))

    def _break(self, number: int | None = None, mark: str = "", *, blank: bool = False) -> None:
        """End the line, and begin the next one with a mark."""
        line = "".join(self._line)
        if line.strip(" -#|"):
            self._found.append((line.rstrip(), self._number))
        if blank and self._found and self._found[-1][0]:
            self._found.append(("", self._number))
        self._number = number or self._number
        self._line = ["  " * max(self._depth - (mark == "- "), 0), mark]

    def _start(self, element: etree._Element, tag: str) -> None:
        number = element.sourceline
        if tag == "tr" and not _is_layout(element):
            self._break(number, "|")
            self._heads = []
            self._inline += 1
        elif tag in ("td", "th") and self._inline:
            self._heads.append(tag == "th")
        elif tag == "a" and _address(element):
            self._line.append("[")
            self._inline += 1
        elif self._inline and (tag in _LINES or tag == "br"):
            self._line.append(" ")
        elif tag in _HEADINGS:
            self._break(number, f"{'#' * int(tag[1])} ", blank=True)
            self._inline += 1
        elif tag in _ITEMS:
            self._depth += 1
            self._break(number, "- " if tag != "dd" else "")
        elif tag in _LINES or tag == "br":
            self._break(number, blank=tag != "br" and not self._depth)
        elif tag in ("b", "strong") and _is_marked(element):
            self._line.append("**")

    def _end(self, element: etree._Element, tag: str) -> None:
        if tag == "tr" and not _is_layout(element):
            self._inline -= 1
            self._break()
            if self._heads and all(self._heads):
                self._found.append((f"|{'---|' * len(self._heads)}", self._number))
        elif tag in ("td", "th") and self._inline:
            span = element.get("colspan", "")
            self._line.append(" |" * (min(int(span), 50) if span.isdecimal() else 1))
        elif tag == "a" and (url := _address(element)):
            self._inline -= 1
            self._line.append(f"]({quote(url, _SAFE)})")
        elif self._inline and tag not in _HEADINGS:
            self._line.append("**" * (tag in ("b", "strong") and _is_marked(element)))
        elif tag in _HEADINGS:
            self._inline -= 1
            self._break(blank=True)
        elif tag in _ITEMS:
            self._depth -= 1
            self._break()
        elif tag in _LINES:
            self._break(blank=not self._depth)
        elif tag in ("b", "strong") and _is_marked(element):
            self._line.append("**")


def _address(element: etree._Element) -> str:
    """Where a link leads to, where that is on the network and the link shows words."""
    url = (element.get("href") or "").strip()
    shown = "".join(cast("list[str]", element.xpath(".//text()"))).strip()
    return url if shown and re.match(r"https?://[^\s]+$", url) else ""


def _is_marked(element: etree._Element) -> bool:
    """Whether signs around what is bold are read as such: no letter stands beside them."""
    words = "".join(cast("list[str]", element.xpath(".//text()")))
    before = cast("list[str]", element.xpath("preceding-sibling::node()[1][self::text()]"))
    beside = "".join(before)[-1:] + (element.tail or "")[:1]
    return bool(words) and words == words.strip() and not any(map(str.isalnum, beside))


def _is_layout(row: etree._Element) -> bool:
    """Whether a row holds lists, tables or headings: it arranges a page."""
    return any(True for _ in row.iter("table", "li", *_HEADINGS))
