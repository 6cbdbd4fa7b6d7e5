"""Fill what a record does not state; report what a source says otherwise."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from generator.papers.model import Paper


@dataclass(frozen=True, slots=True)
class Difference:
    """What a source says of a field that a record states otherwise; the record stays."""

    paper: str
    field: str
    stated: str
    found: str


def fill(paper: Paper, facts: Mapping[str, Any]) -> tuple[Paper, list[Difference]]:
    """The record with its empty fields filled, and what the facts say otherwise.

    ``facts`` are values by field name. A field the record's file states, even as empty, is a
    person's word and stays; an abstract that differs is not worth a report.
    """
    gained: dict[str, Any] = {}
    differences: list[Difference] = []
    for name, found in facts.items():
        stated = getattr(paper, name)
        if not found or found == stated:
            continue
        if not stated and name not in paper.stated:
            gained[name] = found
        elif name != "abstract":
            differences.append(Difference(paper.id, name, _words(stated), _words(found)))
    return (replace(paper, **gained) if gained else paper), differences


def _words(value: Any) -> str:
    if isinstance(value, tuple):
        value = ", ".join(str(getattr(item, "url", item)) for item in value)
    return str(value or "nothing")
