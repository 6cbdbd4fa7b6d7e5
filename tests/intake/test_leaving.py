"""A curator's no: what goes, what is remembered, and who is told."""

from __future__ import annotations

from pathlib import Path

import pytest

from generator import check, store
from generator.intake import choice
from generator.papers.model import Corpus, Edition, LeftOut, Paper, Sighting
from generator.review.forms import Proposal, answer
from tests.conftest import digest, fill, tree

KITES = Paper("kites", "Kites in Autumn", arxiv="2604.00001", distinct_from=("winds",))
WINDS = Paper("winds", "Winds: a Study", arxiv="2604.00002", doi="10.1000/winds")
TWIN = Paper("winds-again", "Winds, a Study", superseded_by="winds")
SEEN = tuple(map(Sighting, ("kites", "winds", "winds-again")))
RECORD = "---\ntitle: 'Winds: a Study'\narxiv: '2604.00002'\npublished: 2026-04-02\n---\n"
CONTENT = {
    "digest.yml": "title: Digest\n",
    "papers/2026/winds-a-study.md": RECORD,
    "papers/2026/kites-a-study.md": RECORD.replace("Winds", "Kites").replace("00002", "00001"),
    "editions/2026-04-02.yml": "date: 2026-04-02\nkind: daily\nsource: Hugging Face\npapers:\n"
    "- {paper: kites-a-study}\n- {paper: winds-a-study}\n",
}


def test_a_paper_goes_with_its_sightings_and_all_that_names_it() -> None:
    papers = {paper.id: paper for paper in (KITES, WINDS, TWIN)}
    corpus = Corpus(papers=papers, editions={"a": Edition("a", "daily", "Hugging Face", SEEN)})
    left = choice.leave(corpus, WINDS, "Posts are no papers.")
    assert list(left.papers) == ["kites", "winds-again"]
    assert left.papers["kites"].distinct_from == ()
    assert left.papers["winds-again"].superseded_by is None
    assert [seen.paper for seen in left.editions["a"].papers] == ["kites", "winds-again"]
    no = LeftOut("Winds: a Study", "2604.00002", "10.1000/winds", "Posts are no papers.")
    assert left.left_out == (no,)


def test_a_record_that_is_the_same_paper_goes_too_and_is_remembered() -> None:
    one = Paper("winds", "Winds: a Study", same_as=("winds-again",))
    corpus = Corpus(papers={paper.id: paper for paper in (KITES, one, TWIN)})
    for named in (one, TWIN):
        left = choice.leave(corpus, named)
        assert list(left.papers) == ["kites"]
        assert [each.title for each in left.left_out] == ["Winds: a Study", "Winds, a Study"]


@pytest.fixture
def content(here: Path) -> Path:
    return fill(Path("content"), CONTENT)


def test_a_curator_declines_papers_on_the_command_line(content: Path) -> None:
    before, tried = tree(content), digest("leave", "2604.00002", "--dry-run")
    said = "left out: winds-a-study: Winds: a Study\n"
    assert (tried.exit_code, tried.output, tree(content)) == (0, said, before)
    assert digest("leave", "papers/winds-a-study/", "--reason", "A post:\nno paper.").exit_code == 0
    assert not (content / "papers/2026/winds-a-study.md").exists()
    loaded = store.load(content)
    assert [p for p in check.problems(loaded) if p.severity == "error"] == []
    no = LeftOut("Winds: a Study", "2604.00002", None, "A post: no paper.")
    assert loaded.corpus.left_out == (no,)
    again = digest("leave", "2604.00002")
    assert again.exit_code == 2
    assert again.output.endswith("there is no record '2604.00002': name it by its id\n")


def test_nothing_is_said_to_be_done_that_is_not(content: Path) -> None:
    done = digest("leave", "2604.00002", "--reason", "a" * 2000)
    assert (done.exit_code, "left out:" in done.output) == (1, False)


def test_who_proposes_it_again_is_told_why(content: Path) -> None:
    digest("leave", "2604.00002", "--reason", "A post, @all.")

    def ask(arxiv: str) -> object:
        raise AssertionError(f"arXiv was asked for {arxiv}")

    form = Proposal("2604.00002", "Winds: a Study", "", "", "It flies.")
    made = answer(content, form, 7, ask, "2026-04-09")  # type: ignore[arg-type]  # never answers
    assert (made.kind, made.title) == ("declined", "")
    assert "left it out" in made.answer
    assert "A post, @\u200ball." in made.answer
