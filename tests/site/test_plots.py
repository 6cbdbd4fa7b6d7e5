"""Plots: what is drawn is what is counted, without a style, the same bytes everywhere."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from functools import partial
from itertools import pairwise
from pathlib import Path
from xml.etree import ElementTree

import pytest

from generator.site.plots import Bar, Plot, columns, levels_up_to, rows

SVG = "{http://www.w3.org/2000/svg}"
HOSTILE = '$x^2$ <script>alert(1)</script> & "q" \x07 漢字 {{ 7*7 }} \\frac'
BARS = (
    Bar("2022", 4, 1, "g", "Group G"),
    Bar("2023", 0, 0, "g", "Group G"),
    Bar("2024", 8, 8, "h", HOSTILE),
)
PLOT = Plot("a-plot", "A plot", HOSTILE, BARS)
DRAWN = {
    "numbered": columns(PLOT, numbers=True),
    "lined": columns(PLOT, numbers=False),
    "rows": rows(PLOT),
}


def classes(svg: str, name: str) -> list[ElementTree.Element]:
    return [each for each in ElementTree.fromstring(svg).iter() if each.get("class") == name]


def box(path: ElementTree.Element) -> tuple[float, float]:
    """Width and height of a bar."""
    shape = re.fullmatch(r"M(.+) (.+)H(.+)V(.+)H(.+)z", path.get("d", ""))
    assert shape
    left, bottom, right, top, back = map(float, shape.groups())
    assert back == left
    return right - left, bottom - top


@pytest.mark.parametrize("svg", DRAWN.values(), ids=DRAWN.keys())
def test_it_has_a_name_and_no_style(svg: str) -> None:
    root = ElementTree.fromstring(svg)
    assert root.get("role") == "img"
    title, description = root.findall(f"{SVG}title") + root.findall(f"{SVG}desc")
    assert (root.get("aria-labelledby") or "").split() == [title.get("id"), description.get("id")]
    assert title.text == "A plot"
    assert description.text == HOSTILE.replace(" \x07", "")
    assert {each.tag.removeprefix(SVG) for each in root.iter()} == {
        *("svg", "title", "desc", "path", "text")
    }
    names = {name for each in root.iter() for name in each.keys()}  # noqa: SIM118
    assert not {name for name in names if name == "style" or name.startswith("on")}


@pytest.mark.parametrize(("name", "side"), [("numbered", 1), ("lined", 1), ("rows", 0)])
def test_a_bar_is_as_long_as_what_it_counts(name: str, side: int) -> None:
    parts = [box(path)[side] for path in classes(DRAWN[name], "part")]
    whole = [box(path)[side] for path in classes(DRAWN[name], "bar")]
    assert parts == pytest.approx([whole[0] / 4, 0, whole[0] * 2], abs=0.05)
    assert len(whole) == 1
    shown = {path.get("data-group") for path in classes(DRAWN[name], "part")}
    assert shown == {"g", "h"}


def test_words_are_written_as_they_are() -> None:
    labels = [text.text for text in classes(DRAWN["rows"], "label")]
    assert labels == ["2022", "4", "2023", "0", "2024", "8"]
    heads = [text.text for text in classes(DRAWN["rows"], "head")]
    assert heads == ["Group G", HOSTILE.replace(" \x07", "")]


def test_lines_to_read_by_are_round_and_inside() -> None:
    levels = [
        int((text.text or "").replace(",", ""))
        for text in classes(DRAWN["lined"], "label")
        if text.get("text-anchor") == "start"
    ]
    assert len(levels) == len(classes(DRAWN["lined"], "grid")) > 0
    assert all(0 < level <= 8 for level in levels)


@pytest.mark.parametrize(
    ("most", "levels"),
    [(1, [1]), (4, [1, 2, 3, 4]), (8, [2, 4, 6, 8]), (99, [20, 40, 60, 80]), (5000, None)],
)
def test_levels_are_round_and_few(most: int, levels: list[int] | None) -> None:
    found = levels_up_to(most)
    assert levels is None or found == levels
    assert 0 < len(found) <= 4
    assert found[-1] <= most


@pytest.mark.parametrize("count", [1, 2, 24, 120])
def test_labels_keep_apart_and_inside(count: int) -> None:
    bars = tuple(Bar(f"{2000 + number}", number) for number in range(count))
    texts = classes(columns(Plot("p", "P", "P", bars), numbers=False), "label")
    at = sorted(float(text.get("x", "")) for text in texts if text.get("text-anchor") == "middle")
    assert all(right - left >= 29.9 for left, right in pairwise(at))
    assert at
    assert 12 <= at[0] <= at[-1] <= 308


@pytest.mark.parametrize("draw", [partial(columns, numbers=True), rows])
def test_many_and_none_are_drawn(draw: partial[str]) -> None:
    for bars in ((Bar("x", 0),), tuple(Bar("x", number) for number in range(200))):
        assert len(classes(draw(Plot("p", "P", "P", bars)), "part")) == len(bars)


def test_same_bytes_in_another_place() -> None:
    program = (
        "import sys\nfrom tests.site.test_plots import DRAWN\n"
        "sys.stdout.buffer.write('|'.join(DRAWN.values()).encode())"
    )
    elsewhere = {
        **os.environ,
        "LC_ALL": "C",
        "TZ": "Pacific/Kiritimati",
        "PYTHONHASHSEED": "42",
    }
    said = subprocess.run(
        [sys.executable, "-c", program],
        cwd=Path(__file__).parents[2],
        env=elsewhere,
        check=True,
        capture_output=True,
    )
    assert said.stdout.decode() == "|".join(DRAWN.values())
