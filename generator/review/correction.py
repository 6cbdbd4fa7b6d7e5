"""A correction from a form as the corrected record, or why there is none. Pure."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace

from generator.papers import fields, identity, links
from generator.papers.index import Index
from generator.papers.model import Corpus, Link, Paper
from generator.review.forms import Correction
from generator.review.proposed import Unclear, topics
from generator.text import plain as text

_PAGE = re.compile(r"papers/(?:\d{4}/|undated/)?([a-z0-9]+(?:-[a-z0-9]+)*)(?:/|\.md|$|[?#])")


def record(named: str, corpus: Corpus) -> Paper:
    """The record that somebody names: by its page, file, id or identifier. Raises Unclear."""
    known = Index.of(corpus.papers.values())
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
    if change is None:
        return None
    if not form.value:
        raise Unclear("Please say what it should be.")
    made = change(paper, form.value, corpus)
    if made == paper:
        raise Unclear("The record says just that already.")
    return made


def _title(paper: Paper, value: str, corpus: Corpus) -> Paper:
    return replace(paper, title=_read(fields.TITLE, value, "title"))


def _authors(paper: Paper, value: str, corpus: Corpus) -> Paper:
    parts = [part for part in re.split(r"[,;\n]", value) if text.plain(part)]
    names = tuple(_read(fields.NAME, part, "name") for part in parts)
    if not names:
        raise Unclear("I found no name there.")
    count = paper.authors_count if (paper.authors_count or 0) > len(names) else None
    return replace(paper, authors=names, authors_count=count)


def _published(paper: Paper, value: str, corpus: Corpus) -> Paper:
    day = fields.PUBLISHED.read(value)
    if not day:
        raise Unclear("A date of the calendar is written 2024-10-20, 2024-10 or 2024.")
    return replace(paper, published=day)


def _arxiv(paper: Paper, value: str, corpus: Corpus) -> Paper:
    found = identity.arxiv_id(value)
    if not found:
        raise Unclear("I found no arXiv id there: it looks like 2210.02414.")
    return replace(paper, arxiv=found)


def _topics(paper: Paper, value: str, corpus: Corpus) -> Paper:
    found, unknown = topics(value, corpus)
    if unknown:
        raise Unclear(f"{'; '.join(unknown)}.")
    return replace(paper, topics=found, suggested_topics=())


def _summary(paper: Paper, value: str, corpus: Corpus) -> Paper:
    return replace(paper, summary=_read(fields.SUMMARY, text.plain(value), "summary"))


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


def _read(kind: fields.Words, value: str, what: str) -> str:
    found = kind.read(value)
    if found is None:
        raise Unclear(f"I found no {what} there that has at most {kind.longest:,} characters.")
    return found


_CHANGES: dict[str, Callable[[Paper, str, Corpus], Paper]] = {
    "The title": _title,
    "The authors": _authors,
    "The date": _published,
    "The arXiv id": _arxiv,
    "The topics": _topics,
    "The summary": _summary,
    "A link is missing": _add_links,
    "A link is wrong or dead": _remove_links,
}
WHAT = (*_CHANGES, "It is the same paper as another record", "Something else")
"""What the form offers; of the last two, only a person can tell what to do."""
