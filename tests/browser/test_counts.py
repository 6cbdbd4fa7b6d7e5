"""Statistics, trending and code as a reader meets them."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import expect

if TYPE_CHECKING:
    from tests.browser.conftest import Visit

FILLS = "all => all.map(each => getComputedStyle(each).fill)"


def test_plots_have_names_and_follow_the_scheme(visit: Visit) -> None:
    page = visit.open("stats/")
    expect(page.get_by_role("img", name="Papers by topic")).to_be_visible()
    parts = page.locator("svg.plot .part")
    assert parts.count() > 3
    light = parts.evaluate_all(FILLS)
    page.get_by_role("button", name="Dark colours").click()
    dark = parts.evaluate_all(FILLS)
    assert all(one != other for one, other in zip(light, dark, strict=True))


def test_topics_have_the_hue_of_their_group(visit: Visit) -> None:
    page = visit.open("stats/")
    training = page.locator("svg.plot .part[data-group=training]").evaluate_all(FILLS)
    hostile = page.locator("svg.plot .part[data-group=hostile]").evaluate_all(FILLS)
    assert len(set(training)) == len(set(hostile)) == 1
    assert set(training) != set(hostile)


@pytest.mark.parametrize("width", [320, 390, 700, 1280])
def test_words_of_a_plot_are_legible_and_inside(visit: Visit, width: int) -> None:
    visit.page.set_viewport_size({"width": width, "height": 900})
    page = visit.open("stats/")
    sizes = page.locator("svg.plot").evaluate_all(
        """all => all.flatMap(svg => {
          const outer = svg.getBoundingClientRect(), scale = outer.width / 320;
          return Array.from(svg.querySelectorAll("text"), text => {
            const box = text.getBoundingClientRect();
            return [parseFloat(getComputedStyle(text).fontSize) * scale,
                    box.left >= outer.left - 2 && box.right <= outer.right + 2];
          });
        })"""
    )
    assert sizes
    assert all(size >= 9 and inside for size, inside in sizes)
