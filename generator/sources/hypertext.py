"""HTML to Markdown: of a page, or of the lists and tables in HTML of a text.

Items, rows, headings and paragraphs become lines of their own, links stay links; so whatever
reads marked texts reads the publications of any page, however its source is broken into lines.
"""

from __future__ import annotations

import copy
import itertools
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
_CELLS: Final = ("td", "th")
_BOLD: Final = ("b", "strong")
_LINES: Final = frozenset((
    *_HEADINGS, *_ITEMS, *_CELLS, "p", "br", "div", "section", "article", "blockquote", "pre",
    "ul", "ol", "dl", "table", "tbody", "thead", "tr", "main", "header", "aside", "figure", "hr",
    "body", "caption", "details", "summary", "address", "center",
))  # fmt: skip
_UNSEEN: Final = frozenset((
    "head", "script", "style", "nav", "footer", "noscript", "template", "svg", "button", "select",
    "form", "iframe", "object", "math",
))  # fmt: skip
_MARKS: Final = re.compile(r"([\\\[\]*|])")
_ENTITY: Final = re.compile(r"&(?=#?\w{1,31};)")  # which a reader sees as such
_WIDEST: Final = 12
_SAFE: Final = "/%:@!$&'*+,;=~?#"


def numbered(text: str, *, is_page: bool) -> tuple[str, Sequence[int]]:
    """A page, or a text with lists and tables in HTML, as Markdown, and the number there of each
    of its lines.
    """
    markdown: list[tuple[str, int]] = []
    source = list(zip(text.split("\n"), itertools.count(1), strict=False))
    if is_page:
        source = _lines(text, marked=False)
    at = 0
    for match in () if is_page else _BLOCKS.finditer(text):
        line = text.count("\n", 0, match.start())
        markdown += source[at:line]
        markdown += [(one, number + line) for one, number in _lines(match[0], marked=True)]
        at = line + match[0].count("\n") + 1
    markdown += source[at:]
    return "\n".join(line for line, _ in markdown), [number for _, number in markdown]


def _lines(text: str, *, marked: bool) -> list[tuple[str, int]]:
    """The lines of HTML with their numbers; with ``marked`` there is Markdown in it."""
    parser = etree.HTMLParser(encoding="utf-8", no_network=True, remove_comments=True)
    try:
        parser.feed(text.encode("utf-8", "replace"))
        root = cast("etree._Element | None", parser.close())
    except etree.XMLSyntaxError:
        return []
    if root is None:
        return []
    _arrange(root)
    return _Writer(marked=marked).lines(root)


def _arrange(root: etree._Element) -> None:
    """Make divisions of rows that hold lists, tables or headings, which arrange a page, and
    write a cell of several rows or columns in each of them.
    """
    for row in root.iter("tr"):
        row.tag = "div" if any(True for _ in row.iter("table", "li", *_HEADINGS)) else "tr"
    for part in root.iter("table", "thead", "tbody"):
        lasting: dict[int, tuple[int, etree._Element]] = {}  # by column, with the rows to come
        for row in part.findall("tr"):
            at = 0
            for place in itertools.count():
                left, cell = lasting.pop(at, (0, None))
                if cell is not None:
                    row.insert(place, copy.deepcopy(cell))
                elif place < len(row):
                    cell, left = row[place], _span(row[place], "rowspan")
                else:
                    break
                if left > 1 and at < _WIDEST:
                    lasting[at] = (left - 1, cell)
                at += _span(cell, "colspan")


def _span(cell: etree._Element, name: str) -> int:
    value = cell.get(name, "")
    return max(1, min(int(value), _WIDEST)) if value.isdecimal() else 1


class _Writer:
    """Writes the lines of a tree: what is open at each element is kept here."""

    def __init__(self, *, marked: bool) -> None:
        self._marked = marked
        self._output: list[tuple[str, int]] = []
        self._line: list[str] = []
        self._number = 1
        self._depth = 0
        self._inline: list[etree._Element] = []  # open, and nothing in it begins a line
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
        return self._output

    def _text(self, text: str | None) -> None:
        words = _ENTITY.sub("&amp;", re.sub(r"\s+", " ", text or ""))
        self._line.append(words if self._marked else _MARKS.sub(r"\\\1", words))

    def _break(self, number: int | None = None, mark: str = "", *, blank: bool = False) -> None:
        """End the line, and begin the next one with a mark."""
        line = "".join(self._line)
        if line.strip(" -#|"):
            self._output.append((line.rstrip(), self._number))
        if blank and self._output and self._output[-1][0]:
            self._output.append(("", self._number))
        self._number = number or self._number
        self._line = ["  " * max(self._depth - (mark == "- "), 0), mark]

    def _start(self, element: etree._Element, tag: str) -> None:
        number = element.sourceline
        if tag in _BOLD:
            self._line.append("**" * _is_marked(element))
        elif tag == "a" and _address(element):
            self._line.append("[")
            self._inline.append(element)
        elif tag == "tr":
            self._break(number, "|")
            self._heads = []
            self._inline.append(element)
        elif self._inline and tag in _LINES:
            self._heads += [tag == "th"] if tag in _CELLS else []
            self._line.append("" if tag in _CELLS else " ")
        elif tag in _HEADINGS:
            self._break(number, f"{'#' * int(tag[1])} ", blank=True)
            self._inline.append(element)
        elif tag in _ITEMS:
            self._depth += 1
            self._break(number, "- " if tag != "dd" else "")
        elif tag in _LINES:
            self._break(number, blank=tag != "br" and not self._depth)

    def _end(self, element: etree._Element, tag: str) -> None:
        if tag in _BOLD:
            self._line.append("**" * _is_marked(element))
        elif tag == "a" and (url := _address(element)):
            self._inline.pop()
            self._line.append(f"]({quote(url, _SAFE)})")
        elif self._inline and element is self._inline[-1]:
            self._inline.pop()
            self._break(blank=tag != "tr")
            if tag == "tr" and self._heads and all(self._heads):
                self._output.append((f"|{'---|' * len(self._heads)}", self._number))
        elif tag in _CELLS and self._inline:
            self._line.append(" |" * _span(element, "colspan"))
        elif tag in _LINES and tag != "br" and not self._inline:
            self._depth -= tag in _ITEMS
            self._break(blank=tag not in _ITEMS and not self._depth)


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
