"""Entries into records: what is filled, what stays, and an account that adds up."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from generator.intake import merge
from generator.intake.enrich import enrich
from generator.papers.model import (
    Capture,
    Corpus,
    Curation,
    Edition,
    EditionKind,
    Entry,
    LeftOut,
    Link,
    Paper,
    Settings,
    Sighting,
    Topic,
    Vocabulary,
)

NETS = "Weighing small nets by the hour"
CODE = Link("code", "https://github.com/muster/tiny")


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


def test_a_new_paper_becomes_a_record_and_a_sighting() -> None:
    facts = {"authors_count": 2, "published": "2024-12-31", "abstract": "Small."}
    corpus, account = ingest(Corpus(), capture(entry("Weighing Tiny Nets", comments=3, **facts)))
    (id,) = account.new
    assert corpus.papers == {id: replace(tiny(**facts), id="weighing-tiny-nets")}
    day, seen = "2025-01-02", (Sighting(id, comments=3),)
    assert corpus.editions == {day: Edition(day, "daily", "Listing", seen, date=day)}
    assert (account.blocks, account.sightings) == (1, 0)


def test_topics_are_suggested_for_new_records_only() -> None:
    scales = Topic("scales", "Scales", "What weighs.", "tools", ("weighing",))
    listing = capture(entry("Weighing Tiny Nets"), entry("Weighing Big Nets"))
    for wanted, suggested in ((True, ("scales",)), (False, ())):
        settings = Settings(suggest_topics=wanted)
        known = replace(corpus_of(tiny()), vocabulary=Vocabulary(topics=(scales,)))
        corpus, _ = ingest(replace(known, settings=settings), listing)
        assert corpus.papers["tiny"].suggested_topics == ()
        assert corpus.papers["weighing-big-nets"].suggested_topics == suggested
        assert corpus.papers["weighing-big-nets"].topics == ()


def test_abstracts_stay_out_where_they_are_not_kept() -> None:
    listing = capture(entry("Weighing Tiny Nets", abstract="Small."))
    corpus, _ = ingest(Corpus(), listing, keep=False)
    assert corpus.papers["weighing-tiny-nets"].abstract == ""


def test_an_import_fills_what_is_empty_and_reports_what_differs() -> None:
    listing = capture(entry("Weighing tiny nets", published="2024-12-31", links=(CODE,)))
    corpus, account = ingest(corpus_of(tiny(published="2024-01-01")), listing)
    assert corpus.papers["tiny"] == tiny(published="2024-01-01", links=(CODE,))
    difference = merge.Difference("tiny", "published", "2024-01-01", "2024-12-31")
    assert account.differences == (difference,)


def test_a_field_stated_as_empty_is_a_persons_word() -> None:
    known = corpus_of(tiny(stated=frozenset({"title", "links"})))
    corpus, _ = ingest(known, capture(entry("Weighing Tiny Nets", links=(CODE,))))
    assert corpus.papers["tiny"].links == ()


def test_a_listing_gives_nothing_twice() -> None:
    listing = capture(entry("Weighing Tiny Nets", links=(CODE,), abstract="Small."))
    first, _ = ingest(Corpus(), listing)
    edited = replace(first.papers["weighing-tiny-nets"], links=(), abstract="")
    again, account = ingest(replace(first, papers={"weighing-tiny-nets": edited}), listing)
    assert again.papers["weighing-tiny-nets"] == edited
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


def test_editorials_of_other_people_are_other_papers() -> None:
    known = corpus_of(Paper("editorial", "Editorial", authors=("Ada Muster",), published="2024"))
    other = entry("Editorial", arxiv="2501.01234", authors=("Carla Anders", "Dan Neumann"))
    corpus, account = ingest(known, capture(other))
    assert account.new == ("editorial-2",)
    assert corpus.papers["editorial"] == known.papers["editorial"]
    assert corpus.papers["editorial-2"].arxiv == "2501.01234"


def test_two_identifiers_in_one_capture_are_two_papers() -> None:
    reports = [
        entry("Technical Report", arxiv="2412.02130", authors=("Ada Muster",)),
        entry("Technical Report", arxiv="2412.02999", authors=("Bo Beispiel",)),
    ]
    corpus, account = ingest(Corpus(), capture(*reports))
    assert account.new == ("technical-report", "technical-report-2")
    again, account = ingest(corpus, capture(*reports))
    assert again == corpus
    assert (account.new, account.repeated) == ((), 2)


def test_one_identifier_under_two_titles_is_one_paper_and_a_difference() -> None:
    versions = [entry(NETS, arxiv="2412.02130"), entry("A winter of nets", arxiv="2412.02130")]
    corpus, account = ingest(Corpus(), capture(*versions))
    assert list(corpus.papers) == ["weighing-small-nets-by-the-hour"]
    assert [(d.field, d.found) for d in account.differences] == [("title", "A winter of nets")]


def test_what_contradicts_a_listing_is_left_out_or_the_block_rejected() -> None:
    late = entry("Weighing large nets by the hour", published="2052-03-04")
    other = entry(NETS, arxiv="2609.00001")
    corpus, account = ingest(Corpus(), capture(late, other, entry("On lamps at sea")))
    assert list(corpus.papers) == ["on-lamps-at-sea", "weighing-large-nets-by-the-hour"]
    assert corpus.papers["weighing-large-nets-by-the-hour"].published is None
    assert [rejection.text for rejection in account.rejected] == [NETS]
    assert "arXiv id 2609.00001 is of 2026-09" in account.rejected[0].reason
    assert account.blocks == 3
    again, account = ingest(corpus, capture(late, other, entry("On lamps at sea")))
    assert again == corpus
    assert (account.blocks, account.repeated) == (3, 2)


def test_a_listing_that_contradicts_a_record_does_not_take_it() -> None:
    known = corpus_of(Paper("nets", NETS, published="2031-01-01", arxiv="3101.00001"))
    corpus, account = ingest(known, capture(entry(NETS), entry("On lamps at sea")))
    assert corpus.papers["nets"] == known.papers["nets"]
    assert [rejection.text for rejection in account.rejected] == [NETS]
    assert [seen.paper for seen in corpus.editions["2025-01-02"].papers] == ["on-lamps-at-sea"]


def test_an_abstract_that_a_summary_copies_is_not_taken() -> None:
    words = "small nets tire later than large nets do when they are weighed"
    known = corpus_of(Paper("nets", NETS, summary=f"It is found that {words}."))
    known = replace(known, settings=Settings(curation=Curation(shared_words=8)))
    corpus, account = ingest(known, capture(entry(NETS, abstract=f"We show that {words}.")))
    assert corpus.papers["nets"].abstract == ""
    assert account.sightings == 1
    assert "shares" in account.notes[0]


def test_a_fill_that_would_make_two_records_one_is_not_made() -> None:
    known = corpus_of(
        Paper("lamps", "On lamps at sea", doi="10.1000/1"), Paper("nets", NETS, arxiv="2401.00001")
    )
    listing = capture(entry(NETS, arxiv="2401.00001", doi="10.1000/1"))
    corpus, account = ingest(known, listing)
    assert corpus.papers == known.papers
    assert account.notes == (
        "nets: left as it is: with what the listing says it would be one paper with lamps (the"
        " same DOI 10.1000/1): is it?",
    )


def test_what_a_curator_declined_does_not_come_back() -> None:
    declined = (LeftOut(arxiv="2401.00001", reason="off topic"), LeftOut(title=NETS))
    corpus = Corpus(left_out=declined)
    listing = capture(entry("On lamps", arxiv="2401.00001"), entry(NETS.upper()), entry("A One"))
    corpus, account = ingest(corpus, listing)
    assert list(corpus.papers) == ["a-one"]
    assert (account.blocks, len(account.left_out)) == (3, 2)
    assert account.left_out[0].reason == "declined: off topic"


def test_new_records_say_when_they_came_in_and_known_ones_do_not() -> None:
    known = corpus_of(Paper("nets", NETS))
    listing = capture(entry(NETS), entry("On lamps at sea"))
    corpus, _ = merge.ingest(known, listing, keep_abstracts=True, added="2025-01-05")
    assert corpus.papers["nets"].added is None
    assert corpus.papers["on-lamps-at-sea"].added == "2025-01-05"


def test_two_that_are_one_without_what_is_wrong_are_a_record_and_a_sighting() -> None:
    listing = capture(
        entry(NETS, arxiv="math/0309136", published="2025-01-02"),
        entry(NETS, authors=("Bo Beispiel",), published="2052-03-04"),
    )
    corpus, account = ingest(Corpus(), listing)
    (paper,) = corpus.papers.values()
    assert (paper.arxiv, paper.authors, paper.published) == (
        "math/0309136", ("Bo Beispiel",), None,
    )  # fmt: skip
    assert (len(account.new), account.sightings, account.rejected) == (1, 1, ())
    assert len(account.notes) == 2
    assert ingest(corpus, listing)[0] == corpus


def test_an_edited_title_is_found_again() -> None:
    listing = capture(entry("Weighing Tiny Nets: A Study"))
    corpus, _ = ingest(Corpus(), listing)
    edited = replace(corpus.papers["weighing-tiny-nets-a-study"], title="Small Networks")
    corpus = replace(corpus, papers={edited.id: edited})
    again, account = ingest(corpus, listing)
    assert again == corpus
    assert (account.new, account.repeated) == ((), 1)


def test_an_alias_is_found_again() -> None:
    known = corpus_of(Paper("big", "Weighing Big Nets", aliases=("weighing-tiny-nets",)))
    corpus, account = ingest(known, capture(entry("Weighing Tiny Nets")))
    assert (list(corpus.papers), account.sightings) == (["big"], 1)


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
