"""What workflows do through git and gh: the commands of ``digest github``."""

from __future__ import annotations

import datetime
from pathlib import Path

import click

from generator import store
from generator.cli.checking import dead_after_option, links_of, printed
from generator.cli.curating import answered, arxiv_option, event_argument
from generator.cli.mailing import incomplete_option, made, site_option
from generator.cli.options import (
    FILE,
    FOLDER,
    captures_option,
    content_option,
    existing,
    flag,
    for_people,
    now,
    say,
    today,
    url_option,
    web,
)
from generator.fetch import apis
from generator.github import branches, listings, orders
from generator.github.branches import ChangeRequest
from generator.github.gh import GitHub, labels
from generator.intake import arrivals
from generator.publish import newsletter as letters
from generator.review import words
from generator.store import files


@click.group()
def github() -> None:
    """Do what a workflow does on GitHub, through git and gh.

    They run in a clone of the repository that holds the content folder; gh has its token from
    GH_TOKEN. An argument that is empty counts as none, as a workflow hands on what is not given.
    """


_URL = url_option(apis.DAILY_PAPERS)
_ARXIV = url_option(apis.ARXIV, "arXiv's API.", "--arxiv-url")


@github.command()
@content_option
@click.option("--day", default="", help="Day of the listings (YYYY-MM-DD); yesterday's without it.")
@flag("--again", "Ask only where the digest is too young to know what is usual of such a day.")
@_URL
@_ARXIV
@captures_option
@for_people
def intake(content: Path, day: str, again: bool, url: str, arxiv_url: str, out: Path) -> None:
    """Fetch and merge the listings of a day, and propose them as a pull request.

    Prints its text. The sources are those of digest.yml. One that is silent for longer than it
    ever was, incomplete or damaged is named in one issue.
    """
    corpus, of = store.load(existing(content)).corpus, _day(day)
    if again and not arrivals.is_young(corpus, of):
        say(f"enough of such days are known: the listing of {of} counts as it came")
        return
    change, is_doubtful = _bring(content, of, url, arxiv_url, out, is_first=not again)
    if is_doubtful:
        GitHub(content).report("source", "A source is silent or incomplete", change.body)


@github.command()
@content_option
@_URL
@_ARXIV
@captures_option
@for_people
def renew(content: Path, url: str, arxiv_url: str, out: Path) -> None:
    """Make anew the pull requests of listings that no longer merge with what is checked out."""
    for day in listings.stale(existing(content), GitHub(content)):
        _bring(content, day, url, arxiv_url, out)


def _bring(
    content: Path, day: str, url: str, arxiv_url: str, out: Path, *, is_first: bool = False
) -> tuple[ChangeRequest, bool]:
    """The listings of a day, fetched, merged and proposed, and whether somebody should look.

    Their text is printed.
    """
    corpus = store.load(content).corpus
    connection = web(content, apis.ARXIV_PAUSE)
    arrived = []
    for asked in arrivals.questions(corpus.settings.intake, day, daily_papers=url, arxiv=arxiv_url):
        files.write(out / asked.name, connection.get(asked.address, asked.kinds))
        arrived.append(arrivals.arrival(corpus, out / asked.name, day, asked))
    is_asked_again = is_first and arrivals.is_young(corpus, day)
    change, is_doubtful = listings.merged(
        content, arrived, day, today(), is_asked_again=is_asked_again
    )
    click.echo(change.body, nl=False)
    say(branches.propose(content, GitHub(content), change).said)
    return change, is_doubtful


@github.command()
@event_argument
@content_option
@for_people
def obey(event: Path, content: Path) -> None:
    """Carry out what a comment on a pull request orders: /leave ID, /topics ID a, b, /accept.

    EVENT is the file that GITHUB_EVENT_PATH names in a workflow that a comment started. Only who
    may write to the repository is obeyed.
    """
    try:
        asked = orders.comment(event.read_bytes())
    except orders.NoComment as error:
        raise click.UsageError(f"{event}: {error}") from None
    click.echo(orders.obey(existing(content), GitHub(content), asked))


