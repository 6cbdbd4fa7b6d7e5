"""Issue forms: what somebody wrote into one, and the change of one record that comes of it.

An issue has a heading ``### Label`` for each question, in the form's order, and under it the
answer, or ``_No response_``
(https://docs.github.com/communities/using-templates-to-encourage-useful-issues-and-pull-requests/syntax-for-githubs-form-schema).
Whoever opened it may have changed all of that: an answer is text that anybody wrote. In what is
said back it shows and does nothing: nobody is mentioned, nothing is linked or closed.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, Final

import msgspec
from markupsafe import Markup

from generator import check, intake, store
from generator.check.records import meant
from generator.papers import fields, identity, links
from generator.papers.duplicates import Index, Match, pairs
from generator.papers.identity import Declined
from generator.papers.model import Corpus, Entry, Link, Paper
from generator.papers.names import split
from generator.store import Loaded
from generator.text import UserError
from generator.text.markdown import comment, fence, inert, page
from generator.text.plain import plain

PROPOSAL: Final = ("arXiv id or link", "Title", "Topics", "Summary", "Why it belongs in the digest")
CORRECTION: Final = ("Record", "What is wrong", "What it should say", "How you know")
_NO_ANSWER: Final = "_No response_"
_AROUND: Final = "<>()[]\"'.,;"
_LONGEST: Final = 3_000  # characters that are quoted
_PAGE: Final = re.compile(r"papers/(?:\d{4}/|undated/)?([a-z0-9]+(?:-[a-z0-9]+)*)(?:/|\.md|$|[?#])")


class NoEvent(UserError):
    """What GitHub would not say of an event; the message is one line."""

    is_misuse = True


class Unclear(UserError):
    """What somebody says that no record can be made of; the message is one sentence."""


@dataclass(frozen=True, slots=True)
class Proposal:
    """A paper that somebody proposes: where it is, and what they say of it."""

    address: str
    title: str
    topics: str
    summary: str
    why: str


@dataclass(frozen=True, slots=True)
class Correction:
    """What somebody says is wrong with a record, what is right, and how they know."""

    record: str
    what: str
    value: str
    source: str


class _Issue(msgspec.Struct):
    number: int
    body: str | None


class _Event(msgspec.Struct):
    issue: _Issue


def issue(event: bytes) -> tuple[int, str]:
    """Number and text of the issue of an ``issues`` event.

    ``event`` is the JSON that a workflow finds in GITHUB_EVENT_PATH. Raises NoEvent.
    """
    try:
        found = msgspec.json.decode(event, type=_Event).issue
    except msgspec.MsgspecError:
        raise NoEvent("no event of an issue: give the file that GITHUB_EVENT_PATH names") from None
    return found.number, found.body or ""


def read(body: str) -> Proposal | Correction | None:
    """What a form's issue says; None of an issue that no form made."""
    lines = body.replace("\r\n", "\n").split("\n")
    if answers := _answers(lines, PROPOSAL):
        return Proposal(*answers)
    if answers := _answers(lines, CORRECTION):
        return Correction(*answers)
    return None


def _answers(lines: Sequence[str], labels: Sequence[str]) -> list[str]:
    """An answer for each label, or nothing where a heading is missing or out of order."""
    starts: list[int] = []
    for label in labels:
        first = starts[-1] + 1 if starts else 0
        places = (at for at in range(first, len(lines)) if lines[at].strip() == f"### {label}")
        place = next(places, None)
        if place is None:
            return []
        starts.append(place)
    spans = zip(starts, [*starts[1:], len(lines)], strict=True)
    texts = ["\n".join(lines[start + 1 : end]).strip() for start, end in spans]
    return ["" if text == _NO_ANSWER else text for text in texts]


# What comes of it


Ask = Callable[[str], Entry]
"""What arXiv says of the paper with this identifier; raises Unclear where it knows none."""


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
        return _answered("unclear", reason=str(error))
    except store.Unsound as error:
        return _answered("unclear", reason=f"{str(error).partition(': ')[2]}.")
    before = {(problem.path, problem.message) for problem in check.problems(loaded)}
    store.write(content, changes, loaded.state)
    after = check.problems(store.load(content), touched=changes)
    new = [p for p in after if p.path in changes and (p.path, p.message) not in before]
    to_do = [*change.to_do, *(f"line {problem.line}: {problem.message}" for problem in new)]
    quotes = [
        (question, Markup(fence(said[:_LONGEST] + "…" * (len(said) > _LONGEST), "text")))
        for question, said in change.quotes
        if said
    ]
    body = _answered("request", what=change.what, issue=number, quotes=quotes, to_do=to_do).answer
    done = _answered("proposed", what=change.what, to_do=to_do)
    return replace(done, title=change.title, body=body)


