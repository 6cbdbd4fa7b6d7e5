"""Every problem of a content folder at once, with path, line and what to do."""

from __future__ import annotations

import datetime
import difflib
from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping, Sequence
from pathlib import PurePosixPath
from urllib.parse import urlsplit

from generator import curation, identity, store
from generator.model import Corpus, Paper, Problem, Severity
from generator.store import Loaded

Where = Sequence[str | int]
Found = tuple[str, Where, str, Severity]
"""Path in the folder, place in the file, message, severity."""


def problems(
    loaded: Loaded, abstracts: Mapping[str, Sequence[str]] | None = None
) -> Iterator[Problem]:
    """Problems of the files themselves and of what they say of each other, path by path.

    ``abstracts``, by title key (``identity.title_key``), are texts that summaries must not
    copy, beside those that the records keep.
    """
    found = [
        *_settings(loaded),
        *_vocabulary(loaded.corpus),
        *_papers(loaded),
        *_links_between(loaded),
        *_duplicates(loaded),
        *_editions(loaded),
        *_curated(loaded, abstracts or {}),
    ]
    located = [
        Problem(source, store.line_of(loaded, source, where), message, severity)
        for source, where, message, severity in found
    ]
    yield from sorted(
        {*loaded.problems, *located}, key=lambda p: (p.path, p.line, p.message, p.severity)
    )


def _settings(loaded: Loaded) -> Iterator[Found]:
    settings = loaded.corpus.settings
    if settings.url and not settings.feeds.tag:
        host = urlsplit(settings.url).hostname
        dates = (paper.published or "" for paper in loaded.corpus.papers.values())
        year = max(dates, default="")[:4] or "YEAR"
        message = (
            "no feeds without 'feeds': state once, and keep for good, a domain of yours and a year"
            f" in which it was yours, such as feeds: {{tag: '{host},{year}'}}"
        )
        yield "digest.yml", ("url",), message, "warning"


def _vocabulary(corpus: Corpus) -> Iterator[Found]:
    source = "topics.yml"
    groups = {group.id for group in corpus.vocabulary.groups}
    for kind, ids in (
        ("groups", [group.id for group in corpus.vocabulary.groups]),
        ("topics", [topic.id for topic in corpus.vocabulary.topics]),
    ):
        for number in _repeated(ids):
            message = f"the id '{ids[number]}' stands here twice: keep one"
            yield source, (kind, number, "id"), message, "error"
    for number, topic in enumerate(corpus.vocabulary.topics):
        if topic.group not in groups:
            message = f"unknown group '{topic.group}'{_meant(topic.group, groups)}"
            yield source, ("topics", number, "group"), message, "error"


def _papers(loaded: Loaded) -> Iterator[Found]:
    topics = loaded.corpus.topics
    vocabulary_known = all(problem.path != "topics.yml" for problem in loaded.problems)
    for paper in loaded.corpus.papers.values():
        source = loaded.sources[paper.id]
        for number, topic in enumerate(paper.topics):
            if vocabulary_known and topic not in topics:
                message = f"unknown topic '{topic}'{_meant(topic, topics)}"
                yield source, ("topics", number), message, "error"
        if paper.published and not _is_date(paper.published):
            message = f"'published' is {paper.published}: there is no such day"
            yield source, ("published",), message, "error"


def _links_between(loaded: Loaded) -> Iterator[Found]:
    papers = loaded.corpus.papers
    unread = _unread(loaded)
    aliases: dict[str, str] = {}
    for paper in papers.values():
        source = loaded.sources[paper.id]
        for number, alias in enumerate(paper.aliases):
            holder = alias if alias in papers else aliases.setdefault(alias, paper.id)
            if holder != paper.id or alias == paper.id:
                message = f"the alias '{alias}' is the page of {loaded.sources[holder]}: remove it"
                yield source, ("aliases", number), message, "error"
        for field in ("same_as", "distinct_from"):
            for number, other in enumerate(getattr(paper, field)):
                if other == paper.id:
                    yield source, (field, number), f"'{field}' names the record itself", "error"
                elif other not in papers and other not in unread:
                    message = f"'{field}' names '{other}', which is no record"
                    yield source, (field, number), f"{message}{_meant(other, papers)}", "error"
        for other in paper.same_as:
            if other != paper.id and other in papers and papers[other].same_as:
                message = f"'{other}' has 'same_as' itself: let one record name all the others"
                yield source, ("same_as",), message, "error"


