"""YAML as this project writes, reads and edits it: one canonical form, plain types and lines.

Reading keeps dates as text, refuses repeated keys and aliases (a few hundred bytes of nested
aliases can stand for gigabytes), and says the line of whatever is wrong. YAML's own messages name
its grammar; here they are in plain words.

A text is edited by blocks, a name with its value and the comments right above it. A block that is
new is written in canonical form; in one that changes, ruamel.yaml keeps the comments and the
spelling of what stays; all others keep their bytes.
"""

from __future__ import annotations

import io
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import lru_cache
from pathlib import Path
from typing import Any, ClassVar, Final

import msgspec
import yaml

_Base: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
_STR, _MAP, _SEQ = (f"tag:yaml.org,2002:{kind}" for kind in ("str", "map", "seq"))
_PLAIN: Final = yaml.constructor.SafeConstructor()
_TYPED: Final = {
    "tag:yaml.org,2002:bool": _PLAIN.construct_yaml_bool,
    "tag:yaml.org,2002:float": _PLAIN.construct_yaml_float,
    "tag:yaml.org,2002:int": _PLAIN.construct_yaml_int,
    "tag:yaml.org,2002:null": _PLAIN.construct_yaml_null,
}
# What YAML 1.1 would itself read as a date or a number can stand without quotes as such.
_UNQUOTED: Final = {10: "tag:yaml.org,2002:timestamp", 4: "tag:yaml.org,2002:int"}
_MARKED: Final = re.compile(r"[*&!][^\s,\[\]{}]")
_OPENINGS: Final = ("[", "{", "- ", "? ")
_DEEPEST: Final = 50
_SAFE: Final = 1000  # the parser recurses in C, and takes several thousand levels
# What the parser says by its grammar, by what a person may have written.
_IN_WORDS: Final = msgspec.json.decode(
    Path(__file__).with_name("mistakes.json").read_bytes(), type=dict[str, str]
)
_UNEDITABLE: Final = "no plain list of names and values"
_NEVER_FOLD: Final = 1 << 30


class YamlError(ValueError):
    """Text that is no YAML this project accepts; ``line`` counts from 1."""

    def __init__(self, message: str, line: int) -> None:
        """``message`` is one line: what is wrong and what to do."""
        super().__init__(message)
        self.line = line


# Writing


class Quoted(str):
    """Text that is always written in quotes."""


class PlainDate(str):
    """A day, month or year that is written without quotes."""


class InlineMapping(dict[str, Any]):
    """A mapping that is written on one line."""


class InlineList(list[Any]):
    """A list that is written on one line."""


class _Dumper(yaml.SafeDumper):
    pass


for _kind, _represent in {
    InlineMapping: lambda dumper, row: dumper.represent_mapping(_MAP, row, flow_style=True),
    InlineList: lambda dumper, line: dumper.represent_sequence(_SEQ, line, flow_style=True),
    Quoted: lambda dumper, text: dumper.represent_scalar(_STR, text, style="'"),
    PlainDate: lambda dumper, text: dumper.represent_scalar(_UNQUOTED.get(len(text), _STR), text),
}.items():
    _Dumper.add_representer(_kind, _represent)


def dump(data: Mapping[str, Any]) -> str:
    """``data`` as canonical YAML: order kept, and on one line what is inline."""
    text: str = yaml.dump(
        dict(data),
        Dumper=_Dumper,
        default_flow_style=False,
        sort_keys=False,
        allow_unicode=True,
        width=float("inf"),
    )
    return text


def quoted(text: str) -> str:
    """A line of text in single quotes."""
    doubled = text.replace("'", "''")
    return f"'{doubled}'"


# Reading


class _Loader(_Base):  # type: ignore[misc]  # the C loader is untyped
    yaml_implicit_resolvers: ClassVar = {
        first: [(tag, regexp) for tag, regexp in resolvers if not tag.endswith(":timestamp")]
        for first, resolvers in _Base.yaml_implicit_resolvers.items()
    }


