"""The shape of files from the classes of the model: how one is read, and its JSON Schema.

A class says by annotations what a file states of it (``generator.papers.fields``). It is read from
the nodes of a YAML text: everything that is wrong is found at once, with its line and what to do.
"""

from __future__ import annotations

import dataclasses
import difflib
import types
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import MISSING, dataclass, field, is_dataclass, replace
from functools import cache, cached_property
from typing import Annotated, Any, Literal, NamedTuple, Union, get_args, get_origin, get_type_hints

from yaml import MappingNode, Node, SequenceNode

from generator.papers import fields
from generator.papers.fields import Form, Kind, Words, shortened
from generator.papers.model import Severity
from generator.store import mistakes, yaml_text


class Right(NamedTuple):
    """What a value was surely meant to be: from where to where it stands, and its name."""

    start: int
    end: int
    text: str
    name: str


class Flaw(NamedTuple):
    """What is wrong in a file: its line (from 1), what and what to do, how bad it is."""

    line: int
    message: str
    severity: Severity = "error"
    right: Right | None = None


class _Place(NamedTuple):
    """A value in a file: its name, or '' of the whole, its line, and the flaws found so far."""

    name: str
    line: int
    flaws: list[Flaw]

    def add(self, fault: str, node: Node | None = None, right: str = "") -> None:
        """Note what is wrong with the value: what follows its name; and what is surely right."""
        name = f"'{self.name}'" if self.name else "the file"
        span = (node.start_mark.index, node.end_mark.index) if node and right else None
        mended = Right(*span, right, self.name) if span else None
        self.flaws.append(Flaw(self.line, f"{name} {fault}", right=mended))


# Reads a node at its place; what it gives is of use only where it adds no flaw.
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

    @cached_property
    def texts(self) -> frozenset[str]:
        """The names in it, at any depth, whose values are text for people."""
        shapes = {name: member.shape for name, member in self.members.items()}
        own = (name for name, shape in shapes.items() if isinstance(shape.kind, Words))
        return frozenset(own).union(*((shape.items or shape).texts for shape in shapes.values()))

    @property
    def blank(self) -> Any:
        """What stands for such a value where it could not be read."""
        return () if self.items else self.schema.get("enum", ("",))[-1]


def read(kind: type, node: Node | None, **outside: Any) -> tuple[Any, tuple[Flaw, ...]]:
    """An object of a class of the model from the node of its file, and what is wrong with that.

    ``outside`` are the fields that do not stand in the file. Where anything is wrong, it has
    of the others what could be read; None where those are no names with values. Raises YamlError.
    """
    place = _Place("", 1, [])
    return members_of(kind).read(node, place, **outside), tuple(place.flaws)


