"""Text into Markdown that means just that text, for Python-Markdown and for GitHub alike."""

from __future__ import annotations

import re
from functools import cache, lru_cache
from pathlib import Path
from urllib.parse import quote, urlsplit

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

# Control characters, half surrogates, non-characters, and what turns the direction of the
# text around it.
_DROPPED = re.compile(
    "[\x00-\x08\x0e-\x1b\x7f-\x84\x86-\x9f\u202a-\u202e\u2066-\u2069\ufdd0-\ufdef\ufeff"
    "\ud800-\udfff\ufff9-\ufffb\ufffe\uffff]"
)
# What means something anywhere, what does at the start of a line, and, of = : and full
# stops, only what extensions and GitHub make highlights, links and emoji of.
_ACTIVE = re.compile(
    r"\A(?:[-+=:!?/]|\d+[.)])|[&<>`|{}~^$\\*_\[\]#]|==+|:(?=//|[\w+-]+:)|(?<=\bwww)\.",
    re.IGNORECASE,
)
_BACKSLASHED = frozenset("\\*_[]#")
_NAMED = {"&": "&amp;", "<": "&lt;", ">": "&gt;"}

# What may stand in a link's destination as it is; the rest is percent-encoded.
_SAFE_IN_URL = "/:?#@!&*+,;=%~-._"
_STRAY_PERCENT = re.compile(r"%(?![0-9A-Fa-f]{2})")

_BLANK_LINES = re.compile(r"\n{3,}")
_TEMPLATES = Path(__file__).parent.parent / "templates"


def plain(text: str) -> str:
    """``text`` on one line, without control characters and changes of direction."""
    return " ".join(_DROPPED.sub("", " ".join(text.split())).split())


def paragraphs(text: str) -> tuple[str, ...]:
    """The paragraphs of ``text``, which blank lines part, each on one line."""
    return tuple(filter(None, map(plain, re.split(r"\n\s*\n", text))))


@lru_cache(maxsize=65536)  # most of what pages say they say on several
def escape(text: str) -> Markup:
    """``text`` as Markdown that shows exactly it, on one line, wherever it is put.

    >>> print(escape("*Q* <b> [x] 2_3"))
    \\*Q\\* &lt;b&gt; \\[x\\] 2\\_3
    """
    return Markup(_ACTIVE.sub(_inactive, plain(text)))


def _inactive(match: re.Match[str]) -> str:
    """A backslash where both know it; else an entity, which holds in table cells as well."""
    return "".join(
        _NAMED.get(char)
        or (f"\\{char}" if char in _BACKSLASHED else char if char.isalnum() else f"&#{ord(char)};")
        for char in match.group()
    )


def destination(path: str) -> Markup:
    """A path inside the site as the destination of a link."""
    return Markup(quote(path, safe="/-._"))


def web(url: str) -> Markup | None:
    """An http or https address as the destination of a link; None of any other.

    >>> print(web("https://example.org/a (b)?x=1&y=2"))
    https://example.org/a%20%28b%29?x=1&amp;y=2
    """
    url = plain(url)
    try:
        parts = urlsplit(url)
        sound = parts.scheme in ("http", "https") and bool(parts.hostname)
    except ValueError:
        return None
    if not sound:
        return None
    encoded = quote(_STRAY_PERCENT.sub("%25", url), safe=_SAFE_IN_URL)
    return Markup(encoded.replace("&", "&amp;"))


def render(name: str, /, **values: object) -> str:
    """The template ``name`` with ``values``, one blank line between blocks.

    Every value it prints is escaped unless it is Markup.
    """
    text = _environment().get_template(f"{name}.md.j2").render(values)
    return _BLANK_LINES.sub("\n\n", text).strip("\n") + "\n"


@cache
def _environment() -> Environment:
    # Autoescape marks what a macro gives back as done; what it would escape, finalize did.
    return Environment(
        loader=FileSystemLoader(_TEMPLATES),
        autoescape=True,
        auto_reload=False,
        finalize=_finalized,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )


def _finalized(value: object) -> Markup:
    return value if isinstance(value, Markup) else escape(str(value))
