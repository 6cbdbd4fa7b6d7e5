"""The invented site as its own data states it, and servers that take mail."""

from __future__ import annotations

from dataclasses import replace

import pytest

from generator.papers.model import Corpus
from generator.publish import api
from generator.views import Digest
from tests.mail.conftest import offices
from tests.publish.conftest import exported

__all__ = ["offices"]


@pytest.fixture(scope="session")
def digest(corpus: Corpus) -> Digest:
    sender = replace(corpus.settings.newsletter, sender="digest@digest.example")
    corpus = replace(corpus, settings=replace(corpus.settings, newsletter=sender))
    return api.read(exported(Digest(corpus)).__getitem__, corpus)