def _answered(kind: str, **values: object) -> Answered:
    words = comment(Path(__file__).parent / "templates", "answer", kind=kind, **values)
    return Answered(kind, words)


def _of(paper: Paper, loaded: Loaded) -> dict[str, Markup]:
    """A record in an answer: a link to its page, and where it is edited, '' if nowhere."""
    there = page(inert(paper.title), f"papers/{paper.id}/", loaded.corpus.settings.url)
    return {"there": there, "editor": Markup(loaded.editor(paper.id) or "")}


# A proposal


def _proposed(form: Proposal, loaded: Loaded, ask: Ask, today: str) -> _Change | Answered:
    corpus = loaded.corpus
    asked = _asked(form)
    match = _known(asked, corpus)
    declined = Declined(corpus.left_out)
    no = declined.find(asked.title, asked.arxiv, asked.doi)
    entry = ask(asked.arxiv) if asked.arxiv and not (match or no) else None
    if entry:
        match = _known(replace(asked, title=entry.title), corpus)
        no = declined.find(entry.title, asked.arxiv, asked.doi)
    if match:
        return _answered("known", reason=match.reason, **_of(corpus.papers[match.paper], loaded))
    if no:
        return _answered("declined", title=no.title or form.title, reason=no.reason)
    paper = replace(_record(form, asked, corpus, entry), added=today)
    alike = (
        f"may be the same paper as '{pair.one if pair.other == paper.id else pair.other}'"
        for pair in pairs((*corpus.papers.values(), paper))
        if paper.id in (pair.one, pair.other)
    )
    to_do = (*alike, *topics(form.topics, corpus)[1])
    quotes = (("Why it belongs in the digest", form.why),)
    return _Change(paper, "adds a paper", f"Content: add {paper.id}", quotes, to_do)


def _asked(form: Proposal) -> Paper:
    """What a form says of a paper and where it is, as a record without an id. Raises Unclear."""
    words = [word.strip(_AROUND) for word in form.address.split()]
    for word in words:
        arxiv = identity.arxiv_id(word)
        doi = None if arxiv else identity.doi(word)
        if arxiv or doi:
            return Paper("", form.title, arxiv, doi)
    for word in words:
        if url := links.clean(word):
            kind = links.kind(url)
            link = Link("project" if kind == "other" else kind, url)
            return Paper("", form.title, links=(link,))
    raise Unclear(
        "I found no arXiv id and no link in the first answer. An arXiv id looks like 2210.02414."
    )


def _known(asked: Paper, corpus: Corpus) -> Match | None:
    """The record of a paper that a form asks for, if there is one."""
    if asked.title or asked.arxiv or asked.doi:
        match = Index(corpus.papers.values()).find(replace(asked, links=()))
        if match:
            return match
    addresses = {links.key(link.url) for link in asked.links}
    for paper in corpus.papers.values():
        if any(links.key(link.url) in addresses for link in paper.links):
            return Match(paper.id, "the same link")
    return None


def _record(form: Proposal, asked: Paper, corpus: Corpus, entry: Entry | None) -> Paper:
    """The record of a paper that is not there yet; ``entry`` is what arXiv says of it.

    Raises Unclear.
    """
    title = entry.title if entry else fields.TITLE.read(form.title)
    if not title:
        raise Unclear("A paper that is not on arXiv needs a title: please add it to the form.")
    summary = plain(form.summary)
    if summary and not fields.SUMMARY.read(summary):
        raise Unclear(f"A summary has at most {fields.SUMMARY.longest:,} characters.")
    aliases = {alias for paper in corpus.papers.values() for alias in paper.aliases}
    found = entry or Entry(title, 1, doi=asked.doi)
    return replace(
        found.record(),
        id=identity.slug(title, {*corpus.papers, *aliases}),
        topics=topics(form.topics, corpus)[0],
        links=links.unique((*asked.links, *found.links)),
        summary=summary,
        abstract=found.abstract if corpus.settings.keep_abstracts else "",
    )


