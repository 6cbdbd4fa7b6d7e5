"""Papers as a table for spreadsheets: CSV after RFC 4180."""

from __future__ import annotations

import csv
import io
import re
from typing import TYPE_CHECKING

from generator.papers import wording
from generator.papers.model import base_url
from generator.publish.citation import source_url
from generator.text.plain import paragraphs, plain, web_url

if TYPE_CHECKING:
    from collections.abc import Iterable

    from generator.publish.api import Known
    from generator.views.outputs import World

COLUMNS = (
    "id",
    "title",
    "authors",
    "authors_count",
    "published",
    "listed",
    "added",
    "arxiv",
    "doi",
    "category",
    "venue",
    "topics",
    "gist",
    "summary",
    "page",
    "source",
    "code",
    "links",
    "editions",
    "upvotes",
    "comments",
)
_BYTE_ORDER_MARK = "\ufeff"
# What a spreadsheet takes for a formula (OWASP, CSV injection), full-width signs too, where
# a cell begins: at its start, or behind a semicolon, which many languages' Excel splits at.
# The apostrophe that makes it text comes before any there is, so that it can be taken off.
_FORMULA = re.compile(r"(?:^|(?<=;))(?=['\s]*[=+\-@\t\r\n＝＋－＠])")


HEADINGS = _BYTE_ORDER_MARK + ",".join(f'"{name}"' for name in COLUMNS) + "\r\n"
"""The first row. The byte order mark is for Excel, which otherwise takes UTF-8 for the code page
of its machine and breaks every accent; pandas, DuckDB and LibreOffice take it for what it is."""


def csv_row(world: World, known: Known) -> str:
    """The row of a paper: every cell quoted, several values parted by "; ", CR LF at its end.

    An arXiv identifier begins with ``arXiv:``: as a number it would lose its last zero.
    """
    out = io.StringIO(newline="")
    csv.writer(out, quoting=csv.QUOTE_ALL).writerow(map(safe, _row(world, known)))
    return out.getvalue()


def safe(cell: str) -> str:
    """``cell`` with an apostrophe wherever a spreadsheet would begin a formula.

    >>> safe("=1+1")
    "'=1+1"
    """
    return _FORMULA.sub("'", cell)


def _row(world: World, known: Known) -> tuple[str, ...]:
    paper = known.shown.paper
    links = [(link.kind, url) for link in paper.links if (url := web_url(link.url))]
    return (
        paper.id,
        plain(paper.title),
        _joined(map(plain, paper.authors)),
        str(wording.total_authors(paper) or ""),
        paper.published or "",
        known.shown.listed,
        paper.added or "",
        f"arXiv:{plain(paper.arxiv)}" if paper.arxiv else "",
        plain(paper.doi or ""),
        plain(paper.category or ""),
        plain(paper.venue or ""),
        _joined(topic.id for topic in world.known_topics(paper)),
        plain(paper.gist),
        " ".join(paragraphs(paper.summary)),
        f"{base_url(world.settings)}papers/{paper.id}/",
        source_url(paper),
        _joined(url for kind, url in links if kind == "code"),
        _joined(url for kind, url in links if kind != "code"),
        _joined(edition for edition, _ in known.seen),
        _most(sighting.upvotes for _, sighting in known.seen),
        _most(sighting.comments for _, sighting in known.seen),
    )


def _joined(values: Iterable[str]) -> str:
    return "; ".join(filter(None, values))


def _most(counts: Iterable[int | None]) -> str:
    return str(max((number for number in counts if number is not None), default=""))
