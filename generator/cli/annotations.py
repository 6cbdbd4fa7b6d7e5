"""Problems as annotations of the lines of a pull request, for GitHub's runners.

https://docs.github.com/actions/reference/workflows-and-actions/workflow-commands describes
``::error file=…,line=…,title=…::message``; the escapes are those of GitHub's own toolkit
(``packages/core/src/command.ts``).
"""

from __future__ import annotations

from pathlib import Path

from generator.papers.model import Problem
from generator.text.plain import plain

_TITLE = "digest check"


def annotation(content: Path, problem: Problem) -> str:
    """One problem as the line that GitHub reads; nothing in it can start another command."""
    place = _property((content / problem.path).as_posix())
    return (
        f"::{problem.severity} file={place},line={problem.line},title={_TITLE}"
        f"::{_message(plain(problem.message))}"
    )


def _message(text: str) -> str:
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    return _message(text).replace(":", "%3A").replace(",", "%2C")
