"""The pages of the calendar: years, months, days and ISO weeks."""

from __future__ import annotations

from calendar import Calendar
from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from datetime import date
from itertools import groupby

from markupsafe import Markup
from msgspec.structs import replace

from generator.papers import wording
from generator.papers.fields import first_day, last_day
from generator.papers.wording import count
from generator.site.pages.page import Head, PageOutput, output, paged
from generator.site.pages.parts import (
    ALONE,
    ListItem,
    Part,
    Ref,
    Steps,
    on_day,
    paper_facts,
    part,
    topic_ref,
    with_steps,
)
from generator.text.markdown import destination
from generator.views import Digest, periods
from generator.views.periods import Span, week_of
from generator.views.topics import counted

_TOP_TOPICS = 10
_PART = 100  # papers of a month on a page, at least: a day is never cut
_UNDATED = 100
_DATES = Ref("Dates", destination("dates/index.md"))
_WEEKS = Ref("Weeks", destination("weeks/index.md"))

_Day = tuple[str, Sequence[ListItem]]
"""A day, and its papers; '' where only the month is known."""
_Table = tuple[tuple[Ref, tuple[Ref | None, ...]], ...]
"""The weeks of a month and their days; None outside it, no path where nothing was listed."""


def date_pages(digest: Digest) -> Iterator[PageOutput]:
    """The calendar, and a page for each year, month, day and week that has papers.

    A month, its days and the weeks that end in it stand together: they show the same rows.
    """
    calendar = digest.calendar
    listed = {day.id: on_day(digest, day.id) for day in calendar.days}
    weeks = {week.id for week in calendar.weeks}
    yield _calendar(digest)
    yield _weeks(digest, listed)
    for year, ways in with_steps(calendar.years, lambda year: year_ref(year.id)):
        yield _year(digest, year, ways)
    days = dict(with_steps([*listed], day_ref))
    ending = defaultdict(list)
    for week, ways in with_steps(calendar.weeks, lambda week: week_ref(week.id)):
        ending[week.days[0][:7]].append((week, ways))
    mailed = {issue.id for issue in periods.issues(digest)}
    for month, ways in with_steps(calendar.months, lambda month: month_ref(month.id)):
        table = _table(month.id, weeks, listed)
        yield from _month(digest, month, ways, _days(month, listed), table)
        for day in month.days:
            yield _day((day, listed[day]), days[day], table)
        for week, steps in ending[month.id]:
            yield _week(week, steps, _days(week, listed), is_mailed=week.id in mailed)


def year_ref(day: str) -> Ref:
    """A link to the year of a date."""
    return Ref(day[:4], destination(f"dates/{day[:4]}/index.md"))


def month_ref(day: str) -> Ref:
    """A link to the month of a date."""
    return Ref(wording.month_words(day), destination(f"dates/{day[:4]}/{day[5:7]}/index.md"))


def day_ref(day: str) -> Ref:
    """A link to a day."""
    return Ref(wording.date_words(day), destination(f"dates/{day.replace('-', '/')}.md"))


def week_ref(week: str) -> Ref:
    """A link to a week, ``2024-W42``."""
    words = wording.sentence(wording.date_words(week))
    return Ref(words, destination(f"weeks/{week}.md"))


def _calendar(digest: Digest) -> PageOutput:
    calendar = digest.calendar
    dated = len(digest.newest) - len(calendar.undated)
    months = {
        month.id: Ref(_number(digest, month), month_ref(month.id).path) for month in calendar.months
    }
    undated = digest.shown(calendar.undated[:_UNDATED])
    about = f"{count(dated, 'paper')} in {count(len(calendar.years), 'year')}."
    head = Head(_DATES, "dates", about, (digest.newest_day,), lists=undated)
    return output(
        head,
        years=[
            (
                year_ref(year.id),
                [months.get(f"{year.id}-{number:02}") for number in range(1, 13)],
                _number(digest, year),
            )
            for year in calendar.years
        ],
        more=len(calendar.undated) - len(undated),
    )


def _year(digest: Digest, year: Span, ways: Steps) -> PageOutput:
    papers, known = digest.papers_in[year.id], digest.world.topics
    topics = Counter(id_ for paper in papers for id_ in paper.topics if id_ in known)
    in_order = sorted(topics.items(), key=lambda each: (-each[1], known[each[0]].title.casefold()))
    facts = paper_facts(papers)
    head = Head(
        year_ref(year.id),
        "year",
        f"Papers of {year.id}: {facts}.",
        (digest.listed[year.papers[0].id],),
        ways,
        (_DATES,),
        lists=digest.shown(year.rest),
    )
    return output(
        head,
        facts=facts,
        months=[
            (month_ref(month.id), f"{len(month_papers):,}", counted(month_papers).with_code)
            for month in digest.calendar.months
            if month.id[:4] == year.id
            for month_papers in (digest.papers_in[month.id],)
        ],
        topics=[
            topic_ref(known[id_], count(number, "paper")) for id_, number in in_order[:_TOP_TOPICS]
        ],
    )


