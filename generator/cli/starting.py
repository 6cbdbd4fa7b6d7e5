"""Commands for a repository with a digest of one's own: new, upgrade."""

from __future__ import annotations

import shlex
import sys
from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import Any

import click

from generator.cli.options import count, fail, for_people, say

_NEXT = """\
next, in {folder}:
  make serve                            builds the site and shows it
  content/topics.yml                    write the topics of your field
  git push, Settings, Pages             choose GitHub Actions as the source
  digest ingest captures/FILE           merge your first listing, then delete the example
docs/tutorial.md goes through it step by step"""


@click.command()
@click.argument("folder", metavar="DIR", type=click.Path(path_type=Path))
@click.option("--title", help="The digest's name, such as 'Speech Digest'.")
@click.option("--field", help="What it is about, in a few words, such as 'speech recognition'.")
@click.option("--repo", help="Where the repository will be: its web page, or OWNER/NAME on GitHub.")
@click.option("--url", help="Where the site will be; left out: GitHub Pages of the repository.")
@for_people
def new(
    folder: Path, title: str | None, field: str | None, repo: str | None, url: str | None
) -> None:
    """Make a repository for a digest of your own field in DIR, which is absent or empty.

    What is not given as an option is asked for.
    """
    from generator import starter

    named = folder.resolve().name.replace("-", " ").replace("_", " ").strip().capitalize()
    chosen_title = _chosen("title", title, "Its name", starter.title, named)
    chosen_field = _chosen("field", field, "What it is about, in a few words", starter.field)
    repository = _chosen(
        "repo", repo, "Its repository, as OWNER/NAME or an address", starter.repository
    )
    pages = starter.pages_address(repository)
    if url is None and not sys.stdin.isatty():
        url = pages or None
    site = _chosen("url", url, "Where the site will be", starter.address, pages or None)
    day = datetime.now().astimezone().date().isoformat()
    try:
        made = starter.make(
            folder, starter.Choices(chosen_title, chosen_field, site, repository, day)
        )
    except starter.NotMade as error:
        fail(str(error))
    how = "not committed" if made.uncommitted else "committed on main"
    click.echo(f"{count(made.files, 'file')} in {folder}, {how}")
    click.echo(_NEXT.format(folder=folder))
    if made.uncommitted:
        say(f"{made.uncommitted}: see to that with git config, then, in {folder}:")
        say(f"  git commit -m {shlex.quote(made.message)}")


@click.command()
@click.argument(
    "folder", metavar="DIR", type=click.Path(path_type=Path, exists=True, file_okay=False)
)
@for_people
def upgrade(folder: Path) -> None:
    """Put what is new in this checkout on a branch of the repository in DIR, to be merged there.

    DIR is a repository that digest new made.
    """
    from generator import starter

    try:
        changed = starter.upgrade(folder)
    except starter.NotMade as error:
        fail(str(error))
    if not changed:
        click.echo(f"nothing is new for {folder}")
        return
    click.echo(f"{count(changed, 'file')} changed on the branch {starter.BRANCH} of {folder}")
    click.echo(f"next, in {folder}: git merge {starter.BRANCH}, then make test")


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
