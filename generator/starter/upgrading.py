"""What is new in this checkout, as a branch of a repository that was made from an older one."""

from __future__ import annotations

import tempfile
from pathlib import Path

from generator.starter import program
from generator.starter.program import NotMade
from generator.store import checkout
from generator.store.checkout import NoCheckout

BRANCH = "upgrade"


def upgrade(folder: Path) -> int:
    """Put the program of this checkout on the branch ``upgrade`` of the repository in ``folder``.

    The branch starts at the commit that the program there is from, so that merging it compares
    three versions: what was changed there stays. Nothing that is checked out is touched, and
    content never. Returns how many files differ; with none there is no branch. Raises NotMade.
    """
    root = folder.resolve()
    if root == program.ROOT.resolve():
        raise NotMade(f"{folder}: is this checkout itself: name the repository made from it")
    paths = program.ours()
    program.files(root)
    try:
        base = checkout.last(root, program.ORIGIN)
        if not base:
            raise NotMade(
                f"{folder}: no commit has a line '{program.ORIGIN}…': was it made by digest new?"
            )
        message = program.message("What is new in Paper Digest")
        with (
            tempfile.TemporaryDirectory(prefix="digest-") as beside,
            checkout.branching(root, base, BRANCH, message, Path(beside)) as branch,
        ):
            before = {path: _state(branch / path) for path in program.files(branch)}
            for path in before:
                (branch / path).unlink()
            program.copy(paths, branch)
            after = {path: _state(branch / path) for path in paths}
    except NoCheckout as error:
        raise NotMade(str(error)) from None
    return sum(before.get(path) != after.get(path) for path in {*before, *after})


def _state(path: Path) -> tuple[bytes, int]:
    return path.read_bytes(), path.stat().st_mode & 0o100
