"""Issue forms: what somebody wrote into one, and the change of one record that comes of it.

An issue has a heading ``### Label`` for each question, in the form's order, and under it the
answer, or ``_No response_``
(https://docs.github.com/communities/using-templates-to-encourage-useful-issues-and-pull-requests/syntax-for-githubs-form-schema).
Whoever opened it may have changed all of that: an answer is text that anybody wrote. In what is
said back it shows and does nothing: nobody is mentioned, nothing is linked or closed.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, Final

import msgspec
from markupsafe import Markup

from generator import check, intake, store
from generator.check.records import nearest
from generator.papers import fields, identity, links
from generator.papers.duplicates import Index, Match, pairs
from generator.papers.identity import Declined
from generator.papers.model import Corpus, Entry, Link, LinkKind, Paper
from generator.papers.names import split
from generator.store import Loaded
from generator.text import Misuse, UserError
from generator.text.markdown import comment, fence, inert, page
from generator.text.plain import plain

PROPOSAL: Final = ("arXiv id or link", "Title", "Topics", "Summary", "Why it belongs in the digest")
CORRECTION: Final = ("Record", "What is wrong", "What it should say", "How you know")
_NO_ANSWER: Final = "_No response_"
_AROUND: Final = "<>()[]\"'.,;"
_LABEL: Final = re.compile(r"\[[^\[\]]*\]\(")  # of a link in Markdown
_LONGEST: Final = 3_000  # characters that are quoted
_PAGE: Final = re.compile(r"papers/(?:\d{4}/|undated/)?([a-z0-9]+(?:-[a-z0-9]+)*)(?:/|\.md|$|[?#])")


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


class User(msgspec.Struct):
    """Somebody on GitHub."""

    login: str
    id: int


class _Comment(msgspec.Struct):
    id: int
    user: User
    body: str | None = None


class _Issue(msgspec.Struct):
    number: int
    body: str | None = None


class Event(msgspec.Struct):
    """An ``issues`` event or, with what somebody said under the issue, an ``issue_comment``.

    https://docs.github.com/webhooks/webhook-events-and-payloads. A pull request is an issue too.
    """

    issue: _Issue
    comment: _Comment | None = None


def event(data: bytes) -> Event:
    """The event that a workflow finds as JSON in GITHUB_EVENT_PATH. Raises Misuse.

    Half a character (a surrogate alone) that somebody wrote is left out.
    """
    try:
        text = json.dumps(json.loads(data), ensure_ascii=False)
        return msgspec.json.decode(text.encode(errors="ignore"), type=Event)
    except (msgspec.MsgspecError, ValueError, RecursionError):
        raise Misuse("no event of an issue: give the file that GITHUB_EVENT_PATH names") from None


def read(body: str) -> Proposal | Correction | None:
    """What a form's issue says; None of an issue that no form made."""
    text = "\n".join(line.rstrip() for line in body.split("\n"))
    if answers := _answers(text, PROPOSAL):
        return Proposal(*answers)
    if answers := _answers(text, CORRECTION):
        return Correction(*answers)
    return None


def _answers(text: str, labels: Sequence[str]) -> list[str]:
    """An answer for each label, or nothing where a heading is missing or out of order."""
    parts, rest = [], text
    for label in labels:
        before, heading, rest = f"\n{rest}\n".partition(f"\n### {label}\n")
        if not heading:
            return []
        parts.append(before.strip())
    return ["" if part == _NO_ANSWER else part for part in (*parts[1:], rest.strip())]


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


def answer(
    content: Path, form: Proposal | Correction, number: int, ask: Ask, today: str
) -> Answered:
    """Settle the form of issue ``number``: the content folder holds the change then, if any.

    ``ask`` gives what arXiv says of an identifier; ``today`` is when a paper is added or a record
    revised. Raises what ``ask`` raises but Unclear, ContentError and OSError.
    """
    loaded = intake.sound(content)
    try:
        if isinstance(form, Proposal):
            return _proposed(form, number, loaded, ask, today)
        return _corrected(form, number, loaded, today)
    except Unclear as error:
        return _answered("unclear", reason=_ended(str(error)))
    except store.Unsound as error:
        return _answered("unclear", reason=_ended(str(error).partition(": ")[2]))


def _ended(reason: str) -> str:
    return reason if reason.endswith((".", "?")) else f"{reason}."


def _answered(kind: str, **values: object) -> Answered:
    words = comment(Path(__file__).parent / "templates", "answer", kind=kind, **values)
    return Answered(kind, words)


def _links(paper: Paper, loaded: Loaded) -> dict[str, Markup]:
    """A record in an answer: a link to its page, and where it is edited, '' if nowhere."""
    link = page(inert(paper.title), f"papers/{paper.id}/", loaded.corpus.settings.url)
    return {"page": link, "editor": Markup(loaded.editor(paper.id))}


