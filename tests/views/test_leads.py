"""Which papers lead, and why: the same with a curator's words and without."""

from __future__ import annotations

import pytest

from generator.papers import wording
from generator.papers.model import Corpus, Edition, Link, Paper, Sighting
from generator.views import Digest, Lead, leads, ranked

DAY = "2024-10-31"
CODE = (Link("code", "https://github.com/a/b"),)


def digest_of(papers: list[Paper], *editions: Edition) -> Digest:
    return Digest(
        Corpus(
            papers={paper.id: paper for paper in papers},
            editions={edition.id: edition for edition in editions},
        )
    )


def listing(*seen: Sighting, day: str = DAY) -> Edition:
    return Edition(day, "daily", "Hub", seen, day)


def order(digest: Digest, until: str = "") -> str:
    return "".join(paper.id for paper in ranked(digest, digest.newest, until))


def test_what_is_said_most_of_ranks_first_then_what_is_summarised_or_has_code() -> None:
    papers = [Paper(id_, id_.upper(), links=CODE if id_ in "ce" else ()) for id_ in "abcdef"]
    papers.append(Paper("g", "G", summary="It is."))
    said = [Sighting("a"), Sighting("b"), Sighting("c"), Sighting("d", comments=2), Sighting("e")]
    digest = digest_of(papers, listing(*said, Sighting("f", upvotes=30), Sighting("g")))
    assert order(digest) == "fdgceab"


def test_the_day_of_a_listing_counts_for_nothing() -> None:
    papers = [Paper(id_, id_.upper()) for id_ in "ab"]
    early = listing(Sighting("a", upvotes=21), day="2024-10-28")
    digest = digest_of(papers, early, listing(Sighting("b", upvotes=20)))
    assert order(digest) == "ab"


def test_what_comes_later_changes_nothing() -> None:
    papers = [Paper(id_, id_.upper()) for id_ in "ab"]
    later = listing(Sighting("a", comments=99), day="2024-11-02")
    digest = digest_of(papers, listing(Sighting("b"), Sighting("a")), later)
    assert order(digest, until=DAY) == "ba"
    assert order(digest) == "ab"


@pytest.mark.parametrize(
    ("papers", "number"), [(0, 0), (2, 2), (19, 3), (20, 4), (45, 5), (300, 5)]
)
def test_three_to_five_lead(papers: int, number: int) -> None:
    digest = digest_of([Paper(f"p{n:03}", "P") for n in range(papers)])
    assert len(leads(digest, digest.newest)) == number
    assert len(leads(digest, digest.newest, most=1)) == min(number, 1)


def test_a_lead_says_what_counts_most_for_it() -> None:
    papers = [Paper(id_, id_.upper(), links=CODE if id_ == "e" else ()) for id_ in "abcdefg"]
    before = listing(Sighting("c"), Sighting("b"), day="2024-10-30")
    day = listing(
        Sighting("a", comments=5, upvotes=10),
        Sighting("b", upvotes=49),
        Sighting("c"),
        Sighting("d", comments=2, upvotes=10),
        Sighting("e"),
        Sighting("f"),
    )
    digest = digest_of(papers, day, before)
    found = {lead.paper.id: lead for lead in leads(digest, digest.newest)}
    assert found == {
        "b": Lead(papers[1], "upvotes", 49, True),
        "a": Lead(papers[0], "comments", 5, True),
        "c": Lead(papers[2], "listings", 2, False),
    }
    alone = leads(digest, [papers[4], papers[5], papers[6]])
    assert [(lead.reason, lead.number) for lead in alone] == [
        ("code", 5),
        ("place", 6),
        ("place", 0),
    ]


@pytest.mark.parametrize(
    ("lead", "words"),
    [
        (("comments", 1, False), "1 comment"),
        (("comments", 5, True), "5 comments, the most of the week"),
        (("upvotes", 1200, True), "1,200 upvotes, the most of the week"),
        (("listings", 3, False), "in 3 listings"),
        (("code", 4, False), "with code"),
        (("place", 4, False), "number 4 of its listing"),
        (("place", 0, False), "new"),
    ],
)
def test_the_reason_in_words(lead: tuple[str, int, bool], words: str) -> None:
    assert wording.why_words(*lead, "the week") == words


@pytest.mark.parametrize(
    ("paper", "gist"),
    [
        (
            Paper("p", "P", gist="Weights of three values suffice"),
            "Weights of three values suffice",
        ),
        (Paper("p", "P", summary="One. Two."), "One."),
        (Paper("p", "P"), ""),
        (Paper("p", "P", summary=f"{'word ' * 30}end."), f"{'word ' * 15}word…"),
    ],
)
def test_a_gist_is_what_a_curator_wrote(paper: Paper, gist: str) -> None:
    assert wording.gist(paper) == gist
    assert len(wording.gist(paper)) <= 80
