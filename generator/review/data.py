"""A difference as JSON and back, for a report that somebody else's program wrote.

What is read was anybody's: it has to have the very shape that ``dump`` gives, names of kinds
and fields are those of this program, and every other text stays text for ``inert``.
"""

from __future__ import annotations

import json
from collections.abc import Collection
from dataclasses import asdict, fields, replace
from typing import Final

import msgspec

from generator.papers.model import Paper
from generator.review.diff import Difference
from generator.review.published import KINDS
from generator.text import inert

_LARGEST: Final = 5_000_000
_FIELDS: Final = frozenset(field.name for field in fields(Paper))


class NoDifference(ValueError):
    """What is no difference; the message is one line."""


def dump(found: Difference) -> str:
    """A difference as JSON, on one line."""
    return json.dumps(asdict(found), ensure_ascii=False, default=sorted)


def read(data: bytes, url: str) -> Difference:
    """The difference that ``dump`` wrote, to be shown with links to the site at ``url``.

    Raises NoDifference.
    """
    if len(data) > _LARGEST:
        raise NoDifference(f"larger than {_LARGEST:,} bytes")
    try:
        found = msgspec.json.decode(data, type=Difference)
        # What is missing gets a default, and what is unknown is left out: neither was dumped.
        same = json.loads(dump(found)) == json.loads(data)
    except (msgspec.MsgspecError, ValueError, RecursionError) as error:
        raise NoDifference(" ".join(str(error).split())) from None
    if not same:
        raise NoDifference("of another shape")
    for kind in found.published:
        _is_among([kind.name], KINDS)
    for edited in found.change.edited:
        _is_among(edited.fields, _FIELDS)
    return replace(found, url=url, unbuilt=inert.text(found.unbuilt))


def _is_among(names: Collection[str], known: Collection[str]) -> None:
    if not set(names) <= set(known):
        raise NoDifference("names what this program does not know")
