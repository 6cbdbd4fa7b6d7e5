"""The vocabulary, what records say of it, and whether it is in balance."""

from __future__ import annotations

from collections.abc import Iterator

from generator.check import curation
from generator.check.found import Found, meant, repeated
from generator.papers.model import Corpus
from generator.store import Loaded

_SOURCE = "topics.yml"


def faults(loaded: Loaded) -> Iterator[Found]:
    """Ids that stand twice, unknown groups and topics; too many topics, or too few."""
    yield from _vocabulary(loaded.corpus)
    # Without a vocabulary that could be read, every topic would be unknown.
    if any(problem.path == _SOURCE for problem in loaded.problems):
        return
    yield from _unknown(loaded)
    yield from _balance(loaded.corpus)


def _vocabulary(corpus: Corpus) -> Iterator[Found]:
    groups = {group.id for group in corpus.vocabulary.groups}
    for kind, ids in (
        ("groups", [group.id for group in corpus.vocabulary.groups]),
        ("topics", [topic.id for topic in corpus.vocabulary.topics]),
    ):
        for number in repeated(ids):
            message = f"the id '{ids[number]}' stands here twice: keep one"
            yield _SOURCE, (kind, number, "id"), message, "error"
    for number, topic in enumerate(corpus.vocabulary.topics):
        if topic.group not in groups:
            message = f"unknown group '{topic.group}'{meant(topic.group, groups)}"
            yield _SOURCE, ("topics", number, "group"), message, "error"


def _unknown(loaded: Loaded) -> Iterator[Found]:
    known = loaded.corpus.topics
    for paper in loaded.corpus.papers.values():
        for number, topic in enumerate(paper.topics):
            if topic not in known:
                message = f"unknown topic '{topic}'{meant(topic, known)}"
                yield loaded.sources[paper.id], ("topics", number), message, "error"


def _balance(corpus: Corpus) -> Iterator[Found]:
    places = {topic.id: number for number, topic in enumerate(corpus.vocabulary.topics)}
    # Balance is the maintainer's affair over time, not a fault of the one who adds a paper.
    for topic, fault in curation.vocabulary_faults(
        corpus.vocabulary, tuple(corpus.papers.values()), corpus.settings.curation
    ):
        yield _SOURCE, ("topics", places[topic]) if topic else (), fault, "warning"
