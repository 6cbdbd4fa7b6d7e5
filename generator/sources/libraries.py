"""Libraries of references: BibTeX by bibtexparser, RIS by rispy, and facts as JSON lines.

https://bibtexparser.readthedocs.io/, https://github.com/MrTango/rispy. Fields as BibTeX's
styles and biblatex have them, ``eprint`` as arXiv says
(https://info.arxiv.org/help/hypertex/bibstyles). What bibtexparser leaves to its user: strings
joined with ``#``, what an entry has of its ``crossref``, and TeX.
"""

from __future__ import annotations

import codecs
import io
import itertools
import json
import logging
import re
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from typing import Any, Final

import rispy
from bibtexparser.entrypoint import parse_string
from bibtexparser.middlewares.names import split_multiple_persons_names
from bibtexparser.model import Entry as BibtexEntry

from generator.papers import fields, identity, links
from generator.papers.model import Capture, Entry, Paper, Rejection
from generator.papers.names import split
from generator.papers.wording import count
from generator.sources import Unreadable, days, drafts
from generator.sources.drafts import Draft
from generator.text import latex
from generator.text.plain import plain

# Behind some lines of a mail, or of comments; an ``@`` in a text is no entry.
BIBTEX: Final = re.compile(
    r"(?:(?!#)[^\n]*\n){0,5}?(?:%[^\n]*\n\s*)*@[ \t]*"
    r"(?:(?:string|comment|preamble)[ \t]*[{(]|[a-z]+[ \t]*[{(]\s*[^\s,{}()]*\s*,)",
    re.IGNORECASE,
)
RIS: Final = re.compile(r"TY {0,2}- ?")
_CUT: Final = "damaged or cut off"
_ENTRY: Final = re.compile(r"^\s*@\s*(?!comment|string|preamble)[a-zA-Z]+\s*[{(]", re.M | re.I)
# A text, or a string of the library, and several that ``#`` joins.
_PIECE: Final = r"\"([^\"]*)\"|\{([^{}]*)\}|([\w.:-]+)"
_JOINED: Final = re.compile(rf"(?:{_PIECE})(?:\s*#\s*(?:{_PIECE}))+")
_VOLUMES: Final = frozenset({"proceedings", "mvproceedings", "collection", "periodical"})
_INHERITED: Final = ("year", "month", "date", "booktitle", "publisher")
# An argument that nobody sees, a macro that is not known, and a space that does not break.
_UNSHOWN: Final = re.compile(r"\\(?:href|textcolor|texorpdfstring)\s*\{[^{}]*\}")
_MACRO: Final = re.compile(r"\\[A-Za-z]+\s*(?=\{[^}])|[{}]")
_SPACE: Final = re.compile(r"(?<!\\)~")
_PRINTED: Final = {"``": "“", "''": "”", "---": "—", "--": "–"}
# Signs as TeX spells them in an address, and what is none of it.
_SIGNS: Final = {
    "\\textasciitilde": "~", "\\~": "~", "$\\sim$": "~", "\\textless": "<", "$<$": "<",
    "\\textgreater": ">", "$>$": ">", "\\url": "",
}  # fmt: skip
_SIGN: Final = re.compile(
    rf"\\([_&%#$^{{}}])|({'|'.join(map(re.escape, _SIGNS))})(?:\{{\s*\}}|(?<=[a-z])\s)?|[{{}}]"
)
_TAG: Final = re.compile(r"^[^\S\n]*([A-Z][A-Z0-9]) {0,2}-(?:[^\S\n]|$)", re.MULTILINE)
_END: Final = re.compile(r"^ER  - ", re.MULTILINE)

logging.getLogger("bibtexparser").addHandler(logging.NullHandler())  # we say what it misses
logging.getLogger("bibtexparser").propagate = False


def bibtex(text: str, *, date: str | None = None) -> Capture:
    """What a BibTeX library holds; ``date`` is the maintainer's day of it, ISO 8601.

    Raises Unreadable where there is no paper.
    """
    library = parse_string(text)
    strings = {string.key.lower(): str(string.value) for string in library.strings}
    again = (failed.ignore_error_block for failed in library.failed_blocks)  # a key, or a field
    stated = [
        (entry, {one.key.lower(): _joined(str(one.value), strings) for one in entry.fields[::-1]})
        for entry in (*library.entries, *again)
        if isinstance(entry, BibtexEntry)
    ]
    by_key = {entry.key.lower(): own for entry, own in reversed(stated)}
    results: list[Entry | Rejection] = []
    notes: list[str] = []
    for entry, own in stated:
        if entry.entry_type.lower() in _VOLUMES:
            continue
        parent = by_key.get(own.get("crossref", "").lower(), {})
        draft = _entry({name: parent[name] for name in _INHERITED if name in parent} | own)
        draft.line, draft.notes = (entry.start_line or 0) + 1, notes
        draft.where, draft.text = fields.shortened(entry.key), entry.raw or ""
        results.append(drafts.settled(draft))
    results += [
        Rejection((block.start_line or 0) + 1, _CUT, (block.raw or "")[: drafts.LONGEST])
        for block in library.failed_blocks
        if block.ignore_error_block is None and _ENTRY.match(block.raw or "")
    ]
    return drafts.capture(
        "bibtex", "BibTeX library", "list", date, results,
        nothing="BibTeX without any paper", notes=notes,
    )  # fmt: skip


