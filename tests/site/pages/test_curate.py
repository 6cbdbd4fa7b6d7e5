"""The page of what is to be curated: there when anything is, with the way to the editor."""

from __future__ import annotations

import re
from dataclasses import replace

from generator.papers.model import Corpus, Curation, Paper, Settings
from tests.site.pages.conftest import made

PATH = "curate/index.md"


def test_there_only_when_anything_waits(corpus: Corpus) -> None:
    tagged = {
        id_: replace(paper, topics=paper.topics or ("pruning",))
        for id_, paper in corpus.papers.items()
    }
    tree = made(replace(corpus, papers=tagged))
    assert PATH not in tree
    assert "curate" not in tree["topics/index.md"]
    assert "[1 paper to be curated](../curate/index.md)" in made(corpus)["topics/index.md"]


def test_suggestions_and_the_way_to_the_editor(corpus: Corpus, sources: dict[str, str]) -> None:
    text = made(corpus, sources)[PATH]
    editor = "https://github.com/ngo-lab/digest/edit/main/content/papers/undated/undated.md"
    assert f"- No topics · [Improve this record]({editor})" in text
    assert "- [Pruning](../topics/pruning.md) suggested by: Undated Work" in text
    assert r"- The line to paste: topics: \[pruning\]" in text
    nowhere = made(replace(corpus, settings=Settings()))[PATH]
    assert "https://" not in nowhere
    assert "- No topics\n" in nowhere


def test_what_lacks_a_summary_too(corpus: Corpus) -> None:
    asks = Settings(curation=Curation(summary_words=(40, 90)))
    text = made(replace(corpus, settings=asks))[PATH]
    assert "3 papers: 1 without topics, 3 without a summary" in text
    assert re.findall(r"^##+ .*", text, re.MULTILINE) == [
        "## Without topics",
        "### [Undated Work](../papers/undated.md)",
        "## Without a summary",
        r"### [A&#124;B Pruning\_\* \[in C\#\]](../papers/a-b-pruning-c.md)",
        "### [Spikes](../papers/spikes.md)",
    ]
    assert "- No topics and no summary\n" in text


def test_so_many_and_how_many_more(corpus: Corpus) -> None:
    papers = {f"p{number:03}": Paper(f"p{number:03}", "P") for number in range(103)}
    text = made(replace(corpus, papers=papers, editions={}))[PATH]
    assert text.count("\n### ") == 75
    assert "And 28 older papers." in text


def test_evidence_is_escaped(corpus: Corpus) -> None:
    paper = Paper("p", "<b>Undated</b> *work* ]( {{ work }}")
    text = made(replace(corpus, papers={"p": paper}, editions={}))[PATH]
    assert "<b>" not in text
    assert "- [Pruning](../topics/pruning.md) suggested by: work" in text
