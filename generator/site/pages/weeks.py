"""The pages of ISO weeks."""

from __future__ import annotations

from itertools import groupby
from typing import TYPE_CHECKING

from generator.papers import wording
from generator.papers.wording import count
from generator.site.pages.cards import is_long, paper_facts
from generator.site.pages.dates import days_with_cards, week_ref, with_steps
from generator.site.pages.page import Head, Page, Ref, Steps, page
from generator.text.markdown import destination
from generator.views import periods

if TYPE_CHECKING:
    from collections.abc import Iterator

    from markupsafe import Markup

    from generator.views import Digest, Week


def week_pages(digest: Digest) -> Iterator[Page]:
    """The index of weeks, and a page for each week that has papers."""
    weeks = digest.calendar.weeks
    yield _weeks(digest)
    mailed = {issue.id for issue in periods.issues(digest)}
    for week, steps in with_steps(weeks, week_ref):
        mail = destination(f"{periods.FOLDER}{week.id}.html") if week.id in mailed else None
        yield _week(digest, week, steps, mail)


def _weeks(digest: Digest) -> Page:
    weeks = digest.calendar.weeks
    head = Head(
        path="weeks/index.md",
        kind="weeks",
        title="Weeks",
        description=f"{count(len(weeks), 'week')} with papers.",
        days=(day.date for week in weeks for day in week.days),
    )
    years = [
        (str(year), [_week_line(week) for week in of_year])
        for year, of_year in groupby(weeks, key=lambda week: week.year)
    ]
    return page(head, "weeks", facts=head.description, years=years)


def _week_line(week: Week) -> Ref:
    papers = sum(len(day.papers) for day in week.days)
    span = wording.span_words(week.monday, week.sunday)
    return Ref(f"Week {week.number}, {span}", week_ref(week).path, count(papers, "paper"))


def _week(digest: Digest, week: Week, steps: Steps, mail: Markup | None) -> Page:
    papers = [paper for day in week.days for paper in day.papers]
    facts = paper_facts(papers)
    span = wording.span_words(week.monday, week.sunday)
    head = Head(
        path=f"weeks/{week.id}.md",
        kind="week",
        title=week_ref(week).title,
        description=f"Papers of {span}: {facts}.",
        days=(day.date for day in week.days),
        steps=steps,
        trail=(Ref("Weeks", destination("weeks/index.md")),),
    )
    return page(
        head,
        "week",
        span=span,
        facts=facts,
        mail=mail,
        days=days_with_cards(digest, week.days),
        long=is_long(papers),
    )
