"""``digest propose``, as a workflow runs it, with a source on this machine in place of arXiv."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import Result

from generator.review.forms import PROPOSAL
from tests.conftest import digest
from tests.fetch.conftest import Answer, Source, feed


@pytest.fixture(autouse=True)
def content(here: Path) -> None:
    Path("content").mkdir()
    Path("content/digest.yml").write_text("title: Digest\nkeep_abstracts: false\n")


def propose(source: Source, body: str, atom: Answer) -> Result:
    Path("event.json").write_text(json.dumps({"issue": {"number": 7, "body": body}}))
    source.answers["/"] = [atom]
    return digest("propose", "event.json", "--url", f"{source.url}/")


def form(address: str) -> str:
    answers = [address, "", "", "", "It flies."]
    parts = zip(PROPOSAL, answers, strict=True)
    return "\n\n".join(f"### {label}\n\n{said or '_No response_'}" for label, said in parts)


def test_a_form_becomes_a_record_and_an_answer(source: Source) -> None:
    done = propose(source, form("2604.00002"), feed(("2604.00002", "Winds: a Study")))
    assert done.exit_code == 0
    assert done.stdout.startswith("Thank you. A pull request that adds a paper")
    assert source.asked == ["/?id_list=2604.00002&max_results=1"]
    record = Path("content/papers/2026/winds-a-study.md").read_text(encoding="utf-8")
    assert "arxiv: '2604.00002'" in record
    assert "Of lines" not in record


@pytest.mark.parametrize(
    ("atom", "code", "said"),
    [
        (feed(), 0, "arXiv knows no paper 2604.00002"),
        (feed(("2604.00003", "Winds: a Study")), 1, "answered with 2604.00003"),
    ],
)
def test_another_paper_than_was_asked_for_is_not_taken(
    source: Source, atom: Answer, code: int, said: str
) -> None:
    done = propose(source, form("2604.00002"), atom)
    assert (done.exit_code, said in done.output) == (code, True)
    assert not Path("content/papers").exists()
