"""Which record a paper is that a listing or a person names: only where that is sure."""

from __future__ import annotations

from typing import Any

from generator.papers.duplicates import Index
from generator.papers.model import Paper

ADA, BO = "Ada Muster", "Bo Beispiel"
NETS = "Weighing small nets by the hour"


def find(papers: list[Paper], title: str = "", within: tuple[str, ...] = (), **said: Any) -> Any:
    match = Index(papers).find(Paper("", title, **said), within)
    return match.paper if match else None


def test_an_identifier_wins_over_a_title() -> None:
    papers = [Paper("a", "Old title", arxiv="2401.00001"), Paper("b", NETS)]
    assert find(papers, NETS, arxiv="2401.00001") == "a"
    assert find(papers, NETS, doi="10.48550/arxiv.2401.00001") == "a"
    assert find(papers, arxiv="2401.00001") == "a"


def test_the_same_title_with_another_identifier_is_another_paper() -> None:
    papers = [Paper("a", NETS, arxiv="2401.00001"), Paper("b", "On lamps at sea", doi="10.1000/1")]
    assert find(papers, NETS, arxiv="2402.00002") is None
    assert find(papers, "On lamps at sea", doi="10.1000/2") is None
    assert find(papers, NETS.upper()) == "a"


def test_a_title_alone_is_not_enough_where_it_says_little() -> None:
    papers = [Paper("a", "Editorial", authors=(ADA,), published="2024")]
    assert find(papers, "Editorial") is None
    assert find(papers, "Editorial", arxiv="2501.01234", authors=("Carla Anders", BO)) is None
    assert find(papers, "Editorial", within=("a",)) == "a"
    assert find(papers, "Editorial", within=("a",), authors=(BO,)) is None


def test_people_and_years_that_contradict_forbid() -> None:
    papers = [Paper("a", NETS, authors=(ADA, BO), published="2024")]
    assert find(papers, NETS, authors=("Carla Anders",)) is None
    assert find(papers, NETS, published="2020") is None
    assert find(papers, NETS, published="2023", authors=("A. Muster", "Beispiel, B.")) == "a"


def test_same_as_leads_to_the_record_that_stays() -> None:
    papers = [Paper("a", NETS), Paper("b", "Weighing nets once more", same_as=("a",))]
    assert find(papers, NETS) == "b"


def test_two_records_of_one_title_leave_it_open_which_is_meant() -> None:
    papers = [Paper("a", NETS, published="2020"), Paper("b", NETS, published="2024")]
    match = Index(papers).find(Paper("", NETS))
    assert match
    assert match.ambiguous
    match = Index(papers).find(Paper("", NETS, published="2024"))
    assert match
    assert (match.paper, match.ambiguous) == ("b", False)


def test_a_permalink_is_no_title() -> None:
    former = "weighing-small-nets-by-the-hour"
    retitled = Paper(former, "A winter of nets", authors=(ADA,), published="2024-05-01")
    assert find([retitled], NETS) == former
    assert find([retitled], NETS, authors=(ADA, BO)) is None
    assert find([retitled], NETS, published="2024-05-01") == former
    assert find([retitled], NETS, authors=(BO,)) is None
    assert find([retitled], NETS, published="2024") is None
    assert find([Paper("big-nets", "Big Nets", aliases=(former,))], NETS) == "big-nets"
    assert find([Paper("editorial", "Editorial: on boats", authors=(ADA,))], "Editorial") is None


def test_a_record_may_turn_out_to_be_another_one() -> None:
    index = Index([Paper("a", NETS, published="2020"), Paper("b", NETS, published="2024")])
    assert index.twin(Paper("b", NETS, published="2024")) is None
    twin = index.twin(Paper("b", NETS, published="2020"))
    assert twin
    assert twin.paper == "a"
    apart = [Paper("a", NETS, distinct_from=("b",)), Paper("b", NETS)]
    assert Index(apart).twin(apart[1]) is None


def test_what_is_forgotten_is_not_found() -> None:
    index = Index([Paper("a", NETS)])
    index.forget("a")
    assert index.find(Paper("", NETS)) is None
