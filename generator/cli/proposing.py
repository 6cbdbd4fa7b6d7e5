"""The command behind the issue forms: propose."""

from __future__ import annotations

import time
from pathlib import Path

import click

from generator.cli.fetching import agent
from generator.cli.options import content_option, existing, fail, for_people, today
from generator.fetch import apis
from generator.papers.model import Entry
from generator.review import proposals
from generator.review.proposals import Answered
from generator.sources import Unreadable, feeds

event_argument = click.argument(
    "event", type=click.Path(path_type=Path, exists=True, dir_okay=False)
)
arxiv_option = click.option(
    "--url", default=apis.ARXIV, show_default=True, help="Address of arXiv's API."
)


@click.command()
@event_argument
@content_option
@arxiv_option
@for_people
def propose(event: Path, content: Path, url: str) -> None:
    """Make what somebody wrote into an issue form a change of one record, and print the answer.

    EVENT is the file that GITHUB_EVENT_PATH names in a workflow that an issue started.
    """
    _, found = answered(event, content, url)
    click.echo(found.answer if found else "no form made this issue", nl=not found)


def answered(event: Path, content: Path, url: str) -> tuple[int, Answered | None]:
    """The number of an issue, and what comes of the form in it; None where there is none."""
    try:
        issue = proposals.issue(event.read_bytes())
    except proposals.NoIssue as error:
        raise click.UsageError(f"{event}: {error}") from None
    form = proposals.read(issue.body)
    if form is None:
        return issue.number, None

    def ask(arxiv: str) -> Entry:
        return _ask(arxiv, content, url)

    return issue.number, proposals.answer(existing(content), form, issue.number, ask, today())


def _ask(arxiv: str, content: Path, url: str) -> Entry:
    from generator.fetch.web import Web

    data = Web(agent(content), wait=time.sleep).get(apis.arxiv_ids([arxiv], url), apis.ATOM)
    try:
        entries = feeds.answer(data).entries
    except Unreadable:
        raise proposals.Unclear(f"arXiv knows no paper {arxiv}: is the id right?") from None
    if entries[0].arxiv != arxiv:
        fail(f"arXiv was asked for {arxiv} and answered with {entries[0].arxiv}: try again later")
    return entries[0]
