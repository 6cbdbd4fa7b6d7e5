"""Papers by topic, topics by group."""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeVar

from generator.papers.model import Group
from generator.views.calendar import newest

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from generator.papers.model import Corpus, Paper, Topic


_T = TypeVar("_T")


@dataclass(frozen=True, slots=True)
class TopicPapers:
    """A topic and its papers, newest first."""

    topic: Topic
    papers: tuple[Paper, ...]


@dataclass(frozen=True, slots=True)
class GroupTopics:
    """A group and its topics, in the vocabulary's order."""

    group: Group
    topics: tuple[TopicPapers, ...]


def by_topic(corpus: Corpus) -> tuple[GroupTopics, ...]:
    """Every topic with its papers, by group, in the vocabulary's order.

    A topic of a group that the vocabulary does not list is kept, under the group's id.
    """
    papers: dict[str, list[Paper]] = defaultdict(list)
    for paper in newest(corpus):
        for topic in dict.fromkeys(paper.topics):
            papers[topic].append(paper)
    groups = _groups(corpus)
    topics: dict[str, list[TopicPapers]] = {group: [] for group in groups}
    for each in corpus.topics.values():
        topics[each.group].append(TopicPapers(each, tuple(papers[each.id])))
    return tuple(
        GroupTopics(groups[group], tuple(of_group))
        for group, of_group in topics.items()
        if of_group
    )


def pages(items: Sequence[_T], size: int) -> list[Sequence[_T]]:
    """``items``, newest first, in pages: the current one, then full ones, the oldest first.

    A full page has ``size`` items and stays as it is when newer ones come: the current page
    grows to less than twice the size before its older half becomes a page of its own.
    """
    total = len(items)
    full = max(total // max(size, 1) - 1, 0)
    kept = [items[total - size * number :][:size] for number in range(1, full + 1)]
    return [items[: total - size * full], *kept]


def years(papers: Iterable[Paper], most: int = 12) -> tuple[tuple[str, int], ...]:
    """How many of ``papers`` were published in each year from the first on, the last ``most``."""
    of = Counter(paper.published[:4] for paper in papers if paper.published)
    if not of:
        return ()
    shown = range(int(min(of)), int(max(of)) + 1)[-most:]
    return tuple((str(year), of[str(year)]) for year in shown)


def grouped(corpus: Corpus, papers: Sequence[Paper]) -> list[tuple[Topic | None, list[Paper]]]:
    """``papers`` by their first known topic, topics in the vocabulary's order, None last.

    Within a topic the papers keep their order.
    """
    groups: dict[str | None, list[Paper]] = {id_: [] for id_ in (*corpus.topics, None)}
    for paper in papers:
        known = (topic for topic in paper.topics if topic in corpus.topics)
        groups[next(known, None)].append(paper)
    return [(corpus.topics[id_] if id_ else None, of) for id_, of in groups.items() if of]


def by_group(corpus: Corpus, papers: Iterable[Paper]) -> list[tuple[Group | None, list[Paper]]]:
    """``papers`` by the group of their first known topic, in the vocabulary's order, None last.

    Within a group the papers keep their order.
    """
    groups = _groups(corpus)
    found: dict[str | None, list[Paper]] = {id_: [] for id_ in (*groups, None)}
    for paper in papers:
        known = (corpus.topics[topic].group for topic in paper.topics if topic in corpus.topics)
        found[next(known, None)].append(paper)
    return [(groups[id_] if id_ else None, of) for id_, of in found.items() if of]


def _groups(corpus: Corpus) -> dict[str, Group]:
    """The groups by id, those after them that only a topic names, under their ids."""
    groups = {group.id: group for group in corpus.vocabulary.groups}
    for topic in corpus.topics.values():
        groups.setdefault(topic.group, Group(topic.group, topic.group))
    return groups
