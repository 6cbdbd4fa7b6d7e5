"""Issue forms: what somebody wrote into one, made a change of the content, and answered."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from generator import check, intake, store
from generator.papers.model import File, Problem
from generator.review import answers as words
from generator.review.forms import Correction, NoIssue, Proposal, issue, read
from generator.review.outcome import Ask, Change, outcome
from generator.review.proposed import Unclear

__all__ = ["Answered", "NoIssue", "Unclear", "answer", "issue", "read"]


@dataclass(frozen=True, slots=True)
class Answered:
    """What came of a form, and the files that say it.

    ``answer.md`` is for the issue; with a change come ``title`` and ``body.md`` of a pull
    request.
    """

    kind: str
    files: tuple[File, ...]


def answer(content: Path, form: Proposal | Correction, number: int, ask: Ask) -> Answered:
    """Settle the form of issue ``number``: the content folder holds the change then, if any.

    ``ask`` gives what arXiv says of an identifier. Raises what it raises but Unclear,
    intake.ContentProblems and OSError.
    """
    loaded = intake.sound(content)
    found = outcome(form, loaded, ask)
    if found.change is None:
        return Answered(found.kind, (File("answer.md", found.answer),))
    try:
        changes = store.changes(loaded, found.change.into(loaded.corpus))
    except store.Unsound as error:
        said = words.unclear(f"{str(error).partition(': ')[2]}.")
        return Answered("unclear", (File("answer.md", said),))
    before = {(problem.path, problem.message) for problem in check.problems(loaded)}
    store.write(content, changes, loaded.state)
    after = check.problems(store.load(content), touched=changes)
    new = [p for p in after if p.path in changes and (p.path, p.message) not in before]
    return Answered(found.kind, _files(found.change, number, new))


def _files(change: Change, number: int, problems: list[Problem]) -> tuple[File, ...]:
    to_do = [*change.to_do, *words.problems(problems)]
    return (
        File("answer.md", words.made(change.what, to_do)),
        File("title", f"{change.title}\n"),
        File("body.md", words.pull_request(change.what, number, change.said, to_do)),
    )
