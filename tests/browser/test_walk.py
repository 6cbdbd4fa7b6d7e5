"""From a question to a copied citation in the other scheme, without a mouse."""

from __future__ import annotations

from typing import TYPE_CHECKING

from playwright.sync_api import BrowserContext, Page, expect

if TYPE_CHECKING:
    from tests.browser.conftest import Visit

FOCUSED = "document.activeElement?.innerText.trim() || document.activeElement?.ariaLabel"
MOST_STEPS = 60


def tab_to(page: Page, name: str, key: str = "Tab") -> None:
    """Presses ``key`` until what is called ``name`` has the focus, and shows it."""
    passed = []
    for _ in range(MOST_STEPS):
        page.keyboard.press(key)
        passed.append(page.evaluate(FOCUSED))
        if passed[-1] == name:
            outline = "getComputedStyle(document.activeElement).outlineStyle"
            assert page.evaluate(outline) != "none", name
            return
    raise AssertionError(f"no {key} leads to {name!r}: {passed}")


def test_search_open_cite_and_switch_by_keyboard_alone(
    visit: Visit, context: BrowserContext
) -> None:
    context.grant_permissions(["clipboard-read", "clipboard-write"])
    page = visit.open("")
    tab_to(page, "Search papers")
    page.keyboard.type("zinnia")
    expect(page.get_by_role("option")).to_have_count(1)
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    page.wait_for_url("**/papers/tiny-steps/")

    expect(page.get_by_role("button", name="Copy citation")).to_be_visible()
    tab_to(page, "Copy citation")
    page.keyboard.press("Enter")
    expect(page.get_by_text("Citation copied")).to_be_visible()
    copied = page.evaluate("navigator.clipboard.readText()")
    assert copied.startswith("@misc{muster2024tiny,"), copied

    background = "getComputedStyle(document.body).backgroundColor"
    light = page.evaluate(background)
    tab_to(page, "Dark colours", "Shift+Tab")
    page.keyboard.press("Space")
    expect(page.get_by_role("button", name="Dark colours")).to_have_attribute(
        "aria-pressed", "true"
    )
    assert page.evaluate(background) != light
    assert not visit.complaints
