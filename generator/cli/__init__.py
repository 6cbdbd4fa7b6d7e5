"""The command line: each command parses its options, calls one function, prints.

Exit codes: 0 fine, 1 problems found, 2 misuse.
"""

from __future__ import annotations

import gc
import io
import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from importlib import import_module
from typing import Any

import click
from click.exceptions import NoArgsIsHelpError

from generator import __version__

# By name the module of each command, and what it does in a line. What a command needs is
# imported when it is called: most need much.
COMMANDS = {
    "parse": ("importing", "Print what captures hold, as JSON, one object a file."),
    "ingest": ("importing", "Merge captures into the content folder, and print the account."),
    "fetch": ("importing", "Write the raw answer of a source into captures/, and nothing else."),
    "enrich": ("importing", "Fill missing identifiers, dates, authors and categories."),
    "leave": ("curating", "Leave papers out of the digest, and remember that."),
    "propose": ("curating", "Make an issue form a change of one record, and print the answer."),
    "check": ("checking", "Print every problem of the content, with path, line and what to do."),
    "diff": ("checking", "Say what the content changed since a branch or commit, as Markdown."),
    "duplicates": ("checking", "Print records that are one paper, and those that may be."),
    "topics": ("curating", "Topics that papers may have, and how good such suggestions are."),
    "build": ("building", "Build the site, of which what changed is made."),
    "pages": ("building", "Write just the Markdown pages, readable as they are on GitHub."),
    "serve": ("building", "Show the site and rebuild it whenever the content changes."),
    "email": ("mailing", "Write the newsletter of a period as HTML, text and mail, dated now."),
    "send": ("mailing", "Send the newsletter to everybody in a file who has not had it."),
    "links": ("checking", "Check the links of all records with LinkChecker, and report."),
    "github": ("github", "Do what a workflow does on GitHub, through git and gh."),
    "new": ("building", "Make a digest of your own field in a folder: content, and a pin."),
    "upgrade": ("building", "Take a digest to the program that runs: pin, workflows, content."),
}


def command(name: str) -> click.Command:
    """The command of a name that is in COMMANDS."""
    loaded: click.Command = getattr(import_module(f"generator.cli.{COMMANDS[name][0]}"), name)
    return loaded


@contextmanager
def process() -> Iterator[None]:
    """A process that looks for no garbage and ends without giving back piece by piece.

    A command makes many objects, and hardly any of them is garbage before it ends.
    """
    gc.disable()
    # Else numpy starts a thread for each processor, for what is not done here.
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
    code = 0
    try:
        yield
    except SystemExit as ended:
        code = int(ended.code or 0)
    for stream in filter(None, (sys.stdout, sys.stderr)):
        stream.flush()
    os._exit(code)


@contextmanager
def _in_one_line() -> Iterator[None]:
    """Say in one line what was misused, and where help is."""
    try:
        yield
    except NoArgsIsHelpError:
        raise
    except click.UsageError as error:
        usage = f"{error.ctx.command_path if error.ctx else 'digest'} --help"
        click.echo(f"digest: {error.format_message().rstrip('.')}; see '{usage}'", err=True)
        raise SystemExit(error.exit_code) from None


class Commands(click.Group):
    """The commands, each imported when it is called; misuse is told in one line."""

    make_context = _in_one_line()(click.Group.make_context)
    invoke = _in_one_line()(click.Group.invoke)

    def __call__(self, *args: Any, **kwargs: Any) -> None:
        """Run as a process."""
        with process():
            self.main(*args, **kwargs)

    def list_commands(self, ctx: click.Context) -> list[str]:
        """The names of the commands, in the order of a paper's way."""
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """The command of a name."""
        return command(cmd_name) if cmd_name in COMMANDS else None

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """List the commands without importing any."""
        with formatter.section("Commands"):
            formatter.write_dl([(name, what) for name, (_, what) in COMMANDS.items()])


@click.group(
    "digest",
    cls=Commands,
    context_settings={"help_option_names": ["-h", "--help"], "show_default": True},
)
@click.version_option(__version__, prog_name="digest")
def main() -> None:
    """Turn captured paper listings into a curated digest site."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            # A terminal that cannot show a title must not break off a command half-way.
            stream.reconfigure(errors="backslashreplace")
