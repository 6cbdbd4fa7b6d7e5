"""How suggestions are measured against the curators' topics."""

from __future__ import annotations

from dataclasses import replace

import pytest

from generator.papers.model import Corpus
from generator.topics.evaluate import Evaluation, Mean, Score, evaluate
from generator.topics.suggest import METHODS, CannotLearn


def test_figures() -> None:
    score = Score(curated=4, suggested=3, right=2)
    assert score.precision == pytest.approx(2 / 3)
    assert score.recall == pytest.approx(2 / 4)
    assert score.f1 == pytest.approx(4 / 7)
    nothing = Score()
    assert (nothing.precision, nothing.recall, nothing.f1) == (0, 0, 0)


def test_micro_counts_decisions_and_macro_topics() -> None:
    done = Evaluation("terms", {"a": Score(8, 8, 8), "b": Score(2, 2, 0), "unused": Score(0, 2, 0)})
    assert done.micro == Score(10, 12, 8)
    assert done.macro == Mean(0.5, 0.5, 0.5)


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
    assert learned.micro.recall > terms.micro.recall
    assert both.micro.f1 > terms.micro.f1


def test_no_paper_is_judged_by_its_own_tag(corpus: Corpus) -> None:
    # A topic that one paper alone has cannot be learned without that paper.
    odd = replace(corpus.papers["paper-00"], topics=("boats",))
    bread_only = {id_: paper for id_, paper in corpus.papers.items() if "boats" not in paper.topics}
    one = replace(corpus, papers={**bread_only, odd.id: odd})
    (learned,) = evaluate(one, ["learned"], {}, 3)
    assert learned.topics["boats"] == Score(1, 0, 0)


def test_fewer_papers_than_parts_is_said(corpus: Corpus) -> None:
    few = replace(corpus, papers=dict(list(corpus.papers.items())[:4]))
    with pytest.raises(CannotLearn, match="4 records have topics"):
        evaluate(few, ["terms"], {}, 5)
