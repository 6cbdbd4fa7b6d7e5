"""What sources are asked: where, and the files in which their answers are kept."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Final

from generator import fetch
from generator.papers import identity
from generator.papers.model import Intake, Paper
from generator.store import files

if TYPE_CHECKING:
    from generator.fetch.web import Web

_MOST_OF_A_FEED: Final = 10_000


@dataclass(frozen=True, slots=True)
class Question:
    """What a source is asked: the address, and the name of the file for the answer.

    ``kinds`` are the media types that an answer may have, ``largest`` is the most papers that
    the source gives of a listing at once. ``is_daily`` says that it has one each working day.
    """

    name: str
    address: str
    kinds: tuple[str, ...] = fetch.ATOM
    largest: int = 0
    is_daily: bool = False

    def answer(self, web: Web, folder: Path, *, over: bool = True) -> Path:
        """Ask, and keep what comes, as it comes; the file in the folder. Raises FetchError."""
        path = folder / self.name
        files.write(path, web.get(self.address, self.kinds), over=over)
        return path


def of_day(
    intake: Intake, day: str, *, daily_papers: str = fetch.DAILY_PAPERS, arxiv: str = fetch.ARXIV
) -> Iterator[Question]:
    """For the listings of a day, those of the sources of ``digest.yml``, at these addresses."""
    sources, announced = intake.sources, intake.sources.arxiv
    if sources.daily_papers:
        yield of_daily_papers(day, daily_papers)
    if query := fetch.announced(day, announced.categories, announced.words):
        address = fetch.arxiv_query(query, fetch.LARGEST_QUERY, arxiv)
        yield Question(f"arxiv-{day}.xml", address, largest=fetch.LARGEST_QUERY)
    for feed in sources.feeds:
        yield Question(f"feed-{_short([feed])}-{day}.xml", feed, fetch.FEEDS, _MOST_OF_A_FEED)


def of_daily_papers(period: str, base: str = fetch.DAILY_PAPERS) -> Question:
    """For the listing of a day, a week or a month: Hugging Face."""
    address = fetch.daily_papers(period, base)
    return Question(f"hf-{period}.json", address, fetch.JSON, fetch.LARGEST_DAY, is_daily=True)


def of_query(query: str, most: int, base: str = fetch.ARXIV) -> Question:
    """For the newest papers that a query finds: arXiv."""
    name = f"arxiv-query-{_short([query, str(most)])}.xml"
    return Question(name, fetch.arxiv_query(query, most, base))


def of_papers(
    ids: Sequence[str], titled: Iterable[Paper] = (), base: str = fetch.ARXIV
) -> list[Question]:
    """For papers: arXiv, by their identifiers in batches, or else by title, one by one."""
    asked = []
    for batch in fetch.batches(ids):
        one = batch[0].replace("/", "-") if len(batch) == 1 else f"ids-{_short(batch)}"
        asked.append(Question(f"arxiv-{one}.xml", fetch.arxiv_ids(batch, base)))
    for paper in titled:
        if identity.title_key(paper.title):
            address = fetch.arxiv_title(paper.title, base)
            asked.append(Question(f"arxiv-title-{paper.id}.xml", address))
    return asked


def of_dois(dois: Sequence[str], base: str = fetch.CROSSREF) -> list[Question]:
    """For papers by their DOIs, in batches: Crossref."""
    return [
        Question(f"crossref-{_short(batch)}.json", fetch.crossref_dois(batch, base), fetch.JSON)
        for batch in fetch.batches(dois, fetch.LARGEST_BATCH_OF_DOIS)
    ]


def _short(words: Iterable[str]) -> str:
    return hashlib.sha256("\n".join(words).encode()).hexdigest()[:8]
