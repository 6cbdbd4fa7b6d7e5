"""A difference as data: it comes back whole, and what is forged does not pass."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from generator.review import diff, words

FIXTURES = Path(__file__).parents[1] / "fixtures" / "diff"
SITE = "https://digest.example/"


@pytest.fixture(scope="module")
def found() -> diff.Difference:
    return diff.difference(FIXTURES / "before", FIXTURES / "after")


def test_it_comes_back_as_the_same_words(found: diff.Difference) -> None:
    read = diff.read(diff.dump(found).encode(), SITE)
    assert words.markdown(read) == words.markdown(replace(found, url=SITE))


def test_its_links_lead_to_our_site_whatever_it_says(found: diff.Difference) -> None:
    forged = replace(found, url="https://evil.example/", unbuilt="@all [x](https://evil.example)")
    shown = words.markdown(diff.read(diff.dump(forged).encode(), SITE))
    assert "https://evil" not in shown
    assert "@all" not in shown
    links = re.findall(r"(?<!\\)\]\((.*?)\)", shown)
    assert links
    assert all(link.startswith(SITE) for link in links)


def rename_a_kind(made: Any) -> None:
    made["published"][0]["name"] = "@all"


def name_a_field(made: Any) -> None:
    made["change"]["edited"][0]["fields"] = ["[x](https://evil.example)"]


def name_a_kind_of_link(made: Any) -> None:
    made["change"]["relinked"][0]["added"] = [{"kind": "@all", "url": "https://x.example"}]


def count_in_words(made: Any) -> None:
    made["change"]["papers"] = ["<b>", 1]


def count_more(made: Any) -> None:
    made["change"]["papers"] = [1, 2, 3]


def count_what_is_true(made: Any) -> None:
    made["change"]["papers"] = [True, False]


def add(made: Any) -> None:
    made["more"] = 1


def leave_out(made: Any) -> None:
    del made["change"]["added"]


@pytest.mark.parametrize(
    "forge",
    [
        rename_a_kind, name_a_field, name_a_kind_of_link, count_in_words, count_more,
        count_what_is_true, add, leave_out,
    ],
)  # fmt: skip
def test_what_is_forged_does_not_pass(found: diff.Difference, forge: Callable[[Any], None]) -> None:
    made = json.loads(diff.dump(found))
    forge(made)
    with pytest.raises(diff.NoDifference):
        diff.read(json.dumps(made).encode(), SITE)


@pytest.mark.parametrize("text", [b"", b"[]", b"\xff", b"[" * 100_000, b" " * 5_000_001])
def test_what_is_no_data_does_not_pass(text: bytes) -> None:
    with pytest.raises(diff.NoDifference):
        diff.read(text, SITE)
