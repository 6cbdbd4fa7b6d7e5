"""Folders and files that commands other than ``digest build`` write."""

from __future__ import annotations

import fcntl
import os
import shutil
import tempfile
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path

from generator.build.incremental import OutputError
from generator.papers.model import File
from generator.site.pages import Page
from generator.store import files as whole


def write_files(made: Iterable[File], out: Path) -> tuple[Path, ...]:
    """Write files under ``out``, each in one step, beside what is there. Returns where.

    Raises OutputError.
    """
    written = []
    for file in made:
        path = out / file.path
        try:
            _keep(path, file.data.encode("utf-8") if isinstance(file.data, str) else file.data)
        except OSError as error:
            raise OutputError(f"{path}: {error.strerror or error}") from error
        written.append(path)
    return tuple(written)


def _keep(path: Path, data: bytes) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.NamedTemporaryFile(dir=path.parent, delete=False) as file:
        file.write(data)
    Path(file.name).replace(path)


def write_tree(tree: Iterable[Page], pictures: Iterable[File], out: Path) -> int:
    """Write pages as Markdown files under ``out``, in place of what an earlier call wrote.

    Returns how many; ``pictures`` go beside them. Raises OutputError, and leaves what is
    there as it was.
    """
    number = 0
    with replacing(out, mark="index.md") as new:
        for page in tree:
            _write(new / page.path, page.text)
            number += 1
        for picture in pictures:
            _write(new / picture.path, picture.data)
    return number


def _write(path: Path, data: str | bytes) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(data.encode("utf-8") if isinstance(data, str) else data)


@contextmanager
def replacing(out: Path, *, mark: str) -> Iterator[Path]:
    """Yield a new directory that takes the place of ``out`` in one step once the block ends well.

    A block that raises, or a kill, leaves ``out`` as it was; what a kill leaves beside it
    goes with the next call. ``mark`` is a file that every output of this kind has: a
    directory without it is somebody's own and is left alone. Raises OutputError.
    """
    out = out.resolve()
    try:
        if not _is_free(out, mark):
            raise OutputError(f"{out}: holds what no build wrote: choose another place or empty it")
        out.parent.mkdir(parents=True, exist_ok=True)
        _sweep(out)
        with _beside(out) as beside:
            new = beside / out.name
            new.mkdir()
            yield new
            if not out.exists():
                new.rename(out)
            elif not whole.exchange(new, out):
                out.rename(beside / "old")
                new.rename(out)
    except OSError as error:
        raise OutputError(f"{error.filename or out}: {error.strerror or error}") from error


def _is_free(out: Path, mark: str) -> bool:
    if not out.exists():
        return True
    return out.is_dir() and ((out / mark).is_file() or not any(out.iterdir()))


@contextmanager
def _beside(out: Path) -> Iterator[Path]:
    beside = Path(tempfile.mkdtemp(prefix=_prefix(out), dir=out.parent))
    descriptor = os.open(beside, os.O_RDONLY)
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX)
        yield beside
    finally:
        os.close(descriptor)
        shutil.rmtree(beside, ignore_errors=True)


def _sweep(out: Path) -> None:
    """Remove what killed builds left; one that still runs holds its lock."""
    for left in out.parent.glob(f"{_prefix(out)}*"):
        descriptor = os.open(left, os.O_RDONLY)
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
            shutil.rmtree(left, ignore_errors=True)
        except BlockingIOError:
            pass
        finally:
            os.close(descriptor)


def _prefix(out: Path) -> str:
    return f".{out.name}-new-"
