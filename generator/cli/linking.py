"""The command that looks after links: links."""

from __future__ import annotations

import datetime
import json
import sys
from dataclasses import asdict
from pathlib import Path

import click

from generator import store
from generator.cli.fetching import agent
from generator.cli.options import content_option, dry_run_option, existing, fail, for_people
from generator.review import health as linkhealth
from generator.store.captures import save


@click.command()
@content_option
@click.option(
    "--history",
    "kept",
    type=click.Path(path_type=Path, dir_okay=False),
    help="File that keeps how links fared; links.jsonl in the content folder without it.",
)
@click.option(
    "--dead-after",
    type=click.IntRange(1),
    default=3,
    show_default=True,
    help="On how many different days a link fails before it counts as dead.",
)
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
    from generator.fetch import link_checker

    loaded = store.load(existing(content))
    file = kept or content / "links.jsonl"
    history = _history(file)
    holders = linkhealth.holders(loaded.corpus)
    with click.progressbar(length=len(holders), label="Checking", file=sys.stderr) as bar:
        answers = link_checker.check(
            list(holders),
            agent(content),
            per_second=per_second,
            progress=lambda done: bar.update(done - bar.pos),
        )
    day = datetime.datetime.now(datetime.UTC).date().isoformat()
    history = linkhealth.updated(history, day, answers)
    if not dry_run:
        save(file, linkhealth.text(history).encode(), force=True)
    dead = [link for link in history.links.values() if link.is_dead(dead_after)]
    if as_json:
        troubled = [asdict(link) for link in history.links.values() if link.said]
        data = {"run": asdict(history.runs[-1]), "dead": len(dead), "troubled": troubled}
        click.echo(json.dumps(data, ensure_ascii=False))
    else:
        settings = loaded.corpus.settings
        root = f"{settings.repository.rstrip('/')}/edit/{settings.branch}/content/"
        base = root if settings.repository else f"{content}/"
        places = {paper: base + source for paper, source in loaded.sources.items()}
        report = linkhealth.report(history, holders, dead_after=dead_after, places=places)
        click.echo(report, nl=False)
    raise SystemExit(int(bool(dead)))


def _history(file: Path) -> linkhealth.History:
    try:
        text = file.read_text(encoding="utf-8") if file.is_file() else ""
        return linkhealth.parse(text)
    except (linkhealth.Damaged, UnicodeDecodeError) as error:
        fail(f"{file}: {error}")
