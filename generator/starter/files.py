"""The files that a new digest has of its own, from ``templates/``. Pure."""

from __future__ import annotations

from dataclasses import asdict
from functools import cache
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from generator.starter.choices import Choices
from generator.text.markdown import render, web

_TEMPLATES = Path(__file__).parent / "templates"


def files(choices: Choices, origin: str = "") -> dict[str, str]:
    """Settings, vocabulary, an example and the words of the repository: path from its top, text.

    ``origin`` is the address of the repository that the program is from, if that is known.
    """
    record = f"content/papers/{choices.day[:4]}/example-record.md"
    return {
        "content/digest.yml": _yaml("digest.yml", choices),
        "content/topics.yml": _yaml("topics.yml", choices),
        record: _yaml("example-record.md", choices),
        "content/editions/example.yml": _yaml("example.yml", choices),
        "content/pages/about.md": _markdown("about", choices, origin),
        "README.md": _markdown("readme", choices, origin),
    }


def _markdown(template: str, choices: Choices, origin: str) -> str:
    addresses = {"site": choices.url, "home": choices.repository, "origin": origin}
    links = {name: web(address) for name, address in addresses.items()}
    return render(_TEMPLATES, template, **asdict(choices), **links)


def _yaml(template: str, choices: Choices) -> str:
    values = {**asdict(choices), "tag": choices.tag, "day": Markup(choices.day)}
    return _environment().get_template(f"{template}.j2").render(values)


@cache
def _environment() -> Environment:
    return Environment(
        loader=FileSystemLoader(_TEMPLATES),
        autoescape=False,  # what is printed is YAML: finalize quotes it
        auto_reload=False,
        finalize=_quoted,
        undefined=StrictUndefined,
        keep_trailing_newline=True,
    )


def _quoted(value: object) -> str:
    """One line of any text as a YAML scalar in single quotes, which need no other escape."""
    if isinstance(value, Markup):
        return value
    doubled = str(value).replace("'", "''")
    return f"'{doubled}'"