def topics(answer: str, corpus: Corpus) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The topics that an answer names, by id or title, and what it names that is none."""
    names = {
        identity.words(name): topic.id
        for topic in corpus.vocabulary.topics
        for name in (topic.id, topic.title)
    }
    found: dict[str, None] = {}
    unknown = []
    for word in filter(None, (plain(part) for part in re.split(r"[,;\n]", answer))):
        topic = names.get(identity.words(word.lstrip("-*# ").strip("`")))
        if topic:
            found[topic] = None
        else:
            unknown.append(f"'{word}' is no topic{meant(word.casefold(), corpus.topics)}")
    return tuple(found), tuple(unknown)


# A correction


def _corrected(form: Correction, loaded: Loaded, today: str) -> _Change | Answered:
    there = record(form.record, loaded.corpus)
    paper = corrected(form, there, loaded.corpus)
    if paper is None:
        return _answered("person", **_of(there, loaded))
    quotes = (("What is wrong", form.what), ("How that is known", form.source))
    title = f"Content: correct {there.id}"
    return _Change(replace(paper, revised=today), "corrects a record", title, quotes)


def record(named: str, corpus: Corpus) -> Paper:
    """The record that somebody names: by its page, file, id or identifier. Raises Unclear."""
    known = Index(corpus.papers.values())
    former = {alias: paper.id for paper in corpus.papers.values() for alias in paper.aliases}
    for word in named.split():
        page = _PAGE.search(word)
        name = page[1] if page else word.strip("/`").casefold()
        name = known.target(former.get(name, name))
        if name in corpus.papers:
            return corpus.papers[name]
        arxiv, doi = identity.arxiv_id(word), identity.doi(word)
        match = known.find(Paper("", "", arxiv, doi)) if arxiv or doi else None
        if match:
            return corpus.papers[match.paper]
    raise Unclear("I found no such record: please give the address of the paper's page.")


def corrected(form: Correction, paper: Paper, corpus: Corpus) -> Paper | None:
    """The record with what the form says; None where only a person can tell. Raises Unclear."""
    change = _CHANGES.get(form.what)
    if not change:
        return None
    if not form.value:
        raise Unclear("Please say what it should be.")
    changed = change(paper, form.value, corpus)
    if changed == paper:
        raise Unclear("The record says just that already.")
    return changed


_Changing = Callable[[Paper, str, Corpus], Paper]


def _single(field: str, read: Callable[[str], str | None], complaint: str) -> _Changing:
    """How a field with one value is changed, and what is said where that cannot be."""

    def change(paper: Paper, value: str, corpus: Corpus) -> Paper:
        if found := read(value):
            stated: dict[str, Any] = {field: found}
            return replace(paper, **stated)
        raise Unclear(complaint)

    return change


def _authors(paper: Paper, value: str, corpus: Corpus) -> Paper:
    parts = [name for line in value.splitlines() for name in split(line)]
    names = tuple(filter(None, map(fields.NAME.read, parts)))
    if not names or len(names) < len(parts):
        raise Unclear(_complaint(fields.NAME, "name"))
    count = paper.authors_count if (paper.authors_count or 0) > len(names) else None
    known = {str(author): author for author in paper.authors}  # one may be known in parts
    authors = tuple(known.get(name, name) for name in names)
    return replace(paper, authors=authors, authors_count=count)


def _topics(paper: Paper, value: str, corpus: Corpus) -> Paper:
    found, unknown = topics(value, corpus)
    if unknown:
        raise Unclear(f"{'; '.join(unknown)}.")
    return replace(paper, topics=found, suggested_topics=())


def _add_links(paper: Paper, value: str, corpus: Corpus) -> Paper:
    added = [Link(links.kind(url), url) for url in _urls(value)]
    return replace(paper, links=links.unique((*paper.links, *added)))


def _remove_links(paper: Paper, value: str, corpus: Corpus) -> Paper:
    gone = {links.key(url) for url in _urls(value)}
    kept = tuple(link for link in paper.links if links.key(link.url) not in gone)
    if kept == paper.links:
        raise Unclear("The record has no such link.")
    return replace(paper, links=kept)


def _urls(value: str) -> list[str]:
    found = [links.clean(word.strip("<>()[]'\",;")) for word in value.split()]
    if not all(found):
        raise Unclear("One of these is no link to a public page: please give whole addresses.")
    return found


def _complaint(kind: fields.Words, what: str) -> str:
    return f"I found no {what} there that has at most {kind.longest:,} characters."


_CHANGES: Final[dict[str, _Changing]] = {
    "The title": _single("title", fields.TITLE.read, _complaint(fields.TITLE, "title")),
    "The date": _single(
        "published",
        fields.PUBLISHED.read,
        "A date of the calendar is written 2024-10-20, 2024-10 or 2024.",
    ),
    "The arXiv id": _single(
        "arxiv", identity.arxiv_id, "I found no arXiv id there: it looks like 2210.02414."
    ),
    "The summary": _single(
        "summary",
        lambda value: fields.SUMMARY.read(plain(value)),
        _complaint(fields.SUMMARY, "summary"),
    ),
    "The authors": _authors,
    "The topics": _topics,
    "A link is missing": _add_links,
    "A link is wrong or dead": _remove_links,
}
WHAT: Final = (*_CHANGES, "It is the same paper as another record", "Something else")
"""What the form offers; of the last two, only a person can tell what to do."""
