"""The files of content: where each kind stands, what its text says, and the text of an object.

A record's file starts with front matter between two ``---`` lines; what follows is the abstract.
There is one canonical form for each kind: text written here loads back equal, and a file in that
form is written back to the same bytes. Pure.
"""

from __future__ import annotations

import difflib
from collections.abc import Callable
from dataclasses import dataclass, is_dataclass
from typing import Annotated, Any, Final, Literal, NamedTuple

import yaml

from generator.papers import fields
from generator.papers.fields import REQUIRED, Several
from generator.papers.model import (
    Edition,
    LeftOut,
    Paper,
    Settings,
    Severity,
    Vocabulary,
)
from generator.store import schema, yaml_text
from generator.store.schema import Flaw, Shape
from generator.store.yaml_text import InlineList, InlineMapping, PlainDate, Quoted, YamlError

FileKind = Literal["digest", "topics", "left-out", "paper", "edition", "note", "page", "kept"]
"""``page`` is any file of the pages by hand; ``kept`` is what a command keeps, and git itself."""


@dataclass(frozen=True, slots=True)
class LeftOutPapers:
    """The file of declined papers."""

    papers: Annotated[tuple[LeftOut, ...], Several(1_000_000), REQUIRED] = ()


KINDS: Final[dict[str, tuple[type, str, str]]] = {
    "digest": (Settings, "Digest", "content/digest.yml: settings"),
    "topics": (Vocabulary, "Topics", "content/topics.yml: the vocabulary"),
    "paper": (Paper, "Paper", "Front matter of content/papers/<year>/<id>.md"),
    "edition": (Edition, "Edition", "content/editions/<id>.yml: one listing as captured"),
    "left-out": (LeftOutPapers, "Left out", "content/left-out.yml: papers that a curator declined"),
}
"""The kinds of files that state an object: its class, and what their JSON Schema says of them."""
READ: Final = (*KINDS, "note")
"""The kinds of files that are read."""
PAPER_FIELDS: Final = tuple(schema.members_of(Paper).members)
EDITION_FIELDS: Final = ("title", "date", "kind", "source", "part_of", "papers")
"""What files state, in its order."""

_SINGLE: Final[dict[str, FileKind]] = {
    "digest.yml": "digest",
    "topics.yml": "topics",
    "left-out.yml": "left-out",
    "links.jsonl": "kept",
}
_FOLDERS: Final[dict[str, tuple[FileKind, str]]] = {
    "papers": ("paper", ".md"),
    "editions": ("edition", ".yml"),
    "notes": ("note", ".md"),
}
_GIT: Final = (".gitkeep", ".gitignore", ".gitattributes")
_ENDINGS: Final = {
    ".md": {"md", "markdown", "mdown", "mkd"},
    ".yml": {"yml", "yaml", "json"},
}
_BACKUPS: Final = {"bak", "orig", "rej", "old", "swp", "swo", "tmp", "lock"}
_FENCE: Final = "---"
# How a value is written, by the very kind of its field.
_WRITTEN: Final[dict[int, Callable[[str], str]]] = {
    **{id(kind): Quoted for kind in (fields.TITLE, fields.ARXIV, fields.DOI, fields.URL)},
    **{id(kind): PlainDate for kind in (fields.PUBLISHED, fields.DAY, fields.LISTED)},
}
_NOTE: Final = fields.Words(50_000, lines=True)
_MERGE: Final = (
    "a merge was left unfinished here: keep what is right of the two sides, remove the lines that"
    " start with <<<<<<<, ======= and >>>>>>>, then 'git add' the file and 'git commit'"
)


def json_schemas() -> dict[str, dict[str, Any]]:
    """The JSON Schema of each kind of file, by its name."""
    return {name: schema.json_schema(*of) for name, of in KINDS.items()}


# Where files stand


def stem(path: str) -> str:
    """The name of the file at a path, without its ending: the id of what it holds."""
    return path.rpartition("/")[2].rpartition(".")[0]


def kind_of(path: str) -> FileKind | None:
    """The kind of the file at a path in the folder; None of one that nothing reads."""
    first, _, rest = path.partition("/")
    if not rest:
        return _SINGLE.get(path) or ("kept" if path in _GIT else None)
    if first == "pages":
        return "page"
    kind, ending = _FOLDERS.get(first, (None, ""))
    folder, _, name = rest.rpartition("/")
    if name in _GIT:
        return "kept"
    # Only records may be shelved in folders of a folder.
    fits = name.endswith(ending) and not name.startswith(".") and (not folder or kind == "paper")
    return kind if fits else None


def misplaced(path: str) -> tuple[str, Severity] | None:
    """What to do about a file that nothing reads, or whose name is none; None about any other.

    An error where it was surely meant to be read.
    """
    kind, name = kind_of(path), path.rpartition("/")[2]
    if kind in ("paper", "edition") and fields.PERMALINK.fault(stem(path)):
        rule = f"a file's name is the permalink: {fields.PERMALINK.expected}"
        return f"{rule}: rename the file", "error"
    if kind:
        return None
    first, _, rest = path.partition("/")
    start, *endings = name.lower().split(".")
    meant = ""
    if not rest:
        close = difflib.get_close_matches(name.lower(), _SINGLE, n=1, cutoff=0.8)
        if close:
            meant = f"rename it to {close[0]}"
        elif endings[-1:] == ["md"]:
            meant = "move it to papers/ (a record), pages/ (a page by hand) or notes/ (a note)"
    elif first in _FOLDERS and start:
        ending = _FOLDERS[first][1]
        right = f"{name.split('.')[0]}{ending}"
        if name == right:
            meant = f"move it to {first}/"
        elif {*endings} & _ENDINGS[ending] and not {*endings} & _BACKUPS and name[-1] != "~":
            meant = f"rename it to {right}"
    if meant:
        return f"nothing reads this file: {meant}", "error"
    return "nothing reads this file: remove it, or move it out of the content", "warning"


