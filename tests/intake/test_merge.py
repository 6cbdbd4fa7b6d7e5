"""Entries into records: what is filled, what stays, and an account that adds up."""

from __future__ import annotations

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from generator.intake import merge
from generator.papers.model import (
    Capture,
    Corpus,
    Edition,
    Entry,
    Fact,
    Link,
    Paper,
    Rejection,
    Sighting,
)

CODE = Link("code", "https://github.com/muster/tiny")


def entry(title: str, **facts: object) -> Entry:
    return Entry(title=title, line=1, **facts)  # type: ignore[arg-type]


def capture(*entries: Entry, captured: str | None = "2025-01-02", kind: str = "daily") -> Capture:
    return Capture("hf_text", "Listing", kind, captured, entries)  # type: ignore[arg-type]


def ingest(corpus: Corpus, listing: Capture, keep: bool = True) -> tuple[Corpus, merge.Account]:
    return merge.ingest(corpus, listing, keep_abstracts=keep)


def corpus_of(*papers: Paper) -> Corpus:
    return Corpus(papers={paper.id: paper for paper in papers})


def test_a_new_paper_becomes_a_record_and_a_sighting() -> None:
    listing = capture(
        entry("Tiny Nets", abstract="Small.", authors_count=2, published="2024-12-31", comments=3)
    )
    corpus, account = ingest(Corpus(), listing)
    assert corpus.papers["tiny-nets"] == Paper(
        "tiny-nets", "Tiny Nets", authors_count=2, published="2024-12-31", abstract="Small."
    )
    assert corpus.editions["2025-01-02"] == Edition(
        "2025-01-02", "daily", "Listing", (Sighting("tiny-nets", comments=3),), date="2025-01-02"
    )
    assert (account.blocks, account.new, account.sightings) == (1, ("tiny-nets",), 0)


def test_topics_are_suggested_for_new_records_only() -> None:
    known = corpus_of(Paper("tiny-nets", "Tiny Nets"))
    listing = capture(entry("Tiny Nets", abstract="a"), entry("Big Nets", abstract="b"))
    corpus, _ = merge.ingest(
        known, listing, keep_abstracts=True, suggest=lambda title, abstract: (abstract,)
    )
    assert corpus.papers["tiny-nets"].suggested_topics == ()
    assert corpus.papers["big-nets"].suggested_topics == ("b",)
    assert corpus.papers["big-nets"].topics == ()


def test_abstracts_stay_out_where_they_are_not_kept() -> None:
    corpus, _ = ingest(Corpus(), capture(entry("Tiny Nets", abstract="Small.")), keep=False)
    assert corpus.papers["tiny-nets"].abstract == ""


def test_an_import_fills_what_is_empty_and_reports_what_differs() -> None:
    known = corpus_of(Paper("tiny-nets", "Tiny Nets", published="2024-01-01"))
    listing = capture(entry("Tiny nets", published="2024-12-31", links=(CODE,)))
    corpus, account = ingest(known, listing)
    paper = corpus.papers["tiny-nets"]
    assert (paper.title, paper.published, paper.links) == ("Tiny Nets", "2024-01-01", (CODE,))
    assert account.differences == (
        merge.Difference("tiny-nets", "published", "2024-01-01", "2024-12-31"),
    )


def test_a_field_stated_as_empty_is_a_persons_word() -> None:
    known = corpus_of(Paper("tiny-nets", "Tiny Nets", stated=frozenset({"title", "links"})))
    corpus, _ = ingest(known, capture(entry("Tiny Nets", links=(CODE,))))
    assert corpus.papers["tiny-nets"].links == ()


def test_a_listing_gives_nothing_twice() -> None:
    listing = capture(entry("Tiny Nets", links=(CODE,), abstract="Small."))
    first, _ = ingest(Corpus(), listing)
    edited = replace(first.papers["tiny-nets"], links=(), abstract="")
    again, account = ingest(replace(first, papers={"tiny-nets": edited}), listing)
    assert again.papers["tiny-nets"] == edited
    assert (account.new, account.sightings, account.repeated) == ((), 1, 1)


def test_a_fuller_capture_of_the_day_adds_and_never_shrinks() -> None:
    whole, _ = ingest(Corpus(), capture(entry("A One", upvotes=5), entry("B Two", upvotes=1)))
    partly, _ = ingest(whole, capture(entry("C Three"), entry("A One", upvotes=3)))
    assert partly.editions["2025-01-02"].papers == (
        Sighting("a-one", upvotes=5),
        Sighting("b-two", upvotes=1),
        Sighting("c-three"),
    )


def test_a_card_that_appears_twice_is_one_paper_in_the_edition() -> None:
    corpus, account = ingest(Corpus(), capture(entry("A One"), entry("A one", comments=2)))
    assert corpus.editions["2025-01-02"].papers == (Sighting("a-one", comments=2),)
    assert (account.blocks, len(account.new), account.sightings) == (2, 1, 1)


def test_undated_editions_are_told_apart_by_their_papers() -> None:
    one = capture(entry("A One"), captured=None, kind="search")
    other = capture(entry("B Two"), captured=None, kind="search")
    corpus = Corpus()
    for listing in (one, other, one):
        corpus, _ = ingest(corpus, listing)
    assert len(corpus.editions) == 2
    assert all(edition_id.startswith("search-") for edition_id in corpus.editions)


