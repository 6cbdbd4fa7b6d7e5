from __future__ import annotations

from generator.papers.model import Corpus, Group, Paper, Topic, Vocabulary
from generator.views import topics as views

VOCABULARY = Vocabulary(
    (Group("g", "Gee"), Group("empty", "Empty")),
    (Topic("b", "B", "b.", "g"), Topic("a", "A", "a.", "g"), Topic("lone", "L", "l.", "novel")),
)


def corpus(*papers: Paper) -> Corpus:
    return Corpus(vocabulary=VOCABULARY, papers={paper.id: paper for paper in papers})


def test_topics_in_the_vocabularys_order_with_papers_newest_first() -> None:
    old = Paper("old", "Old", published="2020-01-01", topics=("a",))
    new = Paper("new", "New", published="2024-01-01", topics=("a", "b", "unknown"))
    groups = views.by_topic(corpus(old, new))
    assert [
        (group.group.title, [(of.topic.id, [paper.id for paper in of.papers])])
        for group in groups
        for of in group.topics
    ] == [("Gee", [("b", ["new"])]), ("Gee", [("a", ["new", "old"])]), ("novel", [("lone", [])])]


def test_papers_by_the_group_of_their_first_known_topic() -> None:
    papers = [
        Paper("none", "N"),
        Paper("second", "S", topics=("unknown", "a")),
        Paper("first", "F", topics=("b", "a")),
        Paper("third", "T", topics=("a", "b")),
    ]
    grouped = [
        (group.id if group else None, [paper.id for paper in of])
        for group, of in views.by_group(corpus(), papers)
    ]
    assert grouped == [("g", ["second", "first", "third"]), (None, ["none"])]
