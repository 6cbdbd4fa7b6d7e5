"""A paper that arXiv does not have, from a library to everything that a reader meets."""

from __future__ import annotations

import json
import re
from datetime import UTC, datetime
from pathlib import Path

import pytest

from generator import store
from generator.papers.model import Entry
from generator.review.forms import CORRECTION, PROPOSAL, Answered, answer, read
from tests.conftest import digest, fill, filled

ID = "kites-without-preprints-a-field-study"
TITLE = "Kites without Preprints: A Field Study"
PAGE = "https://aclanthology.org/2026.invented-long.7"
VENUE = "Proceedings of the Invented Conference"
LIBRARY = """\
@inproceedings{muster2026kites,
  title = {Kites without {Preprints}: {A} Field Study},
  author = {Muster, Ada and Beispiel, Bo},
  booktitle = {Proceedings of the Invented Conference},
  year = 2026, month = nov,
  url = {https://aclanthology.org/2026.invented-long.7/},
}
"""
SETTINGS = """\
title: Kites
url: https://kites.example/digest/
repository: https://github.com/example/kites
feeds: {tag: 'kites.example,2026'}
"""


@pytest.fixture
def folder(here: Path) -> Path:
    fill(here / "content", {"digest.yml": SETTINGS, "topics.yml": "groups: []\ntopics: []\n"})
    return here


def run(*arguments: str) -> str:
    result = digest(*arguments)
    assert result.exit_code == 0, result.output
    return result.output


def unasked(arxiv: str) -> Entry:
    raise AssertionError(f"arXiv was asked for {arxiv}")


def settled(labels: tuple[str, ...], *answers: str) -> Answered:
    """What comes of a form with these answers, in the order of its labels."""
    form = read(filled(labels, *answers))
    assert form
    return answer(Path("content"), form, 7, unasked, str(datetime.now(UTC).date()))


def test_a_paper_without_arxiv_is_followed_from_library_to_form(folder: Path) -> None:
    fill(folder, {"library.bib": LIBRARY})
    assert "1 new" in run("ingest", "library.bib", "--date", "2026-11-12")
    assert "1 sighting" in run("ingest", "library.bib", "--date", "2026-11-19")
    run("build", "--out", "site")
    site = folder / "site"

    page = (site / "papers" / ID / "index.html").read_text(encoding="utf-8")
    button = re.search(r'class="buttons".*?<a [^>]*href="([^"]+)"', page, re.DOTALL)
    assert button
    assert button[1] == PAGE
    assert VENUE in page

    known = [path.read_text(encoding="utf-8") for path in (site / "search").rglob("*.json")]
    assert any(TITLE in text for text in known)
    assert f"/papers/{ID}/" in (site / "feed.xml").read_text(encoding="utf-8")
    assert f'href="{PAGE}"' in (site / "feed.xml").read_text(encoding="utf-8")

    entry = (site / "papers" / ID / "cite.bib").read_text(encoding="utf-8")
    assert entry.startswith("@inproceedings{muster2026kites,")
    assert f"booktitle = {{{VENUE}}}" in entry
    assert f"url = {{{PAGE}}}" in entry
    assert entry.strip() in (site / "papers.bib").read_text(encoding="utf-8")
    (item,) = json.loads((site / "papers.csl.json").read_text(encoding="utf-8"))
    assert (item["type"], item["URL"]) == ("paper-conference", PAGE)

    form = f"issues/new?template=2-correction.yml&amp;record=papers/{ID}/"
    assert form in page
    made = settled(CORRECTION, f"papers/{ID}/", "The title", f"{TITLE}, Revised", "Its page.")
    assert made.kind == "proposed"
    assert store.load(Path("content")).corpus.papers[ID].title == f"{TITLE}, Revised"
    assert settled(PROPOSAL, PAGE, TITLE, "", "", "It flies.").kind == "known"
