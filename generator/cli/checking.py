"""Commands that look at content: check, diff, duplicates, links."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import asdict
from datetime import timedelta
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING, Any, Final

import click

from generator import check as checks
from generator import intake, store
from generator.build import cache_of
from generator.cli import console
from generator.papers import duplicates as twins
from generator.papers.evidence import Pair
from generator.papers.model import Paper, Problem
from generator.papers.wording import count
from generator.store import git
from generator.text import Misuse
from generator.text.plain import plain

if TYPE_CHECKING:
    from generator.review.diff import ContentDifference
    from generator.review.health import Health

_FEW: Final = 3


@console.command
@console.content
@console.captures("--against", "against", "A capture whose abstracts no summary may copy")
@click.option(
    "--format",
    "style",
    type=click.Choice(["text", "github", "json"]),
    default="text",
    help="How to print the problems; github: as annotations of a pull request.",
)
@click.option(
    "--since",
    "ref",
    metavar="REF",
    help="Report only what changed since this branch or commit: problems of touched files, "
    "and those that the change brought elsewhere.",
)
@console.flag(
    "--fix", "First mend what can mean one thing only: quotes, lists, order of fields, links."
)
@console.flag("--errors", "Leave the warnings out.")
@console.flag("--all", "List warnings that many records share singly.", "singly")
def check(
    content: Path,
    against: tuple[Path, ...],
    style: str,
    ref: str | None,
    fix: bool,
    errors: bool,
    singly: bool,
) -> bool:
    """Print every problem of the content folder, with path, line and what to do."""
    abstracts = intake.abstracts(against)
    if ref is None:
        if fix:
            _fix(content)
        problems = tuple(checks.problems(checks.require(console.load(content)), abstracts))
    else:
        with git.since(content, ref) as past:
            if fix:
                _fix(content, past.touched)
            before = store.load(past.content, cache_of(content) / "past")
            today = console.now().date()
            monday = (today - timedelta(days=today.weekday())).isoformat()
            now = checks.require(console.load(content))
            problems = tuple(checks.problems_since(now, before, past.touched, abstracts, monday))
    wrong = tuple(problem for problem in problems if problem.severity == "error")
    _show(content, wrong if errors else problems, style, singly)
    return bool(wrong)


def _fix(content: Path, only: Collection[str] | None = None) -> None:
    for source, what in store.mend(content, only).items():
        console.note(f"{content / source}: mended: {', '.join(what)}")
    for source in intake.settle(content, git.first_days(content), only):
        console.note(
            f"{content / source}: says what followed: when it came in, or its citation key"
        )


def _show(content: Path, problems: Sequence[Problem], style: str, singly: bool) -> None:
    if style == "json":
        console.print_json([asdict(problem) for problem in problems])
        return
    # A reader sees the first few, and GitHub shows the first ten of a step: errors come first.
    ordered = sorted(problems, key=lambda problem: problem.severity != "error")
    github = (_annotation(content, problem) for problem in ordered)
    for line in github if style == "github" else _lines(content, ordered, singly):
        click.echo(line)
    counts = Counter(problem.severity for problem in problems)
    totals = (count(counts[kind], kind) for kind in ("error", "warning") if counts[kind])
    console.note(" and ".join(totals) or "no problems")


def _lines(content: Path, problems: Iterable[Problem], singly: bool) -> Iterator[str]:
    """A line for each problem, but one for all the warnings that many records share."""
    groups: dict[str, list[Problem]] = {}
    for problem in problems:
        groups.setdefault("" if singly else problem.group, []).append(problem)
    for group, alike in groups.items():
        if not group or len(alike) <= _FEW:
            yield from (console.line_of(content, problem) for problem in alike)
            continue
        names = ", ".join(PurePosixPath(problem.path).stem for problem in alike[:_FEW])
        yield (
            f"{content}: {alike[0].severity}: {len(alike):,} {group}: {names} and"
            f" {len(alike) - _FEW:,} more; --all lists them"
        )


def _annotation(content: Path, problem: Problem) -> str:
    """A problem as an annotation of its line in a pull request, for GitHub's runners.

    https://docs.github.com/actions/reference/workflows-and-actions/workflow-commands; the escapes
    are those of GitHub's own toolkit (``packages/core/src/command.ts``): nothing in it can start
    another command.
    """
    path = _escaped((content / problem.path).as_posix())
    place = path.replace(":", "%3A").replace(",", "%2C")
    return (
        f"::{problem.severity} file={place},line={problem.line},title=digest check"
        f"::{_escaped(plain(problem.message))}"
    )


def _escaped(text: str) -> str:
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


@console.command
@click.argument("ref", required=False)
@console.content
@console.as_json("the difference")
@click.option(
    "--read",
    "file",
    type=console.FILE,
    help="Show what --json printed elsewhere, as text of somebody else, instead of a comparison.",
)
def diff(ref: str | None, content: Path, as_json: bool, file: Path | None) -> None:
    """Say what the content changed since REF, a branch or commit, as Markdown.

    Papers added, retagged, merged; links; papers by topic; and the pages, feeds and
    newsletters that change with it.
    """
    from generator.review import diff as differences  # all that a site is made by

    if bool(ref) == bool(file):
        raise Misuse("name a branch or commit to compare with, or a file to --read")
    if file:
        change = printed(file, content)
    else:
        with git.since(content, ref or "") as past, console.progress("Comparing") as progress:
            change = differences.difference(past.content, content, progress)
    if as_json:
        click.echo(differences.dump(change))
    else:
        click.echo(differences.markdown(change), nl=False)


def printed(file: Path, content: Path) -> ContentDifference:
    """The difference that a file holds, as 'digest diff --json' printed it elsewhere."""
    from generator.review import diff as differences

    try:
        return differences.read(file.read_bytes(), console.load(content).corpus.settings.url)
    except differences.NoDifference as error:
        console.fail(f"{file}: nothing that 'digest diff --json' printed: {error}")


@console.command
@click.argument("file", required=False, type=console.FILE)
@console.new_content
@console.flag("--explain", "Say of each pair what it rests on.")
@console.as_json("groups and pairs")
def duplicates(file: Path | None, content: Path, explain: bool, as_json: bool) -> None:
    """Print records that are one paper, and those that may be.

    FILE holds records to compare instead of the content folder's: JSON lines with title, and
    where known id, arxiv, doi, authors, published or year, venue and abstract.
    """
    records = {} if file else checks.require(console.load(content)).corpus.papers
    papers = _records(file) if file else tuple(records.values())
    pairs = (*twins.merged(papers), *twins.pairs(papers))
    same = [pair for pair in pairs if pair.verdict == "same"]
    possible = [pair for pair in pairs if pair.verdict != "same"]
    groups = twins.groups(same)
    if as_json:
        likely = twins.groups(pairs)
        console.print_json({"groups": groups, "likely": likely, "pairs": [*map(asdict, pairs)]})
        return
    shown = [(f"same: {', '.join(ids)}", [p for p in same if p.one in ids]) for ids in groups]
    shown += [(f"possible: {pair.one}, {pair.other}", [pair]) for pair in possible]
    titles = {paper.id: paper.title for paper in papers}
    for line, evidence in shown:
        click.echo(line)
        for pair in evidence if explain else ():
            click.echo("\n".join(_explained(pair, titles)))
    console.note(f"{count(len(groups), 'group')}, {count(len(possible), 'possible duplicate')}")


def _records(file: Path) -> tuple[Paper, ...]:
    papers, notes = intake.papers(file)
    console.notes(f"{file}: {note}" for note in notes[:_FEW])
    if len(notes) > _FEW:
        console.note(f"{file}: {len(notes) - _FEW} more of such notes")
    return papers


def _explained(pair: Pair, titles: dict[str, str]) -> Iterator[str]:
    yield f"  {pair.one}: {titles.get(pair.one, '')}"
    yield f"  {pair.other}: {titles.get(pair.other, '')}"
    yield f"  {pair.reason.partition('; ')[0]}"
    for clue in pair.clues:
        yield f"    {clue.points:+.1f} {clue.aspect}: {clue.words}"
    if pair.clues:
        yield f"    {pair.score:+.1f} in all"
    for veto in pair.vetoes:
        yield f"    not merged: {veto}"


dead_after = click.option(
    "--dead-after",
    type=click.IntRange(1),
    default=3,
    help="On how many different days a link fails before it counts as dead.",
)


@console.command
@console.content
@dead_after
@click.option(
    "--per-second",
    type=click.FloatRange(0.01, 10),
    default=1,
    help="The most requests a second to one host.",
)
@console.flag("--move", "Write where links moved for good into the records.")
def links(content: Path, **how: Any) -> bool:
    """Check the links of all records with LinkChecker, and report as Markdown.

    What was found is kept in links.jsonl in the content folder; nothing is removed from a
    record. Exit code 1 where a link is dead.
    """
    health = links_of(content, **how)
    click.echo(health.report, nl=False)
    return health.is_any_dead


def links_of(content: Path, **how: Any) -> Health:
    """Today's check of all links, done as options say, with a bar that shows how far it is."""
    from generator.review import health

    with console.progress("Checking") as progress:
        return health.check(
            content, console.today(), agent=console.agent(content), progress=progress, **how
        )
