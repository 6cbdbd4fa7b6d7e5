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
from generator.papers.model import Paper
from generator.store import Loaded

_NUMBERED = re.compile(r"(?:.*/)?(\d\d)(\d\d)\.?(\d+)")
_FIRST_YEAR = 91
_FIVE_DIGITS = 2015
_ANNOUNCED_WITHIN = datetime.timedelta(days=7)


def faults(loaded: Loaded) -> Iterator[Found]:
    """Days that are none, identifiers of no month, and days that contradict each other."""
    for paper in loaded.corpus.papers.values():
        source = loaded.sources[paper.id]
        day = paper.published or ""
        if day and not is_date(day):
            message = f"'published' is {day}: there is no such day"
            yield source, ("published",), message, "error"
            day = ""
        if not (parts := _NUMBERED.fullmatch(paper.arxiv or "")):
            yield from _listed_before(loaded, paper, day, f"'published' is {day}", "published")
            continue
        year, month = _year(int(parts[1])), int(parts[2])
        if not 1 <= month <= 12:
            message = f"arXiv id {paper.arxiv} names month {parts[2]}, which is none: correct it"
            yield source, ("arxiv",), message, "error"
            continue
        if "/" not in parts[0] and len(parts[3]) != (5 if year >= _FIVE_DIGITS else 4):
            message = (
                f"arXiv id {paper.arxiv} has {len(parts[3])} digits after its dot: those since "
                "2015 have five, earlier ones four; correct it"
            )
            yield source, ("arxiv",), message, "error"
        of = f"arXiv id {paper.arxiv} is of {year}-{month:02}"
        earliest = (datetime.date(year, month, 1) - _ANNOUNCED_WITHIN).isoformat()
        if day and not (earliest[: len(day)] <= day and day[:7] <= f"{year}-{month:02}"):
            message = f"'published' is {day}, but {of}: correct one of them"
            yield source, ("published",), message, "warning"
        yield from _listed_before(loaded, paper, earliest, of, "arxiv")


def _listed_before(
    loaded: Loaded, paper: Paper, earliest: str, why: str, field: str
) -> Iterator[Found]:
    for edition in loaded.sightings.get(paper.id, ()):
        if edition.date and is_date(edition.date) and edition.date < earliest[: len(edition.date)]:
            message = (
                f"{why}, but {loaded.sources[f'editions/{edition.id}']} lists the paper on "
                f"{edition.date}: correct one of them"
            )
            yield loaded.sources[paper.id], (field,), message, "warning"


def _year(two_digits: int) -> int:
    return (1900 if two_digits >= _FIRST_YEAR else 2000) + two_digits
