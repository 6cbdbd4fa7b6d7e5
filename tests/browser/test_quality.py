"""What the site promises a reader, measured on a page of each kind in a real browser."""

from __future__ import annotations

import gzip
import re
from pathlib import Path
from typing import NamedTuple

import lxml.html
import pytest
from playwright.sync_api import Browser, BrowserContext

from tests.browser.conftest import PAGE_WIDTH, SCHEMES, Visit, axe

SHOWN = 20
FIRST_VIEW = 150_000
PACKED = {".html", ".css", ".js", ".json", ".svg", ".txt", ".xml"}
QUESTIONS = ("search/?q=steps", "search/?q=steps+zinnia#narrow")
FORBIDDEN = """
window.forbidden = [];
addEventListener("securitypolicyviolation", (event) =>
  forbidden.push(`${event.effectiveDirective} ${event.blockedURI}`))
"""


POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; "
    "font-src 'self'; connect-src 'self'; manifest-src 'self'; base-uri 'none'; "
    "form-action 'self' https://letters.example"
)
META = "//meta[@http-equiv='Content-Security-Policy']"
LOADED_BEFORE = f"{META}/preceding::*[self::link or self::script or self::style]"
INLINE = (
    "//style | //script[not(@src or contains(@type, 'json'))] | "
    "//@style | //@*[starts-with(name(), 'on')]"
)


class Seen(NamedTuple):
    """What was found on a page that somebody opened on a phone, and then in other windows.

    The files of the first view; the faults by axe, at 390 and 1280 pixels, light and dark; the
    windows in which it scrolls sideways; and what its policy forbade, what it complained of, and
    what it asked of another host.
    """

    loaded: set[Path]
    faults: list[str]
    too_wide: list[int]
    wrongs: list[str]


@pytest.fixture(scope="session")
def pages(built_site: Path) -> list[str]:
    """The longest page of each kind that readers stay on, the page for no page, two questions."""
    longest: dict[str, Path] = {}
    for path in sorted(built_site.rglob("index.html")):
        text = path.read_text(encoding="utf-8")
        kind = re.search(r'\bdata-kind="([^"]+)"', text)
        assert kind, f"{path}: states no kind"
        if 'http-equiv="refresh"' in text:  # nobody stays there, and no measure would be sure
            continue
        before = longest.get(kind[1])
        if before is None or before.stat().st_size < path.stat().st_size:
            longest[kind[1]] = path
    assert {"home", "paper", "topic", "text"} <= longest.keys()
    found = [path.relative_to(built_site).as_posix() for path in longest.values()]
    return [*(path.removesuffix("index.html") for path in found), "404.html", *QUESTIONS]


@pytest.fixture(scope="session")
def seen(chromium: Browser, site: str, built_site: Path, pages: list[str]) -> dict[str, Seen]:
    """Each page as it was seen, by path: one visit answers all that is asked of all pages."""
    with chromium.new_context() as context:
        context.add_init_script(FORBIDDEN)
        visit = Visit(context.new_page(), site)
        return {path: look(visit, path, built_site) for path in pages}


def look(visit: Visit, path: str, folder: Path) -> Seen:
    page = visit.page
    visit.asked.clear()
    visit.complaints.clear()
    page.set_viewport_size({"width": 390, "height": 844})
    visit.open(path)
    if path in QUESTIONS:
        page.wait_for_selector(".finder article")
        page.wait_for_selector(".finder-boxes label", state="attached")
    faults = []
    loaded: set[Path] = set()
    for width in (390, 1280):
        page.set_viewport_size({"width": width, "height": 900})
        for scheme in SCHEMES:
            page.emulate_media(color_scheme=scheme)
            faults += [f"/{path} at {width} px, {scheme}: {wrong}" for wrong in axe(page)]
        loaded = loaded or {file_of(url, visit.site, folder) for url in visit.asked}
    too_wide = []
    for width in (320, 390, 1280, 2560):
        page.set_viewport_size({"width": width, "height": 900})
        too_wide += [width] if page.evaluate(PAGE_WIDTH) > width else []
    wrongs = [*page.evaluate("forbidden"), *visit.complaints, *visit.elsewhere]
    return Seen(loaded, faults, too_wide, wrongs)


def file_of(url: str, site: str, folder: Path) -> Path:
    path = folder / url.removeprefix(site).partition("?")[0].partition("#")[0]
    return path / "index.html" if path.is_dir() else path


def sent(file: Path) -> int:
    """The bytes of a file as a host sends them."""
    content = file.read_bytes()
    return len(gzip.compress(content, 6) if file.suffix in PACKED else content)


