"""Plots and time lines as SVG that takes its colours and type from the page it stands in.

Marks and words are elements with classes and without a style: a page under a strict
Content-Security-Policy can hold them, and its stylesheet gives them the colours of either
scheme. By itself, as GitHub shows it, a plot is grey.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache
from itertools import groupby
from pathlib import Path

from jinja2 import Template
from markupsafe import Markup, escape

from generator.papers import wording
from generator.papers.fields import first_day
from generator.text.markdown import environment
from generator.text.plain import plain

# Units of the drawing, as wide as a small phone; the page scales it to the room there is.
_WIDTH = 320
_HEIGHT = 150
_ABOVE = 14
_BELOW = 16
_ROW = 16
_NAMES = 160
_NUMBERS = 26
_TEXT = 11
_LABEL_EVERY = 30
_BAR = 0.76  # of a column's width
_THICK = 9  # of a level bar
_MOST_LEVELS = 4
_GREY = "#777"

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


_Mark = tuple[str, str, str]
"""The class of a mark, its group, its outline."""
_Words = tuple[str, str, str, str, str]
"""The class of words, their anchor, their place, and the words."""


def columns(plot: Plot, *, numbers: bool) -> str:
    """Upright bars, each with its number above or, without ``numbers``, lines to read by.

    A bar with an empty label has none; of those that have one, as many are labelled as
    there is room for, the last always. Returns the SVG.
    """
    bottom, tall = _HEIGHT - _BELOW, _HEIGHT - _BELOW - _ABOVE
    most = max(1, *(bar.value for bar in plot.bars))
    step = _WIDTH / len(plot.bars)
    levels = [] if numbers else levels_up_to(most)
    marks: list[_Mark] = []
    texts: list[_Words] = []
    for level in levels:
        y = bottom - tall * level / most
        marks.append(("grid", "", f"M0 {_unit(y)}H{_WIDTH}"))
        texts.append(_words("label", "start", 0, y - 3, f"{level:,}"))
    for place, bar in enumerate(plot.bars):
        left, width = step * (place + (1 - _BAR) / 2), step * _BAR
        for kind, value in _filled(bar):
            high = tall * value / most
            marks.append((kind, bar.group, _box(left, bottom - high, width, high)))
        if numbers:
            y = bottom - tall * bar.value / most - 4
            texts.append(_words("label", "middle", step * (place + 0.5), y, f"{bar.value:,}"))
    for place in _labelled(plot.bars):
        x, y = step * (place + 0.5), bottom + _TEXT + 1
        texts.append(_words("label", "middle", x, y, plot.bars[place].label))
    return _svg(plot, _HEIGHT, marks, texts)


def by_year(name: str, group: str, years: Sequence[tuple[str, int]]) -> Markup | None:
    """Papers by the year they were published, in the hue of ``group``; None of a single year."""
    if len(years) < 2:
        return None
    said = ", ".join(f"{number} in {year}" for year, number in years if number)
    bars = tuple(Bar(f"’{year[2:]}", number, number, group) for year, number in years)
    title = "Papers by the year they were published"
    return Markup(columns(Plot(f"years-{name}", title, f"{said}.", bars), numbers=True))


def rows(plot: Plot) -> str:
    """Level bars below each other, by group, each with its label before and number behind.

    Returns the SVG.
    """
    groups = [list(of) for _, of in groupby(plot.bars, key=lambda bar: bar.group)]
    height = _ROW * (len(plot.bars) + len(groups)) + _ROW // 2 * (len(groups) - 1)
    wide = _WIDTH - _NAMES - _NUMBERS
    most = max(1, *(bar.value for bar in plot.bars))
    marks: list[_Mark] = []
    texts: list[_Words] = []
    middle = _ROW / 2
    for of_group in groups:
        texts.append(_words("head", "end", _NAMES - 6, middle + 4, of_group[0].head))
        for bar in of_group:
            middle += _ROW
            for kind, value in _filled(bar):
                long = wide * value / most
                marks.append((kind, bar.group, _box(_NAMES, middle - _THICK / 2, long, _THICK)))
            texts.append(_words("label", "end", _NAMES - 6, middle + 4, bar.label))
            x = _NAMES + wide * bar.value / most + 5
            texts.append(_words("label", "start", x, middle + 4, f"{bar.value:,}"))
        middle += _ROW * 1.5
    return _svg(plot, height, marks, texts)


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


def _filled(bar: Bar) -> Iterator[tuple[str, int]]:
    """The outline of the whole where it is not all filled, and what is."""
    if bar.part < bar.value:
        yield "bar", bar.value
    yield "part", bar.part


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


def _box(left: float, top: float, width: float, height: float) -> str:
    right, bottom = left + width, top + height
    return f"M{_unit(left)} {_unit(bottom)}H{_unit(right)}V{_unit(top)}H{_unit(left)}z"


def _words(kind: str, anchor: str, x: float, y: float, words: str) -> _Words:
    return kind, anchor, _unit(x), _unit(y), plain(words)


def _unit(number: float) -> str:
    return f"{number:.2f}".rstrip("0").rstrip(".")


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
    said = [f"published {wording.brief(published)}"] if published else []
    said += [f"listed {wording.brief(day)}" for day in seen[-1:]]
    start, end = place(days[0]), place(max(days))
    anchor, room = ("start", 2 * _WORDS) if start < _WORDS else ("end", _WORDS)
    if len(said) > 1 and end - start >= room:
        texts.append((f"{start:.1f}", 10, anchor, "said", plain(said[0])))
        texts.append((f"{end:.1f}", 10, "end", "said", plain(said[1])))
    else:
        texts.append((f"{max(end, 2 * _WORDS):.1f}", 10, "end", "said", plain(" · ".join(said))))
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


def _svg(plot: Plot, height: int, marks: Iterable[_Mark], texts: Iterable[_Words]) -> str:
    return _template("plot").render(
        name=plot.name,
        title=plain(plot.title),
        description=plain(plot.description),
        width=_WIDTH,
        height=height,
        size=_TEXT,
        grey=_GREY,
        marks=marks,
        texts=texts,
    )


@cache
def _template(name: str) -> Template:
    folder = Path(__file__).parent / "templates"
    return environment(folder, escape).get_template(f"{name}.svg.j2")
