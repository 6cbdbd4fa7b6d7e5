"""What a build makes anew, and how it is put in place.

An output is a pure function of what it is given (see ``views.outputs``), so that:

- it need not be made while its key is the one its files in the site were made under;
- outputs may be made in any order, and in any process;
- none has to stay in memory: what is made is written at once, beside the site.

Nothing of the site changes before all is made: an error in the content, in a link or in a
template leaves it as it was. Then each file takes its place in one step, what no output names
goes, and the table of keys is written last. A table speaks only of files that are still the
very ones it knows (size, time and number in the file system), so it never matters whether it
is old, foreign or damaged, or whether a build was killed: what it does not know is made.

A key is a hash of what an output's function is given, whole, and of which function that is: a
field that a page shows cannot be forgotten, since what is not given is not in its reach.
"""

from __future__ import annotations

import os
import shutil
import stat
import sys
from collections.abc import Iterable, Iterator, Set
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from fractions import Fraction
from functools import cache, cached_property
from hashlib import blake2b
from itertools import accumulate
from pathlib import Path
from typing import Any, TypeAlias

import msgspec
from markupsafe import Markup

from generator.papers.model import Corpus
from generator.store import files
from generator.text import UserError
from generator.views.outputs import Data, Shown, World

Note: TypeAlias = Any
"""What is to be known of an output besides its files; of plain tuples, texts and numbers."""
Written = tuple[str, int, int, int]
"""A file of the site: its path, its size, its time, its number in the file system."""
Entry = tuple[bytes, tuple[Written, ...], Note]
"""Of an output: its key, its files, its note."""
Table = dict[str, Entry]
"""The entries of a site by the names of its outputs."""
Changes = tuple[Set[str], Set[str]]
"""The outputs of a site whose files are not as they were written, by name, and the paths of files
that no output has, and of empty folders."""

SIZE = 16
"""The bytes of a key."""
_SITES = 8  # of which tables are kept
_NEW = os.O_WRONLY | os.O_CREAT | os.O_TRUNC


class OutputError(UserError):
    """A place that cannot take the output: one line with the place and what to do."""


@dataclass(frozen=True)
class Target:
    """The folder of a site, and that in which its table, its lock and slow things are kept.

    A folder that is not empty is taken only if it has ``mark``: else it is somebody's own. What
    another ``program`` kept is not there.
    """

    out: Path
    cache: Path
    mark: str
    program: bytes = b""

    @cached_property
    def stage(self) -> Path:
        """Where files wait until all are made: in the same file system as their place."""
        name = f".{self.out.name}-new"
        return self.out / name if self.out.is_mount() else self.out.with_name(name)

    @property
    def state(self) -> Path:
        """What is kept of this site."""
        return self.cache / f"site-{blake2b(os.fsencode(self.out), digest_size=8).hexdigest()}"


@dataclass
class Site:
    """A site while it is built: what it was, what it becomes.

    ``before`` are the entries that its files were made under. ``entries`` are those of now;
    outputs that were there before keep theirs. ``changes`` are what somebody else did to it.
    """

    target: Target
    before: Table
    entries: Table = field(default_factory=dict)
    changes: Changes = (frozenset(), frozenset())

    def survey(self) -> Changes:
        """What in the folder of the site is other than it was written."""
        known = {file[0]: file for _, files, _ in self.before.values() for file in files}
        strays, stage = [], str(self.target.stage)
        folders = [""] if self.target.out.exists() else []
        for folder in folders:
            is_empty = bool(folder)
            with os.scandir(f"{self.target.out}/{folder}") as entries:
                for entry in entries:
                    is_empty = False
                    path = folder + entry.name
                    if entry.is_dir(follow_symlinks=False):
                        if entry.path != stage:
                            folders.append(f"{path}/")
                    elif path not in known:
                        strays.append(path)
                    elif known[path] == _written(path, entry.stat(follow_symlinks=False)):
                        del known[path]
            if is_empty:
                strays.append(folder[:-1])
        others = self.before.items() if known else ()
        changed = {name for name, each in others if any(file[0] in known for file in each[1])}
        return changed, {*strays}

    def kept(self, name: str, key: bytes) -> Entry | None:
        """The entry from before, where it has this key and its files are as they were written."""
        entry = self.before.get(name)
        return entry if entry and entry[0] == key and name not in self.changes[0] else None

    def put(self, key: bytes, contents: Iterable[tuple[str, Data]], note: Note = None) -> Entry:
        """Write files beside the site, but for those that it has as they are; their entry."""
        target, is_new = self.target, self._is_new
        return key, tuple(_put(target, path, data, is_new(path)) for path, data in contents), note

    def _is_new(self, path: str) -> bool:
        """Whether nothing can be there: no site is yet, or what leads there is a link."""
        above = accumulate(path.split("/")[:-1], "{}/{}".format)
        return not (self._is_there and self.changes[1].isdisjoint(above))

    @cached_property
    def _is_there(self) -> bool:
        return self.target.out.exists()

    def settle(self) -> None:
        """Let what was made take its place."""
        _move(str(self.target.stage), str(self.target.out))

    def commit(self) -> None:
        """Put what was made in its place, remove what no output names, write the table."""
        gone = {*_others(self.before, self.entries), *self.changes[1]}
        for path in gone.difference(_others(self.entries, self.before)):
            _remove(self.target.out, path)
        self.settle()
        files.keep(self.target.state / "table", self.entries, self.target.program)


