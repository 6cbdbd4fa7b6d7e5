"""A proposed paper as a record, or why it is none. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from generator.check.found import meant
from generator.papers import fields, identity, links
from generator.papers.duplicates import pairs
from generator.papers.index import Index, Match
from generator.papers.model import Corpus, Entry, Link, Paper, Topic
from generator.review.forms import Proposal
from generator.text import plain as text

_AROUND = "<>()[]\"'.,;"


class Unclear(ValueError):
    """What a form says that no record can be made of; the message is one sentence."""


@dataclass(frozen=True, slots=True)
class Address:
    """Where a proposed paper is: on arXiv, under a DOI, or on a page of its own."""

    arxiv: str | None = None
    doi: str | None = None
    link: Link | None = None


def address(form: Proposal) -> Address:
    """The first thing in a form's first answer that says where a paper is. Raises Unclear."""
    words = [word.strip(_AROUND) for word in form.address.split()]
    for word in words:
        if arxiv := identity.arxiv_id(word):
            return Address(arxiv=arxiv)
        if doi := identity.doi(word):
            return Address(doi=doi)
    for word in words:
        if url := links.clean(word):
            kind = links.kind(url)
            return Address(link=Link("project" if kind == "other" else kind, url))
    raise Unclear(
        "I found no arXiv id and no link in the first answer. An arXiv id looks like 2210.02414."
    )


def known(form: Proposal, where: Address, corpus: Corpus) -> Match | None:
    """The record of the paper that a form proposes, if there is one."""
    if form.title or where.arxiv or where.doi:
        asked = Paper("", form.title, where.arxiv, where.doi)
        if match := Index.of(corpus.papers.values()).find(asked):
            return match
    if not where.link:
        return None
    address = links.key(where.link.url)
    for paper in corpus.papers.values():
        if any(links.key(link.url) == address for link in paper.links):
            return Match(paper.id, "the same link")
    return None


def record(form: Proposal, where: Address, corpus: Corpus, entry: Entry | None) -> Paper:
    """The record of a paper that is not there yet; ``entry`` is what arXiv says of it.

    Raises Unclear.
    """
    title = entry.title if entry else fields.TITLE.read(form.title)
    if not title:
        raise Unclear("A paper that is not on arXiv needs a title: please add it to the form.")
    summary = text.plain(form.summary)
    if summary and not fields.SUMMARY.read(summary):
        raise Unclear(f"A summary has at most {fields.SUMMARY.longest:,} characters.")
    aliases = {alias for paper in corpus.papers.values() for alias in paper.aliases}
    found = entry or Entry(title, 1, doi=where.doi)
    paper_links = (*((where.link,) if where.link else ()), *found.links)
    return Paper(
        id=identity.slug(title, {*corpus.papers, *aliases}),
        title=title,
        arxiv=found.arxiv,
        doi=found.doi,
        published=found.published,
        authors=found.authors,
        category=found.category,
        topics=topics(form.topics, corpus)[0],
        links=links.unique(paper_links),
        summary=summary,
        abstract=found.abstract if corpus.settings.keep_abstracts else "",
    )


def topics(answer: str, corpus: Corpus) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The topics that an answer names, by id or title, and what it names that is none."""
    names = {_name(name): topic for topic in corpus.vocabulary.topics for name in _names(topic)}
    found: dict[str, None] = {}
    unknown = []
    for word in filter(None, (text.plain(part) for part in re.split(r"[,;\n]", answer))):
        topic = names.get(_name(word.lstrip("-*# ").strip("`")))
        if topic:
            found[topic.id] = None
        else:
            unknown.append(f"'{word}' is no topic{meant(word.casefold(), corpus.topics)}")
    return tuple(found), tuple(unknown)


def _names(topic: Topic) -> tuple[str, str]:
    return topic.id, topic.title


def _name(name: str) -> str:
    return " ".join(identity.words(name))


def alike(paper: Paper, corpus: Corpus) -> Iterator[str]:
    """The records that may be the same paper as a new one, by id."""
    for pair in pairs((*corpus.papers.values(), paper)):
        if paper.id in (pair.one, pair.other):
            yield pair.one if pair.other == paper.id else pair.other
