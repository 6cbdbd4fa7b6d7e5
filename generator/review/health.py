"""How the links of records fare over time: asked, remembered, reported as Markdown.

Nothing in a report is anybody else's text: addresses are percent-encoded, records are named by
their permalinks, and what a server said is put in words of our own.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from generator import store
from generator.check import ContentError
from generator.fetch import link_checker
from generator.fetch.link_checker import Answer
from generator.papers import links
from generator.papers.model import Corpus, Paper
from generator.papers.wording import count
from generator.store.history import History, Run, Watched, parse, text
from generator.text.markdown import comment
from generator.text.plain import web_url


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
    for good. ``progress`` is told how many of how many are asked. Raises ContentError, FetchError
    and OSError.
    """
    loaded = store.load(content)
    urls = holders(loaded.corpus)
    file = content / "links.jsonl"
    if problems := tuple(problem for problem in loaded.problems if problem.path == file.name):
        raise ContentError(problems)
    history = parse(file.read_text("utf-8-sig") if file.is_file() else "")[0]
    answers = link_checker.check(
        list(urls), agent, per_second=per_second, progress=lambda done: progress(done, len(urls))
    )
    history = updated(history, day, answers)
    changes = store.changes(loaded, moved(loaded.corpus, history)) if move else {}
    store.write(content, {**changes, file.name: text(history)})
    places = {
        paper: loaded.editor(paper) or f"{content / loaded.sources[paper]}"
        for paper in loaded.corpus.papers
    }
    return fared(history, urls, dead_after=dead_after, places=places)


def holders(corpus: Corpus) -> dict[str, tuple[str, ...]]:
    """The links of all records by address, each with the ids of the records that have it."""
    holders: dict[str, list[str]] = {}
    for paper in corpus.papers.values():
        for link in paper.links:
            if url := web_url(link.url):
                holders.setdefault(url, []).append(paper.id)
    return {url: tuple(dict.fromkeys(ids)) for url, ids in sorted(holders.items())}


def moved(corpus: Corpus, history: History) -> Corpus:
    """The corpus with the new addresses of links that moved for good, each link once."""
    addresses = {link.url: to for link in history.links.values() if (to := links.clean(link.moved))}

    def relinked(paper: Paper) -> Paper:
        new = tuple(
            replace(link, url=addresses.get(web_url(link.url), link.url)) for link in paper.links
        )
        return paper if new == paper.links else replace(paper, links=links.unique(new))

    return replace(corpus, papers={id: relinked(paper) for id, paper in corpus.papers.items()})


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


def _after(old: Watched | None, answer: Answer, day: str, before: str | None) -> Watched:
    # Another spelling of one address is no move.
    is_same = links.key(answer.moved.rstrip("/")) == links.key(answer.url.rstrip("/"))
    link = replace(old or Watched(answer.url, day), moved="" if is_same else answer.moved)
    if answer.verdict == "well":
        return Watched(link.url, link.since, moved=link.moved)
    ok = link.ok if link.unsure or link.failed or not old else before
    if answer.verdict == "unsure":
        if link.failed:
            return link
        return replace(link, ok=ok, unsure=link.unsure or day, said=answer.words)
    return replace(
        link,
        ok=ok,
        unsure=None,
        failed=link.failed or day,
        last=day,
        days=link.days + (link.last != day),
        said=answer.words,
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
