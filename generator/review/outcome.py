"""What somebody wrote into an issue form, as a changed record and an answer. Pure."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Literal

from generator.papers import identity
from generator.papers.model import Corpus, Entry, Paper
from generator.review import answers as words
from generator.review import correction
from generator.review import proposed as paper
from generator.review.forms import Correction, Proposal
from generator.review.proposed import Unclear
from generator.store import Loaded

Ask = Callable[[str], Entry]
"""What arXiv says of the paper with this identifier; raises Unclear where it knows none."""


@dataclass(frozen=True, slots=True)
class Change:
    """A record as it should be; what a pull request with it does, is called, and quotes.

    ``to_do`` is what the form left open.
    """

    paper: Paper
    what: str
    title: str
    said: tuple[tuple[str, str], ...]
    to_do: tuple[str, ...] = ()

    def into(self, corpus: Corpus) -> Corpus:
        """The corpus with the record."""
        return replace(corpus, papers={**corpus.papers, self.paper.id: self.paper})


@dataclass(frozen=True, slots=True)
class Outcome:
    """What came of a form: an answer for its issue, or a change, for which one is made later."""

    kind: Literal["proposed", "known", "declined", "unclear", "person"]
    answer: str = ""
    change: Change | None = None


def outcome(form: Proposal | Correction, loaded: Loaded, ask: Ask, today: str) -> Outcome:
    """What comes of a form; ``ask`` is called for a paper on arXiv that is not there yet.

    The day ``today`` is when a new paper is added, or a record revised. ``ask`` may raise what
    it likes besides Unclear.
    """
    try:
        if isinstance(form, Proposal):
            return _proposed(form, loaded, ask, today)
        return _corrected(form, loaded, today)
    except Unclear as error:
        return Outcome("unclear", words.unclear(str(error)))


def _proposed(form: Proposal, loaded: Loaded, ask: Ask, today: str) -> Outcome:
    corpus = loaded.corpus
    where = paper.address(form)
    match = paper.known(form, where, corpus)
    no = identity.declined(corpus, form.title, where.arxiv, where.doi)
    entry = ask(where.arxiv) if where.arxiv and not (match or no) else None
    if entry:
        match = paper.known(replace(form, title=entry.title), where, corpus)
        no = identity.declined(corpus, entry.title, where.arxiv, where.doi)
    if match:
        there = corpus.papers[match.paper]
        source = loaded.sources[there.id]
        return Outcome("known", words.known(there, match.reason, corpus.settings, source))
    if no:
        return Outcome("declined", words.declined(no.title or form.title, no.reason))
    made = replace(paper.record(form, where, corpus, entry), added=today)
    _, unknown = paper.topics(form.topics, corpus)
    alike = (f"may be the same paper as '{other}'" for other in paper.alike(made, corpus))
    return Outcome(
        "proposed",
        change=Change(
            made,
            "adds a paper",
            f"Content: add {made.id}",
            (("Why it belongs in the digest", form.why),),
            (*alike, *unknown),
        ),
    )


def _corrected(form: Correction, loaded: Loaded, today: str) -> Outcome:
    settings = loaded.corpus.settings
    there = correction.record(form.record, loaded.corpus)
    made = correction.corrected(form, there, loaded.corpus)
    if made is None:
        return Outcome("person", words.for_people(there, settings, loaded.sources[there.id]))
    change = Change(
        replace(made, revised=today),
        "corrects a record",
        f"Content: correct {there.id}",
        (("What is wrong", form.what), ("How that is known", form.source)),
    )
    return Outcome("proposed", change=change)
