"""What is suggested, by which way, and on what evidence."""

from __future__ import annotations

from dataclasses import replace

import pytest

from generator.papers.model import Corpus, Curation, Paper, Settings
from generator.topics import suggest as suggesting
from generator.topics.suggest import METHODS, CannotLearn, Method, Suggested, suggest

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


def test_all_papers_are_judged_once(corpus: Corpus) -> None:
    papers = [*corpus.papers.values(), NEW]
    judged = [each.paper.id for each in suggest(corpus, papers, "learned", {})]
    assert sorted(judged) == sorted(paper.id for paper in papers)


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
    once = list(suggest(corpus, papers, method, {}))
    assert once == list(suggest(corpus, papers, method, {}))


@pytest.mark.parametrize("number", [0, 1, 2])
def test_too_little_to_learn_from_is_said(corpus: Corpus, number: int) -> None:
    few = replace(corpus, papers=dict(list(corpus.papers.items())[:number]))
    with pytest.raises(CannotLearn, match="too few words"):
        list(suggest(few, [NEW], "learned", {}))
    assert found(few, NEW, "terms").similar == ()


@pytest.mark.usefixtures("_no_scikit_learn")
def test_without_scikit_learn_there_are_terms(corpus: Corpus) -> None:
    assert not suggesting.can_learn()
    sour = replace(NEW, title="Sourdough")
    each = found(corpus, sour, "terms")
    assert (ids(each), each.similar) == (["bread"], ())
    for method in ("learned", "both"):
        with pytest.raises(CannotLearn, match="not installed"):
            found(corpus, sour, method)