@contextmanager
def opened(target: Target, *, full: bool) -> Iterator[Table]:
    """The entries that the site was last built with, none where it is to be built in ``full``.

    Nobody else builds it meanwhile. What a killed build left beside it goes, and what is kept
    of sites that are gone. Raises OutputError.
    """
    out, state = target.out, target.state
    try:
        if out.exists() and not _is_free(target):
            raise OutputError(f"{out}: holds what no build wrote: choose another place or empty it")
        state.mkdir(parents=True, exist_ok=True)
        out.parent.mkdir(parents=True, exist_ok=True)
        with files.locked(state, wait=False):
            (state / "place").write_bytes(os.fsencode(out))
            _prune(target)
            shutil.rmtree(target.stage, ignore_errors=True)
            target.stage.mkdir()
            try:
                yield {} if full else files.kept(state / "table", target.program) or {}
            finally:
                shutil.rmtree(target.stage, ignore_errors=True)
    except files.Busy:
        raise OutputError(f"{out}: another build is writing it: wait for it") from None
    except OSError as error:
        raise OutputError(f"{error.filename or out}: {error.strerror or error}") from error


def _others(table: Table, other: Table) -> list[str]:
    """The paths of the files of those entries that the other table does not have."""
    entries = (entry for name, entry in table.items() if other.get(name) is not entry)
    return [file[0] for entry in entries for file in entry[1]]


def _put(target: Target, path: str, data: Data, is_new: bool) -> Written:
    content = data.encode("utf-8") if isinstance(data, str) else data
    place = f"{target.out}/{path}"
    if not is_new and (old := _status(place)) and old.st_size == len(content):
        with open(place, "rb") as file:  # noqa: PTH123
            if file.read() == content:
                return _written(path, old)
    beside = f"{target.stage}/{path}"
    try:
        new = os.open(beside, _NEW, 0o666)
    except FileNotFoundError:
        _make_folder(os.path.dirname(beside))  # noqa: PTH120
        new = os.open(beside, _NEW, 0o666)
    try:
        done = os.write(new, content)
        while done < len(content):
            done += os.write(new, memoryview(content)[done:])
        status = os.fstat(new)
    finally:
        os.close(new)
    return _written(path, status)


def _written(path: str, status: os.stat_result) -> Written:
    return path, status.st_size, status.st_mtime_ns, status.st_ino


def _make_folder(path: str) -> None:
    """Make a folder, of which another process may do the same; mostly it lacks nothing above."""
    with suppress(FileExistsError):
        try:
            os.mkdir(path)  # noqa: PTH102
        except FileNotFoundError:
            os.makedirs(path, exist_ok=True)  # noqa: PTH103


def _status(path: str) -> os.stat_result | None:
    try:
        status = os.lstat(path)
    except (FileNotFoundError, NotADirectoryError):
        return None
    return status if stat.S_ISREG(status.st_mode) else None


