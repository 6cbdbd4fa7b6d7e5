"""Which papers wait for a curator, and for what."""

from __future__ import annotations

import pytest

from generator.papers.identity import resolve
from generator.papers.model import Corpus, Curation, Paper, Settings, Topic, Vocabulary
from generator.views.topics import Lack, uncurated

VOCABULARY = Vocabulary(topics=(Topic("bread", "Bread", "", "crafts"),))
ASKS = Curation(summary_words=(40, 90), topics_per_paper=(1, 4))
ASKS_NOTHING = Curation(summary_words=(0, 90), topics_per_paper=(0, 4))


def lacks(paper: Paper, rules: Curation, vocabulary: Vocabulary = VOCABULARY) -> tuple[Lack, ...]:
    found = uncurated(Corpus(Settings(curation=rules), vocabulary, {paper.id: paper}))
    assert [each.paper for each in found] == [paper] * len(found)
    return found[0].lacks if found else ()


@pytest.mark.parametrize(
    ("rules", "lacking"),
    [(ASKS, ("topics", "summary")), (ASKS_NOTHING, ("topics",)), (Curation(), ("topics",))],
)
def test_a_bare_paper(rules: Curation, lacking: tuple[Lack, ...]) -> None:
    assert lacks(Paper("p", "P"), rules) == lacking


def test_a_curated_paper_lacks_nothing() -> None:
    paper = Paper("p", "P", topics=("bread",), summary="It rises.")
    assert lacks(paper, ASKS) == ()
    assert lacks(Paper("p", "P", topics=("bread",)), ASKS) == ("summary",)
    assert lacks(Paper("p", "P", summary="It rises."), ASKS) == ("topics",)


def test_that_it_has_no_topic_is_a_statement_where_none_is_asked_for() -> None:
    paper = Paper("p", "P", summary="It rises.", stated=frozenset({"topics"}))
    assert lacks(paper, Curation()) == ()
    assert lacks(paper, ASKS) == ("topics",)


def test_what_is_suggested_is_not_chosen() -> None:
    suggested = Paper("p", "P", suggested_topics=("bread",), summary="It rises.")
    shown = Settings(curation=ASKS, publish_suggested=True)
    for settings, topics in ((Settings(curation=ASKS), ()), (shown, ("bread",))):
        corpus = resolve(Corpus(settings, VOCABULARY, {"p": suggested}))
        assert corpus.papers["p"].topics == topics
        assert [each.lacks for each in uncurated(corpus)] == [("topics",)]


def test_without_a_vocabulary_there_is_nothing_to_choose() -> None:
    assert lacks(Paper("p", "P"), Curation(), Vocabulary()) == ()


def test_newest_first() -> None:
    papers = {
        id_: Paper(id_, id_, published=f"2024-0{number}-01") for number, id_ in enumerate("abc", 1)
    }
    found = uncurated(Corpus(vocabulary=VOCABULARY, papers=papers))
    assert [each.paper.id for each in found] == ["c", "b", "a"]
