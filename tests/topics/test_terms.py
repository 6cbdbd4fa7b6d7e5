"""Which topics words suggest, and that suggesting withstands any text."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from generator.papers.model import Topic
from generator.topics.terms import THRESHOLD, Suggestion, suggest


def topic(id_: str, *terms: str) -> Topic:
    return Topic(id=id_, title=id_, description="", group="any", terms=terms)


TOPICS = (
    topic("bread", "sourdough", "bread", "rye bread", "oven temperature"),
    topic("boats", "boat", "sailing boat", "rigging", "harbour"),
    topic("bees", "bee", "honey", "hive", "apiary"),
)

WORDS = [term for known in TOPICS for term in known.terms]
NOISE = [
    "the", "a", "of", "<b>", "**", "\u202e", "\x00", "🐝", "$\\alpha$", ". ", "-", "\n", "loaf's",
]  # fmt: skip
TEXTS = st.one_of(
    st.text(max_size=200), st.lists(st.sampled_from(WORDS + NOISE), max_size=40).map(" ".join)
)


CASES: dict[str, Any] = yaml.safe_load(
    (Path(__file__).parent / "terms.yml").read_text(encoding="utf-8")
)


def occurs(term: str, text: str) -> bool:
    return bool(suggest(text, "", [topic("only", term)]))


def ids(found: tuple[Suggestion, ...]) -> list[str]:
    return [suggestion.topic for suggestion in found]


@pytest.mark.parametrize("occurring", ["same", "other"])
def test_a_term_occurs_in_each_of_its_forms_and_in_no_other_word(occurring: str) -> None:
    wrong = [
        (term, text)
        for term, texts in CASES[occurring].items()
        for text in texts
        if occurs(term, text) != (occurring == "same")
    ]
    assert wrong == []


@pytest.mark.parametrize("case", CASES["suggested"], ids=lambda case: case["case"])
def test_what_is_suggested_and_its_evidence(case: dict[str, Any]) -> None:
    found = suggest(case["title"], case.get("abstract", ""), TOPICS, most=case.get("most", 3))
    assert [[each.topic, list(each.terms)] for each in found] == case["gives"]


def score(title: str, abstract: str = "", topics: tuple[Topic, ...] = TOPICS) -> float:
    return suggest(title, abstract, topics)[0].score


def test_what_counts_how_much() -> None:
    once, often, endless = (score("", "rigging " * times) for times in (1, 5, 500))
    assert once < often <= endless < 2 * once + 0.001
    assert score("Bread") == score("Bread, bread")
    assert score("bread") < score("rye bread") < 2 * score("bread")
    assert score("On patience", "A hive, a boat, more honey.") < THRESHOLD
    one = topic("one", "slow-baking")
    two = topic("two", "slow-baking", "slow baking", "slowbaking")
    assert score("Slow baking", topics=(one,)) == score("Slow baking", topics=(two,))


def test_a_vocabulary_may_be_empty_or_mute_and_its_order_counts() -> None:
    assert suggest("", "", TOPICS) == suggest("Bread", "Bread", ()) == ()
    assert suggest("Bread", "Bread", [topic("mute")]) == ()
    title = "The bee, the boat, the bread"
    assert ids(suggest(title, "", TOPICS[::-1])) == ["bees", "boats", "bread"]


@given(title=TEXTS, abstract=TEXTS, most=st.integers(-2, 5))
def test_any_text_gives_few_known_topics_best_first(title: str, abstract: str, most: int) -> None:
    found = suggest(title, abstract, TOPICS, most=most)
    assert found == suggest(title, abstract, TOPICS, most=most)
    assert len(found) <= max(most, 0)
    assert len(set(ids(found))) == len(found)
    assert set(ids(found)) <= {known.id for known in TOPICS}
    scores = [suggestion.score for suggestion in found]
    assert scores == sorted(scores, reverse=True)
    assert all(score > 0 for score in scores)


@given(title=TEXTS, abstract=TEXTS)
def test_evidence_occurs_and_suggests_its_topic_again(title: str, abstract: str) -> None:
    texts = [" ".join(text.split()) for text in (title, abstract)]
    for suggestion in suggest(title, abstract, TOPICS):
        assert suggestion.terms
        for piece in suggestion.terms:
            assert any(piece in text for text in texts)
            assert suggestion.topic in ids(suggest(piece, "", TOPICS))


@given(st.lists(st.text(max_size=30), max_size=6), st.text(max_size=100), st.text(max_size=100))
def test_any_terms_are_taken(terms: list[str], title: str, abstract: str) -> None:
    suggest(title, abstract, [topic("any", *terms)])


@given(
    term=st.lists(
        st.text(alphabet="abcdeiklnorstuzé", min_size=1, max_size=8), min_size=1, max_size=4
    ),
    joints=st.lists(st.sampled_from(["", " ", "-"]), min_size=3, max_size=3),
)
def test_a_term_matches_itself_however_joined(term: list[str], joints: list[str]) -> None:
    written = term[0] + "".join(joint + word for joint, word in zip(joints, term[1:], strict=False))
    assert occurs(" ".join(term), f"on {written}!")
