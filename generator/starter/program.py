"""What of this checkout a digest of somebody's own has too: everything but what is ours."""

from __future__ import annotations

import shutil
import tempfile
from pathlib import Path

from generator import store
from generator.store import checkout
from generator.store.checkout import NoCheckout

ROOT = Path(__file__).parents[2]
# Begins the line of a commit's message that says from which commit of this project it is.
ORIGIN = "Paper-Digest: "
# Every checkout has these, and no installed package.
_MARKS = ("Makefile", "mkdocs.yml", "pyproject.toml", ".gitignore")
# What tells of one digest rather than of the program, or needs the captures of ours.
_LEFT_OUT = ("content/", "docs/pictures/", "CHANGELOG.md", "README.md", "tests/test_real_")
# Pages by hand, which the navigation in mkdocs.yml names; all but one are of the program.
_TAKEN = "content/pages/"
_OWN_PAGE = "content/pages/about.md"


class NotMade(ValueError):
    """Why there is no new repository or branch; one line: what, where, what to do."""


def files(root: Path) -> tuple[str, ...]:
    """The paths of the program in a checkout, from its top, sorted. Raises NotMade."""
    try:
        if not checkout.is_top(root):
            raise NotMade(f"{root}: is not the top of a repository")
        return _program(root, checkout.tracked(root))
    except NoCheckout as error:
        raise NotMade(str(error)) from None


def ours() -> tuple[str, ...]:
    """The paths of the program here, in a checkout or an unpacked archive. Raises NotMade."""
    if not all((ROOT / name).is_file() for name in _MARKS):
        raise NotMade(
            f"{ROOT}: what is copied is a checkout, and this is none: clone the repository, run"
            " 'make setup' in it, then its .venv/bin/digest"
        )
    try:
        if checkout.is_top(ROOT):
            return _program(ROOT, checkout.tracked(ROOT))
        with tempfile.TemporaryDirectory(prefix="digest-") as beside:
            return _program(ROOT, checkout.unignored(ROOT, Path(beside)))
    except NoCheckout as error:
        raise NotMade(str(error)) from None


def repository() -> str:
    """Where the digest has its repository that this program is from; '' if it does not say."""
    return store.load(ROOT / "content").corpus.settings.repository


def copy(paths: tuple[str, ...], target: Path) -> None:
    """Copy files of this checkout, with their modes."""
    for path in paths:
        (target / path).parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(ROOT / path, target / path, follow_symlinks=False)


def message(subject: str) -> str:
    """The message of a commit that holds the program as it is in this checkout."""
    return f"{subject}\n\n{ORIGIN}{checkout.revision(ROOT) or 'an unpacked archive'}"


def _program(root: Path, paths: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(path for path in paths if _is_program(path) and _is_there(root / path))


def _is_program(path: str) -> bool:
    taken = path.startswith(_TAKEN) and path != _OWN_PAGE
    return taken or not path.startswith(_LEFT_OUT)


def _is_there(path: Path) -> bool:
    return path.is_symlink() or path.is_file()