def test_axe_finds_nothing(seen: dict[str, Seen]) -> None:
    found = [fault for each in seen.values() for fault in each.faults]
    assert not found, "\n".join(found[:SHOWN])


def test_nothing_scrolls_sideways(seen: dict[str, Seen]) -> None:
    assert {path: each.too_wide for path, each in seen.items() if each.too_wide} == {}


def test_no_page_asks_what_its_policy_forbids_or_another_host(seen: dict[str, Seen]) -> None:
    assert {path: each.wrongs for path, each in seen.items() if each.wrongs} == {}


def test_a_first_view_is_light(seen: dict[str, Seen]) -> None:
    for path, each in seen.items():
        weights = {file.name: sent(file) for file in each.loaded}
        assert {file.suffix for file in each.loaded} >= {".html", ".css", ".js", ".woff2"}
        assert sum(weights.values()) < FIRST_VIEW, (path, weights)


def test_a_topic_with_a_long_title_keeps_to_the_page(visit: Visit) -> None:
    visit.page.set_viewport_size({"width": 320, "height": 900})
    page = visit.open("papers/larger-steps/")
    topic = page.locator(".dates a").first
    topic.evaluate("(link) => { link.textContent = 'words of a title '.repeat(9); }")
    assert page.evaluate(PAGE_WIDTH) <= 320


def against_policy(html: bytes) -> list[str]:
    """Policies other than ours, and where the page breaks it."""
    page = lxml.html.document_fromstring(html)
    policies = [str(policy) for policy in page.xpath(f"{META}/@content")]
    broken = [repr(each) for each in page.xpath(f"{LOADED_BEFORE} | {INLINE}")]
    return broken if policies == [POLICY] else [*policies, "not the policy", *broken]


def test_every_page_has_the_strict_policy_and_keeps_it(built_site: Path) -> None:
    pages = (path for path in built_site.rglob("*.html") if path.parent != built_site / "email")
    found = {path: against_policy(path.read_bytes()) for path in pages}
    assert len(found) > 40
    assert {path: wrong for path, wrong in found.items() if wrong} == {}


@pytest.mark.parametrize(
    ("head", "body", "faults"),
    [
        ("{}", "<script src=x></script><script type=ld+json>{}</script>", 0),
        ("", "", 1),
        ("<script src=x></script>{}", "", 1),
        ("{}", "<script>x</script><style></style>", 2),
        ("{}", "<p style='color:red' onclick='x()'>", 2),
    ],
)
def test_what_breaks_the_policy_is_found(head: str, body: str, faults: int) -> None:
    meta = f'<meta http-equiv="Content-Security-Policy" content="{POLICY}">'
    html = f"<html><head>{head.format(meta)}</head><body>{body}</body></html>"
    assert len(against_policy(html.encode())) == faults


def test_what_is_planted_on_a_page_is_found(context: BrowserContext, site: str) -> None:
    context.add_init_script(FORBIDDEN)
    page = Visit(context.new_page(), site).open("")
    page.evaluate(
        "document.querySelector('article').insertAdjacentHTML('beforeend',"
        " '<h6 id=far>Far down</h6><p id=pale style=color:red>Pale</p><input id=mute>');"
        "document.querySelector('#pale').style.color = 'rgb(128 128 128 / 20%)';"
        "document.body.append(Object.assign(new Image(), {src: 'https://e.invalid/x'}))"
    )
    page.wait_for_function("'style-src-attr,img-src' == forbidden.map(each => each.split(' ')[0])")
    found = {tuple(wrong.split(": ")[:2]) for wrong in axe(page)}
    assert {("heading-order", "#far"), ("color-contrast", "#pale"), ("label", "#mute")} <= found


def test_a_paper_is_used_with_a_thumb_and_prints_on_one_sheet(visit: Visit) -> None:
    visit.page.set_viewport_size({"width": 390, "height": 844})
    page = visit.open("papers/tiny-steps/")
    for name in ("arXiv", "PDF", "Code", "Save", "Copy citation"):
        used = page.locator(".buttons :is(a, button)").filter(has_text=name)
        box = used.bounding_box()
        assert box, name
        assert 0 < box["x"] < box["x"] + box["width"] <= 390
        assert min(box["width"], box["height"]) >= 43.9
    page.emulate_media(media="print")
    sheets = visit.open("papers/larger-steps/").pdf(format="Letter")
    assert len(re.findall(rb"/Type\s*/Page\b", sheets)) == 1
