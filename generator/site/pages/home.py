"""The home page: the newest edition, and the ways to everything else."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from generator import views
from generator.papers import wording
from generator.papers.wording import count
from generator.site.pages.cards import (
    card,
    edition_ref,
    paper_facts,
    paper_path,
    topic_ref,
    with_code,
)
from generator.site.pages.dates import day_ref, month_ref
from generator.site.pages.editions import edition_papers
from generator.site.pages.email import issue_refs
from generator.site.pages.feeds import feed_refs, mail_form
from generator.site.pages.page import Head, Page, Ref, page
from generator.site.pages.topics import shelf_of
from generator.text.markdown import destination
from generator.text.plain import cut

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from generator.papers.model import Edition, Paper
    from generator.site.pages.cards import Card
    from generator.views import Digest, Trend

_MOST_PAPERS = 100
_TRENDING = 10
_TREND_LENGTH = 64


@dataclass(frozen=True, slots=True)
class _Newest:
    """What the home page leads with: its name, its papers, its own page, and the one before."""

    title: str
    papers: Sequence[tuple[Paper, Card]]
    ref: Ref
    older: Ref | None = None


def home_page(digest: Digest) -> Page:
    """The newest dated daily edition (else the newest day or month), trending, topics, ways."""
    newest = _newest(digest)
    papers = [paper for paper, _ in newest.papers] if newest else []
    settings = digest.corpus.settings
    head = Head(
        path="index.md",
        kind="home",
        title=settings.title,
        description=settings.description or f"{count(len(digest.newest), 'paper')}.",
        days=(*digest.days(digest.newest), *(each.date or "" for each in digest.editions.dated)),
    )
    return page(
        head,
        "home",
        description=settings.description,
        newest=newest,
        facts=paper_facts(papers),
        groups=_groups(digest, newest.papers[:_MOST_PAPERS]) if newest else [],
        more=max(len(papers) - _MOST_PAPERS, 0),
        trending=[_trend(trend) for trend in views.trending(digest.corpus, _TRENDING)],
        feeds=feed_refs(settings, ""),
        newest_issue=next(issue_refs(digest), None),
        mail_form=mail_form(settings.subscribe),
        topics=[(group.group.title, shelf_of(group.topics)) for group in digest.topics],
        ways=_ways(digest),
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
        cards = _with_cards(digest, days[0].papers)
        ref = replace(day_ref(days[0]), title="this day")
        return _Newest(wording.day_words(days[0].date), cards, ref, older)
    months = list(calendar.months)
    if months:
        older = month_ref(months[1]) if len(months) > 1 else None
        cards = _with_cards(digest, months[0].papers)
        ref = replace(month_ref(months[0]), title="this month")
        return _Newest(wording.month_words(months[0].month), cards, ref, older)
    if calendar.undated:
        ref = Ref("all papers", destination("papers/index.md"))
        return _Newest("Undated papers", _with_cards(digest, calendar.undated), ref)
    return None


def _dated(edition: Edition) -> Ref:
    return replace(edition_ref(edition), title=wording.date_words(edition.date or ""))


def _with_cards(digest: Digest, papers: Iterable[Paper]) -> list[tuple[Paper, Card]]:
    return [(paper, card(digest, paper)) for paper in papers]


def _groups(
    digest: Digest, shown: Sequence[tuple[Paper, Card]]
) -> list[tuple[Ref | None, list[Card]]]:
    said = {paper.id: card.said for paper, card in shown}
    return [
        (
            topic_ref(topic) if topic else None,
            [
                replace(card(digest, paper, topic.id if topic else ""), said=said[paper.id])
                for paper in papers
            ],
        )
        for topic, papers in views.grouped(digest.corpus, [paper for paper, _ in shown])
    ]


def _trend(trend: Trend) -> Ref:
    notes = [count(len(trend.terms), "listing")]
    if trend.comments:
        notes.append(count(trend.comments, "comment"))
    return Ref(cut(trend.paper.title, _TREND_LENGTH), paper_path(trend.paper), " · ".join(notes))


def _ways(digest: Digest) -> list[Ref]:
    calendar = digest.calendar
    repositories = with_code(digest.newest)
    return [
        Ref("All papers", destination("papers/index.md"), count(len(digest.newest), "paper")),
        Ref("Dates", destination("dates/index.md"), count(len(calendar.years), "year")),
        Ref("Weeks", destination("weeks/index.md"), count(len(calendar.weeks), "week")),
        Ref(
            "Editions", destination("editions/index.md"), count(len(digest.editions.all), "listing")
        ),
        Ref("Code", destination("code/index.md"), f"{count(repositories, 'paper')} with code"),
        Ref("Statistics", destination("stats/index.md"), "by month, year and topic"),
        Ref("Feeds", destination("feeds/index.md"), "all papers, or by topic"),
    ]
