"""Changes to text that people wrote: what does not change keeps its bytes and its comments.

A YAML text is taken as blocks, a name with its value and the comments right above it. A block
that is new is written in canonical form; in one that changes, ruamel.yaml keeps the comments and
the spelling of what stays. By such changes ``mend`` puts right what is mechanical in a file: each
is taken back whole where a comment would be lost.
"""

from __future__ import annotations

import io
import re
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from pathlib import Path
from typing import Any, Final, NamedTuple

from ruamel.yaml import YAML
from ruamel.yaml.comments import CommentedMap, CommentedSeq
from ruamel.yaml.error import YAMLError

from generator.papers import identity, links
from generator.papers.model import Paper
from generator.store import documents, files, schema, yaml_text
from generator.store.yaml_text import InlineList, InlineMapping, Quoted, YamlError

_NEVER_FOLD: Final = 1 << 30
_REMARK: Final = re.compile(r"(?:^|\s)#.*", re.MULTILINE)
_IDENTIFIERS: Final[Mapping[str, Callable[[str], str | None]]] = {
    "arxiv": identity.arxiv_id,
    "doi": identity.doi,
}
_MEMBERS: Final = schema.members_of(Paper).members


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
    rank = {name: number for number, name in enumerate(order)}
    last = len(rank)
    for name, value in changes.items():
        if value is None:
            blocks.pop(name, None)
        elif name in blocks:
            blocks[name] = _changed(blocks[name], name, value)
        else:
            found = [*blocks.items()]
            later = (n for n, (other, _) in enumerate(found) if rank[name] < rank.get(other, 0))
            found.insert(next(later, len(found)), (name, yaml_text.dump({name: value})))
            blocks = dict(found)
    names = sorted(blocks, key=lambda name: rank.get(name, last)) if sort else blocks
    return above + "".join(blocks[name] for name in names) + below


def _blocks(text: str) -> tuple[str, dict[str, str], str]:
    """What stands above the first name, each name with its value, and what stands below."""
    lines = text.splitlines(keepends=True)
    starts = yaml_text.name_lines(text)
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
        if old[at] == value:
            continue
        if isinstance(old[at], CommentedMap) and isinstance(value, CommentedMap):
            for name in old[at].keys() - value.keys():
                del old[at][name]
            old[at].update(value)
        else:
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
    made: dict[str, Mended] = {}
    with files.reading(folder):
        before = files.state(folder)
        topics = folder / "topics.yml"
        data = topics.read_bytes() if topics.is_file() else b""
        vocabulary = documents.parse("topics", topics.name, data).value
        known = vocabulary.topics if vocabulary else ()
        former = {alias: topic.id for topic in known for alias in topic.aliases}
        for path in sorted(before if only is None else before.keys() & only):
            kind = documents.kind_of(path)
            if kind in documents.KINDS and not (folder / path).is_symlink():
                with suppress(UnicodeDecodeError):
                    text = (folder / path).read_bytes().decode("utf-8")
                    made[path] = mended(text, kind, former)
    made = {path: each for path, each in made.items() if each.what}
    files.change(folder, {path: each.text for path, each in made.items()}, before)
    return {path: each.what for path, each in made.items()}


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
    right = front
    try:
        yaml_text.load(front)
    except YamlError:
        found, mistakes = yaml_text.righted(front, schema.texts(documents.KINDS[kind][0]))
        if all(mistake.sure for mistake in mistakes):
            right = found
    if right != front:
        what.append("what YAML took otherwise")
    if kind == "paper":
        right, more = _mended(right, former or {})
        what += more
    made = documents.joined(right, body) if kind == "paper" else right
    # A field may end in a line break that only YAML knows, and stand last now.
    whole = kind != "paper" or right.endswith("\n")
    return Mended(made, tuple(what)) if what and whole else Mended(raw)


def _mended(front: str, former: Mapping[str, str]) -> tuple[str, Iterable[str]]:
    """Front matter put right, and what was; what would lose a comment is left as it is."""
    what: dict[str, None] = {}
    try:
        data = yaml_text.load(front)
    except YamlError:
        return front, what
    if not isinstance(data, dict):
        return front, what
    changes: list[tuple[str, dict[str, Any]]] = [
        (name, {name: right})
        for name, value in data.items()
        for right in _righted(name, value, front, former)
    ]
    for words, change in (*changes, ("order of fields", {})):
        try:
            made = edited(front, change, documents.names(Paper), sort=not change)
        except (Uneditable, YamlError):
            continue
        if made != front and _remarks(made) == _remarks(front):
            front = made
            what[words] = None
    return front, what


def _remarks(front: str) -> list[str]:
    return sorted(remark.strip() for remark in _REMARK.findall(front))


def _righted(name: str, value: Any, front: str, former: Mapping[str, str]) -> Iterator[Any]:
    """The value that a field should have, to be dumped, if it has another; None takes it away."""
    shape = _MEMBERS[name].shape if name in _MEMBERS else None
    right = value
    if name in _IDENTIFIERS:
        found = _IDENTIFIERS[name](yaml_text.place(front, (name,))[1])
        if found and not re.search(rf"^{name}: (['\"]){re.escape(found)}\1", front, re.MULTILINE):
            yield Quoted(found)
    elif shape and not shape.items and value is None and name != "title":
        yield None
    elif shape and shape.items and isinstance(value, str):
        mistake = yaml_text.in_list(name, value)
        right = yaml_text.load(mistake.right)[name] if mistake.sure else value
    if name == "links" and isinstance(right, list) and all(map(_is_link, right)):
        cleaned = [
            InlineMapping({**link, "url": Quoted(links.clean(link["url"]) or link["url"])})
            for link in right
        ]
        once: dict[tuple[str, str], InlineMapping] = {}
        for link in cleaned:
            once.setdefault((link["kind"], links.key(link["url"])), link)
        # One by one first: so an entry keeps its look.
        yield from (each for each in (cleaned, [*once.values()]) if each != value)
        return
    if name in ("topics", "suggested_topics") and _are_texts(right):
        right = list(dict.fromkeys(former.get(topic, topic) for topic in right))
    if right != value:
        yield InlineList(right)


def _is_link(value: Any) -> bool:
    return isinstance(value, dict) and _are_texts([value.get("kind"), value.get("url")])


def _are_texts(value: Any) -> bool:
    return isinstance(value, list) and all(isinstance(each, str) for each in value)
