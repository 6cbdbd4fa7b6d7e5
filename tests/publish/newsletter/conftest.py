"""The invented site, hostile records among them, as its own data states it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from generator import store
from generator.papers import identity
from generator.papers.model import Corpus, File
from generator.publish import exports, newsletter
from generator.views import Digest
from generator.views.outputs import make_all
from tests.mail.conftest import offices

__all__ = ["offices"]

SITE = Path(__file__).parents[2] / "fixtures" / "site"


def exported(digest: Digest) -> Iterator[File]:
    return make_all(exports.outputs(digest), digest.world)


def of_site(corpus: Corpus) -> Digest:
    """What the data of the site of ``corpus`` says."""
    data = {file.path: str(file.data) for file in exported(Digest(corpus))}
    return newsletter.read(data.__getitem__, corpus)


@pytest.fixture(scope="session")
def corpus() -> Corpus:
    return identity.resolve(store.load(SITE).corpus)


@pytest.fixture(scope="session")
def digest(corpus: Corpus) -> Digest:
    sender = replace(corpus.settings.newsletter, sender="digest@digest.example")
    return of_site(replace(corpus, settings=replace(corpus.settings, newsletter=sender)))
