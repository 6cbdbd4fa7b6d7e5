from __future__ import annotations

import posixpath
import re
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
import yaml

from generator.papers.model import (
    Corpus,
    Edition,
    Group,
    Link,
    Paper,
    Settings,
    Sighting,
    Topic,
    Vocabulary,
)
from generator.site import pages
from generator.site.pages.parts import columns, rows
from generator.views import Digest
from tests.conftest import ROOT, fill, texts
from tests.site.pages.conftest import made

if TYPE_CHECKING:
    from collections.abc import Iterable

GOLDEN = ROOT / "tests" / "fixtures" / "pages"
PAPER = Link("paper", "https://b.example/")


def test_the_tree_is_as_agreed(corpus: Corpus, sources: dict[str, str], tmp_path: Path) -> None:
    fill(tmp_path, made(corpus, sources))
    assert texts(tmp_path) == texts(GOLDEN), (
        f"if this is meant, put {tmp_path} in place of {GOLDEN}"
    )


@pytest.mark.parametrize("emptied", ["nothing", "papers", "all"])
def test_pages_hang_together(corpus: Corpus, emptied: str) -> None:
    if emptied == "papers":
        corpus = Corpus(corpus.settings, corpus.vocabulary)
    elif emptied == "all":
        corpus = Corpus()
    tree = made(corpus)
    assert len(tree) == len([*pages.outputs(Digest(corpus), {})])
    for path, text in tree.items():
        assert broken(path, text, tree) == []
        levels = [len(mark) for mark in re.findall(r"^(#+) ", text, re.MULTILINE)]
        assert levels[:1] == [1]
        assert all(1 < level <= before + 1 for before, level in pairwise(levels))


def broken(path: str, text: str, paths: Iterable[str]) -> list[str]:
    """Links of a page, in its text and its front matter, that lead to no page."""
    front = yaml.safe_load(text.split("---\n")[1])
    hrefs = re.findall(r"\]\(([^)]*\.md)\)", text)
    hrefs += [front[way]["href"] for way in ("previous", "next") if way in front]
    targets = {
        href: posixpath.normpath(posixpath.join(posixpath.dirname(path), href)) for href in hrefs
    }
    outside = [href for href in targets if href.startswith("http")]
    return [href for href, to in targets.items() if to not in paths and href not in outside]


def front_matter(corpus: Corpus, path: str) -> dict[str, object]:
    front = yaml.safe_load(made(corpus)[path].split("---\n")[1])
    assert isinstance(front, dict)
    return front


def test_front_matter_is_plain_text_and_short() -> None:
    paper = Paper("p", 'A "Q" <b> *x*: #1\x07', summary="Many words. " * 40)
    front = front_matter(Corpus(papers={"p": paper}), "papers/p.md")
    assert front["title"] == 'A "Q" <b> *x*: #1'
    description = str(front["description"])
    assert len(description) <= 160
    assert description.endswith("words…")


def test_a_page_is_dated_by_the_newest_day_it_shows(corpus: Corpus) -> None:
    assert front_matter(corpus, "papers/bit-by-bit-training-with-1-58-bits.md")["updated"] == (
        "2024-10-07"
    )
    assert front_matter(corpus, "dates/2023/12/31.md")["updated"] == "2023-12-31"
    month_only = Corpus(papers={"p": Paper("p", "P", published="2024-10")})
    assert "updated" not in front_matter(month_only, "papers/p.md")


@pytest.mark.parametrize(
    ("published", "heading"),
    [
        ("2024-10-20", "## Sunday 20 October 2024"),
        ("2024-10", "## October 2024"),
        (None, "## Undated papers"),
    ],
)
def test_home_without_a_daily_edition(published: str | None, heading: str) -> None:
    text = made(Corpus(papers={"p": Paper("p", "Lone Paper", published=published)}))["index.md"]
    assert heading in text
    assert "### [Lone Paper](papers/p.md)" in text


def test_home_shows_a_hundred_and_says_how_many_more() -> None:
    papers = {f"p{number:03}": Paper(f"p{number:03}", "P") for number in range(103)}
    listing = Edition("2024-10-20", "daily", "S", tuple(map(Sighting, papers)), "2024-10-20")
    text = made(Corpus(papers=papers, editions={listing.id: listing}))["index.md"]
    assert text.count("\n### ") == 100
    assert "And 3 more: [in the listing's order](editions/2024-10-20.md)." in text


def test_the_way_to_the_editor(corpus: Corpus, sources: dict[str, str]) -> None:
    tree = made(corpus, sources)
    assert (
        "[Improve this record](https://github.com/ngo-lab/digest/edit/main/content/papers/2023/"
        "old-bits.md) · [Say what is wrong with it](https://github.com/ngo-lab/digest/issues/new"
        "?template=2-correction.yml&amp;record=papers/old-bits/)" in tree["papers/old-bits.md"]
    )
    assert "Improve" not in tree["papers/spikes.md"]  # its file is not known
    nowhere = Corpus(Settings(), papers=corpus.papers)
    assert "Improve" not in "".join(made(nowhere, sources).values())


