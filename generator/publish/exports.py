"""Views to files for machines: BibTeX, RIS, CSL-JSON, CSV, the JSON API, llms.txt.

All of it is described for people on the page ``content/pages/data.md``.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Callable, Collection, Iterable, Iterator
from typing import TYPE_CHECKING, Final, TypeAlias

from generator.papers import wording
from generator.papers.model import Paper, base_url
from generator.papers.wording import count
from generator.publish import api
from generator.publish.api import KnownPaper, dumped
from generator.publish.citation import bibtex, csl, reference, ris, source_url
from generator.text.plain import paragraphs, plain, web_url
from generator.views.outputs import Joined, Output, Shown, World

if TYPE_CHECKING:
    from generator.views import Digest


def outputs(digest: Digest, others: Collection[str] = ()) -> Iterator[Output | Joined]:
    """Every export of ``digest``, papers newest first, the same for the same corpus.

    ``others`` are paths of other files of the site; llms.txt names the feeds among them.
    """
    papers = api.known(digest)
    shown = digest.shown(digest.newest)
    yield Joined("papers.bib", _bibtex, shown, between="\n")
    yield Joined("papers.ris", _ris, shown)
    yield Joined("papers.csl.json", _csl, shown, "[", ",", "]\n")
    yield Joined("papers.csv", csv_row, papers, HEADINGS)
    yield Joined("api/papers.json", _json, papers, *api.all_papers())
    for group in digest.topics:
        for of in group.topics:
            path = f"topics/{of.topic.id}/papers.bib"
            yield Joined(path, _bibtex, digest.shown(of.papers), between="\n")
    for each in papers:
        id_ = each.shown.paper.id
        yield Output((f"papers/{id_}/cite.bib", f"api/papers/{id_}.json"), _paper, each)
    yield from api.outputs(digest)
    yield Output(("llms.txt",), _llms, _llms_txt(digest, others))


def _paper(world: World, of: KnownPaper) -> tuple[str, str]:
    return _bibtex(world, of.shown), api.paper_json(world, of)


def _bibtex(world: World, shown: Shown) -> str:
    return f"{bibtex(reference(world, shown))}\n"


def _ris(world: World, shown: Shown) -> str:
    return ris(reference(world, shown))


def _csl(world: World, shown: Shown) -> str:
    return dumped(csl(reference(world, shown))).rstrip("\n")


def _json(world: World, of: KnownPaper) -> str:
    return dumped(api.paper_data(world, of)).rstrip("\n")


def _llms(world: World, text: str) -> tuple[str]:
    return (text,)


# Papers as a table for spreadsheets: CSV after RFC 4180


def _joined(values: Iterable[str]) -> str:
    return "; ".join(filter(None, values))


def _links(paper: Paper, is_code: bool) -> str:
    return _joined(web_url(each.url) for each in paper.links if (each.kind == "code") is is_code)


def _most(counts: Iterable[int | None]) -> str:
    return str(max((number for number in counts if number is not None), default=""))


_Cell: TypeAlias = Callable[[World, Paper, KnownPaper], str]
_COLUMNS: Final[dict[str, _Cell]] = {
    "id": lambda world, paper, of: paper.id,
    "title": lambda world, paper, of: plain(paper.title),
    "authors": lambda world, paper, of: _joined(map(plain, paper.names)),
    "authors_count": lambda world, paper, of: str(wording.total_authors(paper) or ""),
    "published": lambda world, paper, of: paper.published or "",
    "listed": lambda world, paper, of: of.shown.listed,
    "added": lambda world, paper, of: paper.added or "",
    # As a number it would lose its last zero.
    "arxiv": lambda world, paper, of: f"arXiv:{plain(paper.arxiv)}" if paper.arxiv else "",
    "doi": lambda world, paper, of: plain(paper.doi or ""),
    "category": lambda world, paper, of: plain(paper.category or ""),
    "venue": lambda world, paper, of: plain(paper.venue or ""),
    "topics": lambda world, paper, of: _joined(each.id for each in world.known_topics(paper)),
    "gist": lambda world, paper, of: plain(paper.gist),
    "summary": lambda world, paper, of: " ".join(paragraphs(paper.summary)),
    "page": lambda world, paper, of: f"{base_url(world.settings)}papers/{paper.id}/",
    "source": lambda world, paper, of: source_url(paper),
    "code": lambda world, paper, of: _links(paper, is_code=True),
    "links": lambda world, paper, of: _links(paper, is_code=False),
    "editions": lambda world, paper, of: _joined(edition for edition, _ in of.seen),
    "upvotes": lambda world, paper, of: _most(each.upvotes for _, each in of.seen),
    "comments": lambda world, paper, of: _most(each.comments for _, each in of.seen),
    "withdrawn": lambda world, paper, of: "yes" if paper.withdrawn else "",
    "superseded_by": lambda world, paper, of: paper.superseded_by or "",
}
COLUMNS: Final = tuple(_COLUMNS)
HEADINGS: Final = "\ufeff" + ",".join(f'"{name}"' for name in COLUMNS) + "\r\n"
"""The first row. The byte order mark is for Excel, which otherwise takes UTF-8 for the code page
of its machine and breaks every accent; pandas, DuckDB and LibreOffice take it for what it is."""
# What a spreadsheet takes for a formula (OWASP, CSV injection), full-width signs too, where
# a cell begins: at its start, or behind a semicolon, which many languages' Excel splits at.
# The apostrophe that makes it text comes before any there is, so that it can be taken off.
_FORMULA: Final = re.compile(r"(?:^|(?<=;))(?=['\s]*[=+\-@\t\r\n＝＋－＠])")


def csv_row(world: World, of: KnownPaper) -> str:
    """The row of a paper: every cell quoted, several values parted by "; ", CR LF at its end."""
    out = io.StringIO(newline="")
    cells = (safe(cell(world, of.shown.paper, of)) for cell in _COLUMNS.values())
    csv.writer(out, quoting=csv.QUOTE_ALL).writerow(cells)
    return out.getvalue()


def safe(cell: str) -> str:
    """``cell`` with an apostrophe wherever a spreadsheet would begin a formula.

    >>> safe("=1+1")
    "'=1+1"
    """
    return _FORMULA.sub("'", cell)


# The site in one Markdown file for language models (https://llmstxt.org)

_DATA: Final = (
    ("api/index.json", "JSON API", "names every file below, with counts"),
    ("api/papers.json", "All papers as JSON", "records, listings and related papers"),
    ("api/topics.json", "Topics as JSON", "the vocabulary with the papers of each topic"),
    ("api/editions.json", "Editions as JSON", "the listings as captured"),
    ("papers.bib", "All papers as BibTeX", "one entry a paper"),
    ("papers.ris", "All papers as RIS", "for Zotero, EndNote and Mendeley"),
    ("papers.csl.json", "All papers as CSL-JSON", "for Zotero, Pandoc and citeproc"),
    ("papers.csv", "All papers as CSV", "for spreadsheets"),
)
_FEEDS: Final = (
    ("feed.xml", "Atom feed", "new papers"),
    ("rss.xml", "RSS feed", "new papers"),
    ("feed.json", "JSON feed", "new papers"),
)
_OPTIONAL: Final = (
    ("about/", "About", "where the facts come from, and the rights"),
    ("dates/", "Papers by date", "years, months and days"),
    ("code/", "Papers with code", "repositories by owner"),
)
_RIGHTS: Final = (
    "Titles, names, dates, identifiers and links are facts. Papers and abstracts belong to "
    "their authors. The summaries are this digest's own; its page About states their licence."
)
_ACTIVE: Final = re.compile(r"[\\`*_\[\]<>#&|]")


def _llms_txt(digest: Digest, others: Collection[str]) -> str:
    """Title, description, and lists of links: data, newest edition, topics, feeds."""
    base, settings = base_url(digest.corpus.settings), digest.corpus.settings
    newest = (
        (f"editions/{each.id}/", wording.edition_name(each), count(len(each.papers), "paper"))
        for each in digest.dated[:1]
    )
    topics = (
        (
            f"topics/{of.topic.id}/",
            of.topic.title,
            f"{count(len(of.papers), 'paper')}. {of.topic.description}",
        )
        for group in digest.topics
        for of in group.topics
    )
    papers = count(len(digest.newest), "paper")
    parts = [
        f"# {_text(settings.title)}",
        f"> {_text(settings.description)}" if settings.description else "",
        f"{papers}, each with a page papers/<id>/ and a record api/papers/<id>.json. {_RIGHTS}",
    ]
    for title, links in (
        ("Data", _DATA),
        ("Newest edition", newest),
        ("Topics", topics),
        ("Feeds", [feed for feed in _FEEDS if feed[0] in others]),
        ("Optional", _OPTIONAL),
    ):
        lines = [f"- [{_text(name)}]({base}{path}): {_text(about)}" for path, name, about in links]
        parts.append("\n".join((f"## {title}\n", *lines)) if lines else "")
    return "\n\n".join(filter(None, parts)) + "\n"


def _text(text: str) -> str:
    return _ACTIVE.sub(r"\\\g<0>", plain(text))
