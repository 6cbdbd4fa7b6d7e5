"""Commands that look at content: check, diff, duplicates."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import asdict
from datetime import timedelta
from pathlib import Path, PurePosixPath
from typing import Final

import click

from generator import check as checks
from generator import intake, store
from generator.cli.options import (
    cache_of,
    content_option,
    count,
    existing,
    fail,
    for_people,
    now,
    problem_line,
    say,
)
from generator.papers import duplicates as twins
from generator.papers.model import Paper, Problem
from generator.store import git
from generator.text.plain import plain

_FEW: Final = 3


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
@click.option(
    "--fix",
    is_flag=True,
    help="First mend what can mean one thing only: quotes, lists, order of fields, links.",
)
@click.option("--errors", is_flag=True, help="Leave the warnings out.")
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
@click.option("--json", "as_json", is_flag=True, help="Print the difference as JSON.")
@click.option(
    "--read",
    "file",
    type=click.Path(path_type=Path, exists=True, dir_okay=False),
    help="Show what --json printed elsewhere, as text of somebody else, instead of a comparison.",
)
@for_people
def diff(ref: str | None, content: Path, as_json: bool, file: Path | None) -> None:
    """Say what the content changed since REF, a branch or commit, as Markdown.

    Papers added, retagged, merged; links; papers by topic; and the pages, feeds and
    newsletters that change with it.
    """
    from generator.review import data
    from generator.review import diff as differences

    if bool(ref) == bool(file):
        raise click.UsageError("name a branch or commit to compare with, or a file to --read")
    if file:
        url = store.load(existing(content)).corpus.settings.url
        try:
            found = data.read(file.read_bytes(), url)
        except data.NoDifference as error:
            fail(f"{file}: nothing that 'digest diff --json' printed: {error}")
        click.echo(differences.markdown(found), nl=False)
        return
    with git.since(existing(content), ref or "") as past:
        found = differences.difference(past.content, content)
    if as_json:
        click.echo(data.dump(found))
    else:
        click.echo(differences.markdown(found), nl=False)


@click.command()
@click.argument(
    "file", required=False, type=click.Path(path_type=Path, exists=True, dir_okay=False)
)
@content_option
@click.option("--explain", is_flag=True, help="Say of each pair what it rests on.")
@click.option("--json", "as_json", is_flag=True, help="Print groups and pairs as JSON.")
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
        data = {
            "groups": groups,
            "likely": twins.groups(found),
            "pairs": [asdict(pair) for pair in found],
        }
        click.echo(json.dumps(data, ensure_ascii=False))
        return
    titles = {paper.id: paper.title for paper in papers}
    group_of = {id: group for group in groups for id in group}
    within: dict[tuple[str, ...], list[twins.Pair]] = {group: [] for group in groups}
    possible: list[twins.Pair] = []
    for pair in found:
        (within[group_of[pair.one]] if pair.verdict == "same" else possible).append(pair)
    for group in groups:
        click.echo(f"same: {', '.join(group)}")
        _explain(within[group] if explain else [], titles)
    for pair in possible:
        click.echo(f"possible: {pair.one}, {pair.other}")
        _explain([pair] if explain else [], titles)
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
