"""YAML as this project writes it: one canonical form out, plain types and line numbers in.

Reading keeps dates as text, refuses repeated keys and aliases (a few hundred bytes of
nested aliases can stand for gigabytes), and says the line of whatever is wrong.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from functools import lru_cache
from typing import Any

import yaml

_Base: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
_STR = "tag:yaml.org,2002:str"
_MAP, _SEQ = "tag:yaml.org,2002:map", "tag:yaml.org,2002:seq"
_UNQUOTED = {10: "tag:yaml.org,2002:timestamp", 4: "tag:yaml.org,2002:int"}
_MARKED = re.compile(r"[*&!][^\s,\[\]{}]")
_DEEPEST = 50
# What the parser says by its grammar, by what a person may have written.
_IN_WORDS = {
    "mapping values are not allowed": "a colon in a text without quotes, or a line before this one"
    " without 'name: '",
    "could not find expected ':'": "a line without 'name: ' at its start, here or before",
    "did not find expected ',' or ']'": "a list without its ]",
    "did not find expected ',' or '}'": "names and values without their }",
    "did not find expected key": "a line that is indented otherwise than those around it, or text"
    " behind closed quotes",
    "did not find expected '-'": "a line in a list without '- ' at its start",
    "cannot start any token": "a tab, or a sign that needs quotes around the text",
    "unexpected end of stream": "quotes that are not closed",
}
_OPENING = re.compile(r"\s*(?:[-?] +)*")


class Quoted(str):
    """Text that is always written in quotes."""

    __slots__ = ()


class Day(str):
    """A day, month or year that is written without quotes."""

    __slots__ = ()


class Row(dict[str, Any]):
    """A mapping that is written on one line."""


class Line(list[str]):
    """A list that is written on one line."""


class YamlError(ValueError):
    """Text that is no YAML this project accepts; ``line`` counts from 1."""

    def __init__(self, message: str, line: int) -> None:
        """``message`` is one line: what is wrong and what to do."""
        super().__init__(message)
        self.line = line


class _Loader(_Base):  # type: ignore[misc]  # the C loader is untyped
    pass


def _mapping(loader: Any, node: yaml.MappingNode) -> dict[Any, Any]:
    seen: set[Any] = set()
    for key_node, _ in node.value:
        key = loader.construct_object(key_node, deep=True)
        if not isinstance(key, str):
            raise YamlError(f"the name {key!r} is not text", key_node.start_mark.line + 1)
        if key in seen:
            raise YamlError(f"{key!r} stands here twice: keep one", key_node.start_mark.line + 1)
        seen.add(key)
    loaded: dict[Any, Any] = loader.construct_mapping(node, deep=True)
    return loaded


_Loader.yaml_implicit_resolvers = {
    first: [(tag, regexp) for tag, regexp in resolvers if not tag.endswith(":timestamp")]
    for first, resolvers in _Base.yaml_implicit_resolvers.items()
}
_Loader.add_constructor(_MAP, _mapping)


class _Dumper(yaml.SafeDumper):
    pass


_Dumper.add_representer(
    Row, lambda dumper, row: dumper.represent_mapping(_MAP, row, flow_style=True)
)
_Dumper.add_representer(
    Line, lambda dumper, line: dumper.represent_sequence(_SEQ, line, flow_style=True)
)
_Dumper.add_representer(Quoted, lambda dumper, text: dumper.represent_scalar(_STR, text, style="'"))
_Dumper.add_representer(
    Day,
    # What YAML 1.1 would itself read as a date or a number can stand there without quotes as such.
    lambda dumper, text: dumper.represent_scalar(_UNQUOTED.get(len(text), _STR), text),
)


def dump(data: Mapping[str, Any]) -> str:
    """``data`` as canonical YAML: order kept, one line a field, a Row or a Line."""
    text: str = yaml.dump(
        dict(data),
        Dumper=_Dumper,
        default_flow_style=False,
        sort_keys=False,
        allow_unicode=True,
        width=float("inf"),
    )
    return text


def load(text: str) -> Any:
    """The data of a YAML text; dates stay text. Raises YamlError with the line."""
    try:
        _refuse_depth(text)
        if _MARKED.search(text):
            _refuse_marks(text)
        return yaml.load(text, Loader=_Loader)
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        what = error.problem or error.context or "unreadable"
        message = next((words for said, words in _IN_WORDS.items() if said in what), what)
        raise YamlError(f"not valid YAML: {message}", (mark.line if mark else 0) + 1) from None
    except yaml.reader.ReaderError as error:
        line = text.count("\n", 0, error.position) + 1
        raise YamlError(
            f"a character YAML does not allow ({error.character!r}): remove it", line
        ) from None
    except (ValueError, RecursionError) as error:
        if isinstance(error, YamlError):
            raise
        raise YamlError("not valid YAML: a value that cannot be read", 1) from None


def line_of(text: str, path: Sequence[str | int]) -> int:
    """The line (from 1) where the value at ``path`` stands, or the nearest one around it."""
    return _find(text, path)[0] if path else 1


def written(text: str, path: Sequence[str | int]) -> str:
    """The plain value at ``path`` as it is written, before YAML makes a number of it; or ''."""
    node = _find(text, path)[1]
    return node.value if isinstance(node, yaml.ScalarNode) else ""


@lru_cache(maxsize=1)  # one text is asked about many times in a row
def composed(text: str) -> yaml.Node | None:
    """The nodes of a YAML text, with the marks of where they stand; None where it is broken."""
    try:
        return yaml.compose(text, Loader=_Loader)
    except yaml.YAMLError:
        return None


def _find(text: str, path: Sequence[str | int]) -> tuple[int, yaml.Node | None]:
    node = composed(text)
    line = 1
    for step in path:
        if isinstance(node, yaml.MappingNode):
            found = [(key, value) for key, value in node.value if key.value == step]
            if not found:
                return line, None
            line, node = found[0][0].start_mark.line + 1, found[0][1]
        elif isinstance(node, yaml.SequenceNode) and isinstance(step, int):
            if step >= len(node.value):
                return line, None
            node = node.value[step]
            line = node.start_mark.line + 1
        else:
            return line, None
    return line, node


def key_lines(text: str) -> dict[str, int]:
    """The line (from 0) of each top-level name of a YAML mapping."""
    node = composed(text)
    if not isinstance(node, yaml.MappingNode):
        return {}
    return {key.value: key.start_mark.line for key, _ in node.value}


def _refuse_marks(text: str) -> None:
    """Aliases and explicit types: a few bytes could stand for gigabytes, or for odd values."""
    for event in yaml.parse(text, Loader=_Loader):
        if isinstance(event, yaml.AliasEvent) or getattr(event, "anchor", None):
            what = "YAML anchors and aliases are not used here: write the value out"
        elif getattr(event, "tag", None) not in (None, "!"):
            what = f"the YAML type {getattr(event, 'tag', '')} is not used here: remove it"
        else:
            continue
        raise YamlError(what, event.start_mark.line + 1 if event.start_mark else 1)


def _refuse_depth(text: str) -> None:
    """Nesting so deep that the parser, which recurses in C, would run out of stack."""
    for number, line in enumerate(text.split("\n"), start=1):
        opened = max(line.count("[") + line.count("{"), line.count("- ") + line.count("? "))
        if opened > _DEEPEST and _depth(line) > _DEEPEST:
            raise YamlError("nested too deeply: write plain lists and fields", number)
    if text.count("\n[") + text.count("\n{") > _DEEPEST:
        raise YamlError("nested too deeply: write plain lists and fields", 1)


def _depth(line: str) -> int:
    start = _OPENING.match(line)
    deepest = depth = len(start[0].split()) if start else 0
    for char in line:
        depth += (char in "[{") - (char in "]}")
        deepest = max(deepest, depth)
    return deepest
