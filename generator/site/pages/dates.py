"""The pages of the calendar: years, months, days and ISO weeks."""

from __future__ import annotations

from calendar import Calendar
from collections import Counter
from dataclasses import dataclass
from datetime import date
from itertools import groupby
from typing import TYPE_CHECKING, TypeVar

from markupsafe import Markup

from generator.papers import wording
from generator.papers.wording import count
from generator.site.pages.cards import (
    Card,
    Part,
    cards,
    columns,
    days,
    is_long,
    paper_facts,
    part,
    records,
    topic_ref,
    with_code,
)
from generator.site.pages.page import Head, Page, PageOutput, Ref, Steps, page
from generator.text.markdown import destination
from generator.views import periods

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from generator.papers.model import Topic
    from generator.views import Day, Digest, Month, Week, Year
    from generator.views.outputs import Shown, World

_TOP_TOPICS = 10
_PART = 100  # papers of a month on a page, at least: a day is never cut
_UNDATED = 100
_WEEKDAYS = tuple(name[:3] for name in wording.WEEKDAYS)
_DATES = Ref("Dates", destination("dates/index.md"))

_T = TypeVar("_T")
# A week's number, then its seven days; None outside the month, no path where nothing was listed.
_Row = tuple[Ref, tuple[Ref | None, ...]]


@dataclass(frozen=True, slots=True)
class _Papers:
    """The papers of a day in a longer list; of no ``date`` where only the month is known."""

    date: str
    papers: tuple[Shown, ...]


@dataclass(frozen=True, slots=True)
class _Year:
    year: str
    facts: str
    days: tuple[str, ...]
    steps: Steps
    months: tuple[tuple[Ref, str, int], ...]
    topics: tuple[tuple[Topic, int], ...]
    unknown: tuple[Shown, ...]


@dataclass(frozen=True, slots=True)
class _Month:
    """A page of a month: the newest days, or an earlier part of it, counted from the oldest."""

    month: str
    facts: str
    steps: Steps
    rows: tuple[_Row, ...]
    listed: tuple[_Papers, ...]
    part: int
    earlier: tuple[Ref, ...]


@dataclass(frozen=True, slots=True)
class _Day:
    day: str
    steps: Steps
    week: Ref
    rows: tuple[_Row, ...]
    papers: tuple[Shown, ...]


@dataclass(frozen=True, slots=True)
class _Week:
    week: Ref
    span: str
    steps: Steps
    mail: Markup | None
    listed: tuple[_Papers, ...]


def date_pages(digest: Digest) -> Iterator[PageOutput]:
    """The calendar, and a page for each year, month and day that has papers."""
    calendar = digest.calendar
    yield _calendar_output(digest)
    for year, steps in with_steps(calendar.years, year_ref):
        yield _year_output(digest, year, steps)
    rows = {month.month: _month_rows(digest, month.month) for month in calendar.months}
    for month, steps in with_steps(tuple(calendar.months), month_ref):
        yield from _month_outputs(digest, month, steps, rows[month.month])
    for day, steps in with_steps(tuple(calendar.days), day_ref):
        week = week_ref(digest.week_of[day.date])
        papers = digest.shown(digest.papers_of[day.date])
        given = _Day(day.date, steps, week, rows[day.date[:7]], papers)
        yield PageOutput(_day_path(day.date), _day, given)


def week_pages(digest: Digest) -> Iterator[PageOutput]:
    """The index of weeks, and a page for each week that has papers."""
    weeks = digest.calendar.weeks
    lines = tuple((week.year, _week_line(digest, week)) for week in weeks)
    newest = max((day.date for week in weeks for day in week.days), default="")
    yield PageOutput("weeks/index.md", _weeks, (newest, lines))
    mailed = {issue.id for issue in periods.issues(digest)}
    for week, steps in with_steps(weeks, week_ref):
        mail = destination(f"{periods.FOLDER}{week.id}.html") if week.id in mailed else None
        span = wording.span_words(week.monday, week.sunday)
        given = _Week(week_ref(week), span, steps, mail, _papers(digest, week.days))
        yield PageOutput(f"weeks/{week.id}.md", _week, given)


def year_ref(year: Year) -> Ref:
    """A link to a year."""
    return _year_ref(year.year)


def month_ref(month: Month) -> Ref:
    """A link to a month."""
    return Ref(wording.month_words(month.month), destination(_month_path(month.month)))


def day_ref(day: Day) -> Ref:
    """A link to a day."""
    return Ref(wording.date_words(day.date), destination(_day_path(day.date)))


def week_ref(week: Week) -> Ref:
    """A link to a week."""
    return Ref(f"Week {week.number} of {week.year}", destination(f"weeks/{week.id}.md"))


def with_steps(items: Sequence[_T], ref: Callable[[_T], Ref]) -> Iterator[tuple[_T, Steps]]:
    """``items``, newest first, each with its neighbours."""
    for index, item in enumerate(items):
        older = ref(items[index + 1]) if index + 1 < len(items) else None
        newer = ref(items[index - 1]) if index else None
        yield item, Steps(older, newer)


