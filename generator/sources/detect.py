"""Finds out what a captured file is and has it parsed, or says what it is instead."""

from __future__ import annotations

import codecs
import datetime
import json
import re
from typing import Final

from generator.papers.model import Capture
from generator.sources import (
    Silent,
    Unreadable,
    drafts,
    feeds,
    hf_text,
    json_answers,
    libraries,
    markup,
)
from generator.sources.days import ListingPeriod

_TEXT_INSTEAD: Final = "save the page's text instead"
_MARKUP: Final = re.compile(
    r"<(?:!doctype|!--|\?xml|html|head|body|div|script|svg|table|feed|rss)\b|<\?xml|<!--",
    re.IGNORECASE,
)
# Markdown may begin so.
_PIECE: Final = re.compile(r"<(?:!--|div|svg|table)(?![^>]*data-)", re.IGNORECASE)
_FEED: Final = re.compile(
    r"(?:<\?xml[^>]*>|<!--.{0,2000}?-->|<!DOCTYPE \w+ \[[^\]]*\]>|\s)*<(?:feed|rss|rdf:RDF)\b",
    re.DOTALL,
)
# Of EndNote, PubMed and Web of Science.
_OTHER_LIBRARY: Final = re.compile(r"%[0-9A-Z] \S|PMID ?- ?\d|FN \w|PT [BCJPS]\n")
_NAMED: Final = re.compile(r"(?:hf-)?(\d{4}-(?:W\d\d|\d\d(?:-\d\d)?))\.json")
_MARKS: Final = '&<>|*_`[]\\"#\n\r\t'
_JSON: Final = re.compile(r'\{\s*"|\[\s*\{')


def parse(data: bytes, *, name: str, date: str | None = None, lenient: bool = False) -> Capture:
    """The capture in ``data``: a listing, a bibliography, a feed or the answer of an interface.

    ``name`` is its file's name, ``date`` its day where one is given; with ``lenient`` a text
    is read that is mostly damaged. Raises Unreadable, without the file's name in its message,
    where there is none: an empty or binary file, a PDF, an HTML page or JSON without papers, a
    text that is no listing. Raises ValueError where ``date`` is no ISO 8601 day.
    """
    date = datetime.date.fromisoformat(date).isoformat() if date else None
    if data[:1024].lstrip().startswith(b"%PDF-"):
        raise Unreadable(f"a PDF, not a text: {_TEXT_INSTEAD}")
    text = _decoded(data)
    if not text.strip():
        raise Unreadable(f"the file is empty: {_TEXT_INSTEAD}")
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    start = text.lstrip()
    if _FEED.match(start):
        return feeds.parse(data.strip(), date=date)
    if libraries.BIBTEX.match(start):
        return libraries.bibtex(text, date=date)
    if libraries.RIS.match(start):
        return libraries.ris(text, date=date)
    if _OTHER_LIBRARY.match(start):
        raise Unreadable("a library in a format of its own: export it as RIS or BibTeX")
    if _MARKUP.match(start) and not (_PIECE.match(start) and markup.is_marked(text)):
        return _page(text, date, lenient)
    if _is_json(start):
        match = _NAMED.fullmatch(name)
        period = ListingPeriod.from_iso(match[1]) if match else ListingPeriod()
        return json_answers.parse(text, date=date, period=period)
    text = drafts.unescaped(text, but=_MARKS)  # names are parted at a semicolon
    return hf_text.parse(text, date=date, lenient=lenient)


def _page(text: str, date: str | None, lenient: bool) -> Capture:
    """A page of Daily Papers, or another page that lists papers."""
    try:
        return json_answers.page(text, date=date)
    except Unreadable as error:
        if isinstance(error, Silent) or "DailyPapers" in text:
            raise
        try:
            return hf_text.parse(text, date=date, lenient=lenient, is_page=True)
        except Unreadable:
            raise error from None


def _decoded(data: bytes) -> str:
    """The text of UTF-8, with or without its mark, or of UTF-16 with its mark."""
    utf16 = data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE))
    if b"\0" in data and not utf16:
        raise Unreadable(f"a binary file, not a text: {_TEXT_INSTEAD}")
    try:
        return data.decode("utf-16" if utf16 else "utf-8-sig")
    except UnicodeDecodeError:
        raise Unreadable("not a text in UTF-8: save it again with the encoding UTF-8") from None


def _is_json(start: str) -> bool:
    """Whether it is JSON, whole or cut; a title may begin with ``[``."""
    if _JSON.match(start):
        return True
    if start[0] not in "[{":
        return False
    try:
        json.loads(start)
    except (ValueError, RecursionError):
        return False
    return True
