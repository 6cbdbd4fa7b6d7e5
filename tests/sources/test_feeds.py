"""Answers of arXiv's API and feeds where they are odd, damaged or hostile."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from generator.papers.model import Capture, Entry, Link
from generator.sources import Silent, Unreadable, detect, feeds

ANSWERS = Path(__file__).parents[3] / "shared" / "data" / "arxiv-api"
ENTRY = """\
  <entry>
    <id>http://arxiv.org/abs/2604.00001v2</id>
    <title>Kites:  Learning to
  Fly from \\textbf{Strings} &amp; Wind</title>
    <updated>2026-05-01T10:00:00Z</updated>
    <summary>  We fly 90\\% of the kites.
  Code: https://github.com/muster/kites.</summary>
    <category term="cs.RO" scheme="http://arxiv.org/schemas/atom"/>
    <published>2026-04-29T18:00:00Z</published>
    <arxiv:primary_category term="cs.LG"/>
    <author><name>Kite Team</name></author>
    <author><name>:</name></author>
    <author><name>Ada Muster</name><arxiv:affiliation>Kite School</arxiv:affiliation></author>
    <arxiv:doi>10.1000/KITES.1</arxiv:doi>
  </entry>
"""
ERROR = """\
  <entry>
    <id>https://arxiv.org/api/errors#incorrect_id_format_for_kite</id>
    <title>Error</title>
    <summary>incorrect id format for kite</summary>
  </entry>
"""


def feed(*entries: str) -> bytes:
    head = (
        "<?xml version='1.0' encoding='UTF-8'?>\n"
        '<feed xmlns:arxiv="http://arxiv.org/schemas/atom" xmlns="http://www.w3.org/2005/Atom">\n'
    )
    return f"{head}{''.join(entries)}</feed>\n".encode()


def test_an_entry_and_its_facts() -> None:
    capture = detect.parse(feed(ENTRY), name="arxiv.xml")
    title, names = "Kites: Learning to Fly from Strings & Wind", ("Kite Team", "Ada Muster")
    assert capture.entries == (
        Entry(
            title=title,
            line=3,
            abstract="We fly 90% of the kites. Code: https://github.com/muster/kites.",
            authors=names,
            published="2026-04-29",
            arxiv="2604.00001",
            links=(Link("code", "https://github.com/muster/kites"),),
            doi="10.1000/kites.1",
            category="cs.LG",
        ),
    )
    assert (capture.format, capture.source, capture.kind) == ("arxiv_atom", "arXiv", "search")
    assert (capture.captured, capture.rejected) == (None, ())


@pytest.mark.parametrize(
    ("comment", "is_withdrawn"),
    [
        ("This paper has been withdrawn by Ada Muster", True),
        ("Article withdrawn: a string broke", True),
        ("12 pages; withdrawn kites are drawn again", False),
    ],
)
def test_a_withdrawn_paper_sets_a_note(comment: str, is_withdrawn: bool) -> None:
    said = f"<arxiv:comment>{comment}</arxiv:comment></entry>"
    capture = feeds.parse(feed(ENTRY.replace("</entry>", said)))
    note = (
        "line 3: arXiv says that 2604.00001 is withdrawn: write 'withdrawn: true' into its record"
        " if so"
    )
    assert (note in capture.notes) is is_withdrawn


def test_errors_and_damage_are_rejections_with_their_line() -> None:
    nameless = ENTRY.replace("<title>", "<subtitle>").replace("</title>", "</subtitle>")
    nowhere = ENTRY.replace("2604.00001v2", "kites")
    capture = detect.parse(feed(ENTRY, ERROR, nameless, nowhere), name="x")
    assert [(rejection.line, rejection.reason) for rejection in capture.rejected] == [
        (18, "arXiv says: incorrect id format for kite"),
        (23, "no title"),
        (38, "no arXiv id"),
    ]
    assert "incorrect_id_format_for_kite" in capture.rejected[0].text
    assert len(capture.entries) == 1


@pytest.mark.parametrize(
    ("data", "says"),
    [
        (feed(), "an empty answer"),
        (feed(ERROR), "incorrect id format for kite"),
        (feed(ENTRY)[:-40], "damaged or cut off"),
        (b'<feed version="0.3"><entry/></feed>', "no feed"),
        (b"<feed", "damaged or cut off"),
    ],
)
def test_what_is_no_answer_is_named_in_one_line(data: bytes, says: str) -> None:
    with pytest.raises(Unreadable, match=says) as error:
        detect.parse(data, name="arxiv.xml")
    assert "\n" not in str(error.value)


def test_entities_and_document_types_are_refused(tmp_path: Path) -> None:
    (tmp_path / "secret").write_text("a secret", encoding="utf-8")
    file = f'<!DOCTYPE feed [<!ENTITY x SYSTEM "file://{tmp_path}/secret">]>'
    laughs = "".join(f'<!ENTITY x{n + 1} "{f"&x{n};" * 10}">' for n in range(9))
    bomb = f'<!DOCTYPE feed [<!ENTITY x0 "ha">{laughs}<!ENTITY x "&x9;">]>'
    for doctype in (file, bomb):
        data = feed(ENTRY.replace("Wind", "&x;")).replace(b"\n<feed", f"\n{doctype}<feed".encode())
        with pytest.raises(Unreadable, match=r"document type|damaged"):
            feeds.parse(data)


@pytest.mark.skipif(not ANSWERS.is_dir(), reason="the recorded answers are not here")
def test_recorded_answers() -> None:
    for path in sorted(ANSWERS.glob("q_*.json")):
        answer = json.loads(path.read_text(encoding="utf-8"))
        capture = detect.parse(answer["body"].encode("latin-1"), name="arxiv.xml")
        assert capture.rejected == ()
        assert all(e.arxiv and e.published and e.authors and e.category for e in capture.entries)


def announced(text: str) -> Capture:
    return detect.parse(text.encode(), name="capture")


RSS = '<rss version="2.0"><channel><title>Kite Lab</title>{}</channel></rss>'


def test_feeds_are_refused_by_what_they_are() -> None:
    with pytest.raises(Silent, match="without any item"):
        announced(RSS.format(""))
    with pytest.raises(Unreadable, match="nothing in this item identifies a paper"):
        announced(RSS.format("<item><title>We are hiring</title></item>"))
    with pytest.raises(Unreadable, match="document type"):
        announced('<!DOCTYPE rss [<!ENTITY x "y">]>' + RSS.format("<item/>"))
    with pytest.raises(Unreadable, match="damaged or cut off"):
        announced(RSS.format("<item><title>Kites</title>")[:-20])


def test_an_item_is_the_paper_that_it_links_to() -> None:
    item = (
        "<item><title>Kites</title><link>https://kites.example.org/p/1</link>"
        "<description>&lt;p&gt;See the &lt;a href='https://arxiv.org/abs/2604.00001v2'&gt;paper"
        "&lt;/a&gt;.</description><pubDate>Mon, 09 Nov 2026 23:30:00 -0800</pubDate></item>"
    )
    capture = announced(RSS.format(item))
    (entry,) = capture.entries
    assert (capture.source, entry.arxiv, entry.published) == (
        "Kite Lab",
        "2604.00001",
        "2026-11-09",
    )
    assert [(link.kind, link.url) for link in entry.links] == [
        ("paper", "https://kites.example.org/p/1")
    ]
