"""A content folder in a repository of its own: how it was, and what was touched."""

from __future__ import annotations

import subprocess
from pathlib import Path

import pytest

from generator.store import git as history


def git(folder: Path, *args: str) -> str:
    who = ("-c", "user.name=Ada Muster", "-c", "user.email=ada@digest.example")
    command = ["git", *who, "-c", "commit.gpgsign=false", *args]
    return subprocess.run(command, cwd=folder, check=True, capture_output=True, text=True).stdout


def commit(folder: Path, **files: str) -> None:
    for name, text in files.items():
        path = folder / "content" / f"{name}.md"
        path.parent.mkdir(exist_ok=True)
        path.write_text(text, encoding="utf-8")
    git(folder, "add", "-A")
    git(folder, "commit", "-q", "--allow-empty", "-m", "x")


@pytest.fixture
def here(tmp_path: Path) -> Path:
    git(tmp_path, "init", "-q", "-b", "main")
    (tmp_path / "README.md").write_text("x")
    commit(tmp_path, kept="1", edited="1", deleted="1", moved="1")
    git(tmp_path, "checkout", "-q", "-b", "work")
    return tmp_path


def test_the_folder_as_it_was_and_what_commits_and_the_working_tree_touched(here: Path) -> None:
    commit(here, edited="2", **{"ädded, by: commit": "1"})
    content = here / "content"
    (content / "deleted.md").unlink()
    (content / "moved.md").rename(content / "there.md")
    (content / "not yet known.md").write_text("1")
    (here / "README.md").write_text("y")
    with history.since(content, "main") as past:
        assert sorted(path.name for path in past.content.iterdir()) == [
            "deleted.md", "edited.md", "kept.md", "moved.md",
        ]  # fmt: skip
        assert (past.content / "edited.md").read_text() == "1"
        kept = past.content
    assert not kept.exists()
    assert past.touched == {
        "edited.md", "ädded, by: commit.md", "deleted.md", "moved.md", "there.md",
        "not yet known.md",
    }  # fmt: skip


def test_what_the_other_branch_gained_is_no_part_of_the_change(here: Path) -> None:
    git(here, "checkout", "-q", "main")
    commit(here, kept="2", later="1")
    git(here, "checkout", "-q", "work")
    commit(here, edited="2")
    with history.since(here / "content", "main") as past:
        assert past.touched == {"edited.md"}
        assert (past.content / "kept.md").read_text() == "1"


def test_a_folder_that_was_not_there_was_empty(here: Path) -> None:
    (here / "novel").mkdir()
    (here / "novel/a.md").write_text("1")
    with history.since(here / "novel", "main") as past:
        assert list(past.content.iterdir()) == []
        assert past.touched == {"a.md"}


def test_a_folder_may_be_the_repository(here: Path) -> None:
    (here / "README.md").write_text("y")
    with history.since(here, "main") as past:
        assert (past.content / "content/kept.md").read_text() == "1"
        assert past.touched == {"README.md"}


def refused(content: Path, ref: str) -> str:
    with pytest.raises(history.GitError) as caught, history.since(content, ref):
        pass
    return str(caught.value)


@pytest.mark.parametrize("ref", ["unheard-of", "--help", "-x", "", "main:content"])
def test_a_name_that_is_no_commit_is_one_line(here: Path, ref: str) -> None:
    message = f"git knows no commit '{ref}' here: fetch it, or name another"
    assert refused(here / "content", ref) == message


def test_no_common_commit_and_no_repository_are_one_line(here: Path, tmp_path: Path) -> None:
    git(here, "checkout", "-q", "--orphan", "other")
    commit(here, kept="2")
    message = "'main' and the present work share no commit here: fetch the whole history"
    assert refused(here / "content", "main") == message
    bare = tmp_path.parent / "no-repository"
    bare.mkdir()
    assert refused(bare, "main").startswith(f"{bare}: git says: ")


def test_a_link_that_leads_out_is_one_line(here: Path) -> None:
    (here / "content/out.md").symlink_to("/etc/hostname")
    commit(here)
    assert "holds what is no plain file: " in refused(here / "content", "HEAD")
