"""Every problem of a content folder at once, with path, line and what to do."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence

from generator import store
from generator.check import dates, editions, links, permalinks, settings, topics, twins, words
from generator.check.since import new
from generator.papers.model import Problem
from generator.store import Loaded

__all__ = ["new", "problems"]


def problems(
    loaded: Loaded,
    abstracts: Mapping[str, Sequence[str]] | None = None,
    touched: Collection[str] = (),
) -> Iterator[Problem]:
    """Problems of the files themselves and of what they say of each other, path by path.

    ``abstracts``, by title key (``identity.title_key``), are texts that summaries must not
    copy, beside those that the records keep. ``touched`` are paths in the folder that a change
    touched: of two records that are alike, the one among them has the problem.
    """
    found = [
        *settings.faults(loaded),
        *topics.faults(loaded),
        *permalinks.faults(loaded),
        *twins.faults(loaded, touched),
        *dates.faults(loaded),
        *links.faults(loaded),
        *editions.faults(loaded),
        *words.faults(loaded, abstracts or {}),
    ]
    located = [
        Problem(source, store.line_of(loaded, source, where), message, severity)
        for source, where, message, severity in found
    ]
    yield from sorted(
        {*loaded.problems, *located}, key=lambda p: (p.path, p.line, p.message, p.severity)
    )
