"""The pages of the calendar: years, months, days and ISO weeks."""

from __future__ import annotations

from calendar import Calendar
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from datetime import date
from itertools import groupby

from markupsafe import Markup

from generator.papers import wording
from generator.papers.dates import first_day, last_day
from generator.papers.wording import count
from generator.site.pages.page import Head, PageOutput, output
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
    with_code,
    with_steps,
)
from generator.text.markdown import destination
from generator.views import Digest, periods
from generator.views.calendar import Day, Month, Week, Year, week_of

_TOP_TOPICS = 10
_PART = 100  # papers of a month on a page, at least: a day is never cut
_UNDATED = 100
_DATES = Ref("Dates", destination("dates/index.md"))
_WEEKS = Ref("Weeks", destination("weeks/index.md"))

_Papers = tuple[str, tuple[ListItem, ...]]
"""A day, and its papers; '' where only the month is known."""
_Table = tuple[tuple[Ref, tuple[Ref | None, ...]], ...]
"""The weeks of a month and their days; None outside it, no path where nothing was listed."""


def date_pages(digest: Digest) -> Iterator[PageOutput]:
    """The calendar, and a page for each year, month and day that has papers."""
    calendar = digest.calendar
    months = tuple(calendar.months)
    yield _calendar(digest)
    for year, ways in with_steps(calendar.years, lambda year: year_ref(year.year)):
        yield _year(digest, year, ways)
    tables = {month.month: _table(digest, month.month) for month in months}
    for month, ways in with_steps(months, lambda month: month_ref(month.month)):
        yield from _month(digest, month, ways, tables[month.month])
    for day, ways in with_steps(tuple(calendar.days), lambda day: day_ref(day.date)):
        yield _day(digest, day, ways, tables[day.date[:7]])


def week_pages(digest: Digest) -> Iterator[PageOutput]:
    """The index of weeks, and a page for each week that has papers."""
    weeks = digest.calendar.weeks
    years = [
        (year, [_week_line(digest, week) for week in of])
        for year, of in groupby(weeks, key=lambda week: week.id[:4])
    ]
    head = Head(
        path=str(_WEEKS.path),
        kind="weeks",
        title=_WEEKS.title,
        description=f"{count(len(weeks), 'week')} with papers.",
        days=tuple(day.date for week in weeks[:1] for day in week.days),
    )
    yield output(head, years=years)
    mailed = {issue.id for issue in periods.issues(digest)}
    for week, ways in with_steps(weeks, lambda week: week_ref(week.id)):
        yield _week(digest, week, ways, is_mailed=week.id in mailed)


def year_ref(day: str) -> Ref:
    """A link to the year of a date."""
    return Ref(day[:4], destination(f"dates/{day[:4]}/index.md"))


def month_ref(day: str, part: int = 0) -> Ref:
    """A link to the month of a date, or to a part of it."""
    folder = f"dates/{day[:4]}/{day[5:7]}"
    path = f"{folder}/part/{part}.md" if part else f"{folder}/index.md"
    return Ref(wording.month_words(day), destination(path))


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
    years = []
    for year in calendar.years:
        months = {each.month: each for each in year.months}
        cells = [months.get(f"{year.year}-{number:02}") for number in range(1, 13)]
        years.append(
            (
                year_ref(year.year),
                [each and Ref(_number(each.papers), month_ref(each.month).path) for each in cells],
                _number(year.papers),
            )
        )
    undated = digest.shown(calendar.undated[:_UNDATED])
    head = Head(
        path=str(_DATES.path),
        kind="dates",
        title=_DATES.title,
        description=f"{count(dated, 'paper')} in {count(len(calendar.years), 'year')}.",
        days=(digest.newest_day,),
        lists=undated,
    )
    more = len(calendar.undated) - len(undated)
    return output(head, years=years, more=more)


def _year(digest: Digest, year: Year, ways: Steps) -> PageOutput:
    topics = Counter(topic for paper in year.papers for topic in digest.known_topics(paper))
    in_order = sorted(topics.items(), key=lambda item: (-item[1], item[0].title.casefold()))
    facts = paper_facts(year.papers)
    head = Head(
        path=str(year_ref(year.year).path),
        kind="year",
        title=year.year,
        trail=(_DATES,),
        description=f"Papers of {year.year}: {facts}.",
        days=(max((digest.listed[paper.id] for paper in year.papers), default=""),),
        steps=ways,
        lists=digest.shown(year.month_unknown),
    )
    return output(
        head,
        facts=facts,
        months=[
            (month_ref(month.month), _number(month.papers), with_code(month.papers))
            for month in year.months
        ],
        topics=[
            topic_ref(topic, count(papers, "paper")) for topic, papers in in_order[:_TOP_TOPICS]
        ],
    )