def test_a_date_given_later_settles_the_edition_that_is_there() -> None:
    undated, _ = ingest(Corpus(), capture(entry("A One"), captured=None))
    (edition_id,) = undated.editions
    dated, _ = ingest(undated, capture(entry("A One")))
    assert list(dated.editions) == [edition_id]
    assert dated.editions[edition_id].date == "2025-01-02"


def test_two_days_with_the_same_papers_are_two_editions() -> None:
    first, _ = ingest(Corpus(), capture(entry("A One")))
    second, _ = ingest(first, capture(entry("A One"), captured="2025-01-03"))
    assert list(second.editions) == ["2025-01-02", "2025-01-03"]


def test_rejections_are_part_of_the_account() -> None:
    listing = replace(capture(entry("A One")), rejected=(Rejection(9, "stray line", "x"),))
    _, account = ingest(Corpus(), listing)
    assert account.blocks == 2
    assert account.rejected == listing.rejected


ENTRIES = st.builds(
    Entry,
    title=st.text(min_size=1, max_size=12).filter(str.strip),
    line=st.just(1),
    abstract=st.text(max_size=20).map(str.strip),
    authors_count=st.none() | st.integers(1, 9),
    upvotes=st.none() | st.integers(0, 9),
)
CAPTURES = st.builds(
    Capture,
    format=st.just("hf_text"),
    source=st.sampled_from(["Listing", "Another listing"]),
    kind=st.sampled_from(["daily", "search", "trending"]),
    captured=st.none() | st.sampled_from(["2025-01-02", "2025-01-03"]),
    entries=st.lists(ENTRIES, max_size=6).map(tuple),
)


@given(st.lists(CAPTURES, max_size=4))
def test_ingest_twice_is_ingest_once_and_accounts_add_up(listings: list[Capture]) -> None:
    corpus = Corpus()
    new = 0
    for listing in listings:
        corpus, account = ingest(corpus, listing)
        assert account.blocks == len(listing.entries)
        new += len(account.new)
        once = corpus
        corpus, account = ingest(corpus, listing)
        assert corpus == once
        assert (account.new, account.repeated) == ((), len(listing.entries))
    assert len(corpus.papers) == new


def test_an_edited_title_is_found_again() -> None:
    listing = capture(entry("Tiny Nets: A Study"))
    corpus, _ = ingest(Corpus(), listing)
    edited = replace(corpus.papers["tiny-nets-a-study"], title="Small Networks")
    corpus = replace(corpus, papers={edited.id: edited})
    again, account = ingest(corpus, listing)
    assert again == corpus
    assert (account.new, account.repeated) == ((), 1)


def test_an_alias_is_found_again() -> None:
    known = corpus_of(Paper("big-nets", "Big Nets", aliases=("tiny-nets",)))
    corpus, account = ingest(known, capture(entry("Tiny Nets")))
    assert list(corpus.papers) == ["big-nets"]
    assert account.sightings == 1


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
        Paper("nets", "Nets", arxiv="2401.00001"), Paper("nets-2", "Nets", arxiv="2401.00002")
    )
    corpus, done = merge.enrich(known, [Fact("Nets", published="2024-01")])
    assert corpus == known
    assert done.refused == ("nets: another record has the title 'Nets' too",)


def test_facts_fill_by_title_and_report() -> None:
    known = corpus_of(
        Paper("tiny-nets", "Tiny Nets", published="2024-01-01"),
        Paper("big-nets", "Big Nets", arxiv="2401.00001"),
    )
    corpus, done = merge.enrich(
        known,
        [
            Fact("Tiny nets!", arxiv="2402.00002", published="2024-01", authors=("Ada Muster",)),
            Fact("No such paper", arxiv="2403.00003"),
        ],
    )
    assert corpus.papers["tiny-nets"].arxiv == "2402.00002"
    assert corpus.papers["tiny-nets"].authors == ("Ada Muster",)
    assert corpus.papers["tiny-nets"].published == "2024-01-01"
    assert (done.papers, dict(done.filled)) == (1, {"arxiv": 1, "authors": 1})
    assert done.unknown == ("No such paper",)
    assert [difference.found for difference in done.differences] == ["2024-01"]


def test_an_identifier_goes_to_one_record() -> None:
    known = corpus_of(Paper("tiny-nets", "Tiny Nets"), Paper("big-nets", "Big Nets"))
    facts = [Fact("Tiny Nets", arxiv="2402.00002"), Fact("Big Nets", arxiv="2402.00002")]
    corpus, done = merge.enrich(known, facts)
    assert corpus.papers["big-nets"].arxiv is None
    assert done.refused == ("big-nets: arXiv 2402.00002 is tiny-nets already",)


@given(st.lists(st.builds(Fact, title=st.sampled_from(["Tiny Nets", "Big Nets", "None"]))))
def test_enrich_twice_is_enrich_once(facts: list[Fact]) -> None:
    known = corpus_of(Paper("tiny-nets", "Tiny Nets"), Paper("big-nets", "Big Nets"))
    once, _ = merge.enrich(known, facts)
    assert merge.enrich(once, facts)[0] == once
