"""The listings of a day merged into the content, and the pull request that says how that went."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Final

from generator import intake, store
from generator.github import branches
from generator.github.branches import ChangeRequest
from generator.github.gh import GitHub
from generator.intake import Ingested, merge
from generator.intake.arrivals import Arrival
from generator.intake.merge import Account
from generator.papers.model import Capture
from generator.papers.wording import count
from generator.text import inert
from generator.topics import terms

BRANCH: Final = "intake/"
_ORDERS: Final = """\
Whoever may write here can say under this pull request, a line each, by identifier or id:

    /leave ID why it does not belong here
    /topics ID kites, winds
    /accept

The last one makes topics of the suggestions that are left; with ID, of that paper's.
"""
_YOUNG: Final = (
    "The digest is young: what is usual of such a day is not known yet, so the sources are asked"
    " again in the afternoon before this counts as whole."
)


def merged(
    content: Path, arrived: Sequence[Arrival], day: str, today: str, *, is_asked_again: bool
) -> tuple[ChangeRequest, bool]:
    """Merge the listings of ``day`` into the content folder, as far as they came.

    Returns the change that it makes, and whether somebody should look at a source. ``today`` is
    when the listings come in; ``is_asked_again`` is told. Raises what ``intake.ingest`` raises.
    """
    captures = [(each.path, _of(each.capture, day)) for each in arrived if each.capture]
    done = intake.ingest(content, captures, today=today)
    is_doubtful = done.damaged or not all(each.is_usual for each in arrived)
    branch = f"{BRANCH}{day}"
    body = _body(content, branch, day, arrived, done, is_doubtful=is_doubtful)
    text = "\n\n".join([*body, *([_YOUNG] if is_asked_again else [])])
    return ChangeRequest(branch, f"Content: import the listing of {day}", f"{text}\n"), is_doubtful


def _of(capture: Capture, day: str) -> Capture:
    """The capture as the listing of ``day``, whatever it says itself."""
    return capture if capture.captured == day else replace(capture, captured=day, kind="daily")


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
    content: Path,
    branch: str,
    day: str,
    arrived: Sequence[Arrival],
    done: Ingested,
    *,
    is_doubtful: bool,
) -> Iterator[str]:
    yield f"The listing of {day}: {count(sum(each.papers for each in arrived), 'paper')} came."
    told = [each for each in arrived if not (is_doubtful and each.is_usual)]
    remarks = [remark for each in told for remark in each.remarks]
    if is_doubtful:
        yield "**Look before you merge:**"
        remarks = remarks or ["damaged: some blocks are no papers"]
    if remarks:
        yield "\n".join(f"- {inert.text(remark)}" for remark in remarks)
    loaded = store.load(content)
    for _, capture, account in done.accounts:
        yield f"{capture.source}: {merge.sentence(account)}"
        if account.new:
            yield f"### New papers ({len(account.new)})"
            yield "\n".join(_papers(loaded, capture, account, branch))
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
        if notes := (*capture.notes, *account.notes):
            yield "### Notes"
            yield "\n".join(f"- {inert.text(note)}" for note in notes)
    if any(account.new for _, _, account in done.accounts):
        yield _ORDERS
    left_out = [block for _, _, account in done.accounts for block in account.left_out]
    if left_out:
        lines = (f"- {inert.text(each.text)}: {inert.text(each.reason)}" for each in left_out)
        yield f"<details><summary>Left out ({len(left_out)})</summary>"
        yield "\n".join(lines)
        yield "</details>"


def _papers(loaded: store.Loaded, capture: Capture, account: Account, branch: str) -> Iterator[str]:
    """A line a new paper: its title, the way to the editor, topics and what suggests them."""
    corpus = loaded.corpus
    abstracts = {entry.title: entry.abstract for entry in capture.entries}
    repository = corpus.settings.repository.rstrip("/")
    for new in account.new:
        paper = corpus.papers[new]
        found = terms.suggest(paper.title, abstracts.get(paper.title, ""), corpus.vocabulary.topics)
        topics = "; ".join(
            f"{inert.code(each.topic)} ({', '.join(map(inert.text, each.terms))})" for each in found
        )
        edit = f"{repository}/edit/{branch}/content/{loaded.sources[new]}"
        shown = f"[{inert.text(paper.title)}]({edit})" if repository else inert.text(paper.title)
        yield f"- {shown} {inert.code(paper.arxiv or paper.id)}"
        yield f"  suggested: {topics}" if topics else "  no topic is suggested"
