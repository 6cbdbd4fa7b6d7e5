"""How links fare over several runs, the file that keeps it, and the report."""

from __future__ import annotations

from pathlib import Path
from typing import cast

import pytest

from generator.fetch.link_checker import Answer, Verdict, judge
from generator.papers.model import Corpus, Link, Paper
from generator.review import health as linkhealth
from generator.review.health import History, Run, Watched

URL = "https://kites.example.org/code"
OTHER = "https://winds.example.org"
DAY = "2026-{}-01"


def after(verdicts: str) -> History:
    """The history of a link that answered so on days of each month, and of one that is well."""
    history = History()
    said = {"well": "200 OK", "unsure": "403 Forbidden", "failed": "404 Not Found"}
    for month, verdict in map(str.split, verdicts.split(", ")):
        answer = Answer(URL, cast("Verdict", verdict), said[verdict])
        answers = [answer, Answer(OTHER, "well", "200 OK")]
        history = linkhealth.updated(history, DAY.format(month), answers)
        assert linkhealth.parse(linkhealth.text(history)) == history
    return history


def test_a_link_that_is_well_changes_no_line() -> None:
    first = linkhealth.text(after("01 well")).splitlines()
    second = linkhealth.text(after("01 well, 02 well")).splitlines()
    assert first == [
        '{"run": "2026-01-01", "checked": 2, "well": 2, "unsure": 0, "failing": 0}',
        '{"url": "https://kites.example.org/code", "since": "2026-01-01"}',
        '{"url": "https://winds.example.org", "since": "2026-01-01"}',
    ]
    assert [line for line in second if line not in first] == [
        '{"run": "2026-02-01", "checked": 2, "well": 2, "unsure": 0, "failing": 0}'
    ]


@pytest.mark.parametrize(
    ("verdicts", "expected"),
    [
        # A second run of a day counts once, and doubt is held against nothing.
        (
            "01 well, 02 failed, 02 failed, 03 unsure, 04 failed",
            Watched(URL, DAY.format("01"), ok=DAY.format("01"), failed=DAY.format("02"),
                    last=DAY.format("04"), days=2, said="404 Not Found"),
        ),
        # Well again, it begins anew.
        (
            "01 failed, 02 well, 03 failed",
            Watched(URL, DAY.format("01"), ok=DAY.format("02"), failed=DAY.format("03"),
                    last=DAY.format("03"), days=1, said="404 Not Found"),
        ),
        (
            "01 unsure, 02 unsure, 03 unsure, 04 unsure",
            Watched(URL, DAY.format("01"), unsure=DAY.format("01"), said="403 Forbidden"),
        ),
        (
            "01 unsure, 02 failed",
            Watched(URL, DAY.format("01"), failed=DAY.format("02"), last=DAY.format("02"), days=1,
                    said="404 Not Found"),
        ),
    ],
)  # fmt: skip
def test_a_link_dies_of_failing_on_different_days(verdicts: str, expected: Watched) -> None:
    history = after(verdicts)
    assert history.links[URL] == expected
    assert expected.is_dead(expected.days) or not expected.days
    assert not expected.is_dead(expected.days + 1)
    assert [run.run for run in history.runs] == sorted({run.run for run in history.runs})


def test_a_link_that_no_record_has_is_forgotten() -> None:
    answers = [Answer(OTHER, "well", "200 OK")]
    history = linkhealth.updated(after("01 failed"), "2026-02-01", answers)
    assert list(history.links) == [OTHER]


@pytest.mark.parametrize(
    "line",
    ["[]", "7", "<<<<<<< HEAD", '{"url": 7, "since": "x"}', '{"since": "x"}', '{"run": "x"}', "{}"],
)
def test_a_damaged_history_is_named_by_its_line(line: str) -> None:
    with pytest.raises(linkhealth.Damaged, match="line 3 is no run and no link"):
        linkhealth.parse(f'{{"url": "{URL}", "since": "2026-01-01"}}\n\n{line}\n')


