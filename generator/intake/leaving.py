"""A curator's no: a paper goes out of the records and is remembered, so that it stays out. Pure."""

from __future__ import annotations

from dataclasses import replace

from generator.papers.model import Corpus, LeftOut, Paper


def leave(corpus: Corpus, paper: Paper, reason: str = "") -> Corpus:
    """The corpus without a paper of it, its twins and their sightings; all are remembered.

    What other records say of them is left out with them.
    """
    twins = {other.id for other in corpus.papers.values() if paper.id in other.same_as}
    gone = {paper.id, *paper.same_as, *twins} & corpus.papers.keys()
    known = {(each.arxiv, each.doi, each.title) for each in corpus.left_out}
    remembered = tuple(
        LeftOut(record.title, record.arxiv, record.doi, reason)
        for record in (corpus.papers[id] for id in sorted(gone))
        if (record.arxiv, record.doi, record.title) not in known
    )
    return replace(
        corpus,
        papers={
            id: _without(record, gone) for id, record in corpus.papers.items() if id not in gone
        },
        editions={
            id: replace(each, papers=tuple(seen for seen in each.papers if seen.paper not in gone))
            for id, each in corpus.editions.items()
        },
        left_out=(*corpus.left_out, *remembered),
    )


def _without(record: Paper, gone: set[str]) -> Paper:
    """A record that names none of those."""
    if not gone & {*record.same_as, *record.distinct_from, record.superseded_by}:
        return record
    return replace(
        record,
        same_as=tuple(id for id in record.same_as if id not in gone),
        distinct_from=tuple(id for id in record.distinct_from if id not in gone),
        superseded_by=None if record.superseded_by in gone else record.superseded_by,
    )
