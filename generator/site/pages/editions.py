"""The pages of the listings."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from generator.papers import wording
from generator.papers.wording import count
from generator.site.pages.cards import card, edition_ref, is_long, paper_facts, part, records, said
from generator.site.pages.page import Head, Page, PageOutput, Ref, Steps, page
from generator.text.markdown import destination
from generator.views.topics import pages

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from markupsafe import Markup

    from generator.papers.model import Edition
    from generator.site.pages.cards import Card, Part
    from generator.views import Digest
    from generator.views.outputs import Shown, World

_SECTION = 25  # papers under a heading of a long edition
_PART = 200  # rows of the index on a page, at least
_EDITIONS = Ref("Editions", destination("editions/index.md"))

_Row = tuple[Ref, str, str, str, str]
"""An edition, its day in words, its kind, its source, its number of papers."""


@dataclass(frozen=True, slots=True)
class _Index:
    """A page of the index: the newest, or an earlier part, counted from the oldest."""

    facts: str
    newest: str
    dated: tuple[_Row, ...]
    undated: tuple[_Row, ...]
    part: int
    steps: Steps


@dataclass(frozen=True, slots=True)
class _Edition:
    """An edition by itself, its neighbours, its papers with what it said of each, in its order.

    ``repeated`` of them are in other editions as well.
    """

    id: str
    name: str
    kind: str
    source: str
    date: str
    steps: Steps
    papers: tuple[tuple[Shown, tuple[str, ...]], ...]
    repeated: int


def edition_pages(digest: Digest) -> Iterator[PageOutput]:
    """The index of editions, and the page of each."""
    yield from _index_outputs(digest)
    dated = digest.editions.dated
    for index, edition in enumerate(dated):
        older = edition_ref(dated[index + 1]) if index + 1 < len(dated) else None
        newer = edition_ref(dated[index - 1]) if index else None
        yield _edition_output(digest, edition, Steps(older, newer))
    for edition in digest.editions.undated:
        yield _edition_output(digest, edition, Steps())


def edition_papers(digest: Digest, edition: Edition) -> tuple[tuple[Shown, tuple[str, ...]], ...]:
    """The papers of an edition in its order, each once, with what it said of them in words."""
    papers = digest.corpus.papers
    first = {sighting.paper: sighting for sighting in reversed(edition.papers)}
    in_order = [
        id_ for id_ in dict.fromkeys(sighting.paper for sighting in edition.papers) if id_ in papers
    ]
    shown = digest.shown(papers[id_] for id_ in in_order)
    return tuple((each, said(first[each.paper.id])) for each in shown)


def said_cards(
    world: World, papers: Sequence[tuple[Shown, tuple[str, ...]]], under: str = ""
) -> list[Card]:
    """The cards of the papers of an edition, which show what it said."""
    return [replace(card(world, shown, under), said=words) for shown, words in papers]


def _sections(of: Sequence[Card]) -> Iterator[tuple[Part, Sequence[Card]]]:
    """The cards in parts of so many that its contents lead to; a short edition is one part."""
    size = _SECTION if len(of) > 2 * _SECTION else max(len(of), 1)
    for start in range(0, len(of), size):
        numbered = of[start : start + size]
        name = f"{start + 1} to {start + len(numbered)}"
        yield part(f"from-{start + 1}", name, len(numbered), len(of)), numbered


def _heading(each: Part, papers: int) -> Markup | str:
    """What stands above a part; the only one says how many papers there are."""
    whole = each.number == f"{papers:,}"
    return f"{count(papers, 'paper')}, in the listing's order" if whole else each.words


def _index_outputs(digest: Digest) -> Iterator[PageOutput]:
    editions = digest.editions
    facts = f"{count(len(editions.all), 'listing')} as captured."
    parts = pages([_row(each) for each in editions.dated], _PART)
    last = len(parts) - 1
    newest = max((edition.date or "" for edition in editions.dated), default="")
    undated = tuple(map(_row, editions.undated))
    for number, rows in enumerate(parts):
        older = last if number == 0 else number - 1
        newer = number + 1 if 0 < number < last else 0
        steps = Steps(
            _part_ref(older) if older else None,
            _part_ref(newer) if number else None,
        )
        given = (
            _Index("", "", tuple(rows), (), number, steps)
            if number
            else _Index(facts, newest, tuple(rows), undated, number, steps)
        )
        yield PageOutput(str(_part_ref(number).path), _index, given)


def _part_ref(number: int) -> Ref:
    if not number:
        return _EDITIONS
    return Ref(f"part {number}", destination(f"editions/part/{number}.md"))


def _row(edition: Edition) -> _Row:
    day = wording.date_words(edition.date or "")
    return edition_ref(edition), day, edition.kind, edition.source, f"{len(edition.papers):,}"


def _index(world: World, given: _Index) -> Page:
    facts = given.facts or f"Part {given.part}, counted from the oldest."
    head = Head(
        path=str(_part_ref(given.part).path),
        kind="editions",
        title=f"Editions, part {given.part}" if given.part else "Editions",
        description=facts,
        days=(given.newest,),
        steps=given.steps,
        trail=(_EDITIONS,) if given.part else (),
    )
    return page(head, "editions", facts=facts, dated=given.dated, undated=given.undated)


def _edition_output(digest: Digest, edition: Edition, steps: Steps) -> PageOutput:
    papers = edition_papers(digest, edition)
    given = _Edition(
        edition.id,
        wording.edition_name(edition),
        edition.kind,
        edition.source,
        edition.date or "",
        steps,
        papers,
        sum(len(digest.sightings[shown.paper.id]) > 1 for shown, _ in papers),
    )
    return PageOutput(f"editions/{edition.id}.md", _edition, given)


def _edition(world: World, given: _Edition) -> Page:
    papers = records(shown for shown, _ in given.papers)
    facts = [
        given.kind.capitalize() + " listing",
        given.source,
        wording.day_words(given.date) if given.date else "undated",
        paper_facts(papers),
    ]
    if given.repeated:
        facts.append(f"{given.repeated} of these in other listings")
    sections = list(_sections(said_cards(world, given.papers)))
    head = Head(
        path=f"editions/{given.id}.md",
        kind="edition",
        title=given.name,
        description=f"{', '.join(facts)}.",
        days=(given.date,),
        steps=given.steps,
        trail=(_EDITIONS,),
        lists=papers,
    )
    return page(
        head,
        "edition",
        facts=facts,
        contents=[each for each, _ in sections],
        sections=[
            (_heading(each, len(papers)), each.anchor, numbered) for each, numbered in sections
        ],
        long=is_long(papers),
    )