@pytest.mark.parametrize(
    ("valid", "result", "verdict", "said"),
    [
        (True, "200 OK", "well", "200 OK"),
        (True, "429 <script>", "unsure", "429 Too Many Requests"),
        (False, "404 <img src=x>", "failed", "404 Not Found"),
        (False, "410 Gone", "failed", "410 Gone"),
        (False, "403 Forbidden", "unsure", "403 Forbidden"),
        (False, "503 x", "unsure", "503 Service Unavailable"),
        (False, "999 Request denied", "unsure", "999"),
        (False, "ConnectionError: … (Caused by NameResolutionError(…", "failed", "no such host"),
        (
            False,
            "ConnectionError: … [Errno 111] Connection refused",
            "failed",
            "connection refused",
        ),
        (False, "ReadTimeout: …", "unsure", "no answer in time"),
        (False, "SSLError: …", "unsure", "no trusted certificate"),
        (False, "Error: something <b>else</b>", "unsure", "no answer that can be read"),
    ],
)
def test_what_linkchecker_says(valid: bool, result: str, verdict: Verdict, said: str) -> None:
    assert judge(URL, valid, result) == Answer(URL, verdict, said)


@pytest.mark.parametrize(
    ("hops", "moved"),
    [
        ((), ""),
        (((OTHER, 301),), OTHER),
        ((("https://a.example", 308), (OTHER, 301)), OTHER),
        ((("https://a.example", 301), (OTHER, 302)), "https://a.example"),
        (((OTHER, 302), ("https://a.example", 301)), ""),
        (((f"{URL}/", 301),), ""),  # another spelling
    ],
)
def test_a_link_that_moved_for_good_is_named_and_changed(
    hops: tuple[tuple[str, int], ...], moved: str
) -> None:
    warnings = "\n".join(f"Redirected to `{url}' status: {code} Moved." for url, code in hops)
    answer = judge(URL, True, "200 OK", warnings)
    history = linkhealth.updated(History(), "2026-01-01", [answer])
    assert linkhealth.parse(linkhealth.text(history)) == history
    assert history.links[URL].moved == moved
    paper = Paper("a", "A", links=(Link("code", URL), Link("other", OTHER)))
    changed = linkhealth.moved(Corpus(papers={"a": paper}), history).papers["a"]
    expected = {moved or URL: "code", OTHER: "other"}
    if moved == OTHER:
        expected = {OTHER: "code"}
    assert {link.url: link.kind for link in changed.links} == expected


def test_the_links_of_records() -> None:
    papers = [
        Paper("a", "A", links=(Link("code", URL), Link("other", "javascript:alert(1)"))),
        Paper("b", "B", links=(Link("code", URL), Link("project", "https://k.example/<b>`x`"))),
    ]
    corpus = Corpus(papers={paper.id: paper for paper in papers})
    assert linkhealth.holders(corpus) == {
        "https://k.example/%3Cb%3E%60x%60": ("b",),
        URL: ("a", "b"),
    }


def test_the_report() -> None:
    links = [
        Watched(URL, "2026-01-01", "2026-02-01", None, "2026-03-01", "2026-05-01", 3, "410"),
        Watched(OTHER, "2026-05-01", failed="2026-05-01", last="2026-05-01", days=1, said="x"),
        Watched(
            "https://w.example", "2026-01-01", "2026-01-01", "2026-02-01", said="403 Forbidden"
        ),
        Watched("https://well.example", "2026-01-01"),
    ]
    history = History((Run("2026-05-01", 4, 1, 1, 2),), {link.url: link for link in links})
    holders = {link.url: ("kites", "winds") if link.url == URL else ("kites",) for link in links}
    places = {"kites": "https://c.example/kites.md", "winds": "https://c.example/winds.md"}
    expected = Path(__file__).parents[1] / "fixtures" / "link-report.md"
    made = linkhealth.report(history, holders, dead_after=3, places=places)
    assert made == expected.read_text(encoding="utf-8")


def test_a_report_without_trouble() -> None:
    history = History((Run("2026-05-01", 1, 1, 0, 0),), {URL: Watched(URL, "2026-05-01")})
    made = linkhealth.report(history, {URL: ("kites",)}, dead_after=3, places={"kites": "x"})
    assert made == (
        "# Links on 2026-05-01\n\n1 link checked: 1 well, 0 failing (0 of them dead), 0 in doubt.\n"
        "\nEvery link answers.\n"
    )
