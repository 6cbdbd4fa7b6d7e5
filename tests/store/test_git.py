"""A content folder in a repository of its own: how it was, and what was touched."""

from __future__ import annotations

from pathlib import Path

import pytest

from generator.store import git as history
from tests.conftest import fill, git


def commit(**files: str) -> None:
    fill(Path("content"), {f"{name}.md": text for name, text in files.items()})
    git("add", "-A")
    git("commit", "-q", "--allow-empty", "-m", "x")


@pytest.fixture
def content(here: Path) -> Path:
    git("init", "-q", "-b", "main")
    fill(here, {"README.md": "x"})
    commit(kept="1", edited="1", deleted="1", moved="1")
    git("checkout", "-q", "-b", "work")
    return here / "content"


def test_the_folder_as_it_was_and_what_commits_and_the_working_tree_touched(content: Path) -> None:
    git("checkout", "-q", "main")
    commit(kept="2", later="1")  # what the other branch gained is no part of the change
    git("checkout", "-q", "work")
    commit(edited="2", **{"ädded, by: commit": "1"})
    (content / "deleted.md").unlink()
    (content / "moved.md").rename(content / "there.md")
    (content / "not yet known.md").write_text("1")
    Path("README.md").write_text("y")
    with history.since(content, "main") as past:
        texts = {path.name: path.read_text() for path in past.content.iterdir()}
        assert texts == {f"{name}.md": "1" for name in ("deleted", "edited", "kept", "moved")}
    assert not past.content.exists()
    names = ("edited", "ädded, by: commit", "deleted", "moved", "there", "not yet known")
    assert past.touched == {f"{name}.md" for name in names}


def test_a_folder_may_be_new_or_the_repository(content: Path) -> None:
    novel = fill(content.parent / "novel", {"a.md": "1"})
    with history.since(novel, "main") as past:
        assert not any(past.content.iterdir())
        assert past.touched == {"a.md"}
    with history.since(content.parent, "main") as past:
        assert (past.content / "content/kept.md").read_text() == "1"
        assert past.touched == {"novel/a.md"}


def refused(content: Path, ref: str) -> str:
    with pytest.raises(history.GitError) as caught, history.since(content, ref):
        pass
    return str(caught.value)


@pytest.mark.parametrize("ref", ["unheard-of", "--help", "-x", "", "main:content"])
def test_a_name_that_is_no_commit_is_one_line(content: Path, ref: str) -> None:
    message = f"git knows no commit '{ref}' here: fetch it, or name another"
    assert refused(content, ref) == message


def test_what_git_cannot_give_is_one_line(
    content: Path, tmp_path_factory: pytest.TempPathFactory
) -> None:
    bare = tmp_path_factory.mktemp("no-repository")
    assert refused(bare, "main").startswith(f"{bare}: git says: ")
    (content / "out.md").symlink_to("/etc/hostname")
    commit()
    assert "holds what is no plain file: " in refused(content, "HEAD")
    git("checkout", "-q", "--orphan", "other")
    commit()
    message = "'main' and the present work share no commit here: fetch the whole history"
    assert refused(content, "main") == message
