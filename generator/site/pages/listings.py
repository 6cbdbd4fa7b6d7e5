"""The pages of what listings have: the newest one as a front page, each of them, the discussed."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from fractions import Fraction

from markupsafe import Markup
from msgspec.structs import replace

from generator import views
from generator.papers import wording
from generator.papers.model import Edition, Paper, Topic
from generator.papers.wording import count
from generator.site.pages.dates import day_ref, month_ref
from generator.site.pages.lists import issue_refs
from generator.site.pages.page import HOME, Head, PageOutput, output, paged
from generator.site.pages.parts import (
    ALONE,
    ListItem,
    Part,
    Ref,
    Steps,
    as_listed,
    curate_ref,
    edition_ref,
    group_ref,
    on_day,
    paper_facts,
    paper_ref,
    part,
    remark_words,
    topic_ref,
    why,
    with_steps,
)
from generator.text.markdown import destination
from generator.views import Digest
from generator.views.listings import LISTED, UPVOTES, Trend
from generator.views.topics import counted

_MOST_PAPERS = 100
_LEADS = 3
_DISCUSSED = 5
_SECTION = 25  # papers under a heading of a long edition
_PART = 200  # rows of the index of editions on a page, at least
_EDITIONS = Ref("Editions", destination("editions/index.md"))
_TRENDING = Ref("Discussed", destination("trending/index.md"))

_Section = tuple[Part, Ref, list[Ref], list[ListItem]]
"""A group in the contents, its page, its topics with their numbers, and its papers."""


def home_page(digest: Digest) -> PageOutput:
    """The newest dated daily edition (else the newest day or month), what is discussed, ways."""
    settings = digest.corpus.settings
    newest, older, papers = _newest(digest)
    records = [each.shown.paper for each in papers]
    uncurated = {each.paper.id for each in digest.uncurated}
    shown = {each.shown.paper.id: each for each in papers[:_MOST_PAPERS]}
    leads = [e for e in views.leads(digest, records, most=_LEADS) if e.paper.id in shown]
    leading = {each.paper.id for each in leads}
    rest = [each for id_, each in shown.items() if id_ not in leading]
    head = Head(
        replace(HOME, title=settings.title),
        "home",
        settings.description or f"{count(len(digest.newest), 'paper')}.",
        days=(digest.newest_day, *(each.date or "" for each in digest.dated[:1])),
        lists=tuple(each.shown for each in shown.values()),
    )
    return output(
        head,
        newest=newest,
        older=older,
        facts=paper_facts(records),
        curate=curate_ref(sum(paper.id in uncurated for paper in records)),
        leads=[(why(each, "the day"), shown[each.paper.id]) for each in leads],
        sections=list(_sections(digest, rest, len(shown))),
        more=len(papers) - len(shown),
        trending=[_trend(trend) for trend in digest.trending[:_DISCUSSED]],
        newest_issue=next(issue_refs(digest), None),
        total=len(digest.newest),
        coded=counted(digest.newest).with_code,
        years=len(digest.calendar.years),
        weeks=len(digest.calendar.weeks),
        listings=len(digest.editions),
    )


def _newest(digest: Digest) -> tuple[Ref | None, Ref | None, tuple[ListItem, ...]]:
    """What leads the front page, its link's words as a note; the one before it; its papers."""
    calendar = digest.calendar
    if daily := [each for each in digest.dated if each.kind == "daily"]:
        newest = daily[0].date or ""
        dates = [(each.date or "", edition_ref(each)) for each in daily]
        dates = dates[:1] + [each for each in dates if each[0] != newest]
        note = "in the listing's order"
        has_papers = newest in digest.papers_of
        papers = on_day(digest, newest) if has_papers else _papers(digest, daily[0])
    elif calendar.days:
        dates = [(day.id, day_ref(day.id)) for day in calendar.days[:2]]
        note, papers = "this day", on_day(digest, calendar.days[0].id)
    elif calendar.months:
        dates = [(month.id, month_ref(month.id)) for month in calendar.months[:2]]
        note, papers = "this month", _shown(digest, calendar.months[0].papers)
    elif digest.newest:
        dates = [("", Ref("Undated papers", destination("papers/index.md")))]
        note, papers = "all papers", _shown(digest, digest.newest)
    else:
        return None, None, ()
    (first, ref), *others = dates
    older = [replace(each, title=wording.date_words(date)) for date, each in others[:1]]
    ref = replace(ref, title=wording.day_words(first) or ref.title, note=note)
    return ref, next(iter(older), None), papers


def _shown(digest: Digest, papers: Sequence[Paper]) -> tuple[ListItem, ...]:
    return tuple(map(ListItem, digest.shown(papers)))


