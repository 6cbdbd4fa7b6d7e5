"""The page of papers that listings repeat and readers discuss, and the formula behind it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from markupsafe import Markup

from generator import views
from generator.papers.wording import count
from generator.site.pages.cards import card, edition_ref
from generator.site.pages.page import Head, Page, Ref, page

if TYPE_CHECKING:
    from fractions import Fraction

    from generator.site.pages.cards import Card
    from generator.views import Digest, Term, Trend

_MOST = 50


@dataclass(frozen=True, slots=True)
class _Row:
    """A card, the points of the paper, and the listings with what each adds."""

    card: Card
    points: Markup
    trail: tuple[tuple[Ref, str], ...]


def trending_page(digest: Digest) -> Page:
    """Up to fifty papers with their points, each with its terms of the formula."""
    trends = views.trending(digest.corpus, _MOST)
    papers = [trend.paper for trend in trends]
    rows = [
        _Row(
            card(digest, trend.paper),
            Markup(_points(trend.points)),
            tuple((edition_ref(term.edition), said) for term, said in _sums(trend)),
        )
        for trend in trends
    ]
    head = Head(
        path="trending/index.md",
        kind="trending",
        title="Trending",
        description=f"{count(len(rows), 'paper')} that listings repeat and readers discuss.",
        days=digest.days(papers),
    )
    return page(
        head,
        "trending",
        facts=head.description,
        listed=views.LISTED,
        upvotes=views.UPVOTES,
        undated=bool(digest.editions.undated),
        rows=rows,
    )


def _points(points: Fraction) -> str:
    number = _number(points)
    return f"{number} {'point' if number == '1' else 'points'}"


def _number(points: Fraction) -> str:
    """``6.5``; at most two decimals, half of the last rounded up."""
    hundredths = (200 * points.numerator + points.denominator) // (2 * points.denominator)
    whole, rest = divmod(hundredths, 100)
    return f"{whole:,}.{rest:02}".rstrip("0").rstrip(".")


def _sums(trend: Trend) -> list[tuple[Term, str]]:
    """Each term in words, with its value where the points are the sum of several."""
    alone = len(trend.terms) == 1
    return [
        (term, _sum(term) if alone else f"{_sum(term)} = {_number(term.points)}")
        for term in trend.terms
    ]


def _sum(term: Term) -> str:
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
