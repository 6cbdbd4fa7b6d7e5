"""Ids that records name; records that are one paper, may be, or that a curator declined."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import fields

from generator.check.found import Found, meant, unread
from generator.papers import duplicates, identity
from generator.papers.duplicates import Pair, Verdicts
from generator.papers.model import Paper
from generator.store import Loaded

# What a digest says of a paper, which does not tell whether two are one.
_SAID = frozenset(["topics", "suggested_topics", "summary", "gist", "added", "revised", "stated"])
_OF_PAPERS = tuple(field.name for field in fields(Paper) if field.name not in _SAID)


def faults(loaded: Loaded, touched: Collection[str]) -> Iterator[Found]:
    """Aliases that are pages already, names of no record, duplicates that nobody has settled."""
    papers = loaded.corpus.papers
    there = {*papers, *unread(loaded)}
    aliases: dict[str, str] = {}
    for paper in papers.values():
        source = loaded.sources[paper.id]
        for number, alias in enumerate(paper.aliases):
            holder = alias if alias in papers else aliases.setdefault(alias, paper.id)
            if holder != paper.id or alias == paper.id:
                message = f"the alias '{alias}' is the page of {loaded.sources[holder]}: remove it"
                yield Found(source, ("aliases", number), message)
        for where, other in _named(paper):
            if other == paper.id:
                yield Found(source, where, f"'{where[0]}' names the record itself")
            elif other not in there:
                message = f"'{where[0]}' names '{other}', which is no record"
                yield Found(source, where, f"{message}{meant(other, papers)}")
        yield from _chains(loaded, paper)
    yield from _twins(loaded, touched)
    yield from _declined(loaded)


def _named(paper: Paper) -> Iterator[tuple[tuple[str | int, ...], str]]:
    """The records that a record names, each with its place in the file."""
    for number, other in enumerate(paper.same_as):
        yield ("same_as", number), other
    for number, other in enumerate(paper.distinct_from):
        yield ("distinct_from", number), other
    if paper.superseded_by:
        yield ("superseded_by",), paper.superseded_by


def _chains(loaded: Loaded, paper: Paper) -> Iterator[Found]:
    source, papers = loaded.sources[paper.id], loaded.corpus.papers
    for number, other in enumerate(paper.same_as):
        record = papers.get(other)
        if record and record.id != paper.id and record.same_as:
            message = f"'{other}' has 'same_as' itself: let one record name all the others"
            yield Found(source, ("same_as", number), message)
        if other in paper.distinct_from:
            message = f"'{other}' stands in 'same_as' and in 'distinct_from': keep one"
            yield Found(source, ("same_as", number), message)
    seen, last = {paper.id}, papers.get(paper.superseded_by or "")
    while last and last.superseded_by and last.id not in seen:
        seen.add(last.id)
        last = papers.get(last.superseded_by)
    if last and last.id == paper.id != paper.superseded_by:
        message = f"'superseded_by' leads back here by way of '{paper.superseded_by}': end it"
        yield Found(source, ("superseded_by",), message)


def _twins(loaded: Loaded, touched: Collection[str]) -> Iterator[Found]:
    """Duplicates and possible duplicates, the titles side by side."""
    papers = loaded.corpus.papers
    for pair in _pairs(loaded):
        one, other = papers[pair.one], papers[pair.other]
        if loaded.sources[other.id] not in touched and loaded.sources[one.id] in touched:
            one, other = other, one
        sure = pair.verdict == "same"
        message = (
            f"{'' if sure else 'possible '}duplicate of {loaded.sources[one.id]}: '{one.title}' "
            f"and '{other.title}' ({pair.reason}): write same_as: [{other.id}] there, or "
            f"distinct_from: [{one.id}] here"
        )
        place = (pair.field,) if pair.field in other.stated else ()
        yield Found(loaded.sources[other.id], place, message, "error" if sure else "warning")


def _pairs(loaded: Loaded) -> tuple[Pair, ...]:
    """Pairs that are one paper or may be; the slow part of the check, so it is kept.

    What is kept was worked out of nothing but what its key holds, and of a pair that stays as it
    was the same is said again.
    """
    papers = loaded.corpus.papers.values()
    known = [tuple(getattr(paper, name) for name in _OF_PAPERS) for paper in papers]

    def verdicts(before: Verdicts | None) -> Verdicts:
        bare = (Paper(**dict(zip(_OF_PAPERS, values, strict=True))) for values in known)
        return duplicates.verdicts(bare, before or Verdicts())

    return loaded.cache.renewed("duplicates", known, Verdicts, verdicts).pairs


def _declined(loaded: Loaded) -> Iterator[Found]:
    """Papers of ``left-out.yml`` that cannot be told, or that are in the digest all the same."""
    if not loaded.corpus.left_out:
        return
    by_title: dict[str, Paper] = {}
    by_id: dict[str, Paper] = {}
    for paper in loaded.corpus.papers.values():
        by_title.setdefault(identity.title_key(paper.title), paper)
        by_id |= {name: paper for name in (paper.arxiv, paper.doi) if name}
    for number, each in enumerate(loaded.corpus.left_out):
        if not (each.arxiv or each.doi or each.title):
            message = "which paper? state its 'arxiv', its 'doi' or its 'title'"
            yield Found("left-out.yml", ("papers", number), message)
            continue
        ids = [name for name in (each.arxiv, each.doi) if name]
        known = [by_id[name] for name in ids if name in by_id]
        if not ids and (same := by_title.get(identity.title_key(each.title))):
            known = [same]
        for paper in known[:1]:
            message = f"{loaded.sources[paper.id]} is this paper: remove the record, or this entry"
            yield Found("left-out.yml", ("papers", number), message)
