"""What questions find among invented papers: the search's own scripts in a browser."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Route

from generator.papers.model import Link, Paper, Topic, Vocabulary
from generator.site import search
from generator.text.words import fold, pieces, stem

SCRIPTS = Path(__file__).parents[2] / "overrides" / "assets" / "js"
CASES = json.loads((Path(__file__).parents[1] / "text" / "words.json").read_text("utf-8"))
ORIGIN = "http://digest.test/"
VOCABULARY = Vocabulary(
    topics=(Topic("gardens", "Garden care", "", "outside", ("PLANT", "water rights")),)
)
PAPERS = (
    Paper("sam", "SAM: Marigolds Grow by Themselves", summary="SAM is a gardener of few words."),
    Paper("sample", "Sample Sizes for Tulips", summary="Samples and sampling of tulips."),
    Paper("pinn", "Plants in Newt Nurseries", gist="Newts tell plants of the dark."),
    Paper(
        "weight",
        "The Super Weight of Pumpkins",
        arxiv="2410.01234",
        authors=("Jie Tang", "Wei Zhao"),
        links=(Link("code", "https://github.com/Field-Lab/Pumpkin-7B"),),
        gist="One pumpkin outweighs a cart.",
        summary="A cart holds most pumpkins. One does not fit, and spikes of weight are rare.",
    ),
    Paper("other-tang", "On Carrots", authors=("Bo Tang", "Jie Li"), summary="Carrots."),
    Paper("second-tang", "Carrots", authors=("Al Blom", "Bo Tang"), summary="Carrots, carrots."),
    Paper("zhiyuan", "On Leeks", authors=("Zhiyuan Liu",), doi="10.1234/leeks.2024-main.7"),
    Paper("names", "On Beans", authors=("Eyke Hüllermeier", "Łukasz Ørsted", "An Yang")),
    Paper("letters", "On Peas", authors=("Đorđe Weiß", "Ægir Blom")),
    Paper("han", "大语言模型与花园", authors=("唐小雨",), summary="A garden of letters."),
    Paper("kana", "Moss in 日本の庭とコケ", summary="Moss, the softest of greens."),
    Paper("z", "The Z-Loss of Hedgehogs", summary="Loss, the hardest of all."),
    Paper("z-not", "Loss of Leaves", summary="Loss upon loss, with z in it."),
    Paper("lips", "Lip Reading for Gardeners", gist="Pre-training helps to read lips."),
    Paper("cpp", "Growing Roses in C++", summary="With Q* and C++."),
    Paper("c", "Vitamin C in Roses", summary="C is good for roses."),
    Paper("diet", "Deep Roots on a Data Diet", summary="Roots need few data."),
    Paper("apart", "A Diet of Data and Dung", summary="Data on every diet of roots."),
    Paper("colours", "Colours and Behaviour of Tulips", summary="Optimised by hand."),
    Paper("topic", "Rakes", topics=("gardens",), summary="For leaves."),
    Paper("hilton", "Hedges", authors=("Anna Hilton", "Haiming He"), summary="Hedges, clipped."),
    Paper("lottery", "Grokking the Lottery of Bulbs", summary="Luck, quantified."),
)
Ask = Callable[..., Any]
Find = Callable[[str], dict[str, Any]]


@pytest.fixture(scope="module")
def ask(
    chromium: Browser, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Callable[..., Any]]:
    """Evaluates a script, given an argument, where the search's modules can be imported."""
    papers = [(paper, "2024") for paper in PAPERS]
    made = search.files(VOCABULARY, papers, tmp_path_factory.mktemp("cache"))

    def serve(route: Route) -> None:
        path = route.request.url.removeprefix(ORIGIN)
        if path.startswith("search/"):
            route.fulfill(body=made[path.removeprefix("search/")], content_type="application/json")
        elif path.startswith("assets/js/"):
            route.fulfill(path=SCRIPTS / path.removeprefix("assets/js/"))
        else:
            route.fulfill(body="<!doctype html><title>x</title>", content_type="text/html")

    page = chromium.new_page()
    page.route("**/*", serve)
    page.goto(ORIGIN)
    yield page.evaluate
    page.close()


@pytest.fixture
def find(ask: Ask) -> Find:
    """What a question finds: ids of papers, all and those with all words; what was understood."""
    script = """async (text) => {
      const { find } = await import("/assets/js/search/find.js");
      const { index } = await import("/assets/js/search/index.js");
      const { hits, strict, corrected, missing } = await find(index, text);
      const papers = await Promise.all(hits.map((number) => index.paper(number)));
      const ids = papers.map(({ id }) => id);
      return { ids, all: ids.slice(0, strict), corrected, missing };
    }"""
    return lambda text: ask(script, text)


