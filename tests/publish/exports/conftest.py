"""The exports of the invented site, hostile records among them."""

from __future__ import annotations

from pathlib import Path

import pytest

from generator import store
from generator.papers import identity
from generator.publish import exports
from generator.views import Digest
from generator.views.outputs import make_all

SITE = Path(__file__).parents[2] / "fixtures" / "site"


@pytest.fixture(scope="session")
def digest() -> Digest:
    return Digest(identity.resolve(store.load(SITE).corpus))


@pytest.fixture(scope="session")
def made(digest: Digest) -> dict[str, str]:
    made = make_all(exports.outputs(digest, ["rss.xml"]), digest.world)
    return {file.path: str(file.data) for file in made}
