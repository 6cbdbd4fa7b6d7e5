"""What the commands share: options, words, and errors as one line for people."""

from __future__ import annotations

import datetime
import functools
import sys
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, NoReturn, TypeAlias

import click

from generator import __version__
from generator.text import UserError
from generator.text.plain import plain

if TYPE_CHECKING:
    from generator.fetch.web import Web
    from generator.intake.merge import Difference
    from generator.papers.model import Problem

Command: TypeAlias = Callable[..., None]
Option: TypeAlias = Callable[[Command], Command]

FILE: Final = click.Path(path_type=Path, exists=True, dir_okay=False)
FOLDER: Final = click.Path(path_type=Path, file_okay=False)


def flag(name: str, words: str) -> Option:
    """An option without a value."""
    return click.option(name, is_flag=True, help=words)


def json_option(what: str) -> Option:
    """``--json``, as ``as_json``."""
    return click.option("--json", "as_json", is_flag=True, help=f"Print {what} as JSON.")


def folder_option(name: str, default: str, words: str) -> Option:
    """A folder, which need not be there."""
    return click.option(name, type=FOLDER, default=Path(default), show_default=True, help=words)


def files_option(name: str, to: str, words: str) -> Option:
    """Captures that are read besides, none or some."""
    metavar = "CAPTURE"
    words = f"{words}; may be given more than once."
    return click.option(name, to, multiple=True, type=FILE, metavar=metavar, help=words)


def url_option(default: str, words: str = "Address of the API.", name: str = "--url") -> Option:
    """Where a source is asked."""
    return click.option(name, default=default, show_default=True, help=words)


content_option = folder_option("--content", "content", "Folder that holds the digest's content.")
captures_option = folder_option("--out", "captures", "Folder for the capture.")
dry_run_option = flag("--dry-run", "Say what would change; write nothing.")
files_argument = click.argument("files", nargs=-1, required=True, type=FILE)


def for_people(command: Command) -> Command:
    """Turn the errors that a user can cause into one line and exit code 1."""

    @functools.wraps(command)
    def run(*args: Any, **options: Any) -> None:
        try:
            command(*args, **options)
        except UserError as error:
            if error.problems:
                for problem in error.problems:
                    say(problem_line(options["content"], problem))
                raise SystemExit(1) from None
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


def existing(content: Path) -> Path:
    """The folder, if it is there; misuse otherwise."""
    if not content.is_dir():
        raise click.UsageError(f"there is no folder '{content}': name yours with --content DIR")
    return content


def cache_of(content: Path) -> Path:
    """The folder beside the content that keeps what commands worked out; git ignores it."""
    return content.resolve().parent / ".cache" / "digest"


def agent(content: Path) -> str:
    """How the digest names itself to a source: with the address of its repository."""
    from generator import store

    settings = store.load(content).corpus.settings
    address = settings.repository or settings.url
    return f"paper-digest/{__version__}{f' (+{address})' if address.isascii() and address else ''}"


def web(content: Path, pause: float = 0) -> Web:
    """A connection to a source, with ``pause`` seconds between two requests."""
    from generator.fetch.web import Web

    return Web(agent(content), wait=time.sleep, pause=pause)


def now() -> datetime.datetime:
    """This moment, to the second, in UTC: nothing below the command line knows it."""
    return datetime.datetime.now(datetime.UTC).replace(microsecond=0)


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
            bar.length = total
            bar.update(done - bar.pos)

    try:
        yield progress
    finally:
        if bar is not None:
            bar.__exit__(None, None, None)


def say(line: str) -> None:
    """One line to standard error."""
    click.echo(line, err=True)


def say_all(lines: Iterable[str]) -> None:
    """A line for each to standard error."""
    for line in lines:
        say(line)


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
