"""The search page and the field in the header, in a real browser."""

from __future__ import annotations

from pathlib import Path

import pytest
import yaml
from playwright.sync_api import Page, Route, expect

from tests.browser.conftest import HOSTILE, PAGE_WIDTH, PAPERS, TINY, Visit, title, unfolded

LARGER = title("larger-steps")
PHONE = 390
SAID = yaml.safe_load(Path(__file__).with_name("searches.yml").read_text("utf-8"))
DATES = {unfolded(paper.title): paper.published or "" for paper in PAPERS.values()}


def says(page: Page, heading: str, note: str = "") -> None:
    expect(page.locator(".finder-said h2")).to_have_text(heading)
    expect(page.locator(".finder-said p")).to_have_text(note)


def count(page: Page, label: str) -> str:
    return page.locator(".finder-boxes label").filter(has_text=label).inner_text().split()[-1]


def chosen(page: Page) -> list[str]:
    return [box.input_value() for box in page.locator(".finder-boxes :checked").all()]


def in_width(visit: Visit, width: int, path: str) -> Page:
    visit.page.set_viewport_size({"width": width, "height": 844})
    return visit.open(path)


@pytest.mark.parametrize(("asked", "words"), SAID.items())
def test_page_says_what_became_of_the_words(visit: Visit, asked: str, words: list[str]) -> None:
    says(visit.open(f"search/?{asked}"), *words)


def test_page_shows_what_all_words_find_and_then_what_most_do(visit: Visit) -> None:
    page = visit.open("search/?q=zinnia+steps+marigolds")
    says(page, "1 paper with all of these words")
    assert visit.titles(".finder-whole") == [TINY]
    expect(page.locator(".finder-most h2")).to_have_text("1 more with most of these words")
    expect(page.locator(".finder-most > p")).to_contain_text("some of zinnia, steps, marigolds;")
    assert visit.titles(".finder-rest") == [LARGER]


def test_a_row_has_the_sentence_that_answers_with_its_words_marked(visit: Visit) -> None:
    page = visit.open("search/?q=halving+muster")
    row = page.locator(".finder article")
    expect(row.locator("mark")).to_have_text(["halves", "Muster"])
    expect(row.locator("h3 + p")).to_have_text(PAPERS["tiny-steps"].summary)
    visit.open("search/?q=quokka")
    expect(row.locator("h3 + p")).to_have_text("We study the quokka schedule in depth.")
    visit.open("search/?q=only+the+month")
    expect(row.locator("h3 + p")).to_have_text("Withdrawn")
    expect(row.locator("time")).to_have_text("Jun 2023")
    visit.open("search/?q=Lukasz")
    expect(row.locator(".finder-facts")).to_contain_text("Ada Muster, Ondřej Łukasz +1")
    expect(row.get_by_role("link", name="code")).to_have_attribute(
        "href", "https://github.com/muster/tiny-steps"
    )
    expect(row.get_by_role("link", name="Optimisers")).to_be_visible()


def test_a_result_is_saved_and_opened_and_back_leads_to_the_results(visit: Visit) -> None:
    page = visit.open("search/?q=zinnia")
    page.get_by_role("button", name=f"Save {TINY}").click()
    expect(page.locator("[data-saved] a")).to_have_text("Saved (1)")
    page.keyboard.press("s")
    expect(page.locator("[data-saved]")).to_be_hidden()
    page.locator(".finder h3 a").first.click()
    page.wait_for_url("**/papers/tiny-steps/")
    page.go_back()
    says(page, "1 paper")
    expect(page.locator(".finder .search-field")).to_have_value("zinnia")


