"""Whoever polls once a day gets every paper of a month once, and nothing that is no news."""

from __future__ import annotations

import gzip
import random
from collections import defaultdict
from collections.abc import Iterable, Iterator
from contextlib import closing
from dataclasses import dataclass, replace
from datetime import date, timedelta
from string import ascii_lowercase

from reader import make_reader

from generator.papers.model import Corpus, Edition, Feeds, Paper, Sighting
from generator.views import Digest
from tests.fetch.conftest import Answer, Source, source
from tests.publish.conftest import VOCABULARY, digest_of, fed

__all__ = ["source"]

PAPERS_A_DAY, ENTRIES = 4, 6
DAYS = [date(2025, 10, 1) + timedelta(days=number) for number in range(31)]
TOPICS = [topic.id for topic in VOCABULARY.topics]


@dataclass(frozen=True, slots=True)
class Evening:
    """The content at the end of ``day``, and the papers that came in as news on it, by id."""

    day: date
    corpus: Corpus
    news: frozenset[str]


def evenings(site: str, papers_a_day: int, entries: int = 50) -> Iterator[Evening]:
    """Each evening of October 2025, for a digest at ``site``, whose content holds what came so far.

    A working day has a listing of so many new papers and some known ones. Every fifth comes
    up to three weeks late, every other fifth is proposed at once and merged days later. There
    are corrections each day, an old paper proposed each week, one day a year of old listings
    that are no news, another a backfill that is, and one paper is taken down.
    """
    corpus = digest_of((), url=site, feeds=Feeds("month.example,2025", entries)).corpus
    arriving: dict[date, list[tuple[date, date]]] = defaultdict(list)
    for number, day in enumerate(DAYS):
        if day.weekday() < 5:
            late = {1: 1 + number % 20, 3: 1 + number % 6}.get(number % 5, 0)
            merged = day + timedelta(days=late)
            arriving[merged].append((day, day if number % 5 == 3 else merged))
    for number, day in enumerate(DAYS):
        before = {**corpus.papers}
        papers, editions = {**before}, {**corpus.editions}
        for listed, added in arriving[day]:
            new = [paper(f"d{listed:%m%d}", n, listed, added) for n in range(papers_a_day)]
            seen = (*(each.id for each in new), *sorted(papers)[:3])
            papers |= {each.id: each for each in new}
            name = listed.isoformat()
            editions[name] = Edition(name, "daily", "Hub", tuple(map(Sighting, seen)), name)
        besides = [paper("weekly", number, date(2021, 5, 1), day)] if number % 7 == 2 else []
        if number == 14:
            old = (paper("past", n, date(2024, 5, 1), day) for n in range(papers_a_day * 12))
            besides += [replace(each, added=None) for each in old]
        if number == 21:
            besides += [paper("backfill", n, date(2024, 6, 1), day) for n in range(papers_a_day)]
        if number == 9:
            del papers[min(before)]
        papers |= {each.id: each for each in besides}
        for id_ in sorted(before)[3:5]:
            title = f"{papers[id_].title}, corrected"
            papers[id_] = replace(papers[id_], title=title, revised=day.isoformat())
        corpus = replace(corpus, papers=papers, editions=editions)
        news = {id_ for id_ in papers.keys() - before.keys() if papers[id_].added}
        yield Evening(day, corpus, frozenset(news))


def paper(series: str, number: int, published: date, added: date) -> Paper:
    return Paper(
        f"{series}-{number:04}",
        f"On the scores of {series} & <{number}>",
        published=published.isoformat(),
        authors=("Ada Ngo", "Bo Qvist", f"Cy Number{number}"),
        topics=(TOPICS[number % len(TOPICS)],),
        summary=f"It is found that they matter in {number} cases of a hundred. " * 4,
        added=added.isoformat(),
    )


def show(site: Source, evening: Evening) -> None:
    """Let a source have the feeds of an evening."""
    for path, text in fed(Digest(evening.corpus)).items():
        media = f"application/{'json' if path.endswith('json') else 'xml'}"
        site.answers[f"/{path}"] = [Answer(text.encode(), media=media)]


def ids(news: Iterable[str]) -> set[str]:
    return {f"tag:month.example,2025:papers/{id_}" for id_ in news}


def test_reader_gets_each_paper_on_the_evening_it_came(source: Source) -> None:
    site = f"{source.url}/"
    with closing(make_reader(":memory:")) as reader:
        topic, daily = site + "topics/one/feed.xml", site + "daily.xml"
        of_papers = [site + name for name in ("feed.xml", "rss.xml", "feed.json")]
        for url in (*of_papers, topic, daily):
            reader.add_feed(url)
        had: dict[str, set[str]] = {url: set() for url in (*of_papers, topic)}
        told: dict[str, str] = {}
        for evening in evenings(site, PAPERS_A_DAY, ENTRIES):
            show(source, evening)
            reader.update_feeds(scheduled=False)
            papers = evening.corpus.papers
            of_topic = {id_ for id_ in evening.news if papers[id_].topics == ("one",)}
            for url in had:
                now = {entry.id for entry in reader.get_entries(feed=url)}
                wanted = ids(of_topic if url == topic else evening.news)
                assert (evening.day, now - had[url]) == (evening.day, wanted)
                had[url] = now
            told |= {e.id: str(e.get_content()) for e in reader.get_entries(feed=daily)}
            whole = "".join(told.values())
            assert [id_ for id_ in evening.news if f"papers/{id_}/" not in whole] == []
    assert len(had[of_papers[0]]) > 80


def test_a_week_of_forty_papers_a_day_is_small_enough() -> None:
    chance = random.Random(7)
    words = ["".join(chance.choices(ascii_lowercase, k=chance.randint(2, 11))) for _ in range(2000)]

    def said(number: int) -> str:
        return " ".join(chance.choices(words, k=number))

    papers = [
        Paper(
            f"{said(1)}-{number}",
            said(9),
            arxiv=f"2510.{number:05}",
            authors=tuple(said(2) for _ in range(6)),
            topics=("one", "two"),
            summary=said(65),
            added=f"2025-10-{13 + number // 40}",
        )
        for number in range(200)
    ]
    made = fed(digest_of(papers))
    for name in ("feed.xml", "rss.xml", "feed.json", "daily.xml", "topics/one/feed.xml"):
        assert 5_000 < len(gzip.compress(made[name].encode())) < 100_000
