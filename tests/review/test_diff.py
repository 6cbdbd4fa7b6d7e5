"""Two small folders against the words for what differs between them, and those as data."""

from __future__ import annotations

import json
import re
import shutil
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from generator.papers.model import Corpus, Paper
from generator.review import diff
from generator.review.diff import ContentDifference, markdown
from generator.text.markdown import code, inert, page

FIXTURES = Path(__file__).parents[1] / "fixtures" / "diff"
BEFORE, AFTER = FIXTURES / "before", FIXTURES / "after"


@pytest.fixture(scope="module")
def found() -> ContentDifference:
    return diff.difference(BEFORE, AFTER)


def test_the_words_for_records_and_counts(found: ContentDifference) -> None:
    records = markdown(found).partition("### Published with it")[0]
    assert records.rstrip("\n") + "\n" == (FIXTURES / "expected.md").read_text(encoding="utf-8")


def test_what_is_published_with_it(found: ContentDifference) -> None:
    kinds = {kind.name: kind for kind in found.published}
    assert kinds["papers"].new == ("papers/new-name/", "papers/novel/")
    assert kinds["papers"].gone == ("papers/gone/",)
    assert "topics/snow/" in kinds["topics"].new
    assert "dates/2024/05/08/" in kinds["dates"].new
    assert "editions/2024-05-08/" in kinds["editions"].new
    assert kinds["feeds"].new == ("topics/snow/",)
    assert {"", "topics/rain/", "groups/training/"} <= {*kinds["feeds"].changed}
    words = markdown(found)
    assert "\n- Newsletter of 2024-W19\n" in words
    assert "[`topics/rain/`](https://digest.example/topics/rain/)" in words
    assert "(https://digest.example/papers/novel/)" not in words


def test_nothing_changed_is_said() -> None:
    assert markdown(diff.difference(AFTER, AFTER)) == (
        "## What this changes\n\nNothing that readers see.\n"
    )


@pytest.mark.parametrize(
    ("broken", "why"),
    [("before", "the content before it has errors"), ("after", "1 error to correct first")],
)
def test_a_site_that_cannot_be_built_is_not_compared(tmp_path: Path, broken: str, why: str) -> None:
    shutil.copytree(FIXTURES, tmp_path, dirs_exist_ok=True)
    (tmp_path / broken / "papers/2024/kept.md").write_text("no record")
    words = markdown(diff.difference(tmp_path / "before", tmp_path / "after"))
    assert words.endswith(f"\nThe site is not compared: {why} (`digest check`).\n")
    assert "### Papers added (1)" in words
    assert "### Papers removed (1)" in words
    assert "Not compared, because they cannot be read: `papers/2024/kept.md`." in words


def test_many_are_counted_and_few_are_listed() -> None:
    papers = {f"p{n}": Paper(id=f"p{n}", title=f"Paper {n}") for n in range(500)}
    words = markdown(diff.compare(Corpus(), Corpus(papers=papers)))
    assert "### Papers added (500)" in words
    assert "\n- … and 480 more\n" in words
    assert len(words) < 5000


def test_a_record_is_no_other_one_renamed_while_that_is_there() -> None:
    one, other = Paper(id="a", title="A"), Paper(id="b", title="B", aliases=("a",))
    both = diff.compare(Corpus(papers={"a": one}), Corpus(papers={"a": one, "b": other}))
    assert "**1 added; papers: 1 → 2**" in markdown(both)
    alone = diff.compare(Corpus(papers={"a": one}), Corpus(papers={"b": other}))
    assert "B: title, aliases, was `a`" in markdown(alone)


def test_a_merge_taken_back_is_said() -> None:
    one, other = Paper(id="a", title="A", same_as=("b",)), Paper(id="b", title="B")
    merged = Corpus(papers={"a": one, "b": other})
    apart = Corpus(papers={"a": replace(one, same_as=()), "b": other})
    words = markdown(diff.compare(merged, apart))
    assert "**1 parted; papers: 1 → 2**" in words
    assert "### Papers no longer merged (1)\n\n- B (`b`) and A (`a`)\n" in words


def test_links_lead_to_the_published_site_whatever_the_change_says(
    found: ContentDifference, tmp_path: Path
) -> None:
    """Neither what the settings become leads elsewhere, nor what is forged in the data."""
    shutil.copytree(AFTER, tmp_path / "after")
    settings = tmp_path / "after/digest.yml"
    settings.write_text(settings.read_text().replace("https://digest.", "https://evil."))
    moved = diff.difference(BEFORE, tmp_path / "after")
    assert "`digest.yml` and `topics.yml` changed too." in markdown(moved)
    forged = replace(found, url="https://evil.example/", unbuilt="@all [x](https://evil.example)")
    read = diff.read(diff.dump(forged).encode(), "https://digest.example/")
    for words in (markdown(moved), markdown(read)):
        links = re.findall(r"(?<!\\)\]\((.*?)\)", words)
        assert "https://digest.example/papers/retagged/" in links
        assert all(link.startswith("https://digest.example/") for link in links)
        assert "https://evil" not in words
        assert "@all" not in words


def test_it_comes_back_from_data_as_the_same_words(found: ContentDifference) -> None:
    assert markdown(diff.read(diff.dump(found).encode(), found.url)) == markdown(found)


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
    found: ContentDifference, forge: Callable[[Any], None]
) -> None:
    made = json.loads(diff.dump(found))
    forge(made)
    with pytest.raises(diff.NoDifference):
        diff.read(json.dumps(made).encode(), "")


@pytest.mark.parametrize("text", [b"", b"[]", b"\xff", b"[" * 100_000, b" " * 5_000_001])
def test_what_is_no_data_does_not_pass(text: bytes) -> None:
    with pytest.raises(diff.NoDifference):
        diff.read(text, "")


def test_text_of_content_does_nothing_in_a_comment() -> None:
    shown = {
        "@octocat and @github/team": "@\u200boctocat and @\u200bgithub/team",
        "fixes #1, GH-2": "fixes \\#\u200b1, GH\u200b-2",
        "https://evil.example": "https:\u200b//evil.example",
        "www.evil.example": "www\u200b.evil.example",
        "as of deadbeef12": "as of d\u200beadbeef12",
        "a@evil.example": "a@\u200bevil.example",
        "| a | b": "&#124; a &#124; b",
        "[x](http://evil.example)": "\\[x\\](http:\u200b//evil.example)",
        "<script>": "&lt;script&gt;",
        "a\n\n# b": "a \\#\u200b b",
        "\u202egnitekcart": "gnitekcart",
    }
    assert {hostile: inert(hostile) for hostile in shown} == shown
    assert code("a`` @octocat `b") == "``` a`` @octocat `b ```"
    assert len(code("x" * 1000)) < 250
    assert page("A", "papers/a/", "https://d.example/x") == "[A](https://d.example/x/papers/a/)"
    assert page("A", "papers/a/", "") == page("A", "papers/a/", "javascript:alert(1)") == "A"
