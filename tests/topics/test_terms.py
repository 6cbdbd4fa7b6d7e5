"""Which topics words suggest, and that suggesting withstands any text."""

from __future__ import annotations

import re

import pytest
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


def suggested(text: str, *terms: str) -> bool:
    return bool(suggest(text, "", [topic("only", *terms)]))


def ids(found: tuple[Suggestion, ...]) -> list[str]:
    return [suggestion.topic for suggestion in found]


SAME = """bread = BREAD for two; slow-baking = on slow baking; slow-baking = on slowbaking
slow baking = on Slow-Baking; slow baking = on slow\u2010baking; slowbaking = on slow-baking
long-slow-baking = long slow-baking; oven = two ovens; ovens = one oven; rye loss = rye losses
batch = batches; bakery = three bakeries; bias = biases; optimiser = an optimizer
optimizers = the optimiser's choice; quantisation = Post-Quantization; analyse = we analyze
behaviour = odd behaviors; labelled = labeled jars; labelled data = labeled data
optimiser states = optimizer state; modeling = Modelling; N:M baking = an N:M baking
four-grain bread = fourgrain bread; multizone oven = multi-zone ovens; ﬁne flour = fine flour"""
OTHER = """rag = fragile storage; rag = drag and drop; bread = breadth; loss = los angeles
slow baking = too slow. Baking starts; slow baking = slow, baking; slow baking = slow: baking
slow baking = slow (very) baking; slow baking = baking slow; slow baking = slow; for = four"""


def pairs(table: str) -> list[list[str]]:
    return [pair.strip().split(" = ") for line in table.split("\n") for pair in line.split(";")]


@pytest.mark.parametrize(("term", "text"), [*pairs(SAME), ("slow baking", "on slow\n  baking")])
def test_term_matches(term: str, text: str) -> None:
    assert suggested(text, term)


@pytest.mark.parametrize(("term", "text"), [*pairs(OTHER), ("", "anything"), ("+++", "+++ and -")])
def test_term_does_not_match(term: str, text: str) -> None:
    assert not suggested(text, term)


def test_title_counts_much_more_than_abstract() -> None:
    found = suggest("A sailing boat", "Honey, honey, honey, honey, honey and a hive.", TOPICS)
    assert ids(found)[0] == "boats"


def score(title: str, abstract: str = "", topics: tuple[Topic, ...] = TOPICS) -> float:
    return suggest(title, abstract, topics)[0].score


def test_what_counts_how_much() -> None:
    once, often, endless = (score("", "rigging " * times) for times in (1, 5, 500))
    assert once < often <= endless < 2 * once + 0.001
    assert score("Bread") == score("Bread, bread")
    assert score("bread") < score("rye bread") < 2 * score("bread")
    assert suggest("rye bread", "", TOPICS)[0].terms == ("rye bread",)
    one = topic("one", "slow-baking")
    two = topic("two", "slow-baking", "slow baking", "slowbaking")
    assert score("Slow baking", topics=(one,)) == score("Slow baking", topics=(two,))


def test_passing_mention_suggests_nothing_beside_a_clear_topic() -> None:
    assert ids(suggest("Bread from sourdough", "We ate it on a boat.", TOPICS)) == ["bread"]


def test_weak_evidence_gives_the_best_topic_alone() -> None:
    found = suggest("On patience", "A hive, a boat, more honey.", TOPICS)
    assert ids(found) == ["bees"]
    assert found[0].score < THRESHOLD


def test_equal_scores_stand_in_the_order_of_the_vocabulary() -> None:
    title = "The bee, the boat, the bread"
    assert ids(suggest(title, "", TOPICS)) == ["bread", "boats", "bees"]
    assert ids(suggest(title, "", TOPICS[::-1])) == ["bees", "boats", "bread"]
    counts = [len(suggest(title, "", TOPICS, most=most)) for most in (-1, 0, 1, 2, 9)]
    assert counts == [0, 0, 1, 2, 3]


def test_evidence_is_what_the_paper_has_title_first() -> None:
    found = suggest("Sailing\n Boats", "In the HARBOR: rigging, boats and harbours.", TOPICS)
    assert found == (
        Suggestion("boats", found[0].score, ("Sailing Boats", "HARBOR", "rigging", "boats")),
    )


def test_nothing_to_go_by() -> None:
    assert suggest("", "", TOPICS) == ()
    assert suggest("Bread", "Bread", ()) == ()
    assert suggest("Bread", "Bread", [topic("mute")]) == ()
    assert suggest("Bread", "", [topic("same", "boat")]) == ()


def test_hostile_text_leaves_only_words_in_evidence() -> None:
    hostile = (
        "<script>bread</script> [boat](javascript:honey) {{ hive }} \x00rigging\x1b[2J "
        "\u202eapiary\u202c | **sourdough** $\\text{harbour}$"
    )
    found = suggest(hostile, hostile, TOPICS)
    assert sorted(ids(found)) == ["bees", "boats", "bread"]
    for suggestion in found:
        for piece in suggestion.terms:
            assert re.fullmatch(r"[\w -]+", piece)


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
    assert suggested(f"on {written}!", " ".join(term))
