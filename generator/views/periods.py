"""What an issue of the newsletter is of: a day, an ISO week, a month or a listing."""

from __future__ import annotations

import re
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache
from itertools import islice, pairwise
from typing import TYPE_CHECKING, Literal

from generator.papers import wording
from generator.papers.fields import is_day, is_week, last_day, span
from generator.papers.model import Edition, Paper
from generator.text import UserError
from generator.views.calendar import day_added, week_of

if TYPE_CHECKING:
    from generator.views import Digest

FOLDER = "email/"
"""Where the issues are, from the root of the site."""

PeriodKind = Literal["day", "week", "month", "edition"]

_FORM = re.compile(r"\d{4}-(?:W\d{2}|\d{2}(?:-\d{2})?)", re.ASCII)
_WEEKEND = 5  # Saturday, as ``date.weekday`` counts


class NoPeriod(UserError):
    """A text that names no period; the message is one line that says what would."""

    is_misuse = True


@dataclass(frozen=True, slots=True)
class Period:
    """A period and its papers, in the order of the site.

    ``id`` is ``2024-10-20``, ``2024-W42``, ``2024-10`` or the id of an edition; ``name``
    says it in words. ``first`` and ``last`` are its days, '' of an undated listing. ``page``
    is where the site shows it, from the root ('', the front page, where nothing of it was
    listed). ``repeated`` counts the papers left out since
    the listing before had them: none is in two consecutive issues.
    """

    id: str
    kind: PeriodKind
    name: str
    first: str
    last: str
    page: str
    papers: tuple[Paper, ...]
    repeated: int = 0


def period(digest: Digest, text: str) -> Period:
    """The period that ``text`` names, a day before an edition of that name. Raises NoPeriod.

    Days, weeks and months have what was added in them as news: two of them never share a
    paper, and what came late is in the later one. One without any news has the papers by
    their listed day; a month has those, too, of which only the month is known.
    """
    if _FORM.fullmatch(text):
        return _of_days(digest, text)
    if edition := digest.corpus.editions.get(text):
        return _edition(digest, edition)
    forms = "a day (2024-10-20), a week (2024-W42), a month (2024-10)"
    raise NoPeriod(f"'{text}': neither {forms} nor the id of an edition")


def is_past(digest: Digest, of: Period) -> bool:
    """Whether the content shows that ``of`` is over: something later is in.

    No clock is asked: this is for a build. Else ``newsletter.complete`` of digest.yml can say
    so. An undated listing is past as it is. Where nothing was ever news and no listing has a
    date, the days of the papers count.
    """
    days = [last_day(edition.date or "") for edition in digest.dated]
    days += [day_added(paper) for paper in digest.news[:1]]
    newest = max(filter(is_day, days or digest.listed.values()), default="")
    return of.last < newest or of.last <= digest.corpus.settings.newsletter.complete


def unlisted(digest: Digest, of: Period, open_days: Collection[str]) -> tuple[str, ...]:
    """The days of ``of`` whose daily listing is not in: weekdays, and any of ``open_days``.

    Those are days whose listing somebody has yet to merge. Where ``newsletter.complete`` says
    that all listings are in, or the digest takes no daily ones, no other day is asked for.
    """
    if of.kind == "edition":
        return ()
    listed = {edition.date for edition in digest.editions if edition.kind == "daily"}
    complete = digest.corpus.settings.newsletter.complete if listed else of.last
    first, last = map(date.fromisoformat, (of.first, of.last))
    days = [first + timedelta(days=number) for number in range((last - first).days + 1)]
    asked = (
        day.isoformat()
        for day in days
        if (day.weekday() < _WEEKEND and day.isoformat() > complete) or day.isoformat() in open_days
    )
    return tuple(day for day in asked if day not in listed)


@lru_cache(maxsize=1)  # several pages ask, and all papers are read for each week
def issues(digest: Digest) -> tuple[Period, ...]:
    """The weeks that the site shows as mail, newest first: past ones with news or a listing.

    None without an address of the site, which every link of a mail needs.
    """
    days = {edition.date or "" for edition in digest.dated}
    days |= {day_added(paper) for paper in digest.news}
    names = sorted({week_of(day) for day in days if is_day(day)}, reverse=True)
    weeks = (_of_days(digest, name) for name in names)
    past = (week for week in weeks if week.papers and is_past(digest, week))
    settings = digest.corpus.settings
    return tuple(islice(past, settings.newsletter.issues if settings.url else 0))


def _of_days(digest: Digest, id_: str) -> Period:
    """The day, week or month ``id_``. Raises NoPeriod where the calendar has none such."""
    days = span(id_)
    if not days:
        raise NoPeriod(f"'{id_}': the calendar has none such")
    first, last = days
    listed = tuple(
        paper
        for paper in digest.newest
        if (day := digest.listed[paper.id]) == id_ or (is_day(day) and first <= day <= last)
    )
    news = tuple(paper for paper in digest.news if first <= day_added(paper) <= last)
    kind: PeriodKind = "week" if is_week(id_) else "day" if is_day(id_) else "month"
    name = wording.span_words(first, last) if kind == "week" else wording.day_words(id_)
    page = f"weeks/{id_}/" if kind == "week" else f"dates/{id_.replace('-', '/')}/"
    return Period(id_, kind, name, first, last, page if listed else "", news or listed)


def _edition(digest: Digest, edition: Edition) -> Period:
    first, last = (span(edition.date) if edition.date else None) or ("", "")
    listed = [sighting.paper for sighting in edition.papers]
    known = [id_ for id_ in dict.fromkeys(listed) if id_ in digest.corpus.papers]
    alike = (each for each in digest.dated if each.kind == edition.kind)
    before = (older for newer, older in pairwise(alike) if newer.id == edition.id)
    repeated = {sighting.paper for older in before for sighting in older.papers}
    papers = tuple(digest.corpus.papers[id_] for id_ in known if id_ not in repeated)
    name, page = wording.edition_name(edition), f"editions/{edition.id}/"
    left_out = len(known) - len(papers)
    return Period(edition.id, "edition", name, first, last, page, papers, left_out)
