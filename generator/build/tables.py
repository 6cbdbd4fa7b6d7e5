"""Markdown tables that a strict Content-Security-Policy and a keyboard can take."""

from __future__ import annotations

from xml.etree.ElementTree import Element

from markdown import Extension, Markdown
from markdown.treeprocessors import Treeprocessor

_CLASSES = {"text-align: center;": "centre", "text-align: right;": "right"}


class Tables(Extension):
    """Puts each table into an element that scrolls, and aligns its cells by class.

    Python-Markdown aligns by ``style``, which the policy of the site forbids.
    """

    def extendMarkdown(self, md: Markdown) -> None:  # noqa: N802  (Python-Markdown's name)
        """Run after the inline patterns, when links are known."""
        md.treeprocessors.register(_Scrolling(md), "digest-tables", 5)


class _Scrolling(Treeprocessor):
    def run(self, root: Element) -> None:
        for parent in list(root.iter()):
            for place, child in enumerate(parent):
                if child.tag == "table":
                    parent[place] = _scrolling(child)


def _scrolling(table: Element) -> Element:
    for cell in table.iter():
        if align := _CLASSES.get(cell.attrib.pop("style", "")):
            cell.set("class", align)
    scroll = Element("div", {"class": "scroll"})
    if not any(part.tag == "a" for part in table.iter()):  # else its links take the focus
        scroll.attrib |= {"role": "group", "aria-label": "Table", "tabindex": "0"}
    scroll.append(table)
    scroll.tail, table.tail = table.tail, "\n"
    return scroll
