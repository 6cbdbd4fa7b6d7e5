from __future__ import annotations

import re
from pathlib import Path

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from generator.text import latex

CASES = yaml.safe_load((Path(__file__).parent / "tex.yml").read_text("utf-8"))
# Pieces that meet in no random text: TeX, its remains, and what only looks like it.
PIECES = [
    *"\\{}$`'\"^~_%&()aeS1 \n\ue000",
    *["\\'", '\\"', "\\textbf{", "\\it", "\\frac{", "\\sqrt{", "\\(", "\\)", "\\alpha", "\\eg"],
    *["\\method", "mathcal{", "alpha", "word", "https://a.org/b", "www.", "C:\\", "``", "''"],
]
texts = st.one_of(st.text(), st.lists(st.sampled_from(PIECES), max_size=25).map("".join))
FRAGMENTS = [
    r"\textbf{%s}", r"{\sc %s}", r"{\it %s}", r"\emph{\textit{%s}}", r"$x_{%s}$", r"``%s''",
    r"\footnote{%s}", r"texttt{%s}", r"90\% %s", r"\method{%s}", r"$\text{%s} = 1$", "%s",
]  # fmt: skip
FORMULAS = [
    r"$\alpha$", "$x_1$", "$^2$", r"$a^{b_c}$", r"$\frac{a}{b}$", r"$\log n$", "$k$",
    r"$\mathcal{O}(n)$", r"$\times$", r"$\mystery$", r"$\hat{x}_i$", "$f(x, y)$", "$p<0.05$",
    r"$\{a\}$", "$$E=mc^2$$",
]  # fmt: skip


@pytest.mark.parametrize(
    ("text", "expected"), [*CASES["becomes"].items(), *zip(*[CASES["stays"]] * 2, strict=True)]
)
def test_tex_becomes_unicode_and_plain_text_stays(text: str, expected: str) -> None:
    assert latex.to_text(text) == expected


@given(texts)
def test_converting_twice_changes_nothing_more(text: str) -> None:
    once = latex.to_text(text)
    assert latex.to_text(once) == once


@given(st.lists(st.tuples(st.sampled_from(FORMULAS), st.sampled_from(["", " ", "-", "NN ", ", "]))))
def test_no_dollar_of_a_formula_is_left(pieces: list[tuple[str, str]]) -> None:
    text = "A" + " ".join(formula + between for formula, between in pieces)
    assert not set("$\\{}") & set(latex.to_text(text)) - set("{}")


@given(st.lists(st.tuples(st.sampled_from(FRAGMENTS), st.text("klpqz", min_size=3, max_size=8))))
def test_no_word_is_lost(pairs: list[tuple[str, str]]) -> None:
    text = " ".join(fragment.replace("%s", word) for fragment, word in pairs)
    words = set(re.findall("[a-zé]+", latex.to_text(text)))
    assert {word for _, word in pairs} <= words


@pytest.mark.parametrize("piece", ["{", "\\(", "$", "``", "\\textbf{", "{\\it ", "\\frac{", "a$ "])
def test_a_long_text_comes_to_an_end(piece: str) -> None:
    assert latex.to_text(piece * 30_000)
