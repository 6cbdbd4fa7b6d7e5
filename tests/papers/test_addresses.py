"""Where a paper leads to."""

from __future__ import annotations

from generator.papers.links import addresses
from generator.papers.model import Link, Paper


def test_the_papers_own_page_comes_first() -> None:
    links = (
        Link("code", "https://github.com/muster/kites"),
        Link("paper", "https://openreview.net/forum?id=aA1"),
    )
    known = Paper("kites", "Kites", arxiv="2604.00001", doi="10.5555/kites", links=links)
    assert [address.kind for address in addresses(known)] == [
        *("paper", "arxiv", "pdf", "huggingface", "doi", "code")
    ]
    alone = Paper("kites", "Kites", links=links[1:])
    assert [address.label for address in addresses(alone)] == ["Paper: openreview.net/forum"]
