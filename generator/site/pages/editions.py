"""The pages of the listings."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from generator.papers import wording
from generator.papers.wording import count
from generator.site.pages.cards import card, edition_ref, is_long, paper_facts, said
from generator.site.pages.page import Head, Page, Ref, Steps, page
from generator.text.markdown import destination

if TYPE_CHECKING:
    from collections.abc import Iterator

    from generator.papers.model import Edition, Paper
    from generator.site.pages.cards import Card
    from generator.views import Digest


_EDITIONS = Ref("Editions", destination("editions/index.md"))


def edition_pages(digest: Digest) -> Iterator[Page]:
    """The index of editions, and the page of each."""
    yield _index(digest)
    dated = digest.editions.dated
    for index, edition in enumerate(dated):
        older = edition_ref(dated[index + 1]) if index + 1 < len(dated) else None
        newer = edition_ref(dated[index - 1]) if index else None
        yield _edition(digest, edition, Steps(older, newer))
    for edition in digest.editions.undated:
        yield _edition(digest, edition, Steps())


def edition_papers(digest: Digest, edition: Edition) -> list[tuple[Paper, Card]]:
    """The papers of an edition in its order, each once, with cards that show what it said."""
    papers = digest.corpus.papers
    first = {sighting.paper: sighting for sighting in reversed(edition.papers)}
    in_order = dict.fromkeys(sighting.paper for sighting in edition.papers)
    return [
        (papers[id_], replace(card(digest, papers[id_]), said=said(first[id_])))
        for id_ in in_order
        if id_ in papers
    ]


def _index(digest: Digest) -> Page:
    editions = digest.editions
    head = Head(
        path="editions/index.md",
        kind="editions",
        title="Editions",
        description=f"{count(len(editions.all), 'listing')} as captured.",
        days=(edition.date or "" for edition in editions.dated),
    )
    dated, undated = (
        [
            (
                edition_ref(each),
                wording.date_words(each.date or ""),
                each.kind,
                each.source,
                f"{len(each.papers):,}",
            )
            for each in of
        ]
        for of in (editions.dated, editions.undated)
    )
    return page(head, "editions", facts=head.description, dated=dated, undated=undated)


def _edition(digest: Digest, edition: Edition, steps: Steps) -> Page:
    shown = edition_papers(digest, edition)
    papers = [paper for paper, _ in shown]
    repeated = sum(len(digest.sightings[paper.id]) > 1 for paper in papers)
    name = wording.edition_name(edition)
    facts = [
        edition.kind.capitalize() + " listing",
        edition.source,
        wording.day_words(edition.date) if edition.date else "undated",
        paper_facts(papers),
    ]
    if repeated:
        facts.append(f"{repeated} of these in other listings")
    head = Head(
        path=f"editions/{edition.id}.md",
        kind="edition",
        title=name,
        description=f"{', '.join(facts)}.",
        days=(edition.date or "",),
        steps=steps,
        trail=(_EDITIONS,),
    )
    return page(
        head,
        "edition",
        facts=facts,
        number=count(len(papers), "paper"),
        cards=[card for _, card in shown],
        long=is_long(papers),
    )
