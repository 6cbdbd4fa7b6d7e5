"""The shape of files from the classes of the model: how one is read, and its JSON Schema.

A class says by annotations what a file states of it (``generator.papers.fields``). Everything
that is wrong with the data of a file is found at once, each with its place and what to do.
"""

from __future__ import annotations

import difflib
import types
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import MISSING, dataclass, fields, is_dataclass
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


class _Faults(list[Fault]):
    def add(self, where: Where, said: str, asked: Literal["", "text", "list"] = "") -> None:
        """Note what is wrong with the value at a place: what follows its name."""
        names = (f"'{step}'" for step in reversed(where) if isinstance(step, str))
        self.append(Fault(where, f"{next(names, 'the file')} {said}", asked))


_Read = Callable[[Any, Where, _Faults], Any]


def read(kind: type[_T], data: object, **outside: Any) -> tuple[_T | None, tuple[Fault, ...]]:
    """An object of a class of the model from the data of its file, and what is wrong with that.

    ``outside`` are the fields that do not stand in the file. None where anything is wrong.
    """
    faults = _Faults()
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
        of = each.type.items or each.type
        if of.is_class:
            found |= texts(of.hint)
        elif isinstance(each.type.kind, Words):
            found.add(name)
    return frozenset(found)


@cache
def lists(kind: type) -> frozenset[str]:
    """The names in a file of a class whose values are lists."""
    return frozenset(name for name, each in _members(kind).items() if each.type.items)


@cache
def kinds(kind: type) -> dict[str, Kind]:
    """What the single values in a file of a class may be, by their names."""
    members = _members(kind).items()
    return {name: each.type.kind for name, each in members if each.type.kind}


def json_schema(kind: type, title: str, description: str) -> dict[str, Any]:
    """The JSON Schema (draft 2020-12) of a file that states an object of a class."""
    schema = _schema(_Type(kind, ()))
    return {"$schema": _DRAFT, "title": title, "description": description, **schema}


@dataclass(frozen=True)
class _Type:
    """The type of a value, without None, and what is annotated of it."""

    hint: Any
    notes: tuple[Any, ...]

    @classmethod
    def of(cls, hint: Any) -> _Type:
        notes: tuple[Any, ...] = ()
        if get_origin(hint) is Annotated:
            hint, *more = get_args(hint)
            notes = tuple(more)
        if get_origin(hint) in (Union, types.UnionType):
            inner = cls.of(next(arg for arg in get_args(hint) if arg is not type(None)))
            return cls(inner.hint, notes + inner.notes)
        return cls(hint, notes)

    @property
    def is_class(self) -> bool:
        return isinstance(self.hint, type) and is_dataclass(self.hint)

    @property
    def kind(self) -> Kind | None:
        """What a single value may be."""
        return next((note for note in self.notes if isinstance(note, Form | Words | Number)), None)

    @property
    def exactly(self) -> int:
        """How many things a list has to have; 0 where it may have any number."""
        others = get_args(self.hint)[1:]
        return 0 if others == (...,) else len(others) + 1

    @property
    def several(self) -> Several:
        """How many things a list may have."""
        limits = (note for note in self.notes if isinstance(note, Several))
        return next(limits, Several(self.exactly))

    @property
    def items(self) -> _Type | None:
        """The type of the things in a list; those of a range are what the list is said to be."""
        if get_origin(self.hint) is not tuple or PAIRS in self.notes:
            return None
        item = _Type.of(get_args(self.hint)[0])
        return _Type(item.hint, self.notes) if self.exactly else item


class _Member(NamedTuple):
    field: str
    type: _Type
    required: bool


@cache
def _members(kind: type) -> dict[str, _Member]:
    """What the file of a class states, by its name there."""
    hints = get_type_hints(kind, include_extras=True)
    found = {}
    for each in fields(kind):
        of = _Type.of(hints[each.name])
        if OUTSIDE not in of.notes:
            name = next((note.name for note in of.notes if isinstance(note, Named)), each.name)
            no_default = each.default is MISSING and each.default_factory is MISSING
            found[name] = _Member(each.name, of, no_default or REQUIRED in of.notes)
    return found


# Reading: each reader gives a value, of use only where it adds no fault.


