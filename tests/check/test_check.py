"""What the check says of a whole folder: little, where little is wrong."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from generator import check, store
from tests.conftest import fill

BROKEN = Path(__file__).parents[1] / "fixtures" / "broken"


def problems(folder: Path) -> str:
    found = check.problems(store.load(folder))
    return "".join(f"{p.path}:{p.line}: {p.severity}: {p.message}\n" for p in found)


@pytest.mark.parametrize("tree", sorted(path.name for path in BROKEN.iterdir()))
def test_every_problem_of_a_broken_tree_is_found_at_its_line(tree: str) -> None:
    expected = (BROKEN / tree / "expected.txt").read_text(encoding="utf-8")
    assert problems(BROKEN / tree / "content") == expected


def test_a_summary_is_held_against_abstracts_that_are_given(tmp_path: Path) -> None:
    record = "---\ntitle: {}\npublished: 2024-01\nsummary: Nets shrink by half here.\n---\n"
    files = {
        "digest.yml": "title: Invented\ncuration:\n  shared_words: 3\n",
        "papers/2024/given.md": record.format("Given"),
        "papers/2024/free.md": record.format("Free"),
    }
    loaded = store.load(fill(tmp_path, files))
    found = check.problems(loaded, {"given": ["That nets shrink by half is new."]})
    assert [f"{p.path}:{p.line}" for p in found] == ["papers/2024/given.md:4"]


def test_an_address_without_a_tag_is_a_warning_that_says_what_to_write(tmp_path: Path) -> None:
    settings = "title: D\nurl: https://d.example/x/\n"
    record = "---\ntitle: P\npublished: 2024-05-06\nadded: 2024-05-07\n---\n"
    fill(tmp_path, {"digest.yml": settings, "papers/2024/p.md": record})
    said = problems(tmp_path)
    assert said.startswith("digest.yml:2: warning: ")
    fill(tmp_path, {"digest.yml": f"{settings}{said.partition('such as ')[2]}"})
    assert problems(tmp_path) == ""
    assert store.load(tmp_path).corpus.settings.feeds.tag == "d.example,2024"


def test_a_link_out_of_the_folder_and_what_is_no_file_are_not_read(tmp_path: Path) -> None:
    fill(tmp_path / "elsewhere", {"secret.md": "---\ntitle: Secret\n---\n"})
    content = fill(tmp_path / "content", {"papers/2024/a.md": "---\ntitle: A\ntopics: [x]\n---\n"})
    (content / "papers/2024/b.md").symlink_to("../../../elsewhere/secret.md")
    (content / "papers/2025").symlink_to("../../elsewhere")
    (content / "papers/2024/c.md").symlink_to("nowhere.md")
    os.mkfifo(content / "papers/2024/d.md")
    said = "error: no file, or a link out of this folder: put the file itself here"
    named = ("2024/b.md", "2024/c.md", "2024/d.md", "2025")
    assert [line for line in problems(content).splitlines() if "topic" not in line] == [
        f"papers/{name}:1: {said}" for name in named
    ]
