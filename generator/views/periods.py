"""Papers by the day they were listed: days, ISO weeks, months, years; and issues of the newsletter.

An issue is of a day, an ISO week, a month or a listing.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache
from itertools import chain, groupby, islice, pairwise
from typing import TYPE_CHECKING, Literal

from generator.papers import wording
from generator.papers.fields import first_day, is_day, is_real, is_week, last_day, span
from generator.papers.model import Corpus, Edition, Paper
from generator.text import Misuse

if TYPE_CHECKING:
    from generator.views import Digest

FOLDER = "email/"
"""Where the issues are, from the root of the site."""

PeriodKind = Literal["day", "week", "month", "edition"]

ALL = "papers/"
"""The page of all papers, from the root of the site."""
_NEAR = {"day": timedelta(days=1), "week": timedelta(days=7), "month": timedelta(days=31)}
_WEEKEND = 5  # Saturday, as ``date.weekday`` counts


@dataclass(frozen=True, slots=True)
class Span:
    """A year, month, ISO week or day, ``2024-W42``, and what is filed under it, newest first.

    ``days`` are its days that have papers; of the papers ``rest`` nothing nearer is known.
    """

    id: str
    papers: tuple[Paper, ...]
    days: tuple[str, ...]
    rest: tuple[Paper, ...]


@dataclass(frozen=True, slots=True)
class Calendar:
    """All papers by date, newest first throughout; ``undated`` are in no year."""

    years: tuple[Span, ...]
    months: tuple[Span, ...]
    weeks: tuple[Span, ...]
    days: tuple[Span, ...]
    undated: tuple[Paper, ...]


def listed(corpus: Corpus) -> dict[str, str]:
    """By paper id the day it was listed, ``2024-10-20``.

    The first dated daily edition that has it counts; without one its published day, or
    month (``2024-10``), or the day it came in, if that was earlier, since journals date ahead;
    without that ''. What is no real date counts as unknown.
    """
    first: dict[str, str] = {}
    for edition in corpus.editions.values():
        if edition.kind == "daily" and edition.date and is_real(edition.date):
            for sighting in edition.papers:
                day = first.get(sighting.paper)
                first[sighting.paper] = min(day, edition.date) if day else edition.date
    return {
        paper.id: first.get(paper.id)
        or (
            min(paper.published, paper.added or paper.published)
            if paper.published and is_real(paper.published)
            else ""
        )
        for paper in corpus.papers.values()
    }


def calendar(digest: Digest) -> Calendar:
    """All papers by year, month, day and ISO week of their listed day.

    A paper of which only the month is known is in its month, and in no day and no week; one
    of which only the year is known is in its year alone.
    """
    # A month sorts after its days, and a year after its months: each stands in one piece.
    by_date = groupby(digest.newest, lambda paper: digest.listed[paper.id])
    filed = {day: tuple(papers) for day, papers in by_date}
    undated = filed.pop("", ())

    def spans(known_to: str, name: Callable[[str], str]) -> tuple[Span, ...]:
        dates = (day for day in filed if len(day) >= len(known_to))
        return tuple(span_of(id_, [*group]) for id_, group in groupby(dates, name))

    def span_of(id_: str, dates: list[str]) -> Span:
        papers = chain.from_iterable(filed[day] for day in dates)
        return Span(id_, tuple(papers), tuple(filter(is_day, dates)), filed.get(id_, ()))

    return Calendar(
        spans("2024", lambda day: day[:4]),
        spans("2024-10", lambda day: day[:7]),
        spans("2024-10-20", week_of),
        spans("2024-10-20", str),
        undated,
    )


def day_added(paper: Paper) -> str:
    """The day ``paper`` came in as news, ``2025-10-31``; '' of what was there before."""
    return paper.added or ""


def news(papers: Iterable[Paper]) -> tuple[Paper, ...]:
    """Those of ``papers`` that were added as news, the last added first, else in their order."""
    return tuple(sorted((each for each in papers if each.added), key=day_added, reverse=True))


def week_of(day: str) -> str:
    """The ISO week of a day.

    >>> week_of("2024-12-30")
    '2025-W01'
    """
    year, number, _ = date.fromisoformat(day).isocalendar()
    return f"{year:04}-W{number:02}"


# Issues of the newsletter


@dataclass(frozen=True, slots=True)
class Period:
    """A period and its papers, in the order of the site.

    ``id`` is ``2024-10-20``, ``2024-W42``, ``2024-10`` or the id of an edition; ``name``
    says it in words. ``first`` and ``last`` are its days, '' of an undated listing. ``page``
    is where the site shows all its papers, from the root. ``repeated`` counts the papers left
    out since the listing before had them: none is in two consecutive issues.
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
    """The period that ``text`` names, a day before an edition of that name. Raises Misuse.

    Days, weeks and months have what was added in them as news: two of them never share a
    paper, and what came late is in the later one. One without any news has the papers by
    their listed day, but for those that are news of one beside it; a month has those, too, of
    which only the month is known.
    """
    days = span(text)
    if days and len(text) > len("2024"):
        return _of_days(digest, text, *days)
    if edition := digest.corpus.editions.get(text):
        return _edition(digest, edition)
    forms = "a day (2024-10-20), a week (2024-W42), a month (2024-10)"
    raise Misuse(f"'{text}': neither {forms} nor the id of an edition")


