"""What was worked out before, kept by what it was worked out of.

Records and editions are kept as read, each with the number, times and size of its file and the
hash of what it holds. A file that was not touched is not read again; one that was is, and only
parsed where it holds something else (a fresh checkout has other times and the same texts). What
other programs wrote, or another version of this one, or what is damaged, counts as not there:
the cache can be deleted at any time and is never wrong.
"""

from __future__ import annotations

import gc
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from functools import cache
from hashlib import blake2b
from pathlib import Path
from typing import Final, TypeVar

import msgspec
import yaml

from generator.papers.model import Edition, Paper
from generator.store import documents, files
from generator.store.documents import Parsed
from generator.store.files import Stamp
from generator.store.schema import Flaw

_T = TypeVar("_T")
_PROGRAM: Final = Path(__file__).parents[1]
# The coarsest clock of a file system: what was changed this shortly before may be changed again
# without another time.
_TICK: Final = 2_000_000_000
_MARK: Final = 16


class _Kept(msgspec.Struct, array_like=True, frozen=True):
    """A file as read: when it was in which state, the hash of its bytes, and what it says."""

    path: str
    stamp: Stamp | None
    hash: bytes
    paper: Paper | None
    edition: Edition | None
    flaws: tuple[Flaw, ...]


class Cache:
    """The cache in a folder, of one content folder; without a folder it keeps nothing."""

    def __init__(self, folder: Path | None = None) -> None:
        self.folder = folder
        self._known = {kept.path: kept for kept in self._read("content", list[_Kept]) or ()}
        self._used: dict[str, _Kept] = {}
        self._hashes: dict[str, bytes] = {}

    def parsed(self, path: str, kind: str, stamp: Stamp, content: Path) -> Parsed:
        """What the file at a path in the content folder says, now that it is in this state."""
        kept = self._known.get(path)
        if kept is None or kept.stamp != stamp:
            data = (content / path).read_bytes()
            hashed = _hash(data)
            if kept is None or kept.hash != hashed:
                parsed = documents.parse(kind, path, data)
                if kind not in ("paper", "edition"):
                    self._hashes[path] = hashed
                    return parsed
                kept = _Kept(path, stamp, hashed, None, None, parsed.flaws)
                kept = msgspec.structs.replace(kept, **{kind: parsed.value})
            else:
                kept = msgspec.structs.replace(kept, stamp=stamp)
        self._used[path] = kept
        self._hashes[path] = kept.hash
        return Parsed(kept.paper or kept.edition, kept.flaws)

    @property
    def fingerprint(self) -> bytes:
        """What tells everything that was read from anything else: all paths and their hashes."""
        return _hash(*(part for path, of in self._hashes.items() for part in (path.encode(), of)))

    def renewed(
        self, name: str, key: object, kind: type[_T], make: Callable[[_T | None], _T]
    ) -> _T:
        """What ``make`` gives, or gave before: a value of a type, worked out of ``key`` alone.

        ``make`` is given what it made last of another key, or None, to save what it can.
        """
        hashed = _hash(msgspec.msgpack.encode(key))
        found = self._read(name, tuple[bytes, kind])  # type: ignore[valid-type]
        if found and found[0] == hashed:
            return found[1]
        value = make(found[1] if found else None)
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
        of_key = _hash(msgspec.msgpack.encode(key))
        marks = {
            id: _hash(of_key, self._hashes.get(path) or path.encode()) for id, path in paths.items()
        }

        def made(before: dict[bytes, _T] | None) -> dict[bytes, _T]:
            known = before or {}
            return {of: known[of] if of in known else make(id) for id, of in marks.items()}

        kept = self.renewed(name, sorted(marks.values()), dict[bytes, kind], made)  # type: ignore[valid-type]
        return {id: kept[of] for id, of in marks.items()}

    def save(self) -> None:
        """Keep what was read, and nothing of files that are gone."""
        if self.folder is None or self._used == self._known:
            return
        clock = self.folder / "clock"
        with suppress(OSError):
            files.write(clock, b"")
            now = clock.stat().st_ctime_ns
            kept = [
                each
                if each.stamp and max(each.stamp.changed, each.stamp.modified) < now - _TICK
                else msgspec.structs.replace(each, stamp=None)
                for each in self._used.values()
            ]
            self._write("content", kept)

    def _read(self, name: str, kind: type[_T]) -> _T | None:
        data = files.kept(self.folder / f"{name}.msgpack", program()) if self.folder else None
        try:
            with uncollected():
                return msgspec.msgpack.decode(data, type=kind) if data else None
        except (msgspec.MsgspecError, RecursionError):
            return None

    def _write(self, name: str, value: object) -> None:
        if self.folder:
            with suppress(OSError):
                data = msgspec.msgpack.encode(value)
                files.keep(self.folder / f"{name}.msgpack", data, program())


@cache
def program() -> bytes:
    """What tells this program from another version of it: code, tables, and what it reads with."""
    modules = sorted((*_PROGRAM.rglob("*.py"), *_PROGRAM.rglob("*.json")))
    with_what = f"{yaml.__version__} {msgspec.__version__}"
    return _hash(with_what.encode(), *(module.read_bytes() for module in modules))


def _hash(*parts: bytes | memoryview) -> bytes:
    found = blake2b(digest_size=_MARK)
    for part in parts:
        found.update(part)
    return found.digest()


@contextmanager
def uncollected() -> Iterator[None]:
    """Make many objects at once, none of which can be garbage yet."""
    was = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was:
            gc.enable()
