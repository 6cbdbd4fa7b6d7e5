"""Commands that bring papers in: parse, ingest, fetch, enrich."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from generator import intake
from generator.build import places
from generator.cli import here, options, say
from generator.fetch import (
    ARXIV,
    ARXIV_PAUSE,
    ATOM,
    CROSSREF,
    DAILY_PAPERS,
    JSON,
    LARGEST_BATCH_OF_DOIS,
    arxiv_ids,
    arxiv_query,
    batches,
    crossref_dois,
)
from generator.intake import Ingested, arrivals, merge
from generator.intake.arrivals import Question
from generator.intake.enrich import short_name, untitled
from generator.intake.merge import Difference
from generator.papers import identity
from generator.papers.model import Capture, Entry, Rejection
from generator.papers.wording import count
from generator.sources import Unreadable
from generator.store import files as kept

if TYPE_CHECKING:
    from generator.fetch.web import Web

_LARGE, _MANY = 5_000_000, 1_000
_ENTRY = "title abstract authors authors_count published upvotes comments arxiv doi category venue"
_date = click.option(
    "--date",
    type=options.DAY,
    help="Day of the listing, where the capture does not say it (YYYY-MM-DD).",
)
_lenient = options.flag("--lenient", "Read the sound papers of a text that is mostly damaged.")
_force = options.flag("--force", "Write over a capture that is there.")


@options.command
@options.files
@_date
@_lenient
def parse(files: tuple[Path, ...], date: str | None, lenient: bool) -> bool:
    """Print what captures hold, as JSON, one object a file."""
    failed = False
    for path in files:
        try:
            capture = intake.read(path, date or None, lenient=lenient)
        except Unreadable as error:
            say.note(f"digest: {error}")
            failed = True
            continue
        say.json(_capture_json(capture))
        _remark(path, capture.notes, rejected=capture.rejected)
        failed |= bool(capture.rejected)
    return failed


@options.command
@options.files
@options.new_content
@_date
@options.dry_run
@options.flag("--no-abstracts", "Keep no abstract, whatever digest.yml says.")
@options.flag("--strict", "Change nothing where a capture is damaged.")
@_lenient
@options.captures(
    "--from",
    "answers",
    "A capture that says the titles of identifiers alone, as `digest fetch list` brings it",
)
@options.flag(
    "--new",
    "What is new to the digest is news, though the listing is older than thirty days or has no"
    " date.",
    "as_news",
)
@options.json("the account")
def ingest(
    files: tuple[Path, ...],
    content: Path,
    date: str | None,
    dry_run: bool,
    no_abstracts: bool,
    strict: bool,
    lenient: bool,
    answers: tuple[Path, ...],
    as_news: bool,
    as_json: bool,
) -> bool:
    """Merge captures into the content folder, and print the account."""
    for path in files:
        if (size := path.stat().st_size) >= _LARGE:
            say.note(f"reading {path}: {size / 1e6:,.0f} MB")
    captures = [(path, intake.read(path, date or None, lenient=lenient)) for path in files]
    with say.progress("Merging") as progress:
        done = intake.ingest(
            content,
            captures,
            today=here.today(),
            as_news=as_news,
            dry_run=dry_run,
            keep_abstracts=False if no_abstracts else None,
            strict=strict,
            cache=places.cache(content),
            answers=answers,
            progress=progress,
            before_writing=_announce,
        )
    for path, capture, account in done.accounts:
        notes = capture.notes + account.notes
        _remark(path, notes, rejected=account.rejected, left_out=account.left_out)
        _differ(account.differences)
    refused = strict and done.damaged
    if as_json:
        say.json(_account_json(done, written=not (dry_run or refused)))
        return done.damaged
    _print_account(done)
    files_written = count(len(done.written), "file")
    if refused:
        click.echo(f"nothing written to {content}: --strict refuses a damaged capture")
    else:
        click.echo(f"{files_written} {'would change' if dry_run else 'written'} in {content}")
    return done.damaged


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
        say.note(f"writing {files:,} files")


def _remark(path: Path, notes: Iterable[str], **blocks: Iterable[Rejection]) -> None:
    """What else there is to say of a capture, and of its blocks by what became of them."""
    say.notes(f"{path}: {note}" for note in notes)
    for what, found in blocks.items():
        for block in found:
            text = "".join(c if c.isprintable() else " " for c in " ".join(block.text.split()))
            shown = text if len(text) <= 60 else f"{text[:57]}…"
            say.note(f"{path}:{block.line}: {what.replace('_', ' ')}: {block.reason}: {shown}")


def _differ(differences: Iterable[Difference]) -> None:
    """What records state and a source says otherwise."""
    for each in differences:
        stays = f"{each.field} stays {each.stated}"
        say.note(f"{each.paper}: {stays}; the source says {each.found}")


def _account_json(done: Ingested, *, written: bool) -> dict[str, Any]:
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
                "papers": account.new,
                "rejections": [asdict(rejection) for rejection in account.rejected],
                "differences": [asdict(difference) for difference in account.differences],
                "left_out_blocks": [asdict(block) for block in account.left_out],
                "notes": capture.notes + account.notes,
            }
            for path, capture, account in done.accounts
        ],
        "totals": merge.totals(account for _, _, account in done.accounts),
        "written": done.written if written else (),
    }


def _print_account(done: Ingested) -> None:
    for path, _, account in done.accounts:
        repeated = f" ({account.repeated} known to the edition)" if account.repeated else ""
        edition = f"edition {account.edition}" if account.edition else "no edition"
        click.echo(f"{path.name} → {edition}: {merge.sentence(account)}{repeated}")
    if len(done.accounts) > 1:
        click.echo(f"in all: {merge.sentence(*(account for _, _, account in done.accounts))}")


@options.group
def fetch() -> None:
    """Write the raw answer of a source into captures/; nothing else is done with it."""


@fetch.command()
@click.option(
    "--date", type=options.DAY, help="Day of the listing (YYYY-MM-DD); today's, in UTC, without it."
)
@click.option("--week", type=options.WEEK, help="Week of the listing instead: 2026-W46.")
@click.option("--month", type=options.MONTH, help="Month of the listing instead: 2026-11.")
@options.new_content
@options.out
@_force
@options.url(DAILY_PAPERS)
@options.json("what came")
def hf(
    content: Path,
    date: str | None,
    week: str | None,
    month: str | None,
    out: Path,
    force: bool,
    url: str,
    as_json: bool,
) -> bool:
    """Fetch a day, a week or a month of Hugging Face's Daily Papers.

    Exit code 1, with the capture written, where the source is silent that day or gives less
    than the editions of that weekday in the content folder have.
    """
    if sum(map(bool, (date, week, month))) > 1:
        raise click.UsageError("a --date, a --week or a --month, not several")
    day = date or week or month or here.today()
    asked = arrivals.of_daily_papers(day, url)
    path = answer(asked, here.web(content), out, over=force)
    arrived = arrivals.arrival(here.load(content).corpus, path, day, asked)
    say.notes(f"{path}: {remark}" for remark in arrived.remarks)
    if as_json:
        came = {"path": str(path), "papers": arrived.papers, "remarks": arrived.remarks}
        say.json({**came, "day": day, "is_usual": arrived.is_usual})
    else:
        click.echo(f"{path}: {count(arrived.papers, 'paper')}")
    return bool(arrived.remarks)


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
@options.new_content
@options.out
@_force
@options.url(ARXIV)
def arxiv(
    ids: tuple[str, ...],
    query: str | None,
    most: int,
    content: Path,
    out: Path,
    force: bool,
    url: str,
) -> bool:
    """Fetch papers from arXiv: by their IDS, or by a query."""
    if bool(ids) == bool(query):
        raise click.UsageError("name papers, '2210.02414 2503.02130', or a --query, not both")
    wanted = [_id(text) for text in ids]
    asked = _papers(wanted, url)
    if query:
        name = f"arxiv-query-{short_name([query, str(most)])}.xml"
        asked = [Question(name, arxiv_query(query, most, url), ATOM)]
    return _fetch(content, out, asked, wanted, "arXiv", force)


@fetch.command("list")
@options.files
@options.new_content
@options.out
@_force
@options.url(ARXIV, "arXiv's API.", "--arxiv-url")
@options.url(CROSSREF, "Crossref's API.", "--crossref-url")
def fetch_list(
    files: tuple[Path, ...],
    content: Path,
    out: Path,
    force: bool,
    arxiv_url: str,
    crossref_url: str,
) -> bool:
    """Fetch the papers that FILES name by an arXiv id or a DOI alone.

    arXiv and Crossref are asked; `digest ingest FILE --from ANSWER` then has their titles.
    """
    ids, dois = untitled(map(intake.read, files))
    asked = _papers(ids, arxiv_url)
    for batch in batches(dois, LARGEST_BATCH_OF_DOIS):
        address = crossref_dois(batch, crossref_url)
        asked.append(Question(f"crossref-{short_name(batch)}.json", address, JSON))
    if not asked:
        say.note("every paper has its title: nothing to fetch")
    return _fetch(content, out, asked, (*ids, *dois), "the answers", force)


def _id(text: str) -> str:
    found = identity.arxiv_id(text)
    if not found:
        raise click.UsageError(f"'{text}' is no arXiv id: write 2210.02414 or cs/0601001")
    return found


def _papers(ids: Sequence[str], url: str) -> list[Question]:
    """What to ask arXiv for papers by their identifiers."""
    asked = []
    for batch in batches(ids):
        one = batch[0].replace("/", "-") if len(batch) == 1 else f"ids-{short_name(batch)}"
        asked.append(Question(f"arxiv-{one}.xml", arxiv_ids(batch, url), ATOM))
    return asked


def _fetch(
    content: Path,
    out: Path,
    asked: Iterable[Question],
    wanted: Iterable[str],
    source: str,
    force: bool,
) -> bool:
    """Write the answers; whether they lack what was asked for."""
    connection, came = here.web(content, ARXIV_PAUSE), []
    for each in asked:
        came.append(answer(each, connection, out, over=force))
        click.echo(came[-1])
    if missing := intake.missing(came, wanted):
        say.note(f"{source} did not have {', '.join(missing)}")
    return bool(missing)


def answer(asked: Question, connection: Web, out: Path, *, over: bool = True) -> Path:
    """The file with what a source answered, as it came."""
    path = out / asked.name
    kept.write(path, connection.get(asked.address, asked.kinds), over=over)
    return path


@options.command
@click.option(
    "--from",
    "file",
    type=options.FILE,
    help="JSON lines of facts (title, arxiv, doi, published, authors, category), or an answer of"
    " arXiv's API; without it, arXiv is asked.",
)
@options.content
@options.dry_run
@click.option("--limit", type=click.IntRange(1), help="The most records to ask arXiv about.")
@options.folder(
    "--captures",
    "captures",
    "Folder that keeps arXiv's answers; what is there is not asked for again.",
)
@options.flag("--force", "Ask arXiv again.")
@options.url(ARXIV, "Address of arXiv's API.")
@options.json("what was filled")
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
    answers: dict[str, Any] = {}
    if file:
        facts = intake.facts(file)
        done = intake.enrich(content, facts, dry_run=dry_run, cache=places.cache(content))
    else:
        with say.progress("Asking arXiv") as progress:
            answered = intake.ask(
                content,
                captures,
                here.web(content, ARXIV_PAUSE),
                base=url,
                most=limit,
                force=force,
                dry_run=dry_run,
                progress=progress,
            )
        done = answered.enrichment
        answers = {name: value for name, value in asdict(answered).items() if name != "enrichment"}
        say.notes(answered.doubtful)
        before = f"; {count(answered.kept, 'answer')} kept from before" if answered.kept else ""
        asked = f"asked about {count(answered.records, 'record')}"
        say.note(f"{asked}: {count(answered.asked, 'request')}{before}")
    _differ(done.differences)
    say.notes(f"no record has the title '{title}'" for title in done.unknown)
    say.notes(f"not filled: {line}: is it the same paper?" for line in done.refused)
    if as_json:
        say.json({**asdict(done), **answers})
    else:
        filled = ", ".join(f"{name} in {papers}" for name, papers in done.filled.items())
        click.echo(f"filled {count(done.papers, 'record')}{f': {filled}' if filled else ''}")
