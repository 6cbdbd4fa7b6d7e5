"""What questions find among invented papers: the search's own scripts in a browser."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from typing import Any

import msgspec
import pytest
from playwright.sync_api import Browser, Route

from generator.papers.model import Corpus, Paper, Topic, Vocabulary
from generator.text.words import fold, pieces, stem
from generator.views import Digest
from tests.conftest import ROOT, searched

SCRIPTS = ROOT / "overrides" / "assets" / "js"
CASES = json.loads((ROOT / "tests" / "text" / "words.json").read_text("utf-8"))
ASKED = json.loads((ROOT / "tests" / "fixtures" / "questions.json").read_text("utf-8"))
PAPERS = msgspec.convert(ASKED["papers"], list[Paper])
ORIGIN = "http://digest.test/"
VOCABULARY = Vocabulary(
    topics=(Topic("gardens", "Garden care", "", "outside", ("PLANT", "water rights")),)
)
Ask = Callable[..., Any]


@pytest.fixture(scope="module")
def ask(chromium: Browser, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Ask]:
    """Evaluates a script, given an argument, where the search's modules can be imported."""
    corpus = Corpus(vocabulary=VOCABULARY, papers={paper.id: paper for paper in PAPERS})
    made = searched(Digest(corpus), tmp_path_factory.mktemp("cache"))

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


FIND = """async (texts) => {
  const { find } = await import("/assets/js/search/find.js");
  const { index } = await import("/assets/js/search/index.js");
  return Promise.all(texts.map(async (text) => {
    const { hits, strict, corrected, missing } = await find(index, text);
    const papers = await Promise.all(hits.map((number) => index.paper(number)));
    const ids = papers.map(({ id }) => id);
    return { asked: text, ids, all: ids.slice(0, strict), corrected, missing };
  }));
}"""


def test_a_question_in_any_form_finds_its_paper_first(ask: Ask) -> None:
    wanted = {
        question: id_ for id_, questions in ASKED["questions"].items() for question in questions
    }
    found = dict(zip(wanted, ask(FIND, [*wanted]), strict=True))
    assert {question: each["ids"][:1] for question, each in found.items()} == {
        question: [id_] for question, id_ in wanted.items()
    }
    assert {question: each["missing"] for question, each in found.items() if each["missing"]} == {}


@pytest.mark.parametrize("answers", ASKED["answers"].values(), ids=ASKED["answers"])
def test_what_is_understood(ask: Ask, answers: list[dict[str, object]]) -> None:
    found = ask(FIND, [each["asked"] for each in answers])
    for expected, seen in zip(answers, found, strict=True):
        assert seen | expected == seen


def test_papers_are_read_for_a_phrase_until_there_are_enough(ask: Ask) -> None:
    script = """async () => {
      const { find } = await import("/assets/js/search/find.js");
      const has = (number) => number % 2 || number > 150; // papers that have the phrase
      const paper = async (number) => ({ title: has(number) ? "Data diet" : "Diet of data" });
      const all = new Map(Array.from({ length: 300 }, (_, number) => [number + 1, 0]));
      const index = {
        paper,
        around: async () => ({}),
        forms: async (word) => [[word, "S".repeat(all.size)]],
        terms: async () => [],
        exactly: async () => all,
        about: async () => ({ papers: 900 }),
        file: async () => ({ datadiet: ["t"] }),
      };
      return Promise.all([10, 20, 999].map(async (wanted) => {
        const { hits, strict, topics, unread } = await find(index, '"data diet"', wanted);
        return [hits.length, strict, topics.length, unread];
      }));
    }"""
    assert ask(script) == [[10, 10, 0, 280], [20, 20, 0, 260], [300, 225, 1, 0]]


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
