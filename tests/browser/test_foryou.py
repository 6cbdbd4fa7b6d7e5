"""The page "For you" in a real browser, followed by a reader of invented papers."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from generator.build.run import build_site
from generator.papers.model import Paper
from generator.views.words import Lexicon, Word, quarter, read, vocabulary
from tests.browser.conftest import served
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
def page(context: BrowserContext, address: str) -> Iterator[Page]:
    page = context.new_page()
    errors: list[str] = []
    page.on("pageerror", lambda error: errors.append(str(error)))
    page.goto(f"{address}for-you/")
    yield page
    assert errors == []


def save(page: Page, address: str, *ids: str) -> None:
    for id_ in ids:
        page.goto(f"{address}papers/{id_}/")
        page.get_by_role("button", name="Save", exact=True).click()


def shown(page: Page) -> list[str]:
    expect(page.locator("article [role=status]")).to_contain_text("saved papers")
    return page.locator(".for-you h3").all_text_contents()


def test_who_saves_three_is_shown_the_fourth_and_why(page: Page, address: str) -> None:
    status = page.locator("article [role=status]")
    expect(status).to_contain_text("Save 3 more papers")
    expect(page.locator(".for-you h3")).to_have_count(0)
    save(page, address, "federated-0", "federated-1")
    page.goto(f"{address}for-you/")
    expect(status).to_contain_text("Save 1 more paper of")
    save(page, address, "federated-2")
    page.goto(f"{address}for-you/")
    rest = {titled("Federated learners", number) for number in range(3, EACH)}
    assert set(shown(page)[: len(rest)]) == rest
    expect(page.locator(".for-you .why").first).to_contain_text("private rounds")
    page.get_by_text("What it goes by").click()
    expect(page.locator("article details p").first).to_contain_text("private rounds")


def test_lists_can_be_ranked_too_once_three_are_saved(page: Page, address: str) -> None:
    page.goto(address)
    order = page.get_by_role("group", name="Order")
    titles = page.locator(".row h3")
    listed = titles.all_text_contents()
    expect(order).to_have_count(0)
    save(page, address, "speech-0", "speech-1")
    page.goto(f"{address}papers/speech-2/")
    expect(page.locator("[data-for-you]")).to_be_hidden()
    page.get_by_role("button", name="Save", exact=True).click()
    expect(page.locator("[data-for-you]")).to_be_visible()
    page.goto(address)
    order.get_by_role("button", name="for you").press("Enter")
    expect(order.get_by_role("button", name="for you")).to_have_attribute("aria-pressed", "true")
    ranked = titles.all_text_contents()
    assert sorted(ranked) == sorted(listed)
    assert "Speech" in ranked[0]
    page.get_by_role("heading", name=ranked[0]).get_by_role("link").focus()
    page.keyboard.press("j")
    expect(titles.nth(1).get_by_role("link")).to_be_focused()
    order.get_by_role("button", name="listed").press("Enter")
    assert titles.all_text_contents() == listed


def test_less_of_this_counts_against_and_is_taken_back(page: Page, address: str) -> None:
    save(page, address, "federated-0", "diffusion-0", "passage-0")
    page.goto(f"{address}for-you/")
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


def test_the_keyboard_saves_and_what_is_exported_carries_it(page: Page, address: str) -> None:
    save(page, address, "diffusion-0", "diffusion-1", "diffusion-2")
    page.goto(f"{address}for-you/")
    first = shown(page)[0]
    page.keyboard.press("j")
    expect(page.locator(".for-you h3 a").first).to_be_focused()
    page.keyboard.press("s")
    expect(page.locator("[data-saved] a")).to_have_text("Saved (4)")
    page.get_by_text("What it goes by").click()
    with page.expect_download() as coming:
        page.get_by_role("button", name="Export as a file").click()
    kept = json.loads(Path(coming.value.path()).read_text("utf-8"))["papers"]
    assert {record["title"] for record in kept.values()} > {first}
    assert "diffus sampler" in kept["diffusion-0"]["words"]


def test_it_works_without_a_network_once_visited(
    page: Page, address: str, context: BrowserContext
) -> None:
    save(page, address, "passage-0", "passage-1", "passage-2")
    page.goto(f"{address}for-you/")
    titles = shown(page)
    name = f"for-you {address}for-you/"
    page.wait_for_function(
        "async (name) => (await (await caches.open(name)).keys()).length > 5", arg=name
    )
    page.reload()
    assert shown(page) == titles
    context.set_offline(True)
    page.reload()
    assert shown(page) == titles
    context.set_offline(False)


def vocabulary_of(*papers: Paper) -> list[Word]:
    """The vocabulary of papers, of each of which there are three, and of others."""
    others = [Paper(f"x{number}", f"Other{number}", abstract="Slows") for number in range(20)]
    thrice = {f"{paper.id}{copy}": paper for paper in papers for copy in range(3)}
    return [*vocabulary(Lexicon(read(thrice | {paper.id: paper for paper in others})))[0]]


def test_browser_and_build_find_the_same_words(page: Page) -> None:
    texts = [
        "Client-drift in LLMs: Ada's naïve GLM量化模型 of the models",
        "Quantising; quantised GLM-130B",
    ]
    found = page.evaluate(
        """async (texts) => {
             const { terms } = await import(new URL("../assets/js/foryou-rank.js", location.href));
             return texts.map((text) => [...terms(text)].sort());
           }""",
        texts,
    )
    for text, words in zip(texts, found, strict=True):
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