FORMS = {
    "weight": """
        2410.01234 | arXiv:2410.01234v3 | https://arxiv.org/pdf/2410.01234v2.pdf
        arxiv.org/abs/2410.01234?context=cs | https://huggingface.co/papers/2410.01234
        10.48550/arXiv.2410.01234 | https://github.com/Field-Lab/Pumpkin-7B/issues/3
        github.com/field-lab/pumpkin-7b | Field-Lab/Pumpkin-7B | Jie Tang | tang jie
        Tang, J. | J. Tang | 唐杰 | spike weights | super weight | Pumpkin-7B
        carts that hold pumpkins
    """,
    "zhiyuan": "https://doi.org/10.1234/leeks.2024-main.7 | 10.1234/leeks.2024-main.7 | 刘知远",
    "other-tang": "B Tang | tang carrots",
    "han": "唐小雨 | 语言模型 | 花",
    "names": "Hüllermeier | hullermeier | Huellermeier | lukasz orsted | An Yang",
    "letters": "dorde weiss | Aegir",
    "kana": "日本の庭 | コケ",
    "z": "z loss | hard loss",
    "lips": "lipreading | lip-reading | pretraining | pre training lips",
    "colours": "colors | optimized behavior",
    "cpp": "C++ | Q*",
    "c": "vitamin C",
    "pinn": "PINN",
    "sam": "SAM",
    "diet": "“data diet”",
}
"""Questions, in whatever form, by the paper that they are to find first."""


@pytest.mark.parametrize(
    ("question", "first"),
    [
        (each.strip(), id_)
        for id_, all_ in FORMS.items()
        for each in re.split(r"[|\n]", all_.strip())
    ],
)
def test_a_question_in_any_form_finds_its_paper_first(
    find: Find, question: str, first: str
) -> None:
    found = find(question)
    assert found["ids"][:1] == [first]
    assert found["missing"] == []


@pytest.mark.parametrize(
    ("typed", "meant", "first"),
    [
        ("wieght", "weight", "weight"),
        ("pumpkni", "pumpkin", "weight"),
        ("lotery", "lottery", "lottery"),
        ("grokkking", "grokking", "lottery"),
        ("xarigolds", "marigolds", "sam"),
        ("hullermeir", "hullermeier", "names"),
    ],
)
def test_a_slip_is_corrected_and_said(find: Find, typed: str, meant: str, first: str) -> None:
    found = find(typed)
    assert found["corrected"] == [[typed, meant]]
    assert found["ids"][:1] == [first]


@pytest.mark.parametrize("name", ["Hinton", "hinton", "Kaiming He", "kaiming", "Hiltom"])
def test_a_name_is_never_turned_into_another(find: Find, name: str) -> None:
    found = find(name)
    assert found["corrected"] == []
    assert found["missing"] == [name.split()[0]]
    assert found["ids"] == []


def test_all_words_come_before_most_of_them(find: Find) -> None:
    found = find("data diet of deep roots")
    assert found["all"] == ["diet"]
    assert found["ids"] == ["diet", "apart"]
    assert find("rare spikes of tulips")["all"] == []


def test_a_name_comes_before_words_that_begin_so_and_is_never_stemmed(find: Find) -> None:
    assert find("SAM")["all"] == ["sam"]
    assert find("SAM")["ids"] == ["sam", "sample"]
    assert find("samples")["ids"] == ["sample"]


def test_a_phrase_stands_as_it_was_quoted(find: Find) -> None:
    assert find('"data diet"')["all"] == ["diet"]
    assert "apart" in find("data diet")["all"]


def test_words_of_the_vocabulary_lead_to_their_topic(find: Find) -> None:
    for words in ("water rights", "PLANT", "garden care"):
        assert "topic" in find(words)["ids"]


def test_what_is_typed_so_far_is_the_beginning_of_words(find: Find) -> None:
    assert find("quantif")["ids"] == ["lottery"]
    assert find("tulips sampl")["ids"][0] == "sample"


@pytest.mark.parametrize("text", ["", "  ", "?!", '""', "the of", "\N{PILE OF POO}", "a" * 300])
def test_nothing_is_found_where_nothing_is_asked(find: Find, text: str) -> None:
    assert find(text)["ids"] == []


def test_the_browser_folds_and_stems_as_the_index_does(ask: Ask) -> None:
    script = """async (texts) => {
      const { fold, pieces, stem } = await import("/assets/js/search/words.js");
      return texts.map((text) => [fold(text), pieces(text), stem(text)]);
    }"""
    words = {word for group in (*CASES["alike"], *CASES["apart"]) for word in group}
    endings = ("", "s", "ed", "eedly", "ing", "er", "ation", "ically", "iveness", "y", "ied", "ent")
    texts = [*CASES["folded"], "Škorić’s", "L’Hôpital", "a_b", "x²+y", "ǅ", "ΑΣ ΆΣ", "ﷺ"]
    texts += sorted(word + ending for word in words for ending in endings)
    for text, (folded, parts, root) in zip(texts, ask(script, texts), strict=True):
        assert folded == fold(text)
        assert root == stem(text)
        typed = {parts["whole"], *parts["parts"], *parts["signed"]} - {""}
        assert typed <= set(pieces(text))


def test_the_forms_of_a_word_are_looked_for_where_they_stand(ask: Ask) -> None:
    script = """async (words) => {
      const { Index } = await import("/assets/js/search/index.js");
      const { stem } = await import("/assets/js/search/words.js");
      const range = Object.fromEntries(words.map((word) => [word, ""]));
      const index = new Index(async (path) => (path === "index.json" ? { ranges: [""] } : range));
      return Promise.all(words.map((word) => index.forms(word, stem(word))));
    }"""
    for words in CASES["alike"]:
        for forms in ask(script, words):
            assert {form for form, _ in forms} == set(words)
