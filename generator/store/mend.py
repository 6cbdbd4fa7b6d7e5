"""What is mechanical in a file of content, put right; its words and comments stay as they are.

Each step is taken back whole where the file would then say anything else than it should, or a
comment would be lost.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from generator.papers import identity, links
from generator.papers.fields import Words
from generator.papers.model import Paper
from generator.store import editing, journal, mistakes, places, reading, records, schema, yaml_text
from generator.store.places import FileKind
from generator.store.yaml_text import Line, Quoted, Row, YamlError

_READ: dict[str, Callable[[str], str | None]] = {
    "arxiv": identity.arxiv_id,
    "doi": identity.doi,
}
_REMARK = re.compile(r"(?:^|\s)#.*", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Mended:
    """The text of a file as it should be, and what was put right in it; nothing if it was."""

    text: str
    what: tuple[str, ...] = ()


def mend(folder: Path, only: Collection[str] | None = None) -> dict[str, tuple[str, ...]]:
    """Mend the files of a content folder, all or none; of those at ``only``, if given.

    Gives what was put right, by path in the folder. Raises OSError where the folder cannot be
    written, or somebody else writes it.
    """
    with journal.reading(folder):
        before = journal.state(folder)
        paths = sorted(path for path in before if only is None or path in only)
        found = dict(_found(folder, paths))
    journal.write(folder, {path: made.text for path, made in found.items()}, before)
    return {path: made.what for path, made in found.items()}


def _found(folder: Path, paths: Collection[str]) -> Iterator[tuple[str, Mended]]:
    former = _former_topics(folder)
    for path in paths:
        kind = places.kind_of(path)
        if kind not in reading.KINDS or (folder / path).is_symlink():
            continue
        try:
            made = mended((folder / path).read_bytes().decode("utf-8"), kind, former)
        except UnicodeDecodeError:
            continue
        if made.what:
            yield path, made


def _former_topics(folder: Path) -> dict[str, str]:
    """The topics by the ids that they had before."""
    path = folder / "topics.yml"
    value = reading.parse("topics", path.name, path.read_bytes()).value if path.is_file() else None
    return {alias: each.id for each in value.topics for alias in each.aliases} if value else {}


def mended(raw: str, kind: FileKind = "paper", former: Mapping[str, str] | None = None) -> Mended:
    """A file put right: line ends, lists, quotes, identifiers, links, order of fields.

    ``former`` are topics by the ids they had before. Text that is no such file comes back as
    it is.
    """
    text = raw.lstrip("\ufeff").replace("\r\n", "\n")
    what = ["line ends"] if text != raw else []
    try:
        front, body = records.split(text) if kind == "paper" else (text, "")
    except YamlError:
        return Mended(raw)
    right = _readable(front, kind)
    if right != front:
        what.append("what YAML took otherwise")
        front = right
    steps = _steps(former or {}) if kind == "paper" and _is_mapping(front) else ()
    for name, step in steps:
        try:
            made = step(front)
        except (editing.Uneditable, YamlError):
            continue
        if made != front and _remarks(made) == _remarks(front):
            what.append(name)
            front = made
    made = records.joined(front, body) if kind == "paper" else front
    # A field may end in a line break that only YAML knows, and stand last now.
    whole = kind != "paper" or front.endswith("\n")
    return Mended(made, tuple(what)) if what and whole else Mended(raw)


def _is_mapping(front: str) -> bool:
    try:
        return isinstance(yaml_text.load(front), dict)
    except YamlError:
        return False


def _remarks(front: str) -> list[str]:
    return sorted(remark.strip() for remark in _REMARK.findall(front))


def _readable(front: str, kind: FileKind) -> str:
    """Text that YAML cannot read, with those lines written anew that can mean one thing only."""
    lines = front.split("\n")
    try:
        yaml_text.load(front)
    except YamlError:
        found = mistakes.in_broken(front, schema.texts(reading.KINDS[kind][0]))
        if all(mistake.sure for mistake in found):
            for mistake in found:
                lines[mistake.line - 1] = mistake.right
    return "\n".join(lines)


_Step = Callable[[str], str]


def _steps(former: Mapping[str, str]) -> Iterator[tuple[str, _Step]]:
    """What is put right in a record's front matter, in this order, and how."""
    yield "spaces at line ends", _without_spaces
    yield "lists", _by_value(_as_list)
    yield "fields without a value", _by_value(_given)
    yield "identifiers in quotes", _identified
    yield "characters that no page can show", _by_value(_shown)
    yield "spelling of links", _by_value(_cleaned)
    yield "repeated links", _by_value(_once)
    yield "topics by their new ids", _by_value(lambda name, value: _renamed(name, value, former))
    yield "order of fields", lambda front: _edited(front, {}, sort=True)