def _duplicates(loaded: Loaded) -> Iterator[Found]:
    papers = list(loaded.corpus.papers.values())
    by_field: tuple[tuple[str, Callable[[Paper], str | None], Severity], ...] = (
        ("arxiv", lambda paper: paper.arxiv, "error"),
        ("doi", lambda paper: paper.doi, "error"),
        ("title", lambda paper: identity.title_key(paper.title), "warning"),
    )
    for field, key, severity in by_field:
        first: dict[str, Paper] = {}
        for paper in papers:
            value = key(paper)
            if not value:
                continue
            other = first.setdefault(value, paper)
            if other is paper or _settled(paper, other):
                continue
            there = loaded.sources[other.id]
            message = (
                f"the same {field} as {there} ('{other.title}'): one paper? name its id in "
                "'same_as' of the record that stays, or in 'distinct_from'"
            )
            yield loaded.sources[paper.id], (field,), message, severity


def _settled(one: Paper, other: Paper) -> bool:
    return any(b.id in (*a.same_as, *a.distinct_from) for a, b in ((one, other), (other, one)))


def _editions(loaded: Loaded) -> Iterator[Found]:
    papers = loaded.corpus.papers
    unread = _unread(loaded)
    aliases = {alias: paper.id for paper in papers.values() for alias in paper.aliases}
    for edition in loaded.corpus.editions.values():
        source = loaded.sources[f"editions/{edition.id}"]
        if edition.date and not _is_date(edition.date):
            message = f"'date' is {edition.date}: there is no such day"
            yield source, ("date",), message, "error"
        ids = [sighting.paper for sighting in edition.papers]
        for number in _repeated(ids):
            message = f"'{ids[number]}' stands here twice: keep one"
            yield source, ("papers", number, "paper"), message, "error"
        for number, paper in enumerate(ids):
            if paper not in papers and paper not in unread:
                now = aliases.get(paper)
                hint = f": it is '{now}' now" if now else _meant(paper, papers)
                message = f"'{paper}' is no record{hint}"
                yield source, ("papers", number, "paper"), message, "error"


def _unread(loaded: Loaded) -> set[str]:
    """Ids of records that are there but broken: naming them is no second problem."""
    return {PurePosixPath(problem.path).stem for problem in loaded.problems}


def _curated(loaded: Loaded, abstracts: Mapping[str, Sequence[str]]) -> Iterator[Found]:
    corpus, rules = loaded.corpus, loaded.corpus.settings.curation
    for paper in corpus.papers.values():
        source = loaded.sources[paper.id]
        for fault in curation.missing(paper, rules):
            yield source, (), fault, "warning"
        texts = [paper.abstract, *abstracts.get(identity.title_key(paper.title), ())]
        for fault in curation.summary_faults(paper.summary, rules, texts):
            yield source, ("summary",), fault, "error"
        for fault in curation.topic_faults(paper, rules):
            yield source, ("topics",), fault, "error"
    places = {topic.id: number for number, topic in enumerate(corpus.vocabulary.topics)}
    # Balance is the maintainer's affair over time, not a fault of the one who adds a paper.
    if any(problem.path == "topics.yml" for problem in loaded.problems):
        return
    for topic, fault in curation.vocabulary_faults(
        corpus.vocabulary, tuple(corpus.papers.values()), rules
    ):
        yield "topics.yml", ("topics", places[topic]) if topic else (), fault, "warning"


def _repeated(ids: Sequence[Hashable]) -> Iterator[int]:
    seen: set[Hashable] = set()
    for number, value in enumerate(ids):
        if value in seen:
            yield number
        seen.add(value)


def _meant(name: str, known: Iterable[str]) -> str:
    close = difflib.get_close_matches(name, list(known), n=1)
    return f": did you mean '{close[0]}'?" if close else ": correct or remove it"


def _is_date(text: str) -> bool:
    try:
        datetime.date.fromisoformat(text if text.count("-") == 2 else f"{text}-01")
    except ValueError:
        return False
    return True
