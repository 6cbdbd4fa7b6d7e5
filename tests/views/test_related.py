from __future__ import annotations

import math
from collections import Counter
from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from generator import views
from generator.papers.model import Corpus, Group, Paper, Topic, Vocabulary

TOPICS = ("common", "rare", "other", "last")
VOCABULARY = Vocabulary((Group("g", "G"),), tuple(Topic(id_, id_, ".", "g") for id_ in TOPICS))


def related(*papers: Paper) -> dict[str, list[tuple[str, tuple[str, ...]]]]:
    corpus = Corpus(vocabulary=VOCABULARY, papers={paper.id: paper for paper in papers})
    return {
        id_: [(each.paper.id, each.shared) for each in of]
        for id_, of in views.related(corpus).items()
    }


def test_the_rarer_topic_weighs_more_and_the_reason_is_given() -> None:
    found = related(
        Paper("p", "P", topics=("common", "rare", "unknown")),
        Paper("both", "B", topics=("rare", "common")),
        Paper("rare", "R", topics=("rare",)),
        Paper("common", "C", topics=("common",)),
        Paper("too", "T", topics=("common", "last")),
        Paper("unlike", "U", topics=("unknown",)),
    )
    assert found["p"] == [
        ("both", ("rare", "common")),
        ("rare", ("rare",)),
        ("common", ("common",)),
        ("too", ("common",)),
    ]
    assert found["unlike"] == []


def test_of_equals_the_nearest_in_time_the_later_first_and_five_at_most() -> None:
    def paper(id_: str, published: str | None) -> Paper:
        return Paper(id_, id_, published=published, topics=("common",))

    found = related(
        paper("p", "2024-05-10"),
        paper("undated", None),
        paper("same", "2024-05-10"),
        paper("before", "2024-05-09"),
        paper("after", "2024-05-11"),
        paper("month", "2024-05"),
        paper("year", "2023-05-10"),
    )
    assert [id_ for id_, _ in found["p"]] == ["same", "after", "before", "month", "year"]


def by_comparing_all(papers: list[Paper]) -> dict[str, list[str]]:
    """The definition, word for word: every pair compared."""
    counts = Counter(topic for paper in papers for topic in set(paper.topics))
    rarity = {topic: math.log1p(len(papers) / count) for topic, count in counts.items()}

    def day(paper: Paper) -> int:
        return date.fromisoformat(paper.published or "").toordinal()

    best = {}
    for one in papers:
        scored = []
        for other in papers:
            shared = set(one.topics) & set(other.topics)
            if other is not one and shared:
                weight = round(math.fsum(rarity[topic] for topic in shared), 9)
                scored.append((-weight, abs(day(other) - day(one)), -day(other), other.id))
        best[one.id] = [id_ for *_, id_ in sorted(scored)[:5]]
    return best


some_topics = st.lists(st.sampled_from(TOPICS), unique=True, max_size=4).map(tuple)
days = st.integers(0, 40).map(lambda number: (date(2024, 1, 1) + timedelta(number)).isoformat())


@given(st.lists(st.tuples(some_topics, days), max_size=40))
def test_the_same_as_comparing_all_pairs(made: list[tuple[tuple[str, ...], str]]) -> None:
    papers = [
        Paper(f"p{number}", "P", published=published, topics=topics)
        for number, (topics, published) in enumerate(made)
    ]
    found = related(*papers)
    assert {id_: [other for other, _ in of] for id_, of in found.items()} == by_comparing_all(
        papers
    )
