"""Entries of a capture into records of the digest, with an account that adds up.

An import fills what a record does not state and reports what differs; it never overwrites,
and it takes nothing twice from one listing. Pure: corpus in, corpus out.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any

from generator.intake import listing
from generator.intake.enrich import Enrichment, enrich
from generator.intake.fill import Difference, fill
from generator.intake.lacking import lacking, sure
from generator.papers import identity
from generator.papers.model import Capture, Corpus, Entry, Paper, Rejection

__all__ = [
    "Account",
    "Difference",
    "Enrichment",
    "Suggest",
    "enrich",
    "ingest",
    "lacking",
    "sure",
]

Suggest = Callable[[str, str], tuple[str, ...]]
"""Title and abstract to the ids of suggested topics."""


@dataclass(frozen=True, slots=True)
class Account:
    """Where each block of one capture went: blocks = new + sightings + rejected.

    ``repeated`` counts those sightings that the edition held already.
    """

    edition: str
    new: tuple[str, ...]
    sightings: int
    repeated: int
    rejected: tuple[Rejection, ...]
    differences: tuple[Difference, ...]

    @property
    def blocks(self) -> int:
        """All blocks of the capture."""
        return len(self.new) + self.sightings + len(self.rejected)


def ingest(
    corpus: Corpus,
    capture: Capture,
    *,
    keep_abstracts: bool,
    suggest: Suggest | None = None,
) -> tuple[Corpus, Account]:
    """Merge one capture; ``suggest`` gives the topics that are suggested for a new record."""
    index = identity.Index.of(corpus.papers.values())
    papers = dict(corpus.papers)
    matches: list[str] = []
    new: list[str] = []
    entries: dict[str, list[Entry]] = {}
    taken = {*papers, *(alias for paper in papers.values() for alias in paper.aliases)}
    for entry in capture.entries:
        match = index.find_entry(entry)
        if match:
            paper_id = match.paper
        else:
            paper = _record(entry, identity.slug(entry.title, taken), suggest)
            papers[paper.id] = paper
            taken.add(paper.id)
            index.add(paper)
            new.append(paper_id := paper.id)
        matches.append(paper_id)
        entries.setdefault(paper_id, []).append(entry)

    known = listing.find(corpus, capture, matches, index.target)
    held = {index.target(seen.paper) for seen in known.papers} if known else set()
    differences: list[Difference] = []
    for paper_id, sighted in entries.items():
        if paper_id in held:
            continue
        for entry in sighted:
            facts = _facts(entry, keep_abstracts)
            papers[paper_id], differing = fill(papers[paper_id], facts)
            differences.extend(differing)

    edition = listing.updated(known, capture, entries, corpus.editions, index.target)
    editions = {**corpus.editions, edition.id: edition}
    account = Account(
        edition=edition.id,
        new=tuple(new),
        sightings=len(matches) - len(new),
        repeated=sum(paper_id in held for paper_id in matches),
        rejected=capture.rejected,
        differences=tuple(differences),
    )
    merged = replace(
        corpus, papers=dict(sorted(papers.items())), editions=dict(sorted(editions.items()))
    )
    return merged, account


def _record(entry: Entry, paper_id: str, suggest: Suggest | None) -> Paper:
    topics = suggest(entry.title, entry.abstract) if suggest else ()
    return Paper(id=paper_id, title=entry.title, suggested_topics=topics)


def _facts(entry: Entry, keep_abstracts: bool) -> dict[str, Any]:
    facts: dict[str, Any] = {
        "arxiv": entry.arxiv,
        "doi": entry.doi,
        "published": entry.published,
        "authors": entry.authors,
        "authors_count": entry.authors_count,
        "category": entry.category,
        "venue": entry.venue,
        "links": entry.links,
    }
    if keep_abstracts:
        facts["abstract"] = entry.abstract
    return facts
