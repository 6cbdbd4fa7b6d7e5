"""Views to files for machines: BibTeX, RIS, CSL-JSON, CSV, the JSON API, llms.txt.

All of it is described for people on the page ``content/pages/data.md``.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache, partial
from pathlib import Path
from typing import Final

from markupsafe import Markup

from generator.papers import wording
from generator.papers.model import base_url
from generator.publish import api
from generator.publish.api import KnownPaper, dumped
from generator.publish.citation import bibtex, csl, reference, ris, source_url
from generator.text.markdown import template
from generator.text.plain import plain
from generator.views import Digest
from generator.views.channels import has_feeds, topic_folder
from generator.views.outputs import Joined, Late, Output, Shown, Suggested, World, related

_LINES: Final = ("", "\n", "")
"""What stands around entries of BibTeX: a line between two."""


def outputs(digest: Digest) -> Iterator[Output | Joined]:
    """Every export of ``digest``, papers newest first, the same for the same corpus."""
    shown = digest.shown(digest.newest)
    papers = Late(cache(lambda: tuple(api.entry(digest, each) for each in shown)), is_related=False)
    yield Joined("papers.bib", _bibtex, shown, _LINES)
    yield Joined("papers.ris", _ris, shown)
    yield Joined("papers.csl.json", _csl, shown, ("[", ",", "]\n"))
    yield Joined("papers.csv", csv_row, papers, (HEADINGS, "", ""))
    yield Joined("api/papers.json", _json, papers, api.all_papers())
    for group in digest.topics:
        for entry in group.topics:
            for id in (entry.topic.id, *entry.topic.aliases):
                path = f"{topic_folder(id)}papers.bib"
                yield Joined(path, _bibtex, digest.shown(entry.papers), _LINES)
    for each in shown:
        paths = (f"papers/{each.paper.id}/cite.bib", f"api/papers/{each.paper.id}.json")
        yield Output(paths, _paper, Late(partial(_given, digest, each)))
    yield from api.outputs(digest)
    yield Output(("llms.txt",), _llms_txt, _overview(digest))


def _given(digest: Digest, shown: Shown) -> tuple[KnownPaper, Suggested]:
    return api.entry(digest, shown), digest.suggested(shown.paper.id)


def _paper(world: World, given: tuple[KnownPaper, Suggested]) -> tuple[str, str]:
    entry, suggested = given
    ids = [each.paper.id for each in related(world, entry.shown, suggested)]
    return _bibtex(world, entry.shown), api.paper_json(world, entry, ids)


def _bibtex(world: World, shown: Shown) -> str:
    return f"{bibtex(reference(world, shown))}\n"


def _ris(world: World, shown: Shown) -> str:
    return ris(reference(world, shown))


def _csl(world: World, shown: Shown) -> str:
    return dumped(csl(reference(world, shown))).rstrip("\n")


def _json(world: World, entry: KnownPaper) -> str:
    return dumped(api.paper_data(world, entry)).rstrip("\n")


# Papers as a table for spreadsheets: CSV after RFC 4180


COLUMNS: Final = (
    "id", "title", "authors", "authors_count", "published", "listed", "added", "arxiv", "doi",
    "category", "venue", "topics", "gist", "summary", "page", "source", "code", "links", "editions",
    "upvotes", "comments", "withdrawn", "superseded_by",
)  # fmt: skip
HEADINGS: Final = "\ufeff" + ",".join(f'"{name}"' for name in COLUMNS) + "\r\n"
"""The first row. The byte order mark is for Excel, which otherwise takes UTF-8 for the code page
of its machine and breaks every accent; pandas, DuckDB and LibreOffice take it for what it is."""
# What a spreadsheet takes for a formula (OWASP, CSV injection), full-width signs too, where
# a cell begins: at its start, or behind a semicolon, which many languages' Excel splits at.
# The apostrophe that makes it text comes before any there is, so that it can be taken off.
_FORMULA: Final = re.compile(r"['\s]*[=+\-@\t\r\n＝＋－＠]")


def csv_row(world: World, entry: KnownPaper) -> str:
    """The row of a paper: every cell quoted, several values parted by "; ", CR LF at its end."""
    data = api.paper_data(world, entry)
    editions = data["editions"]
    cells = data | {
        # As a number it would lose its last zero.
        "arxiv": f"arXiv:{data['arxiv']}" if "arxiv" in data else "",
        "summary": data.get("summary", "").replace("\n\n", " "),
        "page": data["url"],
        "source": source_url(entry.shown.paper),
        "code": [link["url"] for link in data["links"] if link["kind"] == "code"],
        "links": [link["url"] for link in data["links"] if link["kind"] != "code"],
        "editions": [each["edition"] for each in editions],
        "upvotes": max((each["upvotes"] for each in editions if "upvotes" in each), default=""),
        "comments": max((each["comments"] for each in editions if "comments" in each), default=""),
        "withdrawn": "yes" if "withdrawn" in data else "",
    }
    row = (cells.get(name, "") for name in COLUMNS)
    texts = ("; ".join(each) if isinstance(each, list) else str(each) for each in row)
    quoted = '","'.join([safe(text).replace('"', '""') for text in texts])
    return f'"{quoted}"\r\n'


def safe(cell: str) -> str:
    """``cell`` with an apostrophe wherever a spreadsheet would begin a formula.

    >>> safe("=1+1")
    "'=1+1"
    """
    if ";" in cell:
        return ";".join(map(safe, cell.split(";")))
    return f"'{cell}" if _FORMULA.match(cell) else cell


# The site in one Markdown file for language models (https://llmstxt.org)

_TEMPLATES: Final = Path(__file__).parent / "templates"
_ACTIVE: Final = re.compile(r"[\\`*_\[\]<>#&|]")


def _overview(digest: Digest) -> dict[str, object]:
    topics = [(each.topic, len(each.papers)) for group in digest.topics for each in group.topics]
    newest = [(e.id, wording.edition_name(e), len(e.papers)) for e in digest.dated[:1]]
    return {"papers": len(digest.newest), "newest": newest, "topics": topics}


def _llms_txt(world: World, overview: dict[str, object]) -> tuple[str]:
    settings = world.settings
    text = template(_TEMPLATES, "llms.txt.j2", _inactive).render(
        overview=overview,
        settings=settings,
        base=Markup(base_url(settings)),
        has_feeds=has_feeds(settings),
        count=wording.count,
    )
    return (text,)


def _inactive(text: str) -> Markup:
    return Markup(_ACTIVE.sub(r"\\\g<0>", plain(text)))
