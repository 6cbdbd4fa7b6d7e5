"""The key of an output: a hash of what it is made of, and of how.

A key is worked out from what the output's function is given, whole: a field that a page
shows cannot be forgotten, since what is not given is not in the function's reach.
"""

from __future__ import annotations

import importlib.util
from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import fields, is_dataclass
from fractions import Fraction
from functools import cache
from hashlib import blake2b
from itertools import chain
from operator import attrgetter
from pathlib import Path
from typing import TYPE_CHECKING, Any

from generator.papers.model import Corpus

if TYPE_CHECKING:
    from generator.views.outputs import World

SIZE = 16
"""The bytes of a key."""


class Keys:
    """Makes keys; what is of a ``shared`` type is hashed once, and must stay as it is."""

    def __init__(self, ground: bytes, shared: Collection[type] = ()) -> None:
        self._ground = ground.hex()
        self._shared = shared
        self._known: dict[int, tuple[object, str]] = {}

    def key(self, make: object, given: object) -> bytes:
        """The key of what ``make`` makes of ``given`` on this ground."""
        parts = [self._ground, _name(make)]
        self._write((given,), parts.append)
        return _hash(parts)

    def parts(self, given: Iterable[object]) -> list[bytes]:
        """What tells each of ``given`` from the others, where all are made in one way."""
        found = []
        for each in given:
            parts: list[str] = []
            self._write((each,), parts.append)
            found.append(_hash(parts))
        return found

    def _write(self, values: Iterable[object], put: Callable[[str], None]) -> None:
        """Each of ``values`` in a form that nothing else has, and that says where it ends."""
        for value in values:
            kind: type[Any] = type(value)
            if kind is str:
                put(f"s{len(value)}:")  # type: ignore[arg-type]  # it is one
                put(value)  # type: ignore[arg-type]
            elif kind in self._shared:
                known = self._known.get(id(value))
                if known is None:
                    parts: list[str] = []
                    self._write_fields(kind, value, parts.append)
                    known = self._known[id(value)] = (value, _hash(parts).hex())
                put(known[1])
            elif kind is tuple or kind is list:
                put(f"t{len(value)}:")  # type: ignore[arg-type]
                self._write(value, put)  # type: ignore[arg-type]
            elif value is None or kind is int or kind is bool:
                put(f"{value!r};")
            elif is_dataclass(kind):
                self._write_fields(kind, value, put)
            elif isinstance(value, str):  # one that is escaped
                put(f"m{len(value)}:")
                put(value)
            elif isinstance(value, Mapping):
                put(f"d{len(value)}:")
                self._write(chain.from_iterable(value.items()), put)
            elif isinstance(value, bytes | Fraction):
                put(f"{value!r};")
            else:
                raise TypeError(f"nothing for a key: {value!r}")

    def _write_fields(self, kind: type[Any], value: object, put: Callable[[str], None]) -> None:
        name, read = _fields(kind)  # type: ignore[arg-type]  # a type can be hashed
        put(name)
        self._write(read(value), put)


def ground(world: World | Corpus, program: bytes, more: object) -> bytes:
    """What is part of every key: settings and vocabulary, the ``program``, ``more``."""
    return Keys(b"").key(ground, (world.settings, world.vocabulary, program, more))


def libraries() -> list[str]:
    """The libraries that are installed and their versions, whether they write bytes or not."""
    place = importlib.util.find_spec("jinja2")
    assert place
    assert place.origin
    names = Path(place.origin).parents[1].iterdir()
    return sorted(path.name for path in names if path.suffix == ".dist-info")


def _hash(parts: Iterable[str]) -> bytes:
    return blake2b("".join(parts).encode("utf-8", "surrogatepass"), digest_size=SIZE).digest()


@cache
def _name(make: Any) -> str:
    return f"{make.__module__}.{make.__qualname__};"


@cache
def _fields(kind: type[Any]) -> tuple[str, Any]:
    """The name of a type, and what reads the fields that make two of it equal."""
    names = [field.name for field in fields(kind) if field.compare]
    read = attrgetter(*names) if len(names) > 1 else lambda value: (getattr(value, names[0]),)
    return f"{kind.__module__}.{kind.__qualname__};", read
