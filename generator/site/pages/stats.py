"""The page of statistics: counts as plots and as tables."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import partial

from markupsafe import Markup

from generator.papers import wording
from generator.papers.model import File
from generator.papers.wording import count
from generator.site.pages.dates import month_ref, year_ref
from generator.site.pages.page import Head, PageOutput, output
from generator.site.pages.parts import Ref, topic_ref
from generator.site.plots import Bar, Plot, columns, rows
from generator.text.markdown import destination, escape
from generator.text.plain import cut, plain
from generator.views import Digest
from generator.views.topics import Count, Stats

_MONTHS = 120
_YEARS = 20
_LABEL = 28
_HOSTS = 10
_STATS = Ref("Statistics", destination("stats/index.md"))


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
            (month_ref(month) if listed else wording.month_words(month), (published, listed))
            for month, published, listed in reversed(stats.months)
            if published or listed
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
    if len(stats.months) > 1 and any(published for _, published, _ in stats.months):
        yield _by_month(stats), partial(columns, numbers=False)
    if len(stats.years) > 1 and any(published.papers for _, published, _ in stats.years):
        yield _by_year(stats), partial(columns, numbers=True)
    if any(whole.papers for _, whole, _ in stats.groups):
        yield _by_topic(stats), rows


def _by_month(stats: Stats) -> Plot:
    shown = stats.months[-_MONTHS:]
    most, papers, _ = max(shown, key=lambda each: each[1])
    first, last = (wording.month_words(month) for month, *_ in (shown[0], shown[-1]))
    bars = (
        Bar(month[:4] if month.endswith("-01") else "", published, published)
        for month, published, _ in shown
    )
    about = (
        f"A bar a month, from {first} to {last}. {wording.month_words(most)} has most, "
        f"{count(papers, 'paper')}."
    )
    return Plot("papers-by-month", "Papers by month of publication", about, tuple(bars))


def _by_year(stats: Stats) -> Plot:
    shown = stats.years[-_YEARS:]
    most, papers, _ = max(shown, key=lambda each: each[1].papers)
    about = (
        f"A bar a year, from {shown[0][0]} to {shown[-1][0]}; the filled part is with code. "
        f"{most} has most, {_with_code(papers)}."
    )
    title = "Papers by year of publication, and how many have code"
    bars = tuple(Bar(year, of.papers, of.with_code) for year, of, _ in shown)
    return Plot("papers-by-year", title, about, bars)


def _by_topic(stats: Stats) -> Plot:
    topics = [(group, topic, of) for group, _, topics in stats.groups for topic, of in topics]
    _, most, papers = max(topics, key=lambda each: each[2].papers)
    about = (
        "A bar a topic, by group; the filled part is with code. "
        f"{most.title} has most, {_with_code(papers)}."
    )
    bars = (
        Bar(_label(topic.title), of.papers, of.with_code, group.id, _label(group.title))
        for group, topic, of in topics
    )
    title = "Papers by topic, and how many have code"
    return Plot("papers-by-topic", title, about, tuple(bars))


def _with_code(counted: Count) -> str:
    return f"{count(counted.papers, 'paper')}, {counted.with_code:,} with code"


def _label(title: str) -> str:
    return cut(plain(title), _LABEL)
