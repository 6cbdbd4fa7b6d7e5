"""The text of one file of content as an object, with everything that is wrong with it. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Annotated, Any, Final, Generic, TypeVar

from generator.papers import fields
from generator.papers.fields import REQUIRED, Several
from generator.papers.model import Edition, LeftOut, Paper, Settings, Severity, Vocabulary
from generator.store import mistakes, records, schema, yaml_text
from generator.store.places import FileKind, stem
from generator.store.schema import Fault
from generator.store.yaml_text import YamlError

_T = TypeVar("_T")
Flaw = tuple[int, str, Severity]
"""What is wrong in a file: its line (from 1), what and what to do, how bad it is."""

_MERGE = (
    "a merge was left unfinished here: keep what is right of the two sides, remove the lines that"
    " start with <<<<<<<, ======= and >>>>>>>, then 'git add' the file and 'git commit'"
)
NOTE: Final = fields.Words(50_000, lines=True)


@dataclass(frozen=True, slots=True)
class Declined:
    """The file of declined papers."""

    papers: Annotated[tuple[LeftOut, ...], Several(1_000_000), REQUIRED] = ()


KINDS: Final[dict[str, tuple[type, str, str]]] = {
    "digest": (Settings, "Digest", "content/digest.yml: settings"),
    "topics": (Vocabulary, "Topics", "content/topics.yml: the vocabulary"),
    "paper": (Paper, "Paper", "Front matter of content/papers/<year>/<id>.md"),
    "edition": (Edition, "Edition", "content/editions/<id>.yml: one listing as captured"),
    "left-out": (Declined, "Left out", "content/left-out.yml: papers that a curator declined"),
}
"""The kinds of files that state an object: its class, and what their JSON Schema says of them."""
READ: Final = (*KINDS, "note")
"""The kinds of files that are read."""


def json_schemas() -> dict[str, dict[str, Any]]:
    """The JSON Schema of each kind of file, by its name."""
    return {name: schema.json_schema(*of) for name, of in KINDS.items()}


@dataclass(frozen=True, slots=True)
class Parsed(Generic[_T]):
    """What a file says, or None where it says nothing sound, and its flaws."""

    value: _T | None
    flaws: tuple[Flaw, ...] = ()


def parse(kind: FileKind, path: str, data: bytes) -> Parsed[Any]:
    """The file of a kind at a path in the content folder."""
    try:
        text = data.decode("utf-8-sig").replace("\r\n", "\n")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        return _unsound((line, "not UTF-8 text: save the file as UTF-8"))
    if line := mistakes.unfinished_merge(text):
        return _unsound((line, _MERGE))
    id = stem(path)
    if kind == "paper":
        return _paper(id, text)
    if kind == "edition":
        return _stated(Edition, text, 0, id=id)
    if kind == "note":
        message = NOTE.fault(text)
        return _unsound((1, f"the note {message}")) if message else Parsed(text.strip())
    parsed: Parsed[Any] = _stated(KINDS[kind][0], text, 0)
    return (
        Parsed(parsed.value.papers, parsed.flaws) if parsed.value and kind == "left-out" else parsed
    )


def line_of(text: str, where: Sequence[str | int], *, is_record: bool) -> int:
    """The line (from 1) of the value at ``where`` in a file."""
    if not where:
        return 2 if is_record else 1
    if not is_record:
        return yaml_text.line_of(text, where)
    return yaml_text.line_of(records.split(text)[0], where) + 1


def _paper(id: str, text: str) -> Parsed[Paper]:
    try:
        front, body = records.split(text)
    except YamlError as error:
        return _unsound((error.line, str(error)))
    abstract = body.strip()
    parsed = _stated(Paper, front, 1, id=id, abstract=abstract)
    message = fields.ABSTRACT.fault(abstract)
    if not message:
        return parsed
    lines = text.split("\n")
    below = range(len(lines) - body.count("\n"), len(lines) + 1)
    bad = next((line for line in below if fields.ABSTRACT.fault(lines[line - 1])), below[0])
    return Parsed(None, (*parsed.flaws, (bad, f"the abstract {message}", "error")))


def _unsound(*flaws: tuple[int, str]) -> Parsed[Any]:
    return Parsed(None, tuple((line, said, "error") for line, said in flaws))


def _stated(kind: Any, text: str, offset: int, **outside: Any) -> Parsed[Any]:
    """What the YAML in a file states, which begins ``offset`` lines below the file's top."""
    texts = schema.texts(kind)
    try:
        data = yaml_text.load(text)
    except YamlError as error:
        found = [(each.line, str(each)) for each in mistakes.in_broken(text, texts)]
        told = found or [(error.line, str(error))]
        return _unsound(*((line + offset, said) for line, said in told))
    if kind is Paper:
        outside["stated"] = frozenset(data) if isinstance(data, dict) else frozenset()
    value, faults = schema.read(kind, data, **outside)
    flaws: list[Flaw] = []
    for each in mistakes.in_comments(text, texts):
        flaws.append((each.line + offset, str(each), "warning" if value else "error"))
    told_of = {line for line, *_ in flaws}
    for fault in faults:
        line = yaml_text.line_of(text, fault.where) + offset
        if line not in told_of:
            flaws.append((line, _in_words(fault, text, data), "error"))
    return Parsed(value, tuple(flaws))


def _in_words(fault: Fault, text: str, data: Any) -> str:
    """What to do, with the very words that stand in the file where these say it best."""
    if fault.asked == "list" and len(fault.where) == 1:
        name = str(fault.where[0])
        return (
            str(mistakes.in_list(name, data[name]))
            if isinstance(data[name], str)
            else fault.message
        )
    if fault.asked == "text":
        # As a number it has lost its last zero.
        written = yaml_text.written(text, fault.where)
        name = next(step for step in reversed(fault.where) if isinstance(step, str))
        return f"'{name}' is no text without quotes: write {mistakes.quoted(written)}"
    return fault.message
