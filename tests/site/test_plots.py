"""Plots and time lines: what is drawn is what is counted, without a style."""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import partial
from itertools import pairwise
from xml.etree import ElementTree

import pytest

from generator.site.plots import Bar, Plot, columns, levels_up_to, rows, timeline

SVG = "{http://www.w3.org/2000/svg}"
HOSTILE = '$x^2$ <script>alert(1)</script> & "q" \x07 漢字 {{ 7*7 }} \\frac'
SHOWN = HOSTILE.replace(" \x07", "")
BARS = (
    Bar("2022", 4, 1, "g", "Group G"),
    Bar("2023", 0, 0, "g", "Group G"),
    Bar("2024", 8, 8, "h", HOSTILE),
)
DRAWN: dict[str, Callable[[Plot], str]] = {
    "numbered": partial(columns, numbers=True),
    "lined": partial(columns, numbers=False),
    "rows": rows,
}


def drawn(kind: str, *bars: Bar) -> ElementTree.Element:
    return ElementTree.fromstring(DRAWN[kind](Plot("a-plot", "A plot", HOSTILE, bars or BARS)))


def classes(svg: ElementTree.Element, name: str) -> list[ElementTree.Element]:
    return [each for each in svg.iter() if each.get("class") == name]


def sizes(paths: list[ElementTree.Element], side: int) -> list[float]:
    """How wide (side 0) or high (1) bars are."""
    edges = [re.fullmatch(r"M(.+) (.+)H(.+)V(.+)H\1z", each.get("d", "")) for each in paths]
    corners = [tuple(map(float, edge.groups())) for edge in edges if edge]
    assert len(corners) == len(paths)
    return [(right - left, bottom - top)[side] for left, bottom, right, top in corners]


@pytest.mark.parametrize("kind", DRAWN)
def test_it_has_a_name_and_no_style(kind: str) -> None:
    root = drawn(kind)
    assert root.get("role") == "img"
    title, description = root[:2]
    assert (root.get("aria-labelledby") or "").split() == [title.get("id"), description.get("id")]
    assert (title.text, description.text) == ("A plot", SHOWN)
    tags = {each.tag.removeprefix(SVG) for each in root.iter()}
    assert tags == {"svg", "title", "desc", "path", "text"}
    names = {name for each in root.iter() for name in each.attrib}
    assert not {name for name in names if name == "style" or name.startswith("on")}


@pytest.mark.parametrize(("kind", "side"), [("numbered", 1), ("lined", 1), ("rows", 0)])
def test_a_bar_is_as_long_as_what_it_counts_however_many_there_are(kind: str, side: int) -> None:
    svg = drawn(kind)
    (whole,) = sizes(classes(svg, "bar"), side)
    parts = classes(svg, "part")
    assert sizes(parts, side) == pytest.approx([whole / 4, 0, whole * 2], abs=0.05)
    assert [each.get("data-group") for each in parts] == ["g", "g", "h"]
    many = [Bar("x", number, number) for number in range(200)]
    assert len(classes(drawn(kind, *many), "part")) == 200
    assert sizes(classes(drawn(kind, Bar("x", 0)), "part"), side) == [0]


def test_words_are_written_as_they_are() -> None:
    svg = drawn("rows")
    labels = [text.text for text in classes(svg, "label")]
    assert labels == ["2022", "4", "2023", "0", "2024", "8"]
    assert [text.text for text in classes(svg, "head")] == ["Group G", SHOWN]


@pytest.mark.parametrize(
    ("most", "levels"),
    [(1, [1]), (4, [1, 2, 3, 4]), (8, [2, 4, 6, 8]), (99, [20, 40, 60, 80]), (5000, [2000, 4000])],
)
def test_lines_to_read_by_are_round_and_few(most: int, levels: list[int]) -> None:
    assert levels_up_to(most) == levels
    svg = drawn("lined", Bar("", most))
    assert len(classes(svg, "grid")) == len(levels)
    assert [text.text for text in classes(svg, "label")] == [f"{level:,}" for level in levels]


@pytest.mark.parametrize("count", [1, 2, 24, 120])
def test_labels_keep_apart_and_inside(count: int) -> None:
    bars = [Bar(f"{2000 + number}", number) for number in range(count)]
    texts = classes(drawn("numbered", *bars), "label")
    years = [text for text in texts if len(text.text or "") == 4]
    at = sorted(float(text.get("x", "")) for text in years)
    assert all(right - left >= 29.9 for left, right in pairwise(at))
    assert at
    assert 12 <= at[0] <= at[-1] <= 308


def test_a_dot_for_publication_and_a_ring_a_listing_in_the_order_of_time() -> None:
    line = timeline("2022-10-05", ("2025-10-31", "2025-03-11", "2025-10-31"))
    svg = ElementTree.fromstring(line)
    marks = [*svg.iter("circle")]
    assert [each.get("class") for each in marks] == ["published", "listed", "listed"]
    places = [0, *(float(each.get("cx", "")) for each in marks), 320]
    assert all(before < after for before, after in pairwise(places))
    label = "Published 5 October 2022, listed 11 March 2025, listed 31 October 2025"
    assert svg.get("aria-label") == label
    said = [text.text for text in classes(svg, "said")]
    assert said == ["published 5 Oct 2022", "listed 31 Oct 2025"]
    assert "style" not in line


@pytest.mark.parametrize("published", ["", "2024-10-05"])
@pytest.mark.parametrize("listed", [(), ("2024-10-07",)])
def test_nothing_is_drawn_where_no_two_days_are_apart(
    published: str, listed: tuple[str, ...]
) -> None:
    assert timeline(published, listed) == ""


@pytest.mark.parametrize("published", ["1958", "2016-04", "2024-01-02"])
def test_years_stand_apart_and_words_inside(published: str) -> None:
    svg = ElementTree.fromstring(timeline(published, ("2025-10-31",)))
    years = [float(each.get("x", "")) for each in classes(svg, "label")]
    assert all(after - before >= 33 for before, after in pairwise(years))
    said = " ".join(each.text or "" for each in classes(svg, "said"))
    assert re.search(r"published .*listed 31 Oct 2025", said)
