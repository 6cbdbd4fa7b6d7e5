"""The command that looks after links: links."""

from __future__ import annotations

import datetime
import json
import sys
from dataclasses import asdict
from pathlib import Path

import click

from generator.cli.fetching import agent
from generator.cli.options import content_option, dry_run_option, existing, fail, for_people
from generator.review import health
from generator.review.health import Health

dead_after_option = click.option(
    "--dead-after",
    type=click.IntRange(1),
    default=3,
    show_default=True,
    help="On how many different days a link fails before it counts as dead.",
)


@click.command()
@content_option
@click.option(
    "--history",
    "kept",
    type=click.Path(path_type=Path, dir_okay=False),
    help="File that keeps how links fared; links.jsonl in the content folder without it.",
)
@dead_after_option
@click.option(
    "--per-second",
    type=click.FloatRange(0.01, 10),
    default=1,
    show_default=True,
    help="The most requests a second to one host.",
)
@dry_run_option
@click.option("--json", "as_json", is_flag=True, help="Print the links in trouble as JSON.")
@for_people
def links(
    content: Path,
    kept: Path | None,
    dead_after: int,
    per_second: float,
    dry_run: bool,
    as_json: bool,
) -> None:
    """Check the links of all records with LinkChecker, and report as Markdown.

    What was found is kept in a history; nothing is removed from a record. Exit code 1 where
    a link is dead.
    """
    found = checked(content, kept, dead_after, per_second, dry_run)
    if as_json:
        history = found.history
        troubled = [asdict(link) for link in history.links.values() if link.said]
        data = {"run": asdict(history.runs[-1]), "dead": len(found.dead), "troubled": troubled}
        click.echo(json.dumps(data, ensure_ascii=False))
    else:
        click.echo(found.report, nl=False)
    raise SystemExit(int(bool(found.dead)))


def checked(
    content: Path, kept: Path | None, dead_after: int, per_second: float = 1, dry_run: bool = False
) -> Health:
    """Today's check of all links, with a bar that shows how far it is."""
    file = kept or existing(content) / "links.jsonl"
    day = datetime.datetime.now(datetime.UTC).date().isoformat()
    with click.progressbar(length=1, label="Checking", file=sys.stderr) as bar:

        def progress(done: int, total: int) -> None:
            bar.length = total
            bar.update(done - bar.pos)

        try:
            return health.check(
                existing(content),
                file,
                day,
                agent=agent(content),
                dead_after=dead_after,
                per_second=per_second,
                dry_run=dry_run,
                progress=progress,
            )
        except health.Damaged as error:
            fail(str(error))
