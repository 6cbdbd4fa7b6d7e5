"""The invented site, hostile records among them, as its own data states it."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from generator import store
from generator.papers import identity
from generator.papers.model import Corpus
from generator.publish import exports, newsletter
from generator.views import Digest
from tests.mail.conftest import offices

__all__ = ["offices"]

SITE = Path(__file__).parents[2] / "fixtures" / "site"


def of_site(corpus: Corpus) -> Digest:
    """What the data of the site of ``corpus`` says."""
    data = {file.path: str(file.data) for file in exports.files(Digest(corpus))}
    return newsletter.read(data.__getitem__, corpus)


@pytest.fixture(scope="session")
def corpus() -> Corpus:
    return identity.resolve(store.load(SITE).corpus)


@pytest.fixture(scope="session")
def digest(corpus: Corpus) -> Digest:
    sender = replace(corpus.settings.newsletter, sender="digest@digest.example")
    return of_site(replace(corpus, settings=replace(corpus.settings, newsletter=sender)))
