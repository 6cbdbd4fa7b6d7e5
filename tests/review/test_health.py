"""How links fare over several runs, the file that keeps it, and the report."""

from __future__ import annotations

import importlib.util
from pathlib import Path

import pytest

from generator.fetch import FetchError, link_checker
from generator.fetch.link_checker import Answer, Verdict, judge
from generator.papers.model import Corpus, Link, Paper
from generator.review import health
from generator.review.health import Health
from generator.store import history as kept
from generator.store.history import History, Run, Watched

URL = "https://kites.example.org/code"
OTHER = "https://winds.example.org"
SAID = {"well": "200 OK", "unsure": "403 Forbidden", "failed": "404 Not Found"}


def after(*days: str) -> History:
    """The history of a link that answered so on days of 2026, and of one that is well."""
    history = History()
    for day, verdict in map(str.split, days):
        well = verdict == "well"
        answers = [judge(URL, well, SAID[verdict]), Answer(OTHER, "well", "200 OK")]
        history = health.updated(history, f"2026-{day}", answers)
        assert kept.parse(kept.text(history)) == (history, ())
    return history


def test_a_link_that_is_well_changes_no_line() -> None:
    first = kept.text(after("01-01 well")).splitlines()
    second = kept.text(after("01-01 well", "02-01 well")).splitlines()
    assert first == [
        '{"run": "2026-01-01", "checked": 2, "well": 2, "unsure": 0, "failing": 0}',
        '{"url": "https://kites.example.org/code", "since": "2026-01-01"}',
        '{"url": "https://winds.example.org", "since": "2026-01-01"}',
    ]
    assert [line for line in second if line not in first] == [
        '{"run": "2026-02-01", "checked": 2, "well": 2, "unsure": 0, "failing": 0}'
    ]


@pytest.mark.parametrize(
    ("days", "ok", "unsure", "failed", "last", "count"),
    [
        # A second run of a day counts once, and doubt is held against nothing.
        (
            ("01-01 well", "02-01 failed", "02-01 failed", "03-01 unsure", "04-01 failed"),
            "2026-01-01", None, "2026-02-01", "2026-04-01", 2,
        ),
        # Well again, it begins anew.
        (
            ("01-01 failed", "02-01 well", "03-01 failed"),
            "2026-02-01", None, "2026-03-01", "2026-03-01", 1,
        ),
        (("01-01 unsure", "02-01 unsure", "03-01 unsure"), None, "2026-01-01", None, None, 0),
        (("01-01 failed", "02-01 unsure"), None, None, "2026-01-01", "2026-01-01", 1),
        (("01-01 unsure", "02-01 failed"), None, None, "2026-02-01", "2026-02-01", 1),
    ],
)  # fmt: skip
def test_a_link_dies_of_failing_on_different_days(
    days: tuple[str, ...], ok: str, unsure: str, failed: str, last: str, count: int
) -> None:
    history = after(*days)
    said = SAID["failed" if failed else "unsure"]
    link = Watched(URL, "2026-01-01", ok, unsure, failed, last, count, said)
    assert history.links[URL] == link
    assert [run.run for run in history.runs] == sorted({run.run for run in history.runs})


def test_a_link_that_no_record_has_is_forgotten() -> None:
    answers = [Answer(OTHER, "well", "200 OK")]
    assert [*health.updated(after("01-01 failed"), "2026-02-01", answers).links] == [OTHER]


@pytest.mark.parametrize(
    "line",
    ["[]", "7", "<<<<<<< HEAD", '{"url": 7, "since": "x"}', '{"since": "x"}', '{"run": "x"}', "{}"],
)
def test_a_damaged_history_is_named_by_its_line(line: str) -> None:
    _, flaws = kept.parse(f'{{"url": "{URL}", "since": "2026-01-01"}}\n\n{line}\n')
    assert [flaw.line for flaw in flaws] == [3]


