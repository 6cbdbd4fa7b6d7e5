"""Papers as CSL-JSON, which Zotero, Pandoc and citeproc read.

The format: https://github.com/citation-style-language/schema (csl-data.json, 1.0.2).
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from generator.papers import names, wording
from generator.publish.citation import source_url
from generator.text.plain import paragraphs, plain, web_url

if TYPE_CHECKING:
    from generator.papers.model import Paper
    from generator.views import Digest


def csl_item(digest: Digest, paper: Paper) -> dict[str, Any]:
    """A paper as a preprint; what is not known is left out. The id is the permalink.

    CSL has no "and others": ``note`` says where not all authors are named.
    """
    total, named = wording.total_authors(paper), len(paper.authors)
    topics = ", ".join(plain(topic.title) for topic in digest.known_topics(paper))
    item = {
        "id": paper.id,
        "type": "article",
        "title": plain(paper.title),
        "author": [_author(name) for name in map(plain, paper.authors) if name],
        "issued": _issued(paper.published),
        "publisher": "arXiv" if paper.arxiv else "",
        "number": f"arXiv:{plain(paper.arxiv)}" if paper.arxiv else "",
        "DOI": plain(paper.doi or ""),
        "URL": web_url(source_url(paper)),
        "abstract": "\n\n".join(paragraphs(paper.abstract)),
        "keyword": topics,
        "note": f"{named} of {wording.count(total, 'author')} named" if total > named else "",
    }
    return {name: value for name, value in item.items() if value}


def _author(text: str) -> dict[str, str]:
    name = names.parts(text)
    if not name.given:
        return {"literal": name.family}
    fields = {
        "family": name.family,
        "given": name.given,
        "non-dropping-particle": name.particle,
        "suffix": name.suffix,
    }
    return {field: value for field, value in fields.items() if value}


def _issued(published: str | None) -> dict[str, list[list[int]]]:
    return {"date-parts": [list(map(int, published.split("-")))]} if published else {}
