"""A change is there whole or not at all."""

from __future__ import annotations

import errno
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from generator import store
from generator.store import transaction


def tree(folder: Path) -> dict[str, str]:
    return {
        path.relative_to(folder).as_posix(): path.read_text(encoding="utf-8")
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }


@pytest.fixture
def content(tmp_path: Path) -> Path:
    folder = tmp_path / "content"
    (folder / "papers").mkdir(parents=True)
    (folder / "papers" / "old.md").write_text("old", encoding="utf-8")
    (folder / "notes.txt").write_text("a person's own", encoding="utf-8")
    return folder


def test_writes_and_deletes_and_keeps_the_rest(content: Path) -> None:
    store.write(content, {"papers/new.md": "new", "papers/old.md": None})
    assert tree(content) == {"notes.txt": "a person's own", "papers/new.md": "new"}
    assert [path.name for path in content.parent.iterdir()] == ["content"]


def test_a_folder_that_lost_its_last_file_goes(content: Path) -> None:
    store.write(content, {"papers/old.md": None})
    assert [path.name for path in content.iterdir()] == ["notes.txt"]


def test_makes_a_folder_that_is_not_there(tmp_path: Path) -> None:
    store.write(tmp_path / "deep" / "content", {"a.md": "x"})
    assert tree(tmp_path) == {"deep/content/a.md": "x"}


def test_an_editor_that_has_an_unchanged_file_open_writes_the_same_file(content: Path) -> None:
    with (content / "notes.txt").open("a", encoding="utf-8") as file:
        store.write(content, {"papers/new.md": "new"})
        file.write(", still")
    assert (content / "notes.txt").read_text(encoding="utf-8") == "a person's own, still"


def test_links_and_modes_survive(content: Path) -> None:
    (content / "shortcut").symlink_to("papers")
    (content / "notes.txt").chmod(0o640)
    content.chmod(0o750)
    store.write(content, {"papers/new.md": "new"})
    assert (content / "shortcut").readlink() == Path("papers")
    assert (content / "notes.txt").stat().st_mode & 0o777 == 0o640
    assert content.stat().st_mode & 0o777 == 0o750


def test_a_full_disk_leaves_the_folder_as_it_was(
    content: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = tree(content)

    def full(descriptor: int) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(OSError, match="No space left on device; nothing was changed") as caught:
        store.write(content, {"papers/new.md": "new"})
    assert caught.value.filename == str(content)
    assert tree(content) == before
    assert [path.name for path in content.parent.iterdir()] == ["content"]


def test_without_the_one_step_two_renames_do(
    content: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(transaction, "_exchange_in_one_step", lambda new, old: False)
    store.write(content, {"papers/old.md": "newer"})
    assert tree(content) == {"notes.txt": "a person's own", "papers/old.md": "newer"}
    assert [path.name for path in content.parent.iterdir()] == ["content"]


def test_what_a_kill_between_two_renames_left_is_put_back(content: Path) -> None:
    content.rename(content.with_name(".digest-content-aside"))
    store.write(content, {"papers/new.md": "new"})
    assert set(tree(content)) == {"notes.txt", "papers/new.md", "papers/old.md"}


def test_what_somebody_wrote_meanwhile_is_not_lost(content: Path) -> None:
    seen = store.load(content).state
    (content / "papers" / "theirs.md").write_text("theirs", encoding="utf-8")
    before = tree(content)
    with pytest.raises(store.Busy, match="run it again"):
        store.write(content, {"papers/new.md": "new"}, seen)
    assert tree(content) == before
    store.write(content, {"papers/new.md": "new"}, store.load(content).state)
    assert set(tree(content)) == {*before, "papers/new.md"}


def test_a_folder_of_somebody_else_beside_it_stays(content: Path) -> None:
    other = content.with_name(".content-content-backup")
    other.mkdir()
    store.write(content, {"papers/new.md": "new"})
    assert other.is_dir()


def test_two_writers_do_not_meet(content: Path) -> None:
    with (
        transaction._locked(content.parent),
        pytest.raises(store.Busy, match="try again"),
    ):
        store.write(content, {"a.md": "x"})


WRITER = """
import sys, pathlib
from generator import store
folder = pathlib.Path(sys.argv[1])
print("ready", flush=True)
for turn in range(1000):
    store.write(folder, {f"papers/p{i}.md": str(turn) for i in range(40)})
"""


@pytest.mark.parametrize("delay", [0.0, 0.005, 0.02, 0.05, 0.09])
def test_a_kill_at_any_moment_leaves_before_or_after(content: Path, delay: float) -> None:
    store.write(content, {f"papers/p{i}.md": "start" for i in range(40)})
    with subprocess.Popen(
        [sys.executable, "-c", WRITER, str(content)], stdout=subprocess.PIPE
    ) as writer:
        assert writer.stdout is not None
        writer.stdout.readline()
        time.sleep(delay)
        writer.send_signal(signal.SIGKILL)
        writer.wait()
    files = tree(content)
    assert len(files) == 42
    assert len({text for name, text in files.items() if name.startswith("papers/p")}) == 1
    store.write(content, {"papers/after.md": "x"})
    assert [path.name for path in content.parent.iterdir()] == ["content"]
