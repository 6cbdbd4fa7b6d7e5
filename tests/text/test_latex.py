from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.text import latex

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


@pytest.mark.parametrize(
    ("tex", "expected"),
    [
        (r"\textbf{bold} and \textit{slanted \emph{twice}}", "bold and slanted twice"),
        (r"Evo\textbf{Lved Sign}", "EvoLved Sign"),
        (r"B\'ezier, na\"{\i}ve, vis-\`a-vis, {\'e}t{\'e}", "Bézier, naïve, vis-à-vis, été"),
        (r"S{\o}rensen, Erd\H{o}s, Ho\v{r}ava, Polyak-\L ojasiewicz", "Sørensen, Erdős, Hořava, "
         "Polyak-Łojasiewicz"),
        (r"the query\'s content", "the query's content"),
        (r"90\% of Q\&A for \$5", "90% of Q&A for $5"),
        (r"{\alpha} and 360{\deg}, 2.3\times faster, A=B\neq C", "α and 360°, 2.3× faster, A=B≠ C"),
        (r"{\sc Name} can be {\it misaligned}", "Name can be misaligned"),
        (r"can be {it misaligned} in {bf All} runs", "can be misaligned in All runs"),
        (r"$\mathcal{O}(n \log n)$ or mathcal{O}(n) or mathcal O(n)", "𝒪(n log n) or 𝒪(n) or 𝒪(n)"),
        (r"$x \in \mathbb{R}^{d}$ for $n$-grams", "x ∈ ℝᵈ for n-grams"),
        (r"$\frac{a+b}{2} \leq \sqrt{c}$, $Q^{\pi_{sft}}$", "(a+b)/2 ≤ √c, Q^(π_sft)"),
        (r"\( O(n^3) \) time and $$a = b$$", "O(n³) time and a = b"),
        (r"$\mathbf{model}$ and textbf{expert}", "model and expert"),
        (r"faces, \eg, a smile (\ie{} joy), \etc. Smith \etal", "faces, e.g., a smile (i.e. joy), "
         "etc. Smith et al."),
        ("a ``quoted'' word", "a “quoted” word"),
        (r"e.g.\ 300\,k of them", "e.g. 300 k of them"),
        (r"\href{https://a.org/b_c}{here} or \url{https://a.org/}", "here (https://a.org/b_c) or "
         "https://a.org/"),
        (r"texttt{D}ual-texttt{H}ead", "Dual-Head"),
        (r"A K$^2$ite with 40$\times$", "A K²ite with 40×"),
        (r"$k$NN, $π$-Bench, $Co$mmon $\mathbb{S}$ense", "kNN, π-Bench, Common Sense"),
        (r"360$^\circ$ and 360\deg", "360° and 360°"),
        (r"$O(n\log n)$, $\log_2 n$, $2\log(x)$", "O(n log n), log₂ n, 2 log(x)"),
        (r"$L_2$, $x_{ij}$, $10^{-3}$, $2^{128}$, $\sigma_{\min}$", "L₂, xᵢⱼ, 10⁻³, 2¹²⁸, σ_min"),
        (r"$\sim$10 and $>$90\% for $p<0.05$", "∼10 and >90% for p<0.05"),
        (r"Ca$^{2+}$, $A^\top$, $f^*$, $B^0_s\to\mu^-$", "Ca²⁺, A^⊤, f*, B⁰ₛ→μ⁻"),
        (r"$\frac{\mathbb{F}_{p^m}[u]}{\langle u^t \rangle}$", "(𝔽_(pᵐ)[u])/(⟨uᵗ ⟩)"),
        (r"$\{0,1\}^n$, $\left(x\right)$, $a\,b$, $\rm SU(2)$", "{0,1}ⁿ, (x), a b, SU(2)"),
        (r"$\mathbf{\texttt{D}}$ual $\mystery{x}$ $\hat{\theta}$ $\bar x$", "Dual mysteryx θ̂ x̄"),
        (r"A\textsuperscript{2}FM, the 2\textsuperscript{nd}", "A²FM, the 2nd"),
        (r"\aa  fix, foo \OE\ bar, Bj\o rn, \O{}rsted", "å fix, foo Œ bar, Bjørn, Ørsted"),
        (r"Stra\ss e, Wei\ss, Ko\v{c}isk\'y, Fran\c cois, \v Safa\v r\'\i k", "Straße, Weiß, "
         "Kočiský, François, Šafařík"),
        (r"\.Zak, \k{i} \u{A} \r{u} \b{d}", "Żak, į Ă ů ḏ"),
        (r"\alpha-stable, the \beta{}s, an \eta\ of one", "α-stable, the βs, an η of one"),
        (r"a Denoising Network\ for Net\-works", "a Denoising Network for Networks"),
        (r"\textregistered{} and \copyright{} in \S 3", "® and © in §3"),
    ],
)  # fmt: skip
def test_tex_becomes_unicode(tex: str, expected: str) -> None:
    assert latex.to_text(tex) == expected


@pytest.mark.parametrize(
    "plain",
    [
        "90% of the runs, a & b, #1",
        "snake_case and f_i and 2^10",
        "from $5 to $10, US$5 and $200k, 4$ per hour",
        "$5 and $10, $5-$10, $1M-$2M, US$5/$10 and bugs for 1$: cheap",
        "$PATH and $HOME_DIR, ${HOME}/bin:${PATH}",
        "[IDK], **bold**, CM^3, *PO, `code`, --, ---, ~10",
        r"C:\path\to\textbf{x} and \\server\alpha and src\in\to",
        r"our \method and {\name} with \color{ddtD}ecoupled",
        "def f(): return {} or {'a': {1, -1}} and f{x}",
        r"https://a.org/b_c?d=\alpha%20$e$ and www.a.org/\_b",
        r"he said \"an apple\" and \'a word\'",
        r"regex \d+\.com \(a|b c\) \[b\] \\textbf{x}",
        "RST ``code`` and ```fence```, ''both sides''",
        "{is this} a {group of words}?",
    ],
)
def test_plain_text_stays(plain: str) -> None:
    assert latex.to_text(plain) == plain


@given(texts)
def test_converting_twice_changes_nothing_more(text: str) -> None:
    once = latex.to_text(text)
    assert latex.to_text(once) == once


FORMULAS = [
    r"$\alpha$", "$x_1$", "$^2$", r"$a^{b_c}$", r"$\frac{a}{b}$", r"$\log n$", "$k$",
    r"$\mathcal{O}(n)$", r"$\times$", r"$\mystery$", r"$\hat{x}_i$", "$f(x, y)$", "$p<0.05$",
    r"$\{a\}$", "$$E=mc^2$$",
]  # fmt: skip


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
