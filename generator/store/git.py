"""Git, run as a program: how a repository starts, and how a content folder was."""

from __future__ import annotations

import io
import subprocess
import tarfile
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path, PurePosixPath
from typing import Final, NamedTuple

from generator.text import Misuse

# No commit by a name that git made up of the machine's.
_KNOWN: Final = ("-c", "user.useConfigOnly=true")
_NOT_IGNORED: Final = ("ls-files", "--others", "--exclude-standard", "-z", "--")


class GitError(Misuse, ValueError):
    """What git cannot do or say; the message is one line: where, what, and what to do."""


def run(folder: Path, *args: str) -> str:
    """What git prints for a command in ``folder``, without its last line break.

    Raises GitError with the first line of what git says.
    """
    return _output(folder, *args).decode(errors="surrogateescape").rstrip("\n")


def start(folder: Path, message: str) -> str:
    """Make ``folder`` a repository with all its files in a first commit on ``main``.

    Returns why there is no commit, in one line, or ''; without one the files are staged.
    Raises GitError where git cannot do even that.
    """
    # Named, so that a repository that the surroundings name is left alone.
    here = (f"--git-dir={folder / '.git'}", f"--work-tree={folder}")
    run(folder, *here, "init", "--quiet", "--initial-branch=main")
    run(folder, *here, "add", "--all")
    try:
        run(folder, *here, *_KNOWN, "var", "GIT_COMMITTER_IDENT")
    except GitError:
        return "git knows no name and mail address of yours (user.name, user.email)"
    try:
        commit = ("commit", "--quiet", "--no-verify", f"--message={message}")
        run(folder, *here, *_KNOWN, *commit)
    except GitError as error:
        return str(error).removeprefix(f"{folder}: ")
    return ""


class Past(NamedTuple):
    """A copy of a content folder as it was, and what was touched since.

    ``touched`` holds paths in the folder: what later commits, the working tree and files not
    yet known to git changed, added or deleted.
    """

    content: Path
    touched: frozenset[str]


@contextmanager
def since(content: Path, ref: str) -> Iterator[Past]:
    """The content folder as it was where the present work left ``ref``; gone after the block.

    ``ref`` is a commit, branch or tag. What ``ref`` gained meanwhile is no part of the change,
    as in a pull request (``git diff REF...``). A folder that was not there yet is empty.
    Raises GitError.
    """
    root = Path(run(content, "rev-parse", "--show-toplevel"))
    inside = run(content, "rev-parse", "--show-prefix") or "./"
    commit = _fork(root, ref)
    with tempfile.TemporaryDirectory(prefix="digest-") as folder:
        _unpack(root, commit, inside, Path(folder))
        changed = _paths(root, "diff", "--name-only", "--no-renames", "-z", commit, "--", inside)
        added = _paths(root, *_NOT_IGNORED, inside)
        touched = frozenset(path.removeprefix(inside) for path in (*changed, *added))
        yield Past(Path(folder) / inside, touched)


@contextmanager
def beside(content: Path, commit: str) -> Iterator[Path]:
    """The content folder of a commit, checked out elsewhere to be changed; gone after the block.

    Raises GitError.
    """
    inside = run(content, "rev-parse", "--show-prefix")
    with tempfile.TemporaryDirectory(prefix="digest-") as folder:
        tree = Path(folder) / "tree"
        run(content, "worktree", "add", "--quiet", "--detach", str(tree), commit)
        try:
            yield tree / inside
        finally:
            run(content, "worktree", "remove", "--force", str(tree))


def first_days(content: Path) -> dict[str, str]:
    """By id the day (UTC) on which each record came into the history of HEAD, in one search.

    A pull request came in when it was merged. Nothing is known where there is no repository,
    or only the last part of its history.
    """
    log = ("log", "--first-parent", "--diff-merges=first-parent", "--no-renames")
    names = ("--diff-filter=A", "--name-only", "--format=%x00%ct", "--", "papers")
    try:
        if run(content, "rev-parse", "--is-shallow-repository") != "false":
            return {}
        commits = run(content, *log, *names).split("\0")[1:]
    except GitError:
        return {}
    days: dict[str, str] = {}
    for commit in commits:  # the newest first: of several days the oldest stays
        moment, *paths = commit.split("\n")
        day = datetime.fromtimestamp(int(moment), UTC).date().isoformat()
        days |= {PurePosixPath(path).stem: day for path in paths if path.endswith(".md")}
    return days


def intakes(content: Path) -> frozenset[str]:
    """The days whose listings wait in a branch ``intake/DAY`` that is not merged here.

    None are known where there is no repository, nor is what was not fetched.
    """
    places = ("refs/heads/intake/", "refs/remotes/*/intake/")
    command = ("for-each-ref", "--format=%(refname)", "--no-merged=HEAD", *places)
    try:
        return frozenset(name.rpartition("/")[2] for name in run(content, *command).split())
    except GitError:
        return frozenset()


def would_be_published(path: Path, content: Path) -> bool:
    """Whether the repository of ``content`` has the file, or would with the next ``git add``."""
    try:
        root = Path(run(content, "rev-parse", "--show-toplevel")).resolve()
        if not path.resolve().is_relative_to(root):
            return False
        return bool(_paths(root, "ls-files", "--cached", *_NOT_IGNORED[1:], str(path.resolve())))
    except GitError:  # no repository, or no git: nothing is published by it
        return False


def _fork(root: Path, ref: str) -> str:
    try:
        command = ("rev-parse", "--verify", "--quiet", "--end-of-options", f"{ref}^{{commit}}")
        commit = run(root, *command)
    except GitError:
        raise GitError(f"git knows no commit '{ref}' here: fetch it, or name another") from None
    try:
        return run(root, "merge-base", commit, "HEAD")
    except GitError:
        message = f"'{ref}' and the present work share no commit here: fetch the whole history"
        raise GitError(message) from None


def _unpack(root: Path, commit: str, inside: str, target: Path) -> None:
    (target / inside).mkdir(parents=True, exist_ok=True)
    if inside != "./" and not run(root, "ls-tree", "-d", commit, inside.rstrip("/")):
        return
    packed = _output(root, "archive", "--format=tar", commit, "--", inside)
    try:
        with tarfile.open(fileobj=io.BytesIO(packed)) as archive:
            archive.extractall(target, filter="data")
    except tarfile.TarError as error:
        what = f"{commit[:12]} holds what is no plain file: {error}"
        raise GitError(f"{what}: name a commit without it") from None


def _paths(folder: Path, *args: str) -> list[str]:
    return [path for path in run(folder, *args).split("\0") if path]


def _output(folder: Path, *args: str) -> bytes:
    command = ["git", "--literal-pathspecs", "-C", str(folder), *args]
    try:
        done = subprocess.run(command, capture_output=True, check=False, stdin=subprocess.DEVNULL)
    except OSError as error:
        raise GitError(f"git cannot be run ({error.strerror}): install it") from None
    if done.returncode:
        line = done.stderr.decode(errors="replace").strip().split("\n")[0]
        raise GitError(f"{folder}: git says: {line or done.returncode}")
    return done.stdout
