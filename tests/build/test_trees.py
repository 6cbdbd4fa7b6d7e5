"""Folders that commands write: what was there stays until the new is whole."""

from __future__ import annotations

import errno
import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from generator.build import trees
from generator.build.incremental import OutputError
from generator.papers.model import File
from generator.site.pages.page import Head, Page

MARK = "index.md"


def tree(folder: Path) -> dict[str, str]:
    return {
        path.relative_to(folder).as_posix(): path.read_text(encoding="utf-8")
        for path in folder.rglob("*")
        if path.is_file()
    }


def page(path: str, body: str) -> Page:
    return Page(Head(path, "home", "Title", ""), body)


@pytest.fixture
def out(tmp_path: Path) -> Path:
    out = tmp_path / "out"
    with trees.replacing(out, mark=MARK) as new:
        (new / MARK).write_text("old")
        (new / "stale.md").write_text("stale")
    return out


OLD = {MARK: "old", "stale.md": "stale"}


def test_write_tree_replaces_what_an_earlier_call_wrote(out: Path) -> None:
    pages = [page(MARK, "new ✓\n"), page("papers/a.md", "a\n")]
    assert trees.write_tree(pages, [File("stats/x.svg", "<svg/>")], out) == 2
    assert tree(out) == {each.path: each.text for each in pages} | {"stats/x.svg": "<svg/>"}


def test_a_folder_of_somebody_else_is_left_alone(tmp_path: Path) -> None:
    (tmp_path / "thesis.tex").write_text("ten years")
    with pytest.raises(OutputError, match="choose another place"):
        trees.write_tree([page(MARK, "")], [], tmp_path)
    assert tree(tmp_path) == {"thesis.tex": "ten years"}


def test_a_file_in_the_way_is_left_alone(tmp_path: Path) -> None:
    file = tmp_path / "site"
    file.write_text("a file")
    with pytest.raises(OutputError, match="choose another place"):
        trees.write_tree([page(MARK, "")], [], file)
    assert file.read_text() == "a file"


def test_an_empty_folder_is_taken(tmp_path: Path) -> None:
    out = tmp_path / "out"
    out.mkdir()
    trees.write_tree([page(MARK, "")], [], out)
    assert tree(out) == {MARK: page(MARK, "").text}


def test_a_failure_leaves_the_old_and_nothing_beside_it(out: Path) -> None:
    def fail() -> None:
        with trees.replacing(out, mark=MARK) as new:
            (new / MARK).write_text("half")
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        fail()
    assert tree(out) == OLD
    assert list(out.parent.iterdir()) == [out]


def test_a_full_disk_is_one_line_and_leaves_the_old(out: Path) -> None:
    with (
        pytest.raises(OutputError, match=r"/index\.md: No space left on device$"),
        trees.replacing(out, mark=MARK) as new,
    ):
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC), str(new / MARK))
    assert tree(out) == OLD


def test_a_folder_that_cannot_be_written_is_one_line(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(OutputError, match=r"/file: File exists$"):
        trees.write_tree([page(MARK, "")], [], tmp_path / "file" / "out")


def test_a_kill_leaves_the_old_and_the_next_call_clears_up(out: Path) -> None:
    code = (
        "import sys, time; from pathlib import Path; from generator.build import trees\n"
        f"with trees.replacing(Path({str(out)!r}), mark={MARK!r}) as new:\n"
        f"    (new / {MARK!r}).write_text('half'); print('in', flush=True); time.sleep(60)\n"
    )
    with subprocess.Popen([sys.executable, "-c", code], stdout=subprocess.PIPE) as process:
        assert process.stdout
        process.stdout.readline()
        beside = [path for path in out.parent.iterdir() if path != out]
        trees.write_tree([page(MARK, "meanwhile")], [], out)
        assert [path for path in out.parent.iterdir() if path != out] == beside
        process.send_signal(signal.SIGKILL)
    assert tree(out) == {MARK: page(MARK, "meanwhile").text}
    trees.write_tree([page(MARK, "after")], [], out)
    assert list(out.parent.iterdir()) == [out]


def test_what_is_written_can_be_read_by_a_web_server(out: Path) -> None:
    plain = out.parent / "plain"
    plain.mkdir()
    assert out.stat().st_mode == plain.stat().st_mode
