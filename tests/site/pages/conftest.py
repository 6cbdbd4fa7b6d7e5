"""A small digest of invented papers, with every kind of page and most kinds of gap."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from types import MappingProxyType

import pytest

from generator import store
from generator.papers import identity
from generator.papers.model import Corpus
from generator.site import pages
from generator.views import Digest
from tests.conftest import ROOT

LOADED = store.load(ROOT / "tests" / "fixtures" / "small")
CORPUS = replace(LOADED.corpus, settings=replace(LOADED.corpus.settings, papers_per_page=2))


def made(corpus: Corpus, sources: Mapping[str, str] = MappingProxyType({})) -> dict[str, str]:
    """The text of each page by its path."""
    digest = Digest(identity.resolve(corpus))
    return {page.path: page.text for page in pages.render(digest, sources)}


@pytest.fixture
def corpus() -> Corpus:
    return CORPUS


@pytest.fixture
def sources() -> dict[str, str]:
    """The files of the papers, but of one."""
    papers = {id_: LOADED.sources[id_] for id_ in CORPUS.papers}
    del papers["spikes"]
    return papers
