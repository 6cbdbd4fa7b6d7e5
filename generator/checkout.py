"""A checkout of this project and git: what is tracked in one, and the start of another."""

from __future__ import annotations

import subprocess
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
        known = ("-c", "user.useConfigOnly=true")
        _text(folder, *here, *known, "commit", "--quiet", "--no-verify", f"--message={message}")
    except NoCheckout:
        return "git knows no name and mail address of yours"
    return ""


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
