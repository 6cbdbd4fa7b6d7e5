"""Entries that are an identifier alone: their titles come from answers or from the records."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from generator.papers.model import Capture, Entry, Fact, Paper, Rejection


def wanted(captures: Iterable[Capture]) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The arXiv ids, and the DOIs of papers without one, of the entries without a title."""
    bare = [entry for capture in captures for entry in capture.entries if not entry.title]
    ids = (entry.arxiv for entry in bare if entry.arxiv)
    dois = (entry.doi for entry in bare if entry.doi and not entry.arxiv)
    return tuple(dict.fromkeys(ids)), tuple(dict.fromkeys(dois))


def titled(
    capture: Capture, name: str, answers: Iterable[Entry], papers: Iterable[Paper]
) -> Capture:
    """The capture with its bare identifiers as papers: as ``answers`` or records have them.

    One that neither has is rejected, with what brings it; ``name`` is the capture's file.
    """
    if all(entry.title for entry in capture.entries):
        return capture
    known: dict[str, Entry] = {}
    recorded = (Entry(paper.title, 0, arxiv=paper.arxiv, doi=paper.doi) for paper in papers)
    for one in (*answers, *recorded):
        for identifier in filter(None, (one.arxiv, one.doi) if one.title else ()):
            known.setdefault(identifier, one)
    entries, rejected = [], list(capture.rejected)
    for entry in capture.entries:
        answer = known.get(entry.arxiv or "") or known.get(entry.doi or "")
        if entry.title:
            entries.append(entry)
        elif answer is not None:
            entries.append(_filled(entry, answer))
        elif looked_up := entry.arxiv or entry.doi:
            how = f"digest fetch list {name} asks for it, then ingest --from its answer"
            rejected.append(Rejection(entry.line, f"no title: {how}", looked_up))
        else:
            how = "write it beside the link"
            rejected.append(Rejection(entry.line, f"no title: {how}", entry.links[0].url))
    rejected.sort(key=lambda rejection: rejection.line)
    return replace(capture, entries=tuple(entries), rejected=tuple(rejected))


def fact(entry: Entry) -> Fact:
    """What an entry says of its paper, for records that lack it."""
    return Fact(
        title=entry.title,
        arxiv=entry.arxiv,
        doi=entry.doi,
        published=entry.published,
        authors=entry.authors,
        category=entry.category,
    )


def _filled(entry: Entry, answer: Entry) -> Entry:
    """The answer in the place of an identifier, with what the list itself says."""
    return replace(
        answer,
        line=entry.line,
        upvotes=entry.upvotes,
        comments=entry.comments,
        arxiv=entry.arxiv or answer.arxiv,
        doi=entry.doi or answer.doi,
        links=(*entry.links, *(link for link in answer.links if link not in entry.links)),
    )
