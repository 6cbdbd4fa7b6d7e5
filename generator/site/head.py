"""What a page says of itself to machines: schema.org, citation tags, robots.txt."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from generator.papers.model import File, Paper, Settings
from generator.papers.settings import base_url
from generator.publish import citation
from generator.site.here import Here
from generator.site.schema_org import json_ld
from generator.text.plain import plain, web_url
from generator.views import Digest

__all__ = ["Here", "Metadata", "listed", "metadata", "robots"]

_LISTED = re.compile(r"\]\((?:\.\./)*papers/([^/()]+)\.md\)")


@dataclass(frozen=True, slots=True)
class Metadata:
    """What stands in the head of a page: JSON-LD, and names with contents."""

    json_ld: str
    tags: tuple[tuple[str, str], ...]


def metadata(digest: Digest, here: Here) -> Metadata:
    """What the head of the page ``here`` says, in plain text that the template escapes.

    ``json_ld`` is safe as it is. What must be absolute is left out where digest.yml states
    no address.
    """
    paper = digest.corpus.papers.get(here.paper)
    return Metadata(
        json_ld(digest, here, paper),
        tuple(_tags(digest, here, paper)) if paper else (),
    )


def listed(markdown: str) -> tuple[str, ...]:
    """The papers that a generated page links to, by id, each once, in the page's order."""
    return tuple(dict.fromkeys(_LISTED.findall(markdown)))


def robots(settings: Settings) -> Iterator[File]:
    """robots.txt (RFC 9309), which leads to the sitemap; none without an address."""
    if base := base_url(settings):
        yield File("robots.txt", f"User-agent: *\nAllow: /\n\nSitemap: {base}sitemap.xml\n")


def _tags(digest: Digest, here: Here, paper: Paper) -> Iterator[tuple[str, str]]:
    """The tags that Zotero's "Embedded Metadata" and Google Scholar read.

    Authors stand as printed: Zotero takes ``Le Roux, Nicolas Paul`` for two people.
    https://scholar.google.com/intl/en/scholar/inclusion.html#indexing
    """
    base = base_url(digest.corpus.settings)
    yield "citation_title", plain(paper.title)
    for author in paper.authors:
        yield "citation_author", plain(author)
    facts = {
        "citation_publication_date": (paper.published or "").replace("-", "/"),
        "citation_arxiv_id": plain(paper.arxiv or ""),
        "citation_doi": plain(paper.doi or ""),
        "citation_public_url": web_url(citation.source_url(paper)),
        "citation_abstract_html_url": base and base + here.url,
        "citation_pdf_url": web_url(f"https://arxiv.org/pdf/{paper.arxiv}") if paper.arxiv else "",
    }
    yield from ((name, value) for name, value in facts.items() if value)
