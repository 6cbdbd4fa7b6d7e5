"""The exports of the invented site."""

from __future__ import annotations

import pytest

from generator.papers.model import Corpus
from generator.views import Digest
from tests.publish.conftest import exported


@pytest.fixture(scope="session")
def digest(corpus: Corpus) -> Digest:
    return Digest(corpus)


@pytest.fixture(scope="session")
def made(digest: Digest) -> dict[str, str]:
    return exported(digest)
