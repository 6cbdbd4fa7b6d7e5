"""Files and folders that commands write: what was there stays until the new is whole."""

from __future__ import annotations

import errno
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from generator.papers.model import File
from generator.store import files
from tests.conftest import texts

MARK = "index.md"
OLD = {MARK: "old", "stale.md": "stale"}


def renew(out: Path, text: str) -> None:
    with files.replacing(out, mark=MARK) as new:
        files.write_all([File(MARK, text)], new)


@pytest.fixture
def out(tmp_path: Path) -> Path:
    with files.replacing(tmp_path / "out", mark=MARK) as new:
        files.write_all([File(name, text) for name, text in OLD.items()], new)
    return tmp_path / "out"


def test_a_file_is_written_over_and_keeps_its_mode(tmp_path: Path) -> None:
    path = tmp_path / "deep" / "a.txt"
    files.write(path, "é\n")
    (tmp_path / "b").touch()
    assert path.stat().st_mode == (tmp_path / "b").stat().st_mode
    path.chmod(0o604)
    files.write(path, b"new")
    assert path.read_bytes() == b"new"
    assert path.stat().st_mode & 0o777 == 0o604
    assert [each.name for each in path.parent.iterdir()] == ["a.txt"]


def test_a_file_that_is_there_stays_unless_it_is_the_same(tmp_path: Path) -> None:
    path = tmp_path / "a"
    files.write(path, "one", over=False)
    files.write(path, "one", over=False)
    with pytest.raises(FileExistsError, match="other content: --force writes over it") as caught:
        files.write(path, "two", over=False)
    assert caught.value.filename == str(path)
    assert texts(tmp_path) == {"a": "one"}


def test_what_cannot_be_written_leaves_nothing(tmp_path: Path) -> None:
    (tmp_path / "a").mkdir()
    with pytest.raises(IsADirectoryError):
        files.write(tmp_path / "a", "x")
    assert [each.name for each in tmp_path.iterdir()] == ["a"]


def test_what_a_kill_left_goes_and_what_is_at_work_stays(tmp_path: Path) -> None:
    left, busy = (tmp_path / f"{files.PREFIX}new-{name}" for name in ("left", "busy"))
    for path in (left, busy, tmp_path / "other"):
        path.touch()
    with files.locked(busy):
        files.sweep(tmp_path)
    assert {each.name for each in tmp_path.iterdir()} == {busy.name, "other"}


def test_what_a_kill_may_leave_is_ignored_by_git() -> None:
    ignored = (Path(__file__).parents[2] / ".gitignore").read_text(encoding="utf-8").split("\n")
    assert f"{files.PREFIX}*" in ignored
    assert files.STAGE.startswith(files.PREFIX)


def test_a_new_folder_takes_the_place_of_an_earlier_one(out: Path) -> None:
    with files.replacing(out, mark=MARK) as new:
        files.write_all([File(MARK, "new ✓\n"), File("papers/a.svg", b"<svg/>")], new)
    assert texts(out) == {MARK: "new ✓\n", "papers/a.svg": "<svg/>"}
    (out.parent / "plain").mkdir()
    assert out.stat().st_mode == (out.parent / "plain").stat().st_mode


@pytest.mark.parametrize("place", ["", "thesis.tex"])
def test_what_is_somebody_elses_is_left_alone(tmp_path: Path, place: str) -> None:
    (tmp_path / "thesis.tex").write_text("ten years")
    with pytest.raises(OSError, match="choose another place"):
        renew(tmp_path / place, "")
    assert texts(tmp_path) == {"thesis.tex": "ten years"}


def test_an_empty_folder_is_taken_and_one_below_a_file_cannot_be(tmp_path: Path) -> None:
    (tmp_path / "out").mkdir()
    renew(tmp_path / "out", "new")
    assert texts(tmp_path / "out") == {MARK: "new"}
    with pytest.raises(FileExistsError):
        renew(tmp_path / "out" / MARK / "out", "")


@pytest.mark.parametrize("error", [ZeroDivisionError(), OSError(errno.ENOSPC, "full", "x")])
def test_a_failure_leaves_the_old_and_nothing_beside_it(out: Path, error: Exception) -> None:
    def fail() -> None:
        with files.replacing(out, mark=MARK) as new:
            (new / MARK).write_text("half")
            raise error

    with pytest.raises(type(error)):
        fail()
    assert texts(out) == OLD
    assert list(out.parent.iterdir()) == [out]


def test_a_kill_leaves_the_old_and_the_next_call_clears_up(out: Path) -> None:
    code = (
        "import time; from pathlib import Path; from generator.store import files\n"
        f"with files.replacing(Path({str(out)!r}), mark={MARK!r}) as new:\n"
        f"    (new / {MARK!r}).write_text('half'); print('in', flush=True); time.sleep(60)\n"
    )
    with subprocess.Popen([sys.executable, "-c", code], stdout=subprocess.PIPE) as process:
        assert process.stdout
        process.stdout.readline()
        beside = [path for path in out.parent.iterdir() if path != out]
        renew(out, "meanwhile")
        assert [path for path in out.parent.iterdir() if path != out] == beside
        process.send_signal(signal.SIGKILL)
    assert texts(out) == {MARK: "meanwhile"}
    renew(out, "after")
    assert list(out.parent.iterdir()) == [out]
