"""Commands of the newsletter: email."""

from __future__ import annotations

import json
from pathlib import Path

import click

from generator import store
from generator.build import trees
from generator.cli.options import content_option, count, existing, fail, for_people, now, say
from generator.papers import wording
from generator.publish import newsletter
from generator.publish.newsletter import Issue, Service
from generator.store import git as history
from generator.views import Digest, periods

period_argument = click.argument("period")
site_option = click.option(
    "--site",
    type=click.Path(path_type=Path, file_okay=False),
    default=Path("site"),
    show_default=True,
    help="The built site, whose data the newsletter is made of.",
)
incomplete_option = click.option(
    "--incomplete", is_flag=True, help="Take a period of which listings are, or may be, to come."
)


@click.command()
@period_argument
@content_option
@site_option
@click.option(
    "--out",
    type=click.Path(path_type=Path, file_okay=False),
    help="Folder that the folder email/ stands in.  [default: the site]",
)
@click.option(
    "--unsubscribe",
    default="",
    metavar="ADDRESS",
    help="Where a reader leaves, or the expression that a service writes in its place.",
)
@click.option(
    "--draft",
    "service",
    type=click.Choice(["buttondown", "listmonk"]),
    help="Write nothing: print what asks the API of a service for a draft, as JSON.",
)
@incomplete_option
@click.option("--json", "as_json", is_flag=True, help="Print what was made as JSON.")
@for_people
def email(
    period: str,
    content: Path,
    site: Path,
    out: Path | None,
    unsubscribe: str,
    service: Service | None,
    incomplete: bool,
    as_json: bool,
) -> None:
    """Write the newsletter of PERIOD as HTML, text and mail, dated now.

    PERIOD is a day (2024-10-20), an ISO week (2024-W42), a month (2024-10) or the id of an
    edition. The data is that of the built site, the settings those of the content folder.
    """
    digest, issue = made(period, content, site, incomplete)
    if service:
        click.echo(json.dumps(newsletter.draft(issue, service), ensure_ascii=False))
        return
    files = newsletter.files(issue, digest, unsubscribe, now())
    written = trees.write_files(files, out or site)
    shown = issue.papers - issue.more
    if as_json:
        mail = newsletter.message(issue, digest.corpus.settings, unsubscribe=unsubscribe)
        said = {
            "period": issue.period.id,
            "subject": newsletter.subject(issue),
            "message_id": mail["Message-ID"],
            "papers": issue.papers,
            "shown": shown,
            "repeated": issue.repeated,
            "bytes": len(mail.as_bytes()),
            "files": [path.as_posix() for path in written],
        }
        click.echo(json.dumps(said, ensure_ascii=False))
        return
    for path in written:
        click.echo(path)
    click.echo(f"{newsletter.subject(issue)}: {count(shown, 'paper')} shown")


def made(name: str, content: Path, site: Path, incomplete: bool) -> tuple[Digest, Issue]:
    """The issue of a period, from the site, or one line that says why there is none."""
    corpus = store.load(existing(content)).corpus
    if not (site / "api" / "index.json").is_file():
        raise click.UsageError(f"there is no site in '{site}': build it, or name it with --site")

    def file(path: str) -> str:
        return (site / path).read_text(encoding="utf-8")

    try:
        digest = newsletter.read(file, corpus)
        period = periods.period(digest, name)
    except newsletter.NotTheSite as error:
        fail(f"{site}/{error}")
    except periods.NoPeriod as error:
        raise click.UsageError(str(error)) from error
    if not digest.corpus.settings.url:
        fail(f"{content}/digest.yml: 'url' is missing: a mail has no links without it")
    if lacking := _lacking(digest, period, content):
        if not incomplete:
            fail(f"{name} is not complete: {lacking}, or add --incomplete to take it as it is")
        say(f"{name} is taken as it is: {lacking}")
    if not period.papers:
        fail(f"{name}: no papers{' that the issue before had not' if period.repeated else ''}")
    return digest, newsletter.fitting(digest, period)


def _lacking(digest: Digest, period: periods.Period, content: Path) -> str:
    """What an issue of ``period`` would have later, and what to wait for; '' where nothing."""
    if period.last >= now().date().isoformat():
        return f"it is not over before {wording.day_words(period.last)} is: wait"
    pending = history.intakes(content)
    days = [
        f"{wording.day_words(day)}{' (a pull request has it)' if day in pending else ''}"
        for day in periods.unlisted(digest, period, pending)
    ]
    return f"no listing is in of {', '.join(days)}: merge or import it" if days else ""
