"""What a program can hold of the curator's guide."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.check import records
from generator.papers.model import Curation, Paper

RULES = Curation(
    summary_words=(5, 12),
    summary_sentences=(1, 2),
    shared_words=4,
    avoid=("novel", "this paper"),
    topics_per_paper=(1, 2),
)
ABSTRACT = "We invent a network. Its error falls by 3.5% on invented data."


@pytest.mark.parametrize(
    ("summary", "said"),
    [
        ("An invented network errs less, by 3.5 points.", ""),
        ("", ""),
        ("Its novelty is that a network errs.", ""),
        ("A network errs less in this\u00a0paper.", "the summary says 'this paper'"),
        ("The error  falls, by 3.5% on other data.", "the summary shares 'error falls by 3'"),
    ],
)
def test_words_are_compared_whatever_stands_between_them(summary: str, said: str) -> None:
    paper = Paper("a", "A", summary=summary, abstract=ABSTRACT, topics=("x",))
    found = "".join(each.message for each in records.own_faults(paper, RULES, {}) if each.where)
    assert found.startswith(said)
    assert bool(found) == bool(said)


@given(st.text(), st.text())
def test_a_digest_that_asks_nothing_finds_nothing(summary: str, abstract: str) -> None:
    paper = Paper("a", "A", summary=summary, gist=summary, abstract=abstract)
    assert list(records.own_faults(paper, Curation(), {})) == []


@given(st.lists(st.sampled_from("abcd"), max_size=12), st.integers(1, 4))
def test_a_text_shares_every_run_with_itself(letters: list[str], length: int) -> None:
    text = " ".join(letters)
    assert records.shared_run(text, text, length) == (
        " ".join(letters[:length]) if len(letters) >= length else ""
    )


@pytest.mark.parametrize(
    ("paper", "faults"),
    [
        (Paper("a", "A", summary="S."), ["summary", "papers without topics"]),
        (Paper("a", "A", topics=("x",)), ["papers without a summary"]),
        (Paper("a", "A", gist="New", suggested_topics=("x",)),
         ["papers without a summary", "papers without topics"]),
        (Paper("a", "A", topics=("x", "y", "z")), ["papers without a summary", "topics"]),
        (Paper("a", "A", gist="An error falls by 3.5 here", abstract=ABSTRACT, topics=("x",)),
         ["papers without a summary", "gist"]),
    ],
)  # fmt: skip
def test_what_is_not_written_yet_is_missing_and_no_fault(paper: Paper, faults: list[str]) -> None:
    found = records.own_faults(paper, RULES, {})
    names = [each.group or each.where[0] for each in found]
    assert sorted({*map(str, names)}) == sorted(faults)
    assert list(records.own_faults(paper, Curation(), {})) == []
