"""A small digest of invented papers whose topics each have words of their own."""

from __future__ import annotations

import pytest

from generator.papers.model import Corpus, Group, Paper, Topic, Vocabulary

VOCABULARY = Vocabulary(
    (Group("crafts", "Crafts"),),
    (
        Topic("bread", "Bread", "Baking it.", "crafts", ("sourdough",)),
        Topic("boats", "Boats", "Sailing them.", "crafts", ("rigging",)),
        Topic("bees", "Bees", "Keeping them.", "crafts", ("honey",)),
    ),
)
WORDS = {
    "bread": "flour yeast oven loaf crust dough",
    "boats": "mast keel harbour anchor hull tide",
    "bees": "hive queen swarm pollen comb apiary",
}


def paper(number: int, *topics: str) -> Paper:
    """A paper with four words of each topic; every second one has their terms in its title."""
    words = [
        word for topic in topics for word in (WORDS[topic].split() * 2)[number % 6 : number % 6 + 4]
    ]
    known = {topic.id: topic for topic in VOCABULARY.topics}
    terms = [known[topic].terms[0] for topic in topics if number % 2]
    return Paper(
        f"paper-{number:02}",
        ", ".join([f"On {words[0]}", *terms]),
        topics=topics,
        summary=f"Somebody measured {' and '.join(words)} at length.",
    )


@pytest.fixture
def corpus() -> Corpus:
    tags = [("bread",), ("boats",), ("bees",), ("bread", "bees")] * 9
    papers = [paper(number, *of) for number, of in enumerate(tags)]
    return Corpus(vocabulary=VOCABULARY, papers={each.id: each for each in papers})
