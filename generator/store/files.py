"""Files written whole, beside and then renamed, and locks: the one owner of both."""

from __future__ import annotations

import ctypes
import errno
import fcntl
import os
import secrets
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

PREFIX = ".digest-"
"""How the names of files begin that are not whole yet: nobody reads them, and git ignores them."""

_AT_FDCWD = {"linux": -100, "darwin": -2}
_EXCHANGE = 2  # RENAME_EXCHANGE of renameat2(2), RENAME_SWAP of renameatx_np(2)


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
    path.parent.mkdir(parents=True, exist_ok=True)
    beside = path.with_name(f"{PREFIX}{secrets.token_hex(8)}")
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
                raise FileExistsError(errno.EEXIST, message, str(path)) from None
        finally:
            beside.unlink(missing_ok=True)


def keep_mode(old: Path, new: Path) -> None:
    """Give a file that takes the place of an older one, if there is one, its mode."""
    with suppress(FileNotFoundError):
        new.chmod(old.stat().st_mode & 0o7777)


def sweep(folder: Path) -> None:
    """Remove what killed commands left beside the files of a folder; those at work keep theirs."""
    for left in folder.glob(f"{PREFIX}*"):
        with suppress(OSError), locked(left, wait=False):
            left.unlink()


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
