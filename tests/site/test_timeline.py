from __future__ import annotations

import re
from itertools import pairwise
from xml.etree import ElementTree

import pytest

from generator.site.plots import timeline


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
