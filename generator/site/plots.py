"""Plots as SVG that takes its colours and its type from the page it stands in.

Matplotlib lays a plot out; of what it draws only the marks and the words are kept, as
elements with classes, and none of its styles: a page under a strict Content-Security-Policy
can hold the result, and its stylesheet gives it the colours of either scheme. By itself, as
GitHub shows it, a plot is grey.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from io import StringIO
from itertools import groupby
from typing import TYPE_CHECKING, Any
from xml.etree import ElementTree

from generator.text.plain import plain

if TYPE_CHECKING:
    from collections.abc import Iterator

    from matplotlib.axes import Axes

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
_GREY = "#777"

_SVG = "http://www.w3.org/2000/svg"
_NUMBER = re.compile(r"-?\d+\.\d+")


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
    bottom, top = _BELOW / _HEIGHT, 1 - _ABOVE / _HEIGHT
    axes = _axes(_HEIGHT, 0.0, bottom, 1.0, top - bottom)
    axes.set_xlim(-0.5, len(plot.bars) - 0.5)
    axes.set_ylim(0, max(1, *(bar.value for bar in plot.bars)))
    if not numbers:
        for level in _levels(axes):
            axes.plot([-0.5, len(plot.bars) - 0.5], [level, level], gid="grid")
            _write(axes, f"{level:,}", (-0.5, level), (0, 3), "start")
    for place, bar in enumerate(plot.bars):
        if bar.part < bar.value:
            _draw(axes.bar(place, bar.value, 0.76), "bar", place)
        _draw(axes.bar(place, bar.part, 0.76), "part", place)
        if numbers:
            _write(axes, f"{bar.value:,}", (place, bar.value), (0, 4), "middle")
    for place in _labelled(plot.bars):
        _write(axes, plot.bars[place].label, (place, 0), (0, -_TEXT - 1), "middle")
    return _svg(axes, plot, _HEIGHT)


def rows(plot: Plot) -> str:
    """Level bars below each other, by group, each with its label before and number behind.

    Returns the SVG.
    """
    groups = [list(of) for _, of in groupby(enumerate(plot.bars), key=lambda item: item[1].group)]
    height = _ROW * (len(plot.bars) + len(groups)) + _ROW // 2 * (len(groups) - 1)
    width = _WIDTH - _NAMES - _NUMBERS
    axes = _axes(height, _NAMES / _WIDTH, 0.0, width / _WIDTH, 1.0)
    axes.set_xlim(0, max(1, *(bar.value for bar in plot.bars)))
    axes.set_ylim(height, 0)
    middle = _ROW / 2
    for of_group in groups:
        _write(axes, of_group[0][1].head, (0, middle), (-6, -4), "end", "head")
        for place, bar in of_group:
            middle += _ROW
            if bar.part < bar.value:
                _draw(axes.barh(middle, bar.value, 9), "bar", place)
            _draw(axes.barh(middle, bar.part, 9), "part", place)
            _write(axes, bar.label, (0, middle), (-6, -4), "end")
            _write(axes, f"{bar.value:,}", (bar.value, middle), (5, -4), "start")
        middle += _ROW * 1.5
    return _svg(axes, plot, height)


def _axes(height: float, left: float, bottom: float, width: float, tall: float) -> Axes:
    # Takes most of a second: only what draws pays for it.
    from matplotlib.figure import Figure

    figure = Figure(figsize=(_WIDTH / 72, height / 72))
    axes = figure.add_axes((left, bottom, width, tall))
    axes.set_axis_off()
    return axes


def _levels(axes: Axes) -> list[int]:
    from matplotlib.ticker import MaxNLocator

    most = axes.get_ylim()[1]
    levels = MaxNLocator(nbins=4, steps=[1, 2, 5, 10], integer=True).tick_values(0, most)
    return [round(level) for level in levels if 0 < level <= most]


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


def _draw(bars: Any, kind: str, place: int) -> None:
    for bar in bars:
        bar.set_gid(f"{kind} {place}")


def _write(
    axes: Axes,
    words: str,
    at: tuple[float, float],
    beside: tuple[float, float],
    anchor: str,
    kind: str = "label",
) -> None:
    """Words ``beside`` a place ``at`` of the data; what they are travels in the id.

    Matplotlib gets a letter in their place: it would read mathematics into a dollar sign,
    and warn of each letter that its own font does not have.
    """
    gid = f"{kind} {anchor} {plain(words)}"
    axes.annotate("x", at, beside, textcoords="offset points", gid=gid, annotation_clip=False)


def _svg(axes: Axes, plot: Plot, height: float) -> str:
    import matplotlib
    from matplotlib.backends.backend_svg import FigureCanvasSVG
    from matplotlib.figure import Figure

    assert isinstance(axes.figure, Figure)
    drawn = StringIO()
    with matplotlib.rc_context({"svg.fonttype": "none", "svg.hashsalt": plot.name}):
        canvas: Any = FigureCanvasSVG(axes.figure)
        canvas.print_svg(drawn, metadata={"Date": None})
    svg = ElementTree.Element(
        "svg",
        {
            "xmlns": _SVG,
            "viewBox": f"0 0 {_WIDTH} {height:g}",
            "class": "plot",
            "role": "img",
            "aria-labelledby": f"{plot.name}-title {plot.name}-description",
            "font-family": "sans-serif",
            "font-size": str(_TEXT),
            "fill": _GREY,
        },
    )
    ElementTree.SubElement(svg, "title", {"id": f"{plot.name}-title"}).text = plain(plot.title)
    description = ElementTree.SubElement(svg, "desc", {"id": f"{plot.name}-description"})
    description.text = plain(plot.description)
    svg.extend(_kept(ElementTree.fromstring(drawn.getvalue()), plot.bars))
    return ElementTree.tostring(svg, encoding="unicode") + "\n"


def _kept(drawing: ElementTree.Element, bars: tuple[Bar, ...]) -> Iterator[ElementTree.Element]:
    """The marks and words of a drawing, without its styles."""
    for group in drawing.iter(f"{{{_SVG}}}g"):
        kind, _, rest = group.get("id", "").partition(" ")
        match kind:
            case "grid":
                look = {"fill": "none", "stroke": _GREY, "stroke-opacity": "0.3"}
                yield _path(group, {"class": kind, **look})
            case "bar" | "part":
                bar = bars[int(rest)]
                look = {"fill-opacity": "0.25", "stroke": _GREY} if kind == "bar" else {}
                of_group = {"data-group": bar.group} if bar.group else {}
                yield _path(group, {"class": kind, **of_group, **look})
            case "label" | "head":
                anchor, _, words = rest.partition(" ")
                yield _words(group, {"class": kind, "text-anchor": anchor}, words)


def _path(group: ElementTree.Element, attributes: dict[str, str]) -> ElementTree.Element:
    drawn = group.find(f".//{{{_SVG}}}path")
    assert drawn is not None
    outline = " ".join(drawn.get("d", "").split())
    short = _NUMBER.sub(lambda number: f"{float(number.group()):.2f}", outline)
    return ElementTree.Element("path", {**attributes, "d": short})


def _words(
    group: ElementTree.Element, attributes: dict[str, str], words: str
) -> ElementTree.Element:
    drawn = group.find(f".//{{{_SVG}}}text")
    assert drawn is not None
    place = {name: f"{float(drawn.get(name, '0')):.2f}" for name in ("x", "y")}
    text = ElementTree.Element("text", {**attributes, **place})
    text.text = words
    return text
