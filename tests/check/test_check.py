"""What the check says of a whole folder: little, where little is wrong."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from generator import check, store
from tests.conftest import fill

BROKEN = Path(__file__).parents[1] / "fixtures" / "broken"
TOPICS = """\
groups:
- {id: training, title: Training}
topics:
- id: optimisers
  title: Optimisers
  group: trainng
  description: How weights move.
- id: optimisers
  title: Optimisers again
  group: training
  description: A second one.
"""
FILES = {
    "papers/2024/sound.md": "---\ntitle: Sound\narxiv: '2401.00001'\ntopics: [optimisers]\n---\n",
    "papers/2024/float.md": "---\ntitle: Float\narxiv: 2503.02130\n---\n",
}


def problems(folder: Path) -> str:
    found = check.problems(store.load(folder))
    return "".join(f"{p.path}:{p.line}: {p.severity}: {p.message}\n" for p in found)


@pytest.mark.parametrize("tree", sorted(path.name for path in BROKEN.iterdir()))
def test_every_problem_of_a_broken_tree_is_found_at_its_line(tree: str) -> None:
    expected = (BROKEN / tree / "expected.txt").read_text(encoding="utf-8")
    assert problems(BROKEN / tree / "content") == expected


def test_a_broken_file_is_one_problem_and_not_many(tmp_path: Path) -> None:
    files = {
        "topics.yml": "groups: [\n",
        "papers/2024/sound.md": FILES["papers/2024/sound.md"],
        "papers/2024/float.md": FILES["papers/2024/float.md"],
        "editions/2025-01-03.yml": "kind: daily\nsource: A\npapers:\n- {paper: float}\n",
    }
    found = problems(fill(tmp_path, files)).splitlines()
    assert [line.split(": ")[0] for line in found] == ["papers/2024/float.md:3", "topics.yml:2"]


def test_a_summary_is_held_against_abstracts_kept_and_given(tmp_path: Path) -> None:
    record = "---\ntitle: {}\npublished: 2024-01\nsummary: Nets shrink by half here.\n---\n{}\n"
    files = {
        "digest.yml": "title: Invented\ncuration:\n  shared_words: 3\n",
        "papers/2024/kept.md": record.format("Kept", "We say that nets shrink by half."),
        "papers/2024/given.md": record.format("Given", ""),
        "papers/2024/free.md": record.format("Free", "Other words."),
    }
    loaded = store.load(fill(tmp_path, files))
    found = check.problems(loaded, {"given": ["That nets shrink by half is new."]})
    assert [f"{p.path}:{p.line}" for p in found] == [
        "papers/2024/given.md:4",
        "papers/2024/kept.md:4",
    ]


def test_sound_content_has_no_problem(tmp_path: Path) -> None:
    topics = TOPICS.split("- id: optimisers\n  title: Optimisers again")[0]
    files = {
        "digest.yml": "title: Invented\n",
        "topics.yml": topics.replace("trainng", "training"),
        "papers/2024/sound.md": FILES["papers/2024/sound.md"],
        "papers/2024/twin.md": (
            "---\ntitle: sound!\ntopics: [optimisers]\ndistinct_from: [sound]\n---\n"
        ),
        "editions/2025-01-03.yml": "kind: daily\nsource: A\npapers:\n- {paper: sound}\n",
    }
    assert problems(fill(tmp_path, files)) == ""


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("digest.yml", "title: D\nurl: https://d.org/digest\nfeeds: {tag: 'd.org,2025'}\n"),
        ("editions/2025-01-03.yml", "kind: daily\nsource: A\npapers:\n"),
        (".gitkeep", ""),
    ],
)
def test_what_can_mean_one_thing_only_is_taken(tmp_path: Path, name: str, text: str) -> None:
    assert problems(tmp_path) == ""
    assert problems(fill(tmp_path, {name: text})) == ""


def test_a_file_that_is_not_text_is_named(tmp_path: Path) -> None:
    (tmp_path / "topics.yml").write_bytes(b"groups: []\ntopics: \xff\n")
    assert problems(tmp_path) == "topics.yml:2: error: not UTF-8 text: save the file as UTF-8\n"


def test_an_address_without_a_tag_for_feeds_is_a_warning_that_says_what_to_write(
    tmp_path: Path,
) -> None:
    (tmp_path / "papers/2024").mkdir(parents=True)
    (tmp_path / "papers/2024/p.md").write_text(
        "---\ntitle: P\npublished: 2024-05-06\nadded: 2024-05-07\n---\n"
    )
    settings = "title: D\nurl: https://d.example/x/\n"
    (tmp_path / "digest.yml").write_text(settings)
    (problem,) = check.problems(store.load(tmp_path))
    assert (problem.path, problem.line, problem.severity) == ("digest.yml", 2, "warning")
    stated = problem.message.partition("such as ")[2]
    (tmp_path / "digest.yml").write_text(f"{settings}{stated}\n")
    assert list(check.problems(store.load(tmp_path))) == []
    assert store.load(tmp_path).corpus.settings.feeds.tag == "d.example,2024"


def test_a_newsletter_that_nobody_could_leave_is_a_warning(tmp_path: Path) -> None:
    settings = "title: D\nnewsletter:\n  from: me@d.example\n"
    (tmp_path / "digest.yml").write_text(settings)
    assert [
        (problem.line, problem.severity, problem.message.partition(":")[0])
        for problem in check.problems(store.load(tmp_path))
    ] == [
        (2, "warning", "no newsletter without 'url'"),
        (3, "warning", "'digest send' sends nothing without 'unsubscribe_url'"),
    ]


def test_a_link_out_of_the_folder_and_what_is_no_file_are_named_and_not_read(
    tmp_path: Path,
) -> None:
    (tmp_path / "elsewhere").mkdir()
    (tmp_path / "elsewhere/secret.md").write_text("---\ntitle: Secret\n---\n")
    content = fill(tmp_path / "content", {"papers/2024/a.md": "---\ntitle: A\ntopics: [x]\n---\n"})
    (content / "papers/2024/b.md").symlink_to("../../../elsewhere/secret.md")
    (content / "papers/2025").symlink_to("../../elsewhere")
    (content / "papers/2024/c.md").symlink_to("nowhere.md")
    os.mkfifo(content / "papers/2024/d.md")
    said = "error: no file, or a link out of this folder: put the file itself here"
    assert [line for line in problems(content).splitlines() if "topic" not in line] == [
        f"papers/2024/b.md:1: {said}",
        f"papers/2024/c.md:1: {said}",
        f"papers/2024/d.md:1: {said}",
        f"papers/2025:1: {said}",
    ]
