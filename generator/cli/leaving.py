"""The command by which a curator declines papers: leave."""

from __future__ import annotations

from pathlib import Path

import click

from generator import intake, store
from generator.cli.options import content_option, dry_run_option, existing, for_people
from generator.intake import leaving
from generator.review import correction
from generator.review.proposed import Unclear


@click.command()
@click.argument("ids", nargs=-1, required=True)
@click.option("--reason", default="", help="Why, in a sentence: who proposes it again is told.")
@content_option
@dry_run_option
@for_people
def leave(ids: tuple[str, ...], reason: str, content: Path, dry_run: bool) -> None:
    """Take papers out of the records and remember that in left-out.yml: no import brings them back.

    IDS are identifiers, ids of records or addresses of their pages.
    """
    loaded = intake.sound(existing(content))
    corpus = loaded.corpus
    for id in ids:
        try:
            paper = correction.record(id, corpus)
        except Unclear:
            raise click.UsageError(f"there is no record '{id}': name it by its id") from None
        corpus = leaving.leave(corpus, paper, reason)
        click.echo(f"left out: {paper.id}: {paper.title}")
    if not dry_run:
        store.write(content, store.changes(loaded, corpus), loaded.state)
