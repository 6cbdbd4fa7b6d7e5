"""A change of the content as a branch with a pull request, made or renewed by a program."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import yaml

from generator.github.gh import BOT, GitHub, GitHubError
from generator.store import git
from generator.store.git import GitError

MAIL: Final = "41898282+github-actions[bot]@users.noreply.github.com"
_WHO: Final = ("-c", f"user.name={BOT}", "-c", f"user.email={MAIL}")
# What GitHub answers while Settings, Actions, General does not allow it.
_FORBIDDEN: Final = "not permitted to create"


@dataclass(frozen=True, slots=True)
class ChangeRequest:
    """What a pull request proposes: its branch, title and text; the files are changed already."""

    branch: str
    title: str
    body: str


def propose(content: Path, github: GitHub, change: ChangeRequest) -> str:
    """Commit what changed in the content folder, push it, open a pull request or renew it.

    A branch that somebody else has worked on meanwhile is theirs, and stays as it is. What was
    checked out is so afterwards, without the change. Returns what came of it, in a line. Raises
    GitHubError and GitError.
    """
    if not staged(content, "."):
        return "nothing changed: there is nothing to propose"
    github.lend_token()
    last = tip(content, change.branch)
    if last and not is_ours(content, last):
        return f"somebody works on {change.branch}: it stays as it is"
    git.run(content, "switch", "--quiet", "-C", change.branch)
    commit(content, change.title)
    push(content, change.branch, last)
    git.run(content, "checkout", "--quiet", "-")
    outcome = _show(github, change)
    check(content, github, change.branch)
    return outcome


def staged(folder: Path, *paths: str) -> bool:
    """Whether anything of ``paths`` in a folder changed; it is part of the next commit then."""
    git.run(folder, "add", "--", *paths)
    return bool(git.run(folder, "diff", "--cached", "--name-only"))


def commit(folder: Path, message: str, author: str = f"{BOT} <{MAIL}>") -> None:
    """Commit what is staged, as a program does, for whoever is its author."""
    git.run(folder, *_WHO, "commit", "--quiet", f"--author={author}", f"--message={message}")


def tip(content: Path, branch: str) -> str:
    """The last commit of a branch of the remote, fetched; '' where there is no such branch."""
    if not git.run(content, "ls-remote", "origin", f"refs/heads/{branch}"):
        return ""
    git.run(content, "fetch", "--quiet", "origin", f"refs/heads/{branch}")
    return git.run(content, "rev-parse", "FETCH_HEAD")


def is_ours(content: Path, commit: str) -> bool:
    """Whether a program made a commit, and no person."""
    return git.run(content, "log", "-1", "--format=%ae", commit) == MAIL


def conflicts(content: Path, commit: str) -> bool:
    """Whether a commit can no longer be merged into what is checked out by itself."""
    try:
        git.run(content, "merge-tree", "--write-tree", "HEAD", commit)
    except GitError:
        return True
    return False


def push(content: Path, branch: str, last: str) -> None:
    """Let what is checked out take the place of a branch whose last commit is ``last``."""
    lease = f"--force-with-lease=refs/heads/{branch}:{last}"
    git.run(content, "push", "--quiet", lease, "origin", f"HEAD:refs/heads/{branch}")


def check(content: Path, github: GitHub, branch: str) -> None:
    """Start the checks of a branch: what a workflow pushes starts none by itself."""
    for workflow in _checks(Path(git.run(content, "rev-parse", "--show-toplevel"))):
        github.start(workflow, branch)


def keep_ledger(readers: Path, github: GitHub) -> str:
    """Commit and push the ledger beside the readers in a repository of their own.

    Returns what came of it, in a line. Raises GitHubError and GitError.
    """
    if not staged(readers, *sorted(path.name for path in readers.glob("*.ledger"))):
        return "nothing changed: nobody has had an issue since"
    github.lend_token()
    commit(readers, "Who has had which issue")
    git.run(readers, "push", "--quiet", "origin", "HEAD")
    return "the ledger is pushed"


def _show(github: GitHub, change: ChangeRequest) -> str:
    number = next((p.number for p in github.pull_requests() if p.branch == change.branch), None)
    if number:
        github.renew(number, change.title, change.body)
        return f"renewed pull request #{number}: {change.title}"
    try:
        github.create(change.branch, change.title, change.body)
    except GitHubError as error:
        if _FORBIDDEN not in str(error):
            raise
        return (
            f"pushed the branch {change.branch}, and opened no pull request: Settings, Actions,"
            " General does not allow GitHub Actions to create them"
        )
    return f"opened a pull request: {change.title}"


def _checks(top: Path) -> Iterator[str]:
    """The workflows that check a pull request and can be started by hand, by file name."""
    for path in sorted((top / ".github" / "workflows").glob("*.yml")):
        # YAML 1.1 reads the key `on` as true.
        starts = yaml.safe_load(path.read_text(encoding="utf-8")).get(True)
        if isinstance(starts, dict) and {"pull_request", "workflow_dispatch"} <= starts.keys():
            yield path.name