def _written(
    verb: str,
    paper: Paper,
    number: int,
    loaded: Loaded,
    answers: Mapping[str, str],
    to_do: Iterable[str] = (),
) -> Answered:
    """Write the record that a form adds or corrects, and say so.

    ``answers`` are what the pull request quotes, by question; ``to_do`` what the form left open.
    A new paper goes without the summary that the check refuses. Raises Unclear where it refuses
    the rest.
    """
    corpus = replace(loaded.corpus, papers={**loaded.corpus.papers, paper.id: paper})
    changes = store.changes(loaded, corpus)
    path = next(path for path, text in changes.items() if text is not None)
    trial = Loaded(loaded.folder, corpus, corpus, {**loaded.sources, paper.id: path}, ())
    now, before = check.problems(trial, touched=changes), check.problems(loaded)
    new = [problem for problem in check.new_problems(now, before, ()) if problem.path in changes]
    if errors := [problem.message for problem in new if problem.severity == "error"]:
        if verb == "correct" or not paper.summary:
            raise Unclear(f"{'; '.join(errors)}.")
        bare, answers = replace(paper, summary=""), {**answers, "Summary": paper.summary}
        return _written(verb, bare, number, loaded, answers, (*to_do, *errors))
    store.write(loaded.folder, changes, loaded.state)
    to_do = [*to_do, *(problem.message for problem in new)]
    quotes = [
        (question, Markup(fence(text[:_LONGEST] + "…" * (len(text) > _LONGEST), "text")))
        for question, text in answers.items()
        if text
    ]
    body = _answered("request", verb=verb, issue=number, quotes=quotes, to_do=to_do).answer
    reply = _answered("proposed", verb=verb, to_do=to_do)
    return replace(reply, title=f"Content: {verb} {paper.id}", body=body)


# A proposal


def _proposed(form: Proposal, number: int, loaded: Loaded, ask: Ask, today: str) -> Answered:
    corpus, entry = loaded.corpus, _entry(form)
    declined = Declined(corpus.left_out)
    match, no = _match(entry, corpus), declined.find(entry.title, entry.arxiv, entry.doi)
    if entry.arxiv and not (match or no):
        entry = ask(entry.arxiv)
        match, no = _match(entry, corpus), declined.find(entry.title, entry.arxiv, entry.doi)
    if match:
        return _answered("known", reason=match.reason, **_links(corpus.papers[match.paper], loaded))
    if no:
        return _answered("declined", title=no.title or entry.title, reason=no.reason)
    if not entry.title:
        raise Unclear("A paper that is not on arXiv needs a title: please add it to the form.")
    aliases = {alias for paper in corpus.papers.values() for alias in paper.aliases}
    chosen, unknown = topics(form.topics, corpus)
    paper = replace(
        entry.record(),
        id=identity.slug(entry.title, {*corpus.papers, *aliases}),
        topics=chosen,
        summary=plain(form.summary),
        added=today,
        abstract=entry.abstract if corpus.settings.keep_abstracts else "",
    )
    alike = (
        f"may be the same paper as '{pair.one if pair.other == paper.id else pair.other}'"
        for pair in pairs((*corpus.papers.values(), paper))
        if paper.id in (pair.one, pair.other)
    )
    answers = {"Why it belongs in the digest": form.why}
    return _written("add", paper, number, loaded, answers, (*alike, *unknown))


def _entry(form: Proposal) -> Entry:
    """What a form says of a paper and where it is, as a listing would. Raises Unclear."""
    title = fields.TITLE.read(form.title) or ""
    words = _words(form.address)
    for word in words:
        arxiv = identity.arxiv_id(word)
        doi = None if arxiv else identity.doi(word)
        if arxiv or doi:
            return Entry(title, 1, arxiv=arxiv, doi=doi)
    url = next(filter(None, map(links.clean, words)), "")
    if not url:
        raise Unclear(
            "I found no arXiv id and no link in the first answer. An arXiv id looks like"
            " 2210.02414."
        )
    return Entry(title, 1, links=(_link(url, "paper" if links.is_pdf(url) else "project"),))


def _words(answer: str) -> list[str]:
    """The words of an answer, without what stands around addresses in a text or in Markdown."""
    words = (word.strip(_AROUND) for word in _LABEL.sub(" ", answer).split())
    return [word for word in words if word.strip("-*")]


def _link(url: str, otherwise: LinkKind = "other") -> Link:
    """A link with what stands behind it, ``otherwise`` where the address does not say."""
    kind = links.kind(url)
    if kind == "other":
        kind = "paper" if links.is_papers_page(url) else otherwise
    return Link(kind, url)


def _match(entry: Entry, corpus: Corpus) -> Match | None:
    if entry.title or entry.arxiv or entry.doi:
        match = Index(corpus.papers.values()).find(replace(entry.record(), links=()))
        if match or entry.arxiv:
            return match
    addresses = {links.key(link.url) for link in entry.links}
    for paper in corpus.papers.values():
        if any(links.key(link.url) in addresses for link in paper.links):
            return Match(paper.id, "the same link")
    return None