@github.command()
@content_option
@for_people
def wake(content: Path) -> None:
    """Enable the schedules that GitHub stopped after 60 days without a commit, and say which."""
    for name in GitHub(existing(content)).wake():
        click.echo(f"{name}: GitHub had stopped it after 60 days without a commit; it runs again")


@github.command()
@content_option
@dead_after_option
@for_people
def links(content: Path, dead_after: int) -> None:
    """Check the links of all records, propose their history, and name dead ones in one issue.

    The pull request brings the new addresses of links that moved for good. Prints the report.
    """
    found = links_of(content, None, dead_after, move=True)
    click.echo(found.report, nl=False)
    hub = GitHub(content)
    change = ChangeRequest("links/health", "Content: how the links fared", found.report)
    say(branches.propose(content, hub, change).said)
    if found.dead:
        hub.report("link health", "Links that are dead", found.report)


@github.command()
@event_argument
@content_option
@arxiv_option
@for_people
def propose(event: Path, content: Path, url: str) -> None:
    """Make the form of an issue a pull request with one record, and answer on the issue.

    EVENT is the file that GITHUB_EVENT_PATH names in a workflow that an issue started.
    """
    number, found = answered(event, content, url)
    if found is None:
        click.echo("no form made this issue")
        return
    hub, answer = GitHub(content), found.answer
    if found.title:
        change = ChangeRequest(f"propose/issue-{number}", found.title, found.body)
        outcome = branches.propose(content, hub, change)
        say(outcome.said)
        answer += "" if outcome.well else f"\nA word to the curators: {outcome.said}.\n"
    hub.comment(number, answer, "form")
    click.echo(found.kind)


@github.command()
@click.argument("commit")
@click.argument("file", type=FILE)
@content_option
@for_people
def comment(commit: str, file: Path, content: Path) -> None:
    """Say on the pull request whose last commit is COMMIT what it means.

    FILE is what 'digest diff --json' printed there: it is read as text of somebody else.
    """
    found = printed(file, content)
    hub = GitHub(content)
    if number := hub.pull_request_at(commit):
        hub.comment(number, words.markdown(found), "difference")


@github.command()
@click.argument("commit")
@content_option
@for_people
def label(commit: str, content: Path) -> None:
    """Label the pull request whose last commit is COMMIT by what it touches."""
    hub = GitHub(existing(content))
    if number := hub.pull_request_at(commit):
        hub.label(number, labels(hub.files(number)))


@github.command()
@click.argument("period", default="")
@content_option
@site_option
@click.option("--out", type=FOLDER, required=True, help="Folder that the folder email/ stands in.")
@incomplete_option
@for_people
def newsletter(period: str, content: Path, site: Path, out: Path, incomplete: bool) -> None:
    """Write the newsletter of PERIOD, or of last week, and print which period that is.

    Last week is taken as it is, so that it goes out with nobody there; what it lacks is named.
    """
    last_week = (now().date() - datetime.timedelta(7)).strftime("%G-W%V")
    digest, issue = made(period or last_week, content, site, incomplete or not period)
    for path in files.write_all(letters.files(issue, digest, moment=now()), out):
        say(str(path))
    click.echo(f"period={period or last_week}")


@github.command()
@click.argument("folder", type=click.Path(path_type=Path, exists=True, file_okay=False))
@for_people
def ledger(folder: Path) -> None:
    """Push who has had which issue to the repository in FOLDER."""
    say(branches.keep_ledger(folder, GitHub(folder)))


def _day(stated: str) -> str:
    if not stated:
        return (now().date() - datetime.timedelta(1)).isoformat()
    try:
        return datetime.date.fromisoformat(stated).isoformat()
    except ValueError:
        raise click.UsageError(f"'{stated}' is no day: write it as 2026-04-03") from None
