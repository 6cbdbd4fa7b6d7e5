"""The key of an output: a hash of what it is made of, and of how.

A key is worked out from what the output's function is given, whole: a field that a page
shows cannot be forgotten, since what is not given is not in the function's reach.
"""

from __future__ import annotations

import importlib.util
from collections.abc import Iterable
from fractions import Fraction
from functools import cache
from hashlib import blake2b
from pathlib import Path
from typing import Any

import msgspec
from markupsafe import Markup

from generator.papers.model import Corpus
from generator.views.outputs import Shown, World

SIZE = 16
"""The bytes of a key."""


class Keys:
    """Makes keys: of what is given as MessagePack, with names of fields, and where each ends.

    In it a paper as pages show it, which stands in many outputs, is its own hash; it must stay
    as it is. Mappings and sets are told by what they hold, in whatever order.
    """

    def __init__(self, ground: bytes) -> None:
        self._ground = ground
        self._marks: dict[Shown, bytes] = {}
        # What it does not know by itself, and a class of plain slots is that, it asks for.
        encoder = msgspec.msgpack.Encoder(enc_hook=self._told, order="deterministic")
        self._encoded = encoder.encode

    def key(self, make: object, given: object) -> bytes:
        """The key of what ``make`` makes of ``given`` on this ground."""
        return _hash(self._ground, _name(make), self._encoded(given))

    def parts(self, given: Iterable[object]) -> list[bytes]:
        """What tells each of ``given`` from the others, where all are made in one way."""
        return [_hash(self._encoded(each)) for each in given]

    def _told(self, value: object) -> object:
        if isinstance(value, Shown):
            mark = self._marks.get(value)
            if mark is None:
                mark = _hash(self._encoded((value.paper, value.listed, value.key)))
                self._marks[value] = mark
            return mark
        if isinstance(value, Markup | Fraction):  # other than the same as text
            return type(value).__name__, str(value)
        raise TypeError(f"nothing for a key: {value!r}")


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


def _hash(*parts: bytes) -> bytes:
    return blake2b(b"".join(parts), digest_size=SIZE).digest()


@cache
def _name(make: Any) -> bytes:
    return f"{make.__module__}.{make.__qualname__};".encode()
