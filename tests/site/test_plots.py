"""Plots and time lines: what is drawn is what is counted, without a style."""

from __future__ import annotations

import re
from functools import partial
from itertools import pairwise
from xml.etree import ElementTree

import pytest

from generator.site.plots import Bar, Plot, columns, levels_up_to, rows, timeline

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


def marks(drawn: str) -> list[tuple[str, float]]:
    svg = ElementTree.fromstring(drawn)
    return [(each.get("class", ""), float(each.get("cx", ""))) for each in svg.iter("circle")]


def test_a_dot_for_publication_and_a_ring_a_listing_in_the_order_of_time() -> None:
    drawn = timeline("2022-10-05", ("2025-10-31", "2025-03-11", "2025-10-31"))
    assert [kind for kind, _ in marks(drawn)] == ["published", "listed", "listed"]
    places = [x for _, x in marks(drawn)]
    assert places == sorted(places)
    assert all(0 < x < 320 for x in places)
    label = "Published 5 October 2022, listed 11 March 2025, listed 31 October 2025"
    assert f'aria-label="{label}"' in drawn
    assert ">published 5 Oct 2022<" in drawn
    assert ">listed 31 Oct 2025<" in drawn
    assert "style" not in drawn


@pytest.mark.parametrize(
    ("published", "listed"),
    [
        ("", ()),
        ("2024-10-05", ()),
        ("", ("2024-10-07",)),
        ("2024-10-05", ("2024-10-07",)),
    ],
)
def test_nothing_is_drawn_where_no_two_days_are_apart(
    published: str, listed: tuple[str, ...]
) -> None:
    assert timeline(published, listed) == ""


@pytest.mark.parametrize("published", ["1958", "2016-04", "2024-01-02"])
def test_years_stand_apart_and_words_inside(published: str) -> None:
    svg = ElementTree.fromstring(timeline(published, ("2025-10-31",)))
    texts = [(each.get("class"), float(each.get("x", "")), each.text) for each in svg.iter("text")]
    years = [x for kind, x, _ in texts if kind == "label"]
    assert all(after - before >= 33 for before, after in pairwise(years))
    said = " ".join(text or "" for kind, _, text in texts if kind == "said")
    assert re.search(r"published .*listed 31 Oct 2025", said)
