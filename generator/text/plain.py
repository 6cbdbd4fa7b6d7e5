"""Text and addresses of content, made safe to show; what they are shown in escapes them."""

from __future__ import annotations

import html
import re
from functools import lru_cache
from urllib.parse import quote, urlsplit

# What XML, HTML or JSON cannot hold (control characters, halves of characters, non-characters),
# and what turns the direction of the text around it.
UNSHOWABLE = re.compile(
    "[\x00-\x08\x0e-\x1b\x7f-\x84\x86-\x9f\u202a-\u202e\u2066-\u2069\ufdd0-\ufdef\ufeff"
    "\ud800-\udfff\ufff9-\ufffb"
    + "".join(chr(plane << 16 | end) for plane in range(17) for end in (0xFFFE, 0xFFFF))
    + "]"
)
# Characters that show nothing, which inside a text may join or part what is around them.
INVISIBLE = (
    "\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180e\u200b\u200c\u200d\u200e\u200f\u2060"
    "\u2061\u2062\u2063\u2064\u206a\u206b\u206c\u206d\u206e\u206f\u2800\u3164\uffa0"
)
# What may stand in a link's destination as it is; the rest is percent-encoded.
_SAFE_IN_URL = "/:?#@!&*+,;=%~-._"
_SOUND_URL = re.compile(r"https?://[a-z0-9.-]+(?:[/?#][A-Za-z0-9/:?#@!&*+,;=~._-]*)?")  # most are
_SENTENCE_END = re.compile(
    r"\s(?:(?<=[.!?]\s)|(?<=[.!?][\"')\]]\s))\s*(?=[\"'(\[]*[A-Z0-9])"  # a space is found fast
)
_STRAY_PERCENT = re.compile(r"%(?![0-9A-Fa-f]{2})")


def plain(text: str) -> str:
    """``text`` on one line, without what cannot be shown, or shows nothing at its ends."""
    if text.isascii() and text.isprintable():  # most of what a build says: a tenth of the time
        return " ".join(text.split()) if "  " in text else text.strip()
    return " ".join(UNSHOWABLE.sub("", " ".join(text.split())).split()).strip(f" {INVISIBLE}")


def in_html(text: str) -> str:
    """``text`` as it stands in HTML, between tags or in quotes, as text again."""
    return html.escape(str(text))


def paragraphs(text: str) -> tuple[str, ...]:
    """The paragraphs of ``text``, which blank lines part, each on one line."""
    parts = re.split(r"\n\s*\n", text) if "\n" in text else (text,)  # mostly it is one
    return tuple(filter(None, map(plain, parts)))


def sentences(text: str) -> list[str]:
    """The sentences of ``text``, as far as marks and capitals tell; never none."""
    return _SENTENCE_END.split(text.strip())


def first_sentence(text: str) -> str:
    """The first sentence of ``text``."""
    return _SENTENCE_END.split(text.strip(), maxsplit=1)[0]


@lru_cache(maxsize=16384)  # a link of a paper stands in a dozen files
def web_url(url: str) -> str:
    """An http or https address, percent-encoded where it must be; '' of any other.

    >>> web_url("https://example.org/a (b)?x=1&y=2")
    'https://example.org/a%20%28b%29?x=1&y=2'
    >>> web_url("javascript:alert(1)")
    ''
    """
    url = plain(url)
    if _SOUND_URL.fullmatch(url):
        return url
    try:
        parts = urlsplit(url)
        sound = parts.scheme in ("http", "https") and bool(parts.hostname)
    except ValueError:
        return ""
    return quote(_STRAY_PERCENT.sub("%25", url), safe=_SAFE_IN_URL) if sound else ""


def cut(text: str, length: int) -> str:
    """``text``, or as many whole words of it as fit into ``length`` with an ellipsis."""
    if len(text) <= length:
        return text
    start = text[: length - 1]
    at_a_word = start.rsplit(" ", 1)[0] if not text[length - 1].isspace() else start
    return at_a_word.rstrip(" ,;:.") + "…"
