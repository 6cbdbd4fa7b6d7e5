"""Two small folders against the words for what differs between them."""

from __future__ import annotations

import shutil
from dataclasses import replace
from pathlib import Path

import pytest

from generator.papers.model import Corpus, Paper
from generator.review import diff
from generator.review.diff import markdown
from generator.text.markdown import code, inert, page

FIXTURES = Path(__file__).parents[1] / "fixtures" / "diff"
BEFORE, AFTER = FIXTURES / "before", FIXTURES / "after"


def test_the_words_for_records_and_counts() -> None:
    words = markdown(diff.difference(BEFORE, AFTER))
    records = words.partition("### Published with it")[0]
    assert records.rstrip("\n") + "\n" == (FIXTURES / "expected.md").read_text(encoding="utf-8")


def test_what_is_published_with_it() -> None:
    found = diff.difference(BEFORE, AFTER)
    kinds = {kind.name: kind for kind in found.published}
    assert kinds["papers"].new == ("papers/new-name/", "papers/novel/")
    assert kinds["papers"].gone == ("papers/gone/",)
    assert "papers/kept/" not in kinds["papers"].new
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
    for name in ("before", "after"):
        shutil.copytree(FIXTURES / name, tmp_path / name)
    (tmp_path / broken / "papers/2024/kept.md").write_text("no record")
    words = markdown(diff.difference(tmp_path / "before", tmp_path / "after"))
    assert words.endswith(f"\nThe site is not compared: {why} (`digest check`).\n")
    assert "### Papers added (1)" in words
    assert "### Papers removed (1)" in words
    assert "Not compared, because they cannot be read: `papers/2024/kept.md`." in words


def test_links_lead_to_the_published_site_whatever_the_change_says(tmp_path: Path) -> None:
    shutil.copytree(AFTER, tmp_path / "after")
    settings = tmp_path / "after/digest.yml"
    settings.write_text(settings.read_text().replace("https://digest.", "https://evil."))
    words = markdown(diff.difference(BEFORE, tmp_path / "after"))
    assert "(https://digest.example/papers/retagged/)" in words
    assert "//evil.example" not in words
    assert "`digest.yml` and `topics.yml` changed too." in words


def test_many_are_counted_and_few_are_listed() -> None:
    papers = {f"p{n}": Paper(id=f"p{n}", title=f"Paper {n}") for n in range(500)}
    words = markdown(diff.compare(Corpus(), Corpus(papers=papers)))
    assert "### Papers added (500)" in words
    assert "\n- … and 480 more\n" in words
    assert len(words) < 5000


def test_a_merge_taken_back_is_said() -> None:
    one, other = Paper(id="a", title="A", same_as=("b",)), Paper(id="b", title="B")
    merged = Corpus(papers={"a": one, "b": other})
    apart = Corpus(papers={"a": replace(one, same_as=()), "b": other})
    words = markdown(diff.compare(merged, apart))
    assert "**1 parted; papers: 1 → 2**" in words
    assert "### Papers no longer merged (1)\n\n- B (`b`) and A (`a`)\n" in words


@pytest.mark.parametrize(
    ("hostile", "shown"),
    [
        ("@octocat and @github/team", "@\u200boctocat and @\u200bgithub/team"),
        ("fixes #1, GH-2", "fixes \\#\u200b1, GH\u200b-2"),
        ("https://evil.example", "https:\u200b//evil.example"),
        ("www.evil.example", "www\u200b.evil.example"),
        ("as of deadbeef12", "as of d\u200beadbeef12"),
        ("a@evil.example", "a@\u200bevil.example"),
        ("| a | b", "&#124; a &#124; b"),
        ("[x](http://evil.example)", "\\[x\\](http:\u200b//evil.example)"),
        ("<script>", "&lt;script&gt;"),
        ("a\n\n# b", "a \\#\u200b b"),
        ("\u202egnitekcart", "gnitekcart"),
    ],
)
def test_text_of_content_does_nothing(hostile: str, shown: str) -> None:
    assert inert(hostile) == shown


def test_code_is_not_left_and_a_page_needs_an_address() -> None:
    assert code("a`` @octocat `b") == "``` a`` @octocat `b ```"
    assert len(code("x" * 1000)) < 250
    assert page("A", "papers/a/", "https://d.example/x") == "[A](https://d.example/x/papers/a/)"
    assert page("A", "papers/a/", "") == page("A", "papers/a/", "javascript:alert(1)") == "A"
