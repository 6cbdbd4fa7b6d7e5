"""Facts from elsewhere into records that lack them: which lack what, and whose the facts are."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Final

from generator.intake.merge import Difference, fill, refused
from generator.papers import fields, identity
from generator.papers.duplicates import Index
from generator.papers.model import Capture, Corpus, Entry, Paper, Rejection

_SOUGHT: Final = ("arxiv", "published", "authors", "category")


@dataclass(frozen=True, slots=True)
class Enrichment:
    """What facts filled: papers by field, titles without a record, and what differs.

    Where arXiv was asked, also of how many ``records``, in how many requests, how many answers
    were ``kept`` from before, and why some are ``doubtful``.
    """

    filled: Mapping[str, int]
    papers: int
    unknown: tuple[str, ...]
    refused: tuple[str, ...]
    differences: tuple[Difference, ...]
    records: int = 0
    asked: int = 0
    kept: int = 0
    doubtful: tuple[str, ...] = ()


def enrich(corpus: Corpus, facts: Sequence[Paper]) -> tuple[Corpus, Enrichment]:
    """Fill what records do not state from ``facts``, matched by identifier or title.

    Abstracts are those of arXiv, and taken where the digest keeps any.
    """
    index = Index(corpus.papers.values())
    papers, listed = dict(corpus.papers), corpus.listings
    unknown: list[str] = []
    doubted: list[str] = []
    differences: list[Difference] = []
    for fact in facts:
        kept = fact if corpus.settings.keep_abstracts else replace(fact, abstract="")
        match = index.find(kept)
        if match is None:
            unknown.append(fact.title)
        elif match.ambiguous:
            doubted.append(f"{match.paper}: another record has the title '{fact.title}' too")
        else:
            filled, differing = fill(papers[match.paper], kept)
            if twin := index.twin(filled):
                why = f"it would be one paper with {twin.paper} ({twin.reason})"
                doubted.append(f"{match.paper}: with these facts {why}")
                continue
            if faults := refused(corpus, filled, listed.get(filled.id, ())):
                doubted.append(f"{match.paper}: {faults[0].message}")
                continue
            differences.extend(differing)
            papers[match.paper] = filled
            index.add(filled)
    pairs = [(corpus.papers[id], paper) for id, paper in papers.items()]
    changed = [(old, new) for old, new in pairs if old != new]
    filled_fields = {
        name: count
        for name in ("title", *fields.FACTS)
        if (count := sum(getattr(old, name) != getattr(new, name) for old, new in changed))
    }
    return replace(corpus, papers=papers), Enrichment(
        filled_fields, len(changed), tuple(unknown), tuple(doubted), tuple(differences)
    )


def lacking(corpus: Corpus) -> tuple[Paper, ...]:
    """The records without a title, an arXiv id, a date, authors or a category, sorted by id.

    Where the digest keeps abstracts, those without one too. What a record states as empty is
    a person's word: it is not lacking.
    """
    sought = (*_SOUGHT, "abstract") if corpus.settings.keep_abstracts else _SOUGHT
    return tuple(
        paper
        for paper in identity.resolve(corpus).papers.values()
        if paper.is_unnamed
        or any(not getattr(paper, name) and name not in paper.stated for name in sought)
    )


def sure(
    papers: Sequence[Paper], facts: Iterable[Paper]
) -> tuple[tuple[Paper, ...], tuple[str, ...]]:
    """The facts that belong to ``papers`` without doubt, and why there are none for the rest.

    A fact belongs to a record when their titles are the same but for spelling, and so are
    their identifiers, where the record has one; a title that two papers share is no proof.
    """
    by_id = {fact.arxiv: fact for fact in facts if fact.arxiv}
    by_title: dict[str, list[Paper]] = {}
    for each in by_id.values():
        by_title.setdefault(identity.title_key(each.title), []).append(each)
    own, doubtful = [], []
    for paper in papers:
        key = identity.title_key(paper.title)
        same = by_title.get(key, [])
        fact = by_id.get(paper.arxiv or "")
        if paper.arxiv and fact is None:
            doubtful.append(f"{paper.id}: arXiv knows no {paper.arxiv}")
        elif fact and identity.title_key(fact.title) != key and not paper.is_unnamed:
            doubtful.append(f"{paper.id}: arXiv calls {paper.arxiv} '{fact.title}'")
        elif fact or len(same) == 1:
            own.append(fact or same[0])
        elif same:
            ids = ", ".join(fact.arxiv for fact in same if fact.arxiv)
            doubtful.append(f"{paper.id}: arXiv has {len(same)} papers of this title: {ids}")
        else:
            doubtful.append(f"{paper.id}: arXiv has no paper of exactly this title")
    return tuple(own), tuple(doubtful)


# Papers of captures that are named by an identifier alone


def untitled(captures: Iterable[Capture]) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The arXiv ids, and the DOIs of papers without one, of the entries without a title."""
    bare = [entry for capture in captures for entry in capture.entries if not entry.title]
    ids = dict.fromkeys(entry.arxiv for entry in bare if entry.arxiv)
    dois = dict.fromkeys(entry.doi for entry in bare if entry.doi and not entry.arxiv)
    return tuple(ids), tuple(dois)


def titled(
    capture: Capture, name: str, answers: Iterable[Entry], papers: Iterable[Paper]
) -> Capture:
    """The capture with its bare identifiers as papers: as ``answers`` or records have them.

    One that neither has is rejected, with what brings it; ``name`` is the capture's file.
    """
    if all(entry.title for entry in capture.entries):
        return capture
    by_id: dict[str, Entry] = {}
    recorded = (Entry(paper.title, 0, arxiv=paper.arxiv, doi=paper.doi) for paper in papers)
    for answer in (*answers, *recorded):
        for identifier in filter(None, (answer.arxiv, answer.doi) if answer.title else ()):
            by_id.setdefault(identifier, answer)
    entries, rejected = [], list(capture.rejected)
    for entry in capture.entries:
        match = by_id.get(entry.arxiv or "") or by_id.get(entry.doi or "")
        if entry.title:
            entries.append(entry)
        elif match:
            own = {name: getattr(entry, name) for name in ("line", "upvotes", "comments")}
            own["arxiv"], own["doi"] = entry.arxiv or match.arxiv, entry.doi or match.doi
            links = dict.fromkeys((*entry.links, *match.links))
            entries.append(replace(match, **own, links=tuple(links)))
        else:
            id = entry.arxiv or entry.doi
            asking = f"digest fetch list {name} asks for it, then ingest --from its answer"
            how = asking if id else "write it beside the link"
            rejected.append(Rejection(entry.line, f"no title: {how}", id or entry.links[0].url))
    rejected.sort(key=lambda rejection: rejection.line)
    return replace(capture, entries=tuple(entries), rejected=tuple(rejected))
