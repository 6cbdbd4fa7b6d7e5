"""A fetched listing merged into the content, and the pull request that says how that went."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from generator import intake, store
from generator.github import branches
from generator.github.branches import Change
from generator.github.gh import GitHub
from generator.intake import Arrival, Ingested
from generator.intake.merge import Account
from generator.papers.model import Capture, Settings
from generator.sources import Unreadable
from generator.text import inert
from generator.topics import terms

BRANCH: Final = "intake/"
_ORDERS: Final = """\
Whoever may write here can say under this pull request, a line each, by identifier or id:

    /leave ID why it does not belong here
    /topics ID kites, winds
"""


@dataclass(frozen=True, slots=True)
class Listing:
    """The listing of a day as it came: the change it makes, and why it may not be whole."""

    change: Change
    doubts: tuple[str, ...]


def merge(content: Path, capture: Path, day: str, largest: int, today: str) -> Listing:
    """Merge the capture of ``day`` into the content folder, as far as it came.

    ``largest`` is the most papers that the source gives at once; ``today`` is when it comes in.
    Raises what ``intake.ingest`` raises, but Unreadable.
    """
    arrived = intake.arrival(content, capture, day, largest)
    branch, doubts = f"{BRANCH}{day}", () if arrived.is_usual else arrived.remarks
    try:
        done = intake.ingest(content, [capture], date=day, today=today)
    except Unreadable:
        done = Ingested((), ())
    if done.damaged and not doubts:
        doubts = ("damaged: some blocks are no papers",)
    title = f"Content: import the listing of {day}"
    body = "\n\n".join(_body(content, branch, day, arrived, doubts, done))
    return Listing(Change(branch, title, f"{body}\n"), doubts)


def stale(content: Path, github: GitHub) -> tuple[str, ...]:
    """The days whose open pull requests no longer merge, and that nobody works on, oldest first.

    Where two imports share a paper and one is merged, the other has to be made anew.
    """
    days = []
    pulls = [pull for pull in github.pull_requests() if pull.branch.startswith(BRANCH)]
    if pulls:
        github.lend_token()
    for pull in pulls:
        there = branches.tip(content, pull.branch)
        if there and branches.is_ours(content, there) and branches.conflicts(content, there):
            days.append(pull.branch.removeprefix(BRANCH))
    return tuple(sorted(days))


def _body(
    content: Path, branch: str, day: str, arrived: Arrival, doubts: tuple[str, ...], done: Ingested
) -> Iterator[str]:
    yield f"The listing of {day}: {arrived.papers} papers came."
    if doubts:
        yield "**Look before you merge:**"
    if arrived.remarks or doubts:
        yield "\n".join(f"- {inert.text(doubt)}" for doubt in doubts or arrived.remarks)
    for _, capture, account in done.accounts:
        loaded = store.load(content)
        yield (
            f"{account.blocks} blocks = {len(account.new)} new + {account.sightings} sightings"
            f"{f' + {len(account.left_out)} left out' if account.left_out else ''}"
            f" + {len(account.rejected)} rejected"
        )
        if account.new:
            yield f"### New papers ({len(account.new)})"
            yield "\n".join(_papers(loaded, capture, account, branch))
            yield _ORDERS
        if account.rejected:
            yield f"### Rejected ({len(account.rejected)})"
            yield "\n".join(
                f"- line {each.line}: {inert.text(each.reason)}: {inert.text(each.text)}"
                for each in account.rejected
            )
        if account.differences:
            yield "### What records say otherwise"
            yield "\n".join(
                f"- {inert.code(each.paper)}: {each.field} stays {inert.text(str(each.stated))};"
                f" the listing says {inert.text(str(each.found))}"
                for each in account.differences
            )


def _papers(loaded: store.Loaded, capture: Capture, account: Account, branch: str) -> Iterator[str]:
    """A line a new paper: its title, the way to the editor, topics and what suggests them."""
    corpus = loaded.corpus
    abstracts = {entry.title: entry.abstract for entry in capture.entries}
    for new in account.new:
        paper = corpus.papers[new]
        found = terms.suggest(paper.title, abstracts.get(paper.title, ""), corpus.vocabulary.topics)
        topics = "; ".join(
            f"{inert.code(each.topic)} ({', '.join(map(inert.text, each.evidence))})"
            for each in found
        )
        edit = _editor(corpus.settings, branch, loaded.sources[new])
        shown = f"[{inert.text(paper.title)}]({edit})" if edit else inert.text(paper.title)
        yield f"- {shown} {inert.code(paper.arxiv or paper.id)}"
        yield f"  suggested: {topics}" if topics else "  no topic is suggested"


def _editor(settings: Settings, branch: str, source: str) -> str:
    if not settings.repository:
        return ""
    return f"{settings.repository.rstrip('/')}/edit/{branch}/content/{source}"
