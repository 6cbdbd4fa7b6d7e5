"""Commands for a repository with a digest of one's own: new, upgrade."""

from __future__ import annotations

import sys
from collections.abc import Callable
from datetime import datetime
from pathlib import Path

import click

from generator.cli import options, say
from generator.papers.wording import count
from generator.starter import making
from generator.starter import program as programs

_NEXT = """\
next, in {folder}:
  make serve                  shows the site, here on this machine
  content/topics.yml          write the topics of your field
  README.md                   says where what stands"""


class _Read(click.ParamType[str]):
    """A value as ``read`` gives it, which raises ValueError."""

    name = "text"

    def __init__(self, read: Callable[[str], str]) -> None:
        self.read = read

    def convert(self, value: str, param: click.Parameter | None, ctx: click.Context | None) -> str:
        """The value as read."""
        try:
            return self.read(value)
        except ValueError as error:
            self.fail(str(error), param, ctx)


_TITLE, _FIELD = _Read(making.title), _Read(making.field)
_REPOSITORY, _ADDRESS = _Read(making.repository), _Read(making.address)
_PROGRAM = _Read(programs.stated)


@options.command
@click.argument("folder", metavar="DIR", type=click.Path(path_type=Path))
@click.option("--title", type=_TITLE, help="The digest's name, such as 'Speech Digest'.")
@click.option(
    "--field",
    type=_FIELD,
    help="What it is about, in a few words, such as 'speech recognition'.",
)
@click.option(
    "--repo",
    type=_REPOSITORY,
    help="Where the repository will be: its web page, or OWNER/NAME on GitHub.",
)
@click.option(
    "--url",
    type=_ADDRESS,
    help="Where the site will be; left out: GitHub Pages of the repository.",
)
@click.option(
    "--program",
    type=_PROGRAM,
    help="What builds the digest: a version (paper-digest==1.0) or an address that pip takes;"
    " left out: where this copy came from.",
)
def new(
    folder: Path,
    title: str | None,
    field: str | None,
    repo: str | None,
    url: str | None,
    program: str | None,
) -> None:
    """Make a digest of your own field in DIR, which is absent or empty: content, and a pin.

    What is not given as an option is asked for.
    """
    named = folder.resolve().name.replace("-", " ").replace("_", " ").strip().capitalize()
    title = title or _asked("title", "Its name", _TITLE, named)
    field = field or _asked("field", "What it is about, in a few words", _FIELD)
    repo = repo or _asked("repo", "Its repository, as OWNER/NAME or an address", _REPOSITORY)
    pages = making.pages_address(repo)
    if not url and pages and not sys.stdin.isatty():
        url = pages
    url = url or _asked("url", "Where the site will be", _ADDRESS, pages)
    day = datetime.now().astimezone().date().isoformat()
    chosen = making.Choices(title, field, url, repo, day)
    files, uncommitted = making.make(folder, chosen, _program(program))
    how = "not committed" if uncommitted else "committed on main"
    click.echo(f"{count(files, 'file')} in {folder}, {how}")
    click.echo(_NEXT.format(folder=folder))
    if uncommitted:
        say.note(f"{uncommitted}: see to that with git config, then, in {folder}:")
        say.note("  git commit -m 'A digest of its own'")


def _asked(name: str, question: str, kind: _Read, proposed: str = "") -> str:
    """The answer to a question at a terminal; elsewhere the option is missing."""
    if not sys.stdin.isatty():
        raise click.UsageError(f"--{name} is missing: it can be asked for only at a terminal")
    answer: str = click.prompt(question, default=proposed or None, type=kind)
    return answer


@options.command
@click.argument(
    "folder",
    metavar="[DIR]",
    default=".",
    type=click.Path(path_type=Path, exists=True, file_okay=False),
)
@click.option("--program", type=_PROGRAM, help="What to pin; left out: where this copy came from.")
def upgrade(folder: Path, program: str | None) -> None:
    """Take the digest in DIR to the program that runs: pin, lock, workflows, content.

    Says what is new for its owner. Files that somebody changed stay; git shows the rest.
    """
    done = programs.upgrade(folder, folder / "content", _program(program))
    changed = f"{done.before} → {done.after}" if done.before != done.after else "as it was"
    click.echo(f"program: {changed}")
    for path in done.renewed:
        click.echo(f"renewed: {path}")
    for path in done.kept:
        click.echo(f"kept as you changed it: {path}")
    for path, what in done.mended.items():
        click.echo(f"mended: content/{path}: {', '.join(what)}")
    if done.news:
        click.echo(f"\n{done.news}", nl=False)


def _program(stated: str | None) -> str:
    """The line for pip; a word of warning where only this machine can follow it."""
    line = stated or programs.requirement()
    if programs.local(line):
        say.note(f"only this machine has {line}: name another with --program before you publish")
    return line