# What a text says


class Parsed(NamedTuple):
    """What a file says, or None where it says nothing sound, and its flaws."""

    value: Any
    flaws: tuple[Flaw, ...] = ()


def parse(kind: str, path: str, data: bytes) -> Parsed:
    """The file of a kind at a path in the content folder."""
    try:
        text = data.decode("utf-8-sig").replace("\r\n", "\n")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        return Parsed(None, (Flaw(line, "not UTF-8 text: save the file as UTF-8"),))
    if line := yaml_text.unfinished_merge(text):
        return Parsed(None, (Flaw(line, _MERGE),))
    if kind == "paper":
        return _paper(stem(path), text)
    if kind == "edition":
        return _stated(Edition, text, id=stem(path))
    if kind == "note":
        message = _NOTE.fault(text)
        return Parsed(None, (Flaw(1, f"the note {message}"),)) if message else Parsed(text.strip())
    value, flaws = _stated(KINDS[kind][0], text)
    return Parsed(value.papers if isinstance(value, LeftOutPapers) else value, flaws)


def _paper(id: str, text: str) -> Parsed:
    try:
        front, body = split(text)
    except YamlError as error:
        return Parsed(None, (Flaw(error.line, str(error)),))
    abstract = body.strip()
    name, colon, _ = abstract.partition("\n")[0].partition(":")
    if colon and name in PAPER_FIELDS:
        message = f"the front matter ends at this line, before '{name}': remove the line"
        return Parsed(None, (Flaw(front.count("\n") + 2, message),))
    parsed = _stated(Paper, front, 1, id=id, abstract=abstract)
    message = fields.ABSTRACT.fault(abstract)
    if not message:
        return parsed
    lines = text.split("\n")
    below = range(len(lines) - body.count("\n"), len(lines) + 1)
    bad = next((line for line in below if fields.ABSTRACT.fault(lines[line - 1])), below[0])
    return Parsed(None, (*parsed.flaws, Flaw(bad, f"the abstract {message}")))


def _stated(kind: Any, text: str, offset: int = 0, **outside: Any) -> Parsed:
    """What the YAML in a file states, which begins ``offset`` lines below the file's top."""
    texts = schema.texts(kind)

    def read(node: yaml.Node | None) -> tuple[Any, tuple[Flaw, ...]]:
        if kind is Paper and isinstance(node, yaml.MappingNode):
            outside["stated"] = frozenset(name for name, *_ in yaml_text.named(node))
        return schema.read(kind, node, **outside)

    try:
        value, found = yaml_text.load(text, read)
    except YamlError as error:
        mistakes = [(each.line, str(each)) for each in yaml_text.in_broken(text, texts)]
        told = mistakes or [(error.line, str(error))]
        return Parsed(None, tuple(Flaw(line + offset, said) for line, said in told))
    severity: Severity = "warning" if value else "error"
    flaws = {
        each.line: Flaw(each.line, str(each), severity)
        for each in yaml_text.in_comments(text, texts)
    }
    more = (flaw for flaw in found if flaw.line not in flaws)
    both = (*flaws.values(), *more)
    return Parsed(value, tuple(flaw._replace(line=flaw.line + offset) for flaw in both))


# The text of an object


def split(text: str) -> tuple[str, str]:
    """Front matter and body of a record's file. Raises YamlError where a fence is missing."""
    lines = text.split("\n")
    if lines[0].rstrip() != _FENCE:
        raise YamlError("no front matter: the first line must be ---", 1)
    for number, line in enumerate(lines[1:], start=1):
        if line.rstrip() == _FENCE:
            return "\n".join(lines[1:number]) + "\n", "\n".join(lines[number + 1 :])
    raise YamlError("the front matter has no end: add a line --- after it", len(lines))


def joined(front: str, body: str) -> str:
    """The text of a record's file: what ``split`` takes apart."""
    return f"{_FENCE}\n{front}{_FENCE}\n{body}"


def stated(thing: Any) -> dict[str, Any]:
    """What a file states of an object, in order, to be dumped; nothing empty that may be left out.

    Texts for people stand on a line each, what has none of them on one line.
    """
    kind: Any = type(thing)
    members = schema.members_of(kind).members
    values = {
        name: (members[name], getattr(thing, members[name].field))
        for name in (EDITION_FIELDS if isinstance(thing, Edition) else members)
    }
    found = {
        name: _dumpable(member.shape, value)
        for name, (member, value) in values.items()
        if value or type(value) is int or member.is_required
    }
    return found if schema.texts(kind) else InlineMapping(found)


def _dumpable(shape: Shape, value: Any) -> Any:
    if shape.items and isinstance(value, tuple):
        rows = [_dumpable(shape.items, each) for each in value]
        return InlineList(rows) if shape.items.kind else rows
    written = stated if is_dataclass(value) else _WRITTEN.get(id(shape.kind))
    return written(value) if written else value


def body(record: Paper | Edition) -> str:
    """What follows the front matter of a record."""
    return f"{record.abstract}\n" if isinstance(record, Paper) and record.abstract else ""


def text(record: Paper | Edition) -> str:
    """The text of a file, fields in canonical order, empty ones left out."""
    data = yaml_text.dump(stated(record))
    return joined(data, body(record)) if isinstance(record, Paper) else data