@cache
def members_of(kind: type) -> Shape:
    """The shape of a file that states an object of a class, with its members by name."""
    hints = get_type_hints(kind, include_extras=True)
    members = {}
    for each in dataclasses.fields(kind):
        notes = get_args(hints[each.name])[1:]
        if fields.OUTSIDE not in notes:
            name = next((note.name for note in notes if isinstance(note, fields.Named)), each.name)
            no_default = each.default is MISSING and each.default_factory is MISSING
            members[name] = Member(
                each.name, _shape(hints[each.name]), no_default or fields.REQUIRED in notes
            )
    required = {name: each for name, each in members.items() if each.is_required}
    blank = {each.field: each.shape.blank for each in required.values()}

    def read_object(node: Node | None, place: _Place, **outside: Any) -> Any:
        if not isinstance(node, MappingNode):
            value = yaml_text.value(node)
            right, sure = mistakes.in_names([*required], value) if place.name else ("", False)
            hint = f": write {right}" if right else ""
            return place.add(f"{_is(node)}, not names with values{hint}", node, right * sure)
        flaws, missing = place.flaws, dict.fromkeys(required)
        before, values = len(flaws), blank | outside
        for name, each, line in yaml_text.items(node):
            missing.pop(name, None)
            count = len(flaws)
            if member := members.get(name):
                value = member.shape.read(each, _Place(name, line, flaws))
                values |= {member.field: value} if len(flaws) == count else {}
            else:
                flaws.append(Flaw(line, _unknown(name, members)))
        flaws += (Flaw(place.line, f"'{name}' is missing: add it") for name in missing)
        return kind(**values) if len(flaws) == before or not place.name else None

    schema = {
        "type": "object",
        "additionalProperties": False,
        "required": [*required],
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
    kind = next((note for note in notes if isinstance(note, Kind)), None)
    if is_dataclass(hint) and isinstance(hint, type):
        shape = members_of(hint)
    elif fields.PAIRS in notes:
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
    def read_either(node: Node, place: _Place) -> Any:
        return (whole if isinstance(node, MappingNode) else single).read(node, place)

    schema = {"anyOf": [single.schema, whole.schema]}
    return Shape(read_either, schema, single.kind, members=whole.members)


def _single(kind: Kind) -> _Read:
    lenient = isinstance(kind, Form) and (kind.lenient or kind.numeric)

    def read_value(node: Node, place: _Place) -> Any:
        value = yaml_text.value(node)
        if value is None:
            place.add("is empty: write it, or remove the line")
        elif fault := kind.fault(value):
            # As a number it has lost its last zero.
            is_text = isinstance(kind, Form | Words) and isinstance(value, bool | int | float)
            quoted = yaml_text.quoted(node.value) if is_text else ""
            if quoted and not (fault := kind.fault(node.value)):
                return place.add(f"is no text without quotes: write {quoted}", node, quoted)
            place.add(fault)
        return kind.read(value) if lenient else value

    return read_value


def _listed(args: tuple[Any, ...], notes: tuple[Any, ...]) -> Shape:
    """A list of any number of things, or of just so many, such as a range, which share a note."""
    exactly = 0 if args[-1] is ... else len(args)
    item = _shape(args[0], notes if exactly else ())
    several = next(
        (note for note in notes if isinstance(note, fields.Several)), fields.Several(exactly)
    )

    def read_list(node: Node, place: _Place) -> Any:
        if not isinstance(node, SequenceNode):
            value = yaml_text.value(node)
            if value is None and not exactly:
                return ()
            if isinstance(value, str) and not exactly and (item.kind or place.name == "links"):
                mistake = mistakes.in_list(place.name, value)
                right = mistake.right.partition(": ")[2] if mistake.sure and item.kind else ""
                return place.add(str(mistake), node, right)
            return place.add(f"{_is(node)}, not a list")
        nodes = node.value
        if (exactly and len(nodes) != exactly) or len(nodes) > several.most:
            right = f"{exactly} are asked for" if exactly else f"{several.most:,} are the most"
            return place.add(f"has {len(nodes):,} things: {right}")
        before = len(place.flaws)
        values = tuple(
            item.read(each, _Place(place.name, each.start_mark.line + 1, place.flaws))
            for each in nodes
        )
        if exactly and len(place.flaws) == before and sorted(values) != [*values]:
            place.add("states the most before the least: turn them round")
        if several.unique and len(place.flaws) == before and len({*values}) < len(values):
            place.add("lists the same thing twice: keep one")
        return values

    limits = {"minItems": exactly} if exactly else {"uniqueItems": several.unique}
    schema = {"type": "array", "items": item.schema, "maxItems": several.most, **limits}
    return Shape(read_list, schema, items=item)


def _choice(options: Sequence[Any]) -> _Read:
    words = ", ".join(str(each).lower() if isinstance(each, bool) else each for each in options)

    def read_choice(node: Node, place: _Place) -> Any:
        value = yaml_text.value(node)
        if not any(value == each and type(value) is type(each) for each in options):
            place.add(f"{_is(node)}: choose one of {words}")
        return value

    return read_choice


def _pairs(node: Node, place: _Place) -> Any:
    value = yaml_text.value(node)
    if isinstance(value, dict) and all(isinstance(each, str) for each in value.values()):
        return tuple(value.items())
    return place.add(f"{_is(node)}, not names with texts in quotes")


def _is(node: Node | None) -> str:
    value = yaml_text.value(node)
    return "is empty" if value is None else f"is {shortened(value)}"


def _unknown(name: str, names: Iterable[str]) -> str:
    close = difflib.get_close_matches(name, names, n=1)
    hint = f"did you mean '{close[0]}'?" if close else f"known are {', '.join(names)}"
    return f"unknown field '{shortened(name)}': {hint}"
