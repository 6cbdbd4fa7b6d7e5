"""The tree of pages of small digests: what stands in it, and that it hangs together."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterable
from dataclasses import replace
from itertools import pairwise
from pathlib import Path
from typing import Any

import msgspec
import pytest
import yaml

from generator.papers.model import Corpus, Edition, Link, Paper, Settings, Sighting, Vocabulary
from generator.site import pages
from generator.site.pages.parts import columns, rows
from generator.views import Digest
from tests.conftest import ROOT, fill, texts
from tests.site.pages.conftest import CORPUS, made

GOLDEN = ROOT / "tests" / "fixtures" / "pages"
CASES = yaml.safe_load(Path(__file__).with_name("cases.yml").read_text("utf-8"))
PARTS: dict[str, Any] = {
    "settings": Settings,
    "vocabulary": Vocabulary,
    "papers": dict[str, Paper],
    "editions": dict[str, Edition],
}


def test_the_tree_is_as_agreed(corpus: Corpus, sources: dict[str, str], tmp_path: Path) -> None:
    fill(tmp_path, made(corpus, sources))
    assert texts(tmp_path) == texts(GOLDEN), (
        f"if this is meant, put {tmp_path} in place of {GOLDEN}"
    )


def corpus_of(case: dict[str, Any]) -> Corpus:
    parts = {part: case[part] for part in PARTS if part in case}
    for part in ("papers", "editions"):
        if part in case:
            parts[part] = {id_: {"id": id_, **record} for id_, record in case[part].items()}
    stated = {part: msgspec.convert(value, PARTS[part]) for part, value in parts.items()}
    return replace(CORPUS if case.get("of") == "small" else Corpus(), **stated)


@pytest.mark.parametrize("case", CASES.values(), ids=CASES)
def test_what_pages_say(case: dict[str, Any]) -> None:
    tree = made(corpus_of(case), case.get("sources", {}))
    said = [(path, words) for path, many in case.get("says", {}).items() for words in many]
    never = [(path, words) for path, many in case.get("never", {}).items() for words in many]
    assert [(path, words) for path, words in said if tree[path].count(words) != 1] == []
    assert [(path, words) for path, words in never if words in tree[path]] == []
    for path, titles in case.get("lists", {}).items():
        assert re.findall(r"^##+ \[(.*?)\]\(", tree[path], re.MULTILINE) == titles
    assert not tree.keys() & {*case.get("absent", ())}


@pytest.mark.parametrize("corpus", [CORPUS, Corpus(CORPUS.settings, CORPUS.vocabulary), Corpus()])
def test_pages_hang_together(corpus: Corpus) -> None:
    tree = made(corpus)
    assert len(tree) == len([*pages.outputs(Digest(corpus), {})])
    for path, text in tree.items():
        assert broken(path, text, tree) == []
        levels = [len(mark) for mark in re.findall(r"^(#+) ", text, re.MULTILINE)]
        assert levels[:1] == [1]
        assert all(1 < level <= before + 1 for before, level in pairwise(levels))


def broken(path: str, text: str, paths: Iterable[str]) -> list[str]:
    """Links of a page, in its text and its front matter, that lead to no page."""
    hrefs = re.findall(r"\]\((?!http)([^)]*\.md)\)|^  href: (.*\.md)$", text, re.MULTILINE)
    folder = posixpath.dirname(path)
    places = (posixpath.normpath(posixpath.join(folder, one or other)) for one, other in hrefs)
    return [place for place in places if place not in paths]


def many(number: int) -> dict[str, Paper]:
    return {f"p{n:03}": Paper(f"p{n:03}", "P") for n in range(number)}


def test_a_page_shows_so_many_papers_and_says_how_many_more(corpus: Corpus) -> None:
    papers = many(103)
    listing = Edition("2024-10-20", "daily", "S", tuple(map(Sighting, papers)), "2024-10-20")
    tree = made(replace(corpus, papers=papers, editions={listing.id: listing}))
    assert tree["index.md"].count("\n### ") == 100
    assert "And 3 more: [in the listing's order](editions/2024-10-20.md)." in tree["index.md"]
    assert tree["curate/index.md"].count("\n### ") == 75
    assert "And 28 older papers." in tree["curate/index.md"]


def test_a_host_of_many_repositories_has_them_in_parts() -> None:
    links = tuple(Link("code", f"https://github.com/o/r{number:03}") for number in range(201))
    tree = made(Corpus(papers={"p": Paper("p", "P", links=links)}))
    assert "[o/r000 to o/r199](../code/githubcom/1.md) · 200 repositories" in tree["code/index.md"]
    assert "[o/r200 to o/r200](../code/githubcom/2.md) · 1 repository" in tree["code/index.md"]
    assert tree["code/githubcom/1.md"].count("](https://github.com/o/r") == 200
    assert "[o/r200](https://github.com/o/r200)" in tree["code/githubcom/2.md"]


def test_three_thousand_authors_are_thirty_names_on_the_page() -> None:
    names = tuple(f"Author N{number}" for number in range(3000))
    text = made(Corpus(papers={"p": Paper("p", "P", authors=names)}))["papers/p.md"]
    page, _, citation = text.partition("# P\n")[2].partition("## Cite")
    assert len(re.findall(r"Author N\d+", page)) == 8 + 30
    assert "and 2,992 others" in page
    assert "N29" in citation
    assert "N30" not in citation


def test_columns_are_about_as_high_and_keep_the_order() -> None:
    papers = {f"p{n}": Paper(f"p{n}", "Word " * (1 + 7 * n)) for n in range(12)}
    digest = Digest(Corpus(papers=papers))
    of = rows(digest.world, digest.shown(papers.values()))
    first, second = columns(of)
    assert [*first, *second] == of
    assert len(second) < len(first) < 12
    assert columns(()) == ((), ())
    assert columns(of[:1]) == (of[:1], ())


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
