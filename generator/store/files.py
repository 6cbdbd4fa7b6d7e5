"""Files and folders written whole, and locks: the one owner of both.

What is new is made beside and then renamed. A change to several files of a folder is there whole or
not at all, whenever the machine stops: its files are made in a folder inside, with a journal of
what is to become of each. Each file changes places with its new version in one step, where the
system can do that, and is compared once more then: where a person has saved it meanwhile, theirs
stays. As long as the journal is there, the change is taken back: by this command or, should it be
killed, by the next one that reads or writes there. Only files that change are touched.
"""

from __future__ import annotations

import ctypes
import errno
import fcntl
import json
import marshal
import os
import secrets
import shutil
import stat
import sys
from collections.abc import Iterable, Iterator, Mapping
from contextlib import ExitStack, contextmanager, suppress
from hashlib import blake2b
from operator import attrgetter
from pathlib import Path
from typing import Any, Final, NamedTuple
from zlib import crc32

from generator.papers.model import File

PREFIX: Final = ".digest-"
"""How the names of what is not whole yet begin: nobody reads it, and git ignores it."""
STAGE: Final = f"{PREFIX}change"
"""Where a change to a folder waits in it."""

_NEW: Final = f"{PREFIX}new-"
_JOURNAL: Final = "journal.json"
_PACKAGE: Final = Path(__file__).parents[1]
_SEAL: Final = 16  # bytes
_STAMP: Final = attrgetter("st_mode", "st_ino", "st_size", "st_mtime_ns", "st_ctime_ns")
_AT_FDCWD: Final = {"linux": -100, "darwin": -2}
_EXCHANGE: Final = 2  # RENAME_EXCHANGE of renameat2(2), RENAME_SWAP of renameatx_np(2)


class Busy(OSError):
    """Somebody else is writing, or has written, the same place."""


@contextmanager
def locked(path: Path, *, shared: bool = False, wait: bool = True) -> Iterator[None]:
    """Hold the lock of a file or folder that is there, for the time of the block.

    One process holds it, or several that all want it ``shared``; nothing is left behind, whatever
    ends the process. Raises Busy where another one has it and ``wait`` is false, and OSError.
    """
    descriptor = os.open(path, os.O_RDONLY | os.O_CLOEXEC)
    try:
        kind = fcntl.LOCK_SH if shared else fcntl.LOCK_EX
        try:
            fcntl.flock(descriptor, kind if wait else kind | fcntl.LOCK_NB)
        except BlockingIOError:
            message = "another command is at work here: try again when it is done"
            raise Busy(errno.EWOULDBLOCK, message, str(path)) from None
        yield
    finally:
        os.close(descriptor)


def write(path: Path, data: bytes | str, *, over: bool = True) -> None:
    """Write a file in one step, text as UTF-8; its folder is made where there is none.

    A reader finds the old file or the new one, whole. One that is there keeps its mode;
    without ``over`` it stays as it is, and FileExistsError says so unless it holds just this.
    Raises OSError, and leaves nothing beside unless it is killed (see ``sweep``).
    """
    data = data.encode() if isinstance(data, str) else data
    beside = _beside(path)
    try:
        if not over and path.exists() and path.read_bytes() != data:
            raise OSError(errno.EEXIST, "there already, with other content: --force writes over it")
        path.parent.mkdir(parents=True, exist_ok=True)
        with beside.open("xb") as file:
            try:
                fcntl.flock(file, fcntl.LOCK_EX)
                file.write(data)
                file.flush()
                keep_mode(path, beside)
                beside.replace(path)
            finally:
                beside.unlink(missing_ok=True)
    except OSError as error:
        raise OSError(error.errno, error.strerror or str(error), str(path)) from error


def write_all(files: Iterable[File], folder: Path) -> tuple[Path, ...]:
    """Write files under a folder, each in one step, beside what is there; gives their paths.

    Raises OSError.
    """
    written = {folder / file.path: file.data for file in files}
    for path, data in written.items():
        write(path, data)
    return tuple(written)


def keep(path: Path, value: Any, ground: bytes = b"") -> None:
    """Keep a value of plain types for the next time; ``ground`` is all else it depends on.

    Raises OSError.
    """
    data = marshal.dumps(value)
    write(path, _seal(data, ground) + data)


def kept(path: Path, ground: bytes = b"") -> Any:
    """What was kept there on the same ``ground``; None where that is not there whole."""
    try:
        data = memoryview(path.read_bytes())
    except OSError:
        return None
    is_whole = data[:_SEAL] == _seal(data[_SEAL:], ground)
    return marshal.loads(data[_SEAL:]) if is_whole else None


