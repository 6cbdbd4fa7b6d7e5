"""A new repository: the tracked files of this checkout, the new digest's own, a first commit."""

from __future__ import annotations

import shutil
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from generator import build, check, checkout, store
from generator.checkout import NoCheckout
from generator.starter.choices import Choices
from generator.starter.files import files

_ROOT = Path(__file__).parents[2]
# What tells of this digest rather than of the tool, or needs its captures.
_LEFT_OUT = ("content/", "docs/home.png", "CHANGELOG.md", "tests/test_real_captures.py")
# Pages by hand: the navigation in mkdocs.yml names them.
_TAKEN = "content/pages/"


class NotMade(ValueError):
    """Why there is no new repository; the message is one line: what, where, what to do."""


@dataclass(frozen=True, slots=True)
class Made:
    """A new repository: where it is, its number of files, and why they are not committed, or ''."""

    folder: Path
    files: int
    uncommitted: str


def make(folder: Path, choices: Choices) -> Made:
    """Make a repository for a digest of one's own at ``folder``, which is absent or empty.

    All of it is made or nothing. Raises NotMade, OutputError.
    """
    place = folder.resolve()
    _refuse(place, folder)
    paths = [path for path in _tracked() if _is_copied(path)]
    # No file has an empty name: a folder with anything in it is refused.
    with build.replacing(place, mark="") as new:
        _copy(paths, new)
        own = files(choices)
        for name, text in own.items():
            path = new / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(text.encode("utf-8"))
        for problem in check.problems(store.load(new / "content")):
            raise NotMade(f"content/{problem.path}:{problem.line}: {problem.message}")
        try:
            uncommitted = checkout.start(new, f"A digest of its own, from {_origin()}")
        except NoCheckout as error:
            raise NotMade(str(error)) from None
    return Made(folder, len({*paths, *own}), uncommitted)


def _refuse(place: Path, folder: Path) -> None:
    if place == Path.cwd():
        raise NotMade(f"{folder}: this is where you are: name a folder to make, as in ../my-digest")
    if place.is_relative_to(_ROOT.resolve()):
        raise NotMade(f"{folder}: lies in what is copied: name a place outside of {_ROOT}")
    if place.exists() and not (place.is_dir() and not any(place.iterdir())):
        raise NotMade(f"{folder}: is there already and not empty: name another folder")


def _tracked() -> tuple[str, ...]:
    try:
        paths = checkout.tracked(_ROOT)
    except NoCheckout as error:
        raise NotMade(
            f"{error}; digest new copies a checkout: clone the repository with git, run 'make site'"
            " in it, then .venv/bin/digest new"
        ) from None
    return paths


def _is_copied(path: str) -> bool:
    source = _ROOT / path
    there = source.is_symlink() or source.is_file()  # not deleted meanwhile
    return there and (path.startswith(_TAKEN) or not path.startswith(_LEFT_OUT))


def _copy(paths: Iterable[str], target: Path) -> None:
    for path in paths:
        (target / path).parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(_ROOT / path, target / path, follow_symlinks=False)


def _origin() -> str:
    commit = checkout.revision(_ROOT)
    return f"Paper Digest at {commit}" if commit else "Paper Digest"
