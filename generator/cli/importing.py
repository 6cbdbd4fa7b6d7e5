"""Commands that bring papers in: parse, ingest, fetch, enrich."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Any

import click

from generator import intake, store
from generator.cli.options import (
    FILE,
    cache_of,
    captures_option,
    content_option,
    count,
    difference_line,
    dry_run_option,
    existing,
    files_argument,
    files_option,
    flag,
    folder_option,
    for_people,
    json_option,
    progress_bar,
    say,
    say_all,
    today,
    url_option,
    web,
)
from generator.fetch import apis
from generator.intake import Ingested, arrivals, blocks, merge
from generator.intake.enrich import Enrichment, short_name
from generator.papers import fields, identity
from generator.papers.model import Capture, Entry, Rejection
from generator.sources import Unreadable
from generator.store import files as kept

_LARGE, _MANY = 5_000_000, 1_000
_ENTRY = "title abstract authors authors_count published upvotes comments arxiv doi category venue"
_DAY = click.DateTime(["%Y-%m-%d"])
_DATE = click.option(
    "--date",
    type=_DAY,
    help="Day of the listing, where the capture does not say it (YYYY-MM-DD).",
)
_LENIENT = flag("--lenient", "Read the sound papers of a text that is mostly damaged.")
_FORCE = flag("--force", "Write over a capture that is there.")


@click.command()
@files_argument
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
@files_argument
@content_option
@_DATE
@dry_run_option
@flag("--no-abstracts", "Keep no abstract, whatever digest.yml says.")
@flag("--strict", "Change nothing where a capture is damaged.")
@_LENIENT
@files_option(
    "--from",
    "answers",
    "A capture that says the titles of identifiers alone, as `digest fetch list` brings it",
)
@click.option(
    "--new",
    "as_news",
    is_flag=True,
    help="What is new to the digest is news, though the listing is older than thirty days or has"
    " no date.",
)
@json_option("the account")
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
    captures = [(path, intake.read(path, _iso(date), lenient=lenient)) for path in files]
    with progress_bar("Merging") as progress:
        done = intake.ingest(
            content,
            captures,
            today=today(),
            as_news=as_news,
            dry_run=dry_run,
            keep_abstracts=False if no_abstracts else None,
            strict=strict,
            cache=cache_of(content),
            answers=answers,
            progress=progress,
            before_writing=_announce,
        )
    for path, capture, account in done.accounts:
        _remarks(path, capture.notes + account.notes, account.rejected, "rejected")
        _remarks(path, (), account.left_out, "left out")
        say_all(map(difference_line, account.differences))
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
    data = asdict(entry)
    return {
        **{name: data[name] for name in _ENTRY.split()},
        "title": entry.title or None,
        "url": next((link.url for link in entry.links if link.kind == "paper"), None),
        "links": data["links"],
        "line": entry.line,
    }


def _announce(files: int) -> None:
    """What will be written, where that is much."""
    if files >= _MANY:
        say(f"writing {files:,} files")


def _remarks(path: Path, notes: Iterable[str], blocks: Iterable[Rejection], what: str) -> None:
    say_all(f"{path}: {note}" for note in notes)
    for block in blocks:
        text = "".join(c if c.isprintable() else " " for c in " ".join(block.text.split()))
        shown = text if len(text) <= 60 else f"{text[:57]}…"
        say(f"{path}:{block.line}: {what}: {block.reason}: {shown}")


def _account_json(done: Ingested, unwritten: bool) -> dict[str, Any]:
    return {
        "files": [
            {
                "file": str(path),
                "format": capture.format,
                "captured": capture.captured,
                "edition": account.edition,
                **merge.totals([account]),
                "left_out_by": merge.rules([account]),
                "repeated": account.repeated,
                "papers": list(account.new),
                "rejections": [asdict(rejection) for rejection in account.rejected],
                "differences": [asdict(difference) for difference in account.differences],
                "left_out_blocks": [asdict(block) for block in account.left_out],
                "notes": [*capture.notes, *account.notes],
            }
            for path, capture, account in done.accounts
        ],
        "totals": merge.totals(account for _, _, account in done.accounts),
        "written": [] if unwritten else list(done.written),
    }


def _print_account(done: Ingested) -> None:
    for path, _, account in done.accounts:
        repeated = f" ({account.repeated} known to the edition)" if account.repeated else ""
        edition = f"edition {account.edition}" if account.edition else "no edition"
        click.echo(f"{path.name} → {edition}: {merge.sentence(account)}{repeated}")
    if len(done.accounts) > 1:
        in_all = merge.sentence(*(account for _, _, account in done.accounts))
        click.echo(f"in all: {in_all}")


def _outcome(done: Ingested, dry_run: bool, refused: bool, content: Path) -> str:
    if refused:
        return f"nothing written to {content}: --strict refuses a damaged capture"
    files = count(len(done.written), "file")
    return f"{files} would change in {content}" if dry_run else f"{files} written in {content}"


@click.group()
def fetch() -> None:
    """Write the raw answer of a source into captures/; nothing else is done with it."""


@fetch.command()
@click.option(
    "--date", type=_DAY, help="Day of the listing (YYYY-MM-DD); today's, in UTC, without it."
)
@click.option("--week", metavar="WEEK", help="Week of the listing instead: 2026-W46.")
@click.option(
    "--month", type=click.DateTime(["%Y-%m"]), help="Month of the listing instead: 2026-11."
)
@content_option
@captures_option
@_FORCE
@url_option(apis.DAILY_PAPERS)
@json_option("what came")
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
    if sum(map(bool, (date, week, month))) > 1:
        raise click.UsageError("a --date, a --week or a --month, not several")
    if week and not (len(week) == len("2026-W46") and fields.LISTED.read(week)):
        raise click.UsageError(f"'{week}' is no week: write 2026-W46")
    day = week or (_iso(month) or "")[:7] or _iso(date) or today()
    asked = arrivals.of_daily_papers(day, url)
    path = out / asked.name
    kept.write(path, web(content).get(asked.address, asked.kinds), over=force)
    arrived = arrivals.arrival(store.load(content).corpus, path, day, asked)
    say_all(f"{path}: {remark}" for remark in arrived.remarks)
    if as_json:
        papers, remarks = arrived.papers, arrived.remarks
        answer = {"path": str(path), "papers": papers, "remarks": remarks, "day": day}
        click.echo(json.dumps(answer | {"is_usual": arrived.is_usual}))
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
@captures_option
@_FORCE
@url_option(apis.ARXIV)
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
    if bool(ids) == bool(query):
        raise click.UsageError("name papers, '2210.02414 2503.02130', or a --query, not both")
    wanted = [_id(text) for text in ids]
    asked = _arxiv(wanted, url)
    if query:
        name = f"arxiv-query-{short_name([query, str(most)])}.xml"
        asked = [(name, apis.arxiv_query(query, most, url), apis.ATOM)]
    _fetch(content, out, asked, wanted, "arXiv", force)


@fetch.command("list")
@files_argument
@content_option
@captures_option
@_FORCE
@url_option(apis.ARXIV, "arXiv's API.", "--arxiv-url")
@url_option(apis.CROSSREF, "Crossref's API.", "--crossref-url")
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
    ids, dois = blocks.untitled(map(intake.read, files))
    crossref = [
        (f"crossref-{short_name(batch)}.json", apis.crossref_dois(batch, crossref_url), apis.JSON)
        for batch in apis.batches(dois, apis.LARGEST_BATCH_OF_DOIS)
    ]
    asked = _arxiv(ids, arxiv_url) + crossref
    if not asked:
        say("every paper has its title: nothing to fetch")
    _fetch(content, out, asked, (*ids, *dois), "the answers", force)


_Asked = list[tuple[str, str, tuple[str, ...]]]


def _arxiv(ids: Sequence[str], url: str) -> _Asked:
    """What asks arXiv for papers: the name of a capture, an address, the kinds of its answer."""
    return [
        (f"arxiv-{_name(batch)}.xml", apis.arxiv_ids(batch, url), apis.ATOM)
        for batch in apis.batches(ids)
    ]


def _name(ids: list[str]) -> str:
    return ids[0].replace("/", "-") if len(ids) == 1 else f"ids-{short_name(ids)}"


def _id(text: str) -> str:
    found = identity.arxiv_id(text)
    if not found:
        raise click.UsageError(f"'{text}' is no arXiv id: write 2210.02414 or cs/0601001")
    return found


def _fetch(
    content: Path, out: Path, asked: _Asked, wanted: Iterable[str], source: str, force: bool
) -> None:
    """Write the answers, and end: with exit code 1 where not all came that was asked for."""
    connection = web(content, apis.ARXIV_PAUSE)
    for name, address, kinds in asked:
        kept.write(out / name, connection.get(address, kinds), over=force)
        click.echo(str(out / name))
    if missing := intake.missing([out / name for name, _, _ in asked], wanted):
        say(f"{source} did not have {', '.join(missing)}")
    raise SystemExit(int(bool(missing)))


@click.command()
@click.option(
    "--from",
    "file",
    type=FILE,
    help="JSON lines of facts (title, arxiv, doi, published, authors, category), or an answer of"
    " arXiv's API; without it, arXiv is asked.",
)
@content_option
@dry_run_option
@click.option("--limit", type=click.IntRange(1), help="The most records to ask arXiv about.")
@folder_option(
    "--captures",
    "captures",
    "Folder that keeps arXiv's answers; what is there is not asked for again.",
)
@flag("--force", "Ask arXiv again.")
@url_option(apis.ARXIV, "Address of arXiv's API.")
@json_option("what was filled")
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
    existing(content)
    answers: dict[str, Any] = {}
    if file:
        facts = intake.facts(file)
        done = intake.enrich(content, facts, dry_run=dry_run, cache=cache_of(content))
    else:
        done, answers = _ask(content, captures, url, limit=limit, force=force, dry_run=dry_run)
    say_all(map(difference_line, done.differences))
    say_all(f"no record has the title '{title}'" for title in done.unknown)
    say_all(f"not filled: {line}: is it the same paper?" for line in done.refused)
    if as_json:
        data = {**asdict(done), "filled": dict(done.filled), **answers}
        click.echo(json.dumps(data, ensure_ascii=False))
        return
    filled = ", ".join(f"{name} in {papers}" for name, papers in done.filled.items())
    click.echo(f"filled {count(done.papers, 'record')}{f': {filled}' if filled else ''}")


def _ask(
    content: Path, captures: Path, url: str, *, limit: int | None, force: bool, dry_run: bool
) -> tuple[Enrichment, dict[str, Any]]:
    """What arXiv's answers filled, and what was asked."""
    with progress_bar("Asking arXiv") as progress:
        answered = intake.ask(
            content,
            captures,
            web(content, apis.ARXIV_PAUSE),
            base=url,
            most=limit,
            force=force,
            dry_run=dry_run,
            progress=progress,
        )
    say_all(answered.doubtful)
    kept = f"; {count(answered.kept, 'answer')} kept from before" if answered.kept else ""
    asked = count(answered.asked, "request")
    say(f"asked about {count(answered.records, 'record')}: {asked}{kept}")
    names = ("records", "asked", "kept", "doubtful")
    return answered.enrichment, {name: getattr(answered, name) for name in names}
