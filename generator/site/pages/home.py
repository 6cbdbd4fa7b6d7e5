"""The home page: the newest edition, and the ways to everything else."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from generator.papers import wording
from generator.papers.wording import count
from generator.site.pages.cards import (
    edition_ref,
    paper_facts,
    paper_path,
    records,
    topic_ref,
    with_code,
)
from generator.site.pages.curate import PATH as CURATE
from generator.site.pages.dates import day_ref, month_ref
from generator.site.pages.editions import edition_papers, said_cards
from generator.site.pages.feeds import feed_refs, issue_refs, mail_form
from generator.site.pages.page import Head, Page, PageOutput, Ref, page
from generator.site.pages.topics import shelf_of
from generator.text.markdown import destination
from generator.text.plain import cut

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from generator.papers.model import Edition, Paper, Topic
    from generator.site.pages.cards import Card
    from generator.views import Digest, Trend
    from generator.views.outputs import Shown, World

_MOST_PAPERS = 100
_TRENDING = 10
_TREND_LENGTH = 64


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
    """What the home page shows, and the newest days that anything in the digest is of."""

    newest: _Newest | None
    days: tuple[str, ...]
    total: int
    trending: tuple[Ref, ...]
    issue: Ref | None
    topics: tuple[tuple[str, tuple[Ref, ...]], ...]
    ways: tuple[Ref, ...]


def home_page(digest: Digest) -> PageOutput:
    """The newest dated daily edition (else the newest day or month), trending, topics, ways."""
    given = _Home(
        _newest(digest),
        (digest.newest_day, *(each.date or "" for each in digest.editions.dated[:1])),
        len(digest.newest),
        tuple(_trend(trend) for trend in digest.trending[:_TRENDING]),
        next(issue_refs(digest), None),
        tuple((group.group.title, shelf_of(group.topics)) for group in digest.topics),
        tuple(_ways(digest)),
    )
    return PageOutput("index.md", _home, given)


def _home(world: World, given: _Home) -> Page:
    settings, newest = world.settings, given.newest
    papers = newest.papers if newest else ()
    head = Head(
        path="index.md",
        kind="home",
        title=settings.title,
        description=settings.description or f"{count(given.total, 'paper')}.",
        days=given.days,
        lists=records(shown for shown, _ in papers[:_MOST_PAPERS]),
    )
    return page(
        head,
        "home",
        description=settings.description,
        newest=newest,
        facts=paper_facts(records(shown for shown, _ in papers)),
        groups=list(_groups(world, papers[:_MOST_PAPERS])),
        more=max(len(papers) - _MOST_PAPERS, 0),
        trending=given.trending,
        feeds=feed_refs(settings, ""),
        newest_issue=given.issue,
        mail_form=mail_form(settings.subscribe),
        topics=given.topics,
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
        cards = _unsaid(digest, days[0].papers)
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


def _groups(world: World, papers: _Papers) -> Iterator[tuple[Ref | None, list[Card]]]:
    """The papers by their first topic, topics in the vocabulary's order, those without last."""
    by_topic: dict[Topic | None, list[tuple[Shown, tuple[str, ...]]]]
    by_topic = {topic: [] for topic in (*world.vocabulary.topics, None)}
    for shown, said in papers:
        by_topic[next(iter(world.known_topics(shown.paper)), None)].append((shown, said))
    for topic, of in by_topic.items():
        if of:
            under = topic.id if topic else ""
            yield topic_ref(topic) if topic else None, said_cards(world, of, under)


def _trend(trend: Trend) -> Ref:
    notes = [count(len(trend.terms), "listing")]
    if trend.comments:
        notes.append(count(trend.comments, "comment"))
    return Ref(cut(trend.paper.title, _TREND_LENGTH), paper_path(trend.paper), " · ".join(notes))


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
    if digest.uncurated:
        waiting = count(len(digest.uncurated), "paper")
        yield Ref("To be curated", destination(CURATE), waiting)
