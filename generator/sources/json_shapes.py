"""What a JSON reader is, and how it takes values from records in which anything may stand."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from generator.papers.model import EditionKind
from generator.sources.drafts import Draft

Fields = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Shape:
    """The records of one interface: how they are known, and what each states.

    ``draft`` gives a Draft whose line the caller sets, the reason why a record is no paper,
    or None where it is none and none was expected, such as a conference's volume.
    """

    format: str
    source: str
    kind: EditionKind
    recognises: Callable[[Fields], bool]
    draft: Callable[[Fields], Draft | str | None]


def text(fields: Fields, *names: str) -> str:
    """The text in the first of these fields that has any, the first of a list of texts."""
    for name in names:
        value = fields.get(name)
        if isinstance(value, list):
            value = next((item for item in value if isinstance(item, str)), None)
        if isinstance(value, str) and value.strip():
            return value
    return ""


def inner(fields: Fields, name: str) -> Fields:
    """The object in a field; an empty one where there is none."""
    value = fields.get(name)
    return value if isinstance(value, dict) else {}


def objects(fields: Fields, name: str) -> list[Fields]:
    """The objects of a list in a field; one object alone counts as a list of it."""
    value = fields.get(name)
    values = value if isinstance(value, list) else [value]
    return [item for item in values if isinstance(item, dict)]


def texts(fields: Fields, name: str) -> list[str]:
    """The texts of a list in a field; one text alone counts as a list of it."""
    value = fields.get(name)
    values = value if isinstance(value, list) else [value]
    return [item for item in values if isinstance(item, str)]


def year(fields: Fields, name: str) -> str:
    """A year, written as a number or as text."""
    value = fields.get(name)
    return str(value) if type(value) is int or isinstance(value, str) else ""
