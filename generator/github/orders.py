"""What people write to a program under a pull request of an import: an order on a line.

``/leave 2503.02130 a post`` takes a paper out and remembers that, with the reason if there is
one; ``/topics 2503.02130 robotics, planning`` says what its topics are; ``/accept 2503.02130``
makes those that are suggested its topics, and ``/accept`` alone does so for all papers that
the pull request adds. A paper is named by its identifier, its id or its page. Whoever may write
to the repository may give orders; what they wrote then is a person's word.
"""

from __future__ import annotations

import json
import re
from collections.abc import Collection
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Final

from generator import intake, store
from generator.github import branches
from generator.github.gh import GitHub
from generator.intake import choice
from generator.review import forms
from generator.review.forms import Correction, NoEvent, Unclear
from generator.store import git
from generator.text.markdown import inert

_ORDER: Final = re.compile(
    r"^/(?:(leave|topics|accept)[ \t]+(\S+)(.*)|(accept)[ \t\r]*)$", re.MULTILINE
)


@dataclass(frozen=True, slots=True)
class Order:
    """One line: what to do with which paper ('': with all), and what it says besides."""

    verb: str
    paper: str
    rest: str


@dataclass(frozen=True, slots=True)
class Comment:
    """A comment: its number, its pull request, who wrote it, and the orders in it."""

    number: int
    pull_request: int
    login: str
    user: int
    orders: tuple[Order, ...]


def comment(event: bytes) -> Comment:
    """The comment of an ``issue_comment`` event, the JSON that GITHUB_EVENT_PATH names.

    https://docs.github.com/webhooks/webhook-events-and-payloads#issue_comment. Raises NoEvent.
    """
    try:
        found = json.loads(event)
        said, issue = found["comment"], found["issue"]
        numbers = (said["id"], issue["number"], said["user"]["id"])
        login, body = said["user"]["login"], said["body"] or ""
    except (ValueError, TypeError, KeyError):
        raise NoEvent("no event of a comment: give what GITHUB_EVENT_PATH names") from None
    if not (all(isinstance(n, int) for n in numbers) and isinstance(login, str)):
        raise NoEvent("no event of a comment: its numbers or names are of another kind")
    found = _ORDER.findall(str(body))
    orders = tuple(Order(verb or all, paper, rest.strip()) for verb, paper, rest, all in found)
    return Comment(numbers[0], numbers[1], login, numbers[2], orders)


def obey(content: Path, github: GitHub, asked: Comment) -> str:
    """Carry out the orders of a comment on the branch of its pull request: all or none.

    Answers with a sign, and where something is unclear in words. Returns what came of it, in a
    line. Raises GitHubError, GitError, ContentProblems and OSError.
    """
    if not asked.orders:
        return "the comment gives no order"
    if not github.may_write(asked.login):
        return f"{asked.login} may not write here: nothing is done"
    pulls = {pull.number: pull for pull in github.pull_requests()}
    pull = pulls.get(asked.pull_request)
    if pull is None:
        return _refuse(github, asked, "This is no pull request of a branch here.")
    github.lend_token()
    there = branches.tip(content, pull.branch)
    with git.beside(content, there) as copy:
        try:
            before, after = (store.load(folder).corpus.papers for folder in (content, copy))
            added = after.keys() - before.keys()
            said = [_carry_out(copy, order, added) for order in asked.orders]
        except (Unclear, store.Unsound) as error:
            return _refuse(github, asked, inert(str(error), 600))
        git.run(copy, "add", "--", ".")
        if git.run(copy, "diff", "--cached", "--name-only"):
            who = f"{asked.login} <{asked.user}+{asked.login}@users.noreply.github.com>"
            message = f"Content: {'; '.join(said)}"
            commit = ("commit", "--quiet", f"--author={who}", f"--message={message}")
            git.run(copy, *branches.WHO, *commit)
            branches.push(copy, pull.branch, there)
            branches.check(content, github, pull.branch)
    github.react(asked.number, "+1")
    return "; ".join(said)


def _refuse(github: GitHub, asked: Comment, why: str) -> str:
    github.react(asked.number, "confused")
    github.comment(asked.pull_request, f"{why} Nothing was changed.\n")
    return why


def _carry_out(content: Path, order: Order, added: Collection[str]) -> str:
    """Change the content folder as an order says; what was done, in words. Raises Unclear.

    ``added`` are the ids of the records that the pull request adds.
    """
    loaded = intake.sound(content)
    corpus = loaded.corpus
    papers = [forms.record(order.paper, corpus)] if order.paper else []
    if order.verb == "leave":
        changed = choice.leave(corpus, papers[0], order.rest)
    elif order.verb == "topics":
        form = Correction(order.paper, "The topics", order.rest, "")
        wanted = forms.corrected(form, papers[0], corpus)
        assert wanted is not None
        changed = replace(corpus, papers={**corpus.papers, wanted.id: wanted})
    else:
        changed = choice.accept(corpus, [paper.id for paper in papers] or added)
        papers = [paper for id, paper in corpus.papers.items() if paper != changed.papers[id]]
    store.write(content, store.changes(loaded, changed), loaded.state)
    names = ", ".join(paper.id for paper in papers) or "no paper"
    return f"{'leave' if order.verb == 'leave' else 'topics of'} {names}"
