"""What a change does to records, editions and the vocabulary. Pure."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, fields

from generator.papers import identity
from generator.papers.model import Corpus, Edition, Link, Paper

# What has a part of its own here, or is no word of the record.
_APART = frozenset({"id", "topics", "links", "same_as", "distinct_from", "stated"})


@dataclass(frozen=True, slots=True)
class Retagged:
    """A record whose topics changed, or their order."""

    paper: Paper
    before: tuple[str, ...]
    after: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Relinked:
    """A record whose links changed."""

    paper: Paper
    added: tuple[Link, ...]
    removed: tuple[Link, ...]


@dataclass(frozen=True, slots=True)
class Related:
    """Two records, of which ``paper`` names ``other``."""

    paper: Paper
    other: str
    title: str


@dataclass(frozen=True, slots=True)
class Edited:
    """A record of which other fields changed; ``moved_from`` is the id it had, where it did."""

    paper: Paper
    fields: tuple[str, ...]
    moved_from: str = ""


@dataclass(frozen=True, slots=True)
class Listing:
    """An edition that is new, gone or changed, with its papers before and after."""

    id: str
    before: int | None
    after: int | None


@dataclass(frozen=True, slots=True)
class Count:
    """The papers of a topic before and after; None where the topic was not, or is no more."""

    topic: str
    before: int | None
    after: int | None


@dataclass(frozen=True, slots=True)
class Change:
    """All that differs between two states of the records, each part by id.

    ``papers`` and ``counts`` are as readers see them, merged records once; ``counts`` holds
    all topics, in the vocabulary's order. ``files`` names what else differs.
    """

    papers: tuple[int, int]
    added: tuple[Paper, ...]
    removed: tuple[Paper, ...]
    retagged: tuple[Retagged, ...]
    relinked: tuple[Relinked, ...]
    merged: tuple[Related, ...]
    parted: tuple[Related, ...]
    distinct: tuple[Related, ...]
    edited: tuple[Edited, ...]
    listings: tuple[Listing, ...]
    counts: tuple[Count, ...]
    files: tuple[str, ...]

    @property
    def is_empty(self) -> bool:
        """Whether the records, editions, vocabulary and settings are what they were."""
        lists = (getattr(self, field.name) for field in fields(self) if field.name != "papers")
        same = all(count.before == count.after for count in self.counts)
        return same and not any(found for found in lists if found is not self.counts)


def compare(before: Corpus, after: Corpus) -> Change:
    """What differs between two corpora."""
    former = _moved(before.papers, after.papers)
    pairs = [
        (before.papers[former.get(paper.id, paper.id)], paper)
        for paper in after.papers.values()
        if former.get(paper.id, paper.id) in before.papers
    ]
    known = {paper.id for _, paper in pairs}
    gone = {*before.papers} - {*after.papers} - {*former.values()}
    return Change(
        papers=(len(identity.resolve(before).papers), len(identity.resolve(after).papers)),
        added=tuple(paper for id, paper in after.papers.items() if id not in known),
        removed=tuple(paper for id, paper in before.papers.items() if id in gone),
        retagged=tuple(
            Retagged(new, old.topics, new.topics) for old, new in pairs if old.topics != new.topics
        ),
        relinked=tuple(_relinked(old, new) for old, new in pairs if old.links != new.links),
        merged=tuple(_related("same_as", before, after)),
        parted=tuple(_related("same_as", after, before)),
        distinct=tuple(_related("distinct_from", before, after)),
        edited=tuple(_edited(pairs, former)),
        listings=tuple(_listings(before.editions, after.editions)),
        counts=tuple(_counts(before, after)),
        files=tuple(_files(before, after)),
    )


def _moved(before: Mapping[str, Paper], after: Mapping[str, Paper]) -> dict[str, str]:
    """The former id of each new record that names it as an alias."""
    return {
        paper.id: alias
        for paper in after.values()
        if paper.id not in before
        for alias in reversed(paper.aliases)
        if alias in before and alias not in after
    }


def _relinked(old: Paper, new: Paper) -> Relinked:
    return Relinked(
        new,
        tuple(link for link in new.links if link not in old.links),
        tuple(link for link in old.links if link not in new.links),
    )


def _related(field: str, without: Corpus, having: Corpus) -> Iterator[Related]:
    for paper in having.papers.values():
        former = without.papers.get(paper.id)
        for other in getattr(paper, field):
            if former is None or other not in getattr(former, field):
                named = having.papers.get(other)
                yield Related(paper, other, named.title if named else other)


def _edited(pairs: list[tuple[Paper, Paper]], former: Mapping[str, str]) -> Iterator[Edited]:
    names = [field.name for field in fields(Paper) if field.name not in _APART]
    for old, new in pairs:
        changed = tuple(name for name in names if getattr(old, name) != getattr(new, name))
        if {*old.distinct_from} - {*new.distinct_from}:
            changed = (*changed, "distinct_from")
        if changed or new.id in former:
            yield Edited(new, changed, former.get(new.id, ""))


def _listings(before: Mapping[str, Edition], after: Mapping[str, Edition]) -> Iterator[Listing]:
    for id in sorted({*before, *after}):
        old, new = before.get(id), after.get(id)
        if old != new:
            yield Listing(id, len(old.papers) if old else None, len(new.papers) if new else None)


def _counts(before: Corpus, after: Corpus) -> Iterator[Count]:
    old, new = (
        Counter(topic for paper in papers.values() for topic in paper.topics)
        for papers in (identity.resolve(before).papers, identity.resolve(after).papers)
    )
    for topic in {**after.topics, **before.topics}:
        yield Count(
            topic,
            old[topic] if topic in before.topics else None,
            new[topic] if topic in after.topics else None,
        )


def _files(before: Corpus, after: Corpus) -> Iterator[str]:
    if before.settings != after.settings:
        yield "digest.yml"
    if before.vocabulary != after.vocabulary:
        yield "topics.yml"
