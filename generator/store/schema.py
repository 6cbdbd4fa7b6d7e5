"""The shape of each content file, from its JSON Schema, said in words for people."""

from __future__ import annotations

import difflib
import json
import re
from collections.abc import Iterator
from functools import cache
from importlib import resources
from typing import Any, Literal

import jsonschema_rs

FileKind = Literal["paper", "edition", "topics", "digest"]

_ID = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
_TYPES = {"string": "text", "integer": "a whole number", "array": "a list", "object": "a mapping"}


@cache
def definition(kind: FileKind) -> dict[str, Any]:
    """The JSON Schema (draft 2020-12) of one kind of content file."""
    file = resources.files("generator.store") / "schemas" / f"{kind}.schema.json"
    loaded: dict[str, Any] = json.loads(file.read_text(encoding="utf-8"))
    return loaded


@cache
def _validator(kind: FileKind) -> Any:
    return jsonschema_rs.validator_for(definition(kind))


def is_id(text: str) -> bool:
    """Whether ``text`` can be a permalink."""
    return _ID.fullmatch(text) is not None


def faults(kind: FileKind, data: object) -> Iterator[tuple[tuple[str | int, ...], str]]:
    """What is wrong with the data of one file: where in it, and what to do, a line each."""
    validator = _validator(kind)
    if validator.is_valid(data):
        return
    for error in validator.iter_errors(data):
        path = tuple(error.instance_path)
        if error.kind.name == "additionalProperties":
            known = _properties(kind, path)
            for name in error.kind.unexpected:
                yield (*path, name), _unknown(name, known)
        else:
            yield path, _sentence(error, path)


def _properties(kind: FileKind, path: tuple[str | int, ...]) -> list[str]:
    schema = definition(kind)
    for step in path:
        schema = schema["items"] if isinstance(step, int) else schema["properties"][step]
    return list(schema["properties"])


def _unknown(name: str, known: list[str]) -> str:
    close = difflib.get_close_matches(name, known, n=1)
    hint = f"did you mean '{close[0]}'?" if close else f"known are {', '.join(known)}"
    return f"unknown field '{_short(name)}': {hint}"


def _sentence(error: Any, path: tuple[str | int, ...]) -> str:
    name = next((f"'{step}'" for step in reversed(path) if isinstance(step, str)), "the file")
    kind = error.kind
    value = _short(error.instance)
    match kind.name:
        case "required":
            return f"'{kind.property}' is missing: add it"
        case "type":
            wanted = " or ".join(_TYPES.get(t, str(t)) for t in kind.types)
            quote = ": put it in quotes" if "string" in kind.types else ""
            return f"{name} is {value}, not {wanted}{quote}"
        case "pattern":
            return f"{name} is {value}: expected {_expected(error)}"
        case "enum":
            options = ", ".join(str(option) for option in kind.options)
            return f"{name} is {value}: choose one of {options}"
        case "uniqueItems":
            return f"{name} lists the same thing twice: keep one"
        case "minimum" | "maximum":
            return f"{name} is {value}: the {kind.name} is {kind.limit}"
        case _:
            return f"{name}: {value} is not allowed here"


def _expected(error: Any) -> str:
    schema = error.schema_path
    patterns = {
        "arxiv": "an arXiv id without version, in quotes, such as '2210.02414'",
        "published": "a day such as 2022-10-05 or a month such as 2022-10",
        "date": "a day such as 2022-10-05",
        "url": "a link that starts with https:// and has no space",
        "repository": "a link such as https://github.com/owner/name",
        "category": "an arXiv category such as cs.CL",
        "doi": "a DOI such as 10.1000/182",
        "tag": "a domain of yours and a year in which it was yours, such as example.org,2025",
        "form": "a link that starts with https:// and has no space",
        "field": "the name of a form's field, such as email",
        "id": "lower-case letters, digits and single hyphens",
        "line": "one line of text without space at its ends",
    }
    for step in reversed(schema):
        if step in patterns:
            return patterns[step]
    named = str(error.instance_path[-1]) if error.instance_path else ""
    return patterns.get(named, "another form")


def _short(value: object) -> str:
    text = value if isinstance(value, str) else json.dumps(value, ensure_ascii=False, default=str)
    text = " ".join(text.split())
    return text if len(text) <= 60 else text[:57] + "…"
