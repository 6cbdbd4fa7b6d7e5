"""What the commands share: the content option, and errors as one line for people."""

from __future__ import annotations

import datetime
import functools
import sys
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any, NoReturn

import click

from generator.text.errors import UserError
from generator.text.plain import plain

if TYPE_CHECKING:
    from generator.intake.merge import Difference
    from generator.papers.model import Problem

content_option = click.option(
    "--content",
    type=click.Path(path_type=Path, file_okay=False),
    default=Path("content"),
    show_default=True,
    help="Folder that holds the digest's content.",
)
dry_run_option = click.option(
    "--dry-run", is_flag=True, help="Say what would change; write nothing."
)


def existing(content: Path) -> Path:
    """The folder, if it is there; misuse otherwise."""
    if not content.is_dir():
        raise click.UsageError(f"there is no folder '{content}': name yours with --content DIR")
    return content


def cache_of(content: Path) -> Path:
    """The folder beside the content that keeps what commands worked out; git ignores it."""
    return content.resolve().parent / ".cache" / "digest"


def today() -> str:
    """The day it is, in UTC."""
    return now().date().isoformat()


def count(number: int, thing: str) -> str:
    """A number of things in words: ``1 paper``, ``2 papers``."""
    return f"{number} {thing}" if number == 1 else f"{number} {thing}s"


@contextmanager
def progress_bar(label: str) -> Iterator[Callable[[int, int], None]]:
    """A bar on standard error for what takes over a second; told what is done, and of how much."""
    started = time.monotonic()
    bar: Any = None

    def progress(done: int, total: int) -> None:
        nonlocal bar
        if bar is None and time.monotonic() - started > 1:
            bar = click.progressbar(length=total, label=label, file=sys.stderr)
            bar.__enter__()
        if bar is not None and (done - bar.pos >= total // 1000 or done == total):
            bar.update(done - bar.pos)

    try:
        yield progress
    finally:
        if bar is not None:
            bar.__exit__(None, None, None)


def say(line: str) -> None:
    """One line to standard error."""
    click.echo(line, err=True)


def fail(line: str) -> NoReturn:
    """Say what is wrong and end with exit code 1."""
    say(f"digest: {line}")
    raise SystemExit(1)


def problem_line(content: Path, problem: Problem) -> str:
    """A problem as ``path:line: severity: message``, the way compilers write them.

    No title or file name in it colours a terminal, turns its text, or commands GitHub's runner.
    """
    line = f"{content / problem.path}:{problem.line}: {problem.severity}: {problem.message}"
    return plain(line).replace("##[", "## [")


def difference_line(difference: Difference) -> str:
    """What a record states and a source says otherwise."""
    stated, found = difference.stated, difference.found
    return f"{difference.paper}: {difference.field} stays {stated}; the source says {found}"


def list_problems(content: Path, problems: Iterable[Problem]) -> NoReturn:
    """Print problems to standard error and end with exit code 1."""
    for problem in problems:
        say(problem_line(content, problem))
    raise SystemExit(1)


def for_people(command: Callable[..., None]) -> Callable[..., None]:
    """Turn the errors that a user can cause into one line and exit code 1."""

    @functools.wraps(command)
    def run(*args: Any, **options: Any) -> None:
        try:
            command(*args, **options)
        except UserError as error:
            if error.problems:
                list_problems(options["content"], error.problems)
            if error.is_misuse:
                raise click.UsageError(str(error)) from None
            if error.of_content:
                fail(f"{options['content']}/{error}; nothing was written")
            fail(str(error))
        except BrokenPipeError:
            raise  # whoever read the output has had enough: click ends without a word
        except OSError as error:
            what = error.strerror or str(error)
            fail(f"{error.filename}: {what}" if error.filename else what)

    return run


def now() -> datetime.datetime:
    """This moment, to the second, in UTC: nothing below the command line knows it."""
    return datetime.datetime.now(datetime.UTC).replace(microsecond=0)
