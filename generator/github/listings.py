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
from generator.intake import merge
from generator.intake.arrivals import Arrival
from generator.intake.merge import Account
from generator.papers.model import Capture
from generator.papers.wording import count
from generator.text.markdown import code, inert
from generator.topics import terms

BRANCH: Final = "intake/"
_ORDERS: Final = """\
Whoever may write here can say under this pull request, a line each, by identifier or id:

    /leave ID why it does not belong here
    /topics ID one-topic, another-topic
    /accept

The last one makes topics of the suggestions that are left; with ID, of that paper's.
"""
_YOUNG: Final = (
    "The digest is young: what is usual of such a day is not known yet, so the sources are asked"
    " again in the afternoon before this counts as whole."
)


def merged(
    content: Path,
    arrived: Sequence[Arrival],
    day: str,
    today: str,
    *,
    is_asked_again: bool,
    cache: Path | None = None,
) -> tuple[ChangeRequest, bool]:
    """Merge the listings of ``day`` into the content folder, as far as they came.

    Returns the change that it makes, and whether somebody should look at a source. ``today`` is
    when the listings come in; ``is_asked_again`` is told; ``cache`` is the store's. Raises what
    ``intake.ingest`` raises.
    """
    captures = [(each.path, _of(each.capture, day)) for each in arrived if each.capture]
    done = intake.ingest(content, captures, today=today, cache=cache)
    is_doubtful = done.damaged or not all(each.is_usual for each in arrived)
    branch = f"{BRANCH}{day}"
    blocks = [*_head(day, arrived, is_doubtful)]
    loaded = store.load(content, cache)
    for _, capture, account in done.accounts:
        blocks += _listing(loaded, capture, account, branch)
    if any(account.new for _, _, account in done.accounts):
        blocks.append(_ORDERS)
    left_out = [block for _, _, account in done.accounts for block in account.left_out]
    if left_out:
        lines = "\n".join(f"- {inert(each.text)}: {inert(each.reason)}" for each in left_out)
        summary = f"<details><summary>Left out ({len(left_out)})</summary>"
        blocks += [summary, lines, "</details>"]
    if is_asked_again:
        blocks.append(_YOUNG)
    body = "\n\n".join(blocks)
    return ChangeRequest(branch, f"Content: import the listing of {day}", f"{body}\n"), is_doubtful


def _of(capture: Capture, day: str) -> Capture:
    """The capture as the listing of ``day``, whatever it says itself."""
    return capture if capture.captured == day else replace(capture, captured=day, kind="daily")


def stale(content: Path, github: GitHub) -> tuple[str, ...]:
    """The days whose open pull requests no longer merge, and that nobody works on, oldest first.

    Where two imports share a paper and one is merged, the other has to be made anew.
    """
    pulls = [pull for pull in github.pull_requests() if pull.branch.startswith(BRANCH)]
    if pulls:
        github.lend_token()
    days = []
    for pull in pulls:
        there = branches.tip(content, pull.branch)
        if there and branches.is_ours(content, there) and branches.conflicts(content, there):
            days.append(pull.branch.removeprefix(BRANCH))
    return tuple(sorted(days))


def _head(day: str, arrived: Sequence[Arrival], is_doubtful: bool) -> Iterator[str]:
    yield f"The listing of {day}: {count(sum(each.papers for each in arrived), 'paper')} came."
    told = [each for each in arrived if not (is_doubtful and each.is_usual)]
    remarks = [remark for each in told for remark in each.remarks]
    if is_doubtful:
        yield "**Look before you merge:**"
        remarks = remarks or ["damaged: some blocks are no papers"]
    if remarks:
        yield "\n".join(f"- {inert(remark)}" for remark in remarks)


def _listing(
    loaded: store.Loaded, capture: Capture, account: Account, branch: str
) -> Iterator[str]:
    """What became of the blocks of a listing, each kind under its heading."""
    yield f"{capture.source}: {merge.sentence(account)}"
    new, rejected = account.new, account.rejected
    parts = {
        f"New papers ({len(new)})": _papers(loaded, capture, account, branch),
        f"Rejected ({len(rejected)})": (
            f"line {each.line}: {inert(each.reason)}: {inert(each.text)}" for each in rejected
        ),
        "What records say otherwise": (
            f"{code(each.paper)}: {each.field} stays {inert(each.stated)};"
            f" the listing says {inert(each.found)}"
            for each in account.differences
        ),
        "Notes": map(inert, (*capture.notes, *account.notes)),
    }
    for heading, lines in parts.items():
        if shown := "\n".join(f"- {line}" for line in lines):
            yield f"### {heading}"
            yield shown


def _papers(loaded: store.Loaded, capture: Capture, account: Account, branch: str) -> Iterator[str]:
    """Each new paper: its title, which opens it in the editor, where it is to be read, and topics.

    Topics stand with the words that suggest them.
    """
    corpus = loaded.corpus
    abstracts = {entry.title: entry.abstract for entry in capture.entries}
    for new in account.new:
        paper = corpus.papers[new]
        found = terms.suggest(paper.title, abstracts.get(paper.title, ""), corpus.vocabulary.topics)
        topics = "; ".join(
            f"{code(each.topic)} ({', '.join(map(inert, each.terms))})" for each in found
        )
        edit = loaded.editor(new, branch)
        shown = f"[{inert(paper.title)}]({edit})" if edit else inert(paper.title)
        name = code(paper.arxiv or paper.id)
        read = f"[{name}](https://arxiv.org/abs/{paper.arxiv})" if paper.arxiv else name
        yield f"{shown} {read}\n  {f'suggested: {topics}' if topics else 'no topic is suggested'}"
