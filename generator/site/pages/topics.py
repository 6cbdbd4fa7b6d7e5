"""The pages of the vocabulary, of the papers that wait for a curator, and of what is counted."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import partial
from itertools import groupby

from markupsafe import Markup
from msgspec.structs import replace

from generator import views
from generator.papers import wording
from generator.papers.model import File, Paper
from generator.papers.wording import count
from generator.site.pages.dates import month_ref, year_ref
from generator.site.pages.page import Head, Page, PageOutput, moved, output, page, paged
from generator.site.pages.parts import (
    Ref,
    curate_ref,
    feed_refs,
    group_ref,
    topic_feeds,
    topic_ref,
    why,
)
from generator.site.plots import Bar, Plot, by_year, columns, rows
from generator.text.markdown import destination, escape
from generator.text.plain import cut, plain
from generator.topics import terms as vocabulary
from generator.views import Digest
from generator.views.channels import topic_folder
from generator.views.outputs import Shown, World
from generator.views.topics import Count, GroupTopics, Lack, Stats, TopicPapers, years

_START = 3  # papers to start with, where the page has twice as many
_NEWEST = 75  # papers on the page of a group, and in a section of the page of curation
_TOPICS = Ref("Topics", destination("topics/index.md"))
_MONTHS = 120
_YEARS = 20
_LABEL = 28
_HOSTS = 10
_STATS = Ref("Statistics", destination("stats/index.md"))
_UNKEPT = "what its import read"
_LACKS: tuple[Lack, ...] = ("topics", "summary")

_Opening = tuple[Markup | None, list[tuple[str, Shown]]]
"""The bars of years where there are several, and the papers to start with, each with why."""


def topic_pages(digest: Digest) -> Iterator[PageOutput]:
    """The index of topics, the page of each group, and the pages of each topic."""
    topics = sum(len(group.topics) for group in digest.topics)
    about = f"{count(topics, 'topic')} in {count(len(digest.topics), 'group')}."
    head = Head(_TOPICS, "topics", about, (digest.newest_day,))
    groups = [
        (
            group_ref(group.group),
            [
                (topic_ref(each.topic, count(len(each.papers), "paper")), each.topic.description)
                for each in group.topics
            ],
        )
        for group in digest.topics
    ]
    yield output(head, groups=groups, curate=curate_ref(len(digest.uncurated)))
    for group in digest.topics:
        yield _group(digest, group)
        for topic in group.topics:
            yield from _topic(digest, group, topic)


def _topic(digest: Digest, group: GroupTopics, entry: TopicPapers) -> Iterator[PageOutput]:
    """The newest papers of a topic, and the earlier parts; and what leads there.

    Only the first says how many papers the topic has, of which years, which of them to start
    with and why, and the topics beside it.
    """
    topic, settings, folder = entry.topic, digest.corpus.settings, topic_folder(entry.topic.id)
    siblings = _shelf(other for other in group.topics if other is not entry)
    parts = paged(entry.papers, settings.papers_per_page, topic_ref(topic), folder)
    for number, ref, papers, ways in parts:
        counted = f"Part {number}, counted from the oldest"
        facts = counted if number else count(len(entry.papers), "paper")
        head = Head(
            ref,
            "topic",
            f"{topic.description} {facts}.",
            group=topic.group,
            topic=topic.id,
            steps=ways,
            feeds=topic_feeds(settings, [topic]),
            trail=(_TOPICS, topic_ref(topic)) if number else (_TOPICS,),
            lists=digest.shown(papers),
        )
        opening = None if number else _opening(digest, topic.id, topic.group, entry.papers)
        yield output(
            head,
            topic=topic.id,
            about=topic.description,
            facts=facts,
            beside=group_ref(group.group),
            siblings=[] if number else siblings,
            folder=folder,
            opening=opening,
            sections=_by_publication(head.lists),
            more=0,
        )
        for alias in topic.aliases:
            part = f"{topic_folder(alias)}{number}" if number else f"topics/{alias}"
            yield moved(f"{part}.md", ref)


def _group(digest: Digest, group: GroupTopics) -> PageOutput:
    ref = group_ref(group.group)
    papers = group.papers
    about = f"{wording.series([each.topic.title for each in group.topics])}."
    facts, folder = count(len(papers), "paper"), f"groups/{group.group.id}/"
    feeds = feed_refs(digest.corpus.settings, folder)[:1]
    head = Head(
        ref,
        "topic",
        f"{about} {facts}.",
        group=group.group.id,
        trail=(_TOPICS,),
        feeds=tuple(replace(feed, title=group.group.title) for feed in feeds),
        lists=digest.shown(papers[:_NEWEST]),
    )
    return output(
        head,
        topic="",
        about=about,
        facts=facts,
        beside=replace(_TOPICS, title="Its topics"),
        siblings=_shelf(group.topics),
        folder=folder,
        opening=_opening(digest, group.group.id, group.group.id, papers),
        sections=_by_publication(head.lists),
        more=len(papers) - len(head.lists),
    )


def _opening(digest: Digest, id_: str, group: str, papers: Sequence[Paper]) -> _Opening:
    leads = views.leads(digest, papers, most=_START) if len(papers) >= 2 * _START else ()
    shown = digest.shown(each.paper for each in leads)
    labels = [why(each, "the topic") for each in leads]
    return by_year(id_, group, years(papers)), list(zip(labels, shown, strict=True))


def _shelf(topics: Iterable[TopicPapers]) -> list[Ref]:
    return [topic_ref(entry.topic, f"{len(entry.papers):,}") for entry in topics]


def _by_publication(papers: Sequence[Shown]) -> list[tuple[str, str, list[Shown]]]:
    """``papers`` by the year they were published, with their number, the newest first."""
    in_order = sorted(papers, key=_published, reverse=True)
    of_years = ((year, [*of]) for year, of in groupby(in_order, lambda each: _published(each)[:4]))
    return [(year or "Undated", count(len(of), "paper"), of) for year, of in of_years]


def _published(shown: Shown) -> str:
    return shown.paper.published or ""


def curate_pages(digest: Digest, sources: Mapping[str, str]) -> Iterator[PageOutput]:
    """The page of what is to be curated, where anything is: the newest of what lacks something.

    Suggestions are those of the vocabulary's terms alone: what can be learned depends on what
    is installed, and the same content is to give the same page.
    """
    waiting, ref = digest.uncurated, curate_ref(len(digest.uncurated))
    if not ref:
        return
    newest = max(digest.listed[each.paper.id] for each in waiting)
    head = Head(replace(ref, title="To be curated"), "curate", f"{ref.title}.", (newest,))
    lacking = {lack: sum(lack in each.lacks for each in waiting) for lack in _LACKS}
    sections = []
    for lack in _LACKS:
        records = [each for each in waiting if each.lacks[0] == lack]
        papers = [
            (*digest.shown([each.paper]), each.lacks, sources.get(each.paper.id, ""))
            for each in records[:_NEWEST]
        ]
        sections.append((lack, papers, len(records) - len(papers)))
    values = {"total": len(waiting), "lacking": lacking, "sections": sections}
    yield PageOutput(head.path, _curate, (head, values))


def _curate(world: World, given: tuple[Head, dict[str, object]]) -> Page:
    head, values = given
    return page(world, head, suggested=partial(_suggested, world), **values)


def _suggested(world: World, shown: Shown, lacks: Sequence[Lack]) -> list[tuple[str, Ref]]:
    """Topics for a paper that lacks them: their ids, and links with what suggests them.

    An import had the whole abstract: what it suggested goes before what the page can find.
    """
    if "topics" not in lacks:
        return []
    paper = shown.paper
    body = "\n\n".join(filter(None, (paper.summary, paper.abstract)))
    suggestions = vocabulary.suggest(paper.title, body, world.vocabulary.topics)
    words = {each.topic: ", ".join(each.terms) for each in suggestions}
    ids = [id_ for id_ in paper.suggested_topics if id_ in world.topics] or words
    return [(id_, topic_ref(world.topics[id_], words.get(id_, _UNKEPT))) for id_ in ids]


def stats_page(digest: Digest, *, drawn: bool) -> PageOutput:
    """The counts of a digest, as pictures and tables; ``drawn``: the pictures in the page."""
    stats = digest.stats
    listings = f"seen {count(stats.sightings, 'time')} in {count(stats.editions, 'listing')}"
    coded = f"{stats.total.with_code:,} with code ({_share(stats.total)})"
    about = f"{count(stats.total.papers, 'paper')}, {listings}, {coded}."
    head = Head(_STATS, "stats", about, (digest.newest_day,))
    return output(
        head,
        plots={
            plot.name: (plot.description, _picture(plot, draw, drawn=drawn))
            for plot, draw in _plots(stats)
        },
        months=[
            (month_ref(month) if listed else wording.month_words(month), (published.papers, listed))
            for month, published, listed in reversed(stats.months)
            if published.papers or listed
        ],
        years=[
            (year_ref(year) if listed else year, (*_numbers(published), listed))
            for year, published, listed in reversed(stats.years)
            if published.papers or listed
        ],
        undated=stats.undated,
        groups=[
            (group.title, _numbers(of), [(topic_ref(topic), _numbers(n)) for topic, n in topics])
            for group, of, topics in stats.groups
        ],
        links=stats.links,
        hosts=stats.hosts[:_HOSTS],
        repeats=stats.repeats,
    )


def plots(digest: Digest) -> Iterator[File]:
    """The pictures of the page of statistics as files, for a tree of Markdown."""
    for plot, draw in _plots(digest.stats):
        yield File(f"stats/{plot.name}.svg", draw(plot))


def _numbers(counted: Count) -> tuple[int, int, str]:
    return counted.papers, counted.with_code, _share(counted)


def _share(counted: Count) -> str:
    """The share with code, ``20%``; a dash of nothing. Half a per cent rounds up."""
    if not counted.papers:
        return "–"
    return f"{(200 * counted.with_code + counted.papers) // (2 * counted.papers)}%"


def _picture(plot: Plot, draw: Callable[[Plot], str], *, drawn: bool) -> Markup:
    """A picture in the page takes the colours of the page; one beside it could not."""
    if drawn:
        return Markup(f"<p>{draw(plot).strip()}</p>")
    return Markup(f"![{escape(plot.title)}]({plot.name}.svg)")


def _plots(stats: Stats) -> Iterator[tuple[Plot, Callable[[Plot], str]]]:
    """What is drawn, and how; nothing of which there is only one, or none."""
    if len(stats.months) > 1 and any(published.papers for _, published, _ in stats.months):
        yield _by_month(stats), partial(columns, numbers=False)
    if len(stats.years) > 1 and any(published.papers for _, published, _ in stats.years):
        yield _by_year(stats), partial(columns, numbers=True)
    if any(whole.papers for _, whole, _ in stats.groups):
        yield _by_topic(stats), rows


def _by_month(stats: Stats) -> Plot:
    shown = stats.months[-_MONTHS:]
    most, papers, _ = max(shown, key=lambda each: each[1].papers)
    first, last = (wording.month_words(month) for month, *_ in (shown[0], shown[-1]))
    bars = (
        Bar(month[:4] if month.endswith("-01") else "", published.papers, published.papers)
        for month, published, _ in shown
    )
    cut = f"the last {_MONTHS} " if len(stats.months) > _MONTHS else ""
    about = (
        f"A bar a month, {cut}from {first} to {last}. {wording.month_words(most)} has most, "
        f"{count(papers.papers, 'paper')}."
    )
    return Plot("papers-by-month", "Papers by month of publication", about, tuple(bars))


def _by_year(stats: Stats) -> Plot:
    shown = stats.years[-_YEARS:]
    most, papers, _ = max(shown, key=lambda each: each[1].papers)
    cut = f"the last {_YEARS} " if len(stats.years) > _YEARS else ""
    about = (
        f"A bar a year, {cut}from {shown[0][0]} to {shown[-1][0]}; the filled part is with code. "
        f"{most} has most, {_with_code(papers)}."
    )
    title = "Papers by year of publication, and how many have code"
    bars = tuple(Bar(year, total.papers, total.with_code) for year, total, _ in shown)
    return Plot("papers-by-year", title, about, bars)


def _by_topic(stats: Stats) -> Plot:
    topics = [(group, topic, total) for group, _, topics in stats.groups for topic, total in topics]
    _, most, papers = max(topics, key=lambda each: each[2].papers)
    about = (
        "A bar a topic, by group; the filled part is with code. "
        f"{most.title} has most, {_with_code(papers)}."
    )
    bars = (
        Bar(_label(topic.title), total.papers, total.with_code, group.id, _label(group.title))
        for group, topic, total in topics
    )
    title = "Papers by topic, and how many have code"
    return Plot("papers-by-topic", title, about, tuple(bars))


def _with_code(counted: Count) -> str:
    return f"{count(counted.papers, 'paper')}, {counted.with_code:,} with code"


def _label(title: str) -> str:
    return cut(plain(title), _LABEL)
