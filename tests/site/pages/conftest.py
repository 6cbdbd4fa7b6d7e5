"""A small digest of invented papers, with every kind of page and most kinds of gap."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

import pytest

from generator.papers.model import (
    Corpus,
    Edition,
    Feeds,
    Group,
    Link,
    Paper,
    Settings,
    Sighting,
    Topic,
    Vocabulary,
)
from generator.site import pages
from generator.views import Digest

NINE = ("Ada Ngo", "Bo Qvist", "Cy Öz", "Di Rao", "Ed Sal", "Fi Tan", "Gu Um", "Hy Vo", "Io Wu")
VOCABULARY = Vocabulary(
    groups=(Group("efficiency", "Efficiency"), Group("training", "Training")),
    topics=(
        Topic(
            "quantisation", "Quantisation", "Fewer bits for weights and activations.", "efficiency"
        ),
        Topic("pruning", "Pruning", "Fewer weights.", "efficiency", ("work", "undated work")),
        Topic("dynamics", "Training dynamics", "How losses fall, and why they spike.", "training"),
    ),
)

PAPERS = (
    Paper(
        id="bit-by-bit-training-with-1-58-bits",
        title="Bit by Bit: Training with 1.58 Bits",
        arxiv="2410.90001",
        published="2024-10-05",
        authors=NINE,
        authors_count=18,
        category="cs.LG",
        topics=("quantisation", "dynamics"),
        links=(
            Link("code", "https://github.com/ngo-lab/bit_by_bit"),
            Link("model", "https://huggingface.co/ngo-lab/bit-1b"),
            Link("project", "https://ngo-lab.example.org/bit"),
        ),
        summary="Weights of three values train as well as sixteen bits from 1B parameters on.",
        abstract="We train with three values.\nIt works.\n\nCode is released.",
    ),
    Paper(
        id="a-b-pruning-c",
        title="A|B Pruning_* [in C#]",
        doi="10.9999/abc(1)",
        published="2024-10",
        authors=("Jo Xu", "Kai Yo"),
        topics=("pruning",),
        links=(Link("code", "https://github.com/ngo-lab/prune"),),
    ),
    Paper(id="spikes", title="Spikes", published="2024-09-30", topics=("dynamics", "quantisation")),
    Paper(
        id="old-bits",
        title="Old Bits",
        published="2023-12-31",
        authors=("Ada Ngo",),
        topics=("quantisation",),
        summary="An early look at eight bits.\n\nStill read.",
        aliases=("older-bits",),
    ),
    Paper(id="undated", title="Undated Work", authors_count=4),
)

EDITIONS = (
    Edition(
        "2024-10-07",
        "daily",
        "Some Hub",
        (
            Sighting("a-b-pruning-c"),
            Sighting("bit-by-bit-training-with-1-58-bits", upvotes=31, comments=2),
            Sighting("undated", comments=1),
        ),
        "2024-10-07",
    ),
    Edition(
        "2024-10-04",
        "daily",
        "Some Hub",
        (Sighting("spikes", upvotes=1),),
        "2024-10-04",
        title="Spikes and other accidents",
    ),
    Edition(
        "search-0a1b2c3d",
        "search",
        "Some Hub",
        (Sighting("bit-by-bit-training-with-1-58-bits"), Sighting("old-bits")),
    ),
)


def made(corpus: Corpus, sources: Mapping[str, str] = MappingProxyType({})) -> dict[str, str]:
    """The text of each page by its path."""
    return {page.path: page.text for page in pages.render(Digest(corpus), sources)}


@pytest.fixture
def corpus() -> Corpus:
    return Corpus(
        Settings(
            title="Small Bits",
            description="A digest of invented papers.",
            url="https://bits.example/small/",
            feeds=Feeds("bits.example,2024"),
            repository="https://github.com/ngo-lab/digest",
            papers_per_page=2,
        ),
        VOCABULARY,
        {paper.id: paper for paper in sorted(PAPERS, key=lambda paper: paper.id)},
        {edition.id: edition for edition in sorted(EDITIONS, key=lambda edition: edition.id)},
    )


@pytest.fixture
def sources() -> dict[str, str]:
    return {
        paper.id: f"papers/{(paper.published or 'undated')[:7].split('-')[0]}/{paper.id}.md"
        for paper in PAPERS
        if paper.id != "spikes"
    }
