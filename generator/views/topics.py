"""Papers by topic, topics by group and their colours, and the papers that wait for a curator."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from generator.papers.model import Corpus, Group, Paper, Topic

if TYPE_CHECKING:
    from generator.views import Digest

Lack = Literal["topics", "summary"]

# Style sheet, cards and letter are made of this table; each has the same contrast on its ground.
HUES: tuple[tuple[str, str], ...] = (
    ("#b4452c", "#e8836c"),
    ("#946200", "#d9a441"),
    ("#4a770f", "#9cc25b"),
    ("#0f7b6c", "#54bfae"),
    ("#2468b4", "#76aef0"),
    ("#6a4fb3", "#a894ea"),
    ("#a83f82", "#dd85bb"),
    ("#5f6b76", "#9aa7b3"),
)
"""The colours of the groups, for paper white and for near-black; more groups than these share them.

The last one is also that of what is in no group.
"""


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


@dataclass(frozen=True, slots=True)
class Uncurated:
    """A paper, and what a curator has yet to write."""

    paper: Paper
    lacks: tuple[Lack, ...]


def by_topic(digest: Digest) -> tuple[GroupTopics, ...]:
    """Every topic with its papers, by group, in the vocabulary's order.

    A topic of a group that the vocabulary does not list is kept, under the group's id.
    """
    papers: dict[str, list[Paper]] = defaultdict(list)
    for paper in digest.newest:
        for topic in dict.fromkeys(paper.topics):
            papers[topic].append(paper)
    groups = _groups(digest.corpus)
    topics: dict[str, list[TopicPapers]] = {group: [] for group in groups}
    for each in digest.corpus.topics.values():
        topics[each.group].append(TopicPapers(each, tuple(papers[each.id])))
    return tuple(GroupTopics(groups[group], tuple(of)) for group, of in topics.items() if of)


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


def years(papers: Iterable[Paper], most: int = 12) -> tuple[tuple[str, int], ...]:
    """How many of ``papers`` were published in each year from the first on, the last ``most``."""
    of = Counter(paper.published[:4] for paper in papers if paper.published)
    shown = range(int(min(of)), int(max(of)) + 1)[-most:] if of else ()
    return tuple((str(year), of[str(year)]) for year in shown)


def uncurated(digest: Digest) -> tuple[Uncurated, ...]:
    """The papers that lack something, newest first.

    Where there is a vocabulary, a paper lacks topics until it has one or a person states that
    it has none (``topics: []``); where the digest asks for topics, or for summaries, a
    paper without lacks them.
    """
    found = ((paper, tuple(_lacks(paper, digest.corpus))) for paper in digest.newest)
    return tuple(Uncurated(paper, lacks) for paper, lacks in found if lacks)


def _lacks(paper: Paper, corpus: Corpus) -> Iterator[Lack]:
    rules = corpus.settings.curation
    asked = bool(rules.topics_per_paper and rules.topics_per_paper[0])
    stated = "topics" in paper.stated
    chosen = paper.topics and (stated or paper.topics != paper.suggested_topics)
    if corpus.topics and not chosen and (asked or not stated):
        yield "topics"
    if rules.summary_words and rules.summary_words[0] and not paper.summary:
        yield "summary"
