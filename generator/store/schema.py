"""The shape of files from the classes of the model: how one is read, and its JSON Schema.

A class says by annotations what a file states of it (``generator.papers.fields``). Everything
that is wrong with the data of a file is found at once, each with its place and what to do.
"""

from __future__ import annotations

import difflib
import types
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import MISSING, fields, is_dataclass
from functools import cache
from typing import (
    Annotated,
    Any,
    Final,
    Literal,
    NamedTuple,
    TypeVar,
    Union,
    get_args,
    get_origin,
    get_type_hints,
)

from generator.papers.fields import (
    OUTSIDE,
    PAIRS,
    REQUIRED,
    Form,
    Kind,
    Named,
    Number,
    Several,
    Words,
    shortened,
)

_T = TypeVar("_T")
Where = tuple[str | int, ...]
"""The place of a value in the data of a file: names and numbers, from the outside in."""

_DRAFT: Final = "https://json-schema.org/draft/2020-12/schema"


class Fault(NamedTuple):
    """What is wrong with the data of a file: where in it, and what to do, in one line.

    ``asked`` says so where something else than text or a list stands in its place.
    """

    where: Where
    message: str
    asked: Literal["", "text", "list"] = ""


_Read = Callable[[Any, Where, list[Fault]], Any]


def read(kind: type[_T], data: object, **outside: Any) -> tuple[_T | None, tuple[Fault, ...]]:
    """An object of a class of the model from the data of its file, and what is wrong with that.

    ``outside`` are the fields that do not stand in the file. None where anything is wrong.
    """
    faults: list[Fault] = []
    of: Any = kind
    found = _object(of)(data, (), faults)
    return (kind(**found, **outside) if not faults else None), tuple(faults)


def stated(kind: type) -> tuple[str, ...]:
    """The fields of a class that its file states, by their names in the class, in its order."""
    return tuple(member.field for member in _members(kind).values())


@cache
def texts(kind: Any) -> frozenset[str]:
    """The names in a file of a class, at any depth, whose values are text for people."""
    found: set[str] = set()
    for name, each in _members(kind).items():
        hint = _parted(get_args(each.hint)[0])[0] if get_origin(each.hint) is tuple else each.hint
        if is_dataclass(hint) and isinstance(hint, type):
            found |= texts(hint)
        elif hint is str and any(isinstance(note, Words) for note in each.notes):
            found.add(name)
    return frozenset(found)


@cache
def lists(kind: type) -> frozenset[str]:
    """The names in a file of a class whose values are lists."""
    return frozenset(n for n, each in _members(kind).items() if get_origin(each.hint) is tuple)


@cache
def kinds(kind: type) -> dict[str, Kind]:
    """What the single values in a file of a class may be, by their names."""
    return {
        name: note
        for name, each in _members(kind).items()
        for note in each.notes
        if isinstance(note, Form | Words | Number)
    }


def json_schema(kind: type, title: str, description: str) -> dict[str, Any]:
    """The JSON Schema (draft 2020-12) of a file that states an object of a class."""
    return {"$schema": _DRAFT, "title": title, "description": description, **_schema(kind, ())}


class _Member(NamedTuple):
    field: str
    hint: Any
    notes: tuple[Any, ...]
    required: bool


@cache
def _members(kind: type) -> dict[str, _Member]:
    """What the file of a class states, by its name there."""
    hints = get_type_hints(kind, include_extras=True)
    found = {}
    for each in fields(kind):
        hint, notes = _parted(hints[each.name])
        if OUTSIDE not in notes:
            name = next((note.name for note in notes if isinstance(note, Named)), each.name)
            no_default = each.default is MISSING and each.default_factory is MISSING
            found[name] = _Member(each.name, hint, notes, no_default or REQUIRED in notes)
    return found


def _parted(hint: Any) -> tuple[Any, tuple[Any, ...]]:
    """A type without its annotations and without None, and the annotations."""
    notes: tuple[Any, ...] = ()
    if get_origin(hint) is Annotated:
        hint, *more = get_args(hint)
        notes = tuple(more)
    if get_origin(hint) in (Union, types.UnionType):
        inner, further = _parted(next(arg for arg in get_args(hint) if arg is not type(None)))
        return inner, notes + further
    return hint, notes


# Reading


@cache
def _object(kind: type) -> _Read:
    members = _members(kind)
    readers = {name: (each.field, _reader(each.hint, each.notes)) for name, each in members.items()}
    required = [name for name, each in members.items() if each.required]

    def read_object(data: Any, where: Where, faults: list[Fault]) -> dict[str, Any]:
        found: dict[str, Any] = {}
        if not isinstance(data, Mapping):
            faults.append(Fault(where, f"{_name(where)} {_other(data)}, not names with values"))
            return found
        for name, value in data.items():
            if name in readers:
                field, read_value = readers[name]
                found[field] = read_value(value, (*where, name), faults)
            else:
                faults.append(Fault((*where, name), _unknown(str(name), members)))
        for name in required:
            if name not in data:
                faults.append(Fault(where, f"'{name}' is missing: add it"))
        return found

    return read_object


