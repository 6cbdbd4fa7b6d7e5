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
from generator.site.pages.page import Head
from generator.site.pages.parts import Ref
from generator.views import Digest
from generator.views.outputs import make_all

FIXTURE = Path(__file__).parents[2] / "fixtures" / "metadata.json"
BIT = "bit-by-bit-training-with-1-58-bits"
PAPERS = Ref("Papers", Markup("papers/index.md"))
TOPICS = Ref("Topics", Markup("topics/index.md"))
HOSTILE = "</script><script>alert(1)</script><!-- & \u2028 ]]> {{ 7*7 }} \u202e"


@pytest.fixture
def digest(corpus: Corpus) -> Digest:
    return Digest(corpus)


def to(title: str, path: str) -> Ref:
    return Ref(title, Markup(path))


def heads(digest: Digest) -> dict[str, Head]:
    papers = digest.corpus.papers
    shown = digest.shown([papers[BIT]])
    listed = digest.shown(papers[id_] for id_ in (BIT, "spikes", "old-bits"))
    return {
        "paper": Head(
            Ref("Bit by Bit", Markup(f"papers/{BIT}.md")),
            "paper",
            papers[BIT].summary,
            trail=(PAPERS,),
            paper=shown[0],
            topic="quantisation",
        ),
        "topic": Head(
            Ref("Quantisation", Markup("topics/quantisation.md")),
            "topic",
            "Fewer bits. 3 papers.",
            trail=(TOPICS,),
            lists=listed,
        ),
        "home": Head(
            Ref("Small Bits", Markup("index.md")),
            "home",
            "A digest of invented papers.",
            lists=digest.shown([papers["spikes"]]),
        ),
        "about": Head(to("About", "about/index.md"), "text", ""),
    }


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
        "topic": "card.png",
        "home": "card.png",
        "about": "card.png",
    }
    edition = Head(to("E", "editions/e.md"), "edition", "")
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
    def names(paper: str) -> list[str]:
        head = Head(
            Ref("x", Markup(f"papers/{paper}.md")),
            "paper",
            "",
            paper=digest.shown([digest.corpus.papers[paper]])[0],
        )
        tags = metadata.metadata(digest.world, head).tags
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
    digest = Digest(replace(corpus, papers={"h": paper}))
    for head in (
        Head(
            Ref(HOSTILE, Markup("papers/h.md")),
            "paper",
            "",
            paper=digest.shown([paper])[0],
            trail=(Ref(HOSTILE, Markup("x")),),
        ),
        Head(
            Ref(HOSTILE, Markup("papers/index.md")), "papers", HOSTILE, lists=digest.shown([paper])
        ),
    ):
        made = metadata.metadata(digest.world, head)
        assert not set("<>&\u2028\u2029\u202e") & set(made.json_ld)
        assert "</script><script>alert(1)</script><!--" in str(graph(digest, head))


def test_robots_lead_to_the_sitemap() -> None:
    digest = Digest(Corpus(Settings(url="https://bits.example/small")))
    (made,) = make_all(metadata.robots(digest.world), digest.world)
    assert made.path == "robots.txt"
    assert made.data == (
        "User-agent: *\nAllow: /\n\nSitemap: https://bits.example/small/sitemap.xml\n"
    )
