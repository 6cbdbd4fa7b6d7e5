"""Pages of Daily Papers saved as HTML."""

from __future__ import annotations

import html
import json
from typing import Any

import pytest

from generator.papers.model import Capture
from generator.sources import Unreadable, detect

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


def parse(props: Any) -> Capture:
    return detect.parse(page(props), name="Daily Papers.html")


def test_a_saved_page_holds_what_the_api_says() -> None:
    capture = parse({"periodType": "day", "dateString": "2026-04-30", "dailyPapers": [RECORD, 7]})
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
    capture = parse({**said, "dailyPapers": records})
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
    [
        page({"dailyPapers": []}),
        page("{"),
        b"<html>",
        b"<!-- -->",
        b"<?xml version='1.0'?><x>",
    ],
)
def test_a_page_without_papers_is_named_in_one_line(data: bytes) -> None:
    with pytest.raises(Unreadable) as error:
        detect.parse(data, name="page.html")
    assert "\n" not in str(error.value)
