"""Issue forms: how they are read, and the record or the answer that comes of them."""

from __future__ import annotations

import json
import shutil
import tempfile
from collections.abc import Mapping
from dataclasses import astuple
from pathlib import Path
from typing import Any

import msgspec
import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from generator import check, store
from generator.papers.model import Entry
from generator.review import forms
from generator.review.forms import CORRECTION, PROPOSAL, WHAT, Answered, Correction, Proposal
from generator.text import Misuse
from tests.conftest import KITES, ROOT, digest, filled, texts
from tests.fetch.conftest import Answer, Source, feed, source

__all__ = ["source"]

CASES = yaml.load(Path(__file__).with_name("cases.yml").read_text("utf-8"), yaml.BaseLoader)
NAME = "papers/2026/kites-in-autumn.md"
RECORD = (KITES / NAME).read_text("utf-8")


def stated(content: Path, changes: Mapping[str, str]) -> str:
    """The known record's text, with these changes."""
    text = RECORD
    for old, new in changes.items():
        text = text.replace(old, new)
    (content / NAME).write_text(text)
    return text


def unasked(arxiv: str) -> Entry:
    raise AssertionError(f"arXiv was asked for {arxiv}")


def settled(content: Path, form: Proposal | Correction, ask: forms.Ask = unasked) -> Answered:
    return forms.answer(content, form, 7, ask, "2026-04-05")


@pytest.mark.parametrize("case", CASES["proposals"], ids=lambda case: case["name"])
def test_a_proposal_becomes_a_record_or_is_answered(kites: Path, case: dict[str, Any]) -> None:
    known = stated(kites, case.get("known", {}))
    asked = []

    def ask(arxiv: str) -> Entry:
        asked.append(arxiv)
        if "arxiv" not in case:
            raise forms.Unclear(f"arXiv knows no paper {arxiv}.")
        return msgspec.convert({"line": 1, "arxiv": arxiv, **case["arxiv"]}, Entry)

    said = {name: case.get(name, "") for name in ("address", "title", "topics", "summary")}
    made = settled(kites, Proposal(**said, why="It @everyone flies."), ask)
    assert (made.kind, asked) == (case["kind"], [case["asks"]] if "asks" in case else [])
    assert [words for words in case.get("says", ()) if words not in made.answer] == []
    papers = texts(kites / "papers")
    assert papers.pop("2026/kites-in-autumn.md") == known
    if made.kind == "proposed":
        ((path, record),) = papers.items()
        assert record == case.get("record", record)
        assert made.title == f"Content: add {Path(path).stem}"
        assert "Closes #7." in made.body
        assert "```text\nIt @everyone flies.\n```" in made.body
    else:
        assert papers == {}
    if made.kind == "known":
        assert "[Kites in Autumn](https://digest.example/papers/kites-in-autumn/)" in made.answer
        assert f"https://github.com/muster/digest/edit/main/content/{NAME}" in made.answer


@pytest.mark.parametrize(
    "case", CASES["corrections"], ids=lambda case: ": ".join([*case.values()][:2])
)
def test_a_correction_changes_its_field_alone_or_is_answered(
    kites: Path, case: dict[str, Any]
) -> None:
    known = stated(kites, case.get("known", {}))
    if "beside" in case:
        (kites / NAME).with_name(f"{case['beside']}.md").write_text("---\ntitle: 'Other'\n---\n")
    named = case.get("record", "papers/kites/")
    made = settled(kites, Correction(named, case["what"], case["value"], "Its page."))
    changed = (kites / NAME).read_text()
    if "why" in case:
        assert (made.kind, case["why"] in made.answer) == (case.get("kind", "unclear"), True)
        assert changed == known
    else:
        assert (made.kind, made.title) == ("proposed", "Content: correct kites-in-autumn")
        assert ("still to be done" in made.answer) is ("to_do" in case)
        assert "\nrevised: 2026-04-05\n" in changed
        expected = known.replace(case["from"], case["to"], 1)
        assert changed.replace("revised: 2026-04-05\n", "") == expected


def test_hostile_words_show_and_do_nothing(kites: Path) -> None:
    title = "Winds @all #1 <img src=x> ](https://evil.example) ```\n## x {{ y }}"
    topics = "@all, <script>, ![x](y)"
    made = settled(kites, Proposal("https://winds.example", title, topics, "a\x00b", ""))
    for text in (made.answer, made.title, made.body):
        assert not {"](https://evil", "![x]"} & set(text.split()), text
        assert "@all" not in text
        assert "<" not in text
    papers = store.load(kites).corpus.papers
    assert [paper.title for id, paper in papers.items() if id != "kites-in-autumn"] == [
        " ".join(title.split())
    ]


