"""Plots and time lines as SVG that takes its colours and type from the page it stands in.

Marks and words are elements with classes and without a style: a page under a strict
Content-Security-Policy can hold them, and its stylesheet gives them the colours of either
scheme. By itself, as GitHub shows it, a plot is grey.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import groupby
from pathlib import Path

from jinja2 import Template
from markupsafe import Markup, escape

from generator.papers import wording
from generator.papers.fields import first_day
from generator.text.markdown import template
from generator.text.plain import plain

_TEMPLATES = Path(__file__).parent / "templates"
# Units of the drawing, as wide as a small phone; the page scales it to the room there is.
_WIDTH = 320
_ROW = 16
_LABEL_EVERY = 30
_MOST_LEVELS = 4

_EDGE = 5  # of a time line: room for half a mark
_FEWEST_YEARS = 3
_APART = 60  # days
_YEAR = 34  # what a year takes that is named
_WORDS = 100  # what "published 15 Oct 2022" takes


@dataclass(frozen=True, slots=True)
class Bar:
    """One bar: what it stands for, how much, how much of it is filled, the group it is of.

    ``group`` is an id and gives the hue, ``head`` the name that stands above the group.
    """

    label: str
    value: int
    part: int = 0
    group: str = ""
    head: str = ""


@dataclass(frozen=True, slots=True)
class Plot:
    """What a plot shows, in words and in bars; ``name`` is that of its file."""

    name: str
    title: str
    description: str
    bars: tuple[Bar, ...]


def columns(plot: Plot, *, numbers: bool) -> str:
    """Upright bars, each with its number above or, without ``numbers``, lines to read by.

    A bar with an empty label has none; of those that have one, as many are labelled as
    there is room for, the last always. Returns the SVG.
    """
    levels = [] if numbers else levels_up_to(_most(plot))
    return _svg("columns", plot, levels=levels, labelled=list(_labelled(plot.bars)))


def by_year(name: str, group: str, years: Sequence[tuple[str, int]]) -> Markup | None:
    """Papers by the year they were published, in the hue of ``group``; None of a single year."""
    if len(years) < 2:
        return None
    counts = ", ".join(f"{number} in {year}" for year, number in years if number)
    bars = tuple(Bar(f"’{year[2:]}", number, number, group) for year, number in years)
    title = "Papers by the year they were published"
    return Markup(columns(Plot(f"years-{name}", title, f"{counts}.", bars), numbers=True))


def rows(plot: Plot) -> str:
    """Level bars below each other, by group, each with its label before and number behind.

    Returns the SVG.
    """
    lines: list[tuple[float, str, Bar | None]] = []
    middle = _ROW / 2
    for _, of_group in groupby(plot.bars, key=lambda bar: bar.group):
        first, *others = of_group
        lines.append((middle, first.head, None))
        for bar in (first, *others):
            middle += _ROW
            lines.append((middle, bar.label, bar))
        middle += _ROW * 1.5
    return _svg("rows", plot, lines=lines, height=int(middle - _ROW))


def levels_up_to(most: int) -> list[int]:
    """Round numbers to read a plot by, at most four, the last at most ``most``.

    >>> levels_up_to(21), levels_up_to(3)
    ([5, 10, 15, 20], [1, 2, 3])
    """
    size = 1
    while True:
        for step in (size, 2 * size, 5 * size):
            if most // step <= _MOST_LEVELS:
                return list(range(step, most + 1, step))
        size *= 10


def _labelled(bars: tuple[Bar, ...]) -> Iterator[int]:
    """Places of the labels to write, from the last back, so that none touches another."""
    space = _WIDTH / len(bars)
    last: float = _WIDTH * 2
    for place in reversed(range(len(bars))):
        middle = (place + 0.5) * space
        inside = _LABEL_EVERY / 2 - 3 <= middle <= _WIDTH - _LABEL_EVERY / 2 + 3
        if bars[place].label and last - middle >= _LABEL_EVERY and inside:
            yield place
            last = middle


def timeline(published: str, listed: tuple[str, ...]) -> Markup:
    """When a paper was published, and when it was listed, on a line of years.

    HTML on lines of its own; nothing where no two days are some weeks apart. The words stand
    in the drawing's units, which the page scales (counts.css).
    """
    seen = sorted(set(listed))
    days = [date.fromisoformat(first_day(day)) for day in (*filter(None, [published]), *seen)]
    if not days or (max(days) - min(days)).days < _APART:
        return Markup()
    last = max(days).year + 1
    first = min(min(days).year, last - _FEWEST_YEARS)
    scale = (_WIDTH - 2 * _EDGE) / (date(last, 1, 1) - date(first, 1, 1)).days

    def place(day: date) -> float:
        return _EDGE + (day - date(first, 1, 1)).days * scale

    step = -(-(last - first) * _YEAR // _WIDTH)
    texts = [
        (f"{place(date(year, 1, 1)):.1f}", 33, "start", "label", str(year))
        for year in range(first, last, step)
    ]
    labels = [f"published {wording.brief(published)}"] if published else []
    labels += [f"listed {wording.brief(day)}" for day in seen[-1:]]
    start, end = place(days[0]), place(max(days))
    anchor, room = ("start", 2 * _WORDS) if start < _WORDS else ("end", _WORDS)
    if len(labels) > 1 and end - start >= room:
        texts.append((f"{start:.1f}", 10, anchor, "said", plain(labels[0])))
        texts.append((f"{end:.1f}", 10, "end", "said", plain(labels[1])))
    else:
        texts.append((f"{max(end, 2 * _WORDS):.1f}", 10, "end", "said", plain(" · ".join(labels))))
    kinds = [*(["published"] if published else []), *["listed"] * len(seen)]
    marks = sorted((place(day), kind) for day, kind in zip(days, kinds, strict=True))
    in_words = [f"published {wording.date_words(published)}"] if published else []
    in_words += [f"listed {wording.date_words(day)}" for day in seen]
    drawn = _template("timeline").render(
        label=plain(wording.sentence(", ".join(in_words))),
        marks=[(f"{x:.1f}", kind) for x, kind in marks],
        texts=texts,
    )
    return Markup(drawn.strip())


def _svg(kind: str, plot: Plot, **values: object) -> str:
    return _template(kind).render(plot=plot, most=_most(plot), **values).lstrip()


def _most(plot: Plot) -> int:
    return max(1, *(bar.value for bar in plot.bars))


def _unit(number: float) -> str:
    return f"{number:.2f}".rstrip("0").rstrip(".")


def _template(name: str) -> Template:
    return template(_TEMPLATES, f"{name}.svg.j2", escape, plain=plain, unit=_unit)
