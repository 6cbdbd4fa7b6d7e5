"""How the commands speak: answers to standard output, all else to standard error."""

from __future__ import annotations

import sys
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from json import dumps
from typing import TYPE_CHECKING, Any, NoReturn

import click

from generator.text.plain import plain

if TYPE_CHECKING:
    from pathlib import Path

    from generator.papers.model import Problem


@contextmanager
def progress(label: str) -> Iterator[Callable[[int, int], None]]:
    """A bar on standard error for what takes over a second; told what is done, and of how much."""
    started = time.monotonic()
    bar: Any = None

    def told(done: int, total: int) -> None:
        nonlocal bar
        if bar is None and time.monotonic() - started > 1:
            bar = click.progressbar(length=total, label=label, file=sys.stderr)
            bar.__enter__()
        if bar is not None and (done - bar.pos >= total // 1000 or done == total):
            bar.length = total
            bar.update(done - bar.pos)

    try:
        yield told
    finally:
        if bar is not None:
            bar.__exit__(None, None, None)


def json(answer: object) -> None:
    """What a program asked for, on one line."""
    click.echo(dumps(answer, ensure_ascii=False))


def note(line: str) -> None:
    """One line to standard error."""
    click.echo(line, err=True)


def notes(lines: Iterable[str]) -> None:
    """A line for each to standard error."""
    for line in lines:
        note(line)


def fail(line: str) -> NoReturn:
    """Say what is wrong and end with exit code 1."""
    note(f"digest: {line}")
    raise SystemExit(1)


def problem(content: Path, found: Problem) -> str:
    """A problem as ``path:line: severity: message``, the way compilers write them.

    No title or file name in it colours a terminal, turns its text, or commands GitHub's runner.
    """
    line = f"{content / found.path}:{found.line}: {found.severity}: {found.message}"
    return plain(line).replace("##[", "## [")
