"""One file, written whole."""

from __future__ import annotations

from pathlib import Path

import pytest

from generator.store import files, journal


def test_a_file_is_written_over_and_keeps_its_mode(tmp_path: Path) -> None:
    path = tmp_path / "deep" / "a.txt"
    files.write(path, "é\n")
    path.chmod(0o604)
    files.write(path, b"new")
    assert path.read_bytes() == b"new"
    assert path.stat().st_mode & 0o777 == 0o604
    assert [each.name for each in path.parent.iterdir()] == ["a.txt"]


def test_a_new_file_has_the_mode_that_others_have(tmp_path: Path) -> None:
    files.write(tmp_path / "a", "")
    (tmp_path / "b").touch()
    assert (tmp_path / "a").stat().st_mode == (tmp_path / "b").stat().st_mode


def test_a_file_that_is_there_stays_unless_it_is_the_same(tmp_path: Path) -> None:
    path = tmp_path / "a"
    files.write(path, "one", over=False)
    files.write(path, "one", over=False)
    with pytest.raises(FileExistsError, match="other content: --force writes over it") as caught:
        files.write(path, "two", over=False)
    assert caught.value.filename == str(path)
    assert [each.read_text() for each in tmp_path.iterdir()] == ["one"]


def test_what_cannot_be_written_leaves_nothing(tmp_path: Path) -> None:
    (tmp_path / "a").mkdir()
    with pytest.raises(IsADirectoryError):
        files.write(tmp_path / "a", "x")
    assert [each.name for each in tmp_path.iterdir()] == ["a"]


def test_what_a_kill_left_goes_and_what_is_at_work_stays(tmp_path: Path) -> None:
    left, busy = tmp_path / f"{files.PREFIX}new-left", tmp_path / f"{files.PREFIX}new-busy"
    left.touch()
    busy.touch()
    (tmp_path / "other").touch()
    with files.locked(busy):
        files.sweep(tmp_path)
    assert {each.name for each in tmp_path.iterdir()} == {busy.name, "other"}


def test_what_a_kill_may_leave_is_ignored_by_git() -> None:
    ignored = (Path(__file__).parents[2] / ".gitignore").read_text(encoding="utf-8").split("\n")
    assert f"{files.PREFIX}*" in ignored
    assert journal.STAGE.startswith(files.PREFIX)
