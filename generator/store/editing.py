"""Changes to text that people wrote: what does not change keeps its bytes and its comments.

A YAML text is taken as blocks, a name with its value and the comments right above it. A block
that is new is written in canonical form; in one that changes, ruamel.yaml keeps the comments and
the spelling of what stays. By such changes ``mend`` puts right what is mechanical in a file: each
is taken back whole where a comment would be lost.
"""

from __future__ import annotations

import io
import re
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, Final, NamedTuple

from ruamel.yaml import YAML
from ruamel.yaml.comments import CommentedMap, CommentedSeq
from ruamel.yaml.error import YAMLError
from ruamel.yaml.resolver import VersionedResolver

from generator.papers import identity, links
from generator.papers.fields import Words
from generator.papers.model import Paper
from generator.store import documents, journal, schema, yaml_text
from generator.store.yaml_text import InlineList, InlineMapping, Quoted, YamlError

_NEVER_FOLD: Final = 1 << 30
_REMARK: Final = re.compile(r"(?:^|\s)#.*", re.MULTILINE)
_IDENTIFIERS: Final = {"arxiv": identity.arxiv_id, "doi": identity.doi}
_MEMBERS: Final = schema.members_of(Paper).members
_LISTS: Final = frozenset(name for name, of in _MEMBERS.items() if of.shape.items)
_GONE: Final = object()


class Uneditable(ValueError):
    """Text that is no plain list of names and values."""


def edited(
    text: str, changes: Mapping[str, Any], order: Sequence[str], *, sort: bool = False
) -> str:
    """``text`` with other values, as ``yaml_text.dump`` takes them; None takes a name away.

    A new name comes before those that follow it in ``order``; with ``sort`` all are put in that
    order. Raises Uneditable, and YamlError where the text is none.
    """
    above, blocks, below = _blocks(text)
    places = {name: number for number, name in enumerate(order)}

    def place(name: str) -> int:
        return places.get(name, len(places))

    for name, value in changes.items():
        if value is None:
            blocks.pop(name, None)
        elif name in blocks:
            blocks[name] = _changed(blocks[name], name, value)
        else:
            names = list(blocks)
            later = (n for n, other in enumerate(names) if place(name) < places.get(other, 0))
            names.insert(next(later, len(names)), name)
            blocks[name] = yaml_text.dump({name: value})
            blocks = {each: blocks[each] for each in names}
    names = sorted(blocks, key=place) if sort else list(blocks)
    return above + "".join(blocks[name] for name in names) + below


def _blocks(text: str) -> tuple[str, dict[str, str], str]:
    """What stands above the first name, each name with its value, and what stands below."""
    lines = text.splitlines(keepends=True)
    starts = yaml_text.key_lines(text)
    odd = any(not lines[line].startswith(name) for name, line in starts.items())
    # A line that ends or begins a document may not move.
    if text.strip() and (not starts or odd or any(line.startswith("...") for line in lines)):
        raise Uneditable
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
    yaml = YAML(typ="rt", pure=True)
    yaml.Resolver = _NoTypes
    yaml.preserve_quotes = True
    yaml.width = _NEVER_FOLD
    indented = re.search("^ +- ", block, re.MULTILINE)
    yaml.indent(mapping=2, sequence=4 if indented else 2, offset=2 if indented else 0)
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


class _NoTypes(VersionedResolver):
    """What stands without quotes is text: a number or a day comes out as it was written."""

    @property
    def versioned_resolver(self) -> dict[str, Any]:
        return {}


def _merge(old: CommentedSeq, new: CommentedSeq) -> None:
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
        if isinstance(old[at], CommentedMap) and isinstance(value, CommentedMap):
            for name in [name for name in old[at] if name not in value]:
                del old[at][name]
            for name, each in value.items():
                if old[at].get(name) != each:
                    old[at][name] = each
        elif old[at] != value:
            old[at] = value


class Mended(NamedTuple):
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
    topics = folder / "topics.yml"
    text = topics.read_bytes() if topics.is_file() else b""
    vocabulary = documents.parse("topics", topics.name, text).value
    known = vocabulary.topics if vocabulary else ()
    former = {alias: topic.id for topic in known for alias in topic.aliases}
    for path in paths:
        kind = documents.kind_of(path)
        if kind not in documents.KINDS or (folder / path).is_symlink():
            continue
        try:
            made = mended((folder / path).read_bytes().decode("utf-8"), kind, former)
        except UnicodeDecodeError:
            continue
        if made.what:
            yield path, made


