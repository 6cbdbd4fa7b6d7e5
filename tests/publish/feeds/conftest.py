"""The feeds of a digest of invented papers, some of them hostile."""

from __future__ import annotations

from pathlib import Path

import pytest

from generator import store
from generator.papers import identity
from generator.papers.model import Corpus
from generator.publish import feeds
from generator.views import Digest

SITE = Path(__file__).parents[2] / "fixtures" / "site"


@pytest.fixture(scope="session")
def corpus() -> Corpus:
    return identity.resolve(store.load(SITE).corpus)


@pytest.fixture(scope="session")
def made(corpus: Corpus) -> dict[str, str]:
    """By path the text of every feed file."""
    return {file.path: str(file.data) for file in feeds.files(Digest(corpus))}
