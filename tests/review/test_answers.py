"""What comes of a form: one record changed, or an answer that says why not."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from generator import store
from generator.papers.model import Entry, Link
from generator.review.forms import Answered, Correction, Proposal, Unclear, answer

TODAY = "2026-04-05"
KITES = """\
---
title: 'Kites in Autumn'
arxiv: '2604.00001'
published: 2026-04-01
# she told us herself
authors: [Ada Muster]
topics: [optimisers]
links:
- {kind: code, url: 'https://github.com/muster/kites'}
aliases: [kites]
---
"""
TOPICS = """\
groups:
- {id: g, title: G}
topics:
- {id: optimisers, title: Optimisers, description: How weights move., group: g}
- {id: scaling-laws, title: Scaling laws, description: How loss follows size., group: g}
"""
SETTINGS = """\
title: Digest
url: https://digest.example/
repository: https://github.com/muster/digest
keep_abstracts: false
curation: {summary_words: [3, 9]}
"""
WINDS = Entry(
    "Winds: a Study",
    1,
    abstract="Secret.",
    authors=("Bo Beispiel",),
    published="2026-04-02",
    arxiv="2604.00002",
    category="cs.LG",
)


@pytest.fixture
def content(tmp_path: Path) -> Path:
    folder = tmp_path / "content"
    (folder / "papers" / "2026").mkdir(parents=True)
    (folder / "papers" / "2026" / "kites-in-autumn.md").write_text(KITES)
    (folder / "topics.yml").write_text(TOPICS)
    (folder / "digest.yml").write_text(SETTINGS)
    return folder


def unasked(arxiv: str) -> Entry:
    raise AssertionError(f"arXiv was asked for {arxiv}")


def propose(
    content: Path,
    address: str,
    title: str = "",
    topics: str = "",
    summary: str = "",
    ask: Callable[[str], Entry] = unasked,
) -> Answered:
    form = Proposal(address, title, topics, summary, "It @everyone flies.")
    return answer(content, form, 7, ask, TODAY)


def correct(content: Path, what: str, value: str, record: str = "papers/kites/") -> Answered:
    return answer(content, Correction(record, what, value, "Its page."), 7, unasked, TODAY)


def texts(content: Path) -> dict[str, str]:
    return {path.stem: path.read_text() for path in content.glob("papers/*/*.md")}


def test_a_paper_of_arxiv_becomes_a_record_of_facts(content: Path) -> None:
    made = propose(content, "https://arxiv.org/pdf/2604.00002v3", ask=lambda _: WINDS)
    assert made.kind == "proposed"
    assert texts(content) == {
        "kites-in-autumn": KITES,
        "winds-a-study": "---\ntitle: 'Winds: a Study'\narxiv: '2604.00002'\n"
        "published: 2026-04-02\nauthors: [Bo Beispiel]\ncategory: cs.LG\nadded: 2026-04-05\n---\n",
    }
    assert made.title == "Content: add winds-a-study"
    assert "Closes #7." in made.body
    assert "```text\nIt @everyone flies.\n```" in made.body
    assert "no summary yet" in made.answer


@pytest.mark.parametrize(
    ("address", "asked"),
    [
        ("<https://arxiv.org/html/2604.00002v1#S3>,", "2604.00002"),
        ("look: https://huggingface.co/papers/2604.00002", "2604.00002"),
        ("http://arxiv.org/abs/cs/0601001", "cs/0601001"),
    ],
)
def test_an_identifier_is_found_in_all_its_forms(content: Path, address: str, asked: str) -> None:
    found: list[str] = []

    def ask(arxiv: str) -> Entry:
        found.append(arxiv)
        return WINDS

    propose(content, address, ask=ask)
    assert found == [asked]


@pytest.mark.parametrize(
    ("address", "title"),
    [
        ("2604.00001", ""),
        ("https://github.com/Muster/Kites.git", ""),
        ("https://elsewhere.example/paper", "KITES in autumn"),
    ],
)
def test_a_paper_that_is_there_is_named(content: Path, address: str, title: str) -> None:
    made = propose(content, address, title)
    assert made.kind == "known"
    assert "[Kites in Autumn](https://digest.example/papers/kites-in-autumn/)" in made.answer
    edit = "https://github.com/muster/digest/edit/main/content/papers/2026/kites-in-autumn.md"
    assert edit in made.answer
    assert texts(content) == {"kites-in-autumn": KITES}


def test_arxivs_title_tells_that_a_paper_is_there_under_another_address(content: Path) -> None:
    text = KITES.replace("arxiv: '2604.00001'\n", "")
    (content / "papers" / "2026" / "kites-in-autumn.md").write_text(text)
    entry = Entry("Kites in autumn", 1, arxiv="2604.00001")
    assert propose(content, "2604.00001", ask=lambda _: entry).kind == "known"


def test_a_page_of_its_own_needs_a_title_and_keeps_its_link(content: Path) -> None:
    made = propose(content, "https://winds.example/paper?utm_source=x", "Winds", "Scaling Laws")
    assert made.kind == "proposed"
    assert texts(content)["winds"] == (
        "---\ntitle: 'Winds'\ntopics: [scaling-laws]\nlinks:\n"
        "- {kind: project, url: 'https://winds.example/paper'}\nadded: 2026-04-05\n---\n"
    )
    assert "needs a title" in propose(content, "https://other.example/paper").answer


@pytest.mark.parametrize("address", ["", "my paper", "javascript:alert(1)", "http://localhost/x"])
def test_what_leads_nowhere_is_asked_again(content: Path, address: str) -> None:
    made = propose(content, address, "Winds")
    assert made.kind == "unclear"
    assert "no arXiv id and no link" in made.answer
    assert texts(content) == {"kites-in-autumn": KITES}


def test_what_arxiv_does_not_know_is_said(content: Path) -> None:
    def ask(arxiv: str) -> Entry:
        raise Unclear(f"arXiv knows no paper {arxiv}.")

    made = propose(content, "2604.00009", ask=ask)
    assert (made.kind, "arXiv knows no paper 2604.00009." in made.answer) == ("unclear", True)


def test_what_is_left_to_do_is_listed(content: Path) -> None:
    title = "Kites in Autumn, or How to Stay Up with Little Wind"
    path = content / "papers" / "2026" / "kites-in-autumn.md"
    path.write_text(KITES.replace("Kites in Autumn", title).replace("arxiv: '2604.00001'\n", ""))
    made = propose(content, "10.1000/kite", f"{title}s", "Optimizers, kites", "Two words.")
    assert made.kind == "proposed"
    listed = made.answer
    assert "may be the same paper as 'kites-in-autumn'" in listed
    assert "'Optimizers' is no topic: did you mean 'optimisers'?" in listed
    assert "'kites' is no topic" in listed
    assert "the summary has 2 words" in listed


def test_hostile_words_show_and_do_nothing(content: Path) -> None:
    title = "Winds @all #1 <img src=x> ](https://evil.example) ```\n## x {{ y }}"
    made = propose(content, "https://winds.example", title, "@all, <script>, ![x](y)", "a\x00b")
    for part in (made.answer, made.title, made.body):
        text = part.replace("It @everyone flies.", "")
        assert not {"@all", "<img", "<script", "](https://evil", "![x]"} & set(text.split()), text
        assert "@all" not in text
        assert "<" not in text
    (loaded,) = [p for p in store.load(content).corpus.papers.values() if p.id != "kites-in-autumn"]
    assert loaded.title == " ".join(title.split())


@pytest.mark.parametrize(
    ("what", "value", "line", "there"),
    [
        ("The title", "Kites in Fall\n", "'Kites in Autumn'", "'Kites in Fall'"),
        ("The authors", "Ada Muster\nBo", "authors: [Ada Muster]", "authors: [Ada Muster, Bo]"),
        (
            "The authors",
            "Muster, Ada and Beispiel, Bo",
            "authors: [Ada Muster]",
            "authors: [Ada Muster, Bo Beispiel]",
        ),
        ("The date", "2026-04", "published: 2026-04-01", "published: 2026-04"),
        ("The arXiv id", "arXiv:2604.00010", "'2604.00001'", "'2604.00010'"),
        ("The topics", "Scaling laws", "[optimisers]", "[scaling-laws]"),
        ("The summary", "They fly  high.", "aliases", "summary: They fly high.\naliases"),
    ],
)
def test_a_correction_changes_its_field_alone(
    content: Path, what: str, value: str, line: str, there: str
) -> None:
    made = correct(content, what, value)
    assert made.kind == "proposed"
    changed = texts(content)["kites-in-autumn"]
    assert f"\nrevised: {TODAY}\n" in changed
    assert changed.replace(f"revised: {TODAY}\n", "") == KITES.replace(line, there, 1)
    assert made.title == "Content: correct kites-in-autumn"


def test_links_come_and_go(content: Path) -> None:
    correct(content, "A link is missing", "https://kites.example/\nhttps://youtu.be/abcdefghijk")
    links = store.load(content).corpus.papers["kites-in-autumn"].links
    assert links[0] == Link("code", "https://github.com/muster/kites")
    assert [link.kind for link in links[1:]] == ["other", "video"]
    every = " ".join(link.url for link in links)
    correct(content, "A link is wrong or dead", every)
    text = texts(content)["kites-in-autumn"].replace(f"revised: {TODAY}\n", "")
    assert text == KITES.replace(
        "links:\n- {kind: code, url: 'https://github.com/muster/kites'}", "links: []"
    )


@pytest.mark.parametrize(
    ("what", "value", "why"),
    [
        ("The title", "Kites in Autumn", "says just that already"),
        ("The title", "", "what it should be"),
        ("The date", "yesterday", "is written 2024-10-20"),
        ("The date", "2026-13-01", "of the calendar is written 2024-10-20"),
        ("The arXiv id", "x", "no arXiv id"),
        ("The topics", "Kites", "'Kites' is no topic"),
        ("A link is missing", "javascript:alert(1)", "no link to a public page"),
        ("A link is wrong or dead", "https://other.example", "no such link"),
    ],
)
def test_a_correction_that_is_none_is_asked_again(
    content: Path, what: str, value: str, why: str
) -> None:
    made = correct(content, what, value)
    assert (made.kind, why in made.answer) == ("unclear", True), made.answer
    assert texts(content) == {"kites-in-autumn": KITES}


@pytest.mark.parametrize(
    "record",
    [
        "https://digest.example/papers/kites-in-autumn/",
        "content/papers/2026/kites-in-autumn.md",
        "kites-in-autumn",
        "the page papers/kites/#abstract",
        "https://arxiv.org/abs/2604.00001v2",
    ],
)
def test_a_record_is_found_by_all_its_names(content: Path, record: str) -> None:
    assert correct(content, "The title", "Kites in Fall", record).kind == "proposed"


def test_what_only_a_person_can_tell_is_left_to_one(content: Path) -> None:
    made = correct(content, "Something else", "It is odd.")
    assert (made.kind, "A curator will look at" in made.answer) == ("person", True)
    assert "no such record" in correct(content, "The title", "x", "papers/other/").answer


NOTHING = ("\u202e", "\ud800", "\u200b \ufeff", "\uffff", "x" * 25_000)


@pytest.mark.parametrize("value", NOTHING)
def test_text_that_shows_nothing_or_has_no_end_is_answered_and_not_written(
    content: Path, value: str
) -> None:
    before = texts(content)
    for what in ("The title", "The authors", "The summary", "The date"):
        assert correct(content, what, value).kind == "unclear"
    assert texts(content) == before


@pytest.mark.parametrize("title", NOTHING)
def test_a_paper_without_a_title_that_can_be_read_is_answered(content: Path, title: str) -> None:
    made = propose(content, "https://papers.example/x", title=title)
    assert (made.kind, "needs a title" in made.answer) == ("unclear", True)
    assert propose(content, "https://papers.example/x", title="A", summary=title).kind in (
        "proposed",
        "unclear",
    )
    assert store.load(content).problems == ()
