"""What is suggested, by which way, on what evidence, and how good it is."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.papers.model import Corpus, Curation, Paper, Settings
from generator.topics import (
    METHODS,
    CannotLearn,
    Evaluation,
    Method,
    Score,
    Suggested,
    evaluate,
    folds,
    suggest,
)

NEW = Paper("new", "An oven for every harbour", summary="A loaf with a crust from flour and yeast.")
HOSTILE = Paper("hostile", "<script>\x1b[2J \u202eoven", summary="]]> {{ yeast }} javascript:dough")


def found(corpus: Corpus, paper: Paper, method: Method, abstract: str = "") -> Suggested:
    (each,) = suggest(corpus, [paper], method, {"new": [abstract]} if abstract else {})
    return each


def ids(each: Suggested) -> list[str]:
    return [suggestion.topic for suggestion in each.suggestions]


def test_words_that_are_no_terms_are_learned_from_the_curated(corpus: Corpus) -> None:
    assert ids(found(corpus, NEW, "terms")) == []
    assert ids(found(corpus, NEW, "learned"))[:1] == ["bread"]
    assert ids(found(corpus, NEW, "both"))[:1] == ["bread"]


def test_the_evidence_is_in_the_paper(corpus: Corpus) -> None:
    sour = replace(NEW, summary=f"{NEW.summary} Sourdough.")
    (best, *_) = found(corpus, sour, "both").suggestions
    assert best.terms == ("Sourdough",)
    assert 0 < best.score <= 1
    assert best.words
    text = f"{sour.title} {sour.summary}".casefold()
    assert all(word in text for words in best.words for word in words.split())


def test_similar_papers_are_curated_and_share_words(corpus: Corpus) -> None:
    similar = found(corpus, NEW, "terms").similar
    assert similar
    assert all("bread" in near.paper.topics for near in similar)
    assert [near.likeness for near in similar] == sorted(
        (near.likeness for near in similar), reverse=True
    )


def test_a_curated_paper_is_judged_by_the_others(corpus: Corpus) -> None:
    wrong = replace(corpus.papers["paper-00"], topics=("boats",))
    with_wrong = replace(corpus, papers={**corpus.papers, wrong.id: wrong})
    each = found(with_wrong, wrong, "learned")
    assert ids(each)[:1] == ["bread"]
    assert wrong not in [near.paper for near in each.similar]


def test_each_paper_asked_for_is_judged_once_in_that_order(corpus: Corpus) -> None:
    papers = [NEW, *list(corpus.papers.values())[:9]]
    judged = suggest(corpus, papers, "learned", {})
    assert [each.paper for each in judged] == papers
    assert not {near.paper.id for each in judged for near in each.similar} & {p.id for p in papers}
    assert suggest(corpus, [], "learned", {}) == []


def test_an_abstract_at_hand_is_read(corpus: Corpus) -> None:
    bare = Paper("new", "New")
    assert ids(found(corpus, bare, "terms")) == []
    assert ids(found(corpus, bare, "terms", "All about rigging.")) == ["boats"]


@pytest.mark.parametrize("method", METHODS)
def test_the_digest_says_how_many_topics_a_paper_may_have(corpus: Corpus, method: Method) -> None:
    every = Paper("e", "Sourdough, honey", summary="Dough, yeast, oven, loaf, hive, comb.")
    one = replace(corpus, settings=Settings(curation=Curation(topics_per_paper=(1, 1))))
    assert len(found(corpus, every, method).suggestions) > 1
    assert len(found(one, every, method).suggestions) == 1


@pytest.mark.parametrize("method", METHODS)
def test_any_text_is_taken_and_the_same_gives_the_same(corpus: Corpus, method: Method) -> None:
    papers = [HOSTILE, Paper("empty", ""), Paper("greek", "Ἀρχή")]
    assert suggest(corpus, papers, method, {}) == suggest(corpus, papers, method, {})


@pytest.mark.parametrize("number", [0, 1, 2])
def test_too_little_to_learn_from_is_said(corpus: Corpus, number: int) -> None:
    few = replace(corpus, papers=dict(list(corpus.papers.items())[:number]))
    with pytest.raises(CannotLearn, match="too few words"):
        suggest(few, [NEW], "learned", {})
    assert found(few, NEW, "terms").similar == ()


# Measured against the curators' topics


def test_micro_counts_decisions_and_macro_topics() -> None:
    done = Evaluation("terms", {"a": Score(8, 8, 8), "b": Score(2, 2, 0), "unused": Score(0, 2, 0)})
    assert done.micro == Score(10, 12, 8)
    assert done.micro.figures == pytest.approx((8 / 12, 8 / 10, 8 / 11))
    assert done.macro == (0.5, 0.5, 0.5)
    assert Score().figures == (0, 0, 0)


def test_terms_are_found_where_they_stand(corpus: Corpus) -> None:
    (terms,) = evaluate(corpus, ["terms"], {}, 3)
    # Every second paper has the terms of its topics, and no paper any other's.
    assert dict(terms.topics) == {
        "bread": Score(18, 9, 9),
        "boats": Score(9, 9, 9),
        "bees": Score(18, 9, 9),
    }


def test_what_is_learned_beats_half_a_vocabulary(corpus: Corpus) -> None:
    steps: list[None] = []
    terms, learned, both = evaluate(corpus, METHODS, {}, 3, lambda: steps.append(None))
    assert len(steps) == 9
    assert [each.method for each in (terms, learned, both)] == list(METHODS)
    assert learned.micro.figures[1] > terms.micro.figures[1]
    assert both.micro.figures[2] > terms.micro.figures[2]


def test_no_paper_is_judged_by_its_own_tag(corpus: Corpus) -> None:
    # A topic that one paper alone has cannot be learned without that paper.
    odd = replace(corpus.papers["paper-00"], topics=("boats",))
    bread_only = {id_: paper for id_, paper in corpus.papers.items() if "boats" not in paper.topics}
    one = replace(corpus, papers={**bread_only, odd.id: odd})
    (learned,) = evaluate(one, ["learned"], {}, 3)
    assert learned.topics["boats"] == Score(1, 0, 0)


# Parts


def test_each_part_has_its_share_of_each_topic() -> None:
    tags = [("common",)] * 40 + [("rare", "common")] * 10 + [("rare",)] * 10
    parts = folds(tags, 5)
    for topic, share in (("rare", 4), ("common", 10)):
        count = Counter(part for part, of in zip(parts, tags, strict=True) if topic in of)
        assert list(count.values()) == [share] * 5
    assert len(set(folds([("few",)] * 3 + [("many",)] * 17, 5)[:3])) == 3


@given(st.lists(st.lists(st.sampled_from("abcde"), max_size=4), max_size=40), st.integers(1, 7))
def test_every_paper_has_one_part(tags: list[list[str]], parts: int) -> None:
    found = folds(tags, parts)
    assert found == folds(tags, parts)
    assert len(found) == len(tags)
    assert set(found) <= set(range(parts))
