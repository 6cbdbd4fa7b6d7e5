"""The options that commands share, and how a command ends."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any, Final, TypeAlias

import click

from generator.cli import say
from generator.papers import fields
from generator.text import UserError

Option: TypeAlias = Callable[[Callable[..., Any]], Callable[..., Any]]


class Command(click.Command):
    """A command whose function returns whether it found problems: then the exit code is 1.

    What a user can cause is told in one line, with exit code 1, or 2 where it is misuse.
    """

    def invoke(self, ctx: click.Context) -> None:
        """Run the command, and end with its exit code."""
        content = ctx.params.get("content", Path("content"))
        try:
            found = super().invoke(ctx)
        except UserError as error:
            if error.is_misuse:
                raise click.UsageError(str(error), ctx) from None
            if error.problems:
                say.notes(say.problem(content, problem) for problem in error.problems)
                raise SystemExit(1) from None
            say.fail(f"{content}/{error}; nothing was written" if error.of_content else str(error))
        except BrokenPipeError:
            raise  # whoever read the output has had enough: click ends without a word
        except OSError as error:
            what = error.strerror or str(error)
            say.fail(f"{error.filename}: {what}" if error.filename else what)
        if found:
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


class ListedType(click.ParamType[str]):
    """A day, a week or a month in ISO 8601, written as ``example`` is; '' counts as none."""

    def __init__(self, name: str, example: str) -> None:
        self.name, self.example = name, example

    def convert(self, value: str, param: click.Parameter | None, ctx: click.Context | None) -> str:
        """The value as it stands, if it is one."""
        if value and (len(value) != len(self.example) or not fields.LISTED.read(value)):
            self.fail(f"'{value}' is no {self.name}: write it as {self.example}", param, ctx)
        return value


DAY: Final = ListedType("day", "2026-04-03")
WEEK: Final = ListedType("week", "2026-W14")
MONTH: Final = ListedType("month", "2026-04")
FILE: Final = click.Path(path_type=Path, exists=True, dir_okay=False)
NEW_FILE: Final = click.Path(path_type=Path, dir_okay=False)
FOLDER: Final = click.Path(path_type=Path, file_okay=False)


def flag(name: str, words: str, to: str = "") -> Option:
    """An option without a value; ``to`` names it to the command, where its own name will not do."""
    return click.option(*filter(None, (name, to)), is_flag=True, help=words)


def text(name: str, words: str, metavar: str | None = None) -> Option:
    """An option that is '' where it is not given."""
    return click.option(name, default="", show_default=False, metavar=metavar, help=words)


def json(what: str) -> Option:
    """``--json``, as ``as_json``."""
    return flag("--json", f"Print {what} as JSON.", "as_json")


def folder(name: str, default: str, words: str) -> Option:
    """A folder, which need not be there."""
    return click.option(name, type=FOLDER, default=Path(default), help=words)


def captures(name: str, to: str, words: str) -> Option:
    """Captures that are read besides, none or some."""
    words = f"{words}; may be given more than once."
    return click.option(name, to, multiple=True, type=FILE, metavar="CAPTURE", help=words)


def url(default: str, words: str = "Address of the API.", name: str = "--url") -> Option:
    """Where a source is asked."""
    return click.option(name, default=default, help=words)


def existing(content: Path) -> Path:
    """The folder, if it is there; misuse otherwise."""
    if not content.is_dir():
        raise click.UsageError(f"there is no folder '{content}': name yours with --content DIR")
    return content


_CONTENT: Final = "Folder that holds the digest's content."
content = click.option(
    "--content",
    type=FOLDER,
    default=Path("content"),
    callback=lambda ctx, param, content: existing(content),
    help=_CONTENT,
)
new_content = folder("--content", "content", _CONTENT)
"""The content folder, which need not be there."""
out = folder("--out", "captures", "Folder for the capture.")
dry_run = flag("--dry-run", "Say what would change; write nothing.")
files = click.argument("files", nargs=-1, required=True, type=FILE)
event = click.argument("event", type=FILE)
