"""Files and folders written whole, beside and then renamed, and locks: the one owner of both."""

from __future__ import annotations

import ctypes
import errno
import fcntl
import marshal
import os
import secrets
import shutil
import sys
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from hashlib import blake2b
from pathlib import Path
from typing import Any, Final

from generator.papers.model import File

PREFIX: Final = ".digest-"
"""How the names of what is not whole yet begin: nobody reads it, and git ignores it."""

_NEW: Final = f"{PREFIX}new-"
_PACKAGE: Final = Path(__file__).parents[1]
_SEAL: Final = 16  # bytes
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
        path.parent.mkdir(parents=True, exist_ok=True)
        with beside.open("xb") as file:
            try:
                fcntl.flock(file, fcntl.LOCK_EX)
                file.write(data)
                file.flush()
                if over:
                    keep_mode(path, beside)
                    beside.replace(path)
                else:
                    path.hardlink_to(beside)
            except FileExistsError:
                if path.read_bytes() != data:
                    message = "there already, with other content: --force writes over it"
                    raise FileExistsError(errno.EEXIST, message) from None
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
    key = blake2b(ground + sys.version.encode()).digest()
    return blake2b(data, digest_size=_SEAL, key=key).digest()


@contextmanager
def replacing(out: Path, *, mark: str) -> Iterator[Path]:
    """Yield a new folder that takes the place of ``out`` in one step once the block ends well.

    A block that raises, or a kill, leaves ``out`` as it was; what a kill leaves beside it
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
            if not out.exists():
                new.rename(out)
            elif not exchange(new, out):
                out.rename(beside / "old")
                new.rename(out)
    finally:
        shutil.rmtree(beside, ignore_errors=True)


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


def exchange(one: Path, other: Path) -> bool:
    """Let two files, or two folders, change places in one step; False where the system cannot.

    Linux and macOS can, on most file systems.
    """
    name = {"linux": "renameat2", "darwin": "renameatx_np"}.get(sys.platform)
    rename = getattr(ctypes.CDLL(None, use_errno=True), name, None) if name else None
    if rename is None:
        return False
    here = _AT_FDCWD[sys.platform]
    return not rename(here, os.fsencode(one), here, os.fsencode(other), _EXCHANGE)


def sync(folder: Path) -> None:
    """Wait until what was renamed in a folder is on the disk, where the system can tell."""
    descriptor = os.open(folder, os.O_RDONLY | os.O_CLOEXEC)
    try:
        with suppress(OSError):
            os.fsync(descriptor)
    finally:
        os.close(descriptor)


def carried(name: str) -> Path:
    """Where a file or folder stands that the program carries besides its modules.

    ``name`` is its path from the top of a checkout; a wheel has them in ``generator/program/``
    (``pyproject.toml``).
    """
    program = _PACKAGE / "program"
    return (program if program.is_dir() else _PACKAGE.parent) / name
