"""The page of statistics: plots, each with its table."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING

from generator.papers import wording
from generator.papers.model import File
from generator.papers.wording import count
from generator.site.pages.cards import topic_ref
from generator.site.pages.dates import month_ref, year_ref
from generator.site.pages.page import Head, Page, page
from generator.site.plots import Bar, Plot, columns, rows
from generator.text.plain import cut, plain

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from markupsafe import Markup

    from generator.papers.model import LinkKind
    from generator.views import Count, Digest, Stats, TopicCount

_MONTHS = 120
_YEARS = 20
_LABEL = 28
_HOSTS = 10
_KINDS: dict[LinkKind, str] = {
    "paper": "Papers",
    "code": "Code",
    "model": "Models",
    "dataset": "Datasets",
    "demo": "Demos",
    "project": "Project pages",
    "video": "Videos",
    "other": "Other",
}


@dataclass(frozen=True, slots=True)
class _Row:
    """A row of a table: what it is of, the page of it where there is one, and its numbers."""

    label: str
    path: Markup | None
    numbers: tuple[str, ...]


def stats_page(digest: Digest) -> Page:
    """The counts of a digest, as pictures and tables."""
    stats = digest.stats
    head = Head(
        path="stats/index.md",
        kind="stats",
        title="Statistics",
        description=_facts(stats),
        days=digest.days(digest.newest),
    )
    return page(
        head,
        "stats",
        facts=head.description,
        plots={plot.name: plot for plot, _ in _plots(stats)},
        months=list(_months(digest)),
        years=list(_years(digest)),
        undated=count(stats.undated, "paper") if stats.undated else "",
        groups=[
            (each.group.title, _numbers(each.count), [_topic(of) for of in each.topics])
            for each in stats.groups
        ],
        kinds=[
            _Row(_KINDS[each.kind], None, (f"{each.papers:,}", f"{each.links:,}"))
            for each in stats.links
        ],
        hosts=[_Row(host, None, (f"{papers:,}",)) for host, papers in stats.hosts[:_HOSTS]],
        repeats=[
            _Row(count(listings, "listing"), None, (f"{papers:,}",))
            for listings, papers in stats.repeats
        ],
    )


def plots(digest: Digest) -> Iterator[File]:
    """The pictures that the page of statistics shows, as SVG beside it."""
    for plot, draw in _plots(digest.stats):
        yield File(f"stats/{plot.name}.svg", draw(plot))


def _facts(stats: Stats) -> str:
    listings = f"seen {count(stats.sightings, 'time')} in {count(stats.editions, 'listing')}"
    coded = f"{stats.total.with_code:,} with code ({_share(stats.total)})"
    return ", ".join((count(stats.total.papers, "paper"), listings, coded)) + "."


def _plots(stats: Stats) -> Iterator[tuple[Plot, Callable[[Plot], str]]]:
    """What is drawn, and how; nothing of which there is only one, or none."""
    if len(stats.months) > 1 and any(each.published for each in stats.months):
        yield _by_month(stats), partial(columns, numbers=False)
    if len(stats.years) > 1 and any(each.count.papers for each in stats.years):
        yield _by_year(stats), partial(columns, numbers=True)
    if any(each.count.papers for each in stats.groups):
        yield _by_topic(stats), rows


def _by_month(stats: Stats) -> Plot:
    shown = stats.months[-_MONTHS:]
    most = max(shown, key=lambda each: each.published)
    first, last = (wording.month_words(each.month) for each in (shown[0], shown[-1]))
    return Plot(
        "papers-by-month",
        "Papers by month of publication",
        f"A bar a month, from {first} to {last}. {wording.month_words(most.month)} has most, "
        f"{count(most.published, 'paper')}.",
        tuple(
            Bar(
                each.month[:4] if each.month.endswith("-01") else "", each.published, each.published
            )
            for each in shown
        ),
    )


def _by_year(stats: Stats) -> Plot:
    shown = stats.years[-_YEARS:]
    most = max(shown, key=lambda each: each.count.papers)
    return Plot(
        "papers-by-year",
        "Papers by year of publication, and how many have code",
        f"A bar a year, from {shown[0].year} to {shown[-1].year}; the filled part is with code. "
        f"{most.year} has most, {count(most.count.papers, 'paper')}, "
        f"{most.count.with_code:,} with code.",
        tuple(Bar(each.year, each.count.papers, each.count.with_code) for each in shown),
    )


def _by_topic(stats: Stats) -> Plot:
    topics = [(each, of) for each in stats.groups for of in each.topics]
    most = max((of for _, of in topics), key=lambda of: of.count.papers)
    return Plot(
        "papers-by-topic",
        "Papers by topic, and how many have code",
        f"A bar a topic, by group; the filled part is with code. {most.topic.title} has most, "
        f"{count(most.count.papers, 'paper')}, {most.count.with_code:,} with code.",
        tuple(
            Bar(
                cut(plain(of.topic.title), _LABEL),
                of.count.papers,
                of.count.with_code,
                each.group.id,
                cut(plain(each.group.title), _LABEL),
            )
            for each, of in topics
        ),
    )


def _months(digest: Digest) -> Iterator[_Row]:
    paths = {month.month: month_ref(month).path for month in digest.calendar.months}
    for each in reversed(digest.stats.months):
        if each.published or each.listed:
            words = wording.month_words(each.month)
            numbers = f"{each.published:,}", f"{each.listed:,}"
            yield _Row(words, paths.get(each.month), numbers)


def _years(digest: Digest) -> Iterator[_Row]:
    paths = {year.year: year_ref(year).path for year in digest.calendar.years}
    for each in reversed(digest.stats.years):
        if each.count.papers or each.listed:
            numbers = (*_numbers(each.count), f"{each.listed:,}")
            yield _Row(each.year, paths.get(each.year), numbers)


def _topic(topic: TopicCount) -> _Row:
    ref = topic_ref(topic.topic)
    return _Row(ref.title, ref.path, _numbers(topic.count))


def _numbers(counted: Count) -> tuple[str, str, str]:
    return f"{counted.papers:,}", f"{counted.with_code:,}", _share(counted)


def _share(counted: Count) -> str:
    """The share with code, ``20%``; a dash of nothing. Half a per cent rounds up."""
    if not counted.papers:
        return "–"
    return f"{(200 * counted.with_code + counted.papers) // (2 * counted.papers)}%"
