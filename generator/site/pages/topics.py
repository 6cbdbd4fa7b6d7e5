"""The pages of the vocabulary, and of the papers that wait for a curator."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import groupby

from markupsafe import Markup

from generator import views
from generator.papers import wording
from generator.papers.model import Paper
from generator.papers.wording import count
from generator.site import plots
from generator.site.pages.feeds import feed_refs, mail_form, topic_feeds
from generator.site.pages.page import Head, Page, PageOutput, output, page, paged
from generator.site.pages.parts import (
    Ref,
    Row,
    curate_ref,
    edit_url,
    file_url,
    group_ref,
    row,
    topic_ref,
    why,
)
from generator.text.markdown import destination
from generator.topics import terms as vocabulary
from generator.views import Digest
from generator.views.channels import topic_folder
from generator.views.outputs import Shown, World
from generator.views.topics import GroupTopics, Lack, TopicPapers, years

_START = 3  # papers to start with, where the page has twice as many
_NEWEST = 100  # papers on the page of a group, and in a section of the page of curation
_TOPICS = Ref("Topics", destination("topics/index.md"))
_LACKS: dict[Lack, str] = {"topics": "no topics", "summary": "no summary"}
_WITHOUT: dict[Lack, str] = {"topics": "without topics", "summary": "without a summary"}


@dataclass(frozen=True, slots=True)
class _Curate:
    """The page of curation: what papers lack first, such papers, and how many more.

    Of each paper that, too, which it lacks, and its file in the content.
    """

    head: Head
    facts: str
    sections: tuple[tuple[Lack, tuple[tuple[Shown, tuple[Lack, ...], str], ...], int], ...]


@dataclass(frozen=True, slots=True)
class _Waiting:
    """A row, what the paper lacks in words, topics with the words that suggest them.

    ``line`` is what to put into the record to accept them.
    """

    row: Row
    lacks: str
    suggested: tuple[Ref, ...]
    line: str
    edit: Markup | None


def topic_pages(digest: Digest) -> Iterator[PageOutput]:
    """The index of topics, the page of each group, and the pages of each topic."""
    topics = sum(len(group.topics) for group in digest.topics)
    head = Head(
        path=str(_TOPICS.path),
        kind="topics",
        title=_TOPICS.title,
        description=f"{count(topics, 'topic')} in {count(len(digest.topics), 'group')}.",
        days=(digest.newest_day,),
    )
    yield output(
        head,
        "topics",
        groups=[
            (
                group_ref(group.group),
                [
                    (topic_ref(of.topic, count(len(of.papers), "paper")), of.topic.description)
                    for of in group.topics
                ],
            )
            for group in digest.topics
        ],
        facts=head.description,
        curate=curate_ref(len(digest.uncurated)),
    )
    for group in digest.topics:
        yield _group(digest, group)
        for topic in group.topics:
            yield from _topic(digest, group, topic)


def _topic(digest: Digest, group: GroupTopics, of: TopicPapers) -> Iterator[PageOutput]:
    """The newest papers of a topic, and the earlier parts.

    Only the first says how many papers the topic has, of which years, which of them to start
    with and why, and the topics beside it.
    """
    topic, settings = of.topic, digest.corpus.settings

    def part(number: int) -> Ref:
        ref = replace(topic_ref(topic), title="the newest")
        path = destination(f"topics/{topic.id}/{number}.md")
        return Ref(f"part {number}", path) if number else ref

    siblings = _shelf(other for other in group.topics if other is not of)
    for number, papers, ways in paged(of.papers, settings.papers_per_page, part):
        counted = f"Part {number}, counted from the oldest"
        facts = counted if number else count(len(of.papers), "paper")
        head = Head(
            path=str(part(number).path),
            kind="topic",
            title=f"{topic.title}, part {number}" if number else topic.title,
            description=f"{topic.description} {facts}.",
            group=topic.group,
            topic=topic.id,
            steps=ways,
            feeds=topic_feeds(settings, [topic]),
            trail=(_TOPICS, topic_ref(topic)) if number else (_TOPICS,),
            lists=digest.shown(papers),
        )
        beside = group_ref(group.group)
        more = "" if number or not siblings else "More in "
        yield output(
            head,
            "topic",
            description="" if number else topic.description,
            id=topic.id,
            under=topic.id,
            facts=facts,
            beside=replace(beside, title=more + beside.title),
            siblings=() if number else siblings,
            feeds=feed_refs(settings, topic_folder(topic.id)),
            mail_form=None if number else mail_form(settings.subscribe),
            bars=None if number else plots.by_year(topic.id, topic.group, years(of.papers)),
            start=[] if number else _start(digest, of.papers),
            sections=_by_year(head.lists),
            more="",
            bibtex=destination(f"topics/{topic.id}/papers.bib"),
        )


def _group(digest: Digest, group: GroupTopics) -> PageOutput:
    """The page of a group: its topics, and of its papers the newest."""
    settings, ref = digest.corpus.settings, group_ref(group.group)
    of = {paper.id for each in group.topics for paper in each.papers}
    papers = [paper for paper in digest.newest if paper.id in of]
    about = f"{wording.series([each.topic.title for each in group.topics])}."
    facts = count(len(papers), "paper")
    head = Head(
        path=str(ref.path),
        kind="topic",
        title=ref.title,
        description=f"{about} {facts}.",
        group=group.group.id,
        trail=(_TOPICS,),
        lists=digest.shown(papers[:_NEWEST]),
    )
    more = len(papers) - len(head.lists)
    return output(
        head,
        "topic",
        description=about,
        id=group.group.id,
        under="",
        facts=facts,
        beside=replace(_TOPICS, title="Its topics"),
        siblings=_shelf(group.topics),
        feeds=feed_refs(settings, f"groups/{group.group.id}/"),
        mail_form=mail_form(settings.subscribe),
        bars=plots.by_year(group.group.id, group.group.id, years(papers)),
        start=_start(digest, papers),
        sections=_by_year(head.lists),
        more=count(more, "older paper") if more else "",
        bibtex=None,
    )


def _shelf(topics: Iterable[TopicPapers]) -> tuple[Ref, ...]:
    """Links to ``topics``, each with the bare number of its papers behind it."""
    return tuple(topic_ref(of.topic, f"{len(of.papers):,}") for of in topics)


def _start(digest: Digest, papers: Sequence[Paper]) -> list[tuple[str, Shown]]:
    """Where to start: the papers that lead, each with why; none where there are few."""
    if len(papers) < 2 * _START:
        return []
    leads = views.leads(digest, papers, most=_START)
    shown = digest.shown(each.paper for each in leads)
    return [(why(each, "the topic"), of) for each, of in zip(leads, shown, strict=True)]


def _by_year(papers: Sequence[Shown]) -> list[tuple[str, str, list[Shown]]]:
    """``papers`` by the year they were published, with their number, the newest first."""
    in_order = sorted(papers, key=_published, reverse=True)
    by_year = ((year, [*of]) for year, of in groupby(in_order, lambda each: _published(each)[:4]))
    return [(year or "Undated", count(len(of), "paper"), of) for year, of in by_year]


def _published(shown: Shown) -> str:
    return shown.paper.published or ""


def curate_pages(digest: Digest, sources: Mapping[str, str]) -> Iterator[PageOutput]:
    """The page of what is to be curated, where anything is.

    Suggestions are those of the vocabulary's terms alone: what can be learned depends on what
    is installed, and the same content is to give the same page.
    """
    waiting, ref = digest.uncurated, curate_ref(len(digest.uncurated))
    if not ref:
        return
    sections: list[tuple[Lack, tuple[tuple[Shown, tuple[Lack, ...], str], ...], int]] = []
    for lack in _LACKS:
        of = [each for each in waiting if each.lacks[0] == lack]
        papers = digest.shown(each.paper for each in of[:_NEWEST])
        items = tuple(
            (shown, each.lacks, sources.get(each.paper.id, ""))
            for shown, each in zip(papers, of, strict=False)
        )
        sections.append((lack, items, len(of) - len(items)))
    lacking = {lack: sum(lack in each.lacks for each in waiting) for lack in _LACKS}
    words = (f"{number:,} {_WITHOUT[lack]}" for lack, number in lacking.items() if number)
    head = Head(
        path=str(ref.path),
        kind="curate",
        title="To be curated",
        description=f"{ref.title}.",
        days=(max(digest.listed[each.paper.id] for each in waiting),),
    )
    facts = f"{count(len(waiting), 'paper')}: {', '.join(words)}"
    yield PageOutput(head.path, _curate, _Curate(head, facts, tuple(sections)))


def _curate(world: World, given: _Curate) -> Page:
    return page(
        world,
        given.head,
        "curate",
        facts=given.facts,
        guide=file_url(world.settings, "blob", "CONTRIBUTING.md"),
        sections=[
            (
                wording.sentence(_WITHOUT[lack]),
                [_waiting(world, *each) for each in waiting],
                count(more, "older paper") if more else "",
            )
            for lack, waiting, more in given.sections
            if waiting
        ],
    )


def _waiting(world: World, shown: Shown, lacks: tuple[Lack, ...], source: str) -> _Waiting:
    paper = shown.paper
    found: tuple[vocabulary.Suggestion, ...] = ()
    if "topics" in lacks:
        body = "\n\n".join(filter(None, (paper.summary, paper.abstract)))
        found = vocabulary.suggest(paper.title, body, world.vocabulary.topics)
    return _Waiting(
        row(world, shown),
        " and ".join(_LACKS[lack] for lack in lacks).capitalize(),
        tuple(topic_ref(world.topics[of.topic], ", ".join(of.evidence)) for of in found),
        f"topics: [{', '.join(of.topic for of in found)}]" if found else "",
        edit_url(world.settings, source),
    )
