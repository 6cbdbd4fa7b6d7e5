"""What commands write is there whole or not at all, and only what changes is touched."""

from __future__ import annotations

import errno
import os
import shutil
import tempfile
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from generator import store
from generator.papers.model import File
from generator.store import files
from tests.conftest import ROOT, fill, texts


class Killed(BaseException):
    """The process is gone: nothing of it happens any more."""


@contextmanager
def killed_after(steps: int) -> Iterator[None]:
    """Let the first ``steps`` steps of a file system happen, and no later one."""
    left = iter(range(steps))

    def counted(deed: Callable[..., Any]) -> Callable[..., Any]:
        def do(*args: Any, **options: Any) -> Any:
            if next(left, None) is None:
                raise Killed
            return deed(*args, **options)

        return do

    with pytest.MonkeyPatch.context() as patch:
        for name in ("rename", "replace", "hardlink_to", "unlink", "mkdir", "rmdir"):
            patch.setattr(Path, name, counted(getattr(Path, name)))
        for of, name in ((shutil, "rmtree"), (os, "fsync"), (files, "_exchange")):
            patch.setattr(of, name, counted(getattr(of, name)))
        with suppress(Killed):
            yield


def names(folder: Path) -> set[str]:
    return {path.name for path in folder.iterdir()}


# One file, and one folder

MARK = "index.md"
OLD = {MARK: "old", "stale.md": "stale"}


@pytest.fixture
def out(tmp_path: Path) -> Path:
    renew(tmp_path / "out", **OLD)
    return tmp_path / "out"


def renew(out: Path, **said: str) -> None:
    with files.replacing(out, mark=MARK) as new:
        files.write_all([File(name, text) for name, text in said.items()], new)


def test_a_file_is_written_over_and_keeps_its_mode(tmp_path: Path) -> None:
    path = tmp_path / "deep" / "a.txt"
    files.write(path, "é\n")
    (tmp_path / "b").touch()
    assert path.stat().st_mode == (tmp_path / "b").stat().st_mode
    path.chmod(0o604)
    files.write(path, b"new")
    assert path.read_bytes() == b"new"
    assert path.stat().st_mode & 0o777 == 0o604
    assert names(path.parent) == {"a.txt"}
    with pytest.raises(IsADirectoryError):
        files.write(tmp_path / "deep", "x")
    assert names(tmp_path) == {"b", "deep"}


def test_a_file_that_is_there_stays_unless_it_is_the_same(tmp_path: Path) -> None:
    path = tmp_path / "a"
    files.write(path, "one", over=False)
    files.write(path, "one", over=False)
    with pytest.raises(FileExistsError, match="other content: --force writes over it") as caught:
        files.write(path, "two", over=False)
    assert caught.value.filename == str(path)
    assert texts(tmp_path) == {"a": "one"}


def test_what_a_kill_left_goes_and_what_is_at_work_stays(tmp_path: Path) -> None:
    left, busy = (tmp_path / f"{files.PREFIX}new-{name}" for name in ("left", "busy"))
    for path in (left, busy, tmp_path / "other"):
        path.touch()
    with files.locked(busy):
        files.sweep(tmp_path)
    assert names(tmp_path) == {busy.name, "other"}
    ignored = (ROOT / ".gitignore").read_text(encoding="utf-8").split("\n")
    assert f"{files.PREFIX}*" in ignored
    assert files.STAGE.startswith(files.PREFIX)


def test_a_new_folder_takes_the_place_of_an_earlier_or_an_empty_one(out: Path) -> None:
    for name in ("plain", "empty"):
        (out.parent / name).mkdir()
    for folder in (out, out.parent / "empty"):
        renew(folder, **{MARK: "new ✓\n", "papers/a.svg": "<svg/>"})
        assert texts(folder) == {MARK: "new ✓\n", "papers/a.svg": "<svg/>"}
        assert folder.stat().st_mode == (out.parent / "plain").stat().st_mode


