"""All of a change to ``content/`` or none of it, whenever the machine stops.

The changed folder is made whole beside the old one, unchanged files as hard links, and
the two change places in one step of the file system. A kill before that step leaves the
old folder, a kill after it the new one; what is left beside is removed by the next run.
"""

from __future__ import annotations

import ctypes
import fcntl
import os
import shutil
import sys
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

_PREFIX = ".digest-"
_AT_FDCWD = {"linux": -100, "darwin": -2}
_EXCHANGE = 2  # RENAME_EXCHANGE of renameat2(2), RENAME_SWAP of renameatx_np(2)


class Busy(OSError):
    """Somebody else is writing, or has written, the same folder."""


State = Mapping[str, tuple[int, int, int]]
"""The files of a folder by path, each with what changes when it is written."""


def state(folder: Path) -> State:
    """What the files of a folder are now; equal states mean that nobody wrote in between."""
    found: dict[str, tuple[int, int, int]] = {}
    for parent, _, files in os.walk(folder):
        for name in files:
            path = Path(parent) / name
            stat = path.lstat()
            place = path.relative_to(folder).as_posix()
            found[place] = (stat.st_ino, stat.st_mtime_ns, stat.st_size)
    return found


def write(folder: Path, changes: Mapping[str, str | None], seen: State | None = None) -> None:
    """Apply ``changes`` (path in the folder to its new text, or None to delete) at once.

    A folder that does not exist is made. Raises OSError and leaves the folder as it was;
    Busy where the folder is no longer in the state ``seen`` that the changes were made for.
    """
    if not changes:
        return
    folder = folder.resolve()
    with _locked(folder.parent):
        _sweep(folder)
        beside = Path(tempfile.mkdtemp(prefix=f"{_PREFIX}{folder.name}-", dir=folder.parent))
        try:
            _mirror(folder, beside, skip=changes)
            for name, text in changes.items():
                if text is None:
                    _drop_empty((beside / name).parent, beside)
                else:
                    _write_file(beside / name, text)
                    _keep_mode(folder / name, beside / name)
            if seen is not None and state(folder) != seen:
                message = "somebody changed files here meanwhile; nothing was changed: run it again"
                raise Busy(None, message, str(folder))
            exchange(beside, folder)
        except Busy:
            raise
        except OSError as error:
            place = error.filename or folder
            what = f"{error.strerror or error}; nothing was changed"
            raise OSError(error.errno, what, str(place)) from error
        finally:
            shutil.rmtree(beside, ignore_errors=True)


def exchange(new: Path, old: Path) -> None:
    """Let ``new`` take the place of ``old``, which then stands at ``new`` if it existed.

    One step where the system has one (Linux, macOS); two renames elsewhere.
    """
    if not old.exists():
        new.rename(old)
    elif not _exchange_in_one_step(new, old):
        aside = old.with_name(f"{_PREFIX}{old.name}-aside")
        old.rename(aside)
        try:
            new.rename(old)
        except OSError:
            aside.rename(old)
            raise
        aside.rename(new)


def _exchange_in_one_step(new: Path, old: Path) -> bool:
    name = {"linux": "renameat2", "darwin": "renameatx_np"}.get(sys.platform)
    rename = getattr(ctypes.CDLL(None, use_errno=True), name, None) if name else None
    if rename is None:
        return False
    here = _AT_FDCWD[sys.platform]
    failed = rename(here, os.fsencode(new), here, os.fsencode(old), _EXCHANGE)
    return not failed


@contextmanager
def _locked(parent: Path) -> Iterator[None]:
    parent.mkdir(parents=True, exist_ok=True)
    descriptor = os.open(parent, os.O_RDONLY)
    try:
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            message = "another command is writing here: try again when it is done"
            raise Busy(None, message, str(parent)) from None
        yield
    finally:
        os.close(descriptor)


def _sweep(folder: Path) -> None:
    for left in folder.parent.glob(f"{_PREFIX}{folder.name}-*"):
        if left.name.endswith("-aside") and not folder.exists():
            left.rename(folder)
        else:
            shutil.rmtree(left, ignore_errors=True)


def _mirror(source: Path, target: Path, skip: Mapping[str, str | None]) -> None:
    if not source.exists():
        return
    shutil.copymode(source, target)
    for parent, folders, files in os.walk(source):
        here = target / os.path.relpath(parent, source)
        for name in folders:
            if (Path(parent) / name).is_symlink():
                (here / name).symlink_to((Path(parent) / name).readlink())
            else:
                (here / name).mkdir()
                shutil.copymode(Path(parent) / name, here / name)
        for name in files:
            path = Path(parent) / name
            if path.relative_to(source).as_posix() not in skip:
                _link(path, here / name)


def _link(source: Path, target: Path) -> None:
    try:
        os.link(source, target, follow_symlinks=False)
    except OSError:
        shutil.copy2(source, target, follow_symlinks=False)


def _keep_mode(old: Path, new: Path) -> None:
    if old.is_file():
        shutil.copymode(old, new)


def _drop_empty(folder: Path, top: Path) -> None:
    while folder != top and not any(folder.iterdir()):
        folder.rmdir()
        folder = folder.parent


def _write_file(path: Path, text: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("w", encoding="utf-8", newline="\n") as file:
        file.write(text)
        file.flush()
        os.fsync(file.fileno())
