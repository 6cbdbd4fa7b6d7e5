"""What is mechanical in a record's file, put right; its words and comments stay as they are.

Each step changes text where it stands, and is taken back whole where the file would then say
anything else than it should.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass
from pathlib import Path

import yaml

from generator.papers import identity, links
from generator.store import records, yaml_text
from generator.store.journal import state, write
from generator.store.yaml_text import YamlError

_READ: dict[str, Callable[[str], str | None]] = {
    "arxiv": identity.arxiv_id,
    "doi": identity.doi,
}


@dataclass(frozen=True, slots=True)
class Mended:
    """The text of a file as it should be, and what was put right in it; nothing if it was."""

    text: str
    what: tuple[str, ...] = ()


def mend(folder: Path, only: Collection[str] | None = None) -> dict[str, tuple[str, ...]]:
    """Mend the records of a content folder, all or none; of those at ``only``, if given.

    Gives what was put right, by path in the folder. Raises OSError where the folder cannot be
    written, or somebody else writes it.
    """
    before = state(folder)
    found = dict(_found(folder, only))
    write(folder, {source: made.text for source, made in found.items()}, before)
    return {source: made.what for source, made in found.items()}


def _found(folder: Path, only: Collection[str] | None) -> Iterator[tuple[str, Mended]]:
    for path in sorted(folder.glob("papers/**/*.md")):
        source = path.relative_to(folder).as_posix()
        if only is not None and source not in only:
            continue
        if path.is_symlink() or not path.is_file():
            continue
        try:
            made = mended(path.read_bytes().decode("utf-8"))
        except UnicodeDecodeError:
            continue
        if made.what:
            yield source, made


def mended(raw: str) -> Mended:
    """A record's file put right: line ends, spaces, identifiers, links, order of fields.

    Text that is no record comes back as it is.
    """
    text = raw.removeprefix("\ufeff").replace("\r\n", "\n")
    what = ["line ends"] if text != raw else []
    try:
        front, body = records.split(text)
        data = yaml_text.load(front)
    except YamlError:
        return Mended(raw)
    if not isinstance(data, dict):
        return Mended(raw)
    for name, step, may_change in _STEPS:
        made = step(front)
        if made != front and _says(made, may_change) == _says(front, may_change):
            what.append(name)
            front = made
    return Mended(f"---\n{front}---\n{body}", tuple(what)) if what else Mended(raw)


def _says(front: str, apart_from: str) -> object:
    """What front matter says, fields ``apart_from`` left out; nothing if it is broken."""
    try:
        data = yaml_text.load(front)
    except YamlError:
        return None
    return {name: data[name] for name in data if name not in apart_from.split()}


def _without_spaces(front: str) -> str:
    return "\n".join(line.rstrip(" \t") for line in front.split("\n"))


def _quoted(front: str) -> str:
    spans = []
    for name, node in _fields(front):
        if name not in _READ or not isinstance(node, yaml.ScalarNode):
            continue
        value = _READ[name](node.value)
        if value and (value != node.value or node.style not in ("'", '"')):
            spans.append((node, value))
    return _replaced(front, spans)


def _cleaned(front: str) -> str:
    spans = []
    for _, url in _links(front):
        value = links.clean(url.value)
        if value and value != url.value:
            spans.append((url, value))
    return _replaced(front, spans)


def _once(front: str) -> str:
    """Without links that repeat an earlier one of their kind, each on a line of its own."""
    lines = front.split("\n")
    seen: set[tuple[str, str]] = set()
    for item, url in list(_links(front)):
        kind = next((value.value for key, value in item.value if key.value == "kind"), "")
        link = (kind, links.key(url.value))
        start, end = item.start_mark, item.end_mark
        whole = lines[start.line].lstrip().startswith("- ") and start.line == end.line
        if link in seen and whole and not lines[end.line][end.column :].strip():
            lines[start.line] = ""
        seen.add(link)
    kept = zip(lines, front.split("\n"), strict=True)
    return "\n".join(line for line, old in kept if line or not old)


def _ordered(front: str) -> str:
    """Fields in canonical order, each with the comments right above it."""
    lines = front.split("\n")[:-1]
    starts = sorted((line, name) for name, line in yaml_text.key_lines(front).items())
    if not starts or any(not lines[line].startswith(name) for line, name in starts):
        return front
    tops = [_top(lines, line) for line, _ in starts]
    ends = [*tops[1:], _end(lines)]
    blocks = {name: lines[top:end] for (_, name), top, end in zip(starts, tops, ends, strict=True)}
    first, last = lines[: tops[0]], lines[ends[-1] :]
    names = sorted(blocks, key=records.place)
    return "\n".join([*first, *(line for name in names for line in blocks[name]), *last, ""])


def _top(lines: list[str], line: int) -> int:
    while line and lines[line - 1].startswith("#"):
        line -= 1
    return line


def _end(lines: list[str]) -> int:
    """Where the last field ends: what stands below it in the first column is no part of it."""
    end = len(lines)
    while end and (not lines[end - 1].strip() or lines[end - 1].startswith("#")):
        end -= 1
    return end


def _fields(front: str) -> Iterator[tuple[str, yaml.Node]]:
    node = yaml_text.composed(front)
    if isinstance(node, yaml.MappingNode):
        yield from ((key.value, value) for key, value in node.value)


def _links(front: str) -> Iterator[tuple[yaml.MappingNode, yaml.ScalarNode]]:
    for name, node in _fields(front):
        if name != "links" or not isinstance(node, yaml.SequenceNode):
            continue
        for item in node.value:
            if isinstance(item, yaml.MappingNode):
                for key, value in item.value:
                    if key.value == "url" and isinstance(value, yaml.ScalarNode):
                        yield item, value


def _replaced(front: str, spans: list[tuple[yaml.ScalarNode, str]]) -> str:
    """``front`` with values written in quotes, each in place of the one that stands there."""
    lines = front.split("\n")
    for node, value in sorted(spans, key=lambda span: _place(span[0]), reverse=True):
        start, end = node.start_mark, node.end_mark
        if start.line == end.line:
            line = lines[start.line]
            quoted = "'" + value.replace("'", "''") + "'"
            lines[start.line] = line[: start.column] + quoted + line[end.column :]
    return "\n".join(lines)


def _place(node: yaml.Node) -> tuple[int, int]:
    return node.start_mark.line, node.start_mark.column


# What is put right, how, and the fields that may then say something else.
_STEPS: tuple[tuple[str, Callable[[str], str], str], ...] = (
    ("spaces at line ends", _without_spaces, ""),
    ("identifiers in quotes", _quoted, "arxiv doi"),
    ("spelling of links", _cleaned, "links"),
    ("repeated links", _once, "links"),
    ("order of fields", _ordered, ""),
)
