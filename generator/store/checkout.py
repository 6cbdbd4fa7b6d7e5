"""How a folder becomes a repository of git."""

from __future__ import annotations

from pathlib import Path

from generator.store import git
from generator.store.git import NoHistory

# No commit by a name that git made up of the machine's.
_KNOWN = ("-c", "user.useConfigOnly=true")


def start(folder: Path, message: str) -> str:
    """Make ``folder`` a repository with all its files in a first commit on ``main``.

    Returns why there is no commit, in one line, or ''; without one the files are staged.
    Raises NoHistory where git cannot do even that.
    """
    # Named, so that a repository that the surroundings name is left alone.
    here = (f"--git-dir={folder / '.git'}", f"--work-tree={folder}")
    git.run(folder, *here, "init", "--quiet", "--initial-branch=main")
    git.run(folder, *here, "add", "--all")
    try:
        git.run(folder, *here, *_KNOWN, "var", "GIT_COMMITTER_IDENT")
    except NoHistory:
        return "git knows no name and mail address of yours (user.name, user.email)"
    try:
        commit = ("commit", "--quiet", "--no-verify", f"--message={message}")
        git.run(folder, *here, *_KNOWN, *commit)
    except NoHistory as error:
        return str(error).removeprefix(f"{folder}: ")
    return ""
