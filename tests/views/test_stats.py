from __future__ import annotations

from generator.papers.model import Corpus, Edition, Group, Link, Paper, Sighting, Topic, Vocabulary
from generator.views.stats import Count, Stats, stats

CODE = Link("code", "https://github.com/ann/tool")
PAPERS = (
    Paper("a", "A", published="2023-11-05", topics=("x", "y"), links=(CODE, CODE)),
    Paper("b", "B", published="2024-02", topics=("y", "nowhere")),
    Paper("c", "C", published="2024-02-30", topics=("y",), links=(Link("demo", "no address"),)),
    Paper("d", "D"),
)
VOCABULARY = Vocabulary(
    (Group("g", "G"), Group("h", "H")),
    (Topic("x", "X", "", "g"), Topic("y", "Y", "", "g"), Topic("z", "Z", "", "h")),
)
LISTING = Edition("e", "daily", "S", (Sighting("a"), Sighting("d"), Sighting("?")), "2024-01-09")
OTHER = Edition("f", "search", "S", (Sighting("a"),))


def counted() -> Stats:
    papers = {paper.id: paper for paper in PAPERS}
    return stats(Corpus(vocabulary=VOCABULARY, papers=papers, editions={"e": LISTING, "f": OTHER}))


def test_months_run_without_a_gap_as_published_and_as_filed() -> None:
    assert counted().months == (
        ("2023-11", 1, 0),
        ("2023-12", 0, 0),
        ("2024-01", 0, 2),
        ("2024-02", 1, 1),
    )


def test_years_with_code_and_what_has_no_real_date() -> None:
    assert counted().years == (("2023", Count(1, 1), 0), ("2024", Count(1, 0), 3))
    assert counted().undated == 2


def test_a_group_counts_a_paper_once_and_shows_the_fullest_topic_first() -> None:
    x, y, z = VOCABULARY.topics
    assert counted().groups == (
        (VOCABULARY.groups[0], Count(3, 1), ((y, Count(3, 1)), (x, Count(1, 1)))),
        (VOCABULARY.groups[1], Count(0, 0), ((z, Count(0, 0)),)),
    )


def test_links_hosts_and_listings() -> None:
    found = counted()
    assert found.links == (("code", 1, 2), ("demo", 1, 1))
    assert found.hosts == (("github.com", 1),)
    assert (found.sightings, found.editions) == (3, 2)
    assert found.repeats == ((1, 1), (2, 1))
    assert found.total == Count(4, 1)


def test_nothing_counts_to_nothing() -> None:
    assert stats(Corpus()) == Stats(Count(0, 0), 0, 0, 0, (), (), (), (), (), ())