def mended(raw: str, kind: str = "paper", former: Mapping[str, str] | None = None) -> Mended:
    """A file put right: line ends, lists, quotes, identifiers, links, order of fields.

    ``former`` are topics by the ids they had before. Text that is no such file comes back as
    it is.
    """
    text = raw.lstrip("\ufeff").replace("\r\n", "\n")
    what = ["line ends"] if text != raw else []
    try:
        front, body = documents.split(text) if kind == "paper" else (text, "")
    except YamlError:
        return Mended(raw)
    right = _readable(front, kind)
    if right != front:
        what.append("what YAML took otherwise")
        front = right
    for name, step in _steps(former or {}) if kind == "paper" and _is_mapping(front) else ():
        try:
            made = step(front)
        except (Uneditable, YamlError):
            continue
        if made != front and _remarks(made) == _remarks(front):
            what.append(name)
            front = made
    made = documents.joined(front, body) if kind == "paper" else front
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


def _readable(front: str, kind: str) -> str:
    """Text that YAML cannot read, with those lines written anew that can mean one thing only."""
    try:
        yaml_text.load(front)
    except YamlError:
        found = yaml_text.in_broken(front, schema.texts(documents.KINDS[kind][0]))
        if all(mistake.sure for mistake in found):
            lines = front.split("\n")
            for mistake in found:
                lines[mistake.line - 1] = mistake.right
            return "\n".join(lines)
    return front


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
    yield "order of fields", lambda front: edited(front, {}, documents.PAPER_FIELDS, sort=True)


def _by_value(change: Callable[[str, Any], Any]) -> _Step:
    """A step that looks at one value of a record at a time, and says what it should be."""

    def step(front: str) -> str:
        changes: dict[str, Any] = {}
        for name, value in yaml_text.load(front).items():
            right = change(name, value)
            if right is _GONE:
                changes[name] = None
            elif right != value and name == "links":
                changes[name] = [
                    InlineMapping({**link, "url": Quoted(link["url"])}) for link in right
                ]
            elif right != value and isinstance(right, list):
                changes[name] = InlineList(right)
            elif right != value:
                changes[name] = Quoted(right) if name == "title" else right
        return edited(front, changes, documents.PAPER_FIELDS) if changes else front

    return step


def _without_spaces(front: str) -> str:
    made = "\n".join(line.rstrip(" \t") for line in front.split("\n"))
    return made if yaml_text.load(made) == yaml_text.load(front) else front


def _identified(front: str) -> str:
    changes: dict[str, Any] = {}
    for name, read in _IDENTIFIERS.items():
        value = read(yaml_text.written(front, (name,)))
        if value and f"{name}: '{value}'" not in front and f'{name}: "{value}"' not in front:
            changes[name] = Quoted(value)
    return edited(front, changes, documents.PAPER_FIELDS) if changes else front


def _as_list(name: str, value: Any) -> Any:
    if not (isinstance(value, str) and name in _LISTS):
        return value
    mistake = yaml_text.in_list(name, value)
    return yaml_text.load(mistake.right)[name] or value if mistake.sure else value


def _given(name: str, value: Any) -> Any:
    return _GONE if value is None and name in _MEMBERS and name not in ("title", *_LISTS) else value


def _shown(name: str, value: Any) -> Any:
    kind = _MEMBERS[name].shape.kind if name in _MEMBERS else None
    if isinstance(kind, Words) and isinstance(value, str) and kind.fault(value):
        return kind.read(value) or value
    return value


def _cleaned(name: str, value: Any) -> Any:
    if not _are_links(name, value):
        return value
    return [{**link, "url": links.clean(link["url"]) or link["url"]} for link in value]


def _once(name: str, value: Any) -> Any:
    if not _are_links(name, value):
        return value
    first = {(link["kind"], links.key(link["url"])): link for link in reversed(value)}
    return [link for link in value if first[link["kind"], links.key(link["url"])] is link]


def _are_links(name: str, value: Any) -> bool:
    return name == "links" and isinstance(value, list) and all(map(_is_link, value))


def _is_link(value: Any) -> bool:
    return isinstance(value, dict) and _are_texts([value.get("kind"), value.get("url")])


def _renamed(name: str, value: Any, former: Mapping[str, str]) -> Any:
    if name not in ("topics", "suggested_topics") or not _are_texts(value):
        return value
    return list(dict.fromkeys(former.get(topic, topic) for topic in value))


def _are_texts(value: Any) -> bool:
    return isinstance(value, list) and all(isinstance(each, str) for each in value)
