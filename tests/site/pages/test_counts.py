"""The page of statistics: each picture shows what its table says."""

from __future__ import annotations

import re
from xml.etree import ElementTree

import pytest

from generator.papers.model import Corpus, Group, Paper, Topic, Vocabulary
from generator.site import pages
from generator.views import Digest
from tests.site.pages.conftest import CORPUS, made

SVG = "{http://www.w3.org/2000/svg}"
DRAWN = {file.path: ElementTree.fromstring(file.data) for file in pages.plots(Digest(CORPUS))}
STATS = made(CORPUS)["stats/index.md"]


def labels(svg: ElementTree.Element) -> list[str]:
    return [each.text or "" for each in svg.iter(f"{SVG}text") if each.get("class") == "label"]


def table(first: str) -> list[list[str]]:
    """The table with ``first`` as the head of its first column, but the sums; links as words."""
    body = re.split(rf"^\| {first} \|.*\n\|[ |:-]*\n", STATS, flags=re.MULTILINE)[1]
    rows = re.findall(r"^\| (?!\*\*)(.*) \|$", body.partition("\n\n")[0], re.MULTILINE)
    return [re.sub(r"\[(.*)\]\(.*\)", r"\1", row).split(" | ") for row in rows]


def test_every_picture_of_the_page_is_drawn_and_no_other() -> None:
    shown = re.findall(r"\]\(([a-z-]+\.svg)\)", STATS)
    assert [f"stats/{name}" for name in shown] == list(DRAWN)
    assert len(shown) == 3


def test_plot_and_table_by_topic_agree() -> None:
    words = labels(DRAWN["stats/papers-by-topic.svg"])
    assert [*zip(words[0::2], words[1::2], strict=True)] == [(*row[:2],) for row in table("Topic")]
    assert [row[2:] for row in table("Topic")] == [["1", "33%"], ["1", "100%"], ["1", "50%"]]


def test_plot_and_table_by_year_agree() -> None:
    words, rows = labels(DRAWN["stats/papers-by-year.svg"]), table("Year")
    numbers, years = words[: len(rows)], words[len(rows) :]
    assert [*zip(years, reversed(numbers), strict=True)] == [(*row[:2],) for row in rows]


def test_plot_and_table_by_month_agree() -> None:
    paths = DRAWN["stats/papers-by-month.svg"].iter(f"{SVG}path")
    bars = [each.get("d", "") for each in paths if each.get("class") == "part"]
    edges = [map(float, re.findall(r" ([\d.]+)H.*V([\d.]+)", bar)[0]) for bar in bars]
    heights = [bottom - top for bottom, top in edges if bottom > top]
    numbers = [int(row[1]) for row in table("Month") if int(row[1])]
    unit = max(heights) / max(numbers)
    assert [round(height / unit) for height in reversed(heights)] == numbers


@pytest.mark.parametrize("papers", [{}, {"a": Paper("a", "A", published="2024-10-01")}])
def test_nothing_is_drawn_of_one_month_or_none(papers: dict[str, Paper]) -> None:
    assert [*pages.plots(Digest(Corpus(papers=papers)))] == []


def test_hostile_titles_are_text_in_the_picture() -> None:
    title = '</text><script>alert(1)</script> $\\frac{"x"}'
    words = Vocabulary((Group("g", title),), (Topic("t", title, "", "g"),))
    hostile = Corpus(vocabulary=words, papers={"a": Paper("a", "A", topics=("t",))})
    (file,) = pages.plots(Digest(hostile))
    svg = ElementTree.fromstring(file.data)
    assert svg.find(f".//{SVG}script") is None
    assert labels(svg)[0] == "</text><script>alert(1)</sc…"