def _seal(data: bytes | memoryview, ground: bytes) -> bytes:
    # Another version of Python may write another form of a value.
    form = blake2b(ground + sys.version.encode(), digest_size=_SEAL - 4).digest()
    return form + crc32(data).to_bytes(4)


@contextmanager
def replacing(out: Path, *, mark: str) -> Iterator[Path]:
    """Yield a new folder that takes the place of ``out``, whole, once the block ends well.

    A block that raises, or a kill in it, leaves ``out`` as it was; what a kill leaves beside it
    goes with the next call. ``mark`` is a file that every output of this kind has: a folder
    without it is somebody's own, and FileExistsError leaves it alone. Raises OSError.
    """
    out = out.resolve()
    is_ours = (out / mark).is_file() or not out.exists()
    if not is_ours and not (out.is_dir() and not any(out.iterdir())):
        message = "holds what no command wrote: choose another place or empty it"
        raise FileExistsError(errno.EEXIST, message, str(out))
    out.parent.mkdir(parents=True, exist_ok=True)
    sweep(out.parent)
    beside = _beside(out)
    beside.mkdir()
    try:
        with locked(beside):
            new = beside / "new"
            new.mkdir()
            yield new
            if not _exchange(new, out):
                if out.exists():
                    out.rename(beside / "old")
                new.rename(out)
    finally:
        shutil.rmtree(beside, ignore_errors=True)


def _exchange(one: Path, other: Path) -> bool:
    """Let two files, or two folders, change places in one step; False where that cannot be.

    Linux and macOS can, on most file systems.
    """
    name = {"linux": "renameat2", "darwin": "renameatx_np"}.get(sys.platform)
    rename = getattr(ctypes.CDLL(None), name, None) if name else None
    if rename is None:
        return False
    here = _AT_FDCWD[sys.platform]
    return not rename(here, os.fsencode(one), here, os.fsencode(other), _EXCHANGE)


def _beside(path: Path) -> Path:
    return path.with_name(f"{_NEW}{secrets.token_hex(8)}")


def keep_mode(old: Path, new: Path) -> None:
    """Give a file that takes the place of an older one, if there is one, its mode."""
    with suppress(FileNotFoundError):
        new.chmod(old.stat().st_mode & 0o7777)


def sweep(folder: Path) -> None:
    """Remove what killed commands left beside the files of a folder; those at work keep theirs."""
    for left in folder.glob(f"{_NEW}*"):
        with suppress(OSError), locked(left, wait=False):
            shutil.rmtree(left) if left.is_dir() else left.unlink()


def carried(name: str) -> Path:
    """Where a file or folder stands that the program carries besides its modules.

    ``name`` is its path from the top of a checkout; a wheel has them in ``generator/program/``
    (``pyproject.toml``).
    """
    program = _PACKAGE / "program"
    return (program if program.is_dir() else _PACKAGE.parent) / name


# Several files at once


class Stamp(NamedTuple):
    """What of a file changes when it is written, as the file system tells it."""

    mode: int
    inode: int
    size: int
    modified: int
    changed: int

    @property
    def is_file(self) -> bool:
        """Whether it is a file itself: no link, and nothing else."""
        return stat.S_ISREG(self.mode)


State = Mapping[str, Stamp]
"""The files of a folder by path."""


class _Step(NamedTuple):
    """A file that changes: its path, and what tells its old and its new text; None for no file.

    Its new version waits ``beside``.
    """

    path: Path
    beside: Path
    old: str | None
    new: str | None

    @property
    def aside(self) -> Path:
        """Where the file is put that does not change places with its new version."""
        return self.beside.with_suffix(".old")

    @property
    def before(self) -> Path:
        """Where that is which stood in the file's place before."""
        return self.aside if self.new is None or self.aside.exists() else self.beside


def state(folder: Path) -> State:
    """What the files of a folder are now; equal states mean that nobody wrote in between."""
    stamps: dict[str, Stamp] = {}
    folders = [""]
    for inside in folders:
        with os.scandir(folder / inside) as entries:
            for entry in entries:
                path = f"{inside}{entry.name}"
                if not entry.is_dir(follow_symlinks=False):
                    stamps[path] = Stamp(*_STAMP(entry.stat(follow_symlinks=False)))
                elif path != STAGE:
                    folders.append(f"{path}/")
    return stamps