def test_columns_are_about_as_high_and_keep_the_order(corpus: Corpus) -> None:
    papers = {f"p{n}": Paper(f"p{n}", "Word " * (1 + 7 * n)) for n in range(12)}
    digest = Digest(Corpus(papers=papers))
    of = rows(digest.world, digest.shown(papers.values()))
    first, second = columns(of)
    assert [*first, *second] == of
    assert len(second) < len(first) < 12
    assert columns(()) == ((), ())
    assert columns(of[:1]) == (of[:1], ())


def test_a_day_has_the_same_papers_on_home_day_and_week() -> None:
    papers = {name: Paper(name, name.upper(), published="2024-09") for name in ("a", "b", "c")}
    editions = (
        Edition("2024-10-18", "daily", "S", (Sighting("a"),), "2024-10-18"),
        Edition("2024-10-20", "daily", "S", tuple(map(Sighting, "cab")), "2024-10-20"),
    )
    corpus = Corpus(papers=papers, editions={each.id: each for each in editions})
    tree = made(corpus)
    day, week = tree["dates/2024/10/20.md"], tree["weeks/2024-W42.md"]
    for text in (tree["index.md"], day, week[: week.index("Friday 18 October")]):
        assert sorted(re.findall(r"^### \[(.)\]", text, re.MULTILINE)) == ["A", "B", "C"]
    assert re.findall(r"^### \[(.)\]", day, re.MULTILINE) == ["A", "C", "B"]


def test_a_day_without_curation_is_led_by_upvotes_and_says_once_what_waits() -> None:
    papers = {
        f"p{number}": Paper(f"p{number}", f"P{number}", abstract=f"Sentence {number}. More.")
        for number in range(6)
    }
    sightings = tuple(Sighting(name, upvotes=10 * number) for number, name in enumerate(papers))
    listing = Edition("2024-10-20", "daily", "S", sightings, "2024-10-20")
    words = Vocabulary((Group("g", "G"),), (Topic("t", "T", "Things.", "g"),))
    editions = {listing.id: listing}
    corpus = Corpus(Settings(keep_abstracts=True), words, papers, editions)
    text = made(corpus)["index.md"]
    assert re.findall(r"^### \[(P\d)\]", text, re.MULTILINE)[:3] == ["P5", "P4", "P3"]
    assert "**50 upvotes, the most of the day**" in text
    assert '<b>20 upvotes</b> <span class="gist">Sentence 2.</span>' in text
    assert text.count("to be curated") == 1
    hidden = Corpus(Settings(keep_abstracts=False), papers=papers, editions=corpus.editions)
    assert "Sentence" not in made(hidden)["index.md"]


def test_three_thousand_authors_are_thirty_names_on_the_page() -> None:
    names = tuple(f"Author N{number}" for number in range(3000))
    corpus = Corpus(papers={"p": Paper("p", "P", authors=names)})
    text = made(corpus)["papers/p.md"]
    page, _, citation = text.partition("# P\n")[2].partition("## Cite")
    assert len(re.findall(r"Author N\d+", page)) == 8 + 30
    assert "and 2,992 others" in page
    assert "N29" in citation
    assert "N30" not in citation


def test_what_became_of_a_paper_is_said() -> None:
    papers = {
        "old": Paper("old", "Old", superseded_by="new"),
        "new": Paper("new", "New", links=(Link("code", "https://a.example/"), PAPER), doi="10.1/x"),
        "gone": Paper("gone", "Gone", withdrawn=True),
    }
    tree = made(Corpus(papers=papers))
    assert "**Superseded** by [New](../papers/new.md)." in tree["papers/old.md"]
    assert "**Withdrawn by its authors.**" in tree["papers/gone.md"]
    buttons = tree["papers/new.md"].partition('<div class="buttons">')[2]
    assert buttons.lstrip().startswith("[Paper: b.example](https://b.example/")


def test_a_long_month_is_cut_between_days_and_its_older_parts_stay() -> None:
    def tree(days: int) -> dict[str, str]:
        names = [f"d{day:02}-{number:02}" for day in range(1, days + 1) for number in range(30)]
        papers = {name: Paper(name, name, published=f"2024-10-{name[1:3]}") for name in names}
        made_of = made(Corpus(papers=papers))
        return {path: text for path, text in made_of.items() if path.startswith("dates/2024/10/")}

    month, later = tree(11), tree(12)
    parts = [path for path in later if "/part/" in path]
    assert parts == ["dates/2024/10/part/2.md", "dates/2024/10/part/1.md"]
    assert "dates/2024/10/part/2.md" not in month
    assert later["dates/2024/10/part/1.md"] == month["dates/2024/10/part/1.md"]
    assert "part/2.md" in later["dates/2024/10/index.md"]
    whole = "".join(later[path] for path in ("dates/2024/10/index.md", *parts))
    listed = re.findall(r"^### \[(d\d\d-\d\d)", whole, re.MULTILINE)
    assert len(listed) == len({*listed}) == 360
