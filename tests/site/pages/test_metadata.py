"""What pages say of themselves to machines."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import Any

from markupsafe import Markup

from generator.papers.model import Corpus, Paper, Settings
from generator.site import head as metadata
from generator.site import pages
from generator.site.pages.page import Head
from generator.site.pages.parts import Ref
from generator.views import Digest
from generator.views.outputs import make_all
from tests.conftest import ROOT

FIXTURE = ROOT / "tests" / "fixtures" / "metadata.json"
PAGES = {
    "paper": "papers/bit-by-bit-training-with-1-58-bits.md",
    "paper of a month": "papers/a-b-pruning-c.md",
    "undated paper": "papers/undated.md",
    "topic": "topics/quantisation.md",
    "edition": "editions/2024-10-07.md",
    "home": "index.md",
}
HOSTILE = "</script><script>alert(1)</script><!-- & \u2028 ]]> {{ 7*7 }} \u202e"


def heads(digest: Digest) -> dict[str, Head]:
    """What pages of several kinds say of themselves, one by hand among them."""
    made = {page.path: page.head for page in pages.render(digest, {})}
    by_hand = Head(Ref("About", Markup("about/index.md")), "text", "")
    return {name: made[path] for name, path in PAGES.items()} | {"page by hand": by_hand}


def graph(digest: Digest, head: Head) -> list[dict[str, Any]]:
    data = json.loads(metadata.metadata(digest.world, head).json_ld)
    assert data["@context"] == "https://schema.org"
    return list(data["@graph"])


def test_what_pages_say_is_as_recorded(corpus: Corpus) -> None:
    digest = Digest(corpus)
    said = {}
    for name, head in heads(digest).items():
        made = metadata.metadata(digest.world, head)
        card = {"card": made.card, "card of": made.card_of}
        said[name] = card | {"tags": [*map(list, made.tags)], "graph": graph(digest, head)}
    assert said == json.loads(FIXTURE.read_text("utf-8"))


def test_without_an_address_nothing_is_absolute(corpus: Corpus) -> None:
    digest = Digest(replace(corpus, settings=replace(corpus.settings, url="")))
    for head in heads(digest).values():
        made = metadata.metadata(digest.world, head)
        assert "bits.example" not in made.json_ld
        assert '"@id"' not in made.json_ld
        assert not any(name == "citation_abstract_html_url" for name, _ in made.tags)
    assert list(metadata.robots(digest.world)) == []


def test_hostile_values_stay_inside_their_script(corpus: Corpus) -> None:
    paper = Paper("h", HOSTILE, arxiv="2410.90009", authors=(HOSTILE,), topics=("quantisation",))
    papers = {"h": replace(paper, summary=HOSTILE)}
    digest = Digest(replace(corpus, papers=papers, editions={}))
    made = {page.path: page.head for page in pages.render(digest, {})}
    for head in made.values():
        said = metadata.metadata(digest.world, head).json_ld
        assert not set("<>&\u2028\u2029\u202e") & set(said)
    assert "</script><script>alert(1)</script><!--" in str(graph(digest, made["papers/h.md"]))


def test_robots_lead_to_the_sitemap() -> None:
    digest = Digest(Corpus(Settings(url="https://bits.example/small")))
    (made,) = make_all(metadata.robots(digest.world), digest.world)
    assert made.path == "robots.txt"
    assert made.data == (
        "User-agent: *\nAllow: /\n\nSitemap: https://bits.example/small/sitemap.xml\n"
    )