def _month(
    digest: Digest, month: Span, ways: Steps, days: Sequence[_Day], table: _Table
) -> Iterator[PageOutput]:
    unknown = tuple(map(ListItem, digest.shown(month.rest)))
    listed = [*days, *(("", unknown[at : at + _PART]) for at in range(0, len(unknown), _PART))]
    whole, above = month_ref(month.id), (_DATES, year_ref(month.id))
    folder = str(whole.path).replace("index.md", "part/")
    parts = [*paged(listed, _PART, whole, folder, lambda day: len(day[1]))]
    refs = [replace(ref, title=_part_name(part_days, month.id)) for _, ref, part_days, _ in parts]
    for place, (number, ref, part_days, _) in enumerate(parts):
        yield _page(
            "month",
            ref,
            part_days,
            ALONE if number else ways,
            (*above, whole) if number else above,
            facts="" if number else paper_facts(digest.papers_in[month.id]),
            weeks=() if number else table,
            day_unknown=_all(each for each in part_days if not each[0]),
            earlier=refs[place + 1 : place + 2] if number else refs[1:],
        )


def _part_name(part: Sequence[_Day], month: str) -> str:
    """The days of a part in words: ``1 to 9 October 2024``, or that they are unknown."""
    dates = [day for day, _ in part if day]
    if not dates:
        return f"{wording.month_words(month)}, day unknown"
    return wording.span_words(dates[-1], dates[0]) if dates[1:] else wording.date_words(dates[0])


def _day(day: _Day, ways: Steps, table: _Table) -> PageOutput:
    month, week = month_ref(day[0]), week_ref(week_of(day[0]))
    ref = replace(day_ref(day[0]), title=wording.day_words(day[0]))
    trail = (_DATES, year_ref(day[0]), month)
    return _page("day", ref, [day], ways, trail, month=month, week=week, weeks=table)


def _weeks(digest: Digest, listed: Mapping[str, Sequence[ListItem]]) -> PageOutput:
    weeks = digest.calendar.weeks
    newest = tuple(day for week in weeks[:1] for day in week.days)
    head = Head(_WEEKS, "weeks", f"{count(len(weeks), 'week')} with papers.", newest)
    lines = (
        Ref(
            f"Week {int(week.id[6:])}, {_span(week)}",
            week_ref(week.id).path,
            count(len(_all(_days(week, listed))), "paper"),
        )
        for week in weeks
    )
    by_year = groupby(zip(weeks, lines, strict=True), key=lambda each: each[0].id[:4])
    return output(head, years=[(year, [line for _, line in group]) for year, group in by_year])


def _week(week: Span, ways: Steps, days: Sequence[_Day], *, is_mailed: bool) -> PageOutput:
    mail = destination(f"{periods.FOLDER}{week.id}.html") if is_mailed else None
    span = _span(week)
    return _page("week", week_ref(week.id), days, ways, (_WEEKS,), label=span, span=span, mail=mail)


def _span(week: Span) -> str:
    return wording.span_words(first_day(week.id), last_day(week.id))


def _page(
    kind: str,
    ref: Ref,
    listed: Sequence[_Day],
    ways: Steps,
    trail: tuple[Ref, ...],
    *,
    facts: str = "",
    label: str = "",
    **values: object,
) -> PageOutput:
    """A page of papers by day, each day in its contents and as a link."""
    shown, days = _all(listed), [each for each in listed if each[0]]
    dated = len(_all(days))
    facts = facts or paper_facts([each.shown.paper for each in shown])
    about, lists = f"Papers of {label or ref.title}: {facts}.", tuple(each.shown for each in shown)
    head = Head(ref, kind, about, steps=ways, trail=trail, lists=lists)
    sections: list[tuple[Part, Ref, Sequence[ListItem]]] = [
        (
            part(f"on-{day}", wording.short_day(day), len(papers), dated),
            replace(day_ref(day), title=wording.day_words(day)),
            papers,
        )
        for day, papers in days
    ]
    return output(head, facts=facts, days=sections, **values)


def _days(span: Span, listed: Mapping[str, Sequence[ListItem]]) -> list[_Day]:
    return [(day, listed[day]) for day in span.days]


def _all(listed: Iterable[_Day]) -> tuple[ListItem, ...]:
    return tuple(each for _, papers in listed for each in papers)


def _table(month: str, weeks: Collection[str], listed: Mapping[str, Sequence[ListItem]]) -> _Table:
    """The weeks of ``month``, ``2024-10``, from Monday to Sunday."""
    year, number = int(month[:4]), int(month[5:7])
    table = []
    for days in Calendar().monthdayscalendar(year, number):
        week = week_of(date(year, number, max(days)).isoformat())
        path = week_ref(week).path if week in weeks else Markup()
        cells = (_cell(f"{month}-{day:02}", listed) if day else None for day in days)
        table.append((Ref(str(int(week[6:])), path), tuple(cells)))
    return tuple(table)


def _cell(day: str, listed: Mapping[str, Sequence[ListItem]]) -> Ref:
    number, papers = str(int(day[8:])), listed.get(day)
    if not papers:
        return Ref(number, Markup())
    return Ref(number, day_ref(day).path, count(len(papers), "paper"))


def _number(digest: Digest, span: Span) -> str:
    return f"{len(digest.papers_in[span.id]):,}"
