"""The command that fills what records lack: enrich."""

from __future__ import annotations

import json
import sys
import time
from dataclasses import asdict
from pathlib import Path
from typing import Any

import click

from generator import intake
from generator.cli.fetching import agent
from generator.cli.options import (
    cache_of,
    content_option,
    count,
    difference_line,
    dry_run_option,
    existing,
    for_people,
    say,
)
from generator.fetch import apis
from generator.intake.enrich import Enrichment


@click.command()
@click.option(
    "--from",
    "file",
    type=click.Path(path_type=Path, exists=True, dir_okay=False),
    help="JSON lines of facts (title, arxiv, doi, published, authors, category), or an answer of"
    " arXiv's API; without it, arXiv is asked.",
)
@content_option
@dry_run_option
@click.option("--limit", type=click.IntRange(1), help="The most records to ask arXiv about.")
@click.option(
    "--captures",
    type=click.Path(path_type=Path, file_okay=False),
    default=Path("captures"),
    show_default=True,
    help="Folder that keeps arXiv's answers; what is there is not asked for again.",
)
@click.option("--force", is_flag=True, help="Ask arXiv again.")
@click.option("--url", default=apis.ARXIV, show_default=True, help="Address of arXiv's API.")
@click.option("--json", "as_json", is_flag=True, help="Print what was filled as JSON.")
@for_people
def enrich(
    file: Path | None,
    content: Path,
    dry_run: bool,
    limit: int | None,
    captures: Path,
    force: bool,
    url: str,
    as_json: bool,
) -> None:
    """Fill missing identifiers, dates, authors and categories.

    Without --from, arXiv is asked, in batches by identifier and by title where a record has
    none, three seconds apart. Only facts of exactly the same title are taken; what a record
    states stays.
    """
    if file:
        found = intake.facts(file)
        done = intake.enrich(existing(content), found, dry_run=dry_run, cache=cache_of(content))
        answers: dict[str, Any] = {}
    else:
        done, answers = _asked(
            existing(content), captures, url, limit=limit, force=force, dry_run=dry_run
        )
    for difference in done.differences:
        say(difference_line(difference))
    for title in done.unknown:
        say(f"no record has the title '{title}'")
    for line in done.refused:
        say(f"not filled: {line}: is it the same paper?")
    if as_json:
        data = {**asdict(done), "filled": dict(done.filled), **answers}
        click.echo(json.dumps(data, ensure_ascii=False))
        return
    filled = ", ".join(f"{name} in {count}" for name, count in done.filled.items())
    click.echo(f"filled {count(done.papers, 'record')}{f': {filled}' if filled else ''}")


def _asked(
    content: Path, captures: Path, url: str, *, limit: int | None, force: bool, dry_run: bool
) -> tuple[Enrichment, dict[str, Any]]:
    """What arXiv's answers filled, and what was asked."""
    from generator.fetch.web import Web

    web = Web(agent(content), wait=time.sleep, pause=apis.ARXIV_PAUSE)
    with click.progressbar(length=1000, label="Asking arXiv", file=sys.stderr) as bar:

        def progress(done: int, total: int) -> None:
            bar.update(done * 1000 // max(total, 1) - bar.pos)

        answered = intake.ask(
            content,
            captures,
            web,
            base=url,
            most=limit,
            force=force,
            dry_run=dry_run,
            progress=progress,
        )
    for line in answered.doubtful:
        say(line)
    kept = f"; {count(answered.kept, 'answer')} kept from before" if answered.kept else ""
    say(
        f"asked about {count(answered.records, 'record')}: {count(answered.asked, 'request')}{kept}"
    )
    names = ("records", "asked", "kept", "doubtful")
    return answered.enrichment, {name: getattr(answered, name) for name in names}
