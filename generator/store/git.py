"""What git knows of a content folder: how it was, and what was touched since."""

from __future__ import annotations

import io
import subprocess
import tarfile
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path


class NoHistory(ValueError):
    """What git cannot say; the message is one line: what, and what to do."""


@dataclass(frozen=True, slots=True)
class Past:
    """A content folder as it was: ``commit``, a copy of it, and what was touched since.

    ``touched`` holds paths in the folder: what later commits, the working tree and files not
    yet known to git changed, added or deleted.
    """

    commit: str
    content: Path
    touched: frozenset[str]


@contextmanager
def since(content: Path, ref: str) -> Iterator[Past]:
    """The content folder as it was where the present work left ``ref``; gone after the block.

    ``ref`` is a commit, branch or tag. What ``ref`` gained meanwhile is no part of the change,
    as in a pull request (``git diff REF...``). A folder that was not there yet is empty.
    Raises NoHistory.
    """
    root = Path(_text(content, "rev-parse", "--show-toplevel"))
    inside = _text(content, "rev-parse", "--show-prefix") or "./"
    commit = _fork(root, ref)
    with tempfile.TemporaryDirectory(prefix="digest-") as folder:
        _unpack(root, commit, inside, Path(folder))
        touched = frozenset(_touched(root, commit, inside))
        yield Past(commit, Path(folder) / inside, touched)


@contextmanager
def beside(content: Path, commit: str) -> Iterator[Path]:
    """The content folder of a commit, checked out elsewhere to be changed; gone after the block.

    Raises NoHistory.
    """
    inside = run(content, "rev-parse", "--show-prefix")
    with tempfile.TemporaryDirectory(prefix="digest-") as folder:
        tree = Path(folder) / "tree"
        run(content, "worktree", "add", "--quiet", "--detach", str(tree), commit)
        try:
            yield tree / inside
        finally:
            run(content, "worktree", "remove", "--force", str(tree))


def intakes(content: Path) -> frozenset[str]:
    """The days whose listings wait in a branch ``intake/DAY`` that is not merged here.

    None where there is no repository; what was not fetched is not known.
    """
    places = ("refs/heads/intake/", "refs/remotes/*/intake/")
    asked = ("for-each-ref", "--format=%(refname)", "--no-merged=HEAD", *places)
    try:
        return frozenset(name.rpartition("/")[2] for name in _text(content, *asked).split())
    except NoHistory:
        return frozenset()


def would_be_published(path: Path, content: Path) -> bool:
    """Whether the repository of ``content`` has the file, or would with the next ``git add``."""
    try:
        root = Path(_text(content, "rev-parse", "--show-toplevel")).resolve()
        if not path.resolve().is_relative_to(root):
            return False
        listed = ("ls-files", "--cached", "--others", "--exclude-standard", "-z", "--")
        return bool(_git(root, *listed, str(path.resolve())))
    except NoHistory:  # no repository, or no git: nothing is published by it
        return False


def run(folder: Path, *args: str) -> str:
    """What git prints for a command in ``folder``, without its last line break.

    Raises NoHistory, with the first line of what git says.
    """
    return _text(folder, *args)


def _fork(root: Path, ref: str) -> str:
    try:
        asked = ("rev-parse", "--verify", "--quiet", "--end-of-options", f"{ref}^{{commit}}")
        commit = _text(root, *asked)
    except NoHistory:
        raise NoHistory(f"git knows no commit '{ref}' here: fetch it, or name another") from None
    try:
        return _text(root, "merge-base", commit, "HEAD")
    except NoHistory:
        message = f"'{ref}' and the present work share no commit here: fetch the whole history"
        raise NoHistory(message) from None


def _touched(root: Path, commit: str, inside: str) -> Iterator[str]:
    changed = _git(root, "diff", "--name-only", "--no-renames", "-z", commit, "--", inside)
    added = _git(root, "ls-files", "--others", "--exclude-standard", "-z", "--", inside)
    for path in (changed + added).split(b"\0"):
        if path:
            yield path.decode(errors="surrogateescape").removeprefix(inside)


def _unpack(root: Path, commit: str, inside: str, target: Path) -> None:
    (target / inside).mkdir(parents=True, exist_ok=True)
    if inside != "./" and not _git(root, "ls-tree", "-d", commit, inside.rstrip("/")):
        return
    packed = _git(root, "archive", "--format=tar", commit, "--", inside)
    try:
        with tarfile.open(fileobj=io.BytesIO(packed)) as archive:
            archive.extractall(target, filter="data")
    except tarfile.TarError as error:
        raise NoHistory(f"{commit[:12]} holds what is no plain file: {error}") from None


def _text(folder: Path, *args: str) -> str:
    return _git(folder, *args).decode(errors="surrogateescape").rstrip("\n")


def _git(folder: Path, *args: str) -> bytes:
    command = ["git", "--literal-pathspecs", "-C", str(folder), *args]
    try:
        done = subprocess.run(command, capture_output=True, check=False)
    except OSError as error:
        raise NoHistory(f"git cannot be run ({error.strerror}): install it") from None
    if done.returncode:
        said = done.stderr.decode(errors="replace").strip().split("\n")[0]
        raise NoHistory(f"{folder}: git says: {said or done.returncode}")
    return done.stdout
