"""Commands that look at content: check, diff, duplicates, links."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import asdict
from datetime import timedelta
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING, Final

import click

from generator import check as checks
from generator import intake, store
from generator.cli.options import (
    FILE,
    agent,
    cache_of,
    content_option,
    count,
    dry_run_option,
    existing,
    fail,
    files_option,
    flag,
    for_people,
    json_option,
    now,
    problem_line,
    progress_bar,
    say,
    today,
)
from generator.papers import duplicates as twins
from generator.papers.model import Paper, Problem
from generator.store import git
from generator.text.plain import plain

if TYPE_CHECKING:
    from generator.review.diff import ContentDifference
    from generator.review.health import Health

_FEW: Final = 3


@click.command()
@content_option
@files_option("--against", "against", "A capture whose abstracts no summary may copy")
@click.option(
    "--format",
    "style",
    type=click.Choice(["text", "github", "json"]),
    default="text",
    show_default=True,
    help="How to print the problems; github: as annotations of a pull request.",
)
@click.option(
    "--since",
    "ref",
    metavar="REF",
    help="Report only what changed since this branch or commit: problems of touched files, "
    "and those that the change brought elsewhere.",
)
@flag("--fix", "First mend what can mean one thing only: quotes, lists, order of fields, links.")
@flag("--errors", "Leave the warnings out.")
@click.option("--all", "every", is_flag=True, help="List warnings that many records share singly.")
@for_people
def check(
    content: Path,
    against: tuple[Path, ...],
    style: str,
    ref: str | None,
    fix: bool,
    errors: bool,
    every: bool,
) -> None:
    """Print every problem of the content folder, with path, line and what to do."""
    abstracts = intake.abstracts(against)
    existing(content)
    if ref is None:
        if fix:
            _fix(content)
        found = tuple(checks.problems(_digest(content), abstracts))
    else:
        with git.since(content, ref) as past:
            if fix:
                _fix(content, past.touched)
            before = store.load(past.content, cache_of(content) / "past")
            today = now().date()
            monday = (today - timedelta(days=today.weekday())).isoformat()
            found = tuple(
                checks.problems_since(_digest(content), before, past.touched, abstracts, monday)
            )
    wrong = [problem for problem in found if problem.severity == "error"]
    _show(content, wrong if errors else found, style, every)
    raise SystemExit(int(bool(wrong)))


def _digest(content: Path) -> store.Loaded:
    loaded = store.load(content, cache_of(content))
    if not loaded.holds_digest:
        raise click.UsageError(
            f"'{content}' holds no digest, neither digest.yml nor papers/: name yours with"
            " --content DIR, or make one with 'digest new'"
        )
    return loaded


def _fix(content: Path, only: Collection[str] | None = None) -> None:
    for source, what in store.mend(content, only).items():
        say(f"{content / source}: mended: {', '.join(what)}")
    for source in intake.settle(content, git.first_days(content), only):
        say(f"{content / source}: says what followed: when it came in, or its citation key")


def _show(content: Path, found: Sequence[Problem], style: str, every: bool) -> None:
    if style == "json":
        click.echo(json.dumps([asdict(problem) for problem in found], ensure_ascii=False))
        return
    # A reader sees the first few, and GitHub shows the first ten of a step: errors come first.
    ordered = sorted(found, key=lambda problem: problem.severity != "error")
    if style == "github":
        for problem in ordered:
            click.echo(_annotation(content, problem))
    else:
        for line in _lines(content, ordered, every):
            click.echo(line)
    counts = Counter(problem.severity for problem in found)
    totals = " and ".join(
        count(counts[kind], kind) for kind in ("error", "warning") if counts[kind]
    )
    say(totals or "no problems")


def _lines(content: Path, found: Iterable[Problem], every: bool) -> Iterator[str]:
    """A line for each problem, but one for all the warnings that many records share."""
    groups: dict[str, list[Problem]] = {}
    for problem in found:
        groups.setdefault("" if every else problem.group, []).append(problem)
    for group, problems in groups.items():
        if not group or len(problems) <= _FEW:
            yield from (problem_line(content, problem) for problem in problems)
            continue
        names = ", ".join(PurePosixPath(problem.path).stem for problem in problems[:_FEW])
        yield (
            f"{content}: {problems[0].severity}: {len(problems):,} {group}: {names} and"
            f" {len(problems) - _FEW:,} more; --all lists them"
        )


def _annotation(content: Path, problem: Problem) -> str:
    """A problem as an annotation of its line in a pull request, for GitHub's runners.

    https://docs.github.com/actions/reference/workflows-and-actions/workflow-commands; the escapes
    are those of GitHub's own toolkit (``packages/core/src/command.ts``): nothing in it can start
    another command.
    """
    place = _escaped((content / problem.path).as_posix()).replace(":", "%3A").replace(",", "%2C")
    return (
        f"::{problem.severity} file={place},line={problem.line},title=digest check"
        f"::{_escaped(plain(problem.message))}"
    )


def _escaped(text: str) -> str:
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


@click.command()
@click.argument("ref", required=False)
@content_option
@json_option("the difference")
@click.option(
    "--read",
    "file",
    type=FILE,
    help="Show what --json printed elsewhere, as text of somebody else, instead of a comparison.",
)
@for_people
def diff(ref: str | None, content: Path, as_json: bool, file: Path | None) -> None:
    """Say what the content changed since REF, a branch or commit, as Markdown.

    Papers added, retagged, merged; links; papers by topic; and the pages, feeds and
    newsletters that change with it.
    """
    from generator.review import diff as differences  # all that a site is made by
    from generator.review import words

    if bool(ref) == bool(file):
        raise click.UsageError("name a branch or commit to compare with, or a file to --read")
    if file:
        found = printed(file, content)
    else:
        with git.since(existing(content), ref or "") as past:
            found = differences.difference(past.content, content)
    if as_json and not file:
        click.echo(differences.dump(found))
    else:
        click.echo(words.markdown(found), nl=False)


def printed(file: Path, content: Path) -> ContentDifference:
    """The difference that a file holds, as 'digest diff --json' printed it elsewhere."""
    from generator.review import diff as differences

    url = store.load(existing(content)).corpus.settings.url
    try:
        return differences.read(file.read_bytes(), url)
    except differences.NoDifference as error:
        fail(f"{file}: nothing that 'digest diff --json' printed: {error}")


@click.command()
@click.argument("file", required=False, type=FILE)
@content_option
@flag("--explain", "Say of each pair what it rests on.")
@json_option("groups and pairs")
@for_people
def duplicates(file: Path | None, content: Path, explain: bool, as_json: bool) -> None:
    """Print records that are one paper, and those that may be.

    FILE holds records to compare instead of the content folder's: JSON lines with title, and
    where known id, arxiv, doi, authors, published or year, venue and abstract.
    """
    papers = _records(file, content)
    found = (*twins.merged(papers), *twins.pairs(papers))
    groups = twins.groups(pair for pair in found if pair.verdict == "same")
    if as_json:
        pairs = [asdict(pair) for pair in found]
        answer = {"groups": groups, "likely": twins.groups(found), "pairs": pairs}
        click.echo(json.dumps(answer, ensure_ascii=False))
        return
    titles = {paper.id: paper.title for paper in papers}
    for group in groups:
        click.echo(f"same: {', '.join(group)}")
        within = (pair for pair in found if pair.verdict == "same" and pair.one in group)
        _explain(within if explain else (), titles)
    possible = [pair for pair in found if pair.verdict != "same"]
    for pair in possible:
        click.echo(f"possible: {pair.one}, {pair.other}")
        _explain([pair] if explain else (), titles)
    say(f"{count(len(groups), 'group')}, {count(len(possible), 'possible duplicate')}")


def _records(file: Path | None, content: Path) -> tuple[Paper, ...]:
    if file is None:
        return tuple(store.load(existing(content), cache_of(content)).corpus.papers.values())
    papers, notes = intake.papers(file)
    for note in notes[:_FEW]:
        say(f"{file}: {note}")
    if len(notes) > _FEW:
        say(f"{file}: {len(notes) - _FEW} more of such notes")
    return papers


def _explain(pairs: Iterable[twins.Pair], titles: dict[str, str]) -> None:
    for pair in pairs:
        click.echo(f"  {pair.one}: {titles.get(pair.one, '')}")
        click.echo(f"  {pair.other}: {titles.get(pair.other, '')}")
        click.echo(f"  {pair.reason.partition('; ')[0]}")
        for clue in pair.clues:
            click.echo(f"    {clue.points:+.1f} {clue.aspect}: {clue.words}")
        if pair.clues:
            click.echo(f"    {pair.score:+.1f} in all")
        for veto in pair.vetoes:
            click.echo(f"    not merged: {veto}")


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
@flag("--move", "Write where links moved for good into the records.")
@dry_run_option
@json_option("the links in trouble")
@for_people
def links(
    content: Path,
    kept: Path | None,
    dead_after: int,
    per_second: float,
    move: bool,
    dry_run: bool,
    as_json: bool,
) -> None:
    """Check the links of all records with LinkChecker, and report as Markdown.

    What was found is kept in a history; nothing is removed from a record. Exit code 1 where
    a link is dead.
    """
    found = links_of(content, kept, dead_after, per_second=per_second, move=move, dry_run=dry_run)
    if as_json:
        watched = found.history.links.values()
        answer = {
            "run": asdict(found.history.runs[-1]),
            "dead": len(found.dead),
            "troubled": [asdict(link) for link in watched if link.said],
            "moved": {link.url: link.moved for link in watched if link.moved},
        }
        click.echo(json.dumps(answer, ensure_ascii=False))
    else:
        click.echo(found.report, nl=False)
    raise SystemExit(int(bool(found.dead)))


def links_of(
    content: Path,
    kept: Path | None,
    dead_after: int,
    *,
    per_second: float = 1,
    move: bool = False,
    dry_run: bool = False,
) -> Health:
    """Today's check of all links, with a bar that shows how far it is."""
    from generator.review import health

    with progress_bar("Checking") as progress:
        return health.check(
            existing(content),
            kept or content / "links.jsonl",
            today(),
            agent=agent(content),
            dead_after=dead_after,
            per_second=per_second,
            move=move,
            dry_run=dry_run,
            progress=progress,
        )
