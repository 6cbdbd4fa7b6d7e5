"""The command that checks content."""

from __future__ import annotations

import json
from collections import Counter
from dataclasses import asdict
from pathlib import Path

import click

from generator import check as checks
from generator import intake, store
from generator.cli.options import content_option, count, existing, for_people, problem_line, say


@click.command()
@content_option
@click.option(
    "--against",
    multiple=True,
    type=click.Path(path_type=Path, exists=True, dir_okay=False),
    metavar="CAPTURE",
    help="A capture whose abstracts no summary may copy; may be given more than once.",
)
@click.option(
    "--format",
    "style",
    type=click.Choice(["text", "json"]),
    default="text",
    show_default=True,
    help="How to print the problems.",
)
@for_people
def check(content: Path, against: tuple[Path, ...], style: str) -> None:
    """Print every problem of the content folder, with path, line and what to do."""
    abstracts = intake.abstracts(against)
    found = tuple(checks.problems(store.load(existing(content)), abstracts))
    if style == "json":
        click.echo(json.dumps([asdict(problem) for problem in found], ensure_ascii=False))
    else:
        for problem in found:
            click.echo(problem_line(content, problem))
        counts = Counter(problem.severity for problem in found)
        totals = " and ".join(count(counts[kind], kind) for kind in ("error", "warning"))
        say(totals if found else "no problems")
    raise SystemExit(int(any(problem.severity == "error" for problem in found)))
