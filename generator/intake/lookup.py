"""Facts that records lack, asked of arXiv: the raw answers are kept, sure ones are merged."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from generator import intake
from generator.fetch import apis
from generator.fetch.web import Web
from generator.intake import merge
from generator.intake.merge import Enrichment
from generator.papers import identity
from generator.papers.model import Fact, Paper
from generator.sources import Unreadable, arxiv_atom
from generator.store import files

Question = tuple[Path, str]
"""The file that an answer is kept in, and the address that gives it."""


@dataclass(frozen=True, slots=True)
class Answered:
    """What was asked of arXiv: records, requests, answers kept before, doubts, what was filled."""

    records: int
    asked: int
    kept: int
    doubtful: tuple[str, ...]
    enrichment: Enrichment


def enrich(
    content: Path,
    folder: Path,
    web: Web,
    *,
    base: str = apis.ARXIV,
    most: int | None = None,
    force: bool = False,
    dry_run: bool = False,
    progress: Callable[[int, int], None] = lambda done, total: None,
) -> Answered:
    """Fill what records lack from arXiv: by identifier, in batches, or else by title, singly.

    ``most`` limits the records asked for. Answers are kept raw in ``folder``; one that is
    there and not empty is read instead of asked for again, unless ``force``. ``progress`` is
    told the questions done and all of them. Raises FetchError, Unreadable,
    intake.ContentProblems and OSError; what came before is kept then.
    """
    papers = merge.lacking(intake.sound(content).corpus)[:most]
    questions = _questions(papers, folder, base)
    facts: list[Fact] = []
    asked = 0
    for number, (path, address) in enumerate(questions):
        progress(number, len(questions))
        answer = () if force or not path.is_file() else _facts(path)
        if not answer:
            files.write(path, web.get(address, apis.ATOM))
            asked += 1
            answer = _facts(path)
        facts += answer
    progress(len(questions), len(questions))
    found, doubtful = merge.sure(papers, facts)
    enrichment = intake.enrich(content, found, dry_run=dry_run)
    return Answered(len(papers), asked, len(questions) - asked, doubtful, enrichment)


def name(words: Iterable[str]) -> str:
    """A short name for what is asked for with these words, always the same."""
    return hashlib.sha256("\n".join(words).encode()).hexdigest()[:8]


def _questions(papers: Sequence[Paper], folder: Path, base: str) -> list[Question]:
    ids = [paper.arxiv for paper in papers if paper.arxiv]
    by_id = [
        (folder / f"arxiv-ids-{name(batch)}.xml", apis.arxiv_ids(batch, base))
        for batch in apis.batches(ids)
    ]
    by_title = [
        (folder / f"arxiv-title-{paper.id}.xml", apis.arxiv_title(paper.title, base))
        for paper in papers
        if not paper.arxiv and identity.title_key(paper.title)
    ]
    return by_id + by_title


def _facts(path: Path) -> tuple[Fact, ...]:
    try:
        return arxiv_atom.facts(path.read_bytes())
    except Unreadable as error:
        raise Unreadable(f"{path}: {error}: --force asks again") from None