@contextmanager
def reading(folder: Path) -> Iterator[None]:
    """Hold off writers for the time of the block; first take back what a killed one left.

    A file system without locks is read as it is. Raises OSError.
    """
    while folder.is_dir():
        with ExitStack() as held:
            with suppress(OSError):
                held.enter_context(locked(folder, shared=True))
            if not (folder / STAGE).exists():
                yield
                return
        with locked(folder):
            _settle(folder)
    yield


def change(folder: Path, changes: Mapping[str, str | None], seen: State | None = None) -> None:
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
        with locked(folder):
            _settle(folder)
            try:
                steps = _prepare(folder, changes)
                if seen is not None and state(folder) != seen:
                    raise _busy(folder)
                # An editor that had an old file open may have written to it since.
                if not (all(map(_do, steps)) and all(map(_is_kept, steps))):
                    raise _busy(folder)
                _tidy(steps, folder)
                (folder / STAGE / _JOURNAL).unlink()
                sync(folder / STAGE)
            finally:
                _settle(folder)
    except Busy:
        raise
    except OSError as error:
        path = Path(error.filename or folder)
        what = f"{error.strerror or error}; nothing was changed"
        raise OSError(error.errno, what, str(folder if STAGE in path.parts else path)) from error


def _busy(folder: Path) -> Busy:
    message = "somebody changed files here meanwhile; nothing was changed: run it again"
    return Busy(errno.EBUSY, message, str(folder))


def _prepare(folder: Path, changes: Mapping[str, str | None]) -> list[_Step]:
    """Write everything beside, and last the journal, by which it can be taken back."""
    stage = folder / STAGE
    stage.mkdir()
    (stage / ".gitignore").write_text("*\n", encoding="utf-8")
    steps = []
    for number, (name, text) in enumerate(changes.items()):
        new = None if text is None else _hash(text.encode())
        step = _Step(folder / name, stage / str(number), _mark(folder / name), new)
        if text is not None:
            _put(step.beside, text.encode())
            keep_mode(step.path, step.beside)
        steps.append(step)
    rows = [(str(each.path.relative_to(folder)), each.old, each.new) for each in steps]
    _put(stage / "journal", json.dumps(rows).encode())
    (stage / "journal").rename(stage / _JOURNAL)
    sync(stage)
    return steps


def _settle(folder: Path) -> None:
    """Take back what a journal says that was begun, and sweep away what waits."""
    stage = folder / STAGE
    if (stage / _JOURNAL).exists():
        rows = enumerate(json.loads((stage / _JOURNAL).read_bytes()))
        steps = [_Step(folder / name, stage / str(n), *marks) for n, (name, *marks) in rows]
        for step in steps:
            _take_back(step)
        _tidy(steps, folder)
        (stage / _JOURNAL).unlink()
    shutil.rmtree(stage, ignore_errors=True)


def _do(step: _Step) -> bool:
    """Put a file in its place, or away; False where somebody has written it."""
    if _mark(step.path) != step.old:
        return False
    if step.old is not None:
        if step.new is not None and _exchange(step.beside, step.path):
            return True
        step.path.rename(step.aside)
    if step.new is not None:
        step.path.parent.mkdir(parents=True, exist_ok=True)
        try:
            step.path.hardlink_to(step.beside)
        except FileExistsError:
            return False
        except OSError:  # a file system without hard links
            step.beside.rename(step.path)
    return True


def _is_kept(step: _Step) -> bool:
    return step.old is None or _mark(step.before) == step.old


def _take_back(step: _Step) -> None:
    """Put the old version back, as it now is, unless a person has written the new one since."""
    if _mark(step.path) not in (None, step.new):
        return
    if _mark(step.before) not in (None, step.new):
        step.before.replace(step.path)
    elif step.old is None:
        step.path.unlink(missing_ok=True)


def _tidy(steps: Iterable[_Step], top: Path) -> None:
    """Let the file system write down what changed in folders; those that are empty go."""
    for folder in {step.path.parent for step in steps}:
        if folder.is_dir():
            sync(folder)
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


def _put(path: Path, data: bytes) -> None:
    with path.open("xb") as file:
        file.write(data)
        file.flush()
        os.fsync(file.fileno())


def sync(folder: Path) -> None:
    """Wait until what was renamed in a folder is on the disk, where the system can tell."""
    descriptor = os.open(folder, os.O_RDONLY | os.O_CLOEXEC)
    try:
        with suppress(OSError):
            os.fsync(descriptor)
    finally:
        os.close(descriptor)
