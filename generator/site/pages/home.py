"""The home page: the newest edition as a front page, and the ways to everything else."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from generator import views
from generator.papers import wording
from generator.papers.wording import count
from generator.site.pages.cards import (
    card,
    columns,
    edition_ref,
    in_tag,
    paper_facts,
    paper_path,
    part,
    records,
    said_words,
    topic_ref,
    why,
    with_code,
)
from generator.site.pages.curate import PATH as CURATE
from generator.site.pages.dates import day_ref, month_ref
from generator.site.pages.editions import edition_papers
from generator.site.pages.feeds import feed_refs, issue_refs, mail_form
from generator.site.pages.page import Head, Page, PageOutput, Ref, page
from generator.site.pages.topics import group_ref
from generator.text.markdown import destination

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from generator.papers.model import Edition, Paper, Topic
    from generator.site.pages.cards import Card, Part
    from generator.views import Digest, Trend
    from generator.views.outputs import Shown, World

_MOST_PAPERS = 100
_LEADS = 3
_DISCUSSED = 5


_Papers = tuple[tuple["Shown", tuple[str, ...]], ...]
"""Papers, each with what a listing said of it in words."""


@dataclass(frozen=True, slots=True)
class _Newest:
    """What the home page leads with: its name, its papers, its own page, and the one before."""

    title: str
    papers: _Papers
    ref: Ref
    older: Ref | None = None


@dataclass(frozen=True, slots=True)
class _Home:
    """What the home page shows, and the newest days that anything in the digest is of.

    ``leads`` are ids with why they lead; of the newest papers, ``waiting`` wait for a curator.
    """

    newest: _Newest | None
    leads: tuple[tuple[str, str], ...]
    days: tuple[str, ...]
    total: int
    waiting: int
    trending: tuple[Ref, ...]
    issue: Ref | None
    ways: tuple[Ref, ...]


@dataclass(frozen=True, slots=True)
class _Section:
    """The papers of a group in two columns, and its topics with the number of their papers."""

    title: Ref
    part: Part
    topics: tuple[Ref, ...]
    columns: tuple[Sequence[Card], Sequence[Card]]


def home_page(digest: Digest) -> PageOutput:
    """The newest dated daily edition (else the newest day or month), what is discussed, ways."""
    newest = _newest(digest)
    papers = records(shown for shown, _ in newest.papers) if newest else ()
    uncurated = {each.paper.id for each in digest.uncurated}
    given = _Home(
        newest,
        tuple(
            (each.paper.id, why(each, "the day"))
            for each in views.leads(digest, papers, most=_LEADS)
        ),
        (digest.newest_day, *(each.date or "" for each in digest.editions.dated[:1])),
        len(digest.newest),
        sum(paper.id in uncurated for paper in papers),
        tuple(_trend(trend) for trend in digest.trending[:_DISCUSSED]),
        next(issue_refs(digest), None),
        tuple(_ways(digest)),
    )
    return PageOutput("index.md", _home, given)


def _home(world: World, given: _Home) -> Page:
    settings, newest = world.settings, given.newest
    papers = newest.papers[:_MOST_PAPERS] if newest else ()
    whole = records(shown for shown, _ in newest.papers) if newest else ()
    by_id = {shown.paper.id: replace(card(world, shown), said=said) for shown, said in papers}
    leads = [(label, by_id.pop(id_)) for id_, label in given.leads if id_ in by_id]
    sections = list(_sections(world, records(shown for shown, _ in papers), by_id))
    waiting = Ref(f"{count(given.waiting, 'paper')} to be curated", destination(CURATE))
    head = Head(
        path="index.md",
        kind="home",
        title=settings.title,
        description=settings.description or f"{count(given.total, 'paper')}.",
        days=given.days,
        lists=whole[:_MOST_PAPERS],
    )
    return page(
        head,
        "home",
        description=settings.description,
        newest=newest,
        facts=paper_facts(whole),
        curate=waiting if given.waiting else None,
        leads=leads,
        contents=[section.part for section in sections],
        sections=sections,
        more=max(len(whole) - _MOST_PAPERS, 0),
        trending=given.trending,
        feeds=feed_refs(settings, ""),
        newest_issue=given.issue,
        mail_form=mail_form(settings.subscribe),
        ways=given.ways,
    )


def _newest(digest: Digest) -> _Newest | None:
    daily = [edition for edition in digest.editions.dated if edition.kind == "daily"]
    if daily:
        return _Newest(
            wording.day_words(daily[0].date or ""),
            edition_papers(digest, daily[0]),
            replace(edition_ref(daily[0]), title="in the listing's order"),
            _dated(daily[1]) if len(daily) > 1 else None,
        )
    calendar = digest.calendar
    days = list(calendar.days)
    if days:
        older = day_ref(days[1]) if len(days) > 1 else None
        cards = _unsaid(digest, digest.papers_of[days[0].date])
        ref = replace(day_ref(days[0]), title="this day")
        return _Newest(wording.day_words(days[0].date), cards, ref, older)
    months = list(calendar.months)
    if months:
        older = month_ref(months[1]) if len(months) > 1 else None
        cards = _unsaid(digest, months[0].papers)
        ref = replace(month_ref(months[0]), title="this month")
        return _Newest(wording.month_words(months[0].month), cards, ref, older)
    if calendar.undated:
        ref = Ref("all papers", destination("papers/index.md"))
        return _Newest("Undated papers", _unsaid(digest, calendar.undated), ref)
    return None


def _dated(edition: Edition) -> Ref:
    return replace(edition_ref(edition), title=wording.date_words(edition.date or ""))


def _unsaid(digest: Digest, papers: Iterable[Paper]) -> _Papers:
    return tuple((shown, ()) for shown in digest.shown(papers))


def _sections(
    world: World, papers: Sequence[Paper], cards: Mapping[str, Card]
) -> Iterator[_Section]:
    """Those of ``papers`` that have a card, by the group of their first topic, others last."""
    in_order = {topic.id: place for place, topic in enumerate(world.vocabulary.topics)}
    for group, of in views.by_group(world.corpus, [paper for paper in papers if paper.id in cards]):
        topics: dict[Topic | None, list[Paper]] = defaultdict(list)
        for paper in of:
            topics[next(iter(world.known_topics(paper)), None)].append(paper)
        named = sorted((each for each in topics if each), key=lambda each: in_order[each.id])
        rows = []
        for topic in (*named, *([None] if None in topics else [])):
            first, *others = (cards[paper.id] for paper in topics[topic])
            if topic:
                rows += [_headed(first, topic.title.split(" and ")[0]), *others]
            else:
                rows += [_headed(each, ", ".join(each.said)) for each in (first, *others)]
        title = group.title if group else "Other papers"
        anchor, colour = (f"in-{group.id}", group.id) if group else ("others", "")
        path = group_ref(group).path if group else destination("topics/index.md")
        yield _Section(
            Ref(title, path),
            part(anchor, title.split(" and ")[0], len(of), len(papers), colour),
            tuple(replace(topic_ref(each), note=f"{len(topics[each]):,}") for each in named),
            columns(rows),
        )


def _headed(row: Card, dateline: str) -> Card:
    """A row whose line begins with its topic or, where it has none, with what is said of it."""
    return replace(row, dateline=in_tag(dateline))


def _trend(trend: Trend) -> Ref:
    said = said_words(trend.comments, trend.upvotes) or (count(len(trend.terms), "listing"),)
    return Ref(trend.paper.title, paper_path(trend.paper), ", ".join(said))


def _ways(digest: Digest) -> Iterator[Ref]:
    calendar = digest.calendar
    repositories = with_code(digest.newest)
    yield Ref("All papers", destination("papers/index.md"), count(len(digest.newest), "paper"))
    yield Ref("Dates", destination("dates/index.md"), count(len(calendar.years), "year"))
    yield Ref("Weeks", destination("weeks/index.md"), count(len(calendar.weeks), "week"))
    listings = count(len(digest.editions.all), "listing")
    yield Ref("Editions", destination("editions/index.md"), listings)
    yield Ref("Code", destination("code/index.md"), f"{count(repositories, 'paper')} with code")
    yield Ref("Statistics", destination("stats/index.md"), "by month, year and topic")
    yield Ref("Feeds", destination("feeds/index.md"), "all papers, or by topic")
