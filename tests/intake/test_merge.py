"""Entries into records: what is filled, what stays, and an account that adds up."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

import msgspec
import pytest
import yaml

from generator.intake import merge
from generator.intake.enrich import enrich
from generator.papers.model import (
    Capture,
    Corpus,
    EditionKind,
    Entry,
    LeftOut,
    Link,
    Paper,
    Settings,
    Topic,
    Vocabulary,
)

NETS = "Weighing small nets by the hour"
CODE = Link("code", "https://github.com/muster/tiny")
CASES: list[dict[str, Any]] = yaml.safe_load(
    (Path(__file__).parent / "cases.yml").read_text(encoding="utf-8")
)


def imported(case: dict[str, Any]) -> tuple[Corpus, merge.Account]:
    """The corpus after the listings of a case, and the account of the last one."""
    known = {id: {"id": id, **stated} for id, stated in case.get("known", {}).items()}
    corpus = Corpus(
        papers=msgspec.convert(known, dict[str, Paper]),
        settings=msgspec.convert(case.get("settings", {}), Settings),
        vocabulary=Vocabulary(topics=msgspec.convert(case.get("topics", []), tuple[Topic, ...])),
        left_out=msgspec.convert(case.get("left_out", []), tuple[LeftOut, ...]),
    )
    accounts = []
    for each in case["listings"]:
        stated = [{"line": 1, **entry} for entry in each["entries"]]
        entries = msgspec.convert(stated, tuple[Entry, ...])
        kind, captured = each.get("kind", "daily"), each.get("captured", "2025-01-02")
        listing = Capture("hf_text", "Listing", kind, captured, entries)
        corpus, account = merge.ingest(
            corpus, listing, keep_abstracts=case.get("keep", True), added=case.get("added")
        )
        accounts.append(account)
    return corpus, accounts[-1]


def plain(value: Any) -> Any:
    """Mappings and lists, as a case has them."""
    return msgspec.json.decode(msgspec.json.encode(value))


def shown(account: merge.Account, name: str) -> Any:
    """What an account says, as a case writes it."""
    said = getattr(account, name)
    if name in ("rejected", "left_out"):
        return [f"{one.text}: {one.reason}" for one in said]
    return plain(said)


def editions_of(corpus: Corpus) -> dict[str, list[str]]:
    """Day, kind and papers with upvotes and comments of each edition."""
    return {
        edition.id: [
            f"{edition.date} {edition.kind}",
            *(f"{seen.paper} {seen.upvotes} {seen.comments}" for seen in edition.papers),
        ]
        for edition in corpus.editions.values()
    }


@pytest.mark.parametrize(
    "case", CASES, ids=[f"{number} {case['name']}" for number, case in enumerate(CASES)]
)
def test_listings_come_in_as_a_case_says(case: dict[str, Any]) -> None:
    corpus, account = imported(case)
    assert {name: shown(account, name) for name in case.get("gives", {})} == case.get("gives", {})
    for id, stated in case.get("papers", {}).items():
        got = {name: getattr(corpus.papers[id], name) for name in stated}
        assert plain(got) == stated
    assert corpus.papers.keys() == case.get("papers", corpus.papers).keys()
    assert editions_of(corpus) == case.get("editions", editions_of(corpus))


def entry(title: str, **facts: Any) -> Entry:
    return Entry(title=title, line=1, **facts)


def capture(
    *entries: Entry, captured: str | None = "2025-01-02", kind: EditionKind = "daily"
) -> Capture:
    return Capture("hf_text", "Listing", kind, captured, entries)


def ingest(corpus: Corpus, listing: Capture, keep: bool = True) -> tuple[Corpus, merge.Account]:
    return merge.ingest(corpus, listing, keep_abstracts=keep)


def corpus_of(*papers: Paper) -> Corpus:
    return Corpus(papers={paper.id: paper for paper in papers})


def tiny(**facts: Any) -> Paper:
    return Paper(id="tiny", title="Weighing Tiny Nets", **facts)


def test_a_listing_gives_nothing_twice() -> None:
    listing = capture(entry("Weighing Tiny Nets", links=(CODE,), abstract="Small."))
    first, _ = ingest(Corpus(), listing)
    edited = replace(first.papers["weighing-tiny-nets"], links=(), abstract="")
    again, account = ingest(replace(first, papers={"weighing-tiny-nets": edited}), listing)
    assert again.papers["weighing-tiny-nets"] == edited
    assert (account.new, account.sightings, account.repeated) == ((), 1, 1)


def test_an_edited_title_is_found_again() -> None:
    listing = capture(entry("Weighing Tiny Nets: A Study"))
    corpus, _ = ingest(Corpus(), listing)
    edited = replace(corpus.papers["weighing-tiny-nets-a-study"], title="Small Networks")
    corpus = replace(corpus, papers={edited.id: edited})
    again, account = ingest(corpus, listing)
    assert again == corpus
    assert (account.new, account.repeated) == ((), 1)


def test_same_as_leaves_the_editions_as_they_are() -> None:
    for captured in ("2025-01-02", None):
        listing = capture(entry("A One", comments=1), entry("B Two", comments=2), captured=captured)
        corpus, _ = ingest(Corpus(), listing)
        joined = replace(corpus.papers["a-one"], same_as=("b-two",))
        corpus = replace(corpus, papers={**corpus.papers, "a-one": joined})
        assert ingest(corpus, listing)[0] == corpus


def test_an_edition_is_never_overwritten_by_another() -> None:
    corpus, _ = ingest(Corpus(), capture(entry("A One")))
    (edition,) = corpus.editions.values()
    corpus = replace(corpus, editions={edition.id: replace(edition, kind="search", title="Mine")})
    for _ in range(2):
        corpus, _ = ingest(corpus, capture(entry("A One")))
    assert corpus.editions[edition.id].title == "Mine"
    assert list(corpus.editions) == ["2025-01-02", "2025-01-02-2"]


def test_a_fact_that_fits_two_records_is_refused() -> None:
    known = corpus_of(
        Paper("nets", NETS, arxiv="2401.00001"), Paper("nets-2", NETS, arxiv="2401.00002")
    )
    corpus, done = enrich(known, [Paper("", NETS, published="2024-01")])
    assert corpus == known
    assert done.refused == (f"nets: another record has the title '{NETS}' too",)


def test_facts_that_would_make_two_records_one_are_refused() -> None:
    known = corpus_of(
        Paper("nets", NETS, published="2024-01-01", authors=("Ada Muster",), doi="10.1000/1"),
        Paper("lamps", NETS, published="2020", authors=("Ada Muster",), arxiv="2001.00001"),
    )
    corpus, done = enrich(known, [Paper("", NETS, arxiv="2001.00001", doi="10.1000/1")])
    assert corpus == known
    assert done.refused == (
        "lamps: with these facts it would be one paper with nets (the same DOI 10.1000/1)",
    )


def test_facts_that_the_check_would_refuse_are_not_taken() -> None:
    known = corpus_of(Paper("nets", NETS, published="2026-01-01"))
    corpus, done = enrich(known, [Paper("", NETS, arxiv="2401.00001")])
    assert corpus == known
    assert done.refused[0].startswith("nets: 'published' is 2026-01-01, but arXiv id 2401.00001")


def test_a_record_that_waits_for_its_title_is_named_by_its_identifier() -> None:
    corpus, account = ingest(Corpus(), capture(entry("", arxiv="2401.00001"), captured=None))
    assert account.new == ("arxiv-2401-00001",)
    corpus, done = enrich(corpus, [Paper("", NETS, arxiv="2401.00001", published="2024-01-02")])
    assert corpus.papers["arxiv-2401-00001"].title == NETS
    assert done.filled == {"title": 1, "published": 1}


def test_facts_fill_by_title_and_report() -> None:
    big = Paper("big", "Weighing Big Nets", arxiv="2401.00001")
    said: dict[str, Any] = {"arxiv": "2402.00002", "authors": ("Ada Muster",)}
    facts = [
        Paper("", "Weighing tiny nets!", published="2024-02", **said),
        Paper("", "No such paper", arxiv="2403.00003"),
    ]
    corpus, done = enrich(corpus_of(tiny(published="2024-01-01"), big), facts)
    assert corpus.papers["tiny"] == tiny(published="2024-01-01", **said)
    assert (done.papers, dict(done.filled)) == (1, {"arxiv": 1, "authors": 1})
    assert done.unknown == ("No such paper",)
    assert [difference.found for difference in done.differences] == ["2024-02"]


def test_an_identifier_goes_to_one_record() -> None:
    known = corpus_of(tiny(), Paper("big", "Weighing Big Nets"))
    facts = [
        Paper("", title, arxiv="2402.00002")
        for title in ("Weighing Tiny Nets", "Weighing Big Nets")
    ]
    corpus, done = enrich(known, facts)
    assert corpus.papers["big"].arxiv is None
    assert [(d.paper, d.field) for d in done.differences] == [("tiny", "title")]
    assert enrich(corpus, facts)[0] == corpus
