"""Which records lack facts that arXiv has, and which of its answers surely are theirs."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Final

from generator.papers import identity
from generator.papers.model import Corpus, Fact, Paper

_FACTS: Final = ("arxiv", "published", "authors", "category")


def lacking(corpus: Corpus) -> tuple[Paper, ...]:
    """The records without an arXiv id, a date, authors or a category, sorted by id.

    What a record states as empty is a person's word: it is not lacking.
    """
    resolved = identity.resolve(corpus).papers.values()
    return tuple(
        paper
        for paper in resolved
        if any(not getattr(paper, name) and name not in paper.stated for name in _FACTS)
    )


def sure(
    papers: Sequence[Paper], facts: Iterable[Fact]
) -> tuple[tuple[Fact, ...], tuple[str, ...]]:
    """The facts that belong to ``papers`` without doubt, and why there are none for the rest.

    A fact belongs to a record when their titles are the same but for spelling, and so are
    their identifiers, where the record has one; a title that two papers share is no proof.
    """
    by_id = {fact.arxiv: fact for fact in facts if fact.arxiv}
    by_title: dict[str, list[Fact]] = {}
    for fact in by_id.values():
        by_title.setdefault(identity.title_key(fact.title), []).append(fact)
    found, doubtful = [], []
    for paper in papers:
        key = identity.title_key(paper.title)
        same = by_title.get(key, [])
        if paper.arxiv:
            known = by_id.get(paper.arxiv)
            if known is None:
                doubtful.append(f"{paper.id}: arXiv knows no {paper.arxiv}")
            elif identity.title_key(known.title) != key:
                doubtful.append(f"{paper.id}: arXiv calls {paper.arxiv} '{known.title}'")
            else:
                found.append(known)
        elif len(same) == 1:
            found.append(same[0])
        elif same:
            ids = ", ".join(fact.arxiv for fact in same if fact.arxiv)
            doubtful.append(f"{paper.id}: arXiv has {len(same)} papers of this title: {ids}")
        else:
            doubtful.append(f"{paper.id}: arXiv has no paper of exactly this title")
    return tuple(found), tuple(doubtful)
