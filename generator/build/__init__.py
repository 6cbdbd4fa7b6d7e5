"""The one composition of everything a build writes, and the safe way to put it in place."""

from __future__ import annotations

import fcntl
import os
import shutil
import tempfile
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path

from generator import check, store
from generator.build import colours
from generator.papers import identity
from generator.papers.model import File, Problem
from generator.publish import exports, feeds, newsletter
from generator.site import cards, pages, search
from generator.site import head as metadata
from generator.site.cards import Card, key, png
from generator.site.pages import Page
from generator.store import files as whole
from generator.views import Digest


class ContentError(Exception):
    """Content that cannot be published; ``problems`` holds everything wrong with it."""

    def __init__(self, problems: tuple[Problem, ...]) -> None:
        self.problems = problems
        errors = [problem for problem in problems if problem.severity == "error"]
        first = errors[0]
        more = f" (and {len(errors) - 1} more)" if len(errors) > 1 else ""
        super().__init__(f"{first.path}:{first.line}: {first.message}{more}")


class OutputError(Exception):
    """A place that cannot take the output: one line with the place and what to do."""


@dataclass(frozen=True, slots=True)
class Site:
    """What a build writes: Markdown pages, the SVG pictures in them, other files, cards; warnings.

    The cards are still to be drawn: each is a path and what stands there. The search index
    is still to be made, of ``digest``.
    """

    digest: Digest = field(compare=False)  # of the same content: the pages compare
    pages: tuple[Page, ...]
    files: tuple[File, ...] = ()
    cards: tuple[tuple[str, Card], ...] = ()
    pictures: tuple[File, ...] = ()
    warnings: tuple[Problem, ...] = ()


def compose(content: Path) -> Site:
    """Read ``content`` and make every page of it. Raises ContentError where it has errors."""
    loaded = store.load(content)
    problems = tuple(check.problems(loaded))
    if any(problem.severity == "error" for problem in problems):
        raise ContentError(problems)
    digest = Digest(identity.resolve(loaded.corpus))
    return Site(
        digest=digest,
        pages=tuple(pages.render(digest, loaded.sources)),
        files=tuple(_files(digest)),
        cards=tuple(cards.cards(digest)),
        pictures=tuple(pages.plots(digest)),
        warnings=problems,
    )


def _files(digest: Digest) -> Iterator[File]:
    papers = {of.topic.id: len(of.papers) for group in digest.topics for of in group.topics}
    made = [
        File("assets/groups.css", colours.stylesheet(digest.corpus.vocabulary, papers)),
        *feeds.files(digest),
        *metadata.robots(digest.corpus.settings),
    ]
    exported = tuple(exports.files(digest, {file.path for file in made}))
    data = {file.path: str(file.data) for file in exported}
    yield from made
    yield from exported
    yield from newsletter.issues(newsletter.read(data.__getitem__, digest.corpus))


def drawn(made: Iterable[tuple[str, Card]], cache: Path) -> Iterator[File]:
    """Draw cards, or take them from ``cache``, where they are kept by what they say.

    The folder may be deleted at any time. One that cannot be written is done without.
    """
    for path, card in made:
        kept = cache / f"{key(card)}.png"
        try:
            data = kept.read_bytes()
        except OSError:
            data = png(card)
            with suppress(OSError):
                _keep(kept, data)
        yield File(path, data)


def indexed(digest: Digest, cache: Path) -> Iterator[File]:
    """The files of the search; ``cache`` keeps what is slow of them and may be deleted."""
    papers = ((paper, digest.listed[paper.id]) for paper in digest.newest)
    for path, data in search.files(digest.corpus.vocabulary, papers, cache).items():
        yield File(f"search/{path}", data)


def write_files(made: Iterable[File], out: Path) -> tuple[Path, ...]:
    """Write files under ``out``, each in one step, beside what is there. Returns where.

    Raises OutputError.
    """
    written = []
    for file in made:
        path = out / file.path
        try:
            _keep(path, file.data.encode("utf-8") if isinstance(file.data, str) else file.data)
        except OSError as error:
            raise OutputError(f"{path}: {error.strerror or error}") from error
        written.append(path)
    return tuple(written)


def _keep(path: Path, data: bytes) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.NamedTemporaryFile(dir=path.parent, delete=False) as file:
        file.write(data)
    Path(file.name).replace(path)


def write_tree(tree: Iterable[Page], out: Path, pictures: Iterable[File] = ()) -> int:
    """Write pages as Markdown files under ``out``, in place of what an earlier call wrote.

    Returns how many; ``pictures`` go beside them. Raises OutputError, and leaves what is
    there as it was.
    """
    made = tuple(tree)
    with replacing(out, mark="index.md") as new:
        for page in made:
            _write(new / page.path, page.text)
        for picture in pictures:
            _write(new / picture.path, picture.data)
    return len(made)


def _write(path: Path, data: str | bytes) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(data.encode("utf-8") if isinstance(data, str) else data)


@contextmanager
def replacing(out: Path, *, mark: str) -> Iterator[Path]:
    """Yield a new directory that takes the place of ``out`` in one step once the block ends well.

    A block that raises, or a kill, leaves ``out`` as it was; what a kill leaves beside it
    goes with the next call. ``mark`` is a file that every output of this kind has: a
    directory without it is somebody's own and is left alone. Raises OutputError.
    """
    out = out.resolve()
    try:
        if not _is_free(out, mark):
            raise OutputError(f"{out}: holds what no build wrote: choose another place or empty it")
        out.parent.mkdir(parents=True, exist_ok=True)
        _sweep(out)
        with _beside(out) as beside:
            new = beside / out.name
            new.mkdir()
            yield new
            if not out.exists():
                new.rename(out)
            elif not whole.exchange(new, out):
                out.rename(beside / "old")
                new.rename(out)
    except OSError as error:
        raise OutputError(f"{error.filename or out}: {error.strerror or error}") from error


def _is_free(out: Path, mark: str) -> bool:
    if not out.exists():
        return True
    return out.is_dir() and ((out / mark).is_file() or not any(out.iterdir()))


@contextmanager
def _beside(out: Path) -> Iterator[Path]:
    beside = Path(tempfile.mkdtemp(prefix=_prefix(out), dir=out.parent))
    descriptor = os.open(beside, os.O_RDONLY)
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX)
        yield beside
    finally:
        os.close(descriptor)
        shutil.rmtree(beside, ignore_errors=True)


def _sweep(out: Path) -> None:
    """Remove what killed builds left; one that still runs holds its lock."""
    for left in out.parent.glob(f"{_prefix(out)}*"):
        descriptor = os.open(left, os.O_RDONLY)
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
            shutil.rmtree(left, ignore_errors=True)
        except BlockingIOError:
            pass
        finally:
            os.close(descriptor)


def _prefix(out: Path) -> str:
    return f".{out.name}-new-"
