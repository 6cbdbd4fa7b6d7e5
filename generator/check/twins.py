"""Records that are one paper, or may be."""

from __future__ import annotations

from collections.abc import Iterator

from generator import duplicates
from generator.check.found import Found
from generator.store import Loaded


def faults(loaded: Loaded) -> Iterator[Found]:
    """Duplicates and possible duplicates that no curator has settled, the titles side by side."""
    papers = loaded.corpus.papers
    for pair in duplicates.pairs(papers.values()):
        one, other = papers[pair.one], papers[pair.other]
        sure = pair.verdict == "same"
        message = (
            f"{'' if sure else 'possible '}duplicate of {loaded.sources[one.id]}: '{one.title}' "
            f"and '{other.title}' ({pair.reason}): write same_as: [{other.id}] there, or "
            f"distinct_from: [{one.id}] here"
        )
        place = (pair.field,) if pair.field in other.stated else ()
        yield loaded.sources[other.id], place, message, "error" if sure else "warning"
