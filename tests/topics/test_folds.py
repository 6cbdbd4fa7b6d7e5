"""Papers go into parts evenly, and always into the same ones."""

from __future__ import annotations

from collections import Counter

from hypothesis import given
from hypothesis import strategies as st

from generator.topics.folds import folds

TAGS = st.lists(st.lists(st.sampled_from("abcde"), max_size=4), max_size=40)


def test_each_part_has_its_share_of_each_topic() -> None:
    tags = [("common",)] * 40 + [("rare", "common")] * 10 + [("rare",)] * 10
    parts = folds(tags, 5)
    rare = Counter(part for part, of in zip(parts, tags, strict=True) if "rare" in of)
    common = Counter(part for part, of in zip(parts, tags, strict=True) if "common" in of)
    assert list(rare.values()) == [4] * 5
    assert list(common.values()) == [10] * 5


def test_a_topic_of_few_papers_is_spread() -> None:
    tags = [("few",)] * 3 + [("many",)] * 17
    assert len(set(folds(tags, 5)[:3])) == 3


@given(tags=TAGS, parts=st.integers(1, 7))
def test_every_paper_has_one_part(tags: list[list[str]], parts: int) -> None:
    found = folds(tags, parts)
    assert found == folds(tags, parts)
    assert len(found) == len(tags)
    assert set(found) <= set(range(parts))
