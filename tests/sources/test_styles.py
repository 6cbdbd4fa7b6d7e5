"""Listings and bibliographies in the styles that exist, each beside what it must parse to.

``fixtures/styles/NAME`` is the input, ``NAME.expected.json`` the answer: ``also`` are other
answers as right, ``optional`` fields that may be left out, ``says`` words of the message;
``has_abstract`` null is not judged. Papers, people and venues are invented.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from generator.papers.model import Capture, Entry
from generator.sources import Unreadable, detect

STYLES = Path(__file__).parents[1] / "fixtures" / "styles"
INPUTS = sorted(path for path in STYLES.glob("*/*") if not path.name.endswith(".expected.json"))
JUDGED = ("arxiv", "doi", "published", "comments", "authors_count", "venue")


def expected(path: Path) -> Any:
    return json.loads(path.with_name(f"{path.name}.expected.json").read_text(encoding="utf-8"))


def parse(path: Path) -> Capture:
    return detect.parse(path.read_bytes(), name=path.name)


def faults(want: dict[str, Any], got: Entry) -> dict[str, tuple[Any, Any]]:
    """What is not as expected: field to expected and read."""
    free = {name for name in want.get("optional", ()) if not getattr(got, name)}
    pairs = {name: (want.get(name), getattr(got, name)) for name in JUDGED if name not in free}
    if "upvotes" not in free:
        pairs["upvotes"] = (want.get("upvotes") or 0, got.upvotes or 0)
    if not (want.get("authors_open") or "authors" in free):
        pairs["authors"] = (tuple(want.get("authors", ())), got.authors)
    if want.get("has_abstract") is not None:
        pairs["has_abstract"] = (want["has_abstract"], bool(got.abstract))
    if want.get("abstract"):
        pairs["abstract"] = (want["abstract"], got.abstract)
    if want.get("url"):
        pages = [link.url for link in got.links if link.kind == "paper"]
        pairs["url"] = ([want["url"]], pages)
    links = {(link.kind, link.url) for link in got.links if link.kind != "paper"}
    pairs["links"] = ({(link["kind"], link["url"]) for link in want["links"]}, links)
    return {name: pair for name, pair in pairs.items() if pair[0] != pair[1]}


@pytest.mark.parametrize(
    "path", [p for p in INPUTS if not expected(p)["refused"]], ids=lambda p: p.name
)
def test_a_style_is_read(path: Path) -> None:
    want, got = expected(path), parse(path)
    also = want.get("also", {})
    assert got.kind in [want["kind"], *also.get("kind", ())]
    assert got.captured in [want["date"], *also.get("date", ())]
    assert len(got.rejected) == want["rejected"]
    assert [entry.title.replace("\u2011", "-") for entry in got.entries] == [
        entry.get("title") or "" for entry in want["entries"]
    ]
    assert [faults(*pair) for pair in zip(want["entries"], got.entries, strict=True)] == [
        {} for _ in got.entries
    ]


@pytest.mark.parametrize(
    "path", [p for p in INPUTS if expected(p)["refused"]], ids=lambda p: p.name
)
def test_what_is_no_listing_is_refused_by_what_it_is(path: Path) -> None:
    with pytest.raises(Unreadable) as error:
        parse(path)
    assert "\n" not in str(error.value)
    said = {"22": ["an article"], "23": ["the README"]}
    words = said.get(path.name[:2]) or expected(path)["says"]
    assert any(word in str(error.value) for word in words)
