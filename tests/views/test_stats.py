"""Counts, and repositories by host and owner."""

from __future__ import annotations

import pytest

from generator.papers.links import repository_name
from generator.papers.model import Group, Link, Paper, Topic, Vocabulary
from generator.views.topics import Count, Stats, code
from tests.views.conftest import digest_of, ids, listing

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
LISTINGS = (
    listing("a", "d", "?", day="2024-01-09"),
    listing("a", id="f", day=None, kind="search"),
)


def counted() -> Stats:
    return digest_of(PAPERS, *LISTINGS, vocabulary=VOCABULARY).stats


def test_months_run_without_a_gap_as_published_and_as_filed() -> None:
    assert counted().months == (
        ("2023-11", Count(1, 1), 0),
        ("2023-12", Count(0, 0), 0),
        ("2024-01", Count(0, 0), 2),
        ("2024-02", Count(1, 0), 1),
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
    assert digest_of().stats == Stats(Count(0, 0), 0, 0, 0, (), (), (), (), (), ())


@pytest.mark.parametrize(
    ("url", "place"),
    [
        ("https://github.com/ann/tool/tree/dev", ("github.com", "ann", "tool")),
        ("https://www.gitlab.com/ann", ("gitlab.com", "ann", "")),
        ("https://huggingface.co/datasets/ann/set", ("huggingface.co", "ann", "set")),
        ("https://anonymous.4open.science/r/tool-1", ("anonymous.4open.science", "tool-1", "")),
        ("https://example.org", ("example.org", "", "")),
        ("https://[broken", ("", "", "")),
        ("not an address", ("", "", "")),
    ],
)
def test_repository_name(url: str, place: tuple[str, str, str]) -> None:
    assert repository_name(url) == place


def test_code_by_host_and_owner() -> None:
    def paper(id_: str, *urls: str) -> Paper:
        return Paper(id_, id_, links=tuple(Link("code", url) for url in urls))

    papers = (
        paper("a", "https://github.com/Ann/Tool", "https://gitlab.com/bob/x"),
        paper("b", "https://github.com/ann/tool", "https://github.com/ann/other"),
        paper("c", "https://codeberg.org/c/c", "javascript:alert(1)"),
        Paper("d", "d", links=(Link("model", "https://huggingface.co/d/d"),)),
    )
    hosts = code(digest_of(papers))
    assert [(host.name, host.papers) for host in hosts] == [
        ("github.com", 2),
        ("codeberg.org", 1),
        ("gitlab.com", 1),
    ]
    assert hosts[0].owners == 1
    assert [(each.name, ids(each.papers)) for each in hosts[0].repositories] == [
        ("ann/other", ["b"]),
        ("ann/Tool", ["a", "b"]),
    ]
