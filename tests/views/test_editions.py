from __future__ import annotations

from generator.papers.model import Corpus, Edition, Paper, Sighting
from generator.views import listings as views

PAPERS = {id_: Paper(id_, id_.upper()) for id_ in ("a", "b", "c", "d")}


def corpus(*editions: Edition) -> Corpus:
    return Corpus(papers=PAPERS, editions={edition.id: edition for edition in editions})


def edition(id_: str, date: str | None, *papers: Sighting) -> Edition:
    return Edition(id_, "daily", "S", papers, date)


def test_dated_editions_newest_first_and_undated_by_id() -> None:
    made = [edition("y", None), edition("x", None)]
    made += [edition("b", "2024-01-02"), edition("c", "2024-01-01"), edition("a", "2024-01-02")]
    assert [each.id for each in views.editions(corpus(*made)).all] == ["a", "b", "c", "x", "y"]


def test_sightings_count_an_edition_once_and_known_papers_only() -> None:
    seen = edition("e", None, Sighting("a", upvotes=1), Sighting("a", upvotes=9), Sighting("z"))
    assert views.sightings(corpus(seen)) == {"a": [(seen, Sighting("a", upvotes=1))]}