def _sections(digest: Digest, papers: Sequence[ListItem], whole: int) -> Iterator[_Section]:
    """``papers`` by the group of their first topic, others last, and in it by that topic."""
    by_id = {each.shown.paper.id: each for each in papers}
    in_order = {topic: place for place, topic in enumerate(digest.corpus.topics)}
    for group, in_group in views.by_group(digest.world, [each.shown.paper for each in papers]):
        topics: dict[Topic | None, list[ListItem]] = defaultdict(list)
        for paper in in_group:
            topics[next(iter(digest.world.known_topics(paper)), None)].append(by_id[paper.id])
        named = sorted((each for each in topics if each), key=lambda each: in_order[each.id])
        rows = []
        for topic in named:
            first, *others = topics[topic]
            rows += [replace(first, dateline=topic.title.split(" and ")[0]), *others]
        rows += topics.get(None, ())
        title = group_ref(group) if group else Ref("Other papers", destination("topics/index.md"))
        anchor, colour = (f"in-{group.id}", group.id) if group else ("others", "")
        yield (
            part(anchor, title.title.split(" and ")[0], len(in_group), whole, colour),
            title,
            [topic_ref(each, f"{len(topics[each]):,}") for each in named],
            rows,
        )


def _trend(trend: Trend) -> Ref:
    comments = max(term.comments for term in trend.terms)
    upvotes = max(term.upvotes for term in trend.terms)
    words = remark_words(comments, upvotes) or (count(len(trend.terms), "listing"),)
    return replace(paper_ref(trend.paper), note=", ".join(words))


def edition_pages(digest: Digest) -> Iterator[PageOutput]:
    """The index of editions, and the page of each."""
    undated = digest.editions[len(digest.dated) :]
    facts = f"{count(len(digest.editions), 'listing')} as captured."
    for number, ref, dated, ways in paged(digest.dated, _PART, _EDITIONS, "editions/part/"):
        head = Head(
            ref,
            "editions",
            f"Part {number}, counted from the oldest." if number else facts,
            days=() if number else tuple(edition.date or "" for edition in digest.dated),
            steps=ways,
            trail=(_EDITIONS,) if number else (),
        )
        yield output(
            head,
            dated=list(map(_line, dated)),
            undated=[] if number else list(map(_line, undated)),
        )
    for edition, ways in with_steps(digest.dated, edition_ref):
        yield _edition(digest, edition, ways)
    for edition in undated:
        yield _edition(digest, edition, ALONE)


def _line(edition: Edition) -> tuple[Ref, str, str, str, str]:
    """An edition, its day in words, its kind, its source, its number of papers."""
    day = wording.date_words(edition.date or "")
    return edition_ref(edition), day, edition.kind, edition.source, f"{len(edition.papers):,}"


def _edition(digest: Digest, edition: Edition, ways: Steps) -> PageOutput:
    papers = _papers(digest, edition)
    records = [each.shown.paper for each in papers]
    facts = [
        edition.kind.capitalize() + " listing",
        edition.source,
        wording.day_words(edition.date) if edition.date else "undated",
        paper_facts(records),
    ]
    if edition.part_of:
        facts.append(f"chosen from {edition.part_of:,} by this digest's rules")
    if repeated := sum(len(digest.sightings[paper.id]) > 1 for paper in records):
        facts.append(f"{repeated} of these in other listings")
    head = Head(
        edition_ref(edition),
        "edition",
        f"{', '.join(facts)}.",
        days=(edition.date or "",),
        steps=ways,
        trail=(_EDITIONS,),
        lists=tuple(each.shown for each in papers),
    )
    whole = f"{count(len(papers), 'paper')}, in the listing's order"
    return output(head, facts=facts, sections=list(_numbered(papers)), whole=whole)


def _papers(digest: Digest, edition: Edition) -> tuple[ListItem, ...]:
    """The papers of an edition in its order, each once, with what it said first in words."""
    papers = digest.corpus.papers
    in_order = dict.fromkeys(each.paper for each in edition.papers if each.paper in papers)
    return as_listed(digest, map(papers.__getitem__, in_order), [edition])


def _numbered(papers: Sequence[ListItem]) -> Iterator[tuple[Part, Sequence[ListItem]]]:
    """Papers in parts of so many that the contents lead to; a short edition is one part."""
    size = _SECTION if len(papers) > 2 * _SECTION else max(len(papers), 1)
    for start in range(0, len(papers), size):
        items = papers[start : start + size]
        name = f"{start + 1} to {start + len(items)}"
        yield part(f"from-{start + 1}", name, len(items), len(papers)), items


def trending_page(digest: Digest) -> PageOutput:
    """Up to fifty papers with their points, each with its terms of the formula."""
    about = f"{count(len(digest.trending), 'paper')} that listings repeat and readers discuss."
    shown = digest.shown(trend.paper for trend in digest.trending)
    head = Head(_TRENDING, "trending", about, lists=shown)
    trends = [
        (
            each,
            _number(trend.points),
            [
                (edition_ref(one.edition), one.comments, one.upvotes, one.age, _number(one.points))
                for one in trend.terms
            ],
        )
        for each, trend in zip(shown, digest.trending, strict=True)
    ]
    undated = len(digest.editions) > len(digest.dated)
    return output(head, listed=LISTED, upvotes_a_point=UPVOTES, undated=undated, trends=trends)


def _number(points: Fraction) -> Markup:
    """``6.5``; at most two decimals, half of the last rounded up."""
    hundredths = (200 * points.numerator + points.denominator) // (2 * points.denominator)
    whole, rest = divmod(hundredths, 100)
    return Markup(f"{whole:,}.{rest:02}".rstrip("0").rstrip("."))