def _is_free(target: Target) -> bool:
    out = target.out
    if (out / target.mark).is_file():
        return not (out / ".git").exists()
    return out.is_dir() and all(each == target.stage for each in out.iterdir())


def _prune(target: Target) -> None:
    """Remove what is kept of sites that are gone, and of all but the few that were built last."""
    with suppress(OSError):
        others = [each for each in target.cache.glob("site-*") if each != target.state]
        others.sort(key=lambda each: each.stat().st_mtime_ns, reverse=True)
        for number, state in enumerate(others, start=1):
            place = state / "place"
            is_there = place.is_file() and Path(os.fsdecode(place.read_bytes())).is_dir()
            if number >= _SITES or not is_there:
                with suppress(files.Busy), files.locked(state, wait=False):
                    shutil.rmtree(state, ignore_errors=True)


def _remove(out: Path, path: str) -> None:
    """Remove a file or an empty folder of the site, and the folders that it leaves empty."""
    place = out / path
    with suppress(FileNotFoundError, NotADirectoryError):
        if place.is_dir() and not place.is_symlink():
            place.rmdir()
        else:
            place.unlink()
    with suppress(OSError):
        for folder in place.parents[: path.count("/")]:
            folder.rmdir()


def _move(new: str, place: str) -> None:
    """Let what is in the folder ``new`` take its place: whole folders where there is none."""
    try:
        os.rename(new, place)  # noqa: PTH104
        return
    except OSError:
        is_folder = os.path.isdir(new)  # noqa: PTH112
        was_folder = os.path.isdir(place) and not os.path.islink(place)  # noqa: PTH112, PTH114
        if not is_folder and not was_folder:
            raise
    if is_folder and was_folder:
        for name in os.listdir(new):  # noqa: PTH208
            _move(os.path.join(new, name), os.path.join(place, name))  # noqa: PTH118
        os.rmdir(new)  # noqa: PTH106
    else:
        (os.rmdir if was_folder else os.unlink)(place)
        os.rename(new, place)  # noqa: PTH104


# Keys


class Keys:
    """Makes keys: of what is given as MessagePack, with names of fields, and where each ends.

    In it a paper as pages show it, which stands in many outputs, is its own hash; it must stay
    as it is. Mappings and sets are told by what they hold, in whatever order.
    """

    def __init__(self, ground: bytes) -> None:
        self._ground = ground
        self._marks: dict[Shown, bytes] = {}
        # What it does not know by itself, and a class of plain slots is that, it asks for.
        encoder = msgspec.msgpack.Encoder(enc_hook=self._plain, order="deterministic")
        self._encoded = encoder.encode

    def key(self, make: object, given: object) -> bytes:
        """The key of what ``make`` makes of ``given`` on this ground."""
        return _hash_of(self._ground, _name(make), self._encoded(given))

    def parts(self, given: Iterable[object]) -> list[bytes]:
        """What tells each of ``given`` from the others, where all are made in one way."""
        return [
            self._mark(each) if isinstance(each, Shown) else _hash_of(self._encoded(each))
            for each in given
        ]

    def _mark(self, shown: Shown) -> bytes:
        mark = self._marks.get(shown)
        if mark is None:
            mark = _hash_of(self._encoded((shown.paper, shown.listed, shown.key)))
            self._marks[shown] = mark
        return mark

    def _plain(self, value: object) -> object:
        if isinstance(value, Shown):
            return self._mark(value)
        if isinstance(value, Markup | Fraction):  # other than the same as text
            return type(value).__name__, str(value)
        raise TypeError(f"nothing for a key: {value!r}")


def ground(world: World | Corpus, program: bytes, more: object) -> bytes:
    """What is part of every key: settings and vocabulary, the ``program``, ``more``."""
    return Keys(b"").key(ground, (world.settings, world.vocabulary, program, more))


def libraries() -> list[str]:
    """The libraries that are installed and their versions, whether they write bytes or not."""
    found = (path for folder in sys.path for path in Path(folder).glob("*.*-info"))
    return sorted(path.name for path in found)


def _hash_of(*parts: bytes) -> bytes:
    return blake2b(b"".join(parts), digest_size=SIZE).digest()


@cache
def _name(make: Any) -> bytes:
    return f"{make.__module__}.{make.__qualname__};".encode()