def _calendar_output(digest: Digest) -> PageOutput:
    calendar = digest.calendar
    dated = len(digest.newest) - len(calendar.undated)
    facts = f"{count(dated, 'paper')} in {count(len(calendar.years), 'year')}."
    rows = []
    for year in calendar.years:
        by_month = {month.month[5:]: month for month in year.months}
        months = [by_month.get(f"{number:02}") for number in range(1, 13)]
        cells = [month and Ref(_number(month.papers), month_ref(month).path) for month in months]
        rows.append((year_ref(year), cells, _number(year.papers)))
    undated = digest.shown(calendar.undated[:_UNDATED])
    more = len(calendar.undated) - len(undated)
    given = (facts, digest.newest_day, rows, undated, more)
    return PageOutput("dates/index.md", _calendar, given)


def _calendar(
    world: World,
    given: tuple[str, str, list[tuple[Ref, list[Ref | None], str]], tuple[Shown, ...], int],
) -> Page:
    facts, newest, rows, undated, more = given
    head = Head(
        path="dates/index.md",
        kind="dates",
        title="Dates",
        description=facts,
        days=(newest,),
        lists=records(undated),
    )
    return page(
        head,
        "dates",
        facts=facts,
        month_names=[name[:3] for name in wording.MONTHS],
        rows=rows,
        undated=cards(world, undated),
        more=more,
    )


def _year_output(digest: Digest, year: Year, steps: Steps) -> PageOutput:
    topics = Counter(topic for paper in year.papers for topic in digest.known_topics(paper))
    in_order = sorted(topics.items(), key=lambda item: (-item[1], item[0].title.casefold()))
    given = _Year(
        year.year,
        paper_facts(year.papers),
        (max((digest.listed[paper.id] for paper in year.papers), default=""),),
        steps,
        tuple(
            (month_ref(month), _number(month.papers), with_code(month.papers))
            for month in year.months
        ),
        tuple(in_order[:_TOP_TOPICS]),
        digest.shown(year.month_unknown),
    )
    return PageOutput(f"dates/{year.year}/index.md", _year, given)


def _year(world: World, given: _Year) -> Page:
    head = Head(
        path=f"dates/{given.year}/index.md",
        kind="year",
        title=given.year,
        trail=(_DATES,),
        description=f"Papers of {given.year}: {given.facts}.",
        days=given.days,
        steps=given.steps,
        lists=records(given.unknown),
    )
    topics = [topic_ref(topic, papers) for topic, papers in given.topics]
    return page(
        head,
        "year",
        facts=given.facts,
        months=given.months,
        topics=topics,
        month_unknown=cards(world, given.unknown),
    )


def _month_outputs(
    digest: Digest, month: Month, steps: Steps, rows: tuple[_Row, ...]
) -> Iterator[PageOutput]:
    """The page of a month with its newest days, and those of the days before them.

    Parts are counted from the oldest, so that they stay as they are while the month goes on.
    """
    unknown = month.day_unknown
    cut = [unknown[start : start + _PART] for start in range(0, len(unknown), _PART)]
    listed = (*_papers(digest, month.days), *(_Papers("", digest.shown(part)) for part in cut))
    newest, *earlier = _parts(listed)
    refs = [
        Ref(_part_name(part, month.month), destination(_month_path(month.month, number)))
        for number, part in enumerate(earlier, start=1)
    ]
    for number, listed_here in enumerate((newest, *earlier)):
        given = _Month(
            month.month,
            "" if number else paper_facts(month.papers),
            Steps() if number else steps,
            () if number else rows,
            listed_here,
            number,
            tuple(refs[number - 2 : number - 1] if number > 1 else () if number else refs[::-1]),
        )
        yield PageOutput(_month_path(month.month, number), _month, given)


def _parts(listed: Sequence[_Papers]) -> list[tuple[_Papers, ...]]:
    """Days, newest first, in pages: the newest page, then full ones, the oldest first."""
    parts: list[tuple[_Papers, ...]] = []
    part: tuple[_Papers, ...] = ()
    for day in reversed(listed):
        part = (day, *part)
        if sum(len(each.papers) for each in part) >= _PART:
            parts.append(part)
            part = ()
    return [part, *parts] if part or not parts else [parts[-1], *parts[:-1]]


def _part_name(part: Sequence[_Papers], month: str) -> str:
    """The days of a part in words: ``1 to 9 October 2024``, or that they are unknown."""
    dates = [each.date for each in part if each.date]
    if not dates:
        return f"{wording.month_words(month)}, day unknown"
    return wording.span_words(dates[-1], dates[0]) if dates[1:] else wording.date_words(dates[0])


def _month(world: World, given: _Month) -> Page:
    words = wording.month_words(given.month)
    shown = [paper for each in given.listed for paper in each.papers]
    facts = given.facts or paper_facts(records(shown))
    name = f"{words}, part {given.part}" if given.part else words
    trail = (_DATES, _year_ref(given.month))
    whole = Ref(words, destination(_month_path(given.month)))
    of_days = _days(world, [each for each in given.listed if each.date])
    head = Head(
        path=_month_path(given.month, given.part),
        kind="month",
        title=name,
        description=f"Papers of {name}: {facts}.",
        days=days(shown),
        steps=given.steps,
        trail=(*trail, whole) if given.part else trail,
        lists=records(shown),
    )
    return page(
        head,
        "month",
        facts=facts,
        weeks=given.rows,
        weekdays=_WEEKDAYS,
        contents=[each for _, each, _ in of_days],
        days=[(day, each.anchor, of) for day, each, of in of_days],
        day_unknown=cards(
            world, [paper for each in given.listed if not each.date for paper in each.papers]
        ),
        earlier=given.earlier,
        long=is_long(shown),
    )