def test_start_shows_all_counts_loads_no_words_and_a_facet_alone_finds(visit: Visit) -> None:
    page = visit.open("search/")
    says(page, *SAID[""])
    expect(page.get_by_role("button", name="More results")).to_be_hidden()
    coded = [paper for paper in PAPERS.values() if any(x.kind == "code" for x in paper.links)]
    assert count(page, "With code") == str(len(coded))
    assert count(page, "Optimisers") == str(sum("optimisers" in x.topics for x in PAPERS.values()))
    assert visit.titles(".finder article") == []
    assert not any("/search/words/" in url or "/search/papers/" in url for url in visit.asked)
    page.get_by_label("Scaling laws").check()
    wanted = [paper for paper in PAPERS.values() if "scaling-laws" in paper.topics]
    says(page, f"{len(wanted)} papers")
    assert sorted(visit.titles(".finder article")) == sorted(paper.title for paper in wanted)
    expect(page.get_by_label("2023")).to_have_count(0)  # it would leave none


def test_facets_narrow_a_question_and_each_other(visit: Visit) -> None:
    page = visit.open("search/?q=steps")
    says(page, "2 papers")
    counts = [count(page, label) for label in ("Optimisers", "Scaling laws", "With code")]
    assert counts == ["1", "2", "1"]
    page.get_by_label("With code").check()
    says(page, "1 paper")
    expect(page.get_by_label("With code")).to_be_focused()
    assert count(page, "Scaling laws") == "1"
    page.get_by_label("With code").uncheck()
    page.get_by_label("Optimisers").check()
    assert count(page, "Scaling laws") == "2"  # either of two topics is enough
    page.get_by_label("Scaling laws").check()
    says(page, "2 papers")
    visit.open("search/?topic=scaling-laws&year=2023")
    says(page, "0 papers")
    assert chosen(page) == ["2023", "scaling-laws"]


def test_address_holds_everything_and_brings_it_back(visit: Visit) -> None:
    page = visit.open("search/")
    page.locator(".finder .search-field").fill("wolpertinger")
    says(page, f"{len(HOSTILE)} papers")
    page.get_by_label("Optimisers").check()
    page.get_by_text("newest", exact=True).click()
    expect(page.get_by_label("newest")).to_be_checked()
    for part in ("q=wolpertinger", "topic=optimisers", "sort=newest"):
        assert part in page.url
    before = visit.titles(".finder article")
    page.reload()
    says(page, f"{len(HOSTILE)} papers")
    assert visit.titles(".finder article") == before
    assert chosen(page) == ["optimisers"]
    visit.open("search/?q=models&sort=newest")
    expect(page.locator(".finder article")).not_to_have_count(0)
    dates = [DATES[title] for title in visit.titles(".finder article")]
    assert dates == sorted(dates, reverse=True)


def test_hostile_papers_are_shown_letter_for_letter(visit: Visit) -> None:
    page = visit.open("search/?q=wolpertinger")
    says(page, f"{len(HOSTILE)} papers")
    while page.locator(".finder-more").is_visible():
        shown = page.locator(".finder article").count()
        page.locator(".finder-more").click()
        expect(page.locator(".finder article")).not_to_have_count(shown)
        expect(page.locator(".finder article h3 a").nth(shown)).to_be_focused()
    assert sorted(visit.titles(".finder article")) == sorted(map(title, HOSTILE))
    assert page.evaluate("window.pwned") is None
    assert page.locator("article article :is(script, img, iframe)").count() == 0


def test_header_loads_and_works_by_keyboard_alone(visit: Visit) -> None:
    page = visit.open("topics/")
    assert not any("/search/index" in url or "find.js" in url for url in visit.asked)
    field = page.get_by_role("combobox", name="Search papers")
    page.keyboard.press("/")
    expect(field).to_be_focused()
    expect(field).to_have_attribute("placeholder", f"Search {len(PAPERS)} papers")
    page.keyboard.type("steps")
    options = page.get_by_role("option")
    expect(options).to_have_count(2)
    expect(page.locator(".search .search-said")).to_have_text("2 papers")
    expect(field).to_have_attribute("aria-expanded", "true")
    page.keyboard.press("ArrowUp")
    expect(options.last).to_have_attribute("aria-selected", "true")
    page.keyboard.press("ArrowDown")
    expect(page.locator("[role=option][aria-selected=true]")).to_have_count(0)
    page.keyboard.press("ArrowDown")
    expect(field).to_have_attribute("aria-activedescendant", "search-found-0")
    title = unfolded(options.first.locator("span").inner_text())
    page.keyboard.press("Enter")
    page.wait_for_url("**/papers/*/")
    expect(page.locator("h1")).to_have_text(title)
    page.keyboard.press("/")
    page.keyboard.type("zinnia")
    expect(options).to_have_count(1)
    page.keyboard.press("Escape")
    expect(field).to_have_value("")
    expect(field).to_have_attribute("aria-expanded", "false")
    expect(options).to_have_count(0)
    page.keyboard.type("Larger Steps")
    page.keyboard.press("Enter")
    page.wait_for_url("**/search/?q=Larger+Steps")
    says(page, "1 paper with all of these words")
    page.keyboard.press("/")
    page.keyboard.type("a/b")  # a slash in a field is a slash
    expect(page.locator(".finder .search-field")).to_have_value("a/b")


