"""How links fare over time: a history of one line a link, made for small changes.

JSON lines. First the runs, ``{"run": "2026-11-01", "checked": 113, …}``, then the links by
address: ``since`` when it is watched, and only where there is trouble ``ok``, the last run in
which it was well, ``unsure`` or ``failed``, the first day of it, ``last``, the latest, and on
how many ``days``, with what it ``said``. A link that is well and one that stays in doubt
change no line. Pure: text in, text out.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass, field, replace
from typing import Any, Final

from generator.fetch.link_checker import Answer
from generator.text import UserError

_RUN: Final = {"run": str, "checked": int, "well": int, "unsure": int, "failing": int}
_LINK: Final = {
    "url": str, "since": str, "ok": str, "unsure": str, "failed": str, "last": str,
    "days": int, "said": str,
}  # fmt: skip


class Damaged(UserError):
    """A history that cannot be read; the message is one line."""


@dataclass(frozen=True, slots=True)
class Run:
    """One day's check of all links, in numbers."""

    run: str
    checked: int
    well: int
    unsure: int
    failing: int


@dataclass(frozen=True, slots=True)
class Watched:
    """A link and what is known of it; days are ISO 8601."""

    url: str
    since: str
    ok: str | None = None
    unsure: str | None = None
    failed: str | None = None
    last: str | None = None
    days: int = 0
    said: str = ""

    def is_dead(self, after: int) -> bool:
        """Whether it failed on so many different days, and was never well between them."""
        return self.days >= after


@dataclass(frozen=True, slots=True)
class History:
    """The runs by day, and what is known of each link by its address."""

    runs: tuple[Run, ...] = ()
    links: Mapping[str, Watched] = field(default_factory=dict)


def parse(text: str) -> History:
    """A history from its file. Raises Damaged, with the line."""
    runs, links = [], {}
    for number, line in enumerate(text.splitlines(), start=1):
        if not line.strip():
            continue
        try:
            data: Any = json.loads(line)
            fields = _RUN if "run" in data else _LINK
            sound = all(type(value) is fields[name] for name, value in data.items())
            if not sound:
                raise TypeError
            if fields is _RUN:
                runs.append(Run(**data))
            else:
                links[data["url"]] = Watched(**data)
        except (ValueError, TypeError, KeyError, AttributeError, RecursionError):
            message = f"line {number} is no run and no link: take the line from before the change"
            raise Damaged(message) from None
    return History(tuple(runs), links)


def text(history: History) -> str:
    """The file of a history: runs by day, links by address, what is empty left out."""
    runs = sorted(history.runs, key=lambda run: run.run)
    links = (history.links[url] for url in sorted(history.links))
    lines = [json.dumps(asdict(run)) for run in runs]
    for link in links:
        stated = {name: value for name, value in asdict(link).items() if value}
        lines.append(json.dumps(stated, ensure_ascii=False))
    return "".join(f"{line}\n" for line in lines)


def updated(history: History, day: str, answers: Iterable[Answer]) -> History:
    """The history after the run of a day; a second run of one day counts once.

    Links that no record has any longer are left out.
    """
    before = max((run.run for run in history.runs if run.run < day), default=None)
    links, answered = {}, list(answers)
    for answer in answered:
        known = history.links.get(answer.url)
        links[answer.url] = _after(known, answer, day, before)
    counts = dict.fromkeys(("well", "unsure", "failed"), 0)
    for answer in answered:
        counts[answer.verdict] += 1
    run = Run(day, len(answered), counts["well"], counts["unsure"], counts["failed"])
    return History((*(old for old in history.runs if old.run != day), run), links)


def _after(known: Watched | None, answer: Answer, day: str, before: str | None) -> Watched:
    link = known or Watched(answer.url, day)
    if answer.verdict == "well":
        return Watched(link.url, link.since)
    troubled = link.unsure or link.failed
    ok = link.ok if troubled or not known else before
    if answer.verdict == "unsure":
        if link.failed:
            return link
        return replace(link, ok=ok, unsure=link.unsure or day, said=answer.said)
    again = link.last == day
    return replace(
        link,
        ok=ok,
        unsure=None,
        failed=link.failed or day,
        last=day,
        days=link.days + (not again),
        said=answer.said,
    )
