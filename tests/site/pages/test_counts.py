"""The pages of statistics and of what trends: plot and table agree, and little is said well."""

from __future__ import annotations

import re
from xml.etree import ElementTree

import pytest

from generator.papers.model import Corpus, Edition, Group, Paper, Sighting, Topic, Vocabulary
from generator.site import pages
from generator.views import Digest
from tests.site.pages.conftest import made

SVG = "{http://www.w3.org/2000/svg}"


def drawn(corpus: Corpus) -> dict[str, ElementTree.Element]:
    return {file.path: ElementTree.fromstring(file.data) for file in pages.plots(Digest(corpus))}


def labels(svg: ElementTree.Element) -> list[str]:
    return [each.text or "" for each in svg.iter(f"{SVG}text") if each.get("class") == "label"]


def table(page: str, first: str) -> list[list[str]]:
    """The body of the table with ``first`` as the head of its first column; links as words."""
    _, body = re.split(rf"^\| {first} \|.*\n\|[ |:-]*\n", page, flags=re.MULTILINE)
    rows = body.partition("\n\n")[0].splitlines()
    return [
        [re.sub(r"\[(.*)\]\(.*\)", r"\1", cell.strip()) for cell in row.strip("|").split("|")]
        for row in rows
    ]


def test_plot_and_table_by_topic_agree(corpus: Corpus) -> None:
    words = labels(drawn(corpus)["stats/papers-by-topic.svg"])
    rows = [row for row in table(made(corpus)["stats/index.md"], "Topic") if "**" not in row[0]]
    assert list(zip(words[0::2], words[1::2], strict=True)) == [(row[0], row[1]) for row in rows]
    assert [row[2:] for row in rows] == [["1", "33%"], ["1", "100%"], ["1", "50%"]]


def test_plot_and_table_by_year_agree(corpus: Corpus) -> None:
    words = labels(drawn(corpus)["stats/papers-by-year.svg"])
    rows = table(made(corpus)["stats/index.md"], "Year")
    numbers, years = words[: len(rows)], words[len(rows) :]
    assert sorted(zip(years, reversed(numbers), strict=True), reverse=True) == [
        (row[0], row[1]) for row in rows
    ]


def test_plot_and_table_by_month_agree(corpus: Corpus) -> None:
    svg = drawn(corpus)["stats/papers-by-month.svg"]
    heights = []
    for path in svg.iter(f"{SVG}path"):
        if path.get("class") == "part":
            bottom, top = re.findall(r" ([\d.]+)H.*V([\d.]+)", path.get("d", ""))[0]
            heights.append(float(bottom) - float(top))
    published = [int(row[1]) for row in table(made(corpus)["stats/index.md"], "Month")]
    unit = max(heights) / max(published)
    in_plot = [round(height / unit) for height in heights if height]
    assert in_plot == [number for number in reversed(published) if number]


def test_every_picture_of_the_page_is_drawn_and_no_other(corpus: Corpus) -> None:
    shown = re.findall(r"\]\(([a-z-]+\.svg)\)", made(corpus)["stats/index.md"])
    assert [f"stats/{name}" for name in shown] == list(drawn(corpus))
    assert len(shown) == 3


def test_an_empty_digest_says_what_would_stand_here() -> None:
    assert drawn(Corpus()) == {}
    stats = made(Corpus())["stats/index.md"]
    assert "0 papers" in stats
    assert "once their records have a date" in stats
    assert "|" not in stats
    assert "Nothing is discussed yet" in made(Corpus())["trending/index.md"]


def test_one_month_needs_no_picture() -> None:
    one = Corpus(papers={"a": Paper("a", "A", published="2024-10-01")})
    assert drawn(one) == {}
    assert table(made(one)["stats/index.md"], "Month") == [["October 2024", "1", "1"]]


def test_hostile_titles_are_text_in_the_picture() -> None:
    title = '</text><script>alert(1)</script> $\\frac{"x"}'
    hostile = Corpus(
        vocabulary=Vocabulary((Group("g", title),), (Topic("t", title, "", "g"),)),
        papers={"a": Paper("a", "A", topics=("t",))},
    )
    (svg,) = drawn(hostile).values()
    assert svg.find(f".//{SVG}script") is None
    assert labels(svg)[0] == "</text><script>alert(1)</sc…"


@pytest.mark.parametrize(
    ("sightings", "said"),
    [
        ((Sighting("a", comments=1),), "**4 points**\n\n- [LISTING](L) · 3 + 1 comment\n"),
        (
            (Sighting("a", comments=2, upvotes=15),),
            "**6.5 points**\n\n- [LISTING](L) · 3 + 2 comments + 15 upvotes ÷ 10\n",
        ),
        (
            (Sighting("a"), Sighting("a"), Sighting("a", upvotes=1)),
            "**5.53 points**\n\n- [LISTING](L) · 3 = 3\n- [LISTING](L) · 3 ÷ 2 = 1.5\n"
            "- [LISTING](L) · (3 + 1 upvote ÷ 10) ÷ 3 = 1.03\n",
        ),
    ],
)
def test_a_paper_shows_its_own_terms(sightings: tuple[Sighting, ...], said: str) -> None:
    editions = {
        f"e{number}": Edition(f"e{number}", "daily", "S", (each,), f"2024-01-{9 - number:02}")
        for number, each in enumerate(sightings)
    }
    text = made(Corpus(papers={"a": Paper("a", "A")}, editions=editions))["trending/index.md"]
    page = re.sub(r"\[Daily[^]]*\]\([^)]*\)", "[LISTING](L)", text)
    assert said in page
