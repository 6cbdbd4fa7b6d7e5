"""Requests to a source that behaves, and to one that does not."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from generator.fetch import FetchError
from generator.fetch.web import Web
from tests.fetch.conftest import Answer, Source

KINDS = ("application/json",)


def web(
    wait: Callable[[float], None] = lambda _: None,
    *,
    pause: float = 0,
    timeout: float = 10,
    largest: int = 1000,
) -> Web:
    return Web(
        "digest/1", wait=wait, pause=pause, patience=0, timeout=timeout, largest=largest, tries=2
    )


def test_an_answer_comes_as_it_is_and_the_asker_has_a_name(source: Source) -> None:
    source.answers["/a"] = [Answer(b'[\xff{"a": 1}]', media="application/json; charset=utf-8")]
    assert web().get(f"{source.url}/a?x=1", KINDS) == b'[\xff{"a": 1}]'
    assert (source.asked, source.agents) == (["/a?x=1"], ["digest/1"])


def test_requests_are_apart(source: Source) -> None:
    source.answers["/a"] = [Answer()]
    waited: list[float] = []
    asking = web(waited.append, pause=3)
    for _ in range(3):
        asking.get(f"{source.url}/a", KINDS)
    assert waited == [3, 3]


@pytest.mark.parametrize(
    ("trouble", "pauses"),
    [
        (Answer(status=503), [3, 6]),
        (Answer(status=500, body=b"x" * 5000), [3, 6]),
        (Answer(b"[1, 2, 3]", dropped=4), [3, 6]),
        (Answer(status=429, headers={"Retry-After": "17"}), [17, 17]),
        (Answer(status=429, headers={"Retry-After": "86400"}), [120, 120]),
    ],
)
def test_a_source_in_trouble_is_given_time_until_that_passes(
    source: Source, monkeypatch: pytest.MonkeyPatch, trouble: Answer, pauses: list[float]
) -> None:
    waited: list[float] = []
    monkeypatch.setattr("time.sleep", waited.append)
    source.answers["/a"] = [trouble, trouble, Answer(b"[7]")]
    asking = Web("digest/1", wait=waited.append, patience=3, tries=2)
    assert asking.get(f"{source.url}/a", KINDS) == b"[7]"
    assert (waited, len(source.asked)) == (pauses, 3)


@pytest.mark.parametrize(
    ("answer", "says", "times"),
    [
        (Answer(status=429), "answered 429 Too Many Requests every time: try again later", 3),
        (Answer(status=503), "answered 503 Service Unavailable every time", 3),
        (Answer(status=404), "answered 404 Not Found: is what was asked for written", 1),
        (Answer(b"[1, 2, 3]", dropped=4), "the answer broke off: try again later", 3),
        (Answer(b"x" * 1001), "more than 1,000 bytes", 1),
        (Answer(b"<html>", media="text/html"), "answered with text/html, not with appl", 1),
        (Answer(status=302, headers={"Location": "https://elsewhere.example/"}), "another host", 1),
        (Answer(status=302, headers={"Location": "/a"}), "leads on and on", 4),
        (Answer(silent=True), "no answer in time: try again later", 3),
    ],
)
def test_trouble_that_stays_is_one_line(
    source: Source, answer: Answer, says: str, times: int
) -> None:
    source.answers["/a"] = [answer]
    with pytest.raises(FetchError, match=says) as error:
        web(timeout=0.2 if answer.silent else 10).get(f"{source.url}/a", KINDS)
    assert "\n" not in str(error.value)
    assert len(source.asked) == times


def test_a_redirection_within_the_host_is_followed(source: Source) -> None:
    source.answers["/a"] = [Answer(status=301, headers={"Location": "/b?c=1"})]
    source.answers["/b"] = [Answer(b"[1]")]
    assert web().get(f"{source.url}/a", KINDS) == b"[1]"
    assert source.asked == ["/a", "/b?c=1"]


@pytest.mark.parametrize(
    ("url", "says"),
    [
        ("http://example.org/", "not an https address"),
        ("file:///etc/passwd", "not an https address"),
        ("ftp://127.0.0.1/x", "not an https address"),
        ("https://digest.invalid/", "no address|no connection"),
        ("http://127.0.0.1:9/", "no connection"),
    ],
)
def test_where_nothing_is_fetched_from(url: str, says: str) -> None:
    with pytest.raises(FetchError, match=says):
        web().get(url, KINDS)
