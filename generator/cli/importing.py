"""Commands that bring papers in: parse, ingest, fetch, enrich."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import asdict
from pathlib import Path
from typing import Any

import click

from generator import fetch as apis
from generator import intake
from generator.build import cache_of
from generator.cli import console
from generator.intake import Ingested, arrivals, merge, questions
from generator.intake.enrich import untitled
from generator.intake.merge import Difference
from generator.intake.questions import Question
from generator.papers import fields, identity
from generator.papers.model import Capture, Rejection
from generator.papers.wording import count
from generator.sources import Unreadable
from generator.text import Misuse

_LARGE, _MANY = 5_000_000, 1_000
_date = console.dated(
    "--date", "Day of the listing, where the capture does not say it (YYYY-MM-DD)."
)
_lenient = console.flag("--lenient", "Read the sound papers of a text that is mostly damaged.")
_force = console.flag("--force", "Ask again for what is there, and write over it.")


@console.command
@console.files
@_date
@_lenient
def parse(files: tuple[Path, ...], date: str | None, lenient: bool) -> bool:
    """Print what captures hold, as JSON, one object a file."""
    failed = False
    for path in files:
        try:
            capture = intake.read(path, date or None, lenient=lenient)
        except Unreadable as error:
            console.note(f"digest: {error}")
            failed = True
            continue
        console.print_json(_capture_json(capture))
        _remark(path, capture.notes, rejected=capture.rejected)
        failed |= bool(capture.rejected)
    return failed


def _capture_json(capture: Capture) -> dict[str, Any]:
    """A capture; an entry whose title is to be looked up has none, and its own page as ``url``."""
    data = asdict(capture)
    for entry in data["entries"]:
        entry["title"] = entry["title"] or None
        own = (link["url"] for link in entry["links"] if link["kind"] == "paper")
        entry["url"] = next(own, None)
    return data | {"date": capture.captured}


@console.command
@console.files
@console.new_content
@_date
@console.dry_run
@click.option(
    "--no-abstracts",
    "keep_abstracts",
    flag_value=False,
    default=None,
    help="Keep no abstract, whatever digest.yml says.",
)
@console.flag("--strict", "Change nothing where a capture is damaged.")
@_lenient
@console.captures(
    "--from",
    "answers",
    "A capture that says the titles of identifiers alone, as `digest fetch list` brings it",
)
@console.flag(
    "--new",
    "What is new to the digest is news, though the listing is older than thirty days or has no"
    " date.",
    "as_news",
)
@console.as_json("the account")
def ingest(
    files: tuple[Path, ...],
    content: Path,
    date: str | None,
    lenient: bool,
    as_json: bool,
    **how: Any,
) -> bool:
    """Merge captures into the content folder, and print the account."""
    for path in files:
        if (size := path.stat().st_size) >= _LARGE:
            console.note(f"reading {path}: {size / 1e6:,.0f} MB")
    captures = [(path, intake.read(path, date or None, lenient=lenient)) for path in files]
    with console.progress("Merging") as progress:
        ingested = intake.ingest(
            content,
            captures,
            today=console.today(),
            cache=cache_of(content),
            progress=progress,
            before_writing=_announce,
            **how,
        )
    for path, capture, account in ingested.accounts:
        notes = capture.notes + account.notes
        _remark(path, notes, rejected=account.rejected, left_out=account.left_out)
        _differ(account.differences)
    refused = how["strict"] and ingested.damaged
    if as_json:
        written = () if refused or how["dry_run"] else ingested.written
        console.print_json({**_account_json(ingested), "written": written})
        return ingested.damaged
    for path, _, account in ingested.accounts:
        repeated = f" ({account.repeated} known to the edition)" if account.repeated else ""
        edition = f"edition {account.edition}" if account.edition else "no edition"
        click.echo(f"{path.name} → {edition}: {merge.sentence(account)}{repeated}")
    if len(ingested.accounts) > 1:
        click.echo(f"in all: {merge.sentence(*(account for _, _, account in ingested.accounts))}")
    if ingested.backfilled:
        console.note(
            f"no news: {count(ingested.backfilled, 'new paper')} of a listing without a date or"
            " older than thirty days; --new brings such into feeds and newsletter"
        )
    if refused:
        click.echo(f"nothing written to {content}: --strict refuses a damaged capture")
    else:
        deed = "would change" if how["dry_run"] else "written"
        click.echo(f"{count(len(ingested.written), 'file')} {deed} in {content}")
    return ingested.damaged


def _announce(files: int) -> None:
    if files >= _MANY:
        console.note(f"writing {files:,} files")


def _remark(path: Path, notes: Iterable[str], **blocks: Iterable[Rejection]) -> None:
    """What else there is to say of a capture, and of its blocks by what became of them."""
    console.notes(f"{path}: {note}" for note in notes)
    for outcome, rejections in blocks.items():
        for block in rejections:
            place = f"{path}:{block.line}: {outcome.replace('_', ' ')}"
            console.note(f"{place}: {block.reason}: {fields.shortened(block.text)}")


def _differ(differences: Iterable[Difference]) -> None:
    for each in differences:
        stays = f"{each.field} stays {each.stated}"
        console.note(f"{each.paper}: {stays}; the source says {each.found}")


def _account_json(ingested: Ingested) -> dict[str, Any]:
    """The account of each file: how many of each there are, and under other names which."""
    files = [
        {
            "file": str(path),
            "format": capture.format,
            "captured": capture.captured,
            **(lists := asdict(account)),
            **merge.totals([account]),
            "left_out_by": merge.rules([account]),
            "papers": lists["new"],
            "rejections": lists["rejected"],
            "left_out_blocks": lists["left_out"],
            "notes": capture.notes + account.notes,
        }
        for path, capture, account in ingested.accounts
    ]
    return {"files": files, "totals": merge.totals(account for _, _, account in ingested.accounts)}


@console.group
def fetch() -> None:
    """Write the raw answer of a source into captures/; nothing else is done with it."""


@fetch.command()
@console.dated("--date", "Day of the listing (YYYY-MM-DD); today's, in UTC, without it.")
@console.dated("--week", "Week of the listing instead: 2026-W46.", "week")
@console.dated("--month", "Month of the listing instead: 2026-11.", "month")
@console.new_content
@console.out
@_force
@console.url(apis.DAILY_PAPERS)
def hf(content: Path, out: Path, force: bool, url: str, **period: str | None) -> bool:
    """Fetch a day, a week or a month of Hugging Face's Daily Papers.

    Exit code 1, with the capture written, where the source is silent that day or gives less
    than the editions of that weekday in the content folder have.
    """
    dates = [*filter(None, period.values())] or [console.today()]
    if len(dates) > 1:
        raise Misuse("a --date, a --week or a --month, not several")
    question = questions.of_daily_papers(dates[0], url)
    path = question.answer(console.web(content), out, over=force)
    arrival = arrivals.arrival(console.load(content).corpus, path, dates[0], question)
    console.notes(f"{path}: {remark}" for remark in arrival.remarks)
    click.echo(f"{path}: {count(arrival.papers, 'paper')}")
    return bool(arrival.remarks)


@fetch.command()
@click.argument("ids", nargs=-1)
@click.option("--query", metavar="QUERY", help="In arXiv's notation: 'cat:cs.CL AND ti:kites'.")
@click.option(
    "--max",
    "most",
    type=click.IntRange(1, 500),
    default=50,
    help="The most papers that a query may bring, the newest first.",
)
@console.new_content
@console.out
@_force
@console.url(apis.ARXIV)
def arxiv(ids: tuple[str, ...], query: str | None, most: int, url: str, **where: Any) -> bool:
    """Fetch papers from arXiv: by their IDS, or by a query."""
    if bool(ids) == bool(query):
        raise Misuse("name papers, '2210.02414 2503.02130', or a --query, not both")
    papers = [_id(text) for text in ids]
    by_id = questions.of_papers(papers, base=url)
    queries = [questions.of_query(query, most, url)] if query else by_id
    return _fetch(queries, papers, "arXiv", **where)


@fetch.command("list")
@console.files
@console.new_content
@console.out
@_force
@console.url(apis.ARXIV, "arXiv's API.", "--arxiv-url")
@console.url(apis.CROSSREF, "Crossref's API.", "--crossref-url")
def fetch_list(files: tuple[Path, ...], arxiv_url: str, crossref_url: str, **where: Any) -> bool:
    """Fetch the papers that FILES name by an arXiv id or a DOI alone.

    arXiv and Crossref are asked; `digest ingest FILE --from ANSWER` then has their titles.
    """
    ids, dois = untitled(map(intake.read, files))
    by_doi = questions.of_dois(dois, crossref_url)
    queries = questions.of_papers(ids, base=arxiv_url) + by_doi
    if not queries:
        console.note("every paper has its title: nothing to fetch")
    return _fetch(queries, (*ids, *dois), "the answers", **where)


def _id(text: str) -> str:
    if arxiv := identity.arxiv_id(text):
        return arxiv
    raise Misuse(f"'{text}' is no arXiv id: write 2210.02414 or cs/0601001")


def _fetch(
    queries: Iterable[Question],
    identifiers: Iterable[str],
    source: str,
    content: Path,
    out: Path,
    force: bool,
) -> bool:
    """Write the answers; whether they lack what was asked for."""
    connection, answers = console.web(content, apis.ARXIV_PAUSE), []
    for question in queries:
        answers.append(question.answer(connection, out, over=force))
        click.echo(answers[-1])
    if missing := intake.missing(answers, identifiers):
        console.note(f"{source} did not have {', '.join(missing)}")
    return bool(missing)


@console.command
@click.option(
    "--from",
    "file",
    type=console.FILE,
    help="JSON lines of facts (title, arxiv, doi, published, authors, category), or what `digest"
    " ingest` reads; without it, arXiv is asked.",
)
@console.content
@console.dry_run
@console.out
@_force
@console.url(apis.ARXIV, "Address of arXiv's API.")
@console.as_json("what was filled")
def enrich(
    file: Path | None,
    content: Path,
    dry_run: bool,
    out: Path,
    force: bool,
    url: str,
    as_json: bool,
) -> None:
    """Fill missing identifiers, dates, authors and categories.

    Without --from, arXiv is asked, in batches by identifier and by title where a record has
    none, three seconds apart; what it answered before is read instead. Only facts of exactly
    the same title are taken; what a record states stays.
    """
    if file:
        facts = intake.facts(file)
        enrichment = intake.enrich(content, facts, dry_run=dry_run, cache=cache_of(content))
    else:
        connection = console.web(content, apis.ARXIV_PAUSE)
        how: dict[str, Any] = {"base": url, "force": force, "dry_run": dry_run}
        with console.progress("Asking arXiv") as progress:
            enrichment = intake.ask(content, out, connection, progress=progress, **how)
        console.notes(enrichment.doubtful)
        before = f"; {count(enrichment.kept, 'answer')} kept from before" if enrichment.kept else ""
        asked = f"asked about {count(enrichment.records, 'record')}"
        console.note(f"{asked}: {count(enrichment.asked, 'request')}{before}")
    _differ(enrichment.differences)
    console.notes(f"no record is surely the paper '{title}'" for title in enrichment.unknown)
    console.notes(f"not filled: {line}: is it the same paper?" for line in enrichment.refused)
    if as_json:
        console.print_json(asdict(enrichment))
    else:
        filled = ", ".join(f"{name} in {papers}" for name, papers in enrichment.filled.items())
        click.echo(f"filled {count(enrichment.papers, 'record')}{f': {filled}' if filled else ''}")
