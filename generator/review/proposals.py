"""Issue forms: what somebody wrote into one, made a change of the content, and answered."""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import Path

from generator import check, intake, store
from generator.papers.model import Paper
from generator.review import answers as words
from generator.review.forms import Correction, NoIssue, Proposal, issue, read
from generator.review.outcome import Ask, outcome
from generator.review.proposed import Unclear

__all__ = ["Answered", "NoIssue", "Unclear", "answer", "issue", "read"]


@dataclass(frozen=True, slots=True)
class Answered:
    """What came of a form: the answer on its issue, as Markdown.

    With a change in the content folder come title and text of its pull request.
    """

    kind: str
    answer: str
    title: str = ""
    body: str = ""


def answer(
    content: Path, form: Proposal | Correction, number: int, ask: Ask, today: str
) -> Answered:
    """Settle the form of issue ``number``: the content folder holds the change then, if any.

    ``ask`` gives what arXiv says of an identifier; ``today`` is when the change is made. Raises
    what ``ask`` raises but Unclear, intake.ContentProblems and OSError.
    """
    loaded = intake.sound(content)
    found = outcome(form, loaded, ask, today)
    if found.change is None:
        return Answered(found.kind, found.answer)
    paper = found.change.paper
    dated = replace(found.change, paper=_dated(paper, loaded.corpus.papers.get(paper.id), today))
    try:
        changes = store.changes(loaded, dated.into(loaded.corpus))
    except store.Unsound as error:
        return Answered("unclear", words.unclear(f"{str(error).partition(': ')[2]}."))
    before = {(problem.path, problem.message) for problem in check.problems(loaded)}
    store.write(content, changes, loaded.state)
    after = check.problems(store.load(content), touched=changes)
    new = [p for p in after if p.path in changes and (p.path, p.message) not in before]
    to_do = [*found.change.to_do, *words.problems(new)]
    change = found.change
    return Answered(
        found.kind,
        words.made(change.what, to_do),
        change.title,
        words.pull_request(change.what, number, change.said, to_do),
    )


def _dated(paper: Paper, before: Paper | None, today: str) -> Paper:
    """A record with the day it came in as news, or on which its words changed."""
    if before is None:
        return replace(paper, added=today)
    words_of = [(each.title, each.summary, each.topics) for each in (paper, before)]
    return paper if words_of[0] == words_of[1] else replace(paper, revised=today)
