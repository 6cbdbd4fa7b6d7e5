"""The page "For you" in a real browser, followed by a reader of invented papers."""

from __future__ import annotations

import json
from collections.abc import Iterator

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from generator.build.run import build_site
from generator.papers.model import Paper
from generator.views.words import Lexicon, Word, quarter, read, vocabulary
from tests.browser.conftest import Visit, pressed, served
from tests.conftest import ROOT, fill

THEMES = {
    "Federated learners": ("client drift", "unlike data", "private rounds", "slow servers"),
    "Diffusion samplers": ("noise schedules", "image guidance", "fewer steps", "latent paths"),
    "Passage rankers": ("query words", "hard negatives", "long passages", "index shards"),
    "Sparse experts": ("router losses", "idle experts", "token drops", "wide layers"),
    "Speech decoders": ("beam widths", "accent shifts", "late fusion", "pause marks"),
}
EACH = 8
SETTINGS = "title: Nowhere\nurl: https://nowhere.example/\n"
VOCABULARY = "groups: []\ntopics: []\n"


def titled(theme: str, number: int) -> str:
    words = THEMES[theme]
    return f"{theme} with {words[number % 4]} and {words[(number + 1) % 4]}, part {number}"


def record(theme: str, number: int) -> str:
    words = THEMES[theme]
    summary = f"{theme} are studied: {words[number % 4]} cost {words[(number + 2) % 4]}."
    front = {"title": titled(theme, number), "published": "2025-10-20", "summary": summary}
    return f"---\n{json.dumps(front)}\n---\n"


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    folder = tmp_path_factory.mktemp("for-you")
    papers = {
        f"papers/2025/{theme.split()[0].lower()}-{number}.md": record(theme, number)
        for theme in THEMES
        for number in range(EACH)
    }
    fill(folder / "content", {"digest.yml": SETTINGS, "topics.yml": VOCABULARY, **papers})
    (folder / "content" / "pages").mkdir()
    build_site(ROOT / "mkdocs.yml", folder / "content", folder / "host" / "nowhere")
    with served(folder / "host" / "nowhere") as address:
        yield address


@pytest.fixture
def visit(context: BrowserContext, address: str) -> Iterator[Visit]:
    """A visit that the browser remembers, a service worker and all."""
    visit = Visit(context.new_page(), address)
    yield visit
    assert visit.complaints == visit.elsewhere == []


def for_you(visit: Visit, *saved: str) -> Page:
    """The page "For you" of a reader who saved these papers too."""
    for id_ in saved:
        visit.open(f"papers/{id_}/").get_by_role("button", name="Save", exact=True).click()
    return visit.open("for-you/")


def shown(page: Page) -> list[str]:
    expect(page.locator("article [role=status]")).to_contain_text("saved papers")
    return page.locator(".for-you h3").all_text_contents()


def test_who_saves_three_is_shown_the_fourth_and_why(visit: Visit) -> None:
    page = for_you(visit)
    status = page.locator("article [role=status]")
    expect(status).to_contain_text("Save 3 more papers")
    expect(page.locator(".for-you h3")).to_have_count(0)
    for_you(visit, "federated-0", "federated-1")
    expect(status).to_contain_text("Save 1 more paper of")
    for_you(visit, "federated-2")
    rest = {titled("Federated learners", number) for number in range(3, EACH)}
    assert set(shown(page)[: len(rest)]) == rest
    expect(page.locator(".for-you .why").first).to_contain_text("private rounds")
    page.get_by_text("What it goes by").click()
    expect(page.locator("article details p").first).to_contain_text("private rounds")


