"""All of a change to ``content/`` or none of it, whenever the machine stops.

The new files are made whole in a folder inside, with a journal of what is to become of each:
from then on the change will be finished, by this command or, should it be killed, by the next
one that reads or writes the content. Each file changes places with its new version in one step
of the file system and is compared once more; where a person has saved it meanwhile, theirs
stays and the whole change is taken back. Only files that change are touched.
"""

from __future__ import annotations

import errno
import json
import os
import shutil
from collections.abc import Iterator, Mapping
from contextlib import ExitStack, contextmanager, suppress
from hashlib import blake2b
from pathlib import Path
from typing import Final, NamedTuple

from generator.store import files
from generator.store.files import Busy

STAGE: Final = f"{files.PREFIX}change"
_JOURNAL: Final = "journal.json"


class Stamp(NamedTuple):
    """What of a file changes when it is written, as the file system tells it."""

    mode: int
    inode: int
    size: int
    modified: int
    changed: int


State = Mapping[str, Stamp]
"""The files of a folder by path."""


class _Step(NamedTuple):
    """A file that changes: its path, and what tells its old and its new text; None for no file.

    Its new version waits ``beside`` until the two change places; where the file system cannot do
    that in one step, the old one stands ``aside`` then.
    """

    path: Path
    beside: Path
    old: str | None
    new: str | None

    @property
    def aside(self) -> Path:
        return self.beside.with_suffix(".old")

    @property
    def kept(self) -> Path:
        """Where the old version is, once the new one has its place."""
        return self.aside if self.aside.exists() else self.beside


def state(folder: Path) -> State:
    """What the files of a folder are now; equal states mean that nobody wrote in between."""
    found: dict[str, Stamp] = {}
    waiting = [""]
    while waiting:
        inside = waiting.pop()
        with os.scandir(folder / inside) as entries:
            for entry in entries:
                name = f"{inside}{entry.name}"
                if not entry.is_dir(follow_symlinks=False):
                    of = entry.stat(follow_symlinks=False)
                    found[name] = Stamp(
                        of.st_mode, of.st_ino, of.st_size, of.st_mtime_ns, of.st_ctime_ns
                    )
                elif name != STAGE:
                    waiting.append(f"{name}/")
    return found


@contextmanager
def reading(folder: Path) -> Iterator[None]:
    """Hold off writers for the time of the block; first finish what a killed one left.

    A file system without locks is read as it is. Raises OSError.
    """
    while folder.is_dir():
        with ExitStack() as held:
            with suppress(OSError):
                held.enter_context(files.locked(folder, shared=True))
            if not (folder / STAGE).exists():
                yield
                return
        with files.locked(folder):
            _settle(folder)
    yield


def write(folder: Path, changes: Mapping[str, str | None], seen: State | None = None) -> None:
    """Apply ``changes``: path in the folder to its new text, or None to delete.

    A folder that does not exist is made; one that loses its last file goes. Raises OSError and
    leaves the content as it was; Busy where it is no longer in the state ``seen`` that the
    changes were made for, or a person saves one of the files in just this moment.
    """
    if not changes:
        return
    folder = folder.resolve()
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with files.locked(folder):
            _settle(folder)
            _prepare(folder, changes, seen)
            if not _finish(folder):
                raise _busy(folder)
    except Busy:
        raise
    except OSError as error:
        named = Path(error.filename or folder)
        place = folder if STAGE in named.parts else named
        what = f"{error.strerror or error}; nothing was changed"
        raise OSError(error.errno, what, str(place)) from error


def _busy(folder: Path) -> Busy:
    message = "somebody changed files here meanwhile; nothing was changed: run it again"
    return Busy(errno.EBUSY, message, str(folder))


def _prepare(folder: Path, changes: Mapping[str, str | None], seen: State | None) -> None:
    """Write everything beside, and last the journal: with it, the change is going to be."""
    stage = folder / STAGE
    stage.mkdir()
    try:
        (stage / ".gitignore").write_text("*\n", encoding="utf-8")
        steps: list[tuple[str, str | None, str | None]] = []
        for name, text in changes.items():
            if text is not None:
                beside = stage / str(len(steps))
                _write(beside, text.encode())
                files.keep_mode(folder / name, beside)
            new = None if text is None else _hash(text.encode())
            steps.append((name, _mark(folder / name), new))
        if seen is not None and state(folder) != seen:
            raise _busy(folder)
        _write(stage / "journal", json.dumps(steps).encode())
        (stage / "journal").rename(stage / _JOURNAL)
        files.sync(stage)
    except BaseException:
        shutil.rmtree(stage, ignore_errors=True)
        raise


def _settle(folder: Path) -> None:
    """Finish or take back what a killed command left, or sweep it away where it had not begun."""
    if (folder / STAGE / _JOURNAL).exists():
        _finish(folder)
    shutil.rmtree(folder / STAGE, ignore_errors=True)


def _finish(folder: Path) -> bool:
    """Do what the journal says and is not done yet; all of it is taken back where that fails.

    Returns whether all is done: False where a person has written one of its files.
    """
    stage = folder / STAGE
    steps = [
        _Step(folder / name, stage / str(number), old, new)
        for number, (name, old, new) in enumerate(json.loads((stage / _JOURNAL).read_bytes()))
    ]
    whole = False
    try:
        # An editor that had an old file open may have written to it since.
        whole = all(map(_do, steps)) and all(
            step.old is None or _mark(step.kept) == step.old for step in steps
        )
    finally:
        if not whole:
            for step in steps:
                _take_back(step)
        for path in {step.path.parent for step in steps}:
            _tidy(path, folder)
        (stage / _JOURNAL).unlink()
        shutil.rmtree(stage, ignore_errors=True)
    return whole


def _do(step: _Step) -> bool:
    """Put a file in its place, or away; its old version is kept then."""
    path, beside, old, new = step
    there = _mark(path)
    if there == new:
        return True
    if there != old:
        return False
    if new is None:
        path.rename(beside)
        return True
    if _mark(beside) != new:
        return False
    path.parent.mkdir(parents=True, exist_ok=True)
    if old is not None:
        if files.exchange(beside, path):
            return True
        path.rename(step.aside)
    try:
        path.hardlink_to(beside)
    except FileExistsError:
        return False
    except OSError:  # a file system without hard links
        beside.rename(path)
    return True


def _take_back(step: _Step) -> None:
    """Put the old version back, as it now is, unless a person has written the new one since."""
    path, kept, there = step.path, step.kept, _mark(step.path)
    if there != step.new and not (there is None and kept == step.aside):
        return
    if step.old is None:
        path.unlink(missing_ok=True)
    elif kept.exists() and _mark(kept) != step.new:
        kept.replace(path)


def _tidy(folder: Path, top: Path) -> None:
    """Let the file system write down what changed in a folder, which goes if it is empty."""
    if folder.is_dir():
        files.sync(folder)
    with suppress(OSError):
        while folder != top:
            folder.rmdir()
            folder = folder.parent


def _mark(path: Path) -> str | None:
    try:
        return _hash(path.read_bytes())
    except FileNotFoundError:
        return None


def _hash(data: bytes) -> str:
    return blake2b(data, digest_size=16).hexdigest()


def _write(path: Path, data: bytes) -> None:
    with path.open("xb") as file:
        file.write(data)
        file.flush()
        os.fsync(file.fileno())
