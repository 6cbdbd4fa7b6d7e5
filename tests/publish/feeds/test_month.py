"""Whoever polls once a day gets every paper of a month once, and nothing that is no news."""

from __future__ import annotations

import gzip
import random
from collections.abc import Iterable
from contextlib import closing
from dataclasses import replace
from string import ascii_lowercase

from reader import make_reader

from generator.papers.model import Paper
from generator.views import Digest
from tests.fetch.conftest import Answer, Source, source
from tests.publish.conftest import fed
from tests.publish.feeds.month import Evening, evenings

__all__ = ["source"]

PAPERS_A_DAY, ENTRIES = 4, 6


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
        of_papers = [site + name for name in ("feed.xml", "rss.xml", "feed.json")]
        topic, daily = site + "topics/t1/feed.xml", site + "daily.xml"
        for url in (*of_papers, topic, daily):
            reader.add_feed(url)
        had: dict[str, set[str]] = {url: set() for url in (*of_papers, topic)}
        told: dict[str, str] = {}
        for evening in evenings(site, PAPERS_A_DAY, ENTRIES):
            show(source, evening)
            reader.update_feeds(scheduled=False)
            for url in had:
                now = {entry.id for entry in reader.get_entries(feed=url)}
                papers = evening.corpus.papers
                of_topic = {id_ for id_ in evening.news if papers[id_].topics == ("t1",)}
                wanted = ids(of_topic if url == topic else evening.news)
                assert (evening.day, now - had[url]) == (evening.day, wanted)
                had[url] = now
            told |= {e.id: str(e.get_content()) for e in reader.get_entries(feed=daily)}
            assert [
                id_ for id_ in evening.news if f"papers/{id_}/" not in "".join(told.values())
            ] == []
    assert len(had[of_papers[0]]) > 80


def test_a_week_of_forty_papers_a_day_is_small_enough() -> None:
    chance = random.Random(7)
    words = ["".join(chance.choices(ascii_lowercase, k=chance.randint(2, 11))) for _ in range(2000)]
    papers = {
        f"{chance.choice(words)}-{number}": Paper(
            f"{chance.choice(words)}-{number}",
            " ".join(chance.choices(words, k=9)),
            arxiv=f"2510.{number:05}",
            authors=tuple(" ".join(chance.choices(words, k=2)) for _ in range(6)),
            topics=("t1", "t2"),
            summary=" ".join(chance.choices(words, k=65)),
            added=f"2025-10-{13 + number // 40}",
        )
        for number in range(200)
    }
    *_, last = evenings("https://month.example/", 0)
    made = fed(Digest(replace(last.corpus, papers=papers)))
    sizes = {path: len(gzip.compress(text.encode())) for path, text in made.items()}
    for name in ("feed.xml", "rss.xml", "feed.json", "daily.xml", "topics/t1/feed.xml"):
        assert 5_000 < sizes[name] < 100_000
