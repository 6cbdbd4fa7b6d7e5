"""Searching in a real browser, from the header and on the search page."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Protocol
from urllib.parse import quote

import pytest
from playwright.sync_api import Browser, Page, Request, expect

from generator import store
from generator.papers.model import Paper
from generator.site.search import fold

PAPERS = store.load(Path(__file__).parents[1] / "fixtures" / "site").corpus.papers
HOSTILE = sorted(name for name in PAPERS if name.startswith("hostile-"))
TINY = PAPERS["tiny-steps"].title


class Visit(Protocol):
    page: Page
    elsewhere: list[str]
    complaints: list[str]

    def open(self, path: str) -> Page: ...


def unfolded(text: str) -> str:
    return " ".join(text.split())


def found(page: Page) -> list[str]:
    return [unfolded(title) for title in page.locator(".finder-papers h3").all_inner_texts()]


def says(page: Page, words: str) -> None:
    expect(page.locator(".finder-count")).to_have_text(words)


def count(page: Page, label: str) -> str:
    text = page.locator(".finder-facets label").filter(has_text=label).inner_text()
    return unfolded(text).removeprefix(label).strip()


@pytest.mark.parametrize(
    "words",
    [
        "zinnia",
        "tiny zinn",
        "Ondřej",
        "ondrej",
        "Łukasz",
        "lukasz",
        "MARIGOLDS",
        "quokka",
        "optimisers muster",
        "2410.00001",
        "arXiv:2410.00001v3",
        "https://arxiv.org/abs/2410.00001v2",
        "https://arxiv.org/pdf/2410.00001.pdf",
        "https://huggingface.co/papers/2410.00001",
    ],
)
def test_page_finds_a_paper_by(visit: Visit, words: str) -> None:
    page = visit.open(f"search/?q={quote(words)}")
    says(page, "1 paper")
    assert found(page) == [TINY]
    assert visit.elsewhere == []
    assert visit.complaints == []


@pytest.mark.parametrize(
    ("words", "answer"),
    [
        ("zinnai", "No paper has “zinnai”. Showing “zinnia” instead: 1 paper"),
        ("ziinnia", "No paper has “ziinnia”. Showing “zinnia” instead: 1 paper"),
        ("schedulse tiny", "No paper has “schedulse”. Showing “schedule” instead: 1 paper"),
        ("xyzzyx", "No paper has “xyzzyx”. Try another spelling, or fewer words."),
        ("zinnia larger", "No paper has all of these words. Try fewer of them."),
    ],
)
def test_page_says_what_became_of_the_words(visit: Visit, words: str, answer: str) -> None:
    page = visit.open(f"search/?q={quote(words)}")
    says(page, answer)
    assert found(page) == ([TINY] if "Showing" in answer else [])
    assert visit.complaints == []


def test_words_are_marked_in_title_and_summary(visit: Visit) -> None:
    page = visit.open("search/?q=zinnia+halve+muster")
    says(page, "1 paper")
    assert page.locator(".finder-papers mark").all_inner_texts() == ["Zinnia", "Muster", "halves"]


def test_a_result_opens_its_paper(visit: Visit) -> None:
    page = visit.open("search/?q=marigold")
    page.locator(".finder-papers h3 a").click()
    page.wait_for_url("**/papers/tiny-steps/")
    page.go_back()
    says(page, "1 paper")
    expect(page.locator(".finder .search-field")).to_have_value("marigold")


def test_start_shows_all_counts_and_loads_no_index(visit: Visit) -> None:
    asked: list[str] = []
    visit.page.on("request", lambda request: asked.append(request.url))
    page = visit.open("search/")
    says(page, unfolded(START))
    coded = [paper for paper in PAPERS.values() if any(x.kind == "code" for x in paper.links)]
    assert count(page, "With code") == str(len(coded))
    assert count(page, "Optimisers") == str(sum("optimisers" in x.topics for x in PAPERS.values()))
    assert found(page) == []
    assert not any("pagefind" in url or "pf_" in url for url in asked)


START = """Type words of a title or summary, an author, a topic or an arXiv id, or choose below
what you look for."""


def test_facets_without_words_show_the_newest_first(visit: Visit) -> None:
    page = visit.open("search/")
    page.get_by_label("Scaling laws").check()
    wanted = [paper for paper in PAPERS.values() if "scaling-laws" in paper.topics]
    says(page, f"{len(wanted)} papers")
    assert sorted(found(page)) == sorted(paper.title for paper in wanted)
    expect(page.get_by_label("2023")).to_be_disabled()
    visit.open("search/?topic=scaling-laws&year=2023")
    expect(page.locator(".finder-count")).to_contain_text("Choose less")
    expect(page.get_by_label("2023")).to_be_checked()


def test_facets_narrow_a_query_and_each_other(visit: Visit) -> None:
    page = visit.open("search/?q=steps")
    says(page, "2 papers")
    assert [count(page, label) for label in ("Optimisers", "Scaling laws", "With code")] == list(
        "121"
    )
    page.get_by_label("With code").check()
    says(page, "1 paper")
    assert count(page, "Scaling laws") == "1"
    assert count(page, "With code") == "1"
    page.get_by_label("With code").uncheck()
    page.get_by_label("Optimisers").check()
    assert count(page, "Scaling laws") == "2"  # either of two topics is enough
    page.get_by_label("Scaling laws").check()
    says(page, "2 papers")


def test_address_holds_everything_and_brings_it_back(visit: Visit) -> None:
    page = visit.open("search/")
    page.locator(".finder .search-field").fill("wolpertinger")
    says(page, f"{len(HOSTILE)} papers")
    page.get_by_label("Optimisers").check()
    page.get_by_label("newest").check()
    assert "q=wolpertinger" in page.url
    assert "topic=optimisers" in page.url
    assert "sort=newest" in page.url
    before = found(page)
    page.reload()
    says(page, f"{len(HOSTILE)} papers")
    assert found(page) == before
    expect(page.get_by_label("Optimisers")).to_be_checked()
    expect(page.get_by_label("newest")).to_be_checked()


def test_newest_first(visit: Visit) -> None:
    page = visit.open("search/?q=models&sort=newest")
    expect(page.locator(".finder-papers h3")).not_to_have_count(0)
    dates = [paper.published or "" for title in found(page) for paper in titled(title)]
    assert dates == sorted(dates, reverse=True)


def titled(title: str) -> list[Paper]:
    return [paper for paper in PAPERS.values() if unfolded(paper.title) == title]


def test_hostile_papers_are_shown_letter_for_letter(visit: Visit) -> None:
    page = visit.open("search/?q=wolpertinger+basilisk+mallory")
    says(page, f"{len(HOSTILE)} papers")
    if page.locator(".finder-more").is_visible():
        page.locator(".finder-more").click()
        expect(page.locator(".finder-papers h3")).to_have_count(len(HOSTILE))
    assert sorted(found(page)) == sorted(unfolded(PAPERS[name].title) for name in HOSTILE)
    assert page.evaluate("window.pwned") is None
    assert page.locator("article :is(script, svg, img, iframe)").count() == 0
    assert visit.complaints == []


def test_header_works_by_keyboard_alone(visit: Visit) -> None:
    page = visit.open("topics/")
    field = page.get_by_role("combobox", name="Search papers")
    expect(field).to_have_attribute("placeholder", f"Search {len(PAPERS)} papers")
    page.keyboard.press("/")
    expect(field).to_be_focused()
    page.keyboard.type("steps")
    options = page.get_by_role("option")
    expect(options).to_have_count(2)
    expect(field).to_have_attribute("aria-expanded", "true")
    page.keyboard.press("ArrowUp")
    expect(options.last).to_have_attribute("aria-selected", "true")
    page.keyboard.press("ArrowDown")
    expect(page.locator("[role=option][aria-selected=true]")).to_have_count(0)
    page.keyboard.press("ArrowDown")
    expect(options.first).to_have_attribute("aria-selected", "true")
    expect(field).to_have_attribute("aria-activedescendant", "search-found-0")
    title = unfolded(options.first.locator("span").inner_text())
    page.keyboard.press("Enter")
    page.wait_for_url("**/papers/*/")
    expect(page.locator("h1")).to_have_text(title)
    assert visit.complaints == []
    assert visit.elsewhere == []


def test_header_closes_and_empties_with_escape(visit: Visit) -> None:
    page = visit.open("")
    page.keyboard.press("/")
    page.keyboard.type("zinnia")
    expect(page.get_by_role("option")).to_have_count(1)
    page.keyboard.press("Escape")
    field = page.get_by_role("combobox", name="Search papers")
    expect(field).to_have_value("")
    expect(field).to_have_attribute("aria-expanded", "false")
    expect(page.get_by_role("option")).to_have_count(0)


def test_enter_without_a_choice_leads_to_the_search_page(visit: Visit) -> None:
    page = visit.open("papers/tiny-steps/")
    page.keyboard.press("/")
    page.keyboard.type("Larger Steps")
    page.keyboard.press("Enter")
    page.wait_for_url("**/search/?q=Larger+Steps")
    says(page, "1 paper")


def test_slash_in_a_field_is_a_slash(visit: Visit) -> None:
    page = visit.open("search/")
    expect(page.locator(".finder .search-field")).to_be_visible()
    page.keyboard.press("/")
    page.keyboard.type("a/b")
    expect(page.locator(".finder .search-field")).to_have_value("a/b")


def test_nothing_is_loaded_before_the_field_has_the_focus(visit: Visit) -> None:
    asked: list[str] = []

    def note(request: Request) -> None:
        asked.append(request.url)

    visit.page.on("request", note)
    page = visit.open("")
    assert not any("pagefind" in url or "engine" in url for url in asked)
    with page.expect_request("**/pagefind.js"):
        page.keyboard.press("/")


@pytest.mark.parametrize("width", [320, 390])
def test_on_a_phone_the_list_fits_and_the_facets_fold(visit: Visit, width: int) -> None:
    visit.page.set_viewport_size({"width": width, "height": 844})
    page = visit.open("")
    page.get_by_label("Search papers").fill("wolpertinger")
    expect(page.get_by_role("option").first).to_be_visible()
    box = page.locator(".search-found").bounding_box()
    assert box
    assert box["x"] >= 0
    assert box["x"] + box["width"] <= width
    page = visit.open("search/?q=steps")
    says(page, "2 papers")
    expect(page.get_by_label("With code")).to_be_hidden()
    page.get_by_text("Narrow down").click()
    page.get_by_label("With code").check()
    says(page, "1 paper")
    assert page.evaluate("document.documentElement.scrollWidth") <= width


def test_both_sides_fold_words_alike(visit: Visit, site: str) -> None:
    page = visit.open("search/")
    samples = ["GLM-130B", "Ondřej", "ﬁne", "(…)", "深度学习", "C++", "naïve—Bézier", "İstanbul"]
    script = (
        f"import('{site}assets/js/search/words.js').then(m => {json.dumps(samples)}.map(m.fold))"
    )
    assert page.evaluate(script) == [fold(sample) for sample in samples]


def test_without_the_index_or_scripts_the_page_leads_elsewhere(
    visit: Visit, chromium: Browser, site: str
) -> None:
    visit.page.route("**/search/catalogue.json", lambda route: route.abort())
    page = visit.open("search/")
    expect(page.get_by_role("link", name="all papers")).to_be_visible()
    expect(page.locator(".finder")).to_be_hidden()
    plain = chromium.new_context(java_script_enabled=False)
    page = plain.new_page()
    page.goto(f"{site}search/")
    expect(page.get_by_role("link", name="all papers")).to_be_visible()
    expect(page.locator(".finder")).to_be_hidden()
    plain.close()
