"""The invented site, hostile records among them, and what is published of it."""

from __future__ import annotations

import sys
from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path
from typing import Any

import feedparser_sgmllib
import pytest
import yaml
from lxml import html as lxml_html

from generator import store
from generator.papers import identity
from generator.papers.model import (
    Corpus,
    Edition,
    Feeds,
    Group,
    Paper,
    Settings,
    Topic,
    Vocabulary,
)
from generator.publish import exports, feeds
from generator.store.files import write_all
from generator.views import Digest
from generator.views.outputs import make_all
from tests.conftest import SITE

# What `reader` brings with it looks for the module under the name it had in Python 2.
sys.modules.setdefault("sgmllib", feedparser_sgmllib)

CASES = yaml.safe_load(Path(__file__).with_name("cases.yml").read_text("utf-8"))
SETTINGS = Settings("Digest", url="https://d.example/", feeds=Feeds("d.example,2024", 5, 7))
VOCABULARY = Vocabulary(
    (Group("g", "G"), Group("h", "H")),
    tuple(
        Topic(name.lower(), name, f"About {name}.", group)
        for name, group in (("One", "g"), ("Two", "h"), ("Three", "h"))
    ),
)


class Read:
    """The tags of HTML with their attributes, and what of it is read."""

    def __init__(self, source: str) -> None:
        root = lxml_html.document_fromstring(source)
        self.tags = [(str(each.tag), dict(each.attrib)) for each in root.iter("*")]
        self.words = " ".join(" ".join(root.xpath("//text()[not(parent::style)]")).split())


def digest_of(papers: Iterable[Paper], *editions: Edition, **settings: Any) -> Digest:
    """A digest of a few papers, with the topics one, two and three and some settings changed."""
    by_id = {paper.id: paper for paper in papers}
    listings = {edition.id: edition for edition in editions}
    return Digest(Corpus(replace(SETTINGS, **settings), VOCABULARY, by_id, listings))


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