def topics(answer: str, corpus: Corpus) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The topics that an answer names, by id or title, and what it names that is none."""
    names = {
        identity.words(name): topic.id
        for topic in corpus.vocabulary.topics
        for name in (topic.id, topic.title)
    }
    ids: dict[str, None] = {}
    unknown = []
    for word in filter(None, (plain(part) for part in re.split(r"[,;\n]", answer))):
        if topic := names.get(identity.words(word.lstrip("-*# ").strip("`"))):
            ids[topic] = None
        else:
            unknown.append(f"'{word}' is no topic{nearest(word.casefold(), corpus.topics)}")
    return tuple(ids), tuple(unknown)


# A correction


def _corrected(form: Correction, number: int, loaded: Loaded, today: str) -> Answered:
    paper = record(form.record, loaded.corpus)
    if form.what not in _CHANGES:
        return _answered("person", **_links(paper, loaded))
    paper = replace(corrected(paper, form.what, form.value, loaded.corpus), revised=today)
    answers = {"What is wrong": form.what, "How that is known": form.source}
    return _written("correct", paper, number, loaded, answers)


def record(text: str, corpus: Corpus) -> Paper:
    """The record that somebody names: by its page, file, id or identifier. Raises Unclear."""
    index = Index(corpus.papers.values())
    former = {alias: paper.id for paper in corpus.papers.values() for alias in paper.aliases}
    for word in _words(text):
        page = _PAGE.search(word)
        name = page[1] if page else word.strip("/`").casefold()
        name = index.target(former.get(name, name))
        if name in corpus.papers:
            return corpus.papers[name]
        arxiv, doi = identity.arxiv_id(word), identity.doi(word)
        match = index.find(Paper("", "", arxiv, doi)) if arxiv or doi else None
        if match:
            return corpus.papers[match.paper]
    raise Unclear("I found no such record: please give the address of the paper's page.")


def corrected(paper: Paper, what: str, value: str, corpus: Corpus) -> Paper:
    """The record in which something is ``value``: one of WHAT but the last. Raises Unclear."""
    if not plain(value):
        raise Unclear("Please say what it should be.")
    changed = _CHANGES[what](paper, value, corpus)
    if changed == paper:
        raise Unclear("The record says just that already.")
    return changed


_Changing = Callable[[Paper, str, Corpus], Paper]


def _line(field: str, kind: fields.Kind) -> _Changing:
    """How a field of one line is changed."""

    def change(paper: Paper, value: str, corpus: Corpus) -> Paper:
        line = plain(value)
        if right := kind.read(line):
            values: dict[str, Any] = {field: right}
            return replace(paper, **values)
        raise Unclear(f"What it should say {kind.fault(line)}.")

    return change


def _arxiv(paper: Paper, value: str, corpus: Corpus) -> Paper:
    if arxiv := identity.arxiv_id(value):
        return replace(paper, arxiv=arxiv)
    raise Unclear("I found no arXiv id there: it looks like 2210.02414.")


def _authors(paper: Paper, value: str, corpus: Corpus) -> Paper:
    names = [name for line in value.splitlines() for name in map(plain, split(line)) if name]
    before = {str(author): author for author in paper.authors}  # one may be known in parts
    authors = tuple(before.get(name, name) for name in names)
    return replace(paper, authors=authors, authors_count=None)


def _topics(paper: Paper, value: str, corpus: Corpus) -> Paper:
    chosen, unknown = topics(value, corpus)
    if unknown:
        raise Unclear("; ".join(unknown))
    return replace(paper, topics=chosen, suggested_topics=())


def _same(paper: Paper, value: str, corpus: Corpus) -> Paper:
    other = record(value, corpus).id
    if other == paper.id:
        raise Unclear("That is this record itself: please name the other one.")
    distinct = tuple(id for id in paper.distinct_from if id != other)
    return replace(paper, same_as=(*paper.same_as, other), distinct_from=distinct)


def _add_links(paper: Paper, value: str, corpus: Corpus) -> Paper:
    added = map(_link, _urls(value))
    return replace(paper, links=links.unique((*paper.links, *added)))


def _remove_links(paper: Paper, value: str, corpus: Corpus) -> Paper:
    gone = {links.key(url) for url in _urls(value)}
    rest = tuple(link for link in paper.links if links.key(link.url) not in gone)
    if rest == paper.links:
        raise Unclear("The record has no such link.")
    return replace(paper, links=rest)


def _urls(value: str) -> list[str]:
    urls = [links.clean(word) for word in _words(value)]
    if not all(urls):
        raise Unclear("One of these is no link to a public page: please give whole addresses.")
    return urls


_CHANGES: Final[dict[str, _Changing]] = {
    "The title": _line("title", fields.TITLE),
    "The date": _line("published", fields.PUBLISHED),
    "The arXiv id": _arxiv,
    "The summary": _line("summary", fields.SUMMARY),
    "The authors": _authors,
    "The topics": _topics,
    "A link is missing": _add_links,
    "A link is wrong or dead": _remove_links,
    "It is the same paper as another record": _same,
}
WHAT: Final = (*_CHANGES, "Something else")
"""What the form offers; of the last, only a person can tell what to do."""
