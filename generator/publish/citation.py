"""A paper as something to cite: the reference, RIS, CSL-JSON, and the tags of its page."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, Any, Final, Literal

from generator.papers import names, wording
from generator.papers.names import Name
from generator.text.plain import paragraphs, plain, web_url

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from generator.papers.model import Paper
    from generator.views.outputs import Shown, World

Kind = Literal["preprint", "conference", "journal"]

_JOURNAL = re.compile(
    r"\b(?:Journal|Transactions|Letters|Magazine|Annals|Nature|Science|Reviews?|Access|J\.|Trans\."
    r"|JMLR|JAIR|PAMI|PNAS|TACL|TMLR|TOIS|TPAMI)(?!\w)"
)
_YEAR = re.compile(r"(?<!\d)(?:19|20)\d\d(?!\d)")
_RIS: Final[dict[Kind, str]] = {"preprint": "GEN", "conference": "CONF", "journal": "JOUR"}
_CSL: Final[dict[Kind, tuple[str, str]]] = {
    "preprint": ("article", ""),
    "conference": ("paper-conference", "container-title"),
    "journal": ("article-journal", "container-title"),
}


@dataclass(frozen=True, slots=True)
class Reference:
    """A paper as its readers cite it, in plain text; what is not known is ''.

    ``issued`` is a day, month or year: of where it was published, where that is known, else
    of the preprint. ``doi`` is that of arXiv where there is no other. ``total`` counts all
    authors, also those that are not named.
    """

    key: str
    kind: Kind
    title: str
    authors: tuple[Name, ...]
    total: int
    venue: str
    issued: str
    arxiv: str
    doi: str
    category: str
    url: str
    keywords: tuple[str, ...]
    abstract: str

    @property
    def has_others(self) -> bool:
        """Whether some authors are named, but not all."""
        return bool(self.authors) and self.total > len(self.authors)


@lru_cache(maxsize=32768)  # a paper is cited on its page, in its files, in those of its topics
def reference(world: World, shown: Shown) -> Reference:
    """A paper as a reference."""
    paper = shown.paper
    venue, arxiv, published = plain(paper.venue or ""), plain(paper.arxiv or ""), paper.published
    year = _YEAR.search(venue)
    issued = year[0] if year and not (published or "").startswith(year[0]) else published or ""
    authors = tuple(names.parts(name) for name in map(plain, paper.authors) if name)
    kind: Kind = "journal" if _JOURNAL.search(venue) else "conference" if venue else "preprint"
    return Reference(
        key=shown.key,
        kind=kind,
        title=plain(paper.title),
        authors=authors,
        total=max(len(authors), paper.authors_count or 0),
        venue=venue,
        issued=issued,
        arxiv=arxiv,
        doi=plain(paper.doi or "") or (f"10.48550/arXiv.{arxiv}" if arxiv else ""),
        category=plain(paper.category or ""),
        url=source_url(paper),
        keywords=tuple(plain(topic.title) for topic in world.known_topics(paper)),
        abstract="\n\n".join(paragraphs(paper.abstract)),
    )


def source_url(paper: Paper) -> str:
    """Where the paper itself is: on arXiv, behind its DOI, on a page of its own; '' else."""
    if paper.arxiv:
        return web_url(f"https://arxiv.org/abs/{paper.arxiv}")
    if paper.doi:
        return web_url(f"https://doi.org/{paper.doi}")
    return next((web_url(link.url) for link in paper.links if link.kind == "paper"), "")


def ris(of: Reference) -> str:
    """The entry of a paper in RIS, which ends in an empty line.

    The tags are those that Zotero, EndNote and Mendeley share; a preprint is generic, since
    RIS has no type for one. https://en.wikipedia.org/wiki/RIS_(file_format)
    """
    fields = (
        ("TY", _RIS[of.kind]),
        ("ID", of.key),
        ("TI", of.title),
        *(("AU", _inverted(name)) for name in of.authors),
        ("T2", of.venue),
        ("PY", of.issued[:4]),
        ("DA", of.issued.replace("-", "/")),
        ("PB", "arXiv" if of.arxiv and of.kind == "preprint" else ""),
        ("AN", of.arxiv and f"arXiv:{of.arxiv}"),
        ("DO", of.doi),
        ("UR", of.url),
        *(("KW", word) for word in of.keywords),
        ("AB", " ".join(of.abstract.split())),
    )
    lines = [f"{tag}  - {value}" for tag, value in fields if value]
    return "\r\n".join((*lines, "ER  - ", "", ""))


def csl(of: Reference) -> dict[str, Any]:
    """A paper as an item of CSL-JSON, which Zotero, Pandoc and citeproc read.

    CSL has no "and others": ``note`` says where not all authors are named.
    https://github.com/citation-style-language/schema (csl-data.json, 1.0.2)
    """
    kind, place = _CSL[of.kind]
    of_all = f"{len(of.authors)} of {wording.count(of.total, 'author')} named"
    item = {
        "id": of.key,
        "type": kind,
        "title": of.title,
        "author": list(map(_csl_name, of.authors)),
        "issued": {"date-parts": [list(map(int, of.issued.split("-")))]} if of.issued else {},
        place: of.venue,
        "publisher": "arXiv" if of.arxiv and of.kind == "preprint" else "",
        "number": f"arXiv:{of.arxiv}" if of.arxiv and of.kind == "preprint" else "",
        "DOI": of.doi,
        "URL": of.url,
        "abstract": of.abstract,
        "keyword": "; ".join(of.keywords),
        "note": of_all if of.total > len(of.authors) else "",
    }
    return {name: value for name, value in item.items() if name and value}


def tags(of: Reference, authors: Iterable[str], page: str) -> Iterator[tuple[str, str]]:
    """The tags of a paper's ``page`` that Zotero's "Embedded Metadata" and Google Scholar read.

    Authors stand as printed: Zotero takes ``Le Roux, Nicolas Paul`` for two people. The abstract
    is stated only where it is one. ``z:itemType`` is for Zotero alone, which else takes a preprint
    for an article. https://scholar.google.com/intl/en/scholar/inclusion.html#indexing
    """
    yield "citation_title", of.title
    yield from (("citation_author", plain(name)) for name in authors)
    pdf = web_url(f"https://arxiv.org/pdf/{of.arxiv}") if of.arxiv else ""
    facts = {
        "citation_publication_date": of.issued.replace("-", "/"),
        "citation_conference_title": of.venue if of.kind == "conference" else "",
        "citation_journal_title": of.venue if of.kind == "journal" else "",
        "citation_arxiv_id": of.arxiv,
        "citation_doi": of.doi,
        "citation_public_url": of.url,
        "citation_abstract_html_url": page,
        "citation_pdf_url": pdf,
        "citation_keywords": "; ".join(of.keywords),
        "citation_abstract": " ".join(of.abstract.split()),
        "z:itemType": "preprint" if of.arxiv and of.kind == "preprint" else "",
    }
    yield from ((name, value) for name, value in facts.items() if value)


def _inverted(name: Name) -> str:
    family = f"{name.particle} {name.family}".strip()
    return ", ".join(filter(None, (family, name.given, name.suffix)))


def _csl_name(name: Name) -> dict[str, str]:
    if not name.given:
        return {"literal": name.family}
    fields = {
        "family": name.family,
        "given": name.given,
        "non-dropping-particle": name.particle,
        "suffix": name.suffix,
    }
    return {field: value for field, value in fields.items() if value}
