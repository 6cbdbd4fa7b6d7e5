"""What belongs in the digest: its owner's rules for an import, and a curator's no. Pure."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass, replace

from generator.papers import identity
from generator.papers.identity import Declined
from generator.papers.model import Corpus, Entry, LeftOut, Paper, Rejection, Rules, Topic
from generator.topics import terms


@dataclass(frozen=True, slots=True)
class Exclusion(Rejection):
    """A sound block that stays out, by a rule: ``declined``, or the one of ``digest.yml``."""

    rule: str = ""


def excluded(entry: Entry, corpus: Corpus, declined: Declined) -> Exclusion | None:
    """Why a paper that no record has stays out of the digest; None where it fits."""

    def out(rule: str, reason: str) -> Exclusion:
        return Exclusion(entry.line, reason, entry.title, rule)

    if left_out := declined.find(entry.title, entry.arxiv, entry.doi):
        why = f": {left_out.reason}" if left_out.reason else " by a curator"
        return out("declined", f"declined{why}")
    keep, leave = corpus.settings.intake.keep, corpus.settings.intake.leave
    topics = corpus.vocabulary.topics
    for name, fitting in _fitting(entry, leave, topics):
        return out(f"leave.{name}", f"intake.leave.{name} of digest.yml: {fitting}")
    if entry.upvotes is not None and entry.upvotes < keep.upvotes:
        reason = f"intake.keep.upvotes of digest.yml: {entry.upvotes} of {keep.upvotes}"
        return out("keep.upvotes", reason)
    asks = keep.topics or keep.categories or keep.words or keep.authors
    if asks and not any(_fitting(entry, keep, topics)):
        return out("keep", "intake.keep of digest.yml: nothing of it fits")
    return None


def _fitting(entry: Entry, rules: Rules, topics: tuple[Topic, ...]) -> Iterator[tuple[str, str]]:
    """Which of the rules a paper fits: the name of the list, and what stands in it."""
    if rules.topics:
        suggested = terms.suggest(entry.title, entry.abstract, topics)
        yield from (("topics", each.topic) for each in suggested if each.topic in rules.topics)
    for category in rules.categories:
        if f"{entry.category}.".startswith(f"{category}."):
            yield "categories", category
    if rules.words:
        sought = Topic("words", "", "", "", rules.words)
        hits = terms.weighed(entry.title, entry.abstract, [sought]).values()
        yield from (("words", word) for hit in hits for word in hit.terms)
    if rules.authors:
        names = {identity.words(name) for name in entry.authors}
        yield from (("authors", name) for name in rules.authors if identity.words(name) in names)


def accept(corpus: Corpus, ids: Collection[str]) -> Corpus:
    """The corpus in which what is suggested for these papers is their topics, if they have none."""
    papers = {
        id: replace(paper, topics=paper.suggested_topics, suggested_topics=())
        for id, paper in corpus.papers.items()
        if id in ids and paper.suggested_topics and not paper.topics
    }
    return replace(corpus, papers={**corpus.papers, **papers})


def leave(corpus: Corpus, paper: Paper, reason: str = "") -> Corpus:
    """The corpus without a paper of it, its twins and their sightings; all are remembered.

    What other records say of them is left out with them.
    """
    twins = {other.id for other in corpus.papers.values() if paper.id in other.same_as}
    gone = {paper.id, *paper.same_as, *twins} & corpus.papers.keys()
    before = {(each.title, each.arxiv, each.doi) for each in corpus.left_out}
    papers = (corpus.papers[id] for id in sorted(gone))
    names = ((each.title, each.arxiv, each.doi) for each in papers)
    remembered = tuple(LeftOut(*name, reason) for name in names if name not in before)
    return replace(
        corpus,
        papers={
            id: _without(record, gone) for id, record in corpus.papers.items() if id not in gone
        },
        editions={
            id: replace(each, papers=tuple(seen for seen in each.papers if seen.paper not in gone))
            for id, each in corpus.editions.items()
        },
        left_out=(*corpus.left_out, *remembered),
    )


def _without(record: Paper, gone: set[str]) -> Paper:
    return replace(
        record,
        same_as=tuple(id for id in record.same_as if id not in gone),
        distinct_from=tuple(id for id in record.distinct_from if id not in gone),
        superseded_by=None if record.superseded_by in gone else record.superseded_by,
    )