@pytest.mark.parametrize(
    ("result", "verdict", "said"),
    [
        ("200 OK", "well", "200 OK"),
        ("429 <script>", "unsure", "429 Too Many Requests"),
        ("404 <img src=x>", "failed", "404 Not Found"),
        ("410 Gone", "failed", "410 Gone"),
        ("403 Forbidden", "unsure", "403 Forbidden"),
        ("503 x", "unsure", "503 Service Unavailable"),
        ("999 Request denied", "unsure", "999"),
        ("ConnectionError: … (Caused by NameResolutionError(…", "failed", "no such host"),
        ("ConnectionError: … [Errno 111] Connection refused", "failed", "connection refused"),
        ("ReadTimeout: …", "unsure", "no answer in time"),
        ("SSLError: …", "unsure", "no trusted certificate"),
        ("Error: something <b>else</b>", "unsure", "no answer that can be read"),
    ],
)
def test_what_linkchecker_says(result: str, verdict: Verdict, said: str) -> None:
    is_valid = result.startswith(("200", "429"))
    assert judge(URL, is_valid, result) == Answer(URL, verdict, said)


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
    answers = [judge(URL, True, "200 OK", warnings)]
    history = health.updated(History(), "2026-01-01", answers)
    assert kept.parse(kept.text(history)) == (history, ())
    assert history.links[URL].moved == moved
    paper = Paper("a", "A", links=(Link("code", URL), Link("other", OTHER)))
    changed = health.moved(Corpus(papers={"a": paper}), history).papers["a"]
    # The other link is there once, even where the first leads to it now.
    expected = {OTHER: "other", moved or URL: "code"}
    assert {link.url: link.kind for link in changed.links} == expected


def test_the_links_of_records() -> None:
    strange = Link("other", "javascript:alert(1)"), Link("project", "https://k.example/<b>`x`")
    papers = [Paper("a", "A", links=(Link("code", URL), strange[0]))]
    papers += [Paper("b", "B", links=(Link("code", URL), strange[1]))]
    corpus = Corpus(papers={paper.id: paper for paper in papers})
    assert health.holders(corpus) == {
        "https://k.example/%3Cb%3E%60x%60": ("b",),
        URL: ("a", "b"),
    }


def test_linkchecker_may_be_missing(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(importlib.util, "find_spec", lambda name: None)
    with pytest.raises(FetchError, match="LinkChecker is not installed here"):
        link_checker.check([URL], "digest")


HISTORY = """\
{"run": "2026-05-01", "checked": 4, "well": 1, "unsure": 1, "failing": 2}
{"url": "https://kites.example.org/code", "since": "2026-01-01", "ok": "2026-02-01", \
"failed": "2026-03-01", "last": "2026-05-01", "days": 3, "said": "410"}
{"url": "https://w.example", "since": "2026-01-01", "ok": "2026-01-01", "unsure": "2026-02-01", \
"said": "403 Forbidden"}
{"url": "https://well.example", "since": "2026-01-01"}
{"url": "https://winds.example.org", "since": "2026-05-01", "failed": "2026-05-01", \
"last": "2026-05-01", "days": 1, "said": "x"}
"""


def test_the_report() -> None:
    history, _ = kept.parse(HISTORY)
    assert kept.text(history) == HISTORY
    holders = {url: ("kites", "winds") if url == URL else ("kites",) for url in history.links}
    places = {"kites": "https://c.example/kites.md", "winds": "https://c.example/winds.md"}
    expected = Path(__file__).parents[1] / "fixtures" / "link-report.md"
    made = health.fared(history, holders, dead_after=3, places=places)
    assert made == Health(expected.read_text(encoding="utf-8"), is_any_dead=True)
    assert not health.fared(history, holders, dead_after=4, places=places).is_any_dead


def test_a_report_without_trouble() -> None:
    history = History((Run("2026-05-01", 1, 1, 0, 0),), {URL: Watched(URL, "2026-05-01")})
    made = health.fared(history, {URL: ("kites",)}, dead_after=3, places={"kites": "x"})
    assert made.report == (
        "# Links on 2026-05-01\n\n1 link checked: 1 well, 0 failing (0 of them dead), 0 in doubt.\n"
        "\nEvery link answers.\n"
    )
