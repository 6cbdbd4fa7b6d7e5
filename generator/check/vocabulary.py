"""The settings and the vocabulary, what records say of it, and whether it is in balance."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from typing import Final
from urllib.parse import urlsplit

from generator.check.found import Finding, meant, repeated
from generator.check.records import outside
from generator.papers.model import Corpus, Settings
from generator.store import Loaded

_TOPICS: Final = "topics.yml"
_DIGEST: Final = "digest.yml"


def faults(loaded: Loaded) -> Iterator[Finding]:
    """Ids that stand twice, unknown groups and topics; too many or too few; what settings lack."""
    yield from _feeds(loaded.corpus)
    yield from _newsletter(loaded.corpus.settings)
    yield from _ids(loaded.corpus)
    # Without a vocabulary that could be read, every topic would be unknown.
    if not any(
        problem.path == _TOPICS and problem.severity == "error" for problem in loaded.problems
    ):
        yield from _unknown(loaded)
        yield from _balance(loaded.corpus)


def _ids(corpus: Corpus) -> Iterator[Finding]:
    groups = [group.id for group in corpus.vocabulary.groups]
    topics = [topic.id for topic in corpus.vocabulary.topics]
    for kind, ids in (("groups", groups), ("topics", topics)):
        for number in repeated(ids):
            message = f"the id '{ids[number]}' stands here twice: keep one"
            yield Finding(_TOPICS, (kind, number, "id"), message)
    held = {id: id for id in topics}
    for number, topic in enumerate(corpus.vocabulary.topics):
        if topic.group not in groups:
            message = f"unknown group '{topic.group}'{meant(topic.group, groups)}"
            yield Finding(_TOPICS, ("topics", number, "group"), message)
        for at, alias in enumerate(topic.aliases):
            holder = held.setdefault(alias, topic.id)
            if holder != topic.id or alias == topic.id:
                message = f"the alias '{alias}' is the page of '{holder}': remove it"
                yield Finding(_TOPICS, ("topics", number, "aliases", at), message)


def _unknown(loaded: Loaded) -> Iterator[Finding]:
    known = loaded.corpus.topics
    former = {alias: topic.id for topic in known.values() for alias in topic.aliases}
    for paper in loaded.corpus.papers.values():
        source = loaded.sources[paper.id]
        for number, topic in enumerate(paper.topics):
            if topic in former and topic not in known:
                message = f"the topic '{topic}' is '{former[topic]}' now: write that"
                yield Finding(source, ("topics", number), f"{message}, or let --fix do it")
            elif topic not in known:
                message = f"unknown topic '{topic}'{meant(topic, known)}"
                yield Finding(source, ("topics", number), message)
        for number, topic in enumerate(paper.suggested_topics):
            if topic not in known and topic not in former:
                message = f"unknown topic '{topic}' is suggested: remove it"
                yield Finding(source, ("suggested_topics", number), message, "warning")
    intake = loaded.corpus.settings.intake
    for name, rules in (("keep", intake.keep), ("leave", intake.leave)):
        for number, topic in enumerate(rules.topics):
            if topic not in known:
                message = f"unknown topic '{topic}'{meant(topic, known)}"
                yield Finding(_DIGEST, ("intake", name, "topics", number), message)


def _balance(corpus: Corpus) -> Iterator[Finding]:
    """Too many or too few: the maintainer's affair over time, no fault of who adds a paper."""
    vocabulary, rules = corpus.vocabulary, corpus.settings.curation
    papers = Counter(topic for paper in corpus.papers.values() for topic in paper.topics)
    counted = (
        ((), len(vocabulary.topics), rules.topics, "the vocabulary has", "topics"),
        ((), len(vocabulary.groups), rules.groups, "the vocabulary has", "groups"),
        *(
            (("topics", n), papers[id], rules.papers_per_topic, f"the topic '{id}' has", "papers")
            for n, id in enumerate(corpus.topics)
        ),
    )
    for where, number, limits, start, what in counted:
        for message in outside(number, limits, start, what):
            yield Finding(_TOPICS, where, message, "warning")


def _feeds(corpus: Corpus) -> Iterator[Finding]:
    """The tag that names entries for good."""
    settings = corpus.settings
    if settings.url and not settings.feeds.tag:
        host = urlsplit(settings.url).hostname
        year = max((paper.published or "" for paper in corpus.papers.values()), default="")[:4]
        message = (
            "no feeds without 'feeds': state once, and keep for good, a domain of yours and a year"
            f" in which it was yours, such as feeds: {{tag: '{host},{year or 'YEAR'}'}}"
        )
        yield Finding(_DIGEST, ("url",), message, "warning")


def _newsletter(settings: Settings) -> Iterator[Finding]:
    """Who writes, and the way out."""
    letter = settings.newsletter
    if letter.sender and not settings.url:
        message = "no newsletter without 'url': every link of a mail starts with it"
        yield Finding(_DIGEST, ("newsletter",), message, "warning")
    if letter.sender and not letter.unsubscribe_url:
        message = (
            "'digest send' sends nothing without 'unsubscribe_url': the address at which readers"
            " leave, such as https://example.org/unsubscribe?who={email}"
        )
        yield Finding(_DIGEST, ("newsletter", "from"), message, "warning")
