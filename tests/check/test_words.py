"""What a program can hold of the curator's guide."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.check import words
from generator.papers.model import Curation, Group, Paper, Topic, Vocabulary

RULES = Curation(
    summary_words=(5, 12),
    summary_sentences=(1, 2),
    shared_words=4,
    avoid=("novel", "this paper"),
    topics_per_paper=(1, 2),
    papers_per_topic=(1, 2),
    topics=(1, 2),
    groups=(2, 3),
)
ABSTRACT = "We invent a network. Its error falls by 3.5% on invented data."


@pytest.mark.parametrize(
    ("summary", "expected"),
    [
        ("An invented network errs less, by 3.5 points.", []),
        ("", []),
        (
            "Too short.",
            ["the summary has 2 words: 5 to 12 are asked for in digest.yml"],
        ),
        (
            "One here. Two (of 3.5 points) here. Three stand here.",
            ["the summary has 3 sentences: 1 to 2 are asked for in digest.yml"],
        ),
        (
            "A Novel network errs less in this\u00a0paper.",
            [
                "the summary says 'novel': say what was found instead",
                "the summary says 'this paper': say what was found instead",
            ],
        ),
        ("Its novelty is that a network errs.", []),
        (
            "The error  falls, by 3.5% on other data.",
            [
                "the summary shares 'error falls by 3' with the abstract: use your own words",
            ],
        ),
    ],
)
def test_summary(summary: str, expected: list[str]) -> None:
    assert list(words.summary_faults(summary, RULES, ["", ABSTRACT])) == expected


@given(st.text(), st.text())
def test_a_digest_that_asks_nothing_finds_nothing(summary: str, abstract: str) -> None:
    assert list(words.summary_faults(summary, Curation(), [abstract])) == []


@given(st.lists(st.sampled_from("abcd"), max_size=12), st.integers(1, 4))
def test_a_text_shares_every_run_with_itself(letters: list[str], length: int) -> None:
    text = " ".join(letters)
    assert words.shared_run(text, text, length) == (
        " ".join(letters[:length]) if len(letters) >= length else ""
    )


def test_topics_of_a_paper() -> None:
    assert list(words.topic_faults(Paper("a", "A", topics=("x",)), RULES)) == []
    assert list(words.topic_faults(Paper("a", "A", topics=("x", "y", "z")), RULES)) == [
        "the paper has 3 topics: 1 to 2 are asked for in digest.yml"
    ]


def test_what_is_not_written_yet_is_missing_and_no_fault() -> None:
    paper = Paper("a", "A")
    assert list(words.missing(paper, RULES)) == [
        ("no summary yet: write one in your own words", "papers without a summary"),
        ("no topics yet: choose from topics.yml, the most specific first", "papers without topics"),
    ]
    suggested = Paper("a", "A", summary="S.", suggested_topics=("x",))
    assert [group for _, group in words.missing(suggested, RULES)] == ["papers without topics"]
    assert list(words.topic_faults(paper, RULES)) == []
    assert list(words.missing(paper, Curation())) == []


def test_balance_of_the_vocabulary() -> None:
    vocabulary = Vocabulary(
        (Group("g", "G"),), (Topic("x", "X", "Of x.", "g"), Topic("y", "Y", "Of y.", "g"))
    )
    papers = [Paper(name, name.upper(), topics=("x",)) for name in ("a", "b", "c")]
    assert list(words.vocabulary_faults(vocabulary, papers, RULES)) == [
        (None, "the vocabulary has 1 groups: 2 to 3 are asked for in digest.yml"),
        ("x", "the topic 'x' has 3 papers: 1 to 2 are asked for in digest.yml"),
        ("y", "the topic 'y' has 0 papers: 1 to 2 are asked for in digest.yml"),
    ]
