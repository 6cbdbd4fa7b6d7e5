"""Checkouts and git: what is tracked in one, how one starts, and a branch made beside it."""

from __future__ import annotations

import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

# No commit by a name that git made up of the machine's.
_KNOWN = ("-c", "user.useConfigOnly=true")


class NoCheckout(ValueError):
    """A folder that is no checkout, or git that cannot be run; the message is one line."""


def is_top(root: Path) -> bool:
    """Whether ``root`` is the top of a checkout. Raises NoCheckout where git cannot be run."""
    try:
        top = _text(root, "rev-parse", "--show-toplevel")
    except NoCheckout:
        _text(root, "--version")
        return False
    return Path(top).resolve() == root.resolve()


def tracked(root: Path) -> tuple[str, ...]:
    """The paths that git tracks below ``root``, sorted. Raises NoCheckout."""
    return _paths(root, "ls-files", "-z")


def unignored(root: Path, beside: Path) -> tuple[str, ...]:
    """The paths in an unpacked archive that its ``.gitignore`` does not name, sorted.

    ``beside`` is an empty folder that git may write to. Raises NoCheckout.
    """
    here = (f"--git-dir={beside / '.git'}", f"--work-tree={root}")
    _text(root, *here, "init", "--quiet")
    return _paths(root, *here, "ls-files", "-z", "--others", "--exclude-standard")


def revision(root: Path) -> str:
    """The commit that is checked out in ``root``, shortened; '' where there is none."""
    try:
        short = _text(root, "rev-parse", "--short=12", "--verify", "--quiet", "HEAD")
    except NoCheckout:
        return ""
    return short if is_top(root) else ""


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
        _text(folder, *here, *_KNOWN, "var", "GIT_COMMITTER_IDENT")
    except NoCheckout:
        return "git knows no name and mail address of yours (user.name, user.email)"
    try:
        _commit(folder, *here, message=message)
    except NoCheckout as error:
        return str(error).removeprefix(f"{folder}: ")
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
    _text(folder, *options, *_KNOWN, "commit", "--quiet", "--no-verify", f"--message={message}")


def _paths(folder: Path, *args: str) -> tuple[str, ...]:
    return tuple(sorted(filter(None, _text(folder, *args).split("\0"))))


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
