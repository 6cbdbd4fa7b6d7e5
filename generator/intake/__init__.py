"""The one composition of an import: files read and parsed, merged, and written or not."""

from __future__ import annotations

import codecs
import datetime
import re
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, replace
from itertools import count
from pathlib import Path
from typing import TYPE_CHECKING, Final

from generator import check, fetch, store
from generator.check import references
from generator.intake import enrich as lookups
from generator.intake import merge, questions
from generator.intake.enrich import Enrichment
from generator.intake.merge import Account
from generator.papers import fields, identity
from generator.papers.duplicates import Index
from generator.papers.model import Capture, Corpus, Paper
from generator.sources import Silent, Unreadable, detect, libraries

if TYPE_CHECKING:
    from generator.fetch.web import Web

# An object that holds the records, or one of them, and a record that ends on another line.
_ANSWER: Final = re.compile(rb'\{\s*(?:$|"(?:data|message\S*|meta|notes|results?|status|total)")')
# Sources whose abstracts are free to use: https://info.arxiv.org/help/api/tou.html (CC0).
_FREE: Final = ("arXiv",)
_NEWS: Final = datetime.timedelta(days=30)


@dataclass(frozen=True, slots=True)
class Ingested:
    """What an import did: each file's capture and account, the files it wrote, and how many new
    papers are no news."""

    accounts: tuple[tuple[Path, Capture, Account], ...]
    written: tuple[str, ...]
    backfilled: int = 0

    @property
    def damaged(self) -> bool:
        """Whether a capture had blocks that are no paper."""
        return any(account.rejected for _, _, account in self.accounts)


def sound(content: Path, cache: Path | None = None) -> store.Loaded:
    """A content folder without errors; ``cache`` is the store's. Raises ContentError."""
    loaded = store.load(content, cache)
    check.checked(loaded)
    return loaded


def read(path: Path, date: str | None = None, *, lenient: bool = False) -> Capture:
    """Parse a capture, if ``lenient`` a damaged one too. Raises Unreadable and OSError."""
    with _named(path):
        return detect.parse(path.read_bytes(), name=path.name, date=date, lenient=lenient)


@contextmanager
def _named(file: Path) -> Iterator[None]:
    try:
        yield
    except Unreadable as error:
        raise type(error)(f"{file}: {error}") from None


def ingest(
    content: Path,
    captures: Sequence[tuple[Path, Capture]],
    *,
    today: str | None = None,
    as_news: bool = False,
    dry_run: bool = False,
    keep_abstracts: bool | None = None,
    strict: bool = False,
    cache: Path | None = None,
    answers: Iterable[Path] = (),
    progress: Callable[[int, int], None] = lambda done, total: None,
    before_writing: Callable[[int], None] = lambda files: None,
) -> Ingested:
    """Merge captures, as read from these files, into a content folder.

    New papers of a listing of the last thirty days before ``today`` are news, and with
    ``as_news`` those of any; None of today is a backfill. ``keep_abstracts`` None leaves it to
    ``digest.yml``. With ``strict``, a damaged capture changes nothing. ``answers`` are captures
    that say what others leave out: the title of an identifier. ``progress`` is told the blocks
    done and all of them, ``before_writing`` the number of files. Raises Unreadable (of an
    answer, of a capture of too many papers), ContentError and OSError.
    """
    for path, capture in captures:
        if (size := len(capture.entries)) > fields.MOST_LISTED:
            raise Unreadable(
                f"{path}: {size:,} papers: split it, {fields.MOST_LISTED:,} are the most"
            )
    answered = [entry for path in answers for entry in read(path).entries]
    loaded = sound(content, cache)
    keep = loaded.corpus.settings.keep_abstracts if keep_abstracts is None else keep_abstracts
    corpus, index = loaded.corpus, Index(loaded.corpus.papers.values())
    done, total = count(), sum(len(capture.entries) for _, capture in captures)
    accounts = []
    for path, capture in captures:
        titled = lookups.titled(capture, path.name, answered, corpus.papers.values())
        corpus, account = merge.ingest(
            corpus,
            titled,
            keep_abstracts=keep is True or (keep == "arxiv" and capture.source in _FREE),
            added=today if today and (as_news or _is_recent(capture, today)) else None,
            index=index,
            progress=lambda: progress(next(done), total),
        )
        accounts.append((path, titled, account))
    refused = strict and any(account.rejected for _, _, account in accounts)
    changes = {} if refused else store.changes(loaded, _keyed(corpus, loaded.corpus.papers))
    if not dry_run:
        before_writing(len(changes))
        store.write(content, changes, loaded.state)
    new = (corpus.papers[id] for _, _, account in accounts for id in account.new)
    return Ingested(tuple(accounts), tuple(sorted(changes)), sum(not each.added for each in new))


def _keyed(corpus: Corpus, before: Mapping[str, Paper]) -> Corpus:
    """The corpus, whose new papers state a key where one that was ``before`` has the usual one."""
    new = [corpus.papers[id] for id in corpus.papers.keys() - before.keys()]
    keys = identity.citation_keys(corpus.papers.values(), before) if new else {}
    stating = {
        paper.id: replace(paper, citation_key=keys[paper.id])
        for paper in new
        if keys[paper.id] != identity.usual_key(paper)
    }
    return replace(corpus, papers={**corpus.papers, **stating}) if stating else corpus


