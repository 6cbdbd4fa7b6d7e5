"""The pages of the vocabulary."""

from __future__ import annotations

from dataclasses import replace
from itertools import groupby
from typing import TYPE_CHECKING

from generator.papers.wording import count
from generator.site.pages.cards import cards, topic_ref
from generator.site.pages.curate import PATH as CURATE
from generator.site.pages.feeds import feed_refs, topic_feeds
from generator.site.pages.page import Head, Page, Ref, Steps, page
from generator.text.markdown import destination
from generator.views.channels import topic_folder

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from generator.papers.model import Paper
    from generator.site.pages.cards import Card
    from generator.views import Digest, GroupTopics, TopicPapers


_TRAIL = (Ref("Topics", destination("topics/index.md")),)


def topic_pages(digest: Digest) -> Iterator[Page]:
    """The index of topics, and the pages of each topic."""
    yield _index(digest)
    for group in digest.topics:
        for topic in group.topics:
            yield from _topic(digest, group, topic)


def shelf_of(topics: Iterable[TopicPapers]) -> list[Ref]:
    """Links to ``topics``, each with the bare number of its papers behind it."""
    return [replace(topic_ref(of.topic), note=f"{len(of.papers):,}") for of in topics]


def _index(digest: Digest) -> Page:
    topics = sum(len(group.topics) for group in digest.topics)
    head = Head(
        path="topics/index.md",
        kind="topics",
        title="Topics",
        description=f"{count(topics, 'topic')} in {count(len(digest.topics), 'group')}.",
        days=digest.days(digest.newest),
    )
    groups = [
        (
            group.group.title,
            [(topic_ref(of.topic, len(of.papers)), of.topic.description) for of in group.topics],
        )
        for group in digest.topics
    ]
    waiting = count(len(digest.uncurated), "paper")
    curate = Ref(f"{waiting} to be curated", destination(CURATE)) if digest.uncurated else None
    return page(head, "topics", groups=groups, facts=head.description, curate=curate)


def _topic(digest: Digest, group: GroupTopics, of: TopicPapers) -> Iterator[Page]:
    pages = of.pages(digest.corpus.settings.papers_per_page)
    topic = of.topic
    siblings = shelf_of([other for other in group.topics if other is not of])
    for number, papers in enumerate(pages, start=1):
        facts = count(len(of.papers), "paper")
        if number > 1:
            facts += f", page {number} of {len(pages)}"
        steps = Steps(
            older=_page_ref(topic.id, number + 1) if number < len(pages) else None,
            newer=_page_ref(topic.id, number - 1) if number > 1 else None,
        )
        head = Head(
            path=_path(topic.id, number),
            kind="topic",
            title=topic.title + (f", page {number}" if number > 1 else ""),
            description=f"{topic.description} {facts}.",
            days=digest.days(papers),
            group=topic.group,
            steps=steps,
            feeds=topic_feeds(digest.corpus.settings, [topic]),
            trail=_TRAIL if number == 1 else (*_TRAIL, topic_ref(topic)),
        )
        yield page(
            head,
            "topic",
            description=topic.description if number == 1 else "",
            id=topic.id,
            facts=count(len(of.papers), "paper"),
            group=group.group.title,
            siblings=siblings,
            feeds=feed_refs(digest.corpus.settings, topic_folder(topic.id)),
            sections=_by_year(digest, papers, topic.id),
            number=number,
            last=len(pages),
        )


def _by_year(
    digest: Digest, papers: Sequence[Paper], topic: str
) -> list[tuple[str, tuple[Card, ...]]]:
    years = groupby(papers, key=lambda paper: digest.listed[paper.id][:4])
    return [(year or "Undated", cards(digest, of_year, topic)) for year, of_year in years]


def _page_ref(topic: str, number: int) -> Ref:
    return Ref(f"page {number}", destination(_path(topic, number)))


def _path(topic: str, number: int) -> str:
    return f"topics/{topic}.md" if number == 1 else f"topics/{topic}/{number}.md"