def _day(world: World, given: _Day) -> Page:
    facts = paper_facts(records(given.papers))
    words = wording.day_words(given.day)
    month = Ref(wording.month_words(given.day), destination(_month_path(given.day[:7])))
    head = Head(
        path=_day_path(given.day),
        kind="day",
        title=words,
        description=f"Papers of {words}: {facts}.",
        days=(given.day,),
        steps=given.steps,
        trail=(_DATES, _year_ref(given.day), month),
        lists=records(given.papers),
    )
    return page(
        head,
        "day",
        month=month,
        week=given.week,
        facts=facts,
        weeks=given.rows,
        weekdays=_WEEKDAYS,
        cards=cards(world, given.papers),
        long=is_long(given.papers),
    )


def _weeks(world: World, given: tuple[str, tuple[tuple[int, Ref], ...]]) -> Page:
    newest, lines = given
    head = Head(
        path="weeks/index.md",
        kind="weeks",
        title="Weeks",
        description=f"{count(len(lines), 'week')} with papers.",
        days=(newest,),
    )
    years = [
        (str(year), [line for _, line in of_year])
        for year, of_year in groupby(lines, key=lambda each: each[0])
    ]
    return page(head, "weeks", facts=head.description, years=years)


def _week_line(digest: Digest, week: Week) -> Ref:
    papers = sum(len(digest.papers_of[day.date]) for day in week.days)
    span = wording.span_words(week.monday, week.sunday)
    return Ref(f"Week {week.number}, {span}", week_ref(week).path, count(papers, "paper"))


def _week(world: World, given: _Week) -> Page:
    of_days = _days(world, given.listed)
    shown = [paper for each in given.listed for paper in each.papers]
    facts = paper_facts(records(shown))
    head = Head(
        path=str(given.week.path),
        kind="week",
        title=given.week.title,
        description=f"Papers of {given.span}: {facts}.",
        days=days(shown),
        steps=given.steps,
        trail=(Ref("Weeks", destination("weeks/index.md")),),
        lists=records(shown),
    )
    return page(
        head,
        "week",
        span=given.span,
        facts=facts,
        mail=given.mail,
        contents=[each for _, each, _ in of_days],
        days=[(day, each.anchor, columns(of)) for day, each, of in of_days],
        long=is_long(shown),
    )


def _papers(digest: Digest, listed: Sequence[Day]) -> tuple[_Papers, ...]:
    return tuple(_Papers(day.date, digest.shown(digest.papers_of[day.date])) for day in listed)


def _days(world: World, listed: Sequence[_Papers]) -> list[tuple[Ref, Part, tuple[Card, ...]]]:
    """Each day as a link and in the contents of the page, with the cards of its papers."""
    whole = sum(len(each.papers) for each in listed)
    return [
        (
            Ref(wording.day_words(each.date), destination(_day_path(each.date))),
            part(f"on-{each.date}", wording.short_day(each.date), len(each.papers), whole),
            cards(world, each.papers),
        )
        for each in listed
    ]


def _month_rows(digest: Digest, month: str) -> tuple[_Row, ...]:
    """The weeks of ``month``, ``2024-10``, from Monday to Sunday."""
    year, number = int(month[:4]), int(month[5:7])
    return tuple(
        (
            _week_cell(digest, date(year, number, max(week))),
            tuple(_day_cell(digest, month, day) for day in week),
        )
        for week in Calendar().monthdayscalendar(year, number)
    )


def _week_cell(digest: Digest, day: date) -> Ref:
    year, number, _ = day.isocalendar()
    week = digest.weeks.get(f"{year}-W{number:02}")
    return Ref(str(number), destination(f"weeks/{week.id}.md") if week else Markup())


def _day_cell(digest: Digest, month: str, number: int) -> Ref | None:
    if not number:
        return None
    day = digest.days_by_date.get(f"{month}-{number:02}")
    if not day:
        return Ref(str(number), Markup())
    papers = count(len(digest.papers_of[day.date]), "paper")
    return Ref(str(number), destination(_day_path(day.date)), papers)


def _number(papers: Sequence[object]) -> str:
    return f"{len(papers):,}"


def _year_ref(date: str) -> Ref:
    return Ref(date[:4], destination(f"dates/{date[:4]}/index.md"))


def _month_path(month: str, part: int = 0) -> str:
    folder = f"dates/{month[:4]}/{month[5:7]}"
    return f"{folder}/part/{part}.md" if part else f"{folder}/index.md"


def _day_path(day: str) -> str:
    return f"dates/{day[:4]}/{day[5:7]}/{day[8:]}.md"
