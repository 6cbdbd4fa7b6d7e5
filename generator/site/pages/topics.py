"""The pages of the vocabulary."""

from __future__ import annotations

from dataclasses import dataclass, replace
from itertools import groupby
from typing import TYPE_CHECKING

from generator.papers.wording import count
from generator.site.pages.cards import cards, days, records, topic_ref
from generator.site.pages.curate import PATH as CURATE
from generator.site.pages.feeds import feed_refs, topic_feeds
from generator.site.pages.page import Head, Page, PageOutput, Ref, Steps, page
from generator.text.markdown import destination
from generator.views.channels import topic_folder
from generator.views.topics import pages

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from generator.papers.model import Topic
    from generator.site.pages.cards import Card
    from generator.views import Digest, GroupTopics, TopicPapers
    from generator.views.outputs import Shown, World

_TRAIL = (Ref("Topics", destination("topics/index.md")),)


@dataclass(frozen=True, slots=True)
class _Topic:
    """A page of a topic: the newest papers, or an earlier part, counted from the oldest.

    Only the first says how many papers the topic has, and the topics beside it.
    """

    topic: Topic
    group: str
    papers: tuple[Shown, ...]
    part: int
    steps: Steps
    number: int = 0
    siblings: tuple[Ref, ...] = ()


def topic_pages(digest: Digest) -> Iterator[PageOutput]:
    """The index of topics, and the pages of each topic."""
    groups = [
        (
            group.group.title,
            [(topic_ref(of.topic, len(of.papers)), of.topic.description) for of in group.topics],
        )
        for group in digest.topics
    ]
    given = (digest.newest_day, groups, len(digest.uncurated))
    yield PageOutput("topics/index.md", _index, given)
    for group in digest.topics:
        for topic in group.topics:
            yield from _topic_outputs(digest, group, topic)


def shelf_of(topics: Iterable[TopicPapers]) -> tuple[Ref, ...]:
    """Links to ``topics``, each with the bare number of its papers behind it."""
    return tuple(replace(topic_ref(of.topic), note=f"{len(of.papers):,}") for of in topics)


def _index(world: World, given: tuple[str, list[tuple[str, list[tuple[Ref, str]]]], int]) -> Page:
    newest, groups, uncurated = given
    topics = sum(len(of) for _, of in groups)
    head = Head(
        path="topics/index.md",
        kind="topics",
        title="Topics",
        description=f"{count(topics, 'topic')} in {count(len(groups), 'group')}.",
        days=(newest,),
    )
    waiting = Ref(f"{count(uncurated, 'paper')} to be curated", destination(CURATE))
    curate = waiting if uncurated else None
    return page(head, "topics", groups=groups, facts=head.description, curate=curate)


def _topic_outputs(digest: Digest, group: GroupTopics, of: TopicPapers) -> Iterator[PageOutput]:
    parts = pages(of.papers, digest.corpus.settings.papers_per_page)
    last = len(parts) - 1
    siblings = shelf_of([other for other in group.topics if other is not of])
    for part, papers in enumerate(parts):
        older = last if part == 0 else part - 1
        newer = part + 1 if 0 < part < last else 0
        given = _Topic(
            of.topic,
            group.group.title,
            digest.shown(papers),
            part,
            Steps(
                _part_ref(of.topic, older) if older else None,
                _part_ref(of.topic, newer) if part else None,
            ),
            0 if part else len(of.papers),
            () if part else siblings,
        )
        yield PageOutput(_path(of.topic, part), _topic, given)


def _topic(world: World, given: _Topic) -> Page:
    topic, part = given.topic, given.part
    facts = f"Part {part}, counted from the oldest" if part else count(given.number, "paper")
    head = Head(
        path=_path(topic, part),
        kind="topic",
        title=f"{topic.title}, part {part}" if part else topic.title,
        description=f"{topic.description} {facts}.",
        days=days(given.papers),
        group=topic.group,
        topic=topic.id,
        steps=given.steps,
        feeds=topic_feeds(world.settings, [topic]),
        trail=(*_TRAIL, topic_ref(topic)) if part else _TRAIL,
        lists=records(given.papers),
    )
    return page(
        head,
        "topic",
        description="" if part else topic.description,
        id=topic.id,
        facts=facts,
        group=given.group,
        siblings=given.siblings,
        feeds=feed_refs(world.settings, topic_folder(topic.id)),
        sections=_by_year(world, given.papers, topic.id),
        part=part,
    )


def _by_year(
    world: World, papers: Sequence[Shown], topic: str
) -> list[tuple[str, tuple[Card, ...]]]:
    years = groupby(papers, key=lambda shown: shown.listed[:4])
    return [(year or "Undated", cards(world, of_year, topic)) for year, of_year in years]


def _part_ref(topic: Topic, part: int) -> Ref:
    return Ref(f"part {part}" if part else "the newest", destination(_path(topic, part)))


def _path(topic: Topic, part: int) -> str:
    return f"topics/{topic.id}/{part}.md" if part else f"topics/{topic.id}.md"
