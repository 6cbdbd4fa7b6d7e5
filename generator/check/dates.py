"""Days that contradict each other: published, listed, added, revised, and of the arXiv id.

An identifier is given when a paper is announced: a first version of a month's last days has
the identifier of the next (https://info.arxiv.org/help/arxiv_identifier.html).
"""

from __future__ import annotations

import datetime
from collections.abc import Iterator
from functools import lru_cache

from generator.check.found import Found
from generator.papers.dates import first_day, last_day
from generator.papers.fields import arxiv_month
from generator.papers.model import Paper, Severity
from generator.store import Loaded

_ANNOUNCED_WITHIN = datetime.timedelta(days=7)
# Later than that is no slip of days: such a paper would stay on top of every list.
_FAR = datetime.timedelta(days=366)


def faults(loaded: Loaded) -> Iterator[Found]:
    """Days of records that contradict each other, their arXiv id or their listings."""
    listed = [edition.date for edition in loaded.corpus.editions.values() if edition.date]
    newest = max(map(last_day, listed), default="")
    for paper in loaded.corpus.papers.values():
        for field, message, severity in _faults(paper, loaded, newest):
            yield Found(loaded.sources[paper.id], (field,), message, severity)


def _faults(paper: Paper, loaded: Loaded, newest: str) -> Iterator[tuple[str, str, Severity]]:
    day, editions = paper.published or "", loaded.sightings.get(paper.id, ())
    of_day = f"'published' is {day}"
    earliest: list[tuple[str, str, str]] = []  # the field that says so, the day, its words
    if paper.arxiv:
        month = arxiv_month(paper.arxiv)
        of_id = f"arXiv id {paper.arxiv} is of {month}"
        first = _announced_from(month)
        earliest.append(("arxiv", first, of_id))
        if day and (last_day(day) < first or last_day(month) < first_day(day)):
            message = f"{of_day}, but {of_id}: correct one of them"
            yield "published", message, _severity(day, last_day(month))
    elif day and not editions and newest and _severity(day, newest) == "error":
        message = f"{of_day}, long after the newest edition ({newest}): correct it"
        yield "published", message, "error"
    if day:
        earliest.append(("published", first_day(day), of_day))
    for edition in editions:
        for field, first_possible, words in earliest:
            if edition.date and last_day(edition.date) < first_possible:
                source = loaded.sources[f"editions/{edition.id}"]
                message = f"{words}, but {source} lists the paper on {edition.date}"
                severity = _severity(first_possible, last_day(edition.date))
                yield field, f"{message}: correct one of them", severity
                break
    if paper.added and paper.revised and paper.revised < paper.added:
        message = (
            f"'revised' is {paper.revised}, before 'added', {paper.added}: correct one of them"
        )
        yield "revised", message, "error"


@lru_cache(maxsize=1000)
def _announced_from(month: str) -> str:
    """The first day on which a paper with an id of a month may have been submitted."""
    return (datetime.date.fromisoformat(first_day(month)) - _ANNOUNCED_WITHIN).isoformat()


def _severity(day: str, latest: str) -> Severity:
    """How bad it is that a day is later than the latest it can be."""
    late = datetime.date.fromisoformat(first_day(day)) - datetime.date.fromisoformat(latest)
    return "error" if late > _FAR else "warning"
