"""Words, folded and stemmed; tests/browser/test_find.py asks the browser for the same cases."""

from __future__ import annotations

import json
import unicodedata
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.text.words import fold, pieces, stem

CASES = json.loads((Path(__file__).parent / "words.json").read_text("utf-8"))


@pytest.mark.parametrize(("text", "words"), CASES["folded"].items())
def test_what_stands_between_two_spaces_is_words_whole_and_in_parts(
    text: str, words: list[str]
) -> None:
    assert list(pieces(text)) == [unicodedata.normalize("NFKD", word) for word in words]


@given(st.text())
def test_folding_once_is_enough(text: str) -> None:
    assert fold(fold(text)) == fold(text)


@pytest.mark.parametrize("words", CASES["alike"])
def test_forms_of_a_word_have_one_stem(words: list[str]) -> None:
    assert len(set(map(stem, words))) == 1


@pytest.mark.parametrize("words", CASES["apart"])
def test_other_words_have_another(words: list[str]) -> None:
    assert len(set(map(stem, words))) == len(words)
