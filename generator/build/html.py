"""The HTML of a generated page: CommonMark by a compiled engine, and its links, checked.

The engine is pulldown-cmark (https://pulldown-cmark.github.io/pulldown-cmark/), by way of
pyromark: a hundred times as fast as Python-Markdown, which pages by hand keep.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from urllib.parse import unquote

import pyromark

from generator.build import SiteError
from generator.site.pages.page import address

ENGINE = pyromark.Markdown(
    options=pyromark.Options.ENABLE_TABLES | pyromark.Options.ENABLE_HEADING_ATTRIBUTES
)
"""CommonMark, with tables, and headings that may state their ids."""

# What stands in text is escaped: "<" begins a tag, and only there are these found.
# Titles of a page or a paper may be in whatever script.
_MARKED = re.compile(r'<(?:(a href|img src)="(?!https?://)([^"]*)"|(h[13])([^>]*)>)')
_TABLE = re.compile(r"<table>.*?</table>", re.DOTALL)
_ALIGNED = re.compile(r'<(t[hd]) style="text-align: (left|center|right);?">')
_CLASSES = {"left": "", "center": ' class="centre"', "right": ' class="right"'}
_ID = re.compile(r'<h[1-6] id="([^"]*)"')


def html(path: str, markdown: str, known: Mapping[str, str]) -> str:
    """The Markdown of the page ``path`` as HTML; ``known`` has the
    address from the root of the site of every path in the tree.

    Links inside the site lead from the root of the tree, after as many ``../`` as the page
    has folders; they become relative to the page's address. Raises SiteError.
    """
    up = "../" * path.count("/")
    here = address(path)
    to_root = "../" * here.count("/")
    made = rendered(markdown)

    def complete(found: re.Match[str]) -> str:
        kind, target, title, attributes = found.groups()
        if title:
            return f'<{title}{attributes} dir="auto">'
        if target.startswith("#"):
            if target[1:] not in anchors(made):
                raise SiteError(f"{path}: there is no heading '{target}' on this page")
            return found[0]
        there = unquote(target[len(up) :]) if target.startswith(up) else ""
        if there not in known:
            raise SiteError(f"{path}: the link '{target}' leads to no page and no file")
        place = known[there]
        inside = here and len(place) > len(here) and place.startswith(here)
        way = place[len(here) :] if inside else to_root + place
        return f'<{kind}="{way or "./"}"'

    return _MARKED.sub(complete, made)


def rendered(markdown: str) -> str:
    """Markdown as HTML, links as they are."""
    return framed(ENGINE.html(markdown))


def anchors(made: str) -> tuple[str, ...]:
    """The ids of the headings of a page."""
    return tuple(_ID.findall(made))


def framed(made: str) -> str:
    """HTML with its tables as a strict Content-Security-Policy and a keyboard can take them.

    Each stands in an element that scrolls, which takes the focus where no link in it does; its
    cells are aligned by class, since the policy forbids the ``style`` of both engines.
    """
    return _TABLE.sub(_framed, made) if "<table>" in made else made


def _framed(table: re.Match[str]) -> str:
    aligned = _ALIGNED.sub(lambda cell: f"<{cell[1]}{_CLASSES[cell[2]]}>", table[0])
    by_itself = "" if "<a " in aligned else ' role="group" aria-label="Table" tabindex="0"'
    return f'<div class="scroll"{by_itself}>{aligned}</div>'