def load(text: str, read: Callable[[yaml.Node | None], Any] | None = None) -> Any:
    """What ``read`` makes of the node of a YAML text; without it, plain data, dates as text.

    Raises YamlError with the line.
    """
    try:
        is_marked = any(map(text.__contains__, "*&!")) and _MARKED.search(text)
        if is_marked or sum(map(text.count, _OPENINGS)) > _SAFE:
            _refuse(text)
        return (read or value)(_composed(text))
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        what = error.problem or error.context or "unreadable"
        message = next((words for term, words in _IN_WORDS.items() if term in what), what)
        raise YamlError(f"not valid YAML: {message}", (mark.line if mark else 0) + 1) from None
    except yaml.reader.ReaderError as error:
        line = text.count("\n", 0, error.position) + 1
        raise YamlError(
            f"a character YAML does not allow ({error.character!r}): remove it", line
        ) from None
    except YamlError:
        raise
    except (ValueError, RecursionError):
        raise YamlError("not valid YAML: a value that cannot be read", 1) from None


def value(node: yaml.Node | None) -> Any:
    """The plain data of a node; None of no node."""
    if isinstance(node, yaml.ScalarNode):
        return _TYPED[node.tag](node) if node.tag in _TYPED else node.value
    if isinstance(node, yaml.SequenceNode):
        return [value(each) for each in node.value]
    if isinstance(node, yaml.MappingNode):
        return {name: value(each) for name, each, _ in items(node)}
    return None


def items(node: yaml.MappingNode) -> Iterator[tuple[str, yaml.Node, int]]:
    """The values of a mapping, each behind its name, and the line (from 1) where that stands.

    Raises YamlError where a name is no text, or stands there twice.
    """
    seen: set[str] = set()
    for name_node, each in node.value:
        name, line = value(name_node), name_node.start_mark.line + 1
        if not isinstance(name, str):
            raise YamlError(f"the name {name!r} is not text", line)
        if name in seen:
            raise YamlError(f"{name!r} stands here twice: keep one", line)
        seen.add(name)
        yield name, each, line


@lru_cache(maxsize=1)  # one text is asked about many times in a row
def _composed(text: str) -> yaml.Node | None:
    return yaml.compose(text, Loader=_Loader)


def _refuse(text: str) -> None:
    """Refuse aliases and explicit types, which stand for gigabytes or for odd values; and depth."""
    depth = 0
    for event in yaml.parse(text, Loader=_Loader):
        depth += isinstance(event, yaml.CollectionStartEvent)
        depth -= isinstance(event, yaml.CollectionEndEvent)
        if isinstance(event, yaml.AliasEvent) or getattr(event, "anchor", None):
            what = "YAML anchors and aliases are not used here: write the value out"
        elif getattr(event, "tag", None) not in (None, "!"):
            what = f"the YAML type {getattr(event, 'tag', '')} is not used here: remove it"
        elif depth > _DEEPEST:
            what = "nested too deeply: write plain lists and fields"
        else:
            continue
        raise YamlError(what, event.start_mark.line + 1 if event.start_mark else 1)


# Where things stand


def place(text: str, where: Sequence[str | int]) -> tuple[int, str]:
    """The line (from 1) of the value at ``where``, or of the nearest around it, and the value.

    It is the value as written, before YAML makes a number of it; '' where it is no plain one.
    """
    line, node = 1, _composed(text) if where else None
    for step in where:
        pairs: Sequence[tuple[yaml.Node, yaml.Node]] = ()
        if isinstance(node, yaml.MappingNode):
            pairs = [pair for pair in node.value if pair[0].value == step]
        elif isinstance(node, yaml.SequenceNode) and isinstance(step, int):
            pairs = [(item, item) for item in node.value[step : step + 1]]
        if not pairs:
            return line, ""
        line, node = pairs[0][0].start_mark.line + 1, pairs[0][1]
    return line, node.value if isinstance(node, yaml.ScalarNode) else ""


