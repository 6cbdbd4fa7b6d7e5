"""The shape of files from the classes of the model: how one is read, and its JSON Schema.

A class says by annotations what a file states of it (``generator.papers.fields``). Everything
that is wrong with the data of a file is found at once, each with its place and what to do.
"""

from __future__ import annotations

import difflib
import types
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import MISSING, dataclass, field, fields, is_dataclass, replace
from functools import cache
from typing import (
    Annotated,
    Any,
    Final,
    Literal,
    NamedTuple,
    TypeVar,
    Union,
    cast,
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


# Reads a value (value, where, faults); what it gives is of use only where it adds no fault.
_Read = Callable[..., Any]


class Member(NamedTuple):
    """What a class calls a value of its file, and what that may be."""

    field: str
    shape: Shape
    is_required: bool


@dataclass(frozen=True)
class Shape:
    """What a value in a file may be: how it is read, what its JSON Schema says, what is in it."""

    read: _Read
    schema: dict[str, Any]
    kind: Kind | None = None
    items: Shape | None = None
    members: Mapping[str, Member] = field(default_factory=dict)


def read(kind: type[_T], data: object, **outside: Any) -> tuple[_T | None, tuple[Fault, ...]]:
    """An object of a class of the model from the data of its file, and what is wrong with that.

    ``outside`` are the fields that do not stand in the file. None where anything is wrong.
    """
    faults, of = _Faults(), members_of(cast(Any, kind))
    found = of.read(data, (), faults, **outside)
    return found, tuple(faults)


def stated(kind: type) -> tuple[str, ...]:
    """The fields of a class that its file states, by their names in the class, in its order."""
    return tuple(member.field for member in members_of(kind).members.values())


@cache
def texts(kind: type) -> frozenset[str]:
    """The names in a file of a class, at any depth, whose values are text for people."""
    return _texts(members_of(kind))


def _texts(shape: Shape) -> frozenset[str]:
    found = {name for name, of in shape.members.items() if isinstance(of.shape.kind, Words)}
    inner = (_texts(of.shape.items or of.shape) for of in shape.members.values())
    return frozenset(found).union(*inner)


def json_schema(kind: type, title: str, description: str) -> dict[str, Any]:
    """The JSON Schema (draft 2020-12) of a file that states an object of a class."""
    says = {"$schema": _DRAFT, "title": title, "description": description}
    return says | members_of(kind).schema


@cache
def members_of(kind: type) -> Shape:
    """The shape of a file that states an object of a class, with its members by name."""
    hints = get_type_hints(kind, include_extras=True)
    members = {}
    for each in fields(kind):
        notes = get_args(hints[each.name])[1:]
        if OUTSIDE not in notes:
            name = next((note.name for note in notes if isinstance(note, Named)), each.name)
            no_default = each.default is MISSING and each.default_factory is MISSING
            members[name] = Member(
                each.name, _shape(hints[each.name]), no_default or REQUIRED in notes
            )
    required = [name for name, each in members.items() if each.is_required]

    def read_object(value: Any, where: Where, faults: _Faults, **outside: Any) -> Any:
        if not isinstance(value, Mapping):
            return faults.add(where, f"{_is(value)}, not names with values")
        before, found = len(faults), outside
        for name, each in value.items():
            if member := members.get(name):
                found[member.field] = member.shape.read(each, (*where, name), faults)
            else:
                faults.append(Fault((*where, name), _unknown(str(name), members)))
        for name in required:
            if name not in value:
                faults.append(Fault(where, f"'{name}' is missing: add it"))
        return kind(**found) if len(faults) == before else None

    schema = {
        "type": "object",
        "additionalProperties": False,
        "required": required,
        "properties": {name: each.shape.schema for name, each in members.items()},
    }
    return Shape(read_object, schema, members=members)


def _shape(hint: Any, notes: tuple[Any, ...] = ()) -> Shape:
    """The shape of a value of a type, which may be None, and what is annotated of it."""
    origin, args = get_origin(hint), get_args(hint)
    if origin is Annotated:
        return _shape(args[0], notes + args[1:])
    if origin in (Union, types.UnionType):
        first, *others = (_shape(arg, notes) for arg in args if arg is not types.NoneType)
        return _either(first, *others) if others else first
    kind = next((note for note in notes if isinstance(note, Form | Words | Number)), None)
    if is_dataclass(hint) and isinstance(hint, type):
        shape = members_of(hint)
    elif PAIRS in notes:
        shape = Shape(_pairs, {"type": "object", "additionalProperties": {"type": "string"}})
    elif origin is tuple:
        shape = _listed(args, notes)
    elif origin is Literal:
        shape = Shape(_choice(args), {"enum": list(args)})
    elif kind:
        shape = Shape(_single(kind), kind.schema, kind)
    else:
        shape = Shape(_choice((True, False)), {"type": "boolean"})
    words = next((note for note in notes if isinstance(note, str)), None)
    return replace(shape, schema=shape.schema | {"description": words}) if words else shape


def _either(single: Shape, whole: Shape) -> Shape:
    """The shape of what may be a single value or names with values."""

    def read_either(value: Any, where: Where, faults: _Faults) -> Any:
        return (whole if isinstance(value, Mapping) else single).read(value, where, faults)

    schema = {"anyOf": [single.schema, whole.schema]}
    return Shape(read_either, schema, single.kind, members=whole.members)


def _single(kind: Kind) -> _Read:
    lenient = isinstance(kind, Form) and (kind.lenient or kind.numeric)

    def read_value(value: Any, where: Where, faults: _Faults) -> Any:
        if value is None:
            faults.add(where, "is empty: write it, or remove the line")
        elif said := kind.fault(value):
            is_text = isinstance(kind, Form | Words) and isinstance(value, bool | int | float)
            faults.add(where, said, "text" if is_text else "")
        return kind.read(value) if lenient else value

    return read_value


def _listed(args: tuple[Any, ...], notes: tuple[Any, ...]) -> Shape:
    """A list of any number of things, or of just so many, such as a range, which share a note."""
    exactly = 0 if args[-1] is ... else len(args)
    item = _shape(args[0], notes if exactly else ())
    several = next((note for note in notes if isinstance(note, Several)), Several(exactly))

    def read_list(value: Any, where: Where, faults: _Faults) -> Any:
        if value is None and not exactly:
            return ()
        if not isinstance(value, list):
            return faults.add(where, f"{_is(value)}, not a list", "list")
        if (exactly and len(value) != exactly) or len(value) > several.most:
            right = f"{exactly} are asked for" if exactly else f"{several.most:,} are the most"
            return faults.add(where, f"has {len(value):,} things: {right}")
        before = len(faults)
        found = tuple(item.read(each, (*where, n), faults) for n, each in enumerate(value))
        if several.unique and len(faults) == before and len(set(found)) < len(found):
            faults.add(where, "lists the same thing twice: keep one")
        return found

    limits = {"minItems": exactly} if exactly else {"uniqueItems": several.unique}
    schema = {"type": "array", "items": item.schema, "maxItems": several.most, **limits}
    return Shape(read_list, schema, items=item)


def _choice(options: Sequence[Any]) -> _Read:
    words = ", ".join(str(each).lower() if isinstance(each, bool) else each for each in options)

    def read_choice(value: Any, where: Where, faults: _Faults) -> Any:
        if not any(value == each and type(value) is type(each) for each in options):
            faults.add(where, f"{_is(value)}: choose one of {words}")
        return value

    return read_choice


def _pairs(value: Any, where: Where, faults: _Faults) -> Any:
    if isinstance(value, Mapping) and all(isinstance(each, str) for each in value.values()):
        return tuple(value.items())
    return faults.add(where, f"{_is(value)}, not names with texts in quotes")


def _is(value: object) -> str:
    return "is empty" if value is None else f"is {shortened(value)}"


def _unknown(name: str, known: Iterable[str]) -> str:
    close = difflib.get_close_matches(name, known, n=1)
    hint = f"did you mean '{close[0]}'?" if close else f"known are {', '.join(known)}"
    return f"unknown field '{shortened(name)}': {hint}"
