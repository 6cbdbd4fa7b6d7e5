"""Commands that bring captures in: parse, ingest."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable
from dataclasses import asdict
from pathlib import Path
from typing import Any

import click

from generator import intake
from generator.cli.options import (
    cache_of,
    content_option,
    count,
    difference_line,
    dry_run_option,
    for_people,
    progress_bar,
    say,
    today,
)
from generator.intake import Ingested
from generator.intake.merge import Account
from generator.papers.model import Capture, Entry, Rejection
from generator.sources import Unreadable

_LARGE, _MANY = 5_000_000, 1_000
_PARTS = ("blocks", "new", "sightings", "left_out", "rejected")
_FILES = click.argument(
    "files", nargs=-1, required=True, type=click.Path(path_type=Path, exists=True, dir_okay=False)
)
_DATE = click.option(
    "--date",
    type=click.DateTime(["%Y-%m-%d"]),
    help="Day of the listing, where the capture does not say it (YYYY-MM-DD).",
)
_LENIENT = click.option(
    "--lenient", is_flag=True, help="Read the sound papers of a text that is mostly damaged."
)


@click.command()
@_FILES
@_DATE
@_LENIENT
@for_people
def parse(files: tuple[Path, ...], date: Any, lenient: bool) -> None:
    """Print what captures hold, as JSON, one object a file."""
    failed = False
    for path in files:
        try:
            capture = intake.read(path, _iso(date), lenient=lenient)
        except Unreadable as error:
            say(f"digest: {error}")
            failed = True
            continue
        click.echo(json.dumps(_capture_json(capture), ensure_ascii=False))
        _remarks(path, capture.notes, capture.rejected, "rejected")
        failed |= bool(capture.rejected)
    raise SystemExit(int(failed))


@click.command()
@_FILES
@content_option
@_DATE
@dry_run_option
@click.option("--no-abstracts", is_flag=True, help="Keep no abstract, whatever digest.yml says.")
@click.option("--strict", is_flag=True, help="Change nothing where a capture is damaged.")
@_LENIENT
@click.option(
    "--from",
    "answers",
    multiple=True,
    type=click.Path(path_type=Path, exists=True, dir_okay=False),
    help="A capture that says the titles of identifiers alone, as `digest fetch list` brings it.",
)
@click.option(
    "--new",
    "as_news",
    is_flag=True,
    help="What is new to the digest is news, though the listing is older than thirty days or has"
    " no date.",
)
@click.option("--json", "as_json", is_flag=True, help="Print the account as JSON.")
@for_people
def ingest(
    files: tuple[Path, ...],
    content: Path,
    date: Any,
    dry_run: bool,
    no_abstracts: bool,
    strict: bool,
    lenient: bool,
    answers: tuple[Path, ...],
    as_news: bool,
    as_json: bool,
) -> None:
    """Merge captures into the content folder, and print the account."""
    for path in files:
        if (size := path.stat().st_size) >= _LARGE:
            say(f"reading {path}: {size / 1e6:,.0f} MB")
    with progress_bar("Merging") as progress:
        done = intake.ingest(
            content,
            files,
            date=_iso(date),
            today=today(),
            as_news=as_news,
            dry_run=dry_run,
            keep_abstracts=False if no_abstracts else None,
            strict=strict,
            cache=cache_of(content),
            lenient=lenient,
            answers=answers,
            progress=progress,
            before_writing=_announce,
        )
    for path, capture, account in done.accounts:
        _remarks(path, capture.notes + account.notes, account.rejected, "rejected")
        _remarks(path, (), account.left_out, "left out")
        for difference in account.differences:
            say(difference_line(difference))
    refused = strict and done.damaged
    if as_json:
        click.echo(json.dumps(_account_json(done, dry_run or refused), ensure_ascii=False))
    else:
        _print_account(done)
        click.echo(_outcome(done, dry_run, refused, content))
    raise SystemExit(int(done.damaged))


def _iso(date: Any) -> str | None:
    return date.date().isoformat() if date else None


def _capture_json(capture: Capture) -> dict[str, Any]:
    return {
        "format": capture.format,
        "kind": capture.kind,
        "captured": capture.captured,
        "date": capture.captured,
        "entries": [_entry_json(entry) for entry in capture.entries],
        "rejected": [asdict(rejection) for rejection in capture.rejected],
    }


def _entry_json(entry: Entry) -> dict[str, Any]:
    """An entry with its title null where it is to be looked up, and its own page as ``url``."""
    order = (
        "title abstract authors authors_count published upvotes comments arxiv doi category venue"
    )
    data = asdict(entry)
    page = next((link.url for link in entry.links if link.kind == "paper"), None)
    return {
        **{name: data[name] for name in order.split()},
        "title": entry.title or None,
        "url": page,
        "links": data["links"],
        "line": entry.line,
    }


def _announce(files: int) -> None:
    """What will be written, where that is much."""
    if files >= _MANY:
        say(f"writing {files:,} files")


def _remarks(path: Path, notes: Iterable[str], blocks: Iterable[Rejection], what: str) -> None:
    for note in notes:
        say(f"{path}: {note}")
    for block in blocks:
        text = "".join(c if c.isprintable() else " " for c in " ".join(block.text.split()))
        shown = text if len(text) <= 60 else f"{text[:57]}…"
        say(f"{path}:{block.line}: {what}: {block.reason}: {shown}")


def _totals(account: Account) -> dict[str, int]:
    return {
        "blocks": account.blocks,
        "new": len(account.new),
        "sightings": account.sightings,
        "left_out": len(account.left_out),
        "rejected": len(account.rejected),
    }


def _sum(done: Ingested) -> dict[str, int]:
    totals: Counter[str] = Counter()
    for _, _, account in done.accounts:
        totals.update(_totals(account))
    return {name: totals[name] for name in _PARTS}


def _account_json(done: Ingested, unwritten: bool) -> dict[str, Any]:
    return {
        "files": [
            {
                "file": str(path),
                "format": capture.format,
                "captured": capture.captured,
                "edition": account.edition,
                **_totals(account),
                "repeated": account.repeated,
                "papers": list(account.new),
                "rejections": [asdict(rejection) for rejection in account.rejected],
                "differences": [asdict(difference) for difference in account.differences],
                "left_out_blocks": [asdict(block) for block in account.left_out],
                "notes": [*capture.notes, *account.notes],
            }
            for path, capture, account in done.accounts
        ],
        "totals": _sum(done),
        "written": [] if unwritten else list(done.written),
    }


def _print_account(done: Ingested) -> None:
    for path, _, account in done.accounts:
        repeated = f" ({account.repeated} known to the edition)" if account.repeated else ""
        edition = f"edition {account.edition}" if account.edition else "no edition"
        click.echo(f"{path.name} → {edition}: {_sentence(_totals(account))}{repeated}")
    if len(done.accounts) > 1:
        click.echo(f"in all: {_sentence(_sum(done))}")


def _sentence(totals: dict[str, int]) -> str:
    parts = f"{totals['new']} new + {totals['sightings']} sightings"
    if totals["left_out"]:
        parts += f" + {totals['left_out']} left out"
    return f"{count(totals['blocks'], 'block')} = {parts} + {totals['rejected']} rejected"


def _outcome(done: Ingested, dry_run: bool, refused: bool, content: Path) -> str:
    if refused:
        return f"nothing written to {content}: --strict refuses a damaged capture"
    files = count(len(done.written), "file")
    return f"{files} would change in {content}" if dry_run else f"{files} written in {content}"
