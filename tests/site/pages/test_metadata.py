"""What pages say of themselves to machines."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from markupsafe import Markup

from generator.papers.model import Corpus, Paper, Settings
from generator.site import head as metadata
from generator.site import pages
from generator.site.pages.page import Head
from generator.site.pages.parts import Ref
from generator.views import Digest
from generator.views.outputs import make_all

FIXTURE = Path(__file__).parents[2] / "fixtures" / "metadata.json"
BIT = "papers/bit-by-bit-training-with-1-58-bits.md"
PAGES = {"paper": BIT, "topic": "topics/quantisation.md", "home": "index.md"}
HOSTILE = "</script><script>alert(1)</script><!-- & \u2028 ]]> {{ 7*7 }} \u202e"


@pytest.fixture
def digest(corpus: Corpus) -> Digest:
    return Digest(corpus)


def heads(digest: Digest) -> dict[str, Head]:
    """What pages of several kinds say of themselves, one by hand among them."""
    made = {page.path: page.head for page in pages.render(digest, {})}
    of = {name: made[path] for name, path in PAGES.items() if path in made}
    return of | {"about": Head(Ref("About", Markup("about/index.md")), "text", "")}


def graph(digest: Digest, head: Head) -> list[dict[str, Any]]:
    data = json.loads(metadata.metadata(digest.world, head).json_ld)
    assert data["@context"] == "https://schema.org"
    return list(data["@graph"])


def test_json_ld_is_as_recorded(digest: Digest) -> None:
    made = {name: graph(digest, head) for name, head in heads(digest).items()}
    assert made == json.loads(FIXTURE.read_text("utf-8"))


def test_a_card_is_that_of_the_topic_of_the_listings_or_of_the_digest(digest: Digest) -> None:
    made = {
        name: metadata.metadata(digest.world, head).card for name, head in heads(digest).items()
    }
    assert made == {
        "paper": "topics/quantisation/card.png",
        "topic": "topics/quantisation/card.png",
        "home": "card.png",
        "about": "card.png",
    }
    edition = Head(Ref("E", Markup("editions/e.md")), "edition", "")
    assert metadata.metadata(digest.world, edition).card == "editions/card.png"


def read_as_zotero(tags: tuple[tuple[str, str], ...]) -> dict[str, Any]:
    """What Zotero's "Embedded Metadata" takes from the tags, by its own rules."""
    single = dict(tags)
    creators = []
    for author in (content for name, content in tags if name == "citation_author"):
        pieces = [piece.strip() for piece in author.split(",")]
        split = len(pieces) > 1 and " " in pieces[0] and " " in pieces[1]
        for each in pieces if split else [author]:
            first, _, last = each.rpartition(" ")
            creators.append((first, last))
    return {
        "title": single.get("citation_title"),
        "date": single.get("citation_publication_date"),
        "url": single.get("citation_public_url"),
        "arxiv": single.get("citation_arxiv_id"),
        "DOI": single.get("citation_doi"),
        "pdf": single.get("citation_pdf_url"),
        "creators": creators,
    }


def test_tags_are_enough_for_zotero(digest: Digest) -> None:
    item = read_as_zotero(metadata.metadata(digest.world, heads(digest)["paper"]).tags)
    assert item.pop("creators")[:3] == [("Ada", "Ngo"), ("Bo", "Qvist"), ("Cy", "Öz")]
    assert item == {
        "title": "Bit by Bit: Training with 1.58 Bits",
        "date": "2024/10/05",
        "url": "https://arxiv.org/abs/2410.90001",
        "arxiv": "2410.90001",
        "DOI": "10.48550/arXiv.2410.90001",
        "pdf": "https://arxiv.org/pdf/2410.90001",
    }


def test_tags_say_only_what_is_known(digest: Digest) -> None:
    made = {page.path: page.head for page in pages.render(digest, {})}

    def names(paper: str) -> list[str]:
        tags = metadata.metadata(digest.world, made[f"papers/{paper}.md"]).tags
        return [name for name, _ in tags]

    assert names("undated") == ["citation_title", "citation_abstract_html_url"]
    assert names("a-b-pruning-c")[3:] == [
        "citation_publication_date",
        "citation_doi",
        "citation_public_url",
        "citation_abstract_html_url",
        "citation_keywords",
    ]
    assert metadata.metadata(digest.world, heads(digest)["topic"]).tags == ()


def with_settings(corpus: Corpus, **changes: Any) -> Digest:
    return Digest(replace(corpus, settings=replace(corpus.settings, **changes)))


def test_without_an_address_nothing_is_absolute(corpus: Corpus) -> None:
    digest = with_settings(corpus, url="")
    for head in heads(digest).values():
        made = metadata.metadata(digest.world, head)
        assert "bits.example" not in made.json_ld
        assert '"@id"' not in made.json_ld
        assert not any(name == "citation_abstract_html_url" for name, _ in made.tags)
    assert list(metadata.robots(digest.world)) == []


def test_hostile_values_stay_inside_their_script(corpus: Corpus) -> None:
    paper = Paper(
        "h",
        HOSTILE,
        arxiv="2410.90009",
        authors=(HOSTILE,),
        summary=HOSTILE,
        topics=("quantisation",),
    )
    digest = Digest(replace(corpus, papers={"h": paper}, editions={}))
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