def _reader(hint: Any, notes: Sequence[Any]) -> _Read:
    """How a value of a type is read; only what is right is of use."""
    if is_dataclass(hint) and isinstance(hint, type):
        read_object = _object(hint)

        def read_one(value: Any, where: Where, faults: list[Fault]) -> Any:
            before = len(faults)
            found = read_object(value, where, faults)
            return hint(**found) if len(faults) == before else None

        return read_one
    if PAIRS in notes:
        return _pairs
    if get_origin(hint) is tuple:
        return _listed(hint, notes)
    if get_origin(hint) is Literal:
        return _chosen(get_args(hint))
    if hint is bool:
        return _chosen((True, False))
    kind = next(note for note in notes if isinstance(note, Form | Words | Number))
    return _valued(kind)


def _valued(kind: Kind) -> _Read:
    lenient = isinstance(kind, Form) and (kind.lenient or kind.numeric)

    def read_value(value: Any, where: Where, faults: list[Fault]) -> Any:
        if value is None:
            message = "is empty: write it, or remove the line"
        elif not (message := kind.fault(value)):
            return kind.read(value) if lenient else value
        asked = isinstance(kind, Form | Words) and isinstance(value, bool | int | float)
        faults.append(Fault(where, f"{_name(where)} {message}", "text" if asked else ""))
        return None

    return read_value


def _listed(hint: Any, notes: Sequence[Any]) -> _Read:
    of, *others = get_args(hint)
    several = next((note for note in notes if isinstance(note, Several)), Several(len(others) + 1))
    exactly = 0 if others == [...] else len(others) + 1
    read_item = _reader(*_of_list(of, notes, exactly))

    def read_list(value: Any, where: Where, faults: list[Fault]) -> Any:
        if value is None and not exactly:
            return ()
        if not isinstance(value, list):
            faults.append(Fault(where, f"{_name(where)} {_other(value)}, not a list", "list"))
            return ()
        if (exactly and len(value) != exactly) or len(value) > several.most:
            right = f"{exactly} are asked for" if exactly else f"{several.most:,} are the most"
            faults.append(Fault(where, f"{_name(where)} has {len(value):,} things: {right}"))
            return ()
        before = len(faults)
        found = tuple(read_item(item, (*where, n), faults) for n, item in enumerate(value))
        if several.unique and len(faults) == before and len(set(found)) < len(found):
            faults.append(Fault(where, f"{_name(where)} lists the same thing twice: keep one"))
        return found

    return read_list


def _of_list(of: Any, notes: Sequence[Any], exactly: int) -> tuple[Any, Sequence[Any]]:
    """The type of the things in a list, and its annotations; a range has those of the list."""
    hint, own = _parted(of)
    return hint, notes if exactly else own


def _chosen(options: Sequence[Any]) -> _Read:
    words = ", ".join(str(each).lower() if isinstance(each, bool) else each for each in options)

    def read_choice(value: Any, where: Where, faults: list[Fault]) -> Any:
        if any(value is each or (value == each and isinstance(value, str)) for each in options):
            return value
        faults.append(Fault(where, f"{_name(where)} {_other(value)}: choose one of {words}"))
        return None

    return read_choice


def _pairs(value: Any, where: Where, faults: list[Fault]) -> Any:
    if isinstance(value, Mapping) and all(isinstance(each, str) for each in value.values()):
        return tuple(value.items())
    faults.append(Fault(where, f"{_name(where)} {_other(value)}, not names with texts in quotes"))
    return ()


def _name(where: Where) -> str:
    return next((f"'{step}'" for step in reversed(where) if isinstance(step, str)), "the file")


def _other(value: object) -> str:
    return "is empty" if value is None else f"is {shortened(value)}"


def _unknown(name: str, known: Iterable[str]) -> str:
    close = difflib.get_close_matches(name, known, n=1)
    hint = f"did you mean '{close[0]}'?" if close else f"known are {', '.join(known)}"
    return f"unknown field '{shortened(name)}': {hint}"


# JSON Schema


def _schema(hint: Any, notes: Sequence[Any]) -> dict[str, Any]:
    words = next((note for note in notes if isinstance(note, str)), None)
    said = {"description": words} if words else {}
    kind = next((note for note in notes if isinstance(note, Form | Words | Number)), None)
    if is_dataclass(hint) and isinstance(hint, type):
        members = _members(hint)
        return {
            "type": "object",
            "additionalProperties": False,
            "required": [name for name, each in members.items() if each.required],
            "properties": {name: _schema(each.hint, each.notes) for name, each in members.items()},
            **said,
        }
    if PAIRS in notes:
        return {"type": "object", "additionalProperties": {"type": "string"}, **said}
    if get_origin(hint) is tuple:
        of, *others = get_args(hint)
        exactly = 0 if others == [...] else len(others) + 1
        several = next((n for n in notes if isinstance(n, Several)), Several(exactly))
        limits = {"minItems": exactly} if exactly else {"uniqueItems": several.unique}
        items = _schema(*_of_list(of, notes, exactly))
        return {"type": "array", "items": items, "maxItems": several.most, **limits, **said}
    if get_origin(hint) is Literal:
        return {"enum": list(get_args(hint)), **said}
    return {**(kind.schema if kind else {"type": "boolean"}), **said}
