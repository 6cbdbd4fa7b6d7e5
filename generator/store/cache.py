"""What was worked out before, kept by what it was worked out of.

Of a file are kept its number, times and size with the hash of what it holds, and by that hash
what a record or an edition says. A file that was not touched is not read again; one that was is,
and only parsed where it holds something else (a fresh checkout has other times and the same
texts). What other programs wrote, or another version of this one, or what is damaged, counts as
not there: the cache can be deleted at any time and is never wrong.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from functools import cache, cached_property, partial
from hashlib import blake2b
from pathlib import Path
from typing import Final, TypeAlias, TypeVar

import msgspec
import yaml

from generator.papers.model import Edition, Paper
from generator.store import documents, files
from generator.store.documents import Parsed
from generator.store.files import Stamp
from generator.store.processes import Progress, perform, processors
from generator.store.schema import Flaw

_T = TypeVar("_T")
_PROGRAM: Final = Path(__file__).parents[1]
# The coarsest clock of a file system: what was changed this shortly before may be changed again
# without another time.
_TICK: Final = 2_000_000_000
_MARK: Final = 16
_KEPT: Final = ("paper", "edition")
_MANY: Final = 1_000  # files of which several processes read each some
_PART: Final = 100
_SHARE: Final = 1_000  # of files: what fewer say is worked out again in less time than all is kept
_Hashed: TypeAlias = tuple[Stamp, bytes]  # of a file: in which state it was, the hash of its bytes


class _Kept(msgspec.Struct, array_like=True, frozen=True):
    """A file as read: the hash of its bytes, and what it says."""

    path: str
    hash: bytes
    paper: Paper | None
    edition: Edition | None
    flaws: tuple[Flaw, ...]


class Cache:
    """The cache in a folder, of one content folder; without a folder it keeps nothing."""

    def __init__(self, folder: Path | None = None) -> None:
        self.folder = folder
        self._before = self._read("files", dict[str, _Hashed]) or {}
        self._now: dict[str, _Hashed] = {}
        self._held: dict[str, bytes] = {}
        self._ahead: dict[str, _Kept] = {}
        self._used: dict[str, _Kept] = {}

    @cached_property
    def _known(self) -> dict[str, _Kept]:
        return {kept.path: kept for kept in self._read("content", list[_Kept]) or ()}

    def knows(self, path: str, stamp: Stamp) -> bool:
        """Whether the file at a path was in this state before: nobody wrote to it since."""
        before = self._before.get(path)
        if before is None or before[0] != stamp:
            return False
        self._now[path] = before
        return True

    def hold(self, path: str, stamp: Stamp, data: bytes) -> None:
        """Have at hand what the file at a path holds, now that it is in this state."""
        self._now[path], self._held[path] = (stamp, _hash(data)), data

    def parsed(self, path: str, kind: str, content: Path) -> Parsed:
        """What a file that is known or held says; ``path`` is that in the content folder."""
        kept = self._ahead.get(path) or self._known.get(path)
        if kept is None or kept.hash != self._now[path][1]:
            data = self._held[path] if path in self._held else (content / path).read_bytes()
            parsed = documents.parse(kind, path, data)
            if kind not in _KEPT:
                return parsed
            kept = _Kept(path, _hash(data), None, None, parsed.flaws)
            kept = msgspec.structs.replace(kept, **{kind: parsed.draft})
        self._used[path] = kept
        return Parsed(kept.paper or kept.edition, kept.flaws)

    def read_ahead(
        self, kinds: Mapping[str, str | None], content: Path, progress: Progress | None
    ) -> None:
        """Parse records and editions among the files, so that ``parsed`` has what they say.

        Several processes do it, where enough of them are not known.
        """
        known = self._known
        new = [
            (path, kind)
            for path, kind in kinds.items()
            if kind in _KEPT
            and ((kept := known.get(path)) is None or kept.hash != self._now[path][1])
        ]
        if len(new) < _MANY:
            return
        parts = (new[at : at + _PART] for at in range(0, len(new), _PART))
        jobs = [partial(self._packed, part, content) for part in parts]
        for packed in perform(jobs, processors(), progress):
            files_read = msgspec.msgpack.decode(packed, type=list[_Kept])
            self._ahead |= {kept.path: kept for kept in files_read}

    def _packed(self, wanted: Sequence[tuple[str, str]], content: Path) -> bytes:
        for path, kind in wanted:
            self.parsed(path, kind, content)
        return msgspec.msgpack.encode([self._used[path] for path, _ in wanted])

    @cached_property
    def fingerprint(self) -> bytes:
        """What tells all files from any others: their paths and hashes."""
        hashes = sorted([(os.fsencode(path), hash) for path, (_, hash) in self._now.items()])
        return _hash(msgspec.msgpack.encode(hashes))

    def renewed(
        self, name: str, key: object, kind: type[_T], make: Callable[[_T | None], _T]
    ) -> _T:
        """What ``make`` gives, or gave before: a value of a type, worked out of ``key`` alone.

        ``make`` is given what it made last of another key, or None, to save what it can.
        """
        hashed = _hash(msgspec.msgpack.encode(key))
        last = self._read(name, tuple[bytes, kind])  # type: ignore[valid-type]
        if last and last[0] == hashed:
            return last[1]
        value = make(last[1] if last else None)
        self._write(name, (hashed, value))
        return value

    def of_each(
        self,
        name: str,
        key: object,
        paths: Mapping[str, str],
        kind: type[_T],
        make: Callable[[str], _T],
    ) -> dict[str, _T]:
        """What ``make`` gives of each id, worked out of ``key`` and the file at its path alone."""
        ground = _hash(msgspec.msgpack.encode(key))
        hashes = {path: hash for path, (_, hash) in self._now.items()}
        marks = {id: hashes.get(path) or path.encode() for id, path in paths.items()}
        last = self._read(name, tuple[bytes, dict[bytes, kind]])  # type: ignore[valid-type]
        old = last[1] if last and last[0] == ground else {}
        new = {mark: old[mark] if mark in old else make(id) for id, mark in marks.items()}
        if new.keys() != old.keys():
            self._write(name, (ground, new))
        return {id: new[mark] for id, mark in marks.items()}

    def save(self) -> None:
        """Keep what was parsed, and nothing of files that are gone."""
        self._held.clear()
        if _is_due(self._known, self._used):
            self._write("content", [*self._used.values()])

    def save_files(self) -> None:
        """Keep what is known of files, and nothing of those that are gone."""
        if self.folder and _is_due(self._before, self._now):
            clock = self.folder / "clock"
            with suppress(OSError):
                files.sweep(self.folder)
                files.write(clock, b"")
                until = clock.stat().st_ctime_ns - _TICK
                self._write("files", {p: f for p, f in self._now.items() if _is_sure(f[0], until)})

    def _read(self, name: str, kind: type[_T]) -> _T | None:
        data = files.kept(self.folder / f"{name}.msgpack", program()) if self.folder else None
        try:
            return msgspec.msgpack.decode(data, type=kind) if data else None
        except (msgspec.MsgspecError, RecursionError):
            return None

    def _write(self, name: str, value: object) -> None:
        if self.folder:
            with suppress(OSError, UnicodeEncodeError):  # of a name that is no text
                data = msgspec.msgpack.encode(value)
                files.keep(self.folder / f"{name}.msgpack", data, program())


@cache
def program() -> bytes:
    """What tells this program from another version of it: code, tables, and what it reads with."""
    modules = sorted((*_PROGRAM.rglob("*.py"), *_PROGRAM.rglob("*.json")))
    with_what = f"{yaml.__version__} {msgspec.__version__}"
    return _hash(with_what.encode(), *(module.read_bytes() for module in modules))


def _is_due(before: Mapping[str, object], now: Mapping[str, object]) -> bool:
    """Whether so much is other than before that it is to be kept."""
    most = max(len(before), len(now))
    same = sum([before.get(path) is each for path, each in now.items()])
    return bool(now) and most - same > most // _SHARE


def _is_sure(stamp: Stamp, until: int) -> bool:
    """Whether a file could not be written without another stamp; what a link leads to can."""
    return stamp.is_file and max(stamp.changed, stamp.modified) < until


def _hash(*parts: bytes | memoryview) -> bytes:
    return blake2b(b"".join(parts), digest_size=_MARK).digest()
