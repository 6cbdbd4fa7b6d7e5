"""A paper as a BibTeX entry."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING
from urllib.parse import quote

from generator.text import plain

if TYPE_CHECKING:
    from generator.model import Paper

# BibTeX counts braces even behind a backslash, so that a lone one must be spelled out.
_SPECIAL = str.maketrans(
    {
        "\\": r"\textbackslash{}",
        "{": r"\textbraceleft{}",
        "}": r"\textbraceright{}",
        "~": r"\textasciitilde{}",
        "^": r"\textasciicircum{}",
        **{char: f"\\{char}" for char in "&%$#_"},
    }
)
# What BibTeX would take apart in a name.
_PARTS = re.compile(r",|\band\b|^others$", re.IGNORECASE)


def bibtex(paper: Paper) -> str:
    """The ``@misc`` entry of ``paper``, without a line end. Its key is the permalink.

    Braces around the title keep its capitals; "and others" stands for authors not named.
    """
    published = paper.published or ""
    arxiv = paper.arxiv or ""
    fields = {
        "title": f"{{{_tex(paper.title)}}}",
        "author": " and ".join(_authors(paper)),
        "year": published[:4],
        "eprint": _tex(arxiv),
        "archivePrefix": "arXiv" if arxiv else "",
        "primaryClass": _tex(paper.category or "") if arxiv else "",
        "doi": quote(plain(paper.doi or ""), safe="/:;().-_"),
        "url": quote(plain(_url(paper)), safe="/:.-"),
    }
    lines = [f"  {name} = {{{value}}}" for name, value in fields.items() if value]
    return f"@misc{{{paper.id},\n" + ",\n".join(lines) + "\n}"


def _authors(paper: Paper) -> list[str]:
    authors = [f"{{{name}}}" if _PARTS.search(name) else name for name in map(_tex, paper.authors)]
    more = (paper.authors_count or 0) > len(authors)
    return [*authors, "others"] if authors and more else authors


def _url(paper: Paper) -> str:
    if paper.arxiv:
        return f"https://arxiv.org/abs/{paper.arxiv}"
    return f"https://doi.org/{paper.doi}" if paper.doi else ""


def _tex(text: str) -> str:
    return plain(text).translate(_SPECIAL)
