"""BibTeX, RIS, CSL-JSON and feeds where they are odd, damaged or hostile."""

from __future__ import annotations

import json

import pytest

from generator.sources import Silent, Unreadable, detect


def parse(text: str, name: str = "capture"):  # type: ignore[no-untyped-def]
    return detect.parse(text.encode(), name=name)


def test_bibtex_that_is_damaged_keeps_what_is_whole() -> None:
    text = (
        "@article{a, title={Kites Fly}, author={Muster, Ada}, year=2026}\n\n"
        "@article{broken, title={No end\n\n"
        "@misc{b, title={Boats {S}ail}, author={Beispiel, Bo and {Harbour, Inc.}},"
        " date={2026-02-03}}\n"
    )
    capture = parse(text)
    assert [(e.title, e.published) for e in capture.entries] == [
        ("Kites Fly", "2026"),
        ("Boats Sail", "2026-02-03"),
    ]
    assert capture.entries[1].authors == ("Bo Beispiel", "Harbour, Inc.")
    assert [(r.line, r.reason) for r in capture.rejected] == [(3, "damaged or cut off")]


def test_tex_of_a_library_is_text() -> None:
    text = r"""@article{a, title={{B\'ezier} Curves \& $\alpha$-Kites: 90\% {\sc Fast}},
      author={Erd{\H o}s, P{\'a}l and {\'S}wi{\k{e}}cki, {\L}ukasz}, journal={J. of \LaTeX{} Kites},
      month=mar, year={2026}, note={See \url{https://github.com/a/b_c}}}"""
    (entry,) = parse(text).entries
    assert entry.title == "Bézier Curves & α-Kites: 90% Fast"
    assert entry.authors == ("Pál Erdős", "Łukasz Święcki")
    assert (entry.published, entry.venue) == ("2026-03", "J. of LaTeX Kites")
    assert [link.url for link in entry.links] == ["https://github.com/a/b_c"]


def test_ris_without_its_end_and_with_a_broken_record() -> None:
    untitled = "TY  - JOUR\nAU  - A, B\nER  - \n"
    text = f"TY  - JOUR\nTI  - Kites\nER  - \n\n{untitled}TY  - CONF\nTI  - Boats\n"
    capture = parse(text)
    assert [entry.title for entry in capture.entries] == ["Kites", "Boats"]
    assert [(r.line, r.reason) for r in capture.rejected] == [(5, "no title")]


def test_foreign_json_is_refused_and_a_single_record_is_read() -> None:
    foreign = [{"name": "Kites", "price": 3}, {"name": "Boats", "price": 4}]
    with pytest.raises(Unreadable, match="of no kind known"):
        parse(json.dumps(foreign))
    answer = {"message": {"DOI": "10.5555/a", "title": ["Kites"], "author": [{"family": "Muster"}]}}
    assert parse(json.dumps(answer)).entries[0].authors == ("Muster",)
    script = [{"title": "Kites", "arxiv_id": "2604.00001", "authors": "Ada Muster, Bo Beispiel"}]
    (entry,) = parse(json.dumps(script)).entries
    assert (entry.arxiv, entry.authors) == ("2604.00001", ("Ada Muster", "Bo Beispiel"))


FEED = '<rss version="2.0"><channel><title>Kite Lab</title>{}</channel></rss>'


def test_feeds_are_refused_by_what_they_are() -> None:
    with pytest.raises(Silent, match="without any item"):
        parse(FEED.format(""))
    with pytest.raises(Unreadable, match="nothing in this item identifies a paper"):
        parse(FEED.format("<item><title>We are hiring</title></item>"))
    with pytest.raises(Unreadable, match="document type"):
        parse('<!DOCTYPE rss [<!ENTITY x "y">]>' + FEED.format("<item/>"))
    with pytest.raises(Unreadable, match="damaged or cut off"):
        parse(FEED.format("<item><title>Kites</title>")[:-20])


def test_an_item_is_the_paper_that_it_links_to() -> None:
    item = (
        "<item><title>Kites</title><link>https://kites.example.org/p/1</link>"
        "<description>&lt;p&gt;See the &lt;a href='https://arxiv.org/abs/2604.00001v2'&gt;paper"
        "&lt;/a&gt;.</description><pubDate>Mon, 09 Nov 2026 23:30:00 -0800</pubDate></item>"
    )
    capture = parse(FEED.format(item))
    (entry,) = capture.entries
    assert (capture.source, entry.arxiv, entry.published) == (
        "Kite Lab",
        "2604.00001",
        "2026-11-09",
    )
    assert [(link.kind, link.url) for link in entry.links] == [
        ("paper", "https://kites.example.org/p/1")
    ]
