"""Listings that name no record, or one twice; records that nothing leads to; notes of no period."""

from __future__ import annotations

import re
from collections.abc import Iterator

from generator.check.found import Found, meant, repeated, unread
from generator.papers.dates import is_day, span
from generator.store import Loaded

_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}(?![0-9])")


def faults(loaded: Loaded) -> Iterator[Found]:
    """What is wrong with editions and notes, and records that neither they nor pages reach."""
    papers = loaded.corpus.papers
    broken = unread(loaded)
    aliases = {alias: paper.id for paper in papers.values() for alias in paper.aliases}
    for edition in loaded.corpus.editions.values():
        source = loaded.sources[f"editions/{edition.id}"]
        if edition.date and edition.kind == "daily" and not is_day(edition.date):
            message = f"'date' is {edition.date}: a daily listing is of a day"
            yield Found(source, ("date",), message)
        elif edition.date and _DAY.match(edition.id) and not edition.id.startswith(edition.date):
            message = f"'date' is {edition.date}, but the file is named {edition.id}: correct one"
            yield Found(source, ("date",), message)
        ids = [sighting.paper for sighting in edition.papers]
        for number in repeated(ids):
            message = f"'{ids[number]}' stands here twice: keep one"
            yield Found(source, ("papers", number, "paper"), message)
        for number, paper in enumerate(ids):
            if paper not in papers and paper not in broken:
                now = aliases.get(paper)
                hint = f": it is '{now}' now" if now else meant(paper, papers)
                message = f"'{paper}' is no record{hint}"
                yield Found(source, ("papers", number, "paper"), message)
    yield from _unreached(loaded)
    for period in loaded.corpus.notes:
        if (
            not (span(period) and len(period) > len("2025"))
            and period not in loaded.corpus.editions
        ):
            message = (
                "a note is named after its week (2025-W44.md), month, day or edition: rename it"
            )
            yield Found(loaded.sources[f"notes/{period}"], (), message)


def _unreached(loaded: Loaded) -> Iterator[Found]:
    corpus = loaded.corpus
    stands_for = {other for paper in corpus.papers.values() for other in paper.same_as}
    for paper in corpus.papers.values():
        listed = paper.id in loaded.sightings or paper.id in stands_for
        if not (listed or paper.topics or paper.published):
            message = (
                "no listing, day or topic leads to this record: add 'published' or 'topics', "
                "or name it in an edition"
            )
            group = "records that no listing, day or topic leads to"
            yield Found(loaded.sources[paper.id], (), message, "warning", group)
