from __future__ import annotations

import random
from collections import Counter
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.papers.model import Corpus, Group, Paper, Topic, Vocabulary
from generator.views import Digest
from generator.views.nearness import LIMIT, MOST, NOTHING, nearness, suggestions
from generator.views.outputs import Related, related

TOPICS = ("bits", "chess")
VOCABULARY = Vocabulary((Group("g", "G"),), tuple(Topic(id_, id_, ".", "g") for id_ in TOPICS))


def corpus(*papers: Paper) -> Corpus:
    return Corpus(vocabulary=VOCABULARY, papers={paper.id: paper for paper in papers})


def of(papers: Corpus) -> dict[str, tuple[Related, ...]]:
    digest = Digest(papers)
    every = {each.paper.id: each for each in digest.shown(papers.papers.values())}
    return {id_: related(digest.world, every[id_], digest.suggested(id_)) for id_ in every}


def fillers(number: int) -> list[Paper]:
    """Papers that have nothing in common but words that all have."""
    return [
        Paper(f"z{place}", f"Filler number{place}a {place}b", summary=f"Unlike q{place} r{place}.")
        for place in range(number)
    ]


FEDERATED = Paper(
    "federated",
    "Client drift in Federated Learning",
    authors=("Ada Muster", "Bo Beispiel", "Cy Vzor"),
    topics=("bits", "unknown"),
    summary="When each client holds other data, client drift slows federated training.",
)
DRIFT = Paper(
    "drift",
    "Correcting Client Drift",
    authors=("Bo Beispiel", "Di Muster", "Ada Muster"),
    topics=("chess", "bits", "unknown"),
    summary="Federated averaging is corrected for client drift on each client.",
)


def test_each_comes_with_authors_words_as_written_and_topics_that_both_have() -> None:
    found = of(corpus(FEDERATED, DRIFT, *fillers(20)))
    assert found["federated"] == (
        Related(DRIFT, ("Ada Muster", "Bo Beispiel"), ("client drift", "federated"), ("bits",)),
    )
    (back,) = found["drift"]
    assert (back.authors, back.topics) == (("Bo Beispiel", "Ada Muster"), ("bits",))


def test_one_author_is_no_reason_and_nothing_is_suggested_without_one() -> None:
    one = replace(FEDERATED, authors=("Ada Muster",))
    assert of(corpus(one, DRIFT, *fillers(20)))["federated"][0].authors == ()
    assert of(corpus(*fillers(20)))["z0"] == ()
    assert of(corpus()) == {}
    assert of(corpus(FEDERATED)) == {"federated": ()}


def test_a_title_or_an_abstract_is_enough() -> None:
    bare = Paper("bare", "Client drift of federated learners")
    kept = Paper("kept", "On averaging", abstract="We study client drift in federated learning.")
    found = of(corpus(bare, kept, FEDERATED, *fillers(20)))
    assert {each.paper.id for each in found["bare"]} == {"kept", "federated"}
    assert "federated" in found["bare"][0].words


def test_words_are_the_same_in_any_form_and_script() -> None:
    one = Paper("a", "Quantising: 量化 of Bézier paths", summary="LLMs quantised")
    other = Paper("b", "Quantization of an LLM", summary="量化 Bezier path")
    (found,) = of(corpus(one, other, *fillers(20)))["a"]
    assert (found.paper.id, {*found.words}) == ("b", {"quantised", "Bézier paths", "量化"})


@pytest.mark.parametrize("size", [30, 60])
def test_each_is_suggested_and_for_no_more_than_a_dozen(size: int) -> None:
    chance = random.Random(size)
    papers = [
        Paper(
            f"p{place:02}",
            "Pruning sparse networks",
            topics=("bits",),
            summary=" ".join(chance.choices([f"word{number}" for number in range(12)], k=6)),
        )
        for place in range(size)
    ]
    found = of(corpus(*papers))
    times = Counter(each.paper.id for others in found.values() for each in others)
    assert times.keys() == found.keys()
    assert max(times.values()) <= MOST
    assert max(map(len, found.values())) == LIMIT


words = st.sampled_from([f"{a}{b}ra" for a in "bdfg" for b in "aeiou"])
texts = st.lists(words, min_size=1, max_size=9).map(" ".join)
tags = st.lists(st.sampled_from(TOPICS), max_size=2, unique=True).map(tuple)
papers = st.dictionaries(
    st.integers(0, 25).map("p{:02}".format),
    st.builds(Paper, st.just(""), texts, summary=texts, topics=tags, added=st.sampled_from("abc")),
    max_size=14,
)


@pytest.mark.parametrize("large", [5, 1000])
@given(first=papers, then=papers)
def test_what_was_known_changes_nothing(
    large: int, first: dict[str, Paper], then: dict[str, Paper]
) -> None:
    before, now = (
        {id_: replace(paper, id=id_) for id_, paper in sorted(of.items())}
        for of in (first, first | then)
    )
    with pytest.MonkeyPatch.context() as patched:
        # From so many papers on, the oldest say how rare words are.
        patched.setattr("generator.views.nearness._LARGE", large)
        known = nearness(before)
        for content in (now, before, dict(list(now.items())[1:])):
            known = nearness(content, known)
            anew = nearness(content, NOTHING)
            assert known == anew
            lines = [line for _, lines in suggestions(known).values() for line in lines.split("\t")]
            assert all(word.strip() for line in lines if line for word in line.split(","))
