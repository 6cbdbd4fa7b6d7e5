"""Templates set up alike for Markdown, HTML and plain text; each room keeps its own."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Final

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

_OWN: Final = Path("templates")


def environment(folder: Path, escape: Callable[[str], Markup] | None) -> Environment:
    """The templates of ``folder``, where a name that is not given is an error.

    A template of the same name in ``templates/``, where one works, takes its place. What they
    print is Markup, or goes through ``escape``; without one it stands as it is.
    """
    # Autoescape marks what a macro gives back as done; what it would escape, finalize did.
    return Environment(
        loader=FileSystemLoader([_OWN, folder]),
        autoescape=escape is not None,
        auto_reload=False,
        finalize=_finalizer(escape) if escape else None,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )


def _finalizer(escape: Callable[[str], Markup]) -> Callable[[object], Markup]:
    return lambda value: value if isinstance(value, Markup) else escape(str(value))
