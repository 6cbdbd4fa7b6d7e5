"""A new digest on the disk: its files, and a first commit."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from generator import check, store
from generator.starter.choices import Choices
from generator.starter.files import files
from generator.store import files as whole
from generator.store import git
from generator.store.git import GitError
from generator.text import UserError

MESSAGE = "A digest of its own"


class NotMade(UserError):
    """Why there is no new digest; one line: what, where, what to do."""


@dataclass(frozen=True, slots=True)
class Made:
    """A new digest: its number of files; why they are not committed, or ''."""

    files: int
    uncommitted: str


def make(folder: Path, choices: Choices, program: str) -> Made:
    """Make a digest of one's own at ``folder``, which is absent or empty.

    ``program`` is the line by which pip installs what builds it. All of it is made or nothing.
    Raises NotMade and OSError.
    """
    place = folder.resolve()
    if place == Path.cwd():
        raise NotMade(f"{folder}: this is where you are: name a folder to make, as in my-digest")
    if place.exists() and not (place.is_dir() and not any(place.iterdir())):
        raise NotMade(f"{folder}: is there already and not empty: name another folder")
    made = files(choices, program)
    # No file has an empty name: a folder with anything in it is refused.
    with whole.replacing(place, mark="") as new:
        for name, text in made.items():
            (new / name).parent.mkdir(parents=True, exist_ok=True)
            (new / name).write_text(text, encoding="utf-8")
        for problem in check.problems(store.load(new / "content")):
            raise NotMade(f"content/{problem.path}:{problem.line}: {problem.message}")
        try:
            uncommitted = git.start(new, MESSAGE)
        except GitError as error:
            raise NotMade(str(error)) from None
    return Made(len(made), uncommitted)
