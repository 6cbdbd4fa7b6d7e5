"""BibTeX libraries, read by bibtexparser (https://bibtexparser.readthedocs.io/).

Fields as BibTeX's styles and biblatex have them; ``eprint`` as arXiv says
(https://info.arxiv.org/help/hypertex/bibstyles). What bibtexparser leaves to its user:
strings joined with ``#``, what an entry has of its ``crossref``, and TeX.
"""

from __future__ import annotations

import datetime
import logging
import re
from collections.abc import Mapping
from functools import cache
from typing import Final

from bibtexparser.entrypoint import parse_string
from bibtexparser.model import Entry as Block
from pylatexenc.latex2text import LatexNodes2Text, MacroTextSpec, get_default_latex_context_db

from generator.papers import links
from generator.papers.model import Capture, Entry, Rejection
from generator.sources import drafts
from generator.sources.drafts import Draft

START: Final = re.compile(r"(?:%[^\n]*\n\s*)*@[ \t]*[a-zA-Z]+[ \t]*[{(]")
_ENTRY: Final = re.compile(r"^\s*@\s*(?!comment|string|preamble)[a-zA-Z]+\s*[{(]", re.M | re.I)
_NO_PAPER: Final = "BibTeX without any paper"
_STRING: Final = r"(?:[\w.:-]+|\"[^\"]*\"|\{[^{}]*\})"
_JOINED: Final = re.compile(rf"{_STRING}(?:\s*#\s*{_STRING})+")
_PIECE: Final = re.compile(r"\"([^\"]*)\"|\{([^{}]*)\}|([\w.:-]+)")
_VOLUMES: Final = frozenset({"proceedings", "mvproceedings", "collection", "periodical"})
_INHERITED: Final = ("year", "month", "date", "booktitle", "publisher")
_MONTHS: Final = (
    "jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"
)  # fmt: skip

logging.getLogger("bibtexparser").addHandler(logging.NullHandler())
logging.getLogger("bibtexparser").propagate = False


def parse(text: str, *, date: str | None = None) -> Capture:
    """What a library holds; ``date`` is the maintainer's day of it, ISO 8601.

    Raises Unreadable where there is no paper, ValueError where ``date`` is no day.
    """
    day = datetime.date.fromisoformat(date).isoformat() if date else None
    library = parse_string(text)
    strings = {string.key.lower(): str(string.value) for string in library.strings}
    blocks = {entry.key.lower(): _fields(entry, strings) for entry in library.entries}
    results: list[Entry | Rejection] = []
    notes: list[str] = []
    for entry in library.entries:
        if entry.entry_type.lower() in _VOLUMES:
            continue
        fields = _fields(entry, strings)
        parent = blocks.get(fields.get("crossref", "").lower(), {})
        draft = _draft(fields, parent)
        draft.line, draft.where, draft.notes = (entry.start_line or 0) + 1, entry.key, notes
        draft.text = entry.raw or ""
        results.append(drafts.settled(draft))
    for block in library.failed_blocks:
        raw = block.raw or ""
        if _ENTRY.match(raw):
            line = (block.start_line or 0) + 1
            results.append(Rejection(line, "damaged or cut off", raw[: drafts.LONGEST_ABSTRACT]))
    entries, rejected = drafts.account(results, _NO_PAPER)
    return Capture("bibtex", "BibTeX library", "list", day, entries, rejected, tuple(notes))


def _fields(entry: Block, strings: Mapping[str, str]) -> dict[str, str]:
    return {field.key.lower(): _joined(str(field.value), strings) for field in entry.fields}


def _joined(value: str, strings: Mapping[str, str]) -> str:
    """``jul # "/" # aug`` as one text; anything else as it is."""
    if "#" not in value or not _JOINED.fullmatch(value):
        return value
    pieces = (
        strings.get(match[3].lower(), match[3]) if match[3] else match[1] or match[2] or ""
        for match in _PIECE.finditer(value)
    )
    return "".join(pieces)


def _draft(fields: Mapping[str, str], parent: Mapping[str, str]) -> Draft:
    said = {name: parent[name] for name in _INHERITED if name in parent} | dict(fields)
    is_arxiv = said.get("eprinttype", said.get("archiveprefix", "arxiv")).lower() == "arxiv"
    page = _plain(said.get("url", ""))
    return Draft(
        line=0,
        title=_plain(said.get("title", "")),
        abstract=_plain(said.get("abstract", "")),
        authors=[_plain(name) for name in _names(said)],
        published=_date(said),
        arxiv=said.get("eprint", "") if is_arxiv else "",
        doi=said.get("doi", "").replace("\\_", "_").strip(),
        category=said.get("primaryclass", "") if is_arxiv else "",
        venue=_plain(said.get("booktitle") or said.get("journal") or said.get("journaltitle", "")),
        links=[
            *([("paper", page)] if page else []),
            *(("", link.url) for link in links.find(_plain(said.get("note", "")))),
        ],
    )


def _names(said: Mapping[str, str]) -> list[str]:
    """The names of ``author``, which ``and`` parts where it stands outside braces."""
    found, depth, start = [], 0, 0
    text = " ".join(said.get("author", "").split())
    for match in re.finditer(r"[{}]|\s+and\s+", text):
        depth += {"{": 1, "}": -1}.get(match[0], 0)
        if depth == 0 and match[0] not in "{}":
            found.append(text[start : match.start()])
            start = match.end()
    return [name.strip() for name in (*found, text[start:]) if name.strip()]


def _date(said: Mapping[str, str]) -> str:
    if said.get("date"):
        return said["date"].split("/")[0] if "-" in said["date"] else said["date"]
    year, month, day = (said.get(name, "").strip() for name in ("year", "month", "day"))
    number = month[:2].strip("/-") if month[:1].isdigit() else _month(month)
    if not number.isdigit():
        return year
    return f"{year}-{int(number):02}" + (f"-{int(day):02}" if day.isdigit() else "")


def _month(name: str) -> str:
    short = name.strip('{}"').lower()[:3]
    return str(_MONTHS.index(short) + 1) if short in _MONTHS else ""


def _plain(value: str) -> str:
    """A value as a reader sees it: TeX as Unicode, no braces."""
    if not any(sign in value for sign in "\\{}$~"):
        return " ".join(value.replace("``", "“").replace("''", "”").split())
    if len(value) > drafts.LONGEST_ABSTRACT:
        return value
    return " ".join(str(_reader().latex_to_text(value)).replace("--", "–").split())


@cache
def _reader() -> LatexNodes2Text:
    """A reader of TeX for which ``\\url{…}`` is an address and ``\\LaTeX`` a word."""
    context = get_default_latex_context_db()
    own = [
        MacroTextSpec("url", "%s"),
        MacroTextSpec("href", "%(2)s"),
        MacroTextSpec("LaTeX", "LaTeX"),
    ]
    context.add_context_category("library", macros=own, prepend=True)
    return LatexNodes2Text(latex_context=context, math_mode="text", strict_latex_spaces=True)
