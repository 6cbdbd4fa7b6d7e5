"""How the links of records fare over time: asked, remembered, reported as Markdown.

The history is a file of JSON lines, made for small changes. First the runs, ``{"run":
"2026-11-01", "checked": 113, …}``, then the links by address: ``since`` when it is watched, and
only where there is trouble ``ok``, the last run in which it was well, ``unsure`` or ``failed``,
the first day of it, ``last``, the latest, and on how many ``days``, with what it ``said``; and
where it ``moved`` for good. A link that is well and one that stays in doubt change no line.

Nothing in a report is anybody else's text: addresses are percent-encoded, records are named by
their permalinks, and what a server said is put in words of our own.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, field, replace
from pathlib import Path

import msgspec

from generator import store
from generator.fetch import link_checker
from generator.fetch.link_checker import Answer
from generator.papers import links
from generator.papers.model import Corpus, Paper
from generator.papers.wording import count
from generator.text import UserError
from generator.text.markdown import comment
from generator.text.plain import web_url


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


@dataclass(frozen=True, slots=True)
class Health:
    """How the links fare after a run, as Markdown, and whether any is dead."""

    report: str
    is_any_dead: bool


def check(
    content: Path,
    day: str,
    *,
    agent: str,
    dead_after: int,
    per_second: float = 1,
    move: bool = False,
    progress: Callable[[int, int], None] = lambda done, total: None,
) -> Health:
    """Ask all links of the records on ``day``, and add what they answered to ``links.jsonl``.

    A link is dead once it failed on ``dead_after`` different days; at most ``per_second``
    requests go to one host. With ``move``, records get the new addresses of links that moved
    for good. ``progress`` is told how many of how many are asked. Raises Damaged, FetchError
    and OSError.
    """
    loaded = store.load(content)
    found = holders(loaded.corpus)
    kept = content / "links.jsonl"
    try:
        history = parse(kept.read_text(encoding="utf-8") if kept.is_file() else "")
    except (Damaged, UnicodeDecodeError) as error:
        raise Damaged(f"{kept}: {error}") from None
    answers = link_checker.check(
        list(found), agent, per_second=per_second, progress=lambda done: progress(done, len(found))
    )
    history = updated(history, day, answers)
    changes = store.changes(loaded, moved(loaded.corpus, history)) if move else {}
    store.write(content, {**changes, kept.name: text(history)})
    places = {
        paper: loaded.editor(paper) or f"{content / loaded.sources[paper]}"
        for paper in loaded.corpus.papers
    }
    return fared(history, found, dead_after=dead_after, places=places)


def holders(corpus: Corpus) -> dict[str, tuple[str, ...]]:
    """The links of all records by address, each with the ids of the records that have it."""
    found: dict[str, list[str]] = {}
    for paper in corpus.papers.values():
        for link in paper.links:
            if url := web_url(link.url):
                found.setdefault(url, []).append(paper.id)
    return {url: tuple(dict.fromkeys(ids)) for url, ids in sorted(found.items())}


def moved(corpus: Corpus, history: History) -> Corpus:
    """The corpus with the new addresses of links that moved for good, each link once."""
    addresses = {link.url: to for link in history.links.values() if (to := links.clean(link.moved))}

    def of(paper: Paper) -> Paper:
        new = tuple(
            replace(link, url=addresses.get(web_url(link.url), link.url)) for link in paper.links
        )
        return paper if new == paper.links else replace(paper, links=links.unique(new))

    return replace(corpus, papers={id: of(paper) for id, paper in corpus.papers.items()})


def parse(text: str) -> History:
    """A history from its file. Raises Damaged, with the line."""
    runs, watched = [], {}
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
            message = f"line {number} is no run and no link: take the line from before the change"
            raise Damaged(message) from None
    return History(tuple(runs), watched)


def text(history: History) -> str:
    """The file of a history: runs by day, links by address, what is empty left out."""
    lines = [json.dumps(asdict(run)) for run in sorted(history.runs, key=lambda run: run.run)]
    for url in sorted(history.links):
        stated = {name: value for name, value in asdict(history.links[url]).items() if value}
        lines.append(json.dumps(stated, ensure_ascii=False))
    return "".join(f"{line}\n" for line in lines)


def updated(history: History, day: str, answers: Iterable[Answer]) -> History:
    """The history after the run of a day; a second run of one day counts once.

    Links that no record has any longer are left out.
    """
    before = max((run.run for run in history.runs if run.run < day), default=None)
    watched, counts = {}, dict.fromkeys(("well", "unsure", "failed"), 0)
    for answer in answers:
        watched[answer.url] = _after(history.links.get(answer.url), answer, day, before)
        counts[answer.verdict] += 1
    run = Run(day, sum(counts.values()), counts["well"], counts["unsure"], counts["failed"])
    return History((*(old for old in history.runs if old.run != day), run), watched)


def _after(known: Watched | None, answer: Answer, day: str, before: str | None) -> Watched:
    # Another spelling of one address is no move.
    is_same = links.key(answer.moved.rstrip("/")) == links.key(answer.url.rstrip("/"))
    link = replace(known or Watched(answer.url, day), moved="" if is_same else answer.moved)
    if answer.verdict == "well":
        return Watched(link.url, link.since, moved=link.moved)
    ok = link.ok if link.unsure or link.failed or not known else before
    if answer.verdict == "unsure":
        if link.failed:
            return link
        return replace(link, ok=ok, unsure=link.unsure or day, said=answer.said)
    return replace(
        link,
        ok=ok,
        unsure=None,
        failed=link.failed or day,
        last=day,
        days=link.days + (link.last != day),
        said=answer.said,
    )


def fared(
    history: History,
    holders: Mapping[str, Sequence[str]],
    *,
    dead_after: int,
    places: Mapping[str, str],
) -> Health:
    """How the links fare after the last run.

    ``holders`` are the records of each link; ``places`` the addresses or paths of
    records' files by id. A link is dead once it failed on ``dead_after`` different days.
    """
    watched = [link for link in history.links.values() if link.url in holders]
    watched.sort(key=lambda link: (link.failed or link.unsure or "", link.url))
    dead = [link for link in watched if link.days >= dead_after]
    report = comment(
        Path(__file__).parent / "templates",
        "health",
        run=history.runs[-1],
        dead=dead,
        failing=[link for link in watched if link.failed and link not in dead],
        unsure=[link for link in watched if link.unsure],
        moved=[link for link in watched if link.moved],
        holders=holders,
        places=places,
        dead_after=dead_after,
        count=count,
    )
    return Health(report, bool(dead))
