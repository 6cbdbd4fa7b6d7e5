"""Do links answer? LinkChecker asks them, as a program of its own, and its words are judged.

https://linkchecker.github.io/linkchecker/. It respects robots.txt and asks one host at a
stated pace. What a link answers is not what a reader gets: sites that turn programs away,
are busy or slow are in doubt, and in doubt nothing is held against a link.
"""

from __future__ import annotations

import csv
import importlib.util
import re
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from http import HTTPStatus
from pathlib import Path
from typing import IO, Final, Literal
from urllib.parse import urldefrag

from generator.fetch import FetchError

Verdict = Literal["well", "unsure", "failed"]

_COLUMNS: Final = ("urlname", "result", "valid")
_STATUS: Final = re.compile(r"(\d{3})\b")
_GONE: Final = (404, 410)
# How LinkChecker names what came instead of an answer; the rest is in doubt too.
_TROUBLE: Final[tuple[tuple[str, Verdict, str], ...]] = (
    ("NameResolutionError", "failed", "no such host"),
    ("Connection refused", "failed", "connection refused"),
    ("imeout", "unsure", "no answer in time"),
    ("SSLError", "unsure", "no trusted certificate"),
    ("robots.txt", "unsure", "robots.txt turns programs away"),
    ("TooManyRedirects", "unsure", "leads on and on"),
)


@dataclass(frozen=True, slots=True)
class Answer:
    """What a link answered, in words of our own, and what that means for it."""

    url: str
    verdict: Verdict
    said: str


def check(
    urls: Sequence[str],
    agent: str,
    *,
    per_second: float = 1,
    timeout: int = 30,
    progress: Callable[[int], None] = lambda done: None,
) -> tuple[Answer, ...]:
    """What each of ``urls`` answers, in their order; ``agent`` names the asker.

    At most ``per_second`` requests go to one host. Raises FetchError where LinkChecker is
    missing or fails, and where no link answers at all, which says more of the network here.
    """
    if importlib.util.find_spec("linkcheck") is None:
        raise FetchError("LinkChecker is not installed here: pip install 'linkchecker>=10.5'")
    addresses = list(dict.fromkeys(urldefrag(url).url for url in urls))
    said: dict[str, Answer] = {}
    for number, (url, valid, result) in enumerate(
        _results(addresses, agent, per_second, timeout), start=1
    ):
        said[url] = judge(url, valid, result)
        progress(number)
    if addresses and not any(_STATUS.match(answer.said) for answer in said.values()):
        first = next((f": {answer.said}" for answer in said.values()), "")
        raise FetchError(f"not one of {len(addresses)} links answered{first}: is there a network?")
    unasked = Answer("", "unsure", "not asked")
    answers = ((url, said.get(urldefrag(url).url, unasked)) for url in urls)
    return tuple(Answer(url, answer.verdict, answer.said) for url, answer in answers)


def judge(url: str, valid: bool, result: str) -> Answer:
    """What a result of LinkChecker means, whose words are the server's and not passed on."""
    match = _STATUS.match(result)
    if match:
        code = int(match[1])
        known = code in HTTPStatus._value2member_map_
        words = f"{code} {HTTPStatus(code).phrase}" if known else str(code)
        if code in _GONE:
            return Answer(url, "failed", words)
        return Answer(url, "well" if valid and code < 400 else "unsure", words)
    for sign, verdict, words in _TROUBLE:
        if sign in result:
            return Answer(url, verdict, words)
    return Answer(url, "unsure", "no answer that can be read")


def _results(
    urls: Sequence[str], agent: str, per_second: float, timeout: int
) -> Iterator[tuple[str, bool, str]]:
    """Address, whether LinkChecker takes it for valid, and its words, one after the other."""
    with tempfile.TemporaryDirectory(prefix="digest-links-") as folder:
        settings, said = Path(folder) / "settings", Path(folder) / "said"
        settings.write_text(_settings(per_second), encoding="utf-8")
        settings.with_name("urls").write_text("\n".join(urls), encoding="utf-8")
        command = [sys.executable, "-m", "linkcheck", "-f", str(settings), "--stdin"]
        limits = ["-r", "0", "--check-extern", "--timeout", str(timeout), "--user-agent", agent]
        output = ["--no-status", "-v", "-o", "csv/utf_8"]
        with (
            settings.with_name("urls").open(encoding="utf-8") as asked,
            said.open("w+", encoding="utf-8") as errors,
            subprocess.Popen(
                [*command, *limits, *output],
                stdin=asked,
                stdout=subprocess.PIPE,
                stderr=errors,
                encoding="utf-8",
                errors="replace",
            ) as program,
        ):
            try:
                if program.stdout:
                    yield from _rows(program.stdout)
                status = program.wait()
            finally:
                program.kill()  # where it was broken off: nobody reads the rest
            if status not in (0, 1):
                errors.seek(0)
                last = next((line for line in reversed(errors.readlines()) if line.strip()), "")
                raise FetchError(f"LinkChecker failed: {' '.join(last.split())[:200]}")


def _rows(lines: IO[str]) -> Iterator[tuple[str, bool, str]]:
    for row in csv.reader(lines, delimiter=";"):
        if len(row) == len(_COLUMNS) and tuple(row) != _COLUMNS:
            yield row[0], row[2] == "True", row[1]


def _settings(per_second: float) -> str:
    return (
        f"[checking]\nmaxrequestspersecond={per_second:g}\nallowedschemes=http,https\n"
        f"[csv]\nparts={','.join(_COLUMNS)}\n"
    )
