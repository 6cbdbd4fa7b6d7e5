"""A difference as data: it comes back whole, and what is forged does not pass."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from generator.review import diff

FIXTURES = Path(__file__).parents[1] / "fixtures" / "diff"
SITE = "https://digest.example/"


@pytest.fixture(scope="module")
def found() -> diff.ContentDifference:
    return diff.difference(FIXTURES / "before", FIXTURES / "after")


def test_it_comes_back_as_the_same_words(found: diff.ContentDifference) -> None:
    read = diff.read(diff.dump(found).encode(), SITE)
    assert diff.markdown(read) == diff.markdown(replace(found, url=SITE))


def test_its_links_lead_to_our_site_whatever_it_says(found: diff.ContentDifference) -> None:
    forged = replace(found, url="https://evil.example/", unbuilt="@all [x](https://evil.example)")
    shown = diff.markdown(diff.read(diff.dump(forged).encode(), SITE))
    assert "https://evil" not in shown
    assert "@all" not in shown
    links = re.findall(r"(?<!\\)\]\((.*?)\)", shown)
    assert links
    assert all(link.startswith(SITE) for link in links)


@pytest.mark.parametrize(
    "forge",
    [
        lambda made: made["published"][0].update(name="@all"),
        lambda made: made["records"][0]["after"].update(links=[{"kind": "@all", "url": "x"}]),
        lambda made: made["records"].append({"before": None, "after": "@all"}),
        lambda made: made.update(papers=["<b>", 1]),
        lambda made: made.update(papers=[1, 2, 3]),
        lambda made: made.update(papers=[True, False]),
        lambda made: made.update(more=1),
        lambda made: made.pop("records"),
    ],
    ids=("kind", "link", "record", "word", "numbers", "truth", "unknown", "missing"),
)
def test_what_is_forged_does_not_pass(
    found: diff.ContentDifference, forge: Callable[[Any], None]
) -> None:
    made = json.loads(diff.dump(found))
    forge(made)
    with pytest.raises(diff.NoDifference):
        diff.read(json.dumps(made).encode(), SITE)


@pytest.mark.parametrize("text", [b"", b"[]", b"\xff", b"[" * 100_000, b" " * 5_000_001])
def test_what_is_no_data_does_not_pass(text: bytes) -> None:
    with pytest.raises(diff.NoDifference):
        diff.read(text, SITE)