@pytest.mark.parametrize("value", ["\u202e", "\ud800", "\u200b \ufeff", "\uffff", "x" * 25_000])
def test_text_that_shows_nothing_or_has_no_end_is_answered_and_not_written(
    kites: Path, value: str
) -> None:
    for what in ("The title", "The authors", "The summary", "The date"):
        assert settled(kites, Correction("papers/kites/", what, value, "")).kind == "unclear"
    made = settled(kites, Proposal("https://winds.example", value, "", "", ""))
    assert (made.kind, "needs a title" in made.answer) == ("unclear", True)
    assert texts(kites / "papers") == {"2026/kites-in-autumn.md": RECORD}
    made = settled(kites, Proposal("https://winds.example", "A", "", value, ""))
    assert made.kind == ("unclear" if value.isascii() else "proposed")
    assert store.load(kites).problems == ()


VALUES = st.sampled_from([
    *["2052-03-04", "1859", "2024", "Muster, Ada; Bo", "10.1000/182", "2503.02130", "No", "$x^2$"],
    *["https://github.com/muster", "https://a.example/x.git https://a.example/x", "fair-winds, x"],
])  # fmt: skip


@settings(max_examples=25)
@given(st.sampled_from(WHAT), VALUES | st.text(max_size=60), VALUES | st.text(max_size=60))
def test_whatever_a_form_says_the_check_refuses_nothing_of_it(
    what: str, value: str, other: str
) -> None:
    with tempfile.TemporaryDirectory() as folder:
        content = Path(shutil.copytree(KITES, Path(folder) / "content"))
        known = Entry("Winds", 1, arxiv="2503.02130", published="2025-03-04")
        settled(content, Correction("papers/kites/", what, value, other))
        settled(content, Proposal(value, other, value, value, other), lambda arxiv: known)
        assert {of.severity for of in check.problems(store.load(content))} <= {"warning"}


def test_the_forms_ask_what_the_program_reads() -> None:
    paper, correction = (
        [field["attributes"] for field in yaml.safe_load(path.read_text("utf-8"))["body"]]
        for path in sorted((ROOT / ".github/ISSUE_TEMPLATE").glob("[12]-*.yml"))
    )
    assert tuple(field["label"] for field in paper) == PROPOSAL
    assert tuple(field["label"] for field in correction) == CORRECTION
    assert correction[1]["options"] == list(WHAT)


# Headings in an answer move none of those before it.
WHY = "Because.\n### arXiv id or link\n### Topics\n### Why it belongs in the digest"


@pytest.mark.parametrize("end", ["\n", "  \r\n"])
@pytest.mark.parametrize(
    ("labels", "answers"),
    [
        (PROPOSAL, ("2604.00001", "", "Kites", "", "It flies.")),
        (PROPOSAL, ("2604.00001", "", "", "", WHY)),
        (PROPOSAL, ("", "", "", "", "")),
        (CORRECTION, ("papers/kites/", "The title", "Kites\nand winds", "")),
    ],
)
def test_a_form_is_read(labels: tuple[str, ...], answers: tuple[str, ...], end: str) -> None:
    form = forms.read(filled(labels, *answers).replace("\n", end))
    assert form is not None
    assert astuple(form) == answers


@pytest.mark.parametrize(
    "text",
    ["", "Hello", "### Record", "### arXiv id or link\n\n1", filled(PROPOSAL[::-1], *"12345")],
)
def test_what_no_form_made_is_none(text: str) -> None:
    assert forms.read(text) is None


def test_half_a_character_is_none() -> None:
    assert forms.event(b'{"issue": {"number": 1, "body": "a\\ud800b"}}').issue.body == "ab"


@pytest.mark.parametrize(
    "event",
    [
        b"",
        b"[" * 100_000,
        b"[]",
        b"{}",
        b'{"issue": 1}',
        b'{"issue": {"number": "1; id", "body": ""}}',
        b"\xff",
    ],
)
def test_another_event_is_refused(event: bytes) -> None:
    with pytest.raises(Misuse, match="no event of an issue"):
        forms.event(event)


@pytest.mark.parametrize(
    ("atom", "code", "said"),
    [
        (feed(("2604.00002", "Winds: a Study")), 0, "A pull request that adds a paper"),
        (feed(), 0, "arXiv knows no paper 2604.00002"),
        (feed(("2604.00003", "Winds: a Study")), 1, "answered with 2604.00003"),
    ],
)
def test_a_form_is_settled_with_what_arxiv_says_of_just_that_paper(
    kites: Path, source: Source, atom: Answer, code: int, said: str
) -> None:
    body = filled(PROPOSAL, "2604.00002", "", "", "", "It flies.")
    Path("event.json").write_text(json.dumps({"issue": {"number": 7, "body": body}}))
    source.answers["/"] = [atom]
    done = digest("propose", "event.json", "--url", f"{source.url}/")
    assert (done.exit_code, said in done.output) == (code, True)
    assert source.asked == ["/?id_list=2604.00002&max_results=1"]
    papers = texts(kites / "papers")
    assert len(papers) == (2 if "pull request" in said else 1)
    assert "Of lines" not in "".join(papers.values())
