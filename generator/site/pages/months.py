"""A month as a table of ISO weeks, in which the days with papers are links."""

from __future__ import annotations

from calendar import Calendar
from datetime import date
from typing import TYPE_CHECKING, TypeAlias

from markupsafe import Markup

from generator.papers import wording
from generator.site.pages.page import Ref
from generator.text.markdown import destination

if TYPE_CHECKING:
    from generator.views import Digest

WEEKDAYS = tuple(name[:3] for name in wording.WEEKDAYS)

# A week's number, then its seven days; None outside the month, no path where nothing was listed.
Row: TypeAlias = "tuple[Ref, list[Ref | None]]"


def month_rows(digest: Digest, month: str) -> list[Row]:
    """The weeks of ``month``, ``2024-10``, from Monday to Sunday."""
    year, number = int(month[:4]), int(month[5:7])
    return [
        (_week(digest, date(year, number, max(days))), [_day(digest, month, day) for day in days])
        for days in Calendar().monthdayscalendar(year, number)
    ]


def _week(digest: Digest, day: date) -> Ref:
    year, number, _ = day.isocalendar()
    week = digest.weeks.get(f"{year}-W{number:02}")
    return Ref(str(number), destination(f"weeks/{week.id}.md") if week else Markup())


def _day(digest: Digest, month: str, number: int) -> Ref | None:
    if not number:
        return None
    day = digest.days_by_date.get(f"{month}-{number:02}")
    if not day:
        return Ref(str(number), Markup())
    path = destination(f"dates/{day.date[:4]}/{day.date[5:7]}/{day.date[8:]}.md")
    return Ref(str(number), path, wording.count(len(day.papers), "paper"))
