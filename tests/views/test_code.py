from __future__ import annotations

import pytest

from generator.papers.links import repository_name
from generator.papers.model import Corpus, Link, Paper
from generator.views.stats import code


@pytest.mark.parametrize(
    ("url", "place"),
    [
        ("https://github.com/ann/tool/tree/dev", ("github.com", "ann", "tool")),
        ("https://www.gitlab.com/ann", ("gitlab.com", "ann", "")),
        ("https://huggingface.co/datasets/ann/set", ("huggingface.co", "ann", "set")),
        ("https://anonymous.4open.science/r/tool-1", ("anonymous.4open.science", "tool-1", "")),
        ("https://example.org", ("example.org", "", "")),
        ("https://[broken", ("", "", "")),
        ("not an address", ("", "", "")),
    ],
)
def test_repository_name(url: str, place: tuple[str, str, str]) -> None:
    assert repository_name(url) == place


def test_code_by_host_and_owner() -> None:
    def paper(id_: str, *urls: str) -> Paper:
        return Paper(id_, id_, links=tuple(Link("code", url) for url in urls))

    papers = (
        paper("a", "https://github.com/Ann/Tool", "https://gitlab.com/bob/x"),
        paper("b", "https://github.com/ann/tool", "https://github.com/ann/other"),
        paper("c", "https://codeberg.org/c/c", "javascript:alert(1)"),
        Paper("d", "d", links=(Link("model", "https://huggingface.co/d/d"),)),
    )
    hosts = code(Corpus(papers={each.id: each for each in papers}))
    assert [(host.name, host.papers) for host in hosts] == [
        ("github.com", 2),
        ("codeberg.org", 1),
        ("gitlab.com", 1),
    ]
    assert hosts[0].owners == 1
    assert [(each.name, [p.id for p in each.papers]) for each in hosts[0].repositories] == [
        ("ann/other", ["b"]),
        ("ann/Tool", ["a", "b"]),
    ]
