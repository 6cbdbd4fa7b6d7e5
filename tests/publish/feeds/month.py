"""A month of a digest as its content stands each evening: what comes late, twice, corrected.

Papers are invented. Each day's content holds all of what came so far.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta

from generator.papers.model import (
    Corpus,
    Edition,
    Feeds,
    Group,
    Paper,
    Settings,
    Sighting,
    Topic,
    Vocabulary,
)

FIRST, DAYS = date(2025, 10, 1), 31
TOPICS = tuple(Topic(f"t{n}", f"Topic {n}", f"About {n}.", "g") for n in range(4))
_WORDS = (
    "weights", "losses", "bits", "tokens", "layers", "graphs", "prompts", "agents", "kernels",
    "scores",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Evening:
    """The content at the end of ``day``, and the papers that came in as news on it, by id."""

    day: str
    corpus: Corpus
    news: frozenset[str]


def evenings(site: str, papers_a_day: int, entries: int = 50) -> Iterator[Evening]:
    """Each evening of October 2025, for a digest at ``site``.

    A working day has a listing of so many new papers and some known ones. Every fifth comes
    up to three weeks late, every other fifth is proposed at once and merged days later. There
    are corrections each day, an old paper proposed each week, one day a year of old listings
    that are no news, another a backfill that is, and one paper is taken down.
    """
    settings = Settings("A Month", url=site, feeds=Feeds("month.example,2025", entries))
    corpus = Corpus(settings, Vocabulary((Group("g", "Group"),), TOPICS))
    arriving: dict[date, list[tuple[Edition, list[Paper]]]] = {}
    for number, day in enumerate(_days()):
        if day.weekday() < 5:
            due, added = _arrival(number, day)
            arriving.setdefault(due, []).append(_listing(day, added, papers_a_day))
    for number, day in enumerate(_days()):
        before = set(corpus.papers)
        for edition, papers in arriving.pop(day, ()):
            known = [Sighting(id_) for id_ in sorted(corpus.papers)[:3]]
            edition = replace(edition, papers=(*edition.papers, *known))
            corpus = _with(corpus, papers, edition)
        corpus = _with(corpus, list(_besides(number, day, papers_a_day)))
        news = {id_ for id_ in set(corpus.papers) - before if corpus.papers[id_].added}
        if number == 9:
            gone = min(before)
            corpus = replace(corpus, papers={k: p for k, p in corpus.papers.items() if k != gone})
        corpus = _with(corpus, [_corrected(corpus.papers[id_], day) for id_ in sorted(before)[3:5]])
        yield Evening(day.isoformat(), corpus, frozenset(news))


def _days() -> Iterator[date]:
    return (FIRST + timedelta(days=number) for number in range(DAYS))


def _arrival(number: int, day: date) -> tuple[date, date]:
    """When a listing is merged, and the day that its records say they were added."""
    if number % 5 == 1:  # ingested late, on the day it is merged
        late = day + timedelta(days=1 + number % 20)
        return late, late
    if number % 5 == 3:  # proposed at once, merged late
        return day + timedelta(days=1 + number % 6), day
    return day, day


def _listing(day: date, added: date, papers_a_day: int) -> tuple[Edition, list[Paper]]:
    papers = [
        _paper(f"d{day:%m%d}-{number:03}", number, day, added) for number in range(papers_a_day)
    ]
    seen = tuple(Sighting(paper.id, upvotes=number) for number, paper in enumerate(papers))
    return Edition(day.isoformat(), "daily", "Hub", seen, day.isoformat()), papers


def _besides(number: int, day: date, papers_a_day: int) -> Iterator[Paper]:
    if number % 7 == 2:
        yield _paper(f"old-{number}", number, date(2021, 5, 1), day)
    if number == 14:  # a year of old days, which is no news
        for old in range(papers_a_day * 12):
            yield replace(_paper(f"past-{old:04}", old, date(2024, 5, 1), day), added=None)
    if number == 21:  # a backfill with --new
        for old in range(papers_a_day):
            yield _paper(f"new-{old:04}", old, date(2024, 6, 1), day)


def _paper(id_: str, number: int, published: date, added: date) -> Paper:
    words = " ".join(_WORDS[(number * step + step) % len(_WORDS)] for step in range(1, 8))
    return Paper(
        id_,
        f"On {words} & <{number}>",
        published=published.isoformat(),
        authors=("Ada Ngo", "Bo Qvist", f"Cy {_WORDS[number % len(_WORDS)].title()}"),
        topics=(TOPICS[number % len(TOPICS)].id,),
        summary=f"It is found that {words} matter for {words}, in {number} cases of a hundred. "
        * 4,
        added=added.isoformat(),
    )


def _corrected(paper: Paper, day: date) -> Paper:
    return replace(paper, title=f"{paper.title}, corrected", revised=day.isoformat())


def _with(corpus: Corpus, papers: list[Paper], *editions: Edition) -> Corpus:
    return replace(
        corpus,
        papers={**corpus.papers, **{paper.id: paper for paper in papers}},
        editions={**corpus.editions, **{edition.id: edition for edition in editions}},
    )
