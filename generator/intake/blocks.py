"""What of a capture's blocks may become a record: with a title, and nothing the check refuses."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from dataclasses import replace
from pathlib import Path

from generator.check import records
from generator.check.records import Finding
from generator.papers.model import Capture, Corpus, Entry, Paper, Rejection
from generator.store import Loaded


def untitled(captures: Iterable[Capture]) -> tuple[tuple[str, ...], tuple[str, ...]]:
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
            said = {name: getattr(entry, name) for name in ("line", "upvotes", "comments")}
            said["arxiv"], said["doi"] = entry.arxiv or answer.arxiv, entry.doi or answer.doi
            own = (link for link in answer.links if link not in entry.links)
            entries.append(replace(answer, **said, links=(*entry.links, *own)))
        elif looked_up := entry.arxiv or entry.doi:
            how = f"digest fetch list {name} asks for it, then ingest --from its answer"
            rejected.append(Rejection(entry.line, f"no title: {how}", looked_up))
        else:
            how = "write it beside the link"
            rejected.append(Rejection(entry.line, f"no title: {how}", entry.links[0].url))
    rejected.sort(key=lambda rejection: rejection.line)
    return replace(capture, entries=tuple(entries), rejected=tuple(rejected))


def refused(corpus: Corpus, ids: Collection[str]) -> Iterator[Finding]:
    """The errors that the check would find in some of a corpus's records; ``source`` is the id."""
    papers = {id: corpus.papers[id] for id in ids}
    editions = {
        edition.id: replace(edition, papers=seen)
        for edition in corpus.editions.values()
        if (seen := tuple(each for each in edition.papers if each.paper in ids))
    }
    sources = {f"editions/{id}": f"{id}.yml" for id in editions}
    loaded = Loaded(Path(), replace(corpus, papers=papers, editions=editions), sources, ())
    for found in records.faults(loaded, {}):
        if found.severity == "error":
            yield found
