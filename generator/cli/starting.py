"""Commands for a repository with a digest of one's own: new, upgrade."""

from __future__ import annotations

import sys
from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import Any

import click

from generator.cli.options import count, for_people, say

_NEXT = """\
next, in {folder}:
  make serve                  shows the site, here on this machine
  content/topics.yml          write the topics of your field
  README.md                   says where what stands"""


@click.command()
@click.argument("folder", metavar="DIR", type=click.Path(path_type=Path))
@click.option("--title", help="The digest's name, such as 'Speech Digest'.")
@click.option("--field", help="What it is about, in a few words, such as 'speech recognition'.")
@click.option("--repo", help="Where the repository will be: its web page, or OWNER/NAME on GitHub.")
@click.option("--url", help="Where the site will be; left out: GitHub Pages of the repository.")
@click.option(
    "--program",
    help="What builds the digest: a version (paper-digest==1.0) or an address that pip takes;"
    " left out: where this copy came from.",
)
@for_people
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
    from generator.starter import choices, making

    named = folder.resolve().name.replace("-", " ").replace("_", " ").strip().capitalize()
    chosen_title = _chosen("title", title, "Its name", choices.title, named)
    chosen_field = _chosen("field", field, "What it is about, in a few words", choices.field)
    repository = _chosen(
        "repo", repo, "Its repository, as OWNER/NAME or an address", choices.repository
    )
    pages = choices.pages_address(repository) or None
    if url is None and not sys.stdin.isatty():
        url = pages
    site = _chosen("url", url, "Where the site will be", choices.address, pages)
    line = _program(program)
    day = datetime.now().astimezone().date().isoformat()
    chosen = choices.Choices(chosen_title, chosen_field, site, repository, day)
    files, uncommitted = making.make(folder, chosen, line)
    how = "not committed" if uncommitted else "committed on main"
    click.echo(f"{count(files, 'file')} in {folder}, {how}")
    click.echo(_NEXT.format(folder=folder))
    if uncommitted:
        say(f"{uncommitted}: see to that with git config, then, in {folder}:")
        say("  git commit -m 'A digest of its own'")


@click.command()
@click.argument(
    "folder",
    metavar="[DIR]",
    default=".",
    type=click.Path(path_type=Path, exists=True, file_okay=False),
)
@click.option("--program", help="What to pin; left out: where this copy came from.")
@for_people
def upgrade(folder: Path, program: str | None) -> None:
    """Take the digest in DIR to the program that runs: pin, lock, workflows, content.

    Says what is new for its owner. Files that somebody changed stay; git shows the rest.
    """
    from generator.starter import upgrading

    done = upgrading.upgrade(folder, folder / "content", _program(program))
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
    from generator.starter import origin

    try:
        line = origin.stated(stated) if stated is not None else origin.requirement()
    except ValueError as error:
        raise click.BadParameter(str(error), param_hint="--program") from None
    if origin.local(line):
        say(f"only this machine has {line}: name another with --program before you publish")
    return line


def _chosen(
    name: str,
    given: str | None,
    question: str,
    read: Callable[[str], str],
    default: str | None = None,
) -> str:
    """An option's value as read, or the answer to a question at a terminal."""

    def sound(text: Any) -> str:
        try:
            return read(str(text))
        except ValueError as error:
            raise click.BadParameter(str(error), param_hint=f"--{name}") from None

    if given is not None:
        return sound(given)
    if not sys.stdin.isatty():
        raise click.UsageError(f"--{name} is missing: it can be asked for only at a terminal")
    answer: str = click.prompt(question, default=default, value_proc=sound)
    return answer