@pytest.mark.parametrize("place", ["", "thesis.tex", "thesis.tex/out"])
def test_what_is_somebody_elses_is_left_alone(tmp_path: Path, place: str) -> None:
    (tmp_path / "thesis.tex").write_text("ten years")
    with pytest.raises(OSError, match=r"choose another place|File exists"):
        renew(tmp_path / place)
    assert texts(tmp_path) == {"thesis.tex": "ten years"}


def test_a_failure_leaves_the_old_and_nothing_beside_it(out: Path) -> None:
    with suppress(ZeroDivisionError), files.replacing(out, mark=MARK) as new:
        fill(new, {MARK: "half"})
        raise ZeroDivisionError
    assert texts(out) == OLD
    assert names(out.parent) == {"out"}


@pytest.mark.parametrize("steps", range(8))
def test_a_kill_leaves_the_old_or_the_new_and_the_next_call_clears_up(
    out: Path, steps: int
) -> None:
    new = {MARK: "new"}
    with killed_after(steps):
        renew(out, **new)
    assert texts(out) in (OLD, new)
    with files.replacing(out, mark=MARK) as beside:
        renew(out, **{MARK: "meanwhile"})  # which leaves alone what is at work
        fill(beside, {MARK: "after"})
    assert texts(out) == {MARK: "after"}
    assert names(out.parent) == {"out"}


# Several files of a folder

CHANGE: dict[str, str | None] = {"a.md": "new", "papers/old.md": "new", "z.md": None}


@pytest.fixture
def content(tmp_path: Path) -> Path:
    said = {"papers/old.md": "old", "notes.txt": "a person's own", "z.md": "z"}
    return fill(tmp_path / "content", said)


def test_what_does_not_change_is_not_touched(content: Path) -> None:
    (content / "shortcut").symlink_to("papers")
    content.chmod(0o750)
    (content / "papers/old.md").chmod(0o640)
    before = store.load(content).state
    standing = os.open(content / "papers", os.O_RDONLY)  # a shell, or an editor
    store.write(content, {"papers/new.md": "new"})
    after = store.load(content).state
    assert {name: after[name] for name in before} == before
    assert "new.md" in [entry.name for entry in os.scandir(standing)]
    os.close(standing)
    store.write(content, {"papers/old.md": "new"})
    assert content.stat().st_mode & 0o777 == 0o750
    assert (content / "papers/old.md").stat().st_mode & 0o777 == 0o640


NAMES = [f"{folder}/{name}" for folder in ("a", "a/b", "c", "undated") for name in ("x", "y")]
TEXTS = st.dictionaries(st.sampled_from(NAMES), st.text("ab", max_size=2), max_size=8)
CHANGES = st.dictionaries(st.sampled_from(NAMES), st.none() | st.text("ab", max_size=2))


@settings(max_examples=40)
@given(TEXTS, st.lists(CHANGES, max_size=3))
def test_any_moves_and_deletions_come_out_as_asked(
    said: dict[str, str], changes: list[dict[str, str | None]]
) -> None:
    with tempfile.TemporaryDirectory() as folder, pytest.MonkeyPatch.context() as patch:
        patch.setattr(os, "fsync", lambda descriptor: None)
        content = fill(Path(folder, "content"), said)
        for change in changes:
            store.write(content, change, store.load(content).state)
            said = {name: text for name, text in (said | change).items() if text is not None}
            assert texts(content) == said
            assert all(any(path.iterdir()) for path in content.rglob("*") if path.is_dir())


def full(descriptor: int) -> None:
    raise OSError(errno.ENOSPC, "No space left on device")


