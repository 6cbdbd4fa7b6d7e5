"""Small digests of invented papers, by their parts."""

from __future__ import annotations

from collections.abc import Iterable

from generator.papers.model import (
    Corpus,
    Edition,
    EditionKind,
    Paper,
    Settings,
    Sighting,
    Vocabulary,
)
from generator.views import Digest

DAY = "2024-10-31"
NO_WORDS, SETTINGS = Vocabulary(), Settings()


def digest_of(
    papers: Iterable[Paper] = (),
    *editions: Edition,
    vocabulary: Vocabulary = NO_WORDS,
    settings: Settings = SETTINGS,
) -> Digest:
    return Digest(
        Corpus(
            settings,
            vocabulary,
            {paper.id: paper for paper in papers},
            {edition.id: edition for edition in editions},
        )
    )


def named(names: str) -> list[Paper]:
    """A paper of each letter."""
    return [Paper(name, name.upper()) for name in names]


def listing(
    *papers: str | Sighting, id: str = "", day: str | None = DAY, kind: EditionKind = "daily"
) -> Edition:
    """A listing of papers, of which it says nothing where they are but named."""
    seen = tuple(each if isinstance(each, Sighting) else Sighting(each) for each in papers)
    return Edition(id or day or "", kind, "Hub", seen, day)


def ids(papers: Iterable[Paper]) -> list[str]:
    return [paper.id for paper in papers]
