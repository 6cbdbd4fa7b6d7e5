"""Issue forms settled: a change of one record, or an answer that says why not, as Markdown.

What a form says stands in answers as text that shows and does nothing: nobody is mentioned,
nothing is linked or closed.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final

from generator import check, intake, store
from generator.papers.duplicates import pairs
from generator.papers.identity import Declined
from generator.papers.model import Entry, Paper
from generator.review import forms
from generator.review.forms import Correction, Proposal, Unclear
from generator.text.markdown import inert, page

if TYPE_CHECKING:
    from pathlib import Path

    from generator.store import Loaded

Ask = Callable[[str], Entry]
"""What arXiv says of the paper with this identifier; raises Unclear where it knows none."""

_LONGEST: Final = 3_000
_LONGEST_LINE: Final = 600


@dataclass(frozen=True, slots=True)
class Answered:
    """What came of a form: the answer on its issue, as Markdown.

    ``kind`` is ``known``, ``declined``, ``unclear``, ``person`` or, with a change in the content
    folder and title and text of its pull request, ``proposed``.
    """

    kind: str
    answer: str
    title: str = ""
    body: str = ""


@dataclass(frozen=True, slots=True)
class _Change:
    """A record as it should be; what a pull request with it does, is called, and quotes.

    ``to_do`` is what the form left open.
    """

    paper: Paper
    what: str
    title: str
    quotes: tuple[tuple[str, str], ...]
    to_do: tuple[str, ...] = ()


def answer(
    content: Path, form: Proposal | Correction, number: int, ask: Ask, today: str
) -> Answered:
    """Settle the form of issue ``number``: the content folder holds the change then, if any.

    ``ask`` gives what arXiv says of an identifier; ``today`` is when a paper is added or a record
    revised. Raises what ``ask`` raises but Unclear, intake.ContentProblems and OSError.
    """
    loaded = intake.sound(content)
    try:
        if isinstance(form, Proposal):
            change = _proposed(form, loaded, ask, today)
        else:
            change = _corrected(form, loaded, today)
        if isinstance(change, Answered):
            return change
        papers = {**loaded.corpus.papers, change.paper.id: change.paper}
        changes = store.changes(loaded, replace(loaded.corpus, papers=papers))
    except Unclear as error:
        return _unclear(str(error))
    except store.Unsound as error:
        return _unclear(f"{str(error).partition(': ')[2]}.")
    before = {(problem.path, problem.message) for problem in check.problems(loaded)}
    store.write(content, changes, loaded.state)
    after = check.problems(store.load(content), touched=changes)
    new = [p for p in after if p.path in changes and (p.path, p.message) not in before]
    to_do = [*change.to_do, *(f"line {problem.line}: {problem.message}" for problem in new)]
    left = "\n".join(f"- [ ] {inert(item, _LONGEST_LINE)}" for item in to_do)
    still = f"\n\nWhat is still to be done there:\n\n{left}" if left else ""
    thanks = (
        f"Thank you. A pull request that {change.what} is linked to this issue; a curator looks at"
        f" it next.{still}\n"
    )
    return Answered("proposed", thanks, change.title, _pull_request(change, number, left))


def _proposed(form: Proposal, loaded: Loaded, ask: Ask, today: str) -> _Change | Answered:
    corpus = loaded.corpus
    asked = forms.asked(form)
    match = forms.known(asked, corpus)
    declined = Declined(corpus.left_out)
    no = declined.find(asked.title, asked.arxiv, asked.doi)
    entry = ask(asked.arxiv) if asked.arxiv and not (match or no) else None
    if entry:
        match = forms.known(replace(asked, title=entry.title), corpus)
        no = declined.find(entry.title, asked.arxiv, asked.doi)
    if match:
        there = corpus.papers[match.paper]
        improve = _edit(there, loaded, " If something in it is wrong, [improve the record]({}).")
        return Answered(
            "known",
            f"This paper is in the digest already: {_page(there, loaded)}"
            f" ({inert(match.reason)}).{improve}\n\n"
            "Thank you for looking out for it. You can close this issue.\n",
        )
    if no:
        why = f": {inert(no.reason, _LONGEST_LINE)}" if no.reason else "."
        title = inert(no.title or form.title)
        return Answered(
            "declined",
            f"Thank you. The curators have looked at {title} and left it out{why}\n\n"
            "If you see it otherwise, say so here: a person reads it.\n",
        )
    paper = replace(forms.proposed(form, asked, corpus, entry), added=today)
    _, unknown = forms.topics(form.topics, corpus)
    alike = (
        f"may be the same paper as '{pair.one if pair.other == paper.id else pair.other}'"
        for pair in pairs((*corpus.papers.values(), paper))
        if paper.id in (pair.one, pair.other)
    )
    quotes = (("Why it belongs in the digest", form.why),)
    title = f"Content: add {paper.id}"
    return _Change(paper, "adds a paper", title, quotes, (*alike, *unknown))


def _corrected(form: Correction, loaded: Loaded, today: str) -> _Change | Answered:
    there = forms.record(form.record, loaded.corpus)
    corrected = forms.corrected(form, there, loaded.corpus)
    if corrected is None:
        improve = _edit(there, loaded, " Whoever knows what to do can [change it here]({}).")
        return Answered(
            "person",
            f"Thank you. A curator will look at {_page(there, loaded)}: this cannot be changed"
            f" by a form.{improve}\n",
        )
    quotes = (("What is wrong", form.what), ("How that is known", form.source))
    paper, title = replace(corrected, revised=today), f"Content: correct {there.id}"
    return _Change(paper, "corrects a record", title, quotes)


def _unclear(reason: str) -> Answered:
    why = inert(reason, _LONGEST_LINE)
    more = "Edit the first comment of this issue, and I will look at it again."
    return Answered("unclear", f"Thank you. {why}\n\n{more}\n")


def _pull_request(change: _Change, issue: int, left: str) -> str:
    """The text of a pull request: what it does, what people said, what is to be done."""
    blocks = [f"This {change.what}, as #{issue} asks for. Closes #{issue}."]
    blocks += [f"{question}:\n\n{_quoted(answer)}" for question, answer in change.quotes if answer]
    blocks += [f"To be done before it is merged:\n\n{left}"] if left else []
    blocks += [
        "Made by a program from what somebody wrote into a form: whoever merges it vouches for it."
    ]
    return "\n\n".join(blocks) + "\n"


def _quoted(text: str) -> str:
    """Text of several lines in a block that shows it as it is, cut where it is long."""
    shown = text if len(text) <= _LONGEST else f"{text[:_LONGEST]}…"
    ticks = "`" * max(3, 1 + max(map(len, re.findall("`+", shown)), default=0))
    return f"{ticks}text\n{shown}\n{ticks}"


def _page(paper: Paper, loaded: Loaded) -> str:
    url = loaded.corpus.settings.url or None
    return page(inert(paper.title), f"papers/{paper.id}/", url)


def _edit(paper: Paper, loaded: Loaded, words: str) -> str:
    """Words with the address that edits a record in them; '' where there is none."""
    address = loaded.editor(paper.id)
    return words.format(address) if address else ""