def test_on_a_phone_the_list_of_the_header_fits(visit: Visit) -> None:
    page = in_width(visit, 320, "")
    page.get_by_label("Search papers").fill("wolpertinger")
    expect(page.get_by_role("option").first).to_be_visible()
    for width in (320, PHONE):
        page.set_viewport_size({"width": width, "height": 844})
        box = page.locator(".search-found").bounding_box()
        assert box
        assert 0 <= box["x"] <= width - box["width"]


def test_on_a_phone_a_sheet_narrows_down_and_back_closes_it(visit: Visit) -> None:
    page = in_width(visit, PHONE, "search/?q=steps")
    says(page, "2 papers")
    sheet = page.get_by_role("complementary", name="Narrow down")
    expect(sheet).to_be_hidden()
    page.get_by_role("link", name="Narrow down 2 papers").click()
    page.get_by_label("With code").check()
    expect(sheet.get_by_role("link", name="Show 1 paper")).to_be_visible()
    assert "code=yes" in page.url
    sheet.get_by_role("button", name="Clear").click()
    expect(sheet.get_by_role("link", name="Show 2 papers")).to_be_visible()
    page.get_by_label("With code").check()
    for close in (
        page.go_back,
        lambda: page.keyboard.press("Escape"),
        sheet.get_by_role("link", name="Show 1 paper").click,
    ):
        close()
        expect(sheet).to_be_hidden()
        page.wait_for_url(lambda url: "q=steps&code=yes" in url)
        page.get_by_role("link", name="Narrow down 1 paper").click()
        expect(sheet).to_be_visible()
    assert page.evaluate(PAGE_WIDTH) <= PHONE


@pytest.mark.parametrize("width", [PHONE, 1280])
def test_results_come_before_facets_near_the_top_and_stay_there(visit: Visit, width: int) -> None:
    held: list[Route] = []
    visit.page.route("**/search/facets.json", lambda route: held.append(route))
    page = in_width(visit, width, "search/?q=steps")
    says(page, "2 papers")
    first = page.locator(".finder article").first
    place = first.bounding_box()
    assert place
    assert place["y"] < 844 / 3
    expect(page.locator(".finder-boxes label")).to_have_count(0)
    held.pop().continue_()
    expect(page.locator(".finder-boxes label")).not_to_have_count(0)
    assert first.bounding_box() == place


def test_a_failing_host_is_said_and_the_page_leads_elsewhere(visit: Visit) -> None:
    page = visit.page
    for folder in ("words", "papers"):
        page.route(f"**/search/{folder}/*", lambda route: route.abort())
        visit.open("search/?q=zinnia")
        says(page, "Search", "The search could not be loaded. Try again.")
        page.unroute_all()
        page.locator(".finder [type=submit]").click()
        says(page, "1 paper")
    page.route("**/search/index.json", lambda route: route.abort())
    visit.open("search/")
    expect(page.get_by_role("link", name="all papers")).to_be_visible()
    expect(page.locator(".finder")).to_be_hidden()
    visit.open("topics/")
    page.get_by_label("Search papers").fill("zinnia")
    expect(page.locator(".search .search-said")).to_have_text("The search could not be loaded")
    visit.complaints.clear()
