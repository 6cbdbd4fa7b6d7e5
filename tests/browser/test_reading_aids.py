"""What a reader saves, marks as read and copies, in a real browser."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable
from pathlib import Path

import pytest
import yaml
from bibtexparser.entrypoint import parse_string
from playwright.sync_api import BrowserContext, Locator, Page, Route, expect

from generator import views
from generator.papers import wording
from tests.browser.conftest import CORPUS, HOSTILE, PAPERS, TINY, Visit, pressed, title, unfolded

LIST = "editions/2024-10-31/"
KEPT = "digest:/papers-of-nowhere/"
SEEN = "digest-seen:/papers-of-nowhere/"
CODE = next(link.url for link in PAPERS["tiny-steps"].links if link.kind == "code")
BIBTEX = views.Digest(CORPUS).keys
FILES = yaml.safe_load(Path(__file__).with_name("files.yml").read_text("utf-8"))
Records = dict[str, dict[str, str]]
Way = Callable[[], object]

SHAPES = """all => all.map((each) => {
  const { width, height } = each.getBoundingClientRect();
  return [Math.min(width, height), each.ariaLabel || each.innerText.trim()];
})"""
WITHOUT_STORAGE = [
    "Object.defineProperty(window, 'localStorage', {get() { throw new DOMException('no'); }})",
    "Storage.prototype.setItem = () => { throw new DOMException('full'); }",
]


def records(*names: str) -> Records:
    """What a browser keeps of papers that were saved in this order."""
    return {
        name: {
            "title": title(name) if name in PAPERS else f"{name} <b>",
            "about": "",
            "saved": f"2024-01-{day:02}T00:00:00.000Z",
        }
        for day, name in enumerate(names, start=1)
    }


def keeping(visit: Visit, path: str, kept: Records | str) -> Page:
    """The page at ``path``, in a browser that keeps these papers, or this text for them."""
    text = kept if isinstance(kept, str) else json.dumps({"version": 1, "papers": kept})
    visit.page.evaluate("([key, text]) => localStorage.setItem(key, text)", [KEPT, text])
    return visit.open(path)


def kept(page: Page) -> Records:
    papers = json.loads(page.evaluate(f"localStorage.getItem({KEPT!r})"))["papers"]
    assert isinstance(papers, dict)
    return papers


def press(page: Page, keys: Iterable[str]) -> None:
    for key in keys:
        page.keyboard.press(key)


def focused(page: Page) -> str:
    return unfolded(page.locator(":focus").inner_text())


def save_button(page: Page, name: str = "tiny-steps") -> Locator:
    return page.get_by_role("button", name=f"Save {title(name)}", exact=True)


def said(page: Page, words: str) -> None:
    expect(page.get_by_role("status").filter(has_text=words)).to_have_count(1)


def choose(page: Page, file: Path, text: str) -> None:
    """Imports a file that says ``text``."""
    file.write_text(text, encoding="utf-8")
    with page.expect_file_chooser() as chooser:
        page.get_by_role("button", name="Import a file").click()
    chooser.value.set_files(file)


def test_a_paper_saved_in_a_list_stands_on_the_saved_page_until_removed(visit: Visit) -> None:
    page = visit.open(LIST)
    link = page.get_by_role("link", name="Saved")
    expect(link).to_be_hidden()
    for name in ("undated", "tiny-steps"):
        save_button(page, name).click()
        pressed(save_button(page, name))
    expect(link).to_have_text("Saved (2)")
    link.click()
    both = [TINY, title("undated")]
    expect(page.locator("article h3")).to_have_text(both)
    row = page.locator("article .row").first
    expect(row).to_contain_text("Muster +2 · Oct 2024 · Optimisers · saved ")
    expect(row.locator(".gist")).to_have_text(wording.gist(PAPERS["tiny-steps"]))
    expect(row.get_by_role("link", name="code")).to_have_attribute("href", CODE)
    page.reload()
    expect(page.get_by_text("2 papers saved, 0 marked as read.")).to_be_visible()
    button = page.get_by_role("button", name=f"Remove {TINY}")
    ways: tuple[Way, ...] = (button.click, lambda: press(page, "js"))
    for remove in ways:
        remove()
        assert visit.titles() == both[1:]
        assert focused(page) == both[1]
        page.get_by_role("button", name="Undo").click()
        assert visit.titles() == both
    button.click()
    pressed(save_button(visit.open(LIST)), on=False)
    expect(link).to_have_text("Saved (1)")


@pytest.mark.parametrize(
    "path",
    [
        *("", "papers/", "topics/hostile/", "dates/2024/10/31/", "weeks/2024-W44/", LIST),
        *("code/", "trending/", "papers/tiny-steps/", "search/?q=steps", "saved/"),
    ],
)
def test_papers_have_buttons_and_keys_wherever_there_are_any(visit: Visit, path: str) -> None:
    page = keeping(visit, path, records("tiny-steps"))
    rows = page.locator("article h3 > a").count()
    expect(page.locator(".marks")).to_have_count(rows + (path == "papers/tiny-steps/"))
    for size, name in page.locator(":is(.marks, .citation, footer) button").evaluate_all(SHAPES):
        assert size >= 23.9, name
        assert name
    page.keyboard.press("j")
    assert "/papers/" in page.evaluate("document.activeElement.href")
    page.keyboard.press("m")
    said(page, "Marked as read")
    page.emulate_media(media="print")
    expect(page.locator("article button:visible, [data-saved]:visible")).to_have_count(0)


def test_a_visit_marks_nothing_and_a_mark_shows_in_lists_and_other_tabs(visit: Visit) -> None:
    page = visit.open("papers/tiny-steps/")
    other, listed = visit.other_tab(LIST), visit.other_tab("saved/")
    expect(other.locator(".is-read")).to_have_count(0)
    for name in ("Mark as read", "Save"):
        button = page.get_by_role("button", name=name, exact=True)
        pressed(button, on=False)
        button.click()
        pressed(button)
    expect(other.locator(".is-read h3")).to_have_text(TINY)
    pressed(save_button(other))
    save_button(other, "undated").click()
    expect(listed.locator("article h3")).to_have_text([title("undated"), TINY])
    pressed(save_button(visit.open(LIST), "undated"))
    page.locator("h3 a[href$='papers/tiny-steps/']").focus()
    press(page, "ms")
    expect(other.locator(".is-read")).to_have_count(0)
    expect(listed.locator("article h3")).to_have_text([title("undated")])


@pytest.mark.parametrize("path", ["search/?q=zinnia", "code/", "papers/tiny-steps/", LIST])
def test_what_is_saved_anywhere_has_all_that_a_row_says(visit: Visit, path: str) -> None:
    page = visit.open(path)
    for link in page.locator("article :is(h3, td) a").filter(has_text=TINY).all():
        link.focus()
    page.keyboard.press("s")
    whole = "key => localStorage.getItem(key)?.includes('Optimisers')"
    page.wait_for_function(whole, arg=KEPT)
    visit.open("search/?q=zinnia").keyboard.press("j")
    page.keyboard.press("m")  # it says no less of the paper
    record = kept(visit.open(LIST))["tiny-steps"]
    assert record.keys() == set(record) | {"gist", "topic", "code", "saved", "read"}
    assert record["gist"] == wording.gist(PAPERS["tiny-steps"])
    assert (record["title"], record["topic"], record["code"]) == (TINY, "Optimisers", CODE)
    assert "Optimisers" not in record["about"]


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


@pytest.mark.parametrize(
    ("path", "button"),
    [(LIST, f"Save {TINY}"), ("search/?q=zinnia", f"Save {TINY}"), ("papers/tiny-steps/", "Save")],
)
def test_a_mark_follows_a_paper_to_its_new_permalink(visit: Visit, path: str, button: str) -> None:
    page = keeping(visit, path, records("small-steps"))
    pressed(page.get_by_role("button", name=button, exact=True))
    assert list(kept(page)) == ["tiny-steps"]


def test_bibtex_is_of_all_saved_follows_what_moved_and_names_what_is_gone(visit: Visit) -> None:
    names = ["larger-steps", *HOSTILE, "tiny-steps"]
    page = keeping(visit, "saved/", records(*names))
    library = parse_string(visit.downloaded("Download BibTeX"))
    assert library.failed_blocks == []
    assert [entry.key for entry in library.entries] == [BIBTEX[name] for name in names[::-1]]
    assert library.entries_dict[BIBTEX["tiny-steps"]]["eprint"] == "2410.00001"
    said(page, f"{len(names)} citations downloaded.")
    moved = '<meta http-equiv="refresh" content="0; url=../larger-steps/">'
    page.route("**/papers/former-steps/", lambda route: route.fulfill(body=moved))
    keeping(visit, "saved/", records("gone", "former-steps", "larger-steps"))
    assert visit.titles() == [title("larger-steps"), "former-steps <b>", "gone <b>"]
    entries = parse_string(visit.downloaded("Download BibTeX")).entries
    assert [entry.key for entry in entries] == [BIBTEX["larger-steps"]]
    said(page, "1 citation downloaded. None found for: gone <b>")
    assert [line for line in visit.complaints if "404" not in line] == []
    visit.complaints.clear()


def test_export_forget_undo_forget_import(visit: Visit, tmp_path: Path) -> None:
    page = keeping(visit, "saved/", records("undated", "tiny-steps"))
    page.get_by_role("button", name="Mark as read").first.click()
    before = kept(page)
    file = visit.downloaded("Export as a file")
    assert json.loads(file)["papers"] == before

    def forget(answer: str) -> None:
        page.get_by_role("button", name="Forget all").click()
        page.get_by_role("dialog").get_by_role("button", name=answer).click()

    forget("Keep")
    assert kept(page) == before
    forget("Forget all")
    said(page, "Everything is forgotten.")
    assert visit.titles() == []
    assert kept(page) == {}
    page.get_by_role("button", name="Undo").click()
    assert kept(page) == before
    forget("Forget all")
    later = {"larger-steps": records("", "", "larger-steps")["larger-steps"]}
    keeping(visit, "saved/", later)
    choose(page, tmp_path / "reading.json", file)
    said(page, "Added what the file has of 2 papers.")
    assert kept(page) == {**before, **later}
    assert visit.titles() == [title("larger-steps"), TINY, title("undated")]


@pytest.mark.parametrize(("text", "words"), FILES["foreign"].items())
def test_a_foreign_file_changes_nothing(
    visit: Visit, tmp_path: Path, text: str, words: str
) -> None:
    page = keeping(visit, "saved/", records("tiny-steps"))
    choose(page, tmp_path / "chosen.json", text)
    said(page, f"{words}: nothing has changed.")
    assert kept(page) == records("tiny-steps")


def test_a_hostile_file_runs_nothing_and_leads_nowhere_else(visit: Visit, tmp_path: Path) -> None:
    page = visit.open("saved/")
    choose(page, tmp_path / "chosen.json", json.dumps(FILES["hostile"]))
    said(page, "Added what the file has of 1 paper.")
    sound = FILES["hostile"]["papers"]["a/b"]
    assert kept(page) == {"sound": sound}
    link = page.locator("article h3 a")
    expect(link).to_have_text(sound["title"])
    expect(link).to_have_attribute("href", f"{visit.site}papers/sound/")
    assert page.locator("article img").count() == 0
    assert page.evaluate("window.pwned") is None


@pytest.mark.parametrize("spoilt", FILES["spoilt"])
def test_a_spoilt_storage_is_begun_anew(visit: Visit, spoilt: str) -> None:
    page = keeping(visit, LIST, spoilt)
    pressed(save_button(page), on=False)
    save_button(page).click()
    pressed(save_button(page))
    assert list(kept(page)) == ["tiny-steps"]


def test_what_a_later_release_kept_is_not_written_over(visit: Visit) -> None:
    page = keeping(visit, LIST, '{"version": 2}')
    save_button(page).click()
    said(page, "lasts until you leave the page")
    assert page.evaluate(f"localStorage.getItem({KEPT!r})") == '{"version": 2}'


@pytest.mark.parametrize("broken", WITHOUT_STORAGE)
def test_without_a_storage_a_choice_lasts_for_the_page(
    context: BrowserContext, site: str, broken: str
) -> None:
    context.add_init_script(broken)
    visit = Visit(context.new_page(), site)
    page = visit.open(LIST)
    save_button(page).click()
    said(page, "lasts until you leave the page")
    page.keyboard.press("m")
    expect(page.locator(".is-read h3")).to_have_text(TINY)
    pressed(save_button(page))
    expect(page.get_by_role("link", name="Saved")).to_have_text("Saved (1)")
    pressed(save_button(visit.open(LIST)), on=False)
    assert visit.complaints == visit.elsewhere == []


def test_two_digests_of_one_host_do_not_mix(visit: Visit) -> None:
    def answer(route: Route) -> None:
        address = route.request.url.replace("/other/", "/papers-of-nowhere/")
        route.fulfill(response=route.fetch(url=address))

    visit.page.context.route("**/other/**", answer)
    page = keeping(visit, LIST, records("tiny-steps"))
    other = visit.other_tab(f"../other/{LIST}")
    pressed(save_button(other), on=False)
    save_button(other, "undated").click()
    pressed(save_button(other, "undated"))
    assert list(kept(page)) == ["tiny-steps"]


def test_keys_begin_with_what_is_in_view_go_through_a_list_and_mark(visit: Visit) -> None:
    page = visit.open(LIST)
    order = visit.titles()
    page.set_viewport_size({"width": 1280, "height": 300})
    page.locator("article h3").nth(6).evaluate("e => e.scrollIntoView()")
    press(page, "j")
    assert focused(page) == order[6]
    visit.open(LIST)
    press(page, "smo")  # there is no paper to act on yet
    assert page.url.endswith(LIST)
    for keys, place in (("j", 0), ("jj", 2), ("k", 1), ("kkk", 0), ("j" * 20, -1)):
        press(page, keys)
        assert focused(page) == order[place]
        expect(page.locator(":focus")).to_be_in_viewport()
        assert page.locator(":focus").evaluate("e => getComputedStyle(e).outlineStyle") == "solid"
    for key, words in (("s", "Saved"), ("m", "Marked as read"), ("m", "Marked as not read")):
        page.keyboard.press(key)
        said(page, words)
    assert [record.keys() & {"saved", "read"} for record in kept(page).values()] == [{"saved"}]


def test_the_dialog_names_the_keys_gives_the_focus_back_and_stops_them(visit: Visit) -> None:
    page = visit.open(LIST)
    dialog = page.get_by_role("dialog", name="Keys")
    opener = page.get_by_role("button", name="Keys")
    switch = dialog.get_by_role("checkbox", name="Single-key shortcuts")
    press(page, "j?")
    expect(dialog).to_be_visible()
    assert dialog.locator("kbd").all_inner_texts() == [*"jkosm/?"]
    press(page, ["j", "Escape"])
    expect(dialog).to_be_hidden()
    assert focused(page) == TINY
    opener.click()
    switch.uncheck()
    dialog.get_by_role("button", name="Close").click()
    expect(dialog).to_be_hidden()
    expect(opener).to_be_focused()
    visit.open(LIST)
    press(page, "?js/")
    expect(page.get_by_role("dialog")).to_have_count(0)
    assert page.evaluate("document.activeElement === document.body")
    opener.click()
    switch.check()
    visit.open(LIST)
    press(page, "j")
    assert focused(page) == TINY


def test_keys_leave_fields_and_modifiers_alone(visit: Visit) -> None:
    page = visit.open(LIST)
    press(page, ["j", "Control+j", "Alt+j", "Meta+j"])
    assert focused(page) == TINY
    page.evaluate("document.querySelector('article').prepend(document.createElement('input'))")
    field = page.locator("article > input")
    field.press_sequentially("jkosm?")
    expect(field).to_have_value("jkosm?")
    expect(field).to_be_focused()
    expect(page.get_by_role("dialog")).to_have_count(0)


@pytest.mark.parametrize("name", ["tiny-steps", *HOSTILE[:3]])
def test_one_click_or_key_copies_the_citation_or_selects_it(visit: Visit, name: str) -> None:
    page = visit.open(f"papers/{name}/")
    page.clock.install()
    shown = page.locator("code.language-bibtex").inner_text().strip()
    assert shown.startswith("@misc{")
    copy = page.locator(".copy")
    button = page.get_by_role("button", name="Copy citation")
    ways: tuple[Way, ...] = (button.click, copy.click, lambda: press(page, "c"))
    for way in ways:
        way()
        said(page, "Citation copied")
        expect(copy).to_have_text("Copied")
        assert visit.clipboard() == shown
        page.clock.run_for(3000)
        expect(copy).to_have_text("Copy")
    page.evaluate("Object.defineProperty(navigator, 'clipboard', {value: undefined})")
    button.click()
    said(page, "The citation is selected")
    assert page.evaluate("getSelection().toString()").strip() == shown
