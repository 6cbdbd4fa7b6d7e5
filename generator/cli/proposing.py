"""The command behind the issue forms: propose."""

from __future__ import annotations

import time
from pathlib import Path

import click

from generator import build as builds
from generator.cli.fetching import agent
from generator.cli.options import content_option, existing, fail, for_people, say
from generator.fetch import apis
from generator.papers.model import Entry
from generator.review import proposals
from generator.sources import Unreadable, arxiv_atom


@click.command()
@click.argument("event", type=click.Path(path_type=Path, exists=True, dir_okay=False))
@content_option
@click.option(
    "--out",
    type=click.Path(path_type=Path, file_okay=False),
    default=Path("proposal"),
    show_default=True,
    help="Folder for answer.md and, with a change, title and body.md of a pull request.",
)
@click.option("--url", default=apis.ARXIV, show_default=True, help="Address of arXiv's API.")
@for_people
def propose(event: Path, content: Path, out: Path, url: str) -> None:
    """Make what somebody wrote into an issue form a change of one record.

    EVENT is the file that GITHUB_EVENT_PATH names in a workflow that an issue started. Prints
    what came of it, and a name for a branch, as a step of a workflow hands them on:
    outcome=proposed, known, unclear, person or none.
    """
    try:
        issue = proposals.issue(event.read_bytes())
    except proposals.NoIssue as error:
        raise click.UsageError(f"{event}: {error}") from None
    form = proposals.read(issue.body)
    kind = "none"
    if form:
        made = proposals.answer(
            existing(content), form, issue.number, lambda arxiv: _ask(arxiv, content, url)
        )
        kind = made.kind
        for path in builds.write_files(made.files, out):
            say(str(path))
    click.echo(f"outcome={kind}")
    click.echo(f"branch=propose/issue-{issue.number}")


def _ask(arxiv: str, content: Path, url: str) -> Entry:
    from generator.fetch.web import Web

    data = Web(agent(content), wait=time.sleep).get(apis.arxiv_ids([arxiv], url), apis.ATOM)
    try:
        entries = arxiv_atom.parse(data).entries
    except Unreadable:
        raise proposals.Unclear(f"arXiv knows no paper {arxiv}: is the id right?") from None
    if entries[0].arxiv != arxiv:
        fail(f"arXiv was asked for {arxiv} and answered with {entries[0].arxiv}: try again later")
    return entries[0]
