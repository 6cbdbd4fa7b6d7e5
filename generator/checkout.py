"""Checkouts and git: what is tracked in one, how one starts, and a branch made beside it."""

from __future__ import annotations

import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path


class NoCheckout(ValueError):
    """A folder that is no checkout, or git that cannot be run; the message is one line."""


def tracked(root: Path) -> tuple[str, ...]:
    """The paths that git tracks in the checkout whose top is ``root``, sorted.

    Raises NoCheckout, also where ``root`` lies inside a checkout of something else.
    """
    top = _text(root, "rev-parse", "--show-toplevel")
    if Path(top).resolve() != root.resolve():
        raise NoCheckout(f"{root}: is not the top of a checkout")
    return tuple(sorted(filter(None, _text(root, "ls-files", "-z").split("\0"))))


def revision(root: Path) -> str:
    """The commit that is checked out in ``root``, shortened; '' before the first commit."""
    try:
        return _text(root, "rev-parse", "--short=12", "--verify", "--quiet", "HEAD")
    except NoCheckout:
        return ""


def start(folder: Path, message: str) -> str:
    """Make ``folder`` a repository with all its files in a first commit on ``main``.

    Returns why there is no commit, in one line, or ''; without one the files are staged.
    Raises NoCheckout where git cannot do even that.
    """
    # Named, so that a repository that the surroundings name is left alone.
    here = (f"--git-dir={folder / '.git'}", f"--work-tree={folder}")
    _text(folder, *here, "init", "--quiet", "--initial-branch=main")
    _text(folder, *here, "add", "--all")
    try:
        _commit(folder, *here, message=message)
    except NoCheckout:
        return "git knows no name and mail address of yours"
    return ""


def last(root: Path, line: str) -> str:
    """The newest commit of what is checked out whose message has a line that begins so, or ''."""
    return _text(root, "log", "-1", "--format=%H", f"--grep=^{line}", "HEAD")


@contextmanager
def branching(root: Path, commit: str, branch: str, message: str, beside: Path) -> Iterator[Path]:
    """Yield the files of ``commit`` in a folder in ``beside``, and commit them as ``branch``.

    Nothing that is checked out in ``root`` is touched. There is no branch where the block changes
    nothing. Raises NoCheckout, also where a branch of that name has commits that are not in what
    is checked out.
    """
    if _text(root, "for-each-ref", f"refs/heads/{branch}", "--no-merged=HEAD"):
        raise NoCheckout(f"{root}: has a branch '{branch}' already: merge it or delete it")
    tree = beside / branch
    _text(root, "worktree", "add", "--quiet", "--detach", str(tree), commit)
    try:
        yield tree
        _text(tree, "add", "--all")
        if _text(tree, "status", "--porcelain"):
            _commit(tree, message=message)
            _text(tree, "branch", "--force", branch)
    finally:
        _text(root, "worktree", "remove", "--force", str(tree))


def _commit(folder: Path, *options: str, message: str) -> None:
    known = ("-c", "user.useConfigOnly=true")
    _text(folder, *options, *known, "commit", "--quiet", "--no-verify", f"--message={message}")


def _text(folder: Path, *args: str) -> str:
    command = ["git", "-C", str(folder), *args]
    try:
        done = subprocess.run(command, capture_output=True, check=False, stdin=subprocess.DEVNULL)
    except OSError as error:
        raise NoCheckout(f"git cannot be run ({error.strerror}): install it") from None
    if done.returncode:
        said = done.stderr.decode(errors="replace").strip().split("\n")[0]
        raise NoCheckout(f"{folder}: git says: {said or done.returncode}")
    return done.stdout.decode(errors="surrogateescape").rstrip("\n")
