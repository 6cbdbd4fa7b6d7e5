"""A time line: when a paper was published, and when it was listed, on a line of years."""

from __future__ import annotations

from datetime import date
from functools import cache
from pathlib import Path

from jinja2 import Template
from markupsafe import Markup, escape

from generator.papers import wording
from generator.papers.dates import first_day
from generator.text.plain import plain
from generator.text.templates import environment

_WIDTH = 320
_EDGE = 5  # room for half a mark
_FEWEST_YEARS = 3
_APART = 60  # days
_YEAR = 34  # what a year takes that is named
_WORDS = 100  # what "published 15 Oct 2022" takes


def timeline(published: str, listed: tuple[str, ...]) -> Markup:
    """The drawing, as HTML on lines of its own; nothing where no two days are apart.

    The words stand in the drawing's units, which the page scales (counts.css).
    """
    days = [first_day(published)] if published else []
    days += sorted({first_day(day) for day in listed})
    if not _is_apart(days):
        return Markup()
    first = min(int(min(days)[:4]), int(max(days)[:4]) + 1 - _FEWEST_YEARS)
    last = int(max(days)[:4]) + 1
    scale = (_WIDTH - 2 * _EDGE) / (date(last, 1, 1) - date(first, 1, 1)).days

    def place(day: str) -> float:
        return _EDGE + (date.fromisoformat(day) - date(first, 1, 1)).days * scale

    step = -(-(last - first) * _YEAR // _WIDTH)
    texts = [
        (_unit(place(f"{year}-01-01")), 33, "start", "label", str(year))
        for year in range(first, last, step)
    ]
    seen = sorted(set(listed))
    said = [f"published {wording.brief(published)}"] if published else []
    if seen:
        said.append(f"listed {wording.brief(seen[-1])}")
    start, end = place(days[0]), place(max(days))
    anchor, room = ("start", 2 * _WORDS) if start < _WORDS else ("end", _WORDS)
    if len(said) > 1 and end - start >= room:
        texts.append((_unit(start), 10, anchor, "said", plain(said[0])))
        texts.append((_unit(end), 10, "end", "said", plain(said[1])))
    else:
        texts.append((_unit(max(end, 2 * _WORDS)), 10, "end", "said", plain(" · ".join(said))))
    marks = sorted(
        (place(day), "published" if published and number == 0 else "listed")
        for number, day in enumerate(days)
    )
    days_said = [f"listed {wording.date_words(day)}" for day in seen]
    if published:
        days_said.insert(0, f"published {wording.date_words(published)}")
    drawn = _template().render(
        height=38,
        label=plain(wording.sentence(", ".join(days_said))),
        marks=[(_unit(x), kind) for x, kind in marks],
        texts=texts,
    )
    return Markup(drawn.strip())


def _is_apart(days: list[str]) -> bool:
    """Whether there is anything to see: two days that are more than some weeks apart."""
    ordinals = [date.fromisoformat(day).toordinal() for day in days]
    return bool(ordinals) and max(ordinals) - min(ordinals) >= _APART


def _unit(number: float) -> str:
    return f"{number:.1f}"


@cache
def _template() -> Template:
    return environment(Path(__file__).parent / "templates", escape).get_template("timeline.svg.j2")