# Editing


def edited(
    text: str, changes: Mapping[str, Any], order: Sequence[str], *, sort: bool = False
) -> str:
    """``text`` with other values, as ``dump`` takes them; None takes a name away.

    A new name comes before those that follow it in ``order``; with ``sort`` all are put in that
    order. Raises YamlError where the text is no plain list of names and values.
    """
    above, blocks, below = _blocks(text)
    rank = {name: number for number, name in enumerate(order)}
    last = len(rank)
    for name, value in changes.items():
        if value is None:
            blocks.pop(name, None)
        elif name in blocks:
            blocks[name] = _changed(blocks[name], name, value)
        else:
            pairs = [*blocks.items()]
            later = (n for n, (other, _) in enumerate(pairs) if rank[name] < rank.get(other, 0))
            pairs.insert(next(later, len(pairs)), (name, dump({name: value})))
            blocks = dict(pairs)
    names = sorted(blocks, key=lambda name: rank.get(name, last)) if sort else blocks
    return above + "".join(blocks[name] for name in names) + below


def _blocks(text: str) -> tuple[str, dict[str, str], str]:
    """What stands above the first name, each name with its value, and what stands below."""
    lines = text.splitlines(keepends=True)
    values = load(text, lambda node: [*items(node)] if isinstance(node, yaml.MappingNode) else [])
    starts = {name: line - 1 for name, _, line in values}
    odd = any(not lines[line].startswith(name) for name, line in starts.items())
    # A line that ends or begins a document may not move.
    if text.strip() and (not starts or odd or any(line.startswith("...") for line in lines)):
        raise YamlError(_UNEDITABLE, 1)
    bounds = []
    for line in starts.values():
        while line and lines[line - 1].startswith("#"):
            line -= 1
        bounds.append(line)
    end = len(lines)
    while end and (not lines[end - 1].strip() or lines[end - 1].startswith("#")):
        end -= 1
    bounds.append(end)
    blocks = {
        name: "".join(lines[start:after])
        for name, start, after in zip(starts, bounds, bounds[1:], strict=False)
    }
    return "".join(lines[: bounds[0]]), blocks, "".join(lines[end:])


def _changed(block: str, name: str, value: Any) -> str:
    from ruamel.yaml import YAML  # most commands edit nothing
    from ruamel.yaml.error import YAMLError

    editor = YAML(typ="rt", pure=True)
    editor.preserve_quotes = True
    editor.width = _NEVER_FOLD
    indented = re.search("^ +- ", block, re.MULTILINE)
    editor.indent(mapping=2, sequence=4 if indented else 2, offset=2 if indented else 0)
    try:
        loaded = editor.load(block)
        new = editor.load(dump({name: value}))[name]
    except YAMLError:  # it takes less than the parser that read the text before
        raise YamlError(_UNEDITABLE, 1) from None
    if isinstance(loaded[name], list) and isinstance(new, list) and new:
        _merge(loaded[name], new)
    else:
        loaded[name] = new
    text = io.StringIO()
    editor.dump(loaded, text)
    return text.getvalue()


def _merge(old: list[Any], new: list[Any]) -> None:
    """Make a list hold what another one does; of what is in both, nothing changes."""
    if len(old) != len(new):
        for at in reversed(range(len(old))):
            if old[at] not in new:
                del old[at]
        for at, value in enumerate(new):
            if at == len(old) or (old[at] != value and len(old) < len(new)):
                old.insert(at, value)
        for at in reversed(range(len(new), len(old))):
            del old[at]
    for at, value in enumerate(new):
        if old[at] == value:
            continue
        if isinstance(old[at], dict) and isinstance(value, dict):
            for name in old[at].keys() - value.keys():
                del old[at][name]
            old[at].update(value)
        else:
            old[at] = value
