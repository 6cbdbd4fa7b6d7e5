"""What workflows do through git and gh: the commands of ``digest github``."""

from __future__ import annotations

import datetime
from collections.abc import Callable
from pathlib import Path
from typing import Any

import click

from generator import fetch
from generator.build import cache_of
from generator.cli import console
from generator.cli.checking import dead_after, links_of, printed
from generator.cli.curating import answered, arxiv_url
from generator.cli.mailing import incomplete, issue_of, site
from generator.github import branches, listings
from generator.github.branches import ChangeRequest
from generator.github.gh import GitHub, labels
from generator.intake import arrivals, questions
from generator.papers.model import Corpus
from generator.publish import newsletter as letters
from generator.review import forms
from generator.review.diff import markdown
from generator.store import files


@console.group
def github() -> None:
    """Do what a workflow does on GitHub, through git and gh.

    They run in a clone of the repository that holds the content folder; gh has its token from
    GH_TOKEN. An argument that is empty counts as none, as a workflow hands on what is not given.
    """


_commit = click.argument("commit")


def _sources(command: Callable[..., None]) -> Callable[..., None]:
    arxiv_url = console.url(fetch.ARXIV, "arXiv's API.", "--arxiv-url")
    return console.url(fetch.DAILY_PAPERS)(arxiv_url(console.out(command)))


@github.command()
@console.content
@console.dated("--day", "Day of the listings (YYYY-MM-DD); yesterday's without it.")
@console.flag(
    "--again", "Ask only where the digest is too young to know what is usual of such a day."
)
@_sources
def intake(content: Path, day: str | None, again: bool, **where: Any) -> None:
    """Fetch and merge the listings of a day, and propose them as a pull request.

    Prints its text. The sources are those of digest.yml. One that is silent for longer than it
    ever was, incomplete or damaged is named in one issue.
    """
    day = day or (console.now().date() - datetime.timedelta(1)).isoformat()
    corpus = console.load(content).corpus
    is_young = arrivals.is_young(corpus, day)
    if again and not is_young:
        console.note(f"enough of such days are known: the listing of {day} counts as it came")
        return
    will_ask = is_young and not again
    change, is_doubtful = _bring(content, corpus, day, will_ask=will_ask, **where)
    if is_doubtful:
        GitHub(content).report("source", "A source is silent or incomplete", change.body)


@github.command()
@console.content
@_sources
def renew(content: Path, **where: Any) -> None:
    """Make anew the pull requests of listings that no longer merge with what is checked out."""
    for day in listings.stale(content, GitHub(content)):
        _bring(content, console.load(content).corpus, day, **where)


def _bring(
    content: Path,
    corpus: Corpus,
    day: str,
    *,
    url: str,
    arxiv_url: str,
    out: Path,
    will_ask: bool = False,
) -> tuple[ChangeRequest, bool]:
    """The listings of a day, fetched, merged and proposed, and whether somebody should look.

    Their text, which says whether the sources are asked again, is printed.
    """
    connection = console.web(content, fetch.ARXIV_PAUSE)
    queries = questions.of_day(corpus.settings.intake, day, daily_papers=url, arxiv=arxiv_url)
    paths = [(question, question.answer(connection, out)) for question in queries]
    arrived = [arrivals.arrival(corpus, path, day, question) for question, path in paths]
    cache = cache_of(content)
    change, is_doubtful = listings.merged(
        content, arrived, day, console.today(), is_asked_again=will_ask, cache=cache
    )
    click.echo(change.body, nl=False)
    console.note(branches.propose(content, GitHub(content), change))
    return change, is_doubtful


@github.command()
@console.event
@console.content
def obey(event: Path, content: Path) -> None:
    """Carry out what a comment on a pull request orders: /leave ID, /topics ID a, b, /accept.

    EVENT is the file that GITHUB_EVENT_PATH names in a workflow that a comment started. Only who
    may write to the repository is obeyed.
    """
    click.echo(listings.obey(content, GitHub(content), forms.event(event.read_bytes())))


@github.command()
@console.content
def wake(content: Path) -> None:
    """Enable the schedules that GitHub stopped after 60 days without a commit, and say which."""
    for name in GitHub(content).wake():
        click.echo(f"{name}: GitHub had stopped it after 60 days without a commit; it runs again")


@github.command()
@console.content
@dead_after
def links(content: Path, dead_after: int) -> None:
    """Check the links of all records, propose their history, and name dead ones in one issue.

    The pull request brings the new addresses of links that moved for good. Prints the report.
    """
    health = links_of(content, dead_after=dead_after, move=True)
    click.echo(health.report, nl=False)
    hub = GitHub(content)
    change = ChangeRequest("links/health", "Content: how the links fared", health.report)
    console.note(branches.propose(content, hub, change))
    if health.is_any_dead:
        hub.report("link health", "Links that are dead", health.report)


@github.command()
@console.event
@console.content
@arxiv_url
def propose(event: Path, content: Path, url: str) -> None:
    """Make the form of an issue a pull request with one record, and answer on the issue.

    EVENT is the file that GITHUB_EVENT_PATH names in a workflow that an issue started.
    """
    number, reply = answered(event, content, url)
    if reply is None:
        click.echo("no form made this issue")
        return
    hub, answer = GitHub(content), reply.answer
    if reply.title:
        change = ChangeRequest(f"propose/issue-{number}", reply.title, reply.body)
        outcome = branches.propose(content, hub, change)
        console.note(outcome)
        answer += f"\nTo the curators: {outcome}.\n"
    hub.comment(number, answer, "form")
    click.echo(reply.kind)


@github.command()
@_commit
@click.argument("file", type=console.FILE)
@console.content
def comment(commit: str, file: Path, content: Path) -> None:
    """Say on the pull request whose last commit is COMMIT what it means.

    FILE is what 'digest diff --json' printed there: it is read as text of somebody else.
    """
    change = printed(file, content)
    hub = GitHub(content)
    if number := hub.pull_request_at(commit):
        hub.comment(number, markdown(change), "difference")


@github.command()
@_commit
@console.content
def label(commit: str, content: Path) -> None:
    """Label the pull request whose last commit is COMMIT by what it touches."""
    hub = GitHub(content)
    if number := hub.pull_request_at(commit):
        hub.label(number, labels(hub.files(number)))


@github.command()
@click.argument("period", default="")
@console.content
@site
@console.folder("--out", "", "Folder that the folder email/ stands in.")
@incomplete
def newsletter(period: str, content: Path, site: Path, out: Path, incomplete: bool) -> None:
    """Write the newsletter of PERIOD, or of last week, and print which period that is.

    Last week is taken as it is, so that it goes out with nobody there; what it lacks is named.
    """
    last_week = (console.now().date() - datetime.timedelta(7)).strftime("%G-W%V")
    issue = issue_of(period or last_week, content, site, incomplete or not period)
    for path in files.write_all(letters.files(issue, moment=console.now()), out):
        console.note(str(path))
    click.echo(f"period={period or last_week}")


@github.command()
@click.argument("folder", type=console.FOLDER)
def ledger(folder: Path) -> None:
    """Push who has had which issue to the repository in FOLDER."""
    console.note(branches.keep_ledger(folder, GitHub(folder)))