def _is_recent(capture: Capture, today: str) -> bool:
    if not capture.captured:
        return False
    last = datetime.date.fromisoformat(fields.last_day(capture.captured))
    return last >= datetime.date.fromisoformat(today) - _NEWS


def settle(
    content: Path, days: Mapping[str, str], only: Collection[str] | None = None
) -> tuple[str, ...]:
    """Let records say what they lack and follows: when they came in, their own citation key.

    ``days`` are those on which records came in, by id. Of files at ``only``, if given. Returns
    the paths of what was written. Raises OSError.
    """
    loaded = store.load(content)
    papers = dict(loaded.corpus.papers)
    for paper in references.typed_papers(loaded):
        papers[paper.id] = replace(papers[paper.id], added=days.get(paper.id))
    for paper, key in references.unstated_keys(loaded):
        papers[paper.id] = replace(papers[paper.id], citation_key=key)
    changes = store.changes(loaded, replace(loaded.corpus, papers=papers))
    texts = {path: text for path, text in changes.items() if only is None or path in only}
    store.write(content, texts, loaded.state)
    return tuple(sorted(texts))


def facts(file: Path) -> tuple[Paper, ...]:
    """The facts of a file: JSON lines, or what any source says of papers; of arXiv's abstracts too.

    Raises Unreadable (with the file's name) and OSError.
    """
    data = file.read_bytes()
    first = data.removeprefix(codecs.BOM_UTF8).lstrip().partition(b"\n")[0]
    if first.startswith(b"{") and not _ANSWER.match(first):
        with _named(file):
            return libraries.facts(data)
    try:
        capture = read(file)
    except Silent:
        return ()
    titled = (entry.record() for entry in capture.entries if entry.title)
    papers = (replace(paper, authors_count=None, links=()) for paper in titled)
    is_free = capture.source in _FREE
    return tuple(paper if is_free else replace(paper, abstract="") for paper in papers)


def missing(files: Iterable[Path], ids: Iterable[str]) -> tuple[str, ...]:
    """Those of the arXiv ids and DOIs that fetched answers do not have. Raises OSError."""
    answered: set[str | None] = set()
    for path in files:
        with suppress(Unreadable):
            answered.update(id for paper in facts(path) for id in (paper.arxiv, paper.doi))
    return tuple(id for id in ids if id not in answered)


def enrich(
    content: Path, papers: Sequence[Paper], *, dry_run: bool = False, cache: Path | None = None
) -> Enrichment:
    """Fill records from facts. Raises ContentError and OSError."""
    loaded = sound(content, cache)
    corpus, enrichment = lookups.enrich(loaded.corpus, papers)
    changes = store.changes(loaded, corpus)
    if not dry_run:
        store.write(content, changes, loaded.state)
    return enrichment


def ask(
    content: Path,
    folder: Path,
    web: Web,
    *,
    base: str = fetch.ARXIV,
    force: bool = False,
    dry_run: bool = False,
    progress: Callable[[int, int], None] = lambda done, total: None,
) -> Enrichment:
    """Fill what records lack from arXiv: by identifier, in batches, or else by title, singly.

    Answers are kept raw in ``folder``; one that is there and has papers is read instead of asked
    for again, unless ``force``. ``progress`` is told the questions done and all of them. Raises
    FetchError, Unreadable, ContentError and OSError; what came before is kept then.
    """
    lacking = lookups.lacking(sound(content).corpus)
    named = [paper for paper in lacking if not (paper.arxiv or paper.is_unnamed)]
    ids = [paper.arxiv for paper in lacking if paper.arxiv]
    all_questions = questions.of_papers(ids, named, base)
    answers: list[Paper] = []
    asked = 0
    for number, question in enumerate(all_questions):
        progress(number, len(all_questions))
        answer: tuple[Paper, ...] = ()
        if not force:
            with suppress(Unreadable, FileNotFoundError):  # one that is there and whole
                answer = facts(folder / question.name)
        if not answer:
            answer = facts(question.answer(web, folder))
            asked += 1
        answers += answer
    progress(len(all_questions), len(all_questions))
    sure, doubtful = lookups.sure(lacking, answers)
    enrichment, kept = enrich(content, sure, dry_run=dry_run), len(all_questions) - asked
    return replace(enrichment, records=len(lacking), asked=asked, kept=kept, doubtful=doubtful)


def papers(file: Path) -> tuple[tuple[Paper, ...], tuple[str, ...]]:
    """The records of JSON lines, and what of them is not read. Raises Unreadable and OSError."""
    with _named(file):
        return libraries.papers(file.read_bytes())


def abstracts(files: Iterable[Path]) -> dict[str, list[str]]:
    """The abstracts of captures by title key. Raises Unreadable and OSError."""
    by_title: dict[str, list[str]] = {}
    for path in files:
        for entry in read(path).entries:
            by_title.setdefault(identity.title_key(entry.title), []).append(entry.abstract)
    return by_title