def _month(digest: Digest, month: Month, ways: Steps, table: _Table) -> Iterator[PageOutput]:
    """The page of a month with its newest days, and those of the days before them.

    Parts are counted from the oldest, so that they stay as they are while the month goes on.
    """
    unknown = tuple(map(ListItem, digest.shown(month.day_unknown)))
    cut = [("", unknown[start : start + _PART]) for start in range(0, len(unknown), _PART)]
    parts = _parts([*_days(digest, month.days), *cut])
    whole = month_ref(month.month)
    earlier = [
        replace(month_ref(month.month, number), title=_part_name(part, month.month))
        for number, part in enumerate(parts[1:], start=1)
    ]
    for number, listed in enumerate(parts):
        shown = _all(listed)
        facts = paper_facts([each.shown.paper for each in shown] if number else month.papers)
        name = f"{whole.title}, part {number}" if number else whole.title
        above = (_DATES, year_ref(month.month))
        head = Head(
            path=str(month_ref(month.month, number).path),
            kind="month",
            title=name,
            description=f"Papers of {name}: {facts}.",
            steps=ALONE if number else ways,
            trail=(*above, whole) if number else above,
            lists=tuple(each.shown for each in shown),
        )
        of_days = [each for each in listed if each[0]]
        yield output(
            head,
            facts=facts,
            weeks=() if number else table,
            days=_sections(of_days),
            day_unknown=_all(each for each in listed if not each[0]),
            earlier=earlier[max(number - 2, 0) : number - 1] if number else earlier[::-1],
        )


def _parts(listed: Sequence[_Papers]) -> list[tuple[_Papers, ...]]:
    """Days, newest first, in pages: the newest page, then full ones, the oldest first."""
    parts: list[tuple[_Papers, ...]] = []
    part: tuple[_Papers, ...] = ()
    for day in reversed(listed):
        part = (day, *part)
        if len(_all(part)) >= _PART:
            parts.append(part)
            part = ()
    return [part, *parts] if part or not parts else [parts[-1], *parts[:-1]]


def _part_name(part: Sequence[_Papers], month: str) -> str:
    """The days of a part in words: ``1 to 9 October 2024``, or that they are unknown."""
    dates = [day for day, _ in part if day]
    if not dates:
        return f"{wording.month_words(month)}, day unknown"
    return wording.span_words(dates[-1], dates[0]) if dates[1:] else wording.date_words(dates[0])


def _day(digest: Digest, day: Day, ways: Steps, table: _Table) -> PageOutput:
    papers = on_day(digest, day.date)
    facts = paper_facts([each.shown.paper for each in papers])
    words, month = wording.day_words(day.date), month_ref(day.date)
    head = Head(
        path=str(day_ref(day.date).path),
        kind="day",
        title=words,
        description=f"Papers of {words}: {facts}.",
        days=(day.date,),
        steps=ways,
        trail=(_DATES, year_ref(day.date), month),
        lists=tuple(each.shown for each in papers),
    )
    week = week_ref(week_of(day.date))
    return output(head, month=month, week=week, facts=facts, weeks=table, listed=papers)


def _week_line(digest: Digest, week: Week) -> Ref:
    papers = len(_all(_days(digest, week.days)))
    title = f"Week {int(week.id[6:])}, {_span(week)}"
    return Ref(title, week_ref(week.id).path, count(papers, "paper"))


def _week(digest: Digest, week: Week, ways: Steps, *, is_mailed: bool) -> PageOutput:
    listed, ref = _days(digest, week.days), week_ref(week.id)
    shown, span = _all(listed), _span(week)
    facts = paper_facts([each.shown.paper for each in shown])
    head = Head(
        path=str(ref.path),
        kind="week",
        title=ref.title,
        description=f"Papers of {span}: {facts}.",
        steps=ways,
        trail=(_WEEKS,),
        lists=tuple(each.shown for each in shown),
    )
    mail = destination(f"{periods.FOLDER}{week.id}.html") if is_mailed else None
    return output(head, span=span, facts=facts, mail=mail, days=_sections(listed))


def _span(week: Week) -> str:
    return wording.span_words(first_day(week.id), last_day(week.id))


def _days(digest: Digest, days: Sequence[Day]) -> list[_Papers]:
    return [(day.date, on_day(digest, day.date)) for day in days]


def _all(listed: Iterable[_Papers]) -> tuple[ListItem, ...]:
    return tuple(each for _, papers in listed for each in papers)


def _sections(listed: Sequence[_Papers]) -> list[tuple[Part, Ref, tuple[ListItem, ...]]]:
    """Each day in the contents of the page, and as a link, with its papers."""
    whole = len(_all(listed))
    return [
        (
            part(f"on-{day}", wording.short_day(day), len(papers), whole),
            Ref(wording.day_words(day), day_ref(day).path),
            papers,
        )
        for day, papers in listed
    ]


def _table(digest: Digest, month: str) -> _Table:
    """The weeks of ``month``, ``2024-10``, from Monday to Sunday."""
    year, number = int(month[:4]), int(month[5:7])
    return tuple(
        (
            _week_cell(digest, week_of(date(year, number, max(week)).isoformat())),
            tuple(_day_cell(digest, f"{month}-{day:02}") if day else None for day in week),
        )
        for week in Calendar().monthdayscalendar(year, number)
    )


def _week_cell(digest: Digest, week: str) -> Ref:
    return Ref(str(int(week[6:])), week_ref(week).path if week in digest.weeks else Markup())


def _day_cell(digest: Digest, day: str) -> Ref:
    papers = digest.papers_of.get(day)
    if not papers:
        return Ref(str(int(day[8:])), Markup())
    return Ref(str(int(day[8:])), day_ref(day).path, count(len(papers), "paper"))


def _number(papers: Sequence[object]) -> str:
    return f"{len(papers):,}"
