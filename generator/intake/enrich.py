"""Facts from elsewhere into records that lack them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from generator.intake.fill import Difference, fill
from generator.papers import identity
from generator.papers.model import Corpus, Fact


@dataclass(frozen=True, slots=True)
class Enrichment:
    """What facts filled: papers by field, titles without a record, and what differs."""

    filled: Mapping[str, int]
    papers: int
    unknown: tuple[str, ...]
    refused: tuple[str, ...]
    differences: tuple[Difference, ...]


def enrich(corpus: Corpus, facts: Sequence[Fact]) -> tuple[Corpus, Enrichment]:
    """Fill what records do not state from ``facts``, matched by title (or identifier)."""
    index = identity.Index.of(corpus.papers.values())
    owner = {
        (name, value): paper.id
        for paper in corpus.papers.values()
        for name, value in (("arXiv", paper.arxiv), ("DOI", paper.doi))
        if value
    }
    papers = dict(corpus.papers)
    filled: dict[str, int] = {}
    unknown: list[str] = []
    refused: list[str] = []
    differences: list[Difference] = []
    for fact in facts:
        match = index.find(fact.title, fact.arxiv, fact.doi)
        if match is None:
            unknown.append(fact.title)
            continue
        if index.is_ambiguous(fact.title) and match.reason == "the same title":
            refused.append(f"{match.paper}: another record has the title '{fact.title}' too")
            continue
        taken = [
            f"{match.paper}: {name} {value} is {owner[name, value]} already"
            for name, value in (("arXiv", fact.arxiv), ("DOI", fact.doi))
            if value and owner.setdefault((name, value), match.paper) != match.paper
        ]
        if taken:
            refused.extend(taken)
            continue
        before = papers[match.paper]
        facts_stated = _stated(fact)
        after, differing = fill(before, facts_stated)
        differences.extend(differing)
        papers[match.paper] = after
        for name in facts_stated:
            if getattr(before, name) != getattr(after, name):
                filled[name] = filled.get(name, 0) + 1
    changed = sum(papers[paper_id] != paper for paper_id, paper in corpus.papers.items())
    enriched = replace(corpus, papers=papers)
    return enriched, Enrichment(filled, changed, tuple(unknown), tuple(refused), tuple(differences))


def _stated(fact: Fact) -> dict[str, Any]:
    return {
        name: getattr(fact, name) for name in ("arxiv", "doi", "published", "authors", "category")
    }