def _joined(value: str, strings: Mapping[str, str]) -> str:
    """``jul # "/" # aug`` as one text; anything else as it is."""
    if "#" not in value or not _JOINED.fullmatch(value):
        return value
    pieces = re.findall(_PIECE, value)
    return "".join(
        text or braced or strings.get(name.lower(), name) for text, braced, name in pieces
    )


def _entry(tags: Mapping[str, str]) -> Draft:
    is_arxiv = tags.get("eprinttype", tags.get("archiveprefix", "arxiv")).lower() == "arxiv"
    page, about = (_address(tags.get(name, "")) for name in ("url", "howpublished"))
    page = page or next((link.url for link in links.find(about)), "")
    # The identifier may stand in the name of a journal: ``arXiv preprint arXiv:2604.00001``.
    words = " ".join(tags.get(name, "") for name in ("journal", "howpublished", "note")).split()
    named = next((word for word in words if re.match("arXiv:.*[0-9]", word, re.I)), "")
    return Draft(
        line=0,
        title=_plain(tags.get("title", "")),
        abstract=_plain(tags.get("abstract", "")),
        authors=[_plain(name) for name in split_multiple_persons_names(tags.get("author", ""))],
        published=_date(tags),
        arxiv=(is_arxiv and tags.get("eprint")) or named,
        doi=_address(tags.get("doi", "")),
        category=tags.get("primaryclass", "") if is_arxiv else "",
        venue=_plain(tags.get("booktitle") or tags.get("journal") or tags.get("journaltitle", "")),
        links=[
            *([("paper", page)] if page else []),
            *(("", link.url) for link in links.find(_plain(tags.get("note", "")))),
        ],
    )


def _date(tags: Mapping[str, str]) -> str:
    """The day, month or year that an entry states; of two joined months the first."""
    if tags.get("date"):
        return tags["date"].split("/")[0] if "-" in tags["date"] else tags["date"]
    year, day = tags.get("year", "").strip(), tags.get("day", "").strip()
    month = re.split(r"\W", tags.get("month", "").strip(' {}"'))[0]
    forms = (
        f"{month} {day}, {year}",
        f"{year}-{month}-{day}",
        f"{month} {year}",
        f"{year}-{month}",
    )
    return next(filter(days.partial, forms), year)


def _address(value: str) -> str:
    """An address or a DOI, in which only what TeX has a use for is written as TeX."""
    return _SIGN.sub(lambda match: match[1] or _SIGNS.get(match[2] or "", ""), value).strip()


def _plain(value: str) -> str:
    """A value as a reader sees it: TeX as Unicode, no braces; entities stay, which are no TeX."""
    if len(value) <= drafts.LONGEST:
        value = latex.to_text(_SPACE.sub(" ", _UNSHOWN.sub("", value)))
    value = _MACRO.sub("", value)
    for written, sign in _PRINTED.items():
        value = value.replace(written, sign)
    return " ".join(value.split())


def ris(text: str, *, date: str | None = None) -> Capture:
    """What a RIS library holds, read a record at a time; ``date`` as for ``bibtex``.

    Raises Unreadable where there is no paper.
    """
    text = _TAG.sub(r"\1  - ", text)
    notes: list[str] = []
    head, *records = re.split(r"(?m)^(?=TY  - )", text)
    lines = itertools.accumulate((one.count("\n") for one in records), initial=head.count("\n") + 1)
    results = [
        _record(one.rstrip(), line, notes) for one, line in zip(records, lines, strict=False)
    ]
    return drafts.capture(
        "ris", "RIS library", "list", date, results, nothing="RIS without any paper", notes=notes
    )


def _record(text: str, line: int, notes: list[str]) -> Entry | Rejection:
    try:
        items: list[dict[str, Any]] = rispy.loads(text if _END.search(text) else f"{text}\nER  - ")
    except (OSError, KeyError, ValueError, IndexError, TypeError):
        items = []
    if len(items) != 1:
        return Rejection(line, _CUT, text[: drafts.LONGEST])

    def first(*names: str) -> str:
        values = (value for name in names for value in _texts(items[0].get(name)))
        return next((value for value in values if value.strip()), "")

    number = first("note", "number", "notes")
    draft = Draft(
        line=line,
        title=drafts.untagged(first("title", "primary_title", "translated_title")),
        abstract=first("abstract", "notes_abstract"),
        authors=[*_texts(items[0].get("authors")), *_texts(items[0].get("first_authors"))],
        published=first("date", "publication_year", "year").rstrip("/"),
        arxiv=number if identity.arxiv_id(number) else "",
        doi=first("doi"),
        venue=first("journal_name", "secondary_title", "alternate_title3", "alternate_title1"),
        links=[("paper", url) for url in _texts(items[0].get("urls"))],
        text=text,
        notes=notes,
    )
    return drafts.settled(draft)


