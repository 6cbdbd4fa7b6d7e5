"""Summaries, gists and topics by the rules of ``digest.yml``, and what is still to be written."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from functools import cache

from generator.check.found import Found
from generator.papers import identity
from generator.papers.model import Curation, Paper, Range, Vocabulary
from generator.store import Loaded
from generator.text import latex
from generator.text.plain import sentences

_WORD = re.compile(r"[^\W_]+")


def faults(loaded: Loaded, abstracts: Mapping[str, Sequence[str]]) -> Iterator[Found]:
    """What curators have yet to write, and what they wrote against the rules."""
    rules = loaded.corpus.settings.curation
    for paper in loaded.corpus.papers.values():
        source = loaded.sources[paper.id]
        plain = latex.to_text(paper.title)
        if plain != paper.title:
            message = f"the title holds TeX: write '{plain}'"
            yield Found(source, ("title",), message, "warning", "titles with TeX")
        for fault, group in missing(paper, rules):
            yield Found(source, (), fault, "warning", group)
        given = abstracts.get(identity.title_key(paper.title), ()) if abstracts else ()
        texts = [text for text in (paper.abstract, *given) if text]
        for fault in summary_faults(paper.summary, rules, texts):
            yield Found(source, ("summary",), fault)
        for fault in copied(paper.gist, "gist", rules, texts):
            yield Found(source, ("gist",), fault)
        for fault in topic_faults(paper, rules):
            yield Found(source, ("topics",), fault)


def missing(paper: Paper, rules: Curation) -> Iterator[tuple[str, str]]:
    """What a curator has yet to write, and what records that lack it are called.

    A new record is fit to be shown, but not finished.
    """
    if not paper.summary and rules.summary_words and rules.summary_words[0]:
        yield "no summary yet: write one in your own words", "papers without a summary"
    if not paper.topics and rules.topics_per_paper and rules.topics_per_paper[0]:
        message = "no topics yet: choose from topics.yml, the most specific first"
        yield message, "papers without topics"


def summary_faults(summary: str, rules: Curation, abstracts: Iterable[str] = ()) -> Iterator[str]:
    """What is wrong with a summary by the rules, a line each.

    ``abstracts`` are what it must not copy. A summary not yet written has no fault.
    """
    if not summary:
        return
    yield from _outside(len(summary.split()), rules.summary_words, "the summary has", "words")
    parts = len(sentences(summary))
    yield from _outside(parts, rules.summary_sentences, "the summary has", "sentences")
    words = f" {' '.join(_words(summary))} "
    for term, avoided in _avoided(rules.avoid):
        if avoided in words:
            yield f"the summary says '{term}': say what was found instead"
    yield from copied(summary, "summary", rules, abstracts)


@cache
def _avoided(terms: tuple[str, ...]) -> tuple[tuple[str, str], ...]:
    """Words that no summary has, each as it is given and as it is looked for."""
    return tuple((term, f" {' '.join(_words(term))} ") for term in terms)


def copied(text: str, what: str, rules: Curation, abstracts: Iterable[str]) -> Iterator[str]:
    """The words that a text of a curator's shares with abstracts, where the rules forbid it."""
    for abstract in abstracts if text and rules.shared_words else ():
        if shared := shared_run(text, abstract, rules.shared_words or 0):
            yield f"the {what} shares '{shared}' with the abstract: use your own words"


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
