"""Changes to YAML that a person wrote: what does not change keeps its bytes and its comments.

The text is taken as blocks, a name with its value and the comments right above it. A block that
is new is written in canonical form; in one that changes, ruamel.yaml keeps the comments and the
spelling of what stays.
"""

from __future__ import annotations

import io
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Any

from ruamel.yaml import YAML
from ruamel.yaml.comments import CommentedMap, CommentedSeq
from ruamel.yaml.error import YAMLError
from ruamel.yaml.resolver import VersionedResolver

from generator.store import yaml_text

_NEVER_FOLD = 1 << 30


class Uneditable(ValueError):
    """Text that is no plain list of names and values."""


@dataclass(frozen=True, slots=True)
class _Blocks:
    """A text taken apart: what stands above the first name, the blocks, what stands below."""

    above: str
    of: Mapping[str, str]
    below: str


def edited(
    text: str, changes: Mapping[str, Any], order: Sequence[str], *, sort: bool = False
) -> str:
    """``text`` with other values, as ``yaml_text.dump`` takes them; None takes a name away.

    A new name comes before those that follow it in ``order``; with ``sort`` all are put in that
    order. Raises Uneditable, and YamlError where the text is none.
    """
    blocks = _blocks(text)
    of = dict(blocks.of)
    for name, value in changes.items():
        if value is None:
            of.pop(name, None)
        elif name in of:
            of[name] = _changed(of[name], name, value)
        else:
            made = {name: yaml_text.dump({name: value})}
            later = set(order[order.index(name) + 1 :]) if name in order else set()
            names = list(of)
            at = next((n for n, other in enumerate(names) if other in later), len(names))
            of = {n: of[n] for n in names[:at]} | made | {n: of[n] for n in names[at:]}
    places = {name: number for number, name in enumerate(order)}
    names = sorted(of, key=lambda name: places.get(name, len(places))) if sort else list(of)
    return blocks.above + "".join(of[name] for name in names) + blocks.below


def _blocks(text: str) -> _Blocks:
    lines = text.splitlines(keepends=True)
    starts = yaml_text.key_lines(text)
    odd = any(not lines[line].startswith(name) for name, line in starts.items())
    # A line that ends or begins a document may not move.
    if text.strip() and (not starts or odd or any(line.startswith("...") for line in lines)):
        raise Uneditable
    tops = {name: _top(lines, line) for name, line in starts.items()}
    end = len(lines)
    while end and (not lines[end - 1].strip() or lines[end - 1].startswith("#")):
        end -= 1
    bounds = [*tops.values(), end]
    of = {
        name: "".join(lines[start:after])
        for name, start, after in zip(tops, bounds, bounds[1:], strict=False)
    }
    first = bounds[0]
    return _Blocks("".join(lines[:first]), of, "".join(lines[end:]))


def _top(lines: Sequence[str], line: int) -> int:
    while line and lines[line - 1].startswith("#"):
        line -= 1
    return line


def _changed(block: str, name: str, value: Any) -> str:
    indented = any(line.lstrip().startswith("- ") and line[0] == " " for line in block.split("\n"))
    yaml = _round_trip(indented)
    try:
        loaded = yaml.load(block)
        new = yaml.load(yaml_text.dump({name: value}))[name]
    except YAMLError:  # it takes less than the parser that read the text before
        raise Uneditable from None
    if isinstance(loaded[name], CommentedSeq) and isinstance(new, CommentedSeq) and new:
        _merge(loaded[name], new)
    else:
        loaded[name] = new
    text = io.StringIO()
    yaml.dump(loaded, text)
    return text.getvalue()


def _merge(old: CommentedSeq, new: CommentedSeq) -> None:
    """Make a list hold what another one does; of what is in both, nothing changes."""
    matches = SequenceMatcher(None, _plain(old), _plain(new), autojunk=False)
    for kind, start, end, first, last in reversed(matches.get_opcodes()):
        if kind == "replace" and end - start == last - first:
            for at, value in zip(range(start, end), new[first:last], strict=True):
                if isinstance(old[at], CommentedMap) and isinstance(value, CommentedMap):
                    _update(old[at], value)
                else:
                    old[at] = value
        elif kind != "equal":
            for at in reversed(range(start, end)):
                del old[at]
            for value in reversed(new[first:last]):
                old.insert(start, value)


def _update(old: CommentedMap, new: CommentedMap) -> None:
    for name in [name for name in old if name not in new]:
        del old[name]
    for name, value in new.items():
        if old.get(name) != value:
            old[name] = value


def _plain(items: CommentedSeq) -> list[str]:
    return [str(dict(item)) if isinstance(item, CommentedMap) else str(item) for item in items]


class _NoTypes(VersionedResolver):
    """What stands without quotes is text: a number or a day comes out as it was written."""

    @property
    def versioned_resolver(self) -> dict[str, Any]:
        return {}


def _round_trip(indented: bool) -> YAML:
    yaml = YAML(typ="rt", pure=True)
    yaml.Resolver = _NoTypes
    yaml.preserve_quotes = True
    yaml.width = _NEVER_FOLD
    yaml.indent(mapping=2, sequence=4 if indented else 2, offset=2 if indented else 0)
    return yaml