def _texts(value: Any) -> list[str]:
    return [one for one in (value if isinstance(value, list) else [value]) if isinstance(one, str)]


# JSON lines, one object a line: facts, which are found again by title, and records to compare

_YEAR: Final = re.compile(r"(?<![0-9])(?:19|20)[0-9]{2}(?![0-9])")


def _year(value: str) -> str | None:
    """The year in "1996b." or 1996.0."""
    match = _YEAR.search(value)
    return match[0] if match else None


# How a field is read, of whatever type it is, and what it may be.
_READ: Final[dict[str, tuple[Callable[[str], str | None], fields.Kind]]] = {
    "arxiv": (identity.arxiv_id, fields.ARXIV),
    "doi": (identity.doi, fields.DOI),
    "published": (lambda value: days.partial(value) or _year(value), fields.PUBLISHED),
    "year": (_year, fields.PUBLISHED),
    "category": (fields.CATEGORY.read, fields.CATEGORY),
    "venue": (fields.NAME.read, fields.NAME),
    "abstract": (fields.ABSTRACT.read, fields.ABSTRACT),
}
_FACTS: Final = ("arxiv", "doi", "published", "authors", "category", "venue")


def facts(data: bytes) -> tuple[Paper, ...]:
    """The bibliographic facts of a file, as records without an id.

    Fields: ``title`` (needed), ``arxiv``, ``doi``, ``published`` or ``year``, ``authors`` (a
    list of names, or a line of them), ``category``, ``venue``; others are left aside. Raises
    Unreadable with the line that is wrong and what to do.
    """
    records = []
    for number, values in _objects(data):
        paper, faults = _paper(number, values)
        if faults:
            raise Unreadable(faults[0])
        records.append(Paper("", paper.title, **{name: getattr(paper, name) for name in _FACTS}))
    return tuple(records)


def papers(data: bytes) -> tuple[tuple[Paper, ...], tuple[str, ...]]:
    """Records to compare, and a note on each thing in the file that is not read.

    Fields: those of ``facts``, ``abstract`` and ``id`` (without one a line is named
    after its number, ``line-3``). Raises Unreadable with the line that is wrong.
    """
    records: dict[str, Paper] = {}
    notes: list[str] = []
    unknown: Counter[str] = Counter()
    for number, values in _objects(data):
        paper, faults = _paper(number, values)
        if paper.id in records:
            raise Unreadable(f"line {number}: the id {paper.id} was given to an earlier line")
        records[paper.id] = paper
        notes += faults
        unknown.update(values.keys() - _READ.keys() - {"id", "title", "authors"})
    notes += [f"'{name}' is not read (in {count(uses, 'line')})" for name, uses in unknown.items()]
    return tuple(records.values()), tuple(notes)


def _paper(number: int, values: Mapping[str, Any]) -> tuple[Paper, list[str]]:
    """What a line says of a paper, and why fields of it are not read."""
    title, people = values.get("title") or "", values.get("authors") or ()
    if not isinstance(title, str):
        raise Unreadable(f"line {number}: title is {title!r}: put it in quotes")
    if not plain(title):
        raise Unreadable(f"line {number} has no title, by which it is matched")
    read: dict[str, Any] = {}
    faults = []
    for name, (reading, kind) in _READ.items():
        if value := values.get(name):
            read[name] = reading(str(value))
            if read[name] is None:
                faults.append(f"line {number}: {name} {kind.fault(value)}")
    read["published"] = read.get("published") or read.pop("year", None)
    names = split(people) if isinstance(people, str) else map(str, people)
    paper = Paper(
        str(values.get("id") or f"line-{number}"),
        plain(title),
        authors=tuple(filter(None, map(plain, names))),
        **{name: value for name, value in read.items() if value and name != "year"},
    )
    return paper, faults


def _objects(data: bytes) -> Iterator[tuple[int, dict[str, Any]]]:
    for number, line in enumerate(io.BytesIO(data.removeprefix(codecs.BOM_UTF8)), start=1):
        if not line.strip():
            continue
        try:
            values: Any = json.loads(line.decode("utf-8"))
        except UnicodeDecodeError:
            raise Unreadable(f"line {number} is not UTF-8: save the file as UTF-8") from None
        except (ValueError, RecursionError) as error:
            raise Unreadable(f"line {number} is not JSON ({error}): one object a line") from None
        if not isinstance(values, dict):
            raise Unreadable(f'line {number} is no JSON object: write {{"title": …}}')
        yield number, values
