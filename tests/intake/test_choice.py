"""What an owner's rules let in, and what they leave out, by which rule."""

from __future__ import annotations

import pytest

from generator.intake import choice, merge
from generator.papers.identity import Declined
from generator.papers.model import (
    Capture,
    Corpus,
    Entry,
    Intake,
    Keep,
    LeftOut,
    Paper,
    Rules,
    Settings,
    Topic,
    Vocabulary,
)

ROBOTS = Topic("robots", "Robots", "What moves.", "moving", ("robot", "gripper"))
WALKER = Entry(
    "A Robot That Walks",
    1,
    abstract="On grass.",
    authors=("Ada Müster",),
    category="cs.RO",
    upvotes=3,
    arxiv="2604.00001",
)


def corpus(keep: Keep, leave: Rules, *left_out: LeftOut) -> Corpus:
    settings = Settings(intake=Intake(keep=keep, leave=leave))
    return Corpus(settings, Vocabulary(topics=(ROBOTS,)), left_out=left_out)


@pytest.mark.parametrize(
    ("keep", "leave", "rule"),
    [
        (Keep(), Rules(), ""),
        (Keep(topics=("robots",)), Rules(), ""),
        (Keep(topics=("kites",)), Rules(), "keep"),
        (Keep(categories=("cs.RO",)), Rules(), ""),
        (Keep(categories=("cs",)), Rules(), ""),
        (Keep(categories=("cs.R", "c", "stat")), Rules(), "keep"),
        (Keep(words=("walking", "GRASS")), Rules(), ""),
        (Keep(words=("walking",)), Rules(), "keep"),
        (Keep(authors=("Ada Muster",)), Rules(), ""),
        (Keep(authors=("Bo Beispiel",), words=("grass",)), Rules(), ""),
        (Keep(upvotes=3), Rules(), ""),
        (Keep(words=("grass",), upvotes=4), Rules(), "keep.upvotes"),
        (Keep(words=("grass",)), Rules(topics=("robots",)), "leave.topics"),
        (Keep(), Rules(categories=("cs.RO",), words=("kite",)), "leave.categories"),
        (Keep(), Rules(words=("robots",)), "leave.words"),
        (Keep(), Rules(authors=("Ada Muster",)), "leave.authors"),
    ],
)
def test_a_rule_keeps_or_leaves_a_paper(keep: Keep, leave: Rules, rule: str) -> None:
    out = choice.excluded(WALKER, corpus(keep, leave), Declined(()))
    assert (out.rule if out else "") == rule
    assert out is None or rule.partition(".")[0] in out.reason


def test_the_account_says_which_rule_left_out_how_much() -> None:
    kept = Paper("surveyed", "A Survey of Robots", arxiv="2604.00009")
    no = LeftOut(arxiv="2604.00003", reason="A post.")
    before = corpus(Keep(topics=("robots",)), Rules(words=("survey",)), no)
    before = Corpus(
        before.settings, before.vocabulary, {"surveyed": kept}, left_out=before.left_out
    )
    listing = [
        WALKER,
        Entry("Robots: a Survey", 2, arxiv="2604.00002"),
        Entry("A Robot in a Post", 3, arxiv="2604.00003"),
        Entry("Weather", 4),
        Entry("A Survey of Robots", 5, arxiv="2604.00009"),
        Entry("Kites", 6),
    ]
    capture = Capture("hf_json", "Listing", "daily", "2026-04-02", tuple(listing))
    after, account = merge.ingest(before, capture, keep_abstracts=True)
    assert merge.sentence(account) == (
        "6 blocks = 1 new + 1 sightings + 4 left out (2 keep, 1 leave.words, 1 declined)"
        " + 0 rejected"
    )
    (edition,) = after.editions.values()
    assert [seen.paper for seen in edition.papers] == ["a-robot-that-walks", "surveyed"]
    assert (edition.part_of, edition.size) == (6, 6)
    assert merge.ingest(after, capture, keep_abstracts=True)[0] == after


def test_a_listing_of_which_nothing_fits_is_known_to_have_come() -> None:
    capture = Capture("hf_json", "Listing", "daily", "2026-04-02", (Entry("Weather", 4),))
    after, account = merge.ingest(
        corpus(Keep(words=("robot",)), Rules()), capture, keep_abstracts=True
    )
    assert (account.edition, after.editions["2026-04-02"].size) == ("2026-04-02", 1)
    assert after.papers == {}