def is_past(digest: Digest, period: Period) -> bool:
    """Whether the content shows that ``period`` is over: something later is in.

    No clock is asked: this is for a build. Else ``newsletter.complete`` of digest.yml can say
    so. An undated listing is past as it is. Where nothing was ever news and no listing has a
    date, the days of the papers count.
    """
    days = [last_day(edition.date or "") for edition in digest.dated]
    days += [*digest.added][:1]
    newest = max(filter(is_day, days or digest.listed.values()), default="")
    return period.last < newest or period.last <= digest.corpus.settings.newsletter.complete


def unlisted(digest: Digest, period: Period, open_days: Collection[str]) -> tuple[str, ...]:
    """The days of ``period`` whose daily listing is not in: weekdays, and any of ``open_days``.

    Those are days whose listing somebody has yet to merge. Where ``newsletter.complete`` says
    that all listings are in, or the digest takes no daily ones, no other day is asked for.
    """
    if period.kind == "edition":
        return ()
    listed = {edition.date for edition in digest.editions if edition.kind == "daily"}
    complete = digest.corpus.settings.newsletter.complete if listed else period.last
    first, last = map(date.fromisoformat, (period.first, period.last))
    days = [first + timedelta(days=number) for number in range((last - first).days + 1)]
    dates = (
        day.isoformat()
        for day in days
        if (day.weekday() < _WEEKEND and day.isoformat() > complete) or day.isoformat() in open_days
    )
    return tuple(day for day in dates if day not in listed)


@lru_cache(maxsize=1)  # several pages ask, and all papers are read for each week
def issues(digest: Digest) -> tuple[Period, ...]:
    """The weeks that the site shows as mail, newest first: past ones with news or a listing.

    None without an address of the site, which every link of a mail needs.
    """
    days = {edition.date or "" for edition in digest.dated}
    days |= {*digest.added}
    names = sorted({week_of(day) for day in days if is_day(day)}, reverse=True)
    weeks = (_of_days(digest, name, first_day(name), last_day(name)) for name in names)
    past = (week for week in weeks if week.papers and is_past(digest, week))
    settings = digest.corpus.settings
    return tuple(islice(past, settings.newsletter.issues if settings.url else 0))


def _of_days(digest: Digest, id_: str, first: str, last: str) -> Period:
    spans = (*digest.calendar.days, *digest.calendar.weeks, *digest.calendar.months)
    listed = next((each.papers for each in spans if each.id == id_), ())
    news = tuple(_added(digest, first, last))
    kind: PeriodKind = "week" if is_week(id_) else "day" if is_day(id_) else "month"
    name = wording.span_words(first, last) if kind == "week" else wording.day_words(id_)
    near = _NEAR[kind]
    since, until = (date.fromisoformat(first) - near, date.fromisoformat(last) + near)
    beside = {paper.id for paper in _added(digest, f"{since}", f"{until}")}
    papers = news or tuple(paper for paper in listed if paper.id not in beside)
    page = f"weeks/{id_}/" if kind == "week" else f"dates/{id_.replace('-', '/')}/"
    is_shown = {paper.id for paper in papers} <= {paper.id for paper in listed}
    return Period(id_, kind, name, first, last, page if is_shown and listed else ALL, papers)


def _added(digest: Digest, first: str, last: str) -> Iterator[Paper]:
    for day, papers in digest.added.items():
        if first <= day <= last:
            yield from papers


def _edition(digest: Digest, edition: Edition) -> Period:
    first, last = (span(edition.date) if edition.date else None) or ("", "")
    listed = [sighting.paper for sighting in edition.papers]
    ids = [id_ for id_ in dict.fromkeys(listed) if id_ in digest.corpus.papers]
    alike = (each for each in digest.dated if each.kind == edition.kind)
    before = (older for newer, older in pairwise(alike) if newer.id == edition.id)
    repeated = {sighting.paper for older in before for sighting in older.papers}
    papers = tuple(digest.corpus.papers[id_] for id_ in ids if id_ not in repeated)
    name, page = wording.edition_name(edition), f"editions/{edition.id}/"
    left_out = len(ids) - len(papers)
    return Period(edition.id, "edition", name, first, last, page, papers, left_out)
