"""Papers by topic and group, and which of them wait for a curator, for what."""

from __future__ import annotations

import pytest

from generator.papers.identity import resolve
from generator.papers.model import Corpus, Curation, Group, Paper, Settings, Topic, Vocabulary
from generator.views import Digest, by_group
from generator.views.topics import Lack
from tests.views.conftest import digest_of, ids

VOCABULARY = Vocabulary(
    (Group("g", "Gee"), Group("empty", "Empty")),
    (Topic("b", "B", "b.", "g"), Topic("a", "A", "a.", "g"), Topic("lone", "L", "l.", "novel")),
)
BREAD = Vocabulary(topics=(Topic("bread", "Bread", "", "crafts"),))
ASKS = Curation(summary_words=(40, 90), topics_per_paper=(1, 4))
ASKS_NOTHING = Curation(summary_words=(0, 90), topics_per_paper=(0, 4))


def test_topics_in_the_vocabularys_order_with_papers_newest_first() -> None:
    old = Paper("old", "Old", published="2020-01-01", topics=("a",))
    new = Paper("new", "New", published="2024-01-01", topics=("a", "b", "unknown"))
    groups = digest_of([old, new], vocabulary=VOCABULARY).topics
    found = [(of.group.title, t.topic.id, ids(t.papers)) for of in groups for t in of.topics]
    assert found == [("Gee", "b", ["new"]), ("Gee", "a", ["new", "old"]), ("novel", "lone", [])]
    assert [ids(group.papers) for group in groups] == [["new", "old"], []]


def test_papers_by_the_group_of_their_first_known_topic() -> None:
    papers = [
        Paper("none", "N"),
        Paper("second", "S", topics=("unknown", "a")),
        Paper("first", "F", topics=("b", "a")),
        Paper("third", "T", topics=("a", "b")),
    ]
    found = by_group(digest_of(vocabulary=VOCABULARY).world, papers)
    grouped = [(group.id if group else None, ids(of)) for group, of in found]
    assert grouped == [("g", ["second", "first", "third"]), (None, ["none"])]


def lacks(paper: Paper, rules: Curation, vocabulary: Vocabulary = BREAD) -> tuple[Lack, ...]:
    digest = digest_of([paper], vocabulary=vocabulary, settings=Settings(curation=rules))
    assert [each.paper for each in digest.uncurated] == [paper] * len(digest.uncurated)
    return digest.uncurated[0].lacks if digest.uncurated else ()


STATED = Paper("p", "P", summary="It rises.", stated=frozenset({"topics"}))


@pytest.mark.parametrize(
    ("paper", "rules", "lacking"),
    [
        (Paper("p", "P"), ASKS, ("topics", "summary")),
        (Paper("p", "P"), ASKS_NOTHING, ("topics",)),
        (Paper("p", "P"), Curation(), ("topics",)),
        (Paper("p", "P", topics=("bread",), summary="It rises."), ASKS, ()),
        (Paper("p", "P", topics=("bread",)), ASKS, ("summary",)),
        (Paper("p", "P", summary="It rises."), ASKS, ("topics",)),
        # That it has no topic is a statement where none is asked for.
        (STATED, Curation(), ()),
        (STATED, ASKS, ("topics",)),
    ],
)
def test_what_a_paper_lacks(paper: Paper, rules: Curation, lacking: tuple[Lack, ...]) -> None:
    assert lacks(paper, rules) == lacking


def test_without_a_vocabulary_there_is_nothing_to_choose() -> None:
    assert lacks(Paper("p", "P"), Curation(), Vocabulary()) == ()


def test_what_is_suggested_is_not_chosen() -> None:
    suggested = Paper("p", "P", suggested_topics=("bread",), summary="It rises.")
    shown = Settings(curation=ASKS, publish_suggested=True)
    for settings, topics in ((Settings(curation=ASKS), ()), (shown, ("bread",))):
        corpus = resolve(Corpus(settings, BREAD, {"p": suggested}))
        assert corpus.papers["p"].topics == topics
        assert [each.lacks for each in Digest(corpus).uncurated] == [("topics",)]


def test_newest_first() -> None:
    papers = [Paper(id_, id_, published=f"2024-0{n}-01") for n, id_ in enumerate("abc", 1)]
    assert ids(each.paper for each in digest_of(papers, vocabulary=BREAD).uncurated) == [*"cba"]
