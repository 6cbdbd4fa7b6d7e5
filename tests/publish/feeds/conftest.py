"""The feeds of a digest of invented papers, some of them hostile."""

from __future__ import annotations

import sys
from pathlib import Path

import feedparser_sgmllib
import pytest

from generator import store
from generator.papers import identity
from generator.papers.model import Corpus
from generator.publish import feeds
from generator.views import Digest
from generator.views.outputs import make_all

# What `reader` brings with it looks for the module under the name it had in Python 2.
sys.modules.setdefault("sgmllib", feedparser_sgmllib)

SITE = Path(__file__).parents[2] / "fixtures" / "site"


@pytest.fixture(scope="session")
def corpus() -> Corpus:
    return identity.resolve(store.load(SITE).corpus)


@pytest.fixture(scope="session")
def made(corpus: Corpus) -> dict[str, str]:
    """By path the text of every feed file."""
    digest = Digest(corpus)
    return {file.path: str(file.data) for file in make_all(feeds.outputs(digest), digest.world)}
