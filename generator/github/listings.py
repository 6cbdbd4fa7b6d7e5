"""The pull request of an import: what it says of a day's listings, and what is ordered under it.

An order is a line of a comment. ``/leave 2503.02130 a post`` takes a paper out and remembers that,
with the reason if there is one; ``/topics 2503.02130 robotics, planning`` says what its topics are;
``/accept 2503.02130`` makes those that are suggested its topics, and ``/accept`` alone does so for
all papers that the pull request adds. A paper is named by its identifier, its id or its page.
Whoever may write to the repository may give orders; what they wrote then is a person's word.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Final

from generator import intake, store
from generator.github import branches
from generator.github.branches import ChangeRequest
from generator.github.gh import GitHub
from generator.intake import choice, merge
from generator.intake.arrivals import Arrival
from generator.papers.model import Capture, Paper
from generator.papers.wording import count
from generator.review import forms
from generator.review.forms import Event, Unclear, User
from generator.store import git
from generator.text import Misuse, markdown
from generator.topics import terms
from generator.topics.terms import Suggestion

BRANCH: Final = "intake/"
_ORDER: Final = re.compile(r"^/(leave|topics|accept)(?:[ \t]+(\S+)(.*))?[ \t\r]*$", re.MULTILINE)


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
    captures = [(each.path, _dated(each.capture, day)) for each in arrived if each.capture]
    ingested = intake.ingest(content, captures, today=today, cache=cache)
    is_doubtful = ingested.damaged or not all(each.is_usual for each in arrived)
    remarks = [
        remark for each in arrived if not (is_doubtful and each.is_usual) for remark in each.remarks
    ]
    if is_doubtful and not remarks:
        remarks = ["damaged: some blocks are no papers"]
    branch, loaded = f"{BRANCH}{day}", store.load(content, cache)
    body = markdown.comment(
        Path(__file__).parent / "templates",
        "listing",
        day=day,
        came=count(sum(each.papers for each in arrived), "paper"),
        is_doubtful=is_doubtful,
        remarks=remarks,
        accounts=[
            (capture, account, [*_papers(loaded, capture, account.new, branch)])
            for _, capture, account in ingested.accounts
        ],
        sentence=merge.sentence,
        left_out=[block for _, _, account in ingested.accounts for block in account.left_out],
        is_asked_again=is_asked_again,
    )
    return ChangeRequest(branch, f"Content: import the listing of {day}", body), is_doubtful


def _dated(capture: Capture, day: str) -> Capture:
    """The capture as the listing of ``day``, whatever it says itself."""
    return capture if capture.captured == day else replace(capture, captured=day, kind="daily")


def _papers(
    loaded: store.Loaded, capture: Capture, new: Sequence[str], branch: str
) -> Iterator[tuple[Paper, str, Sequence[Suggestion]]]:
    """Each new paper, where it is edited, and the topics that its words suggest."""
    corpus = loaded.corpus
    abstracts = {entry.title: entry.abstract for entry in capture.entries}
    for paper in map(corpus.papers.__getitem__, new):
        abstract = abstracts.get(paper.title, "")
        suggestions = terms.suggest(paper.title, abstract, corpus.vocabulary.topics)
        yield paper, loaded.editor(paper.id, branch), suggestions


def stale(content: Path, github: GitHub) -> tuple[str, ...]:
    """The days whose open pull requests no longer merge, and that nobody works on, oldest first.

    Where two imports share a paper and one is merged, the other has to be made anew.
    """
    pulls = [pull for pull in github.pull_requests() if pull.branch.startswith(BRANCH)]
    if pulls:
        github.lend_token()
    days = []
    for pull in pulls:
        last = branches.tip(content, pull.branch)
        if last and branches.is_ours(content, last) and branches.conflicts(content, last):
            days.append(pull.branch.removeprefix(BRANCH))
    return tuple(sorted(days))


@dataclass(frozen=True, slots=True)
class Order:
    """One line: what to do with which paper ('': with all), and what it says besides."""

    verb: str
    paper: str
    rest: str


def orders(text: str) -> tuple[Order, ...]:
    """The orders in what somebody said."""
    return tuple(Order(verb, paper, rest.strip()) for verb, paper, rest in _ORDER.findall(text))


def obey(content: Path, github: GitHub, event: Event) -> str:
    """Carry out the orders of a comment on the branch of its pull request: all or none.

    Answers with a sign, and where something is unclear in words. Returns what came of it, in a
    line. Raises Misuse, GitHubError, GitError, ContentError and OSError.
    """
    if event.comment is None:
        raise Misuse("no event of a comment: give the file that GITHUB_EVENT_PATH names")
    number, user, comment = event.issue.number, event.comment.user, event.comment.id
    todo = orders(event.comment.body or "")
    if not todo:
        return "the comment gives no order"
    if not github.may_write(user.login):
        return f"{user.login} may not write here: nothing is done"
    branch = next((pull.branch for pull in github.pull_requests() if pull.number == number), "")
    try:
        outcome = _carry_out_all(content, github, branch, todo, user)
    except (Unclear, store.Unsound) as error:
        why = markdown.inert(str(error), 600)
        github.react(comment, "confused")
        github.comment(number, f"{why} Nothing was changed.\n")
        return why
    github.react(comment, "+1")
    return outcome


def _carry_out_all(
    content: Path, github: GitHub, branch: str, todo: Sequence[Order], user: User
) -> str:
    """Carry out orders on a branch, in one commit of whoever gave them; what was done."""
    if not branch:
        raise Unclear("This is no pull request of a branch here.")
    github.lend_token()
    last = branches.tip(content, branch)
    with git.beside(content, last) as copy:
        before, after = (store.load(folder).corpus.papers for folder in (content, copy))
        added = after.keys() - before.keys()
        outcome = "; ".join([_carry_out(copy, order, added) for order in todo])
        if branches.staged(copy, "."):
            author = f"{user.login} <{user.id}+{user.login}@users.noreply.github.com>"
            branches.commit(copy, f"Content: {outcome}", author)
            branches.push(copy, branch, last)
            branches.check(content, github, branch)
    return outcome


def _carry_out(content: Path, order: Order, added: Collection[str]) -> str:
    """Change the content folder as an order says; what was done, in words. Raises Unclear.

    ``added`` are the ids of the records that the pull request adds.
    """
    loaded = intake.sound(content)
    corpus = loaded.corpus
    if order.verb == "accept":
        chosen = [forms.record(order.paper, corpus).id] if order.paper else added
        changed = choice.accept(corpus, chosen)
        ids = [id for id, paper in corpus.papers.items() if paper != changed.papers[id]]
    else:
        paper = forms.record(order.paper, corpus)
        ids = [paper.id]
        if order.verb == "leave":
            changed = choice.leave(corpus, paper, order.rest)
        else:
            tagged = forms.corrected(paper, "The topics", order.rest, corpus)
            changed = replace(corpus, papers={**corpus.papers, paper.id: tagged})
    store.write(content, store.changes(loaded, changed), loaded.state)
    what = "leave" if order.verb == "leave" else "topics of"
    return f"{what} {', '.join(ids) or 'no paper'}"
