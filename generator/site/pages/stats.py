"""The pages of counts: statistics, with plots and tables, and what trends, with its formula."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING

from markupsafe import Markup

from generator import views
from generator.papers import wording
from generator.papers.model import File
from generator.papers.wording import count
from generator.site.pages.cards import card, days, edition_ref, records, topic_ref
from generator.site.pages.dates import month_ref, year_ref
from generator.site.pages.page import Head, Page, PageOutput, page
from generator.site.plots import Bar, Plot, columns, rows
from generator.text.markdown import escape
from generator.text.plain import cut, plain

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from fractions import Fraction

    from generator.papers.model import LinkKind
    from generator.site.pages.cards import Card
    from generator.site.pages.page import Ref
    from generator.views import Count, Digest, Stats, TopicCount
    from generator.views.outputs import Shown, World

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


@dataclass(frozen=True, slots=True)
class _Stats:
    """The counts, and the pages of months and years that have papers.

    ``drawn`` says whether the pictures stand in the page or beside it.
    """

    stats: Stats
    newest: str
    months: tuple[tuple[str, Markup], ...]
    years: tuple[tuple[str, Markup], ...]
    drawn: bool


@dataclass(frozen=True, slots=True)
class _Term:
    """What a listing adds to the points of a paper: see ``views.Term``."""

    ref: Ref
    comments: int
    upvotes: int
    age: int
    points: Fraction


@dataclass(frozen=True, slots=True)
class _Trend:
    shown: Shown
    points: Fraction
    terms: tuple[_Term, ...]


@dataclass(frozen=True, slots=True)
class _TrendRow:
    """A card, the points of the paper, and the listings with what each adds."""

    card: Card
    points: Markup
    trail: tuple[tuple[Ref, str], ...]


def stats_page(digest: Digest, *, drawn: bool) -> PageOutput:
    """The counts of a digest, as pictures and tables; ``drawn``: the pictures in the page."""
    given = _Stats(
        digest.stats,
        digest.newest_day,
        tuple((month.month, month_ref(month).path) for month in digest.calendar.months),
        tuple((year.year, year_ref(year).path) for year in digest.calendar.years),
        drawn,
    )
    return PageOutput("stats/index.md", _stats, given)


def trending_page(digest: Digest) -> PageOutput:
    """Up to fifty papers with their points, each with its terms of the formula."""
    trends = digest.trending
    given = tuple(
        _Trend(
            shown,
            trend.points,
            tuple(
                _Term(edition_ref(term.edition), term.comments, term.upvotes, term.age, term.points)
                for term in trend.terms
            ),
        )
        for shown, trend in zip(digest.shown(each.paper for each in trends), trends, strict=True)
    )
    return PageOutput("trending/index.md", _trending, (given, bool(digest.editions.undated)))


def plots(digest: Digest) -> Iterator[File]:
    """The pictures of the page of statistics as files, for a tree of Markdown."""
    for plot, draw in _plots(digest.stats):
        yield File(f"stats/{plot.name}.svg", draw(plot))


def _stats(world: World, given: _Stats) -> Page:
    stats = given.stats
    head = Head(
        path="stats/index.md",
        kind="stats",
        title="Statistics",
        description=_facts(stats),
        days=(given.newest,),
    )
    return page(
        head,
        "stats",
        facts=head.description,
        plots={plot.name: (plot, _picture(plot, draw, given)) for plot, draw in _plots(stats)},
        months=list(_months(given)),
        years=list(_years(given)),
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


def _picture(plot: Plot, draw: Callable[[Plot], str], given: _Stats) -> Markup:
    """A picture in the page takes the colours of the page; one beside it could not."""
    if given.drawn:
        return Markup(f"<p>{draw(plot).strip()}</p>")
    return Markup(f"![{escape(plot.title)}]({plot.name}.svg)")


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


def _months(given: _Stats) -> Iterator[_Row]:
    paths = dict(given.months)
    for each in reversed(given.stats.months):
        if each.published or each.listed:
            words = wording.month_words(each.month)
            numbers = f"{each.published:,}", f"{each.listed:,}"
            yield _Row(words, paths.get(each.month), numbers)


def _years(given: _Stats) -> Iterator[_Row]:
    paths = dict(given.years)
    for each in reversed(given.stats.years):
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


def _trending(world: World, given: tuple[tuple[_Trend, ...], bool]) -> Page:
    trends, undated = given
    head = Head(
        path="trending/index.md",
        kind="trending",
        title="Discussed",
        description=f"{count(len(trends), 'paper')} that listings repeat and readers discuss.",
        days=days(trend.shown for trend in trends),
        lists=records(trend.shown for trend in trends),
    )
    return page(
        head,
        "trending",
        facts=head.description,
        listed=views.LISTED,
        upvotes=views.UPVOTES,
        undated=undated,
        rows=[
            _TrendRow(
                card(world, trend.shown), Markup(_points(trend.points)), tuple(_sums(trend.terms))
            )
            for trend in trends
        ],
    )


def _points(points: Fraction) -> str:
    number = _number(points)
    return f"{number} {'point' if number == '1' else 'points'}"


def _number(points: Fraction) -> str:
    """``6.5``; at most two decimals, half of the last rounded up."""
    hundredths = (200 * points.numerator + points.denominator) // (2 * points.denominator)
    whole, rest = divmod(hundredths, 100)
    return f"{whole:,}.{rest:02}".rstrip("0").rstrip(".")


def _sums(terms: tuple[_Term, ...]) -> Iterator[tuple[Ref, str]]:
    """Each term in words, with its value where the points are the sum of several."""
    for term in terms:
        words = _sum(term)
        yield term.ref, words if len(terms) == 1 else f"{words} = {_number(term.points)}"


def _sum(term: _Term) -> str:
    """What a listing adds: ``(3 + 2 comments) ÷ 2``."""
    said = [str(views.LISTED)]
    if term.comments:
        said.append(count(term.comments, "comment"))
    if term.upvotes:
        said.append(f"{count(term.upvotes, 'upvote')} ÷ {views.UPVOTES}")
    total = " + ".join(said)
    if term.age > 1:
        total = f"({total}) ÷ {term.age}" if len(said) > 1 else f"{total} ÷ {term.age}"
    return total
