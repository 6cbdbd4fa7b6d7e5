"""Records that are one paper, or may be."""

from __future__ import annotations

from collections.abc import Collection, Iterator

from generator.check.found import Found
from generator.papers import duplicates
from generator.store import Loaded


def faults(loaded: Loaded, touched: Collection[str]) -> Iterator[Found]:
    """Duplicates and possible duplicates that no curator has settled, the titles side by side."""
    papers = loaded.corpus.papers
    for pair in duplicates.pairs(papers.values()):
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
        yield loaded.sources[other.id], place, message, "error" if sure else "warning"