@cache
def _object(kind: type) -> _Read:
    """The values of a class by the names of its fields."""
    members = _members(kind)
    readers = {name: (each.field, _reader(each.type)) for name, each in members.items()}
    required = [name for name, each in members.items() if each.required]

    def read_object(data: Any, where: Where, faults: _Faults) -> dict[str, Any]:
        found: dict[str, Any] = {}
        if not isinstance(data, Mapping):
            faults.add(where, f"{_is(data)}, not names with values")
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


def _reader(of: _Type) -> _Read:
    if of.is_class:
        read_object = _object(of.hint)

        def read_one(value: Any, where: Where, faults: _Faults) -> Any:
            before = len(faults)
            found = read_object(value, where, faults)
            return of.hint(**found) if len(faults) == before else None

        return read_one
    if PAIRS in of.notes:
        return _pairs
    if of.items:
        return _listed(of, _reader(of.items))
    if get_origin(of.hint) is Literal:
        return _chosen(get_args(of.hint))
    return _valued(of.kind) if of.kind else _chosen((True, False))


def _valued(kind: Kind) -> _Read:
    lenient = isinstance(kind, Form) and (kind.lenient or kind.numeric)

    def read_value(value: Any, where: Where, faults: _Faults) -> Any:
        if value is None:
            faults.add(where, "is empty: write it, or remove the line")
        elif said := kind.fault(value):
            is_text = isinstance(kind, Form | Words) and isinstance(value, bool | int | float)
            faults.add(where, said, "text" if is_text else "")
        return kind.read(value) if lenient else value

    return read_value


def _listed(of: _Type, read_item: _Read) -> _Read:
    exactly, several = of.exactly, of.several

    def read_list(value: Any, where: Where, faults: _Faults) -> Any:
        if value is None and not exactly:
            return ()
        if not isinstance(value, list):
            faults.add(where, f"{_is(value)}, not a list", "list")
            return ()
        if (exactly and len(value) != exactly) or len(value) > several.most:
            right = f"{exactly} are asked for" if exactly else f"{several.most:,} are the most"
            faults.add(where, f"has {len(value):,} things: {right}")
            return ()
        before = len(faults)
        found = tuple(read_item(item, (*where, n), faults) for n, item in enumerate(value))
        if several.unique and len(faults) == before and len(set(found)) < len(found):
            faults.add(where, "lists the same thing twice: keep one")
        return found

    return read_list


def _chosen(options: Sequence[Any]) -> _Read:
    words = ", ".join(str(each).lower() if isinstance(each, bool) else each for each in options)

    def read_choice(value: Any, where: Where, faults: _Faults) -> Any:
        if not any(value == each and type(value) is type(each) for each in options):
            faults.add(where, f"{_is(value)}: choose one of {words}")
        return value

    return read_choice


def _pairs(value: Any, where: Where, faults: _Faults) -> Any:
    if isinstance(value, Mapping) and all(isinstance(each, str) for each in value.values()):
        return tuple(value.items())
    faults.add(where, f"{_is(value)}, not names with texts in quotes")
    return ()


def _is(value: object) -> str:
    return "is empty" if value is None else f"is {shortened(value)}"


def _unknown(name: str, known: Iterable[str]) -> str:
    close = difflib.get_close_matches(name, known, n=1)
    hint = f"did you mean '{close[0]}'?" if close else f"known are {', '.join(known)}"
    return f"unknown field '{shortened(name)}': {hint}"


def _schema(of: _Type) -> dict[str, Any]:
    """The JSON Schema of a value."""
    words = next((note for note in of.notes if isinstance(note, str)), None)
    said = {"description": words} if words else {}
    if of.is_class:
        members = _members(of.hint)
        return {
            "type": "object",
            "additionalProperties": False,
            "required": [name for name, each in members.items() if each.required],
            "properties": {name: _schema(each.type) for name, each in members.items()},
            **said,
        }
    if PAIRS in of.notes:
        return {"type": "object", "additionalProperties": {"type": "string"}, **said}
    if of.items:
        limits = {"minItems": of.exactly} if of.exactly else {"uniqueItems": of.several.unique}
        most = {"maxItems": of.several.most}
        return {"type": "array", "items": _schema(of.items), **most, **limits, **said}
    if get_origin(of.hint) is Literal:
        return {"enum": list(get_args(of.hint)), **said}
    return {**(of.kind.schema if of.kind else {"type": "boolean"}), **said}
