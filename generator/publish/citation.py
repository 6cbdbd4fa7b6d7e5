"""A paper as a BibTeX entry."""

from __future__ import annotations

import re
import unicodedata
from functools import cache
from typing import TYPE_CHECKING
from urllib.parse import quote

from pylatexenc.latex2text import LatexNodes2Text
from pylatexenc.latexencode import unicode_to_latex

from generator.papers import names
from generator.text.plain import plain

if TYPE_CHECKING:
    from generator.papers.model import Paper

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


def bibtex(paper: Paper) -> str:
    """The ``@misc`` entry of ``paper``, without a line end. Its key is the permalink.

    The fields are those that arXiv's own export has (https://info.arxiv.org/help/hypertex/
    bibstyles). Braces around the title keep its capitals; "and others" stands for authors
    not named. Letters outside ASCII are TeX in braces, ``{\\"u}``: classic BibTeX, which
    counts bytes, sorts and abbreviates only those, and Biber, Zotero and JabRef read them.
    """
    published = paper.published or ""
    arxiv = paper.arxiv or ""
    fields = {
        "title": f"{{{{{tex(paper.title)}}}}}",
        "author": _braced(" and ".join(_authors(paper))),
        "year": _braced(published[:4]),
        "month": _MONTHS[int(published[5:7]) - 1] if published[5:] else "",
        "eprint": _braced(tex(arxiv)),
        "archivePrefix": "{arXiv}" if arxiv else "",
        "primaryClass": _braced(tex(paper.category or "")) if arxiv else "",
        "doi": _braced(quote(plain(paper.doi or ""), safe="/:;().-_")),
        "url": _braced(quote(plain(source_url(paper)), safe="/:.-")),
    }
    lines = [f"  {name} = {value}" for name, value in fields.items() if value]
    return f"@misc{{{paper.id},\n" + ",\n".join(lines) + "\n}"


def source_url(paper: Paper) -> str:
    """Where the paper itself is: on arXiv, or behind its DOI; '' where neither is known."""
    if paper.arxiv:
        return f"https://arxiv.org/abs/{paper.arxiv}"
    return f"https://doi.org/{paper.doi}" if paper.doi else ""


def tex(text: str) -> str:
    """``text`` on one line as TeX that shows exactly it.

    >>> print(tex("Müller & 5%"))
    M{\\"u}ller \\& 5\\%
    """
    composed = unicodedata.normalize("NFC", plain(text))
    encoded = _ENCODED.sub(lambda match: _encoded(match[0]), composed)
    return _JOINED.sub(r"{}\g<0>", encoded)


def _braced(text: str) -> str:
    return text and f"{{{text}}}"


def _authors(paper: Paper) -> list[str]:
    authors = [_author(names.parts(name)) for name in map(plain, paper.authors) if name]
    more = (paper.authors_count or 0) > len(authors)
    return [*authors, "others"] if authors and more else authors


def _author(name: names.Name) -> str:
    if not name.given:
        return f"{{{tex(name.family)}}}"
    family = f"{name.particle} {name.family}".strip()
    return ", ".join(map(tex, filter(None, (family, name.suffix, name.given))))


@cache
def _encoded(char: str) -> str:
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
