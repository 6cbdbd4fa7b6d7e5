"""What an issue of the newsletter is of: a day, an ISO week, a month or a listing."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import islice, pairwise
from typing import TYPE_CHECKING, Literal

from generator.papers import wording
from generator.papers.dates import is_day

if TYPE_CHECKING:
    from collections.abc import Iterator

    from generator.papers.model import Edition, Paper, Sighting
    from generator.views import Digest

FOLDER = "email/"
"""Where the issues are, from the root of the site."""

_DAY = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)
_WEEK = re.compile(r"(\d{4})-W(\d{2})", re.ASCII)
_MONTH = re.compile(r"\d{4}-\d{2}", re.ASCII)


class NoPeriod(ValueError):
    """A text that names no period; the message is one line that says what would."""


@dataclass(frozen=True, slots=True)
class Period:
    """A period and its papers, in the order of the site.

    ``id`` is ``2024-10-20``, ``2024-W42``, ``2024-10`` or the id of an edition; ``name``
    says it in words. ``first`` and ``last`` are its days, '' of an undated listing. ``page``
    is where the site shows it, from the root. ``repeated`` counts the papers left out since
    the listing before had them: none is in two consecutive issues.
    """

    id: str
    kind: Literal["day", "week", "month", "edition"]
    name: str
    first: str
    last: str
    page: str
    papers: tuple[Paper, ...]
    repeated: int = 0


def period(digest: Digest, text: str) -> Period:
    """The period that ``text`` names, a day before an edition of that name. Raises NoPeriod.

    Days, weeks and months have the papers by their listed day, which is one day: two of
    them never share a paper. A month has those, too, of which only the month is known.
    """
    try:
        if _DAY.fullmatch(text):
            return _day(digest, date.fromisoformat(text))
        if week := _WEEK.fullmatch(text):
            return _week(digest, date.fromisocalendar(int(week[1]), int(week[2]), 1))
        if _MONTH.fullmatch(text):
            return _month(digest, date.fromisoformat(f"{text}-01"))
    except (ValueError, OverflowError):
        raise NoPeriod(f"'{text}': the calendar has none such") from None
    if edition := digest.corpus.editions.get(text):
        return _edition(digest, edition)
    forms = "a day (2024-10-20), a week (2024-W42), a month (2024-10)"
    raise NoPeriod(f"'{text}': neither {forms} nor the id of an edition")


def is_complete(digest: Digest, of: Period) -> bool:
    """Whether the content has all that ``of`` will have, as far as the content can tell.

    It has once a listing of a later day is in: sources list days in their order. Before
    that, only ``newsletter.complete`` of digest.yml can say so. No clock is asked: that a
    week is over does not mean that its last listing was captured. An undated listing is
    complete as it is. Where no listing has a date, the days of the papers count.
    """
    days = [edition.date or "" for edition in digest.editions.dated] or digest.listed.values()
    newest = max(filter(is_day, days), default="")
    return of.last < newest or of.last <= digest.corpus.settings.newsletter.complete


def issues(digest: Digest) -> tuple[Period, ...]:
    """The weeks that the site shows as mail, newest first: complete ones that have a listing.

    None without an address of the site, which every link of a mail needs.
    """
    settings = digest.corpus.settings
    days = {edition.date for edition in digest.editions.dated}
    weeks = (
        _week(digest, date.fromisoformat(week.monday))
        for week in digest.calendar.weeks
        if any(day.date in days for day in week.days)
    )
    complete = (week for week in weeks if is_complete(digest, week))
    return tuple(islice(complete, settings.newsletter.issues if settings.url else 0))


def _day(digest: Digest, day: date) -> Period:
    text = day.isoformat()
    name, page = wording.day_words(text), f"dates/{text.replace('-', '/')}/"
    return Period(text, "day", name, text, text, page, tuple(_listed(digest, text, text)))


def _week(digest: Digest, monday: date) -> Period:
    year, number, _ = monday.isocalendar()
    id_ = f"{year:04}-W{number:02}"
    first, last = monday.isoformat(), (monday + timedelta(days=6)).isoformat()
    name = wording.span_words(first, last)
    return Period(
        id_, "week", name, first, last, f"weeks/{id_}/", tuple(_listed(digest, first, last))
    )


def _month(digest: Digest, first: date) -> Period:
    month = first.isoformat()[:7]
    following = (first + timedelta(days=31)).replace(day=1)
    last = (following - timedelta(days=1)).isoformat()
    papers = tuple(paper for paper in digest.newest if digest.listed[paper.id][:7] == month)
    page = f"dates/{month.replace('-', '/')}/"
    return Period(month, "month", wording.month_words(month), first.isoformat(), last, page, papers)


def _edition(digest: Digest, edition: Edition) -> Period:
    listed = [sighting.paper for sighting in edition.papers]
    known = [id_ for id_ in dict.fromkeys(listed) if id_ in digest.corpus.papers]
    before = {sighting.paper for sighting in _before(digest, edition)}
    papers = tuple(digest.corpus.papers[id_] for id_ in known if id_ not in before)
    return Period(
        id=edition.id,
        kind="edition",
        name=wording.edition_name(edition),
        first=edition.date or "",
        last=edition.date or "",
        page=f"editions/{edition.id}/",
        papers=papers,
        repeated=len(known) - len(papers),
    )


def _before(digest: Digest, edition: Edition) -> tuple[Sighting, ...]:
    """What the dated listing before one, of the same kind, has."""
    alike = (each for each in digest.editions.dated if each.kind == edition.kind)
    return next((older.papers for newer, older in pairwise(alike) if newer.id == edition.id), ())


def _listed(digest: Digest, first: str, last: str) -> Iterator[Paper]:
    for paper in digest.newest:
        day = digest.listed[paper.id]
        if is_day(day) and first <= day <= last:
            yield paper
