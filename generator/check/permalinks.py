"""Ids that records name: aliases, and the records they call the same paper or another."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import PurePosixPath

from generator.check.found import Found, meant
from generator.papers.model import Paper
from generator.store import Loaded


def faults(loaded: Loaded) -> Iterator[Found]:
    """Aliases that are pages already; names of the record itself, or of no record."""
    papers = loaded.corpus.papers
    there = {*papers, *unread(loaded)}
    aliases: dict[str, str] = {}
    for paper in papers.values():
        source = loaded.sources[paper.id]
        for number, alias in enumerate(paper.aliases):
            holder = alias if alias in papers else aliases.setdefault(alias, paper.id)
            if holder != paper.id or alias == paper.id:
                message = f"the alias '{alias}' is the page of {loaded.sources[holder]}: remove it"
                yield source, ("aliases", number), message, "error"
        for field in ("same_as", "distinct_from"):
            for number, other in enumerate(getattr(paper, field)):
                if other == paper.id:
                    yield source, (field, number), f"'{field}' names the record itself", "error"
                elif other not in there:
                    message = f"'{field}' names '{other}', which is no record"
                    yield source, (field, number), f"{message}{meant(other, papers)}", "error"
        yield from _chains(loaded, paper)


def unread(loaded: Loaded) -> set[str]:
    """Ids of records that are there but broken: naming them is no second problem."""
    return {PurePosixPath(problem.path).stem for problem in loaded.problems}


def _chains(loaded: Loaded, paper: Paper) -> Iterator[Found]:
    source = loaded.sources[paper.id]
    for number, other in enumerate(paper.same_as):
        record = loaded.corpus.papers.get(other)
        if record and record.id != paper.id and record.same_as:
            message = f"'{other}' has 'same_as' itself: let one record name all the others"
            yield source, ("same_as", number), message, "error"
        if other in paper.distinct_from:
            message = f"'{other}' stands in 'same_as' and in 'distinct_from': keep one"
            yield source, ("same_as", number), message, "error"
