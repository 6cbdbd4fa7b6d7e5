"""Folders that commands write: what was there stays until the new is whole."""

from __future__ import annotations

import errno
import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from generator.papers.model import File
from generator.store import files

MARK = "index.md"


def tree(folder: Path) -> dict[str, str]:
    return {
        path.relative_to(folder).as_posix(): path.read_text(encoding="utf-8")
        for path in folder.rglob("*")
        if path.is_file()
    }


@pytest.fixture
def out(tmp_path: Path) -> Path:
    out = tmp_path / "out"
    with files.replacing(out, mark=MARK) as new:
        (new / MARK).write_text("old")
        (new / "stale.md").write_text("stale")
    return out


OLD = {MARK: "old", "stale.md": "stale"}


def renew(out: Path, text: str) -> None:
    with files.replacing(out, mark=MARK) as new:
        files.write_all([File(MARK, text)], new)


def test_a_new_folder_takes_the_place_of_an_earlier_one(out: Path) -> None:
    with files.replacing(out, mark=MARK) as new:
        files.write_all([File(MARK, "new ✓\n"), File("papers/a.svg", b"<svg/>")], new)
    assert tree(out) == {MARK: "new ✓\n", "papers/a.svg": "<svg/>"}


def test_a_folder_of_somebody_else_is_left_alone(tmp_path: Path) -> None:
    (tmp_path / "thesis.tex").write_text("ten years")
    with pytest.raises(OSError, match="choose another place"):
        renew(tmp_path, "")
    assert tree(tmp_path) == {"thesis.tex": "ten years"}


def test_a_file_in_the_way_is_left_alone(tmp_path: Path) -> None:
    file = tmp_path / "site"
    file.write_text("a file")
    with pytest.raises(OSError, match="choose another place"):
        renew(file, "")
    assert file.read_text() == "a file"


def test_an_empty_folder_is_taken(tmp_path: Path) -> None:
    out = tmp_path / "out"
    out.mkdir()
    renew(out, "")
    assert tree(out) == {MARK: ""}


def test_a_failure_leaves_the_old_and_nothing_beside_it(out: Path) -> None:
    def fail() -> None:
        with files.replacing(out, mark=MARK) as new:
            (new / MARK).write_text("half")
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        fail()
    assert tree(out) == OLD
    assert list(out.parent.iterdir()) == [out]


def test_a_full_disk_is_one_line_and_leaves_the_old(out: Path) -> None:
    with (
        pytest.raises(OSError, match="No space left on device"),
        files.replacing(out, mark=MARK) as new,
    ):
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC), str(new / MARK))
    assert tree(out) == OLD


def test_a_folder_that_cannot_be_written_is_one_line(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(OSError, match="File exists"):
        renew(tmp_path / "file" / "out", "")


def test_a_kill_leaves_the_old_and_the_next_call_clears_up(out: Path) -> None:
    code = (
        "import sys, time; from pathlib import Path; from generator.store import files\n"
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
    assert tree(out) == {MARK: "meanwhile"}
    renew(out, "after")
    assert list(out.parent.iterdir()) == [out]


def test_what_is_written_can_be_read_by_a_web_server(out: Path) -> None:
    plain = out.parent / "plain"
    plain.mkdir()
    assert out.stat().st_mode == plain.stat().st_mode
