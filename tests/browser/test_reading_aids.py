"""What a reader saves, marks as read and copies, in a real browser."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from bibtexparser.entrypoint import parse_file
from playwright.sync_api import BrowserContext, Download, Locator, Page, Route, expect

from generator import views
from generator.papers import wording
from tests.browser.conftest import (
    CORPUS,
    HOSTILE,
    PAPERS,
    TINY,
    Visit,
    clipboard,
    title,
    titles,
    unfolded,
)

LIST = "editions/2024-10-31/"
KEPT = "digest:/papers-of-nowhere/"
SEEN = "digest-seen:/papers-of-nowhere/"
CODE = next(link.url for link in PAPERS["tiny-steps"].links if link.kind == "code")


@pytest.fixture(autouse=True)
def quiet(visit: Visit) -> Iterator[None]:
    """No script complains, and nothing leaves the site."""
    yield
    assert visit.complaints == []
    assert visit.elsewhere == []


def save_button(page: Page, name: str) -> Locator:
    return page.get_by_role("button", name=f"Save {title(name)}", exact=True)


def read_by_key(page: Page, name: str) -> None:
    page.locator(f"h3 a[href$='papers/{name}/']").focus()
    page.keyboard.press("m")


def pressed(button: Locator, on: bool = True) -> None:
    expect(button).to_have_attribute("aria-pressed", str(on).lower())


def save(visit: Visit, *names: str) -> None:
    """Saves papers from their own pages, in this order."""
    for name in names:
        button = visit.open(f"papers/{name}/").get_by_role("button", name="Save", exact=True)
        button.click()
        pressed(button)


def said(page: Page, words: str) -> None:
    expect(page.get_by_role("status").filter(has_text=words)).to_have_count(1)


def kept(page: Page) -> dict[str, dict[str, str]]:
    papers = json.loads(page.evaluate(f"localStorage.getItem({KEPT!r})"))["papers"]
    assert isinstance(papers, dict)
    return papers


def downloaded(page: Page, button: str) -> Path:
    with page.expect_download() as coming:
        page.get_by_role("button", name=button).click()
    download: Download = coming.value
    return Path(download.path())


def test_a_paper_saved_in_a_list_stands_on_the_saved_page_until_removed(visit: Visit) -> None:
    page = visit.open(LIST)
    link = page.get_by_role("link", name="Saved")
    expect(link).to_be_hidden()
    save_button(page, "undated").click()
    save_button(page, "tiny-steps").click()
    pressed(save_button(page, "tiny-steps"))
    expect(link).to_have_text("Saved (2)")
    link.click()
    expect(page.locator("article h3")).to_have_text([TINY, title("undated")])
    row = page.locator("article .row").first
    expect(row).to_contain_text("Muster +2 · Oct 2024 · Optimisers · saved ")
    expect(row.locator(".gist")).to_have_text(wording.gist(PAPERS["tiny-steps"]))
    expect(row.get_by_role("link", name="code")).to_have_attribute("href", CODE)
    page.reload()
    expect(page.get_by_text("2 papers saved, 0 marked as read.")).to_be_visible()
    page.get_by_role("button", name=f"Remove {TINY}").click()
    assert titles(page) == [title("undated")]
    page.get_by_role("button", name="Undo").click()
    assert titles(page) == [TINY, title("undated")]
    page.get_by_role("button", name=f"Remove {TINY}").click()
    pressed(save_button(visit.open(LIST), "tiny-steps"), on=False)
    expect(link).to_have_text("Saved (1)")


@pytest.mark.parametrize(
    "path",
    [
        *("", "papers/", "topics/hostile/", "dates/2024/10/31/", "weeks/2024-W44/", LIST),
        *("code/", "trending/", "papers/tiny-steps/", "search/?q=steps", "saved/"),
    ],
)
def test_papers_have_buttons_and_keys_wherever_there_are_any(visit: Visit, path: str) -> None:
    if path == "saved/":
        save(visit, "tiny-steps")
    page = visit.open(path)
    rows = page.locator("article h3 > a")
    expect(page.locator(".marks")).to_have_count(rows.count() + (path == "papers/tiny-steps/"))
    for button in page.locator(":is(.marks, .citation, footer) button").all():
        box = button.bounding_box()
        assert box
        assert min(box["width"], box["height"]) >= 23.9, (path, box)
        assert button.get_attribute("aria-label") or button.inner_text().strip()
    page.keyboard.press("j")
    assert "/papers/" in page.evaluate("document.activeElement.href")
    page.keyboard.press("m")
    said(page, "arked as")
    page.emulate_media(media="print")
    expect(page.locator("article button:visible, [data-saved]:visible")).to_have_count(0)


def test_a_visit_marks_nothing_and_a_mark_shows_in_lists(visit: Visit) -> None:
    page = visit.open("papers/tiny-steps/")
    button = page.get_by_role("button", name="Mark as read")
    pressed(button, on=False)
    expect(visit.open(LIST).locator(".is-read")).to_have_count(0)
    visit.open("papers/tiny-steps/")
    button.click()
    pressed(button)
    visit.open(LIST)
    expect(page.locator(".is-read h3")).to_have_text(TINY)
    read_by_key(page, "tiny-steps")
    expect(page.locator(".is-read")).to_have_count(0)


def test_what_is_new_since_the_last_visit_is_marked(visit: Visit) -> None:
    page = visit.open("")
    expect(page.locator("[data-new]")).to_be_hidden()
    page.evaluate(f"localStorage.setItem({SEEN!r}, '2024-10-20')")
    later = visit.other_tab("")
    expect(later.locator("[data-new]")).to_contain_text("since 20 Oct 2024")
    marked = later.locator(".is-new, .is-old")
    assert 0 < marked.count() < later.locator(".row, .lead").count() / 2
    later.reload()
    expect(later.locator("[data-new]")).to_be_visible()  # it is the same visit
    expect(visit.other_tab("").locator("[data-new]")).to_be_hidden()


def test_a_mark_follows_a_paper_to_its_new_permalink(visit: Visit) -> None:
    save(visit, "tiny-steps")
    page = visit.page
    page.evaluate(
        f"""() => localStorage.setItem({KEPT!r},
          localStorage.getItem({KEPT!r}).replace("tiny-steps", "small-steps"))"""
    )
    page = visit.open(LIST)
    pressed(save_button(page, "tiny-steps"))
    assert list(kept(page)) == ["tiny-steps"]


def test_bibtex_of_all_saved(visit: Visit) -> None:
    names = ["larger-steps", *HOSTILE, "tiny-steps"]
    save(visit, "larger-steps")
    listed = visit.open(LIST)
    for name in names[1:]:
        save_button(listed, name).click()
        pressed(save_button(listed, name))
    page = visit.open("saved/")
    library = parse_file(str(downloaded(page, "Download BibTeX")))
    assert library.failed_blocks == []
    keys = views.Digest(CORPUS).keys
    assert [entry.key for entry in library.entries] == [keys[name] for name in names[::-1]]
    assert library.entries_dict[keys["tiny-steps"]]["eprint"] == "2410.00001"
    said(page, f"{len(names)} citations downloaded.")


def test_bibtex_follows_what_moved_and_names_what_is_gone(visit: Visit) -> None:
    moved = '<meta http-equiv="refresh" content="0; url=../larger-steps/">'
    visit.page.route("**/papers/former-steps/", lambda route: route.fulfill(body=moved))
    save(visit, "larger-steps")
    page = visit.open("saved/")
    record = kept(page)["larger-steps"]
    record |= {"saved": "2024-01-01T00:00:00.000Z"}
    papers = {"former-steps": record, "gone": {**record, "title": "Gone <b>"}, **kept(page)}
    page.evaluate(
        f"papers => localStorage.setItem({KEPT!r}, JSON.stringify({{version: 1, papers}}))", papers
    )
    visit.open("saved/")
    assert titles(page) == [title("larger-steps"), title("larger-steps"), "Gone <b>"]
    text = downloaded(page, "Download BibTeX").read_text()
    assert re.findall(r"^@misc\{(.*),$", text, re.MULTILINE) == [
        views.Digest(CORPUS).keys["larger-steps"]
    ]
    said(page, "1 citation downloaded. None found for: Gone <b>")
    assert [line for line in visit.complaints if "404" not in line] == []
    visit.complaints.clear()


def test_export_forget_undo_forget_import(visit: Visit, tmp_path: Path) -> None:
    save(visit, "undated", "tiny-steps")
    visit.page.get_by_role("button", name="Mark as read").click()
    page = visit.open("saved/")
    before = kept(page)
    file = tmp_path / "reading.json"
    file.write_bytes(downloaded(page, "Export as a file").read_bytes())
    assert json.loads(file.read_text())["papers"] == before

    def forget() -> None:
        page.get_by_role("button", name="Forget all").click()
        page.get_by_role("dialog").get_by_role("button", name="Forget all").click()
        said(page, "Everything is forgotten.")
        assert titles(page) == []
        assert kept(page) == {}

    page.get_by_role("button", name="Forget all").click()
    page.get_by_role("button", name="Keep").click()
    assert kept(page) == before
    forget()
    page.get_by_role("button", name="Undo").click()
    assert kept(page) == before
    forget()
    save(visit, "larger-steps")
    later = kept(page)
    visit.open("saved/")
    choose(page, file)
    said(page, "Added what the file has of 2 papers.")
    assert kept(page) == {**before, **later}
    assert titles(page) == [title("larger-steps"), TINY, title("undated")]


def test_a_foreign_file_changes_nothing(visit: Visit, tmp_path: Path) -> None:
    save(visit, "tiny-steps")
    page = visit.open("saved/")
    before = kept(page)
    file = tmp_path / "chosen.json"
    for text, words in (
        ("{", "This is not a JSON file"),
        ("null", "This file was not exported from a digest"),
        ('{"papers": {}}', "This file was not exported from a digest"),
        ('{"format": "digest-reading", "version": 2}', "This file comes from another version"),
    ):
        file.write_text(text)
        choose(page, file)
        said(page, f"{words}: nothing has changed.")
        assert kept(page) == before


def choose(page: Page, file: Path) -> None:
    with page.expect_file_chooser() as chooser:
        page.get_by_role("button", name="Import a file").click()
    chooser.value.set_files(file)


def test_a_hostile_file_runs_nothing_and_leads_nowhere_else(visit: Visit, tmp_path: Path) -> None:
    day = "2024-01-01T00:00:00.000Z"
    record = {"title": "<img src=x onerror='window.pwned=1'>", "about": "<b>", "saved": day}
    ids = ["../../evil", "javascript:alert(1)", "__proto__", "a/b", "sound", "no-day", "list"]
    papers: dict[str, object] = dict.fromkeys(ids, record)
    papers |= {"no-day": {**record, "saved": "<b>"}, "list": [1], "sound": {**record, "x": "y"}}
    page = visit.open("saved/")
    file = tmp_path / "chosen.json"
    file.write_text(json.dumps({"format": "digest-reading", "version": 1, "papers": papers}))
    choose(page, file)
    said(page, "Added what the file has of 1 paper.")
    assert kept(page) == {"sound": record}
    expect(page.locator("article h3")).to_have_text(record["title"])
    assert page.locator("article h3 a").get_attribute("href") == (
        page.url.removesuffix("saved/") + "papers/sound/"
    )
    assert page.locator("article img").count() == 0
    assert page.evaluate("window.pwned") is None


def test_two_tabs_say_the_same_and_keep_what_both_did(visit: Visit) -> None:
    one = visit.open(LIST)
    other = visit.other_tab(LIST)
    saved = visit.other_tab("saved/")
    save_button(one, "tiny-steps").click()
    pressed(save_button(other, "tiny-steps"))
    save_button(other, "undated").click()
    pressed(save_button(one, "undated"))
    pressed(save_button(one, "tiny-steps"))
    expect(saved.locator("article h3")).to_have_text([title("undated"), TINY])
    save_button(one, "tiny-steps").click()
    expect(saved.locator("article h3")).to_have_text([title("undated")])


def store(page: Page, text: str) -> None:
    page.evaluate("([key, text]) => localStorage.setItem(key, text)", [KEPT, text])


def test_a_spoilt_storage_is_begun_anew(visit: Visit) -> None:
    for spoilt in (
        *("{", "null", "[]", '"x"'),
        '{"version": 1, "papers": {"tiny-steps": 5, "undated": null}}',
    ):
        page = visit.open(LIST)
        store(page, spoilt)
        visit.open(LIST)
        pressed(save_button(page, "tiny-steps"), on=False)
        save_button(page, "tiny-steps").click()
        pressed(save_button(page, "tiny-steps"))
        assert list(kept(page)) == ["tiny-steps"]


def test_what_a_later_release_kept_is_not_written_over(visit: Visit) -> None:
    page = visit.open(LIST)
    store(page, '{"version": 2}')
    visit.open(LIST)
    save_button(page, "tiny-steps").click()
    said(page, "lasts until you leave the page")
    assert page.evaluate(f"localStorage.getItem({KEPT!r})") == '{"version": 2}'


@pytest.mark.parametrize(
    "broken",
    [
        "Object.defineProperty(window, 'localStorage', {get() { throw new DOMException('no'); }})",
        "Storage.prototype.setItem = () => { throw new DOMException('full'); }",
    ],
    ids=["off", "full"],
)
def test_without_a_storage_a_choice_lasts_for_the_page(
    context: BrowserContext, site: str, broken: str
) -> None:
    context.add_init_script(broken)
    visit = Visit(context.new_page(), site)
    page = visit.open(LIST)
    save_button(page, "tiny-steps").click()
    said(page, "lasts until you leave the page")
    pressed(save_button(page, "tiny-steps"))
    read_by_key(page, "tiny-steps")
    expect(page.locator(".is-read h3")).to_have_text(TINY)
    pressed(save_button(page, "tiny-steps"))
    expect(page.get_by_role("link", name="Saved")).to_have_text("Saved (1)")
    pressed(save_button(visit.open(LIST), "tiny-steps"), on=False)
    assert visit.complaints == visit.elsewhere == []


def test_two_digests_of_one_host_do_not_mix(visit: Visit) -> None:
    def answer(route: Route) -> None:
        address = route.request.url.replace("/other/", "/papers-of-nowhere/")
        route.fulfill(response=route.fetch(url=address))

    visit.page.context.route("**/other/**", answer)
    save(visit, "tiny-steps")
    other = visit.other_tab(f"../other/{LIST}")
    pressed(save_button(other, "tiny-steps"), on=False)
    save_button(other, "undated").click()
    pressed(save_button(other, "undated"))
    assert list(kept(visit.page)) == ["tiny-steps"]


def focused(page: Page) -> str:
    return unfolded(page.locator(":focus").inner_text())


def test_keys_go_through_a_list_and_mark(visit: Visit) -> None:
    page = visit.open(LIST)
    for key in ("s", "m", "o"):
        page.keyboard.press(key)  # there is no paper to act on yet
    assert page.url.endswith(LIST)
    order = titles(page)
    page.keyboard.press("j")
    assert focused(page) == order[0]
    assert page.locator(":focus").evaluate("e => getComputedStyle(e).outlineStyle") == "solid"
    page.keyboard.press("j")
    page.keyboard.press("j")
    assert focused(page) == order[2]
    expect(page.locator(":focus")).to_be_in_viewport()
    page.keyboard.press("k")
    assert focused(page) == order[1]
    page.keyboard.press("s")
    said(page, "Saved")
    page.keyboard.press("m")
    said(page, "Marked as read")
    (record,) = kept(page).values()
    assert {"saved", "read"} <= set(record)
    page.keyboard.press("m")
    said(page, "Marked as not read")
    page.keyboard.press("k")
    page.keyboard.press("k")
    assert focused(page) == order[0] == TINY
    for _ in order:
        page.keyboard.press("j")
    assert focused(page) == order[-1]
    expect(page.locator(":focus")).to_be_in_viewport()


def test_keys_begin_with_what_is_in_view(visit: Visit) -> None:
    page = visit.open(LIST)
    page.set_viewport_size({"width": 1280, "height": 300})
    page.locator("article h3").nth(6).evaluate("e => e.scrollIntoView()")
    page.keyboard.press("j")
    assert focused(page) == titles(page)[6]


def test_keys_on_the_saved_page_remove(visit: Visit) -> None:
    save(visit, "undated", "tiny-steps")
    page = visit.open("saved/")
    page.keyboard.press("j")
    page.keyboard.press("s")
    assert titles(page) == [title("undated")]
    assert focused(page) == title("undated")
    page.get_by_role("button", name="Undo").click()
    assert titles(page) == [TINY, title("undated")]


def test_the_dialog_names_the_keys_and_gives_the_focus_back(visit: Visit) -> None:
    page = visit.open(LIST)
    page.keyboard.press("j")
    page.keyboard.press("?")
    dialog = page.get_by_role("dialog", name="Keys")
    expect(dialog).to_be_visible()
    assert dialog.locator("kbd").all_inner_texts() == ["j", "k", "o", "s", "m", "/", "?"]
    page.keyboard.press("j")
    page.keyboard.press("Escape")
    expect(dialog).to_be_hidden()
    assert focused(page) == TINY
    page.get_by_role("button", name="Keys").click()
    expect(dialog).to_be_visible()
    dialog.get_by_role("button", name="Close").click()
    expect(dialog).to_be_hidden()
    expect(page.get_by_role("button", name="Keys")).to_be_focused()


def test_keys_can_be_switched_off_and_on(visit: Visit) -> None:
    page = visit.open(LIST)
    switch = page.get_by_role("checkbox", name="Single-key shortcuts")
    page.keyboard.press("?")
    switch.uncheck()
    page.keyboard.press("Escape")
    visit.open(LIST)
    for key in ("?", "j", "s", "/"):
        page.keyboard.press(key)
    expect(page.get_by_role("dialog")).to_have_count(0)
    assert page.evaluate("document.activeElement === document.body")
    page.get_by_role("button", name="Keys").click()
    switch.check()
    page.keyboard.press("Escape")
    visit.open(LIST)
    page.keyboard.press("j")
    assert focused(page) == TINY


def test_keys_leave_fields_and_modifiers_alone(visit: Visit) -> None:
    page = visit.open(LIST)
    page.keyboard.press("j")
    for key in ("Control+j", "Alt+j", "Meta+j"):
        page.keyboard.press(key)
    assert focused(page) == TINY
    page.evaluate("document.querySelector('article').prepend(document.createElement('input'))")
    field = page.locator("article > input")
    field.press_sequentially("jkosm?")
    expect(field).to_have_value("jkosm?")
    expect(field).to_be_focused()
    expect(page.get_by_role("dialog")).to_have_count(0)


@pytest.mark.parametrize(
    ("name", "way"),
    [
        ("tiny-steps", "Copy citation"),
        ("tiny-steps", "Copy"),
        *((each, "c") for each in HOSTILE[:3]),
    ],
)
def test_one_click_copies_the_citation(visit: Visit, name: str, way: str) -> None:
    page = visit.open(f"papers/{name}/")
    page.clock.install()
    if way == "c":
        page.keyboard.press("c")
    else:
        page.get_by_role("button", name=way, exact=True).click()
    said(page, "Citation copied")
    shown = page.locator("code.language-bibtex").inner_text().strip()
    assert shown.startswith("@misc{")
    assert clipboard(page) == shown
    expect(page.locator(".copy")).to_have_text("Copied")
    page.clock.run_for(3000)
    expect(page.locator(".copy")).to_have_text("Copy")


def test_without_a_clipboard_the_citation_is_selected(visit: Visit) -> None:
    page = visit.open("papers/tiny-steps/")
    page.evaluate("Object.defineProperty(navigator, 'clipboard', {value: undefined})")
    page.get_by_role("button", name="Copy citation").click()
    said(page, "The citation is selected")
    selected = page.evaluate("getSelection().toString()")
    assert selected.strip() == page.locator("code.language-bibtex").inner_text().strip()
