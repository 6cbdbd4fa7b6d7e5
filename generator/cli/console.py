"""What the commands share: options, how they speak and end, and what they alone know.

Answers go to standard output, all else to standard error.
"""

from __future__ import annotations

import datetime
import sys
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from json import dumps
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, NoReturn, TypeAlias

import click

from generator import __version__, store
from generator.build import cache_of
from generator.papers import fields
from generator.papers.model import Problem
from generator.papers.wording import count
from generator.text import Misuse, UserError
from generator.text.plain import plain

if TYPE_CHECKING:
    from generator.fetch.web import Web

Option: TypeAlias = Callable[[Callable[..., Any]], Callable[..., Any]]


class Command(click.Command):
    """A command whose function returns whether it found problems: then the exit code is 1.

    What a user can cause is told in one line, with exit code 1, or 2 where it is misuse.
    """

    def invoke(self, ctx: click.Context) -> None:
        """Run the command, and end with its exit code."""
        content = ctx.params.get("content", Path("content"))
        try:
            has_problems = super().invoke(ctx)
        except Misuse as error:
            fail(str(error), code=2)
        except UserError as error:
            if error.problems:
                errors = [each for each in error.problems if each.severity == "error"]
                notes(line_of(content, each) for each in errors)
                fail(f"{count(len(errors), 'error')} in {content}: nothing was written")
            fail(f"{content}/{error}; nothing was written" if error.of_content else str(error))
        except BrokenPipeError:
            raise  # whoever read the output has had enough: click ends without a word
        except OSError as error:
            what = error.strerror or str(error)
            fail(f"{error.filename}: {what}" if error.filename else what)
        if has_problems:
            raise SystemExit(1)


class CommandGroup(click.Group):
    """Commands under a name of their own."""

    command_class = Command


def command(function: Callable[..., Any]) -> Command:
    """A command of a function's name, that parses its options and calls it."""
    return click.command(cls=Command)(function)


def group(function: Callable[..., Any]) -> CommandGroup:
    """A group of commands under a function's name."""
    return click.group(cls=CommandGroup)(function)


# Options


_DATES: Final = {"day": "2026-04-03", "week": "2026-W14", "month": "2026-04"}
FILE: Final = click.Path(path_type=Path, exists=True, dir_okay=False)
FOLDER: Final = click.Path(path_type=Path, exists=True, file_okay=False)
NEW_FOLDER: Final = click.Path(path_type=Path, file_okay=False)


def flag(name: str, words: str, to: str = "") -> Option:
    """An option without a value; ``to`` names it to the command, where its own name will not do."""
    return click.option(*filter(None, (name, to)), is_flag=True, help=words)


def dated(name: str, words: str, kind: str = "day") -> Option:
    """A day, or a ``week`` or a ``month``, in ISO 8601; '' counts as none."""

    def read(text: str) -> str:
        if text and (len(text) != len(_DATES[kind]) or not fields.LISTED.read(text)):
            raise click.BadParameter(f"'{text}' is no {kind}: write it as {_DATES[kind]}")
        return text

    return click.option(name, type=read, metavar=kind.upper(), help=words)


def as_json(what: str) -> Option:
    """``--json``, as ``as_json``."""
    return flag("--json", f"Print {what} as JSON.", "as_json")


def folder(name: str, default: str, words: str) -> Option:
    """A folder, which need not be there; without a ``default`` it has to be named."""
    how = {"default": Path(default)} if default else {"required": True}
    return click.option(name, type=NEW_FOLDER, help=words, **how)


def captures(name: str, to: str, words: str) -> Option:
    """Captures that are read besides, none or some."""
    words = f"{words}; may be given more than once."
    return click.option(name, to, multiple=True, type=FILE, metavar="CAPTURE", help=words)


def url(default: str, words: str = "Address of the API.", name: str = "--url") -> Option:
    """Where a source is asked."""
    return click.option(name, default=default, help=words)


_CONTENT: Final = "Folder that holds the digest's content."
content = click.option("--content", type=FOLDER, default=Path("content"), help=_CONTENT)
new_content = folder("--content", "content", _CONTENT)
"""The content folder, which need not be there."""
out = folder("--out", "captures", "Folder for what the source answers.")
dry_run = flag("--dry-run", "Say what would change; write nothing.")
files = click.argument("files", nargs=-1, required=True, type=FILE)
event = click.argument("event", type=FILE)


# Words


@contextmanager
def progress(label: str) -> Iterator[Callable[[int, int], None]]:
    """A bar on standard error for what takes over a second; told what is done, and of how much."""
    started = time.monotonic()
    with click.progressbar(length=1, label=label, file=sys.stderr, hidden=True) as bar:

        def advance(done: int, total: int) -> None:
            bar.hidden = time.monotonic() - started < 1
            bar.length = total
            if done - bar.pos >= total // 1000 or done == total:
                bar.update(done - bar.pos)

        yield advance


def print_json(answer: object) -> None:
    """What a program asked for, on one line."""
    click.echo(dumps(answer, ensure_ascii=False))


def note(line: str) -> None:
    """One line to standard error."""
    click.echo(line, err=True)


def notes(lines: Iterable[str]) -> None:
    """A line for each to standard error."""
    for line in lines:
        note(line)


def fail(line: str, code: int = 1) -> NoReturn:
    """Say what is wrong and end with an exit code."""
    note(f"digest: {line}")
    raise SystemExit(code)


def line_of(content: Path, problem: Problem) -> str:
    """A problem as ``path:line: severity: message``, the way compilers write them.

    No title or file name in it colours a terminal, turns its text, or commands GitHub's runner.
    """
    place = f"{content / problem.path}:{problem.line}"
    line = f"{place}: {problem.severity}: {problem.message}"
    return plain(line).replace("##[", "## [")


# What nothing below the command line knows


def now() -> datetime.datetime:
    """This moment, to the second, in UTC."""
    return datetime.datetime.now(datetime.UTC).replace(microsecond=0)


def today() -> str:
    """The day it is, in UTC."""
    return now().date().isoformat()


def load(content: Path) -> store.Loaded:
    """The content folder, with what the cache knows of it."""
    with progress("Reading") as advance:
        return store.load(content, cache_of(content), advance)


def agent(content: Path) -> str:
    """How the digest names itself to a source: with the address of its repository."""
    settings = load(content).corpus.settings
    address = settings.repository or settings.url
    return f"paper-digest/{__version__}{f' (+{address})' if address.isascii() and address else ''}"


def web(content: Path, pause: float = 0) -> Web:
    """A connection to a source, with ``pause`` seconds between two requests."""
    from generator.fetch.web import Web

    return Web(agent(content), wait=time.sleep, pause=pause)