def _edited(front: str, changes: Mapping[str, Any], *, sort: bool = False) -> str:
    return editing.edited(front, changes, records.PAPER_FIELDS, sort=sort)


_SAME = object()


def _by_value(change: Callable[[str, Any], Any]) -> _Step:
    """A step that looks at one value at a time, and gives it as it is dumped, or _SAME."""

    def step(front: str) -> str:
        data = yaml_text.load(front)
        made = {name: change(name, value) for name, value in data.items()}
        changes = {name: value for name, value in made.items() if value is not _SAME}
        return _edited(front, changes) if changes else front

    return step


def _without_spaces(front: str) -> str:
    made = "\n".join(line.rstrip(" \t") for line in front.split("\n"))
    return made if yaml_text.load(made) == yaml_text.load(front) else front


def _identified(front: str) -> str:
    changes = {}
    for name, read in _READ.items():
        written = yaml_text.written(front, (name,))
        value = read(written)
        if value and f"{name}: '{value}'" not in front and f'{name}: "{value}"' not in front:
            changes[name] = Quoted(value)
    return _edited(front, changes) if changes else front


def _as_list(name: str, value: Any) -> Any:
    if not isinstance(value, str) or name not in schema.lists(Paper):
        return _SAME
    mistake = mistakes.in_list(name, value)
    found = yaml_text.load(mistake.right)[name] if mistake.sure else None
    return _dumped(name, found) if found else _SAME


def _given(name: str, value: Any) -> Any:
    needless = value is None and name in records.PAPER_FIELDS and name not in schema.lists(Paper)
    return None if needless and name != "title" else _SAME


def _shown(name: str, value: Any) -> Any:
    kind = schema.kinds(Paper).get(name)
    if not isinstance(kind, Words) or not isinstance(value, str) or not kind.fault(value):
        return _SAME
    read = kind.read(value)
    return _SAME if read is None else Quoted(read) if name == "title" else read


def _cleaned(name: str, value: Any) -> Any:
    if name != "links" or not _are_links(value):
        return _SAME
    made = [{**link, "url": links.clean(link["url"]) or link["url"]} for link in value]
    return _SAME if made == value else _dumped(name, made)


def _once(name: str, value: Any) -> Any:
    if name != "links" or not _are_links(value):
        return _SAME
    first = {(link.get("kind"), links.key(link["url"])): link for link in reversed(value)}
    made = [link for link in value if first[link.get("kind"), links.key(link["url"])] is link]
    return _SAME if made == value else _dumped(name, made)


def _are_links(value: Any) -> bool:
    return isinstance(value, list) and all(
        isinstance(link, dict) and _are_texts([link.get("kind"), link.get("url")]) for link in value
    )


def _are_texts(value: Any) -> bool:
    return isinstance(value, list) and all(isinstance(each, str) for each in value)


def _renamed(name: str, value: Any, former: Mapping[str, str]) -> Any:
    if name not in ("topics", "suggested_topics") or not _are_texts(value):
        return _SAME
    made = list(dict.fromkeys(former.get(topic, topic) for topic in value))
    return _SAME if made == value else _dumped(name, made)


def _dumped(name: str, value: list[Any]) -> Any:
    if name == "links":
        return [Row({**link, "url": Quoted(link["url"])}) for link in value]
    return Line(value)
