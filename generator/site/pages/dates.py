"""The pages of the calendar: years, months and days."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, TypeVar

from generator.papers import wording
from generator.papers.wording import count
from generator.site.pages.cards import cards, dated_ref, is_long, paper_facts, topic_ref, with_code
from generator.site.pages.months import WEEKDAYS, month_rows
from generator.site.pages.page import Head, Page, Ref, Steps, page
from generator.text.markdown import destination

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from generator.papers.model import Paper
    from generator.site.pages.cards import Card
    from generator.views import Day, Digest, Month, Week, Year

_TOP_TOPICS = 10
_DATES = Ref("Dates", destination("dates/index.md"))

_T = TypeVar("_T")


def date_pages(digest: Digest) -> Iterator[Page]:
    """The calendar, and a page for each year, month and day that has papers."""
    calendar = digest.calendar
    yield _calendar(digest)
    for year, steps in with_steps(calendar.years, year_ref):
        yield _year(digest, year, steps)
    for month, steps in with_steps(tuple(calendar.months), month_ref):
        yield _month(digest, month, steps)
    for day, steps in with_steps(tuple(calendar.days), day_ref):
        yield _day(digest, day, steps)


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


def _calendar(digest: Digest) -> Page:
    calendar = digest.calendar
    dated = len(digest.newest) - len(calendar.undated)
    head = Head(
        path="dates/index.md",
        kind="dates",
        title="Dates",
        description=f"{count(dated, 'paper')} in {count(len(calendar.years), 'year')}.",
        days=digest.days(digest.newest),
    )
    rows = []
    for year in calendar.years:
        by_month = {month.month[5:]: month for month in year.months}
        months = [by_month.get(f"{number:02}") for number in range(1, 13)]
        cells = [month and Ref(_number(month.papers), month_ref(month).path) for month in months]
        rows.append((year_ref(year), cells, _number(year.papers)))
    return page(
        head,
        "dates",
        facts=head.description,
        month_names=[name[:3] for name in wording.MONTHS],
        rows=rows,
        undated=[dated_ref(digest, paper) for paper in calendar.undated],
    )


def _year(digest: Digest, year: Year, steps: Steps) -> Page:
    facts = paper_facts(year.papers)
    head = Head(
        path=f"dates/{year.year}/index.md",
        kind="year",
        title=year.year,
        trail=(_DATES,),
        description=f"Papers of {year.year}: {facts}.",
        days=digest.days(year.papers),
        steps=steps,
    )
    topics = Counter(topic for paper in year.papers for topic in digest.known_topics(paper))
    return page(
        head,
        "year",
        facts=facts,
        months=[
            (month_ref(month), _number(month.papers), with_code(month.papers))
            for month in year.months
        ],
        topics=[
            topic_ref(topic, papers)
            for topic, papers in sorted(
                topics.items(), key=lambda item: (-item[1], item[0].title.casefold())
            )[:_TOP_TOPICS]
        ],
        month_unknown=cards(digest, year.month_unknown),
    )


def _month(digest: Digest, month: Month, steps: Steps) -> Page:
    words = wording.month_words(month.month)
    facts = paper_facts(month.papers)
    head = Head(
        path=_month_path(month.month),
        kind="month",
        title=words,
        description=f"Papers of {words}: {facts}.",
        days=digest.days(month.papers),
        steps=steps,
        trail=(_DATES, _year_ref(month.month)),
    )
    return page(
        head,
        "month",
        facts=facts,
        weeks=month_rows(digest, month.month),
        weekdays=WEEKDAYS,
        days=days_with_cards(digest, month.days),
        day_unknown=cards(digest, month.day_unknown),
        long=is_long(month.papers),
    )


def _day(digest: Digest, day: Day, steps: Steps) -> Page:
    facts = paper_facts(day.papers)
    words = wording.day_words(day.date)
    month = Ref(wording.month_words(day.date), destination(_month_path(day.date[:7])))
    head = Head(
        path=_day_path(day.date),
        kind="day",
        title=words,
        description=f"Papers of {words}: {facts}.",
        days=(day.date,),
        steps=steps,
        trail=(_DATES, _year_ref(day.date), month),
    )
    return page(
        head,
        "day",
        month=month,
        week=week_ref(digest.week_of[day.date]),
        facts=facts,
        weeks=month_rows(digest, day.date[:7]),
        weekdays=WEEKDAYS,
        cards=cards(digest, day.papers),
        long=is_long(day.papers),
    )


def days_with_cards(digest: Digest, days: Sequence[Day]) -> list[tuple[Ref, tuple[Card, ...]]]:
    """Each of ``days`` as a link, with the cards of its papers."""
    return [
        (Ref(wording.day_words(day.date), day_ref(day).path), cards(digest, day.papers))
        for day in days
    ]


def _number(papers: Sequence[Paper]) -> str:
    return f"{len(papers):,}"


def with_steps(items: Sequence[_T], ref: Callable[[_T], Ref]) -> Iterator[tuple[_T, Steps]]:
    """``items``, newest first, each with its neighbours."""
    for index, item in enumerate(items):
        older = ref(items[index + 1]) if index + 1 < len(items) else None
        newer = ref(items[index - 1]) if index else None
        yield item, Steps(older, newer)


def _year_ref(date: str) -> Ref:
    return Ref(date[:4], destination(f"dates/{date[:4]}/index.md"))


def _month_path(month: str) -> str:
    return f"dates/{month[:4]}/{month[5:7]}/index.md"


def _day_path(day: str) -> str:
    return f"dates/{day[:4]}/{day[5:7]}/{day[8:]}.md"