def test_lists_can_be_ranked_too_once_three_are_saved(visit: Visit) -> None:
    page = visit.open("")
    order = page.get_by_role("group", name="Order")
    titles = page.locator(".row h3")
    listed = titles.all_text_contents()
    expect(order).to_have_count(0)
    for_you(visit, "speech-0", "speech-1")
    visit.open("papers/speech-2/")
    expect(page.locator("[data-for-you]")).to_be_hidden()
    page.get_by_role("button", name="Save", exact=True).click()
    expect(page.locator("[data-for-you]")).to_be_visible()
    visit.open("")
    order.get_by_role("button", name="for you").press("Enter")
    pressed(order.get_by_role("button", name="for you"))
    ranked = titles.all_text_contents()
    assert sorted(ranked) == sorted(listed)
    assert "Speech" in ranked[0]
    page.get_by_role("heading", name=ranked[0]).get_by_role("link").focus()
    page.keyboard.press("j")
    expect(titles.nth(1).get_by_role("link")).to_be_focused()
    order.get_by_role("button", name="listed").press("Enter")
    assert titles.all_text_contents() == listed


def test_less_of_this_counts_against_and_is_taken_back(visit: Visit) -> None:
    page = for_you(visit, "federated-0", "diffusion-0", "passage-0")
    first = shown(page)[0]
    theme = next(theme for theme in THEMES if first.startswith(theme))
    page.get_by_role("button", name=f"Less like {first}").click()
    expect(page.locator(".for-you h3 a").first).to_be_focused()
    assert first not in shown(page)
    page.reload()
    assert not shown(page)[0].startswith(theme)
    page.get_by_text("What it goes by").click()
    page.get_by_role("button", name="Forget what I want less of").click()
    expect(page.locator(".for-you h3").first).to_have_text(first)


def test_the_keyboard_saves_and_what_is_exported_carries_it(visit: Visit) -> None:
    page = for_you(visit, "diffusion-0", "diffusion-1", "diffusion-2")
    first = shown(page)[0]
    page.keyboard.press("j")
    expect(page.locator(".for-you h3 a").first).to_be_focused()
    page.keyboard.press("s")
    expect(page.locator("[data-saved] a")).to_have_text("Saved (4)")
    page.get_by_text("What it goes by").click()
    kept = json.loads(visit.downloaded("Export as a file"))["papers"]
    assert {record["title"] for record in kept.values()} > {first}
    assert "diffus sampler" in kept["diffusion-0"]["words"]


def test_it_works_without_a_network_once_visited(visit: Visit) -> None:
    page = for_you(visit, "passage-0", "passage-1", "passage-2")
    titles = shown(page)
    many = "async (name) => (await (await caches.open(name)).keys()).length > 5"
    page.wait_for_function(many, arg=f"for-you {visit.site}for-you/")
    for is_offline in (False, True):
        page.context.set_offline(is_offline)
        page.reload()
        assert shown(page) == titles
    visit.complaints.clear()


def vocabulary_of(paper: Paper) -> list[Word]:
    """The vocabulary of a paper, of which there are three, and of others."""
    others = [Paper(f"x{number}", f"Other{number}", abstract="Slows") for number in range(20)]
    thrice = {f"{paper.id}{copy}": paper for copy in range(3)}
    return [*vocabulary(Lexicon(read(thrice | {paper.id: paper for paper in others})))[0]]


def test_browser_and_build_find_the_same_words(visit: Visit) -> None:
    script = """async (texts) => {
      const { terms } = await import(new URL("../assets/js/foryou-rank.js", location.href));
      return texts.map((text) => [...terms(text)].sort());
    }"""
    texts = [
        "Client-drift in LLMs: Ada's naïve GLM量化模型 of the models",
        "Quantising; quantised GLM-130B",
    ]
    for text, words in zip(texts, for_you(visit).evaluate(script, texts), strict=True):
        assert sorted(word.stem for word in vocabulary_of(Paper("p", text))) == words


def test_the_vocabulary_is_of_words_that_titles_have_and_the_quarter_is_that_of_the_day() -> None:
    words = vocabulary_of(Paper("p", "Client drift", abstract="Drift slows"))
    assert [(word.stem, word.form) for word in words] == [
        ("client", "Client"),
        ("client drift", "Client drift"),
        ("drift", "drift"),
    ]
    days = ("2025-10-31", "2025-03", "2025", "")
    assert [*map(quarter, days)] == ["2025-q4", "2025-q1", "2025", ""]
