"""Entries and facts into records: what is filled, what stays, and an account that adds up."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import msgspec
import pytest
import yaml

from generator.intake import merge
from generator.intake.enrich import Enrichment, enrich
from generator.intake.merge import Account
from generator.papers.model import Capture, Corpus, Paper

CASES: list[dict[str, Any]] = yaml.safe_load(
    (Path(__file__).parent / "cases.yml").read_text(encoding="utf-8")
)


def plain(value: Any) -> Any:
    """Mappings and lists, as a case has them."""
    return msgspec.json.decode(msgspec.json.encode(value))


def known(case: dict[str, Any]) -> Corpus:
    """The corpus of a case, before anything comes in."""
    stated = {
        "settings": case.get("settings", {}),
        "vocabulary": {"topics": case.get("topics", [])},
        "left_out": case.get("left_out", []),
    } | {
        kind: {id: {"id": id, **each} for id, each in case.get(name, {}).items()}
        for kind, name in (("papers", "known"), ("editions", "listed"))
    }
    return msgspec.convert(stated, Corpus)


def taken(
    corpus: Corpus, step: dict[str, Any], case: dict[str, Any]
) -> tuple[Corpus, Account | Enrichment | None]:
    """The corpus after a step of a case, and the account of it."""
    if "facts" in step:
        facts = [{"id": "", **each} for each in step["facts"]]
        return enrich(corpus, msgspec.convert(facts, list[Paper]))
    if "edited" in step:
        said = plain(corpus)
        for id, fields in step["edited"].items():
            said["papers"][id] |= fields
        return msgspec.convert(said, Corpus), None
    of_listing = {"format": "hf_text", "source": "Listing", "kind": "daily"}
    listing = {**of_listing, "captured": "2025-01-02", **step}
    listing["entries"] = [{"line": 1, **entry} for entry in step["entries"]]
    capture = msgspec.convert(listing, Capture)
    return merge.ingest(
        corpus, capture, keep_abstracts=case.get("keep", True), added=case.get("added")
    )


def shown(account: Any, name: str) -> Any:
    """What an account says, as a case writes it."""
    if name in ("rules", "sentence"):
        return merge.rules([account]) if name == "rules" else merge.sentence(account)
    said = getattr(account, name)
    if name in ("rejected", "left_out"):
        return [f"{one.text}: {one.reason}" for one in said]
    return plain(said)


def editions_of(corpus: Corpus) -> dict[str, list[str]]:
    """Day, kind, size where some are left out, and papers with upvotes and comments of each."""
    return {
        edition.id: [
            f"{edition.date} {edition.kind}{f' of {edition.size}' if edition.part_of else ''}",
            *(f"{seen.paper} {seen.upvotes} {seen.comments}" for seen in edition.papers),
        ]
        for edition in corpus.editions.values()
    }


@pytest.mark.parametrize(
    "case", CASES, ids=[f"{number} {case['name']}" for number, case in enumerate(CASES)]
)
def test_what_comes_is_taken_in_as_a_case_says(case: dict[str, Any]) -> None:
    corpus, account = known(case), None
    for step in case["steps"]:
        corpus, account = taken(corpus, step, case)
    assert {name: shown(account, name) for name in case.get("gives", {})} == case.get("gives", {})
    for id, stated in case.get("papers", {}).items():
        assert plain({name: getattr(corpus.papers[id], name) for name in stated}) == stated
    assert corpus.papers.keys() == case.get("papers", corpus.papers).keys()
    assert editions_of(corpus) == case.get("editions", editions_of(corpus))
    assert taken(corpus, case["steps"][-1], case)[0] == corpus