def test_what_cannot_be_written_leaves_the_folder_as_it_was(
    content: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = texts(content)
    with pytest.raises(OSError, match="nothing was changed"):
        store.write(content, {"papers/old.md": None, "a.md": "x", "notes.txt/below.md": "x"})
    assert texts(content) == before
    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(OSError, match="No space left on device; nothing was changed") as caught:
        store.write(content, {"papers/new.md": "new"})
    assert caught.value.filename == str(content)
    assert texts(content) == before


def test_what_somebody_wrote_meanwhile_is_not_lost(content: Path) -> None:
    seen = store.load(content).state
    fill(content, {"papers/theirs.md": "theirs"})
    before = texts(content)
    with pytest.raises(files.Busy, match="run it again"):
        store.write(content, {"papers/new.md": "new"}, seen)
    assert texts(content) == before
    store.write(content, {"papers/new.md": "new"}, store.load(content).state)
    assert {*texts(content)} == {*before, "papers/new.md"}


@pytest.mark.parametrize("way", ["in place", "renamed"])
@pytest.mark.parametrize("moment", [1, 2])
@pytest.mark.parametrize("name", CHANGE)
def test_a_save_in_the_last_moment_stays_and_the_change_is_taken_back(
    content: Path, monkeypatch: pytest.MonkeyPatch, name: str, moment: int, way: str
) -> None:
    before = texts(content)
    compared = files._mark
    asked: list[Path] = []

    def save(path: Path) -> str | None:
        found = compared(path)
        asked.append(path)
        if path == content / name and asked.count(path) == moment:
            if way == "renamed":
                files.write(path, "a person's")
            else:
                path.write_text("a person's", encoding="utf-8")
        return found

    monkeypatch.setattr(files, "_mark", save)
    with pytest.raises(files.Busy, match="run it again"):
        store.write(content, CHANGE)
    assert texts(content) == {**before, name: "a person's"}


@pytest.mark.parametrize("name", ["papers/old.md", "z.md"])
def test_a_save_into_a_file_that_was_open_stays(
    content: Path, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    before = texts(content)
    done = files._do
    with (content / name).open("r+", encoding="utf-8") as editor:

        def write_late(step: Any) -> bool:
            well = done(step)
            if step.path == content / name:
                editor.write("a person's")
                editor.flush()
            return well

        monkeypatch.setattr(files, "_do", write_late)
        with pytest.raises(files.Busy, match="run it again"):
            store.write(content, CHANGE)
    assert texts(content) == {**before, name: "a person's"}


def test_writers_wait_for_writers_and_for_readers(content: Path) -> None:
    for held in (files.locked(content), files.reading(content)):
        other = threading.Thread(target=store.write, args=(content, {"a.md": "x"}))
        with held:
            other.start()
            other.join(0.05)
            assert other.is_alive()
        other.join()
        assert texts(content)["a.md"] == "x"
    with (
        files.reading(content),
        files.reading(content),
        pytest.raises(files.Busy, match="try again"),
        files.locked(content, wait=False),
    ):
        pass


def unable(*paths: Path) -> bool:
    raise OSError(errno.EOPNOTSUPP, "Operation not supported")


@pytest.mark.parametrize("able", ["exchange", "link", "rename"])
@pytest.mark.parametrize("steps", range(32))
def test_the_next_reader_takes_back_what_a_kill_left(
    content: Path, monkeypatch: pytest.MonkeyPatch, steps: int, able: str
) -> None:
    if able != "exchange":
        monkeypatch.setattr(files, "_exchange", lambda one, other: False)
    if able == "rename":
        monkeypatch.setattr(Path, "hardlink_to", unable)
    before = texts(content)
    after = {"a.md": "new", "papers/old.md": "new", "notes.txt": "a person's own"}
    with killed_after(steps):
        store.write(content, CHANGE)
    if able == "exchange":  # whoever reads past the tool finds the old text or the new one
        assert texts(content)["papers/old.md"] in ("old", "new")
    store.load(content)
    assert texts(content) in (before, after)
    assert not any(name.startswith(".") for name in names(content))


@pytest.mark.parametrize("steps", range(32))
def test_a_person_who_writes_after_a_kill_is_not_overwritten(content: Path, steps: int) -> None:
    before = texts(content)
    with killed_after(steps):
        store.write(content, CHANGE)
    store.load(fill(content, {"papers/old.md": "a person's"}))
    after = {"a.md": "new", "notes.txt": "a person's own", "papers/old.md": "a person's"}
    assert texts(content) in ({**before, "papers/old.md": "a person's"}, after)
