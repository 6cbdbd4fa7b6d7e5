"""What a digest asks of its records' words and topics, as far as a program can tell. Pure."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Iterable, Iterator

from generator.papers.model import Curation, Paper, Range, Vocabulary
from generator.text.plain import sentences

_WORD = re.compile(r"[^\W_]+")


def missing(paper: Paper, rules: Curation) -> Iterator[str]:
    """What a curator has yet to write: a new record is fit to be shown, but not finished."""
    if not paper.summary and rules.summary_words and rules.summary_words[0]:
        yield "no summary yet: write one in your own words"
    if not paper.topics and rules.topics_per_paper and rules.topics_per_paper[0]:
        yield "no topics yet: choose from topics.yml, the most specific first"


def summary_faults(summary: str, rules: Curation, abstracts: Iterable[str] = ()) -> Iterator[str]:
    """What is wrong with a summary by the rules, a line each.

    ``abstracts`` are what it must not copy. A summary not yet written has no fault.
    """
    if not summary:
        return
    yield from _outside(len(summary.split()), rules.summary_words, "the summary has", "words")
    yield from _outside(
        len(sentences(summary)), rules.summary_sentences, "the summary has", "sentences"
    )
    words = f" {' '.join(_words(summary))} "
    for term in rules.avoid:
        if f" {' '.join(_words(term))} " in words:
            yield f"the summary says '{term}': say what was found instead"
    if rules.shared_words:
        for abstract in abstracts:
            shared = shared_run(summary, abstract, rules.shared_words)
            if shared:
                yield f"the summary shares '{shared}' with the abstract: use your own words"


def shared_run(text: str, other: str, length: int) -> str:
    """The first run of ``length`` words that two texts share, case and signs aside; or ''."""
    theirs = _words(other)
    runs = {tuple(theirs[start : start + length]) for start in range(len(theirs) - length + 1)}
    ours = _words(text)
    for start in range(len(ours) - length + 1):
        run = tuple(ours[start : start + length])
        if run in runs:
            return " ".join(run)
    return ""


def topic_faults(paper: Paper, rules: Curation) -> Iterator[str]:
    """Whether a record has too few or too many topics; one with none yet has no fault."""
    if paper.topics:
        yield from _outside(len(paper.topics), rules.topics_per_paper, "the paper has", "topics")


def vocabulary_faults(
    vocabulary: Vocabulary, papers: Collection[Paper], rules: Curation
) -> Iterator[tuple[str | None, str]]:
    """How the vocabulary is out of balance: a topic's id, or None for the whole, and a line."""
    yield from (
        (None, fault)
        for counted, limits, what in (
            (vocabulary.topics, rules.topics, "topics"),
            (vocabulary.groups, rules.groups, "groups"),
        )
        for fault in _outside(len(counted), limits, "the vocabulary has", what)
    )
    counts = Counter(topic for paper in papers for topic in paper.topics)
    for topic in vocabulary.topics:
        start = f"the topic '{topic.id}' has"
        for fault in _outside(counts[topic.id], rules.papers_per_topic, start, "papers"):
            yield topic.id, fault


def _words(text: str) -> list[str]:
    return _WORD.findall(text.casefold())


def _outside(count: int, limits: Range | None, start: str, what: str) -> Iterator[str]:
    if limits and not limits[0] <= count <= limits[1]:
        yield f"{start} {count} {what}: {limits[0]} to {limits[1]} are asked for in digest.yml"
