"""Issue forms: what GitHub makes of them is read, whatever somebody made of that."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
import yaml

from generator.review.forms import (
    CORRECTION,
    PROPOSAL,
    WHAT,
    Correction,
    NoEvent,
    Proposal,
    issue,
    read,
)

FORMS = Path(__file__).parents[2] / ".github" / "ISSUE_TEMPLATE"


def fields(name: str) -> list[dict[str, object]]:
    form = yaml.safe_load((FORMS / name).read_text(encoding="utf-8"))
    return [field["attributes"] for field in form["body"]]


def test_the_forms_ask_what_the_program_reads() -> None:
    assert tuple(field["label"] for field in fields("1-paper.yml")) == PROPOSAL
    assert tuple(field["label"] for field in fields("2-correction.yml")) == CORRECTION
    assert fields("2-correction.yml")[1]["options"] == list(WHAT)


def body(labels: tuple[str, ...], *answers: str, end: str = "\n") -> str:
    parts = zip(labels, answers, strict=True)
    return f"{end}{end}".join(f"### {label}{end}{end}{answer}" for label, answer in parts)


@pytest.mark.parametrize("end", ["\n", "\r\n"])
def test_a_proposal_is_read(end: str) -> None:
    text = body(PROPOSAL, "2604.00001", "_No response_", "Optimisers", "", "It flies.", end=end)
    assert read(text) == Proposal("2604.00001", "", "Optimisers", "", "It flies.")


def test_a_correction_is_read() -> None:
    text = body(CORRECTION, "papers/kites/", "The title", "Kites\nand winds", "_No response_")
    assert read(text) == Correction("papers/kites/", "The title", "Kites\nand winds", "")


def test_a_heading_in_an_answer_moves_nothing_before_it() -> None:
    why = "Because.\n### arXiv id or link\n### Topics\n### Why it belongs in the digest"
    assert read(body(PROPOSAL, "2604.00001", "", "", "", why)) == Proposal(
        "2604.00001", "", "", "", why
    )


@pytest.mark.parametrize(
    "text",
    ["", "Hello", "### arXiv id or link\n\n1", body(PROPOSAL[::-1], *"12345"), "### Record"],
)
def test_what_no_form_made_is_none(text: str) -> None:
    assert read(text) is None


def test_an_event_has_an_issue() -> None:
    event = {"issue": {"number": 12, "body": None}, "action": "opened"}
    assert issue(json.dumps(event).encode()) == (12, "")


@pytest.mark.parametrize(
    "event",
    [b"", b"[]", b"{}", b'{"issue": 1}', b'{"issue": {"number": "1; id", "body": ""}}', b"\xff"],
)
def test_another_event_is_refused(event: bytes) -> None:
    with pytest.raises(NoEvent, match="no event of an issue"):
        issue(event)
