"""Answers of the Daily Papers API in the shapes they have had, its pages, and other JSON."""

from __future__ import annotations

import html
import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.papers.model import Capture, Link
from generator.sources import Unreadable, detect, json_answers


def record(number: int, **changes: Any) -> dict[str, Any]:
    """A record as the API writes it; ``changes`` are of its ``paper``."""
    paper: dict[str, Any] = {
        "id": f"2604.0000{number}",
        "authors": [
            {"_id": "6a", "name": "Ada Muster", "hidden": False},
            {"_id": "6b", "user": {"fullname": "Bo"}, "name": "Bo Beispiel", "hidden": False},
        ],
        "publishedAt": "2026-04-29T00:00:00.000Z",
        "submittedOnDailyAt": "2026-04-30T02:22:30.897Z",
        "title": f"Kites: Learning to\n  Fly from {number} Strings",
        "summary": "We fly 90\\% of the kites. Code:\nhttps://github.com/Muster/kites.git.",
        "upvotes": 69,
        "githubRepo": "https://github.com/muster/kites",
        "projectPage": "https://kites.example.org/",
    }
    paper |= changes
    paper = {name: value for name, value in paper.items() if value is not None}
    return {
        "paper": paper,
        "publishedAt": "2026-04-28T20:00:00.000Z",
        "title": paper.get("title"),
        "numComments": number,
    }


def parse(value: Any, **options: Any) -> Capture:
    return json_answers.parse(json.dumps(value), **options)


def test_what_a_field_may_not_hold_is_left_out_and_said() -> None:
    odd = record(
        1,
        id="a kite",
        authors=[{"name": "Ada\u0000 Muster"}, {"name": None}, 7, {"name": ":"}, "Bo Beispiel"],
        publishedAt="soon",
        upvotes=-1,
        summary={"a": "b"},
        githubRepo="javascript:alert(1)",
        projectPage="https://github.com/muster",
        submittedOnDailyAt=3,
    )
    capture = parse([odd])
    entry = capture.entries[0]
    assert (entry.arxiv, entry.published, entry.upvotes, entry.abstract) == (None, None, None, "")
    assert entry.authors == ("Ada Muster", "Bo Beispiel")
    assert entry.links == (Link("other", "https://github.com/muster"),)
    said = "\n".join(capture.notes)
    for name in ("id", "an author", "published", "upvotes", "abstract", "listed"):
        assert f"record 1: {name} is " in said


FIELDS = ["paper", "title", "id", "authors", "summary", "upvotes", "publishedAt", "name"]
JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=8),
    lambda inner: (
        st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(FIELDS), inner, max_size=4)
    ),
    max_leaves=12,
)


@given(JSON)
def test_each_element_of_any_list_ends_somewhere(value: Any) -> None:
    elements = [record(1), value]
    capture = parse(elements)
    assert len(capture.entries) + len(capture.rejected) == 2


# Pages saved as HTML

PAPER: dict[str, Any] = {
    "id": "2604.00001",
    "title": 'Kites "&" <b>Strings</b>',
    "summary": "It's 90\\% wind.",
    "authors": [{"name": "Ada Müster"}],
    "upvotes": 7,
}
RECORD = {"paper": PAPER, "numComments": 2}


def page(props: Any, target: str = "DailyPapers") -> bytes:
    attribute = html.escape(props if isinstance(props, str) else json.dumps(props))
    return (
        "<!doctype html>\n<html><head><title>Daily Papers</title></head>\n<body><script>1 < 2"
        f'</script>\n<div class="SVELTE_HYDRATER contents" data-target="{target}"'
        f' data-props="{attribute}"><article>…</article></div></body></html>'
    ).encode()


def saved(props: Any) -> Capture:
    return detect.parse(page(props), name="Daily Papers.html")


def test_a_saved_page_holds_what_the_api_says() -> None:
    capture = saved({"periodType": "day", "dateString": "2026-04-30", "dailyPapers": [RECORD, 7]})
    entry = capture.entries[0]
    assert (capture.format, capture.kind, capture.captured) == ("hf_html", "daily", "2026-04-30")
    assert (entry.title, entry.abstract) == ('Kites "&" <b>Strings</b>', "It's 90% wind.")
    assert (entry.authors, entry.upvotes, entry.comments) == (("Ada Müster",), 7, 2)
    assert (entry.line, [(r.line, r.reason) for r in capture.rejected]) == (
        4,
        [(4, "record 2: not a record")],
    )


@pytest.mark.parametrize(
    ("said", "kind", "captured"),
    [
        ({"periodType": "week", "dateString": "2026-W18"}, "weekly", "2026-W18"),
        ({"periodType": "month", "dateString": "2026-04"}, "monthly", "2026-04"),
        ({"periodType": "week", "dateString": "2026-04-30"}, "weekly", None),
        ({"isTrending": True}, "trending", None),
        ({"periodType": "day", "dateString": "2026-04-28"}, "daily", "2026-04-28"),
    ],
)
def test_a_page_says_of_which_period_it_is(
    said: dict[str, Any], kind: str, captured: str | None
) -> None:
    records = [
        {"paper": {**PAPER, "submittedOnDailyAt": f"2026-04-{day}T01:00:00Z"}} for day in (29, 30)
    ]
    capture = saved({**said, "dailyPapers": records})
    assert (capture.kind, capture.captured) == (kind, captured)


def test_a_page_of_an_organisation_is_a_list() -> None:
    data = page({"org": {"name": "kites"}, "papers": [RECORD]}, target="OrgPapers")
    capture = detect.parse(data, name="papers.html")
    assert (capture.kind, [entry.arxiv for entry in capture.entries]) == ("list", ["2604.00001"])


def test_a_page_cut_off_says_so() -> None:
    whole = page({"dailyPapers": [RECORD]})
    cut = whole[: whole.index(b"Ada M")]
    with pytest.raises(Unreadable, match="cut off"):
        detect.parse(cut, name="page.html")


@pytest.mark.parametrize(
    "data",
    [page({"dailyPapers": []}), page("{"), b"<html>", b"<!-- -->", b"<?xml version='1.0'?><x>"],
)
def test_a_page_without_papers_is_named_in_one_line(data: bytes) -> None:
    with pytest.raises(Unreadable) as error:
        detect.parse(data, name="page.html")
    assert "\n" not in str(error.value)
