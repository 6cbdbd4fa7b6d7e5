"""A difference as JSON and back, for a report that somebody else's program wrote.

What is read was anybody's: it has to have the very shape that ``dump`` gives, names of kinds
and fields are those of this program, and every other text stays text for ``inert``.
"""

from __future__ import annotations

import json
import types
from collections.abc import Collection, Mapping
from dataclasses import asdict, fields, is_dataclass, replace
from functools import cache
from typing import Any, Final, Literal, Union, get_args, get_origin, get_type_hints

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
        found = _made(Difference, json.loads(data), "")
    except (ValueError, RecursionError) as error:
        said = str(error) if isinstance(error, NoDifference) else "not JSON"
        raise NoDifference(said) from None
    assert isinstance(found, Difference)
    for kind in found.published:
        _is_among([kind.name], KINDS)
    for edited in found.change.edited:
        _is_among(edited.fields, _FIELDS)
    return replace(found, url=url, unbuilt=inert.text(found.unbuilt))


def _is_among(names: Collection[str], known: Collection[str]) -> None:
    if not set(names) <= set(known):
        raise NoDifference("names what this program does not know")


@cache
def _hints(kind: type) -> Mapping[str, Any]:
    return get_type_hints(kind)


def _made(kind: Any, value: Any, where: str) -> Any:
    origin, args = get_origin(kind), get_args(kind)
    if is_dataclass(kind) and isinstance(kind, type):
        hints = _hints(kind)
        if isinstance(value, dict) and value.keys() == hints.keys():
            return kind(**{name: _made(hints[name], value[name], name) for name in hints})
    elif origin in (Union, types.UnionType):
        if value is None and type(None) in args:
            return None
        return _made(next(arg for arg in args if arg is not type(None)), value, where)
    elif origin is Literal:
        if isinstance(value, str) and value in args:
            return value
    elif origin in (tuple, frozenset):
        kinds = args[:1] * len(value) if isinstance(value, list) and args[1:] != args[:1] else args
        if isinstance(value, list) and len(value) == len(kinds):
            return origin(_made(each, item, where) for each, item in zip(kinds, value, strict=True))
    elif kind in (str, int, bool) and type(value) is kind:
        return value
    raise NoDifference(f"'{where or 'it'}' is of another kind")
