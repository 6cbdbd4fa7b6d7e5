"""The pages of the vocabulary."""

from __future__ import annotations

from dataclasses import dataclass, replace
from itertools import groupby
from typing import TYPE_CHECKING

from generator import views
from generator.papers import wording
from generator.papers.wording import count
from generator.site import plots
from generator.site.pages.cards import card, cards, columns, days, records, topic_ref, why
from generator.site.pages.curate import PATH as CURATE
from generator.site.pages.feeds import feed_refs, mail_form, topic_feeds
from generator.site.pages.page import Head, Page, PageOutput, Ref, Steps, page
from generator.text.markdown import destination
from generator.views.channels import topic_folder
from generator.views.topics import pages, years

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from generator.papers.model import Group, Paper, Topic
    from generator.site.pages.cards import Card
    from generator.views import Digest, GroupTopics, TopicPapers
    from generator.views.outputs import Shown, World

_START = 3  # papers to start with, where the page has twice as many
_NEWEST = 100  # papers on the page of a group

_TRAIL = (Ref("Topics", destination("topics/index.md")),)


@dataclass(frozen=True, slots=True)
class _Topic:
    """A page of a topic: the newest papers, or an earlier part, counted from the oldest.

    Only the first says how many papers the topic has, of which years, which of them to start
    with and why, and the topics beside it.
    """

    topic: Topic
    group: Ref
    papers: tuple[Shown, ...]
    part: int
    steps: Steps
    number: int = 0
    siblings: tuple[Ref, ...] = ()
    years: tuple[tuple[str, int], ...] = ()
    start: tuple[tuple[str, Shown], ...] = ()


@dataclass(frozen=True, slots=True)
class _Group:
    """The page of a group: its topics, and of its papers the newest."""

    group: Group
    number: int
    papers: tuple[Shown, ...]
    topics: tuple[Ref, ...]
    years: tuple[tuple[str, int], ...]
    start: tuple[tuple[str, Shown], ...]


def topic_pages(digest: Digest) -> Iterator[PageOutput]:
    """The index of topics, the page of each group, and the pages of each topic."""
    groups = [
        (
            group_ref(group.group),
            [(topic_ref(of.topic, len(of.papers)), of.topic.description) for of in group.topics],
        )
        for group in digest.topics
    ]
    given = (digest.newest_day, groups, len(digest.uncurated))
    yield PageOutput("topics/index.md", _index, given)
    for group in digest.topics:
        yield _group_output(digest, group)
        for topic in group.topics:
            yield from _topic_outputs(digest, group, topic)


def shelf_of(topics: Iterable[TopicPapers]) -> tuple[Ref, ...]:
    """Links to ``topics``, each with the bare number of its papers behind it."""
    return tuple(replace(topic_ref(of.topic), note=f"{len(of.papers):,}") for of in topics)


def _index(world: World, given: tuple[str, list[tuple[Ref, list[tuple[Ref, str]]]], int]) -> Page:
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
            group_ref(group.group),
            digest.shown(papers),
            part,
            Steps(
                _part_ref(of.topic, older) if older else None,
                _part_ref(of.topic, newer) if part else None,
            ),
            0 if part else len(of.papers),
            () if part else siblings,
            () if part else years(of.papers),
            () if part else _start(digest, of.papers),
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
        beside=Ref(f"{'More in ' if given.siblings else ''}{given.group.title}", given.group.path),
        siblings=given.siblings,
        feeds=feed_refs(world.settings, topic_folder(topic.id)),
        mail_form=None if part else mail_form(world.settings.subscribe),
        bars=plots.by_year(topic.id, topic.group, given.years),
        start=[(label, card(world, shown, topic.id)) for label, shown in given.start],
        sections=_by_year(world, given.papers, topic.id),
        more="",
        bibtex=destination(f"topics/{topic.id}/papers.bib"),
    )


def group_ref(group: Group) -> Ref:
    """A link to a group."""
    return Ref(group.title, destination(f"groups/{group.id}/index.md"))


def _group_output(digest: Digest, group: GroupTopics) -> PageOutput:
    of = {paper.id for each in group.topics for paper in each.papers}
    papers = [paper for paper in digest.newest if paper.id in of]
    given = _Group(
        group.group,
        len(papers),
        digest.shown(papers[:_NEWEST]),
        shelf_of(group.topics),
        years(papers),
        _start(digest, papers),
    )
    return PageOutput(str(group_ref(group.group).path), _group, given)


def _group(world: World, given: _Group) -> Page:
    group = given.group
    topics = [topic for topic in world.vocabulary.topics if topic.group == group.id]
    about = f"{wording.series([topic.title for topic in topics])}."
    head = Head(
        path=str(group_ref(group).path),
        kind="topic",
        title=group.title,
        description=f"{about} {count(given.number, 'paper')}.",
        days=days(given.papers),
        group=group.id,
        trail=_TRAIL,
        lists=records(given.papers),
    )
    more = given.number - len(given.papers)
    return page(
        head,
        "topic",
        description=about,
        id=group.id,
        facts=count(given.number, "paper"),
        beside=Ref("Its topics", _TRAIL[0].path),
        siblings=given.topics,
        feeds=feed_refs(world.settings, f"groups/{group.id}/"),
        mail_form=mail_form(world.settings.subscribe),
        bars=plots.by_year(group.id, group.id, given.years),
        start=[(label, card(world, shown)) for label, shown in given.start],
        sections=_by_year(world, given.papers),
        more=count(more, "older paper") if more else "",
        bibtex=None,
    )


def _start(digest: Digest, papers: Sequence[Paper]) -> tuple[tuple[str, Shown], ...]:
    """Where to start: the papers that lead, each with why; none where there are few."""
    if len(papers) < 2 * _START:
        return ()
    leads = views.leads(digest, papers, most=_START)
    shown = digest.shown(each.paper for each in leads)
    return tuple((why(each, "the topic"), of) for each, of in zip(leads, shown, strict=True))


def _by_year(
    world: World, papers: Sequence[Shown], topic: str = ""
) -> list[tuple[str, str, tuple[Sequence[Card], Sequence[Card]]]]:
    """``papers`` by the year they were published, each with its number and two columns."""
    in_order = sorted(papers, key=_published, reverse=True)
    by_year = groupby(in_order, key=lambda shown: _published(shown)[:4])
    of_years = [(year, [*of]) for year, of in by_year]
    return [
        (year or "Undated", count(len(of), "paper"), columns(cards(world, of, topic)))
        for year, of in of_years
    ]


def _published(shown: Shown) -> str:
    return shown.paper.published or ""


def _part_ref(topic: Topic, part: int) -> Ref:
    return Ref(f"part {part}" if part else "the newest", destination(_path(topic, part)))


def _path(topic: Topic, part: int) -> str:
    return f"topics/{topic.id}/{part}.md" if part else f"topics/{topic.id}.md"
