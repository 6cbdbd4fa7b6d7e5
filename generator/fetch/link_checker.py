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
from dataclasses import dataclass, replace
from http.client import responses
from itertools import takewhile
from pathlib import Path
from typing import Final, Literal
from urllib.parse import urldefrag

from generator.fetch import FetchError
from generator.text.plain import web_url

Verdict = Literal["well", "unsure", "failed"]

_COLUMNS: Final = ("urlname", "result", "warningstring", "valid")
# How LinkChecker says where a link leads on, and with which status (RFC 9110, 15.4).
_LED_ON: Final = re.compile(r"Redirected to `(\S+)' status: (\d{3})\b")
_FOR_GOOD: Final = ("301", "308")
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
    """What a link answered, in words of our own, and what that means for it.

    ``moved`` is its new address where it moved for good and the new one is well; else ''.
    """

    url: str
    verdict: Verdict
    words: str
    moved: str = ""


def check(
    urls: Sequence[str],
    agent: str,
    *,
    per_second: float = 1,
    progress: Callable[[int], None] = lambda done: None,
) -> tuple[Answer, ...]:
    """What each of ``urls`` answers, in their order; ``agent`` names the asker.

    At most ``per_second`` requests go to one host. Raises FetchError where LinkChecker is
    missing or fails, and where no link answers at all, which says more of the network here.
    """
    if not urls:
        return ()
    if importlib.util.find_spec("linkcheck") is None:
        raise FetchError("LinkChecker is not installed here: pip install 'linkchecker>=10.5'")
    addresses = list(dict.fromkeys(urldefrag(url).url for url in urls))
    answers: dict[str, Answer] = {}
    for number, (url, result, warnings, valid) in enumerate(
        _results(addresses, agent, per_second), start=1
    ):
        answers[url] = judge(url, valid == "True", result, warnings)
        progress(number)
    if not any(_STATUS.match(answer.words) for answer in answers.values()):
        first = next((f": {answer.words}" for answer in answers.values()), "")
        raise FetchError(f"not one of {len(addresses)} links answered{first}: is there a network?")
    unasked = Answer("", "unsure", "not asked")
    return tuple(replace(answers.get(urldefrag(url).url, unasked), url=url) for url in urls)


def judge(url: str, valid: bool, result: str, warnings: str = "") -> Answer:
    """What a result of LinkChecker means, whose words are the server's and not passed on.

    ``warnings`` name what the link led to on the way.
    """
    if match := _STATUS.match(result):
        code = int(match[1])
        words = f"{code} {responses.get(code, '')}".rstrip()
        if code in _GONE:
            return Answer(url, "failed", words)
        if valid and code < 400:
            return Answer(url, "well", words, _moved(warnings))
        return Answer(url, "unsure", words)
    for sign, verdict, words in _TROUBLE:
        if sign in result:
            return Answer(url, verdict, words)
    return Answer(url, "unsure", "no answer that can be read")


def _moved(warnings: str) -> str:
    """The last address to which a link was led for good; '' where there is none.

    What follows a redirection that is for a while only may be another page tomorrow.
    """
    hops = takewhile(lambda hop: hop[1] in _FOR_GOOD, _LED_ON.findall(warnings))
    return next((web_url(address) for address, _ in reversed([*hops])), "")


def _results(urls: Sequence[str], agent: str, per_second: float) -> Iterator[list[str]]:
    """What LinkChecker says of each address, in the columns that are asked for."""
    with tempfile.TemporaryDirectory(prefix="digest-links-") as folder:
        settings, queue, log = (Path(folder) / name for name in ("settings", "urls", "log"))
        settings.write_text(
            f"[checking]\nmaxrequestspersecond={per_second:g}\nallowedschemes=http,https\n"
            f"[csv]\nparts={','.join(_COLUMNS)}\n",
            encoding="utf-8",
        )
        queue.write_text("\n".join(urls), encoding="utf-8")
        command = [sys.executable, "-m", "linkcheck", "-f", str(settings), "--stdin"]
        limits = ["-r", "0", "--check-extern", "--timeout", "30", "--user-agent", agent]
        output = ["--no-status", "-v", "-o", "csv/utf_8"]
        with (
            queue.open(encoding="utf-8") as addresses,
            log.open("w+", encoding="utf-8") as errors,
            subprocess.Popen(
                [*command, *limits, *output],
                stdin=addresses,
                stdout=subprocess.PIPE,
                stderr=errors,
                encoding="utf-8",
                errors="replace",
            ) as program,
        ):
            try:
                for row in csv.reader(program.stdout or (), delimiter=";"):
                    if len(row) == len(_COLUMNS) and tuple(row) != _COLUMNS:
                        yield row
                status = program.wait()
            finally:
                program.kill()  # where it was broken off: nobody reads the rest
            if status not in (0, 1):
                errors.seek(0)
                last = errors.read().strip().rpartition("\n")[2]
                raise FetchError(f"LinkChecker failed: {' '.join(last.split())[:200]}")
