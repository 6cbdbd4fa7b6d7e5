"""The commands that fetch: raw answers of sources into captures."""

from __future__ import annotations

import datetime
import json
import time
from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Any

import click

from generator import __version__, intake, store
from generator.cli.options import content_option, count, for_people, say
from generator.fetch import apis
from generator.intake import untitled
from generator.intake.enrich import short_name
from generator.papers import fields, identity
from generator.store import files as kept

_OUT = click.option(
    "--out",
    type=click.Path(path_type=Path, file_okay=False),
    default=Path("captures"),
    show_default=True,
    help="Folder for the capture.",
)
_FORCE = click.option("--force", is_flag=True, help="Write over a capture that is there.")


@click.group()
def fetch() -> None:
    """Write the raw answer of a source into captures/; nothing else is done with it."""


@fetch.command()
@click.option(
    "--date",
    type=click.DateTime(["%Y-%m-%d"]),
    help="Day of the listing (YYYY-MM-DD); today's, in UTC, without it.",
)
@click.option("--week", metavar="WEEK", help="Week of the listing instead: 2026-W46.")
@click.option(
    "--month", type=click.DateTime(["%Y-%m"]), help="Month of the listing instead: 2026-11."
)
@content_option
@_OUT
@_FORCE
@click.option("--url", default=apis.DAILY_PAPERS, show_default=True, help="Address of the API.")
@click.option("--json", "as_json", is_flag=True, help="Print what came as JSON.")
@for_people
def hf(
    content: Path,
    date: Any,
    week: str | None,
    month: Any,
    out: Path,
    force: bool,
    url: str,
    as_json: bool,
) -> None:
    """Fetch a day, a week or a month of Hugging Face's Daily Papers.

    Exit code 1, with the capture written, where the source is silent that day or gives less
    than the editions of that weekday in the content folder have.
    """
    from generator.fetch.web import Web

    if sum(map(bool, (date, week, month))) > 1:
        raise click.UsageError("a --date, a --week or a --month, not several")
    if week and not (len(week) == len("2026-W46") and fields.LISTED.read(week)):
        raise click.UsageError(f"'{week}' is no week: write 2026-W46")
    day = (date or datetime.datetime.now(datetime.UTC)).date().isoformat()
    day = week or (month.date().isoformat()[:7] if month else day)
    path = out / f"hf-{day}.json"
    web = Web(agent(content), wait=time.sleep)
    kept.write(path, web.get(apis.daily_papers(day, url), apis.JSON), over=force)
    arrived = intake.arrival(content, path, day, apis.LARGEST_DAY)
    for remark in arrived.remarks:
        say(f"{path}: {remark}")
    if as_json:
        click.echo(json.dumps({**asdict(arrived), "path": str(path), "day": day}))
    else:
        click.echo(f"{path}: {count(arrived.papers, 'paper')}")
    raise SystemExit(int(bool(arrived.remarks)))


@fetch.command()
@click.argument("ids", nargs=-1)
@click.option("--query", metavar="QUERY", help="In arXiv's notation: 'cat:cs.CL AND ti:kites'.")
@click.option(
    "--max",
    "most",
    type=click.IntRange(1, 500),
    default=50,
    show_default=True,
    help="The most papers that a query may bring, the newest first.",
)
@content_option
@_OUT
@_FORCE
@click.option("--url", default=apis.ARXIV, show_default=True, help="Address of the API.")
@for_people
def arxiv(
    ids: tuple[str, ...],
    query: str | None,
    most: int,
    content: Path,
    out: Path,
    force: bool,
    url: str,
) -> None:
    """Fetch papers from arXiv: by their IDS, or by a query."""
    from generator.fetch.web import Web

    if bool(ids) == bool(query):
        raise click.UsageError("name papers, '2210.02414 2503.02130', or a --query, not both")
    web = Web(agent(content), wait=time.sleep, pause=apis.ARXIV_PAUSE)
    if query:
        addresses = [
            (f"query-{short_name([query, str(most)])}", apis.arxiv_query(query, most, url))
        ]
    else:
        addresses = [
            (_name(batch), apis.arxiv_ids(batch, url))
            for batch in apis.batches([_id(text) for text in ids])
        ]
    paths = []
    for name, address in addresses:
        paths.append(out / f"arxiv-{name}.xml")
        kept.write(paths[-1], web.get(address, apis.ATOM), over=force)
        click.echo(str(paths[-1]))
    _end(intake.missing(paths, map(_id, ids)), "arXiv")


@fetch.command("list")
@click.argument(
    "files", nargs=-1, required=True, type=click.Path(path_type=Path, exists=True, dir_okay=False)
)
@content_option
@_OUT
@_FORCE
@click.option("--arxiv-url", default=apis.ARXIV, show_default=True, help="arXiv's API.")
@click.option("--crossref-url", default=apis.CROSSREF, show_default=True, help="Crossref's API.")
@for_people
def fetch_list(
    files: tuple[Path, ...],
    content: Path,
    out: Path,
    force: bool,
    arxiv_url: str,
    crossref_url: str,
) -> None:
    """Fetch the papers that FILES name by an arXiv id or a DOI alone.

    arXiv and Crossref are asked; `digest ingest FILE --from ANSWER` then has their titles.
    """
    from generator.fetch.web import Web

    ids, dois = untitled.wanted(map(intake.read, files))
    web = Web(agent(content), wait=time.sleep, pause=apis.ARXIV_PAUSE)
    asked = [
        (f"arxiv-{_name(batch)}.xml", apis.arxiv_ids(batch, arxiv_url), apis.ATOM)
        for batch in apis.batches(ids)
    ] + [
        (f"crossref-{short_name(batch)}.json", apis.crossref_dois(batch, crossref_url), apis.JSON)
        for batch in apis.batches(dois, apis.LARGEST_BATCH_OF_DOIS)
    ]
    for name, address, kinds in asked:
        kept.write(out / name, web.get(address, kinds), over=force)
        click.echo(str(out / name))
    if not asked:
        say("every paper has its title: nothing to fetch")
    _end(intake.missing([out / name for name, _, _ in asked], (*ids, *dois)), "the answers")


def _end(missing: Sequence[str], source: str) -> None:
    """Exit code 1 where not all came that was asked for, with what did not."""
    if missing:
        say(f"{source} did not have {', '.join(missing)}")
    raise SystemExit(int(bool(missing)))


def agent(content: Path) -> str:
    """How the digest names itself to a source: with the address of its repository."""
    settings = store.load(content).corpus.settings
    address = settings.repository or settings.url
    return f"paper-digest/{__version__}{f' (+{address})' if address.isascii() and address else ''}"


def _id(text: str) -> str:
    found = identity.arxiv_id(text)
    if not found:
        raise click.UsageError(f"'{text}' is no arXiv id: write 2210.02414 or cs/0601001")
    return found


def _name(ids: list[str]) -> str:
    return ids[0].replace("/", "-") if len(ids) == 1 else f"ids-{short_name(ids)}"
