"""A reference as a BibTeX entry."""

from __future__ import annotations

import re
import unicodedata
from functools import cache, lru_cache
from typing import TYPE_CHECKING, Final
from urllib.parse import quote

from pylatexenc.latex2text import LatexNodes2Text
from pylatexenc.latexencode import unicode_to_latex

from generator.text.plain import plain

if TYPE_CHECKING:
    from generator.papers.names import Name
    from generator.publish.citation import Kind, Reference

_TYPES: Final[dict[Kind, tuple[str, str]]] = {
    "preprint": ("misc", ""),
    "conference": ("inproceedings", "booktitle"),
    "journal": ("article", "journal"),
}
# BibTeX counts braces even behind a backslash, so that a lone one must be spelled out; the
# old font encoding of TeX has other signs in the place of < > |.
_SPECIAL = {
    "\\": r"{\textbackslash}",
    "{": r"{\textbraceleft}",
    "}": r"{\textbraceright}",
    "~": r"{\textasciitilde}",
    "^": r"{\textasciicircum}",
    "<": r"{\textless}",
    ">": r"{\textgreater}",
    "|": r"{\textbar}",
    **{char: f"\\{char}" for char in "&%$#_"},
}
_ENCODED = re.compile(r"[^\x00-\x7f]|[\\{}~^<>|&%$#_]")
# What TeX joins to one sign: dashes, quotation marks, ?` and !`.
_JOINED = re.compile(r"(?<=-)-|(?<=')'|(?<=[`?!])`")
_MONTHS = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"]
_PARTS = re.compile(r"[^\W_]+")


@lru_cache(maxsize=32768)
def bibtex(reference: Reference) -> str:
    """The entry of a paper, without a line end.

    The fields are those that arXiv's own export has (https://info.arxiv.org/help/hypertex/
    bibstyles), with keywords; "and others" stands for authors not named. Letters outside ASCII
    are TeX in braces, ``{\\"u}``: classic BibTeX, which counts bytes, sorts and abbreviates
    only those, and Biber, Zotero and JabRef read them.
    """
    kind, place = _TYPES[reference.kind]
    authors = [*map(_author, reference.authors), *(["others"] if reference.has_others else [])]
    year, _, rest = reference.issued.partition("-")
    arxiv = reference.arxiv
    fields = {
        "title": f"{{{_title(reference.title)}}}",
        "author": _braced(" and ".join(authors)),
        place: _braced(tex(reference.venue)),
        "year": _braced(year),
        "month": _MONTHS[int(rest[:2]) - 1] if rest else "",
        "eprint": _braced(tex(arxiv)),
        "archivePrefix": "{arXiv}" if arxiv else "",
        "primaryClass": _braced(tex(reference.category)) if arxiv else "",
        "doi": _braced(quote(reference.doi, safe="/:;().-_")),
        "url": _braced(reference.url),
        "keywords": _braced(", ".join(map(_keyword, reference.keywords))),
    }
    lines = [f"  {name} = {value}" for name, value in fields.items() if name and value]
    return f"@{kind}{{{reference.key},\n" + ",\n".join(lines) + "\n}"


def tex(text: str) -> str:
    """``text`` on one line as TeX that shows exactly it.

    >>> print(tex("Müller & 5%"))
    M{\\"u}ller \\& 5\\%
    """
    return _encoded(unicodedata.normalize("NFC", plain(text)))


def _title(title: str) -> str:
    """TeX of a title, with braces around what a style must not put into lower case.

    Those are words with a capital behind their start, single capitals, and, where most words of
    the title are in lower case, those that begin with a capital all the same: names.
    """
    text = unicodedata.normalize("NFC", plain(title))
    words = [word for word in _PARTS.findall(text)[1:] if len(word) > len("with")]
    names = sum(word[0].isupper() for word in words) * 2 < len(words)
    made, end = "", 0
    for part in _PARTS.finditer(text):
        word = part[0]
        matters = word[1:] != word[1:].lower() or (
            word[0].isupper()
            and word not in ("A", "I")
            and (len(word) == 1 or (names and part.start() > 0))
        )
        made += _encoded(text[end : part.start()])
        made += f"{{{_encoded(word)}}}" if matters else _encoded(word)
        end = part.end()
    return made + _encoded(text[end:])


def _braced(text: str) -> str:
    return text and f"{{{text}}}"


def _keyword(word: str) -> str:
    return f"{{{tex(word)}}}" if "," in word else tex(word)


def _author(name: Name) -> str:
    if not name.given:
        return f"{{{tex(name.family)}}}"
    family = f"{name.particle} {name.family}".strip()
    return ", ".join(map(tex, filter(None, (family, name.suffix, name.given))))


def _encoded(text: str) -> str:
    return _JOINED.sub(r"{}\g<0>", _ENCODED.sub(lambda match: _sign(match[0]), text))


@cache
def _sign(char: str) -> str:
    """TeX of one character; the character itself where no TeX that reads back is known."""
    if char in _SPECIAL:
        return _SPECIAL[char]
    made = str(
        unicode_to_latex(
            char,
            replacement_latex_protection="braces-all",
            unknown_char_policy="keep",
            unknown_char_warning=False,
        )
    )
    return made if made.isascii() and _decoder().latex_to_text(made) == char else char


@cache
def _decoder() -> LatexNodes2Text:
    return LatexNodes2Text(strict_latex_spaces=True)
