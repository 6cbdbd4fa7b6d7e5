"""Days that are none, and days that contradict the arXiv identifier.

An identifier is ``YYMM.number``, four digits until the end of 2014 and five since, or
``archive/YYMMnumber`` until March 2007 (https://info.arxiv.org/help/arxiv_identifier.html).
It is given when a paper is announced: a first version of a month's last days has the
identifier of the next.
"""

from __future__ import annotations

import datetime
import re
from collections.abc import Iterator

from generator.check.found import Found, is_date
from generator.model import Paper
from generator.store import Loaded

_NUMBERED = re.compile(r"(?:.*/)?(\d\d)(\d\d)\.?(\d+)")
_FIRST_YEAR = 91
_FIVE_DIGITS = 2015
_ANNOUNCED_WITHIN = datetime.timedelta(days=7)


def faults(loaded: Loaded) -> Iterator[Found]:
    """Days that are none, identifiers of no month, and days that contradict each other."""
    for paper in loaded.corpus.papers.values():
        source = loaded.sources[paper.id]
        sound = not paper.published or is_date(paper.published)
        if not sound:
            message = f"'published' is {paper.published}: there is no such day"
            yield source, ("published",), message, "error"
        if not paper.arxiv or not (parts := _NUMBERED.fullmatch(paper.arxiv)):
            continue
        year, month = _year(int(parts[1])), int(parts[2])
        if not 1 <= month <= 12:
            message = f"arXiv id {paper.arxiv} names month {parts[2]}, which is none: correct it"
            yield source, ("arxiv",), message, "error"
            continue
        if "/" not in paper.arxiv and len(parts[3]) != (5 if year >= _FIVE_DIGITS else 4):
            message = (
                f"arXiv id {paper.arxiv} has {len(parts[3])} digits after its dot: those since "
                "2015 have five, earlier ones four; correct it"
            )
            yield source, ("arxiv",), message, "error"
        if sound and paper.published and _contradicts(paper.published, year, month):
            message = (
                f"'published' is {paper.published}, but arXiv id {paper.arxiv} is of "
                f"{year}-{month:02}: correct one of them"
            )
            yield source, ("published",), message, "warning"
        yield from _listed_too_early(loaded, paper, year, month)


def _listed_too_early(loaded: Loaded, paper: Paper, year: int, month: int) -> Iterator[Found]:
    earliest = datetime.date(year, month, 1) - _ANNOUNCED_WITHIN
    for edition in loaded.sightings.get(paper.id, ()):
        if edition.date and is_date(edition.date) and edition.date < earliest.isoformat():
            message = (
                f"arXiv id {paper.arxiv} is of {year}-{month:02}, but "
                f"{loaded.sources[f'editions/{edition.id}']} lists the paper on {edition.date}: "
                "correct the identifier, or the listing"
            )
            yield loaded.sources[paper.id], ("arxiv",), message, "warning"


def _year(two_digits: int) -> int:
    return (1900 if two_digits >= _FIRST_YEAR else 2000) + two_digits


def _contradicts(published: str, year: int, month: int) -> bool:
    if published[:7] == f"{year}-{month:02}":
        return False
    first = datetime.date(year, month, 1)
    earliest = (first - _ANNOUNCED_WITHIN).isoformat()
    return not earliest[: len(published)] <= published < first.isoformat()
