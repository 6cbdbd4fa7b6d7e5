"""A new repository: the program of this checkout, the new digest's own files, a first commit."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from generator import build, check, store
from generator.starter import program
from generator.starter.choices import Choices
from generator.starter.files import files
from generator.starter.program import NotMade
from generator.store import checkout
from generator.store.checkout import NoCheckout


@dataclass(frozen=True, slots=True)
class Made:
    """A new repository: its number of files; why they are not committed, or ''; the message."""

    files: int
    uncommitted: str
    message: str


def make(folder: Path, choices: Choices) -> Made:
    """Make a repository for a digest of one's own at ``folder``, which is absent or empty.

    All of it is made or nothing. Raises NotMade, OutputError.
    """
    place = folder.resolve()
    _refuse(place, folder)
    paths, own = program.ours(), files(choices, program.repository())
    message = program.message("A digest of its own")
    # No file has an empty name: a folder with anything in it is refused.
    with build.replacing(place, mark="") as new:
        program.copy(paths, new)
        for name, text in own.items():
            (new / name).parent.mkdir(parents=True, exist_ok=True)
            (new / name).write_bytes(text.encode("utf-8"))
        for problem in check.problems(store.load(new / "content")):
            raise NotMade(f"content/{problem.path}:{problem.line}: {problem.message}")
        try:
            uncommitted = checkout.start(new, message)
        except NoCheckout as error:
            raise NotMade(str(error)) from None
    return Made(len({*paths, *own}), uncommitted, message)


def _refuse(place: Path, folder: Path) -> None:
    if place == Path.cwd():
        raise NotMade(f"{folder}: this is where you are: name a folder to make, as in ../my-digest")
    if place.is_relative_to(program.ROOT.resolve()):
        raise NotMade(f"{folder}: lies in what is copied: name a place outside of {program.ROOT}")
    if place.exists() and not (place.is_dir() and not any(place.iterdir())):
        raise NotMade(f"{folder}: is there already and not empty: name another folder")
