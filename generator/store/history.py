"""How the links of records fared: ``links.jsonl``.

The history is a file of JSON lines, made for small changes. First the runs, ``{"run":
"2026-11-01", "checked": 113, …}``, then the links by address: ``since`` when it is watched, and
only where there is trouble ``ok``, the last run in which it was well, ``unsure`` or ``failed``,
the first day of it, ``last``, the latest, and on how many ``days``, with what it ``said``; and
where it ``moved`` for good. A link that is well and one that stays in doubt change no line.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from typing import Final

import msgspec

from generator.store.schema import Flaw

_NONE: Final = "no run of 'digest links' and no link: take the line from before the change"


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
    """A link and what is known of it; ``moved`` is its new address.

    Days are ISO 8601; on ``days`` different ones it failed, and was never well between them.
    """

    url: str
    since: str
    ok: str | None = None
    unsure: str | None = None
    failed: str | None = None
    last: str | None = None
    days: int = 0
    said: str = ""
    moved: str = ""


@dataclass(frozen=True, slots=True)
class History:
    """The runs by day, and what is known of each link by its address."""

    runs: tuple[Run, ...] = ()
    links: Mapping[str, Watched] = field(default_factory=dict)


def parse(text: str) -> tuple[History, tuple[Flaw, ...]]:
    """A history from its file, and each line there that is of none."""
    runs, watched, flaws = [], {}, []
    for number, line in enumerate(text.splitlines(), start=1):
        if not line.strip():
            continue
        try:
            if line.startswith('{"run"'):
                runs.append(msgspec.json.decode(line, type=Run))
            else:
                link = msgspec.json.decode(line, type=Watched)
                watched[link.url] = link
        except msgspec.DecodeError:
            flaws.append(Flaw(number, _NONE))
    return History(tuple(runs), watched), tuple(flaws)


def text(history: History) -> str:
    """The file of a history: runs by day, links by address, what is empty left out."""
    lines = [json.dumps(asdict(run)) for run in sorted(history.runs, key=lambda run: run.run)]
    for url in sorted(history.links):
        facts = {name: value for name, value in asdict(history.links[url]).items() if value}
        lines.append(json.dumps(facts, ensure_ascii=False))
    return "".join(f"{line}\n" for line in lines)
