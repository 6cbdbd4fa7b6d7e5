"""The invented site, hostile records among them, and what is published of it."""

from __future__ import annotations

import sys
from pathlib import Path

import feedparser_sgmllib
import pytest
from lxml import html as lxml_html

from generator import store
from generator.papers import identity
from generator.papers.model import Corpus
from generator.publish import exports, feeds
from generator.store.files import write_all
from generator.views import Digest
from generator.views.outputs import make_all
from tests.conftest import SITE

# What `reader` brings with it looks for the module under the name it had in Python 2.
sys.modules.setdefault("sgmllib", feedparser_sgmllib)


class Read:
    """The tags of HTML with their attributes, and what of it is read."""

    def __init__(self, source: str) -> None:
        root = lxml_html.document_fromstring(source)
        self.tags = [(str(each.tag), dict(each.attrib)) for each in root.iter("*")]
        self.words = " ".join(" ".join(root.xpath("//text()[not(parent::style)]")).split())


def exported(digest: Digest) -> dict[str, str]:
    """By path the text of every export."""
    return {file.path: str(file.data) for file in make_all(exports.outputs(digest), digest.world)}


def fed(digest: Digest) -> dict[str, str]:
    """By path the text of every feed file."""
    return {file.path: str(file.data) for file in make_all(feeds.outputs(digest), digest.world)}


def write_data(content: Path, site: Path) -> Digest:
    """The digest of a content folder, whose exports stand in the folder of a site now."""
    digest = Digest(identity.resolve(store.load(content).corpus))
    write_all(make_all(exports.outputs(digest), digest.world), site)
    return digest


@pytest.fixture(scope="session")
def corpus() -> Corpus:
    return identity.resolve(store.load(SITE).corpus)


@pytest.fixture(scope="session")
def digest(corpus: Corpus) -> Digest:
    return Digest(corpus)


@pytest.fixture(scope="session")
def made(digest: Digest) -> dict[str, str]:
    """The exports, by path."""
    return exported(digest)
