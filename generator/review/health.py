"""Which links records have, and how they fare: one run of the check, with its report."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from generator import store
from generator.fetch import link_checker
from generator.papers.model import Corpus
from generator.review.linkhealth import Damaged, History, Run, Watched, parse, text, updated
from generator.review.report import report
from generator.store import files
from generator.text.plain import web_url

__all__ = [
    "Damaged",
    "Health",
    "History",
    "Run",
    "Watched",
    "check",
    "holders",
    "parse",
    "report",
    "text",
    "updated",
]


@dataclass(frozen=True, slots=True)
class Health:
    """How the links fare after a run: the history, the dead ones, and all of it as Markdown."""

    history: History
    dead: tuple[Watched, ...]
    report: str


def check(
    content: Path,
    kept: Path,
    day: str,
    *,
    agent: str,
    dead_after: int,
    per_second: float = 1,
    dry_run: bool = False,
    progress: Callable[[int, int], None] = lambda done, total: None,
) -> Health:
    """Ask all links of the records on ``day``, and add what they answered to the file ``kept``.

    A link is dead once it failed on ``dead_after`` different days; at most ``per_second``
    requests go to one host. ``progress`` is told how many of how many are asked. Raises
    Damaged, FetchError and OSError.
    """
    loaded = store.load(content)
    found = holders(loaded.corpus)
    history = _history(kept)
    answers = link_checker.check(
        list(found), agent, per_second=per_second, progress=lambda done: progress(done, len(found))
    )
    history = updated(history, day, answers)
    if not dry_run:
        if kept.parent == content:
            store.write(content, {kept.name: text(history)})
        else:
            files.write(kept, text(history))
    settings = loaded.corpus.settings
    root = f"{settings.repository.rstrip('/')}/edit/{settings.branch}/content/"
    base = root if settings.repository else f"{content}/"
    places = {paper: base + source for paper, source in loaded.sources.items()}
    return Health(
        history,
        tuple(link for link in history.links.values() if link.is_dead(dead_after)),
        report(history, found, dead_after=dead_after, places=places),
    )


def _history(file: Path) -> History:
    try:
        return parse(file.read_text(encoding="utf-8") if file.is_file() else "")
    except (Damaged, UnicodeDecodeError) as error:
        raise Damaged(f"{file}: {error}") from None


def holders(corpus: Corpus) -> dict[str, tuple[str, ...]]:
    """The links of all records by address, each with the ids of the records that have it."""
    found: dict[str, list[str]] = {}
    for paper in corpus.papers.values():
        for link in paper.links:
            if url := web_url(link.url):
                found.setdefault(url, []).append(paper.id)
    return {url: tuple(dict.fromkeys(ids)) for url, ids in sorted(found.items())}
