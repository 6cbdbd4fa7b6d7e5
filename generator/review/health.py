"""Which links records have, how they fare over time, and a report of those in trouble."""

from __future__ import annotations

from generator.papers.model import Corpus
from generator.review.linkhealth import Damaged, History, Run, Watched, parse, text, updated
from generator.review.report import report
from generator.text.plain import web_url

__all__ = ["Damaged", "History", "Run", "Watched", "holders", "parse", "report", "text", "updated"]


def holders(corpus: Corpus) -> dict[str, tuple[str, ...]]:
    """The links of all records by address, each with the ids of the records that have it."""
    found: dict[str, list[str]] = {}
    for paper in corpus.papers.values():
        for link in paper.links:
            if url := web_url(link.url):
                found.setdefault(url, []).append(paper.id)
    return {url: tuple(dict.fromkeys(ids)) for url, ids in sorted(found.items())}
