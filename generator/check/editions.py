"""Listings that name no record, or one twice; records that nothing leads to."""

from __future__ import annotations

import re
from collections.abc import Iterator

from generator.check.found import Found, is_date, meant, repeated
from generator.check.permalinks import unread
from generator.store import Loaded

_DAY = re.compile(r"\d{4}-\d\d-\d\d(?!\d)")


def faults(loaded: Loaded) -> Iterator[Found]:
    """What is wrong with editions, and records that neither they nor pages reach."""
    papers = loaded.corpus.papers
    broken = unread(loaded)
    aliases = {alias: paper.id for paper in papers.values() for alias in paper.aliases}
    for edition in loaded.corpus.editions.values():
        source = loaded.sources[f"editions/{edition.id}"]
        if edition.date and not is_date(edition.date):
            message = f"'date' is {edition.date}: there is no such day"
            yield source, ("date",), message, "error"
        elif edition.date and _DAY.match(edition.id) and not edition.id.startswith(edition.date):
            message = f"'date' is {edition.date}, but the file is named {edition.id}: correct one"
            yield source, ("date",), message, "error"
        ids = [sighting.paper for sighting in edition.papers]
        for number in repeated(ids):
            message = f"'{ids[number]}' stands here twice: keep one"
            yield source, ("papers", number, "paper"), message, "error"
        for number, paper in enumerate(ids):
            if paper not in papers and paper not in broken:
                now = aliases.get(paper)
                hint = f": it is '{now}' now" if now else meant(paper, papers)
                message = f"'{paper}' is no record{hint}"
                yield source, ("papers", number, "paper"), message, "error"
    yield from _unreached(loaded)


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
            yield loaded.sources[paper.id], (), message, "warning"
