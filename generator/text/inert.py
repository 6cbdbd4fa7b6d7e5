"""Text of content as Markdown for a comment on GitHub: it shows, and does nothing else.

It mentions nobody, links nowhere, and does not end the list or table it stands in.
"""

from __future__ import annotations

import re

from generator.text.markdown import destination, escape, web
from generator.text.plain import cut, plain

_LONGEST_TEXT = 120
_LONGEST_CODE = 200
# GitHub makes people, issues, commits and addresses of these: a space without width parts them.
_ALIVE = re.compile(
    r"(?<=[@#])|(?<=:)(?=//)|(?<=\bwww)(?=\.)|(?<=\bGH)(?=-\d)"
    r"|(?<=\b[0-9a-f])(?=[0-9a-f]{6,39}\b)",
    re.IGNORECASE,
)
_SPACE_WITHOUT_WIDTH = "\u200b"


def text(value: str, longest: int = _LONGEST_TEXT) -> str:
    """``value`` on one line, cut where it is longer than ``longest`` characters."""
    return str(escape(_ALIVE.sub(_SPACE_WITHOUT_WIDTH, cut(plain(value), longest))))


def code(value: str) -> str:
    """``value`` in letters of one width, for ids and addresses; not for tables."""
    shown = cut(plain(value), _LONGEST_CODE)
    ticks = "`" * (max(map(len, re.findall("`+", shown)), default=0) + 1)
    pad = " " if "`" in shown else ""
    return f"{ticks}{pad}{shown}{pad}{ticks}"


def page(label: str, path: str, url: str | None) -> str:
    """``label``, Markdown already, as a link to a page of the site, where that has an address."""
    root = web(f"{url.rstrip('/')}/") if url else None
    return f"[{label}]({root}{destination(path)})" if root else label
