"""What sources are asked: at which address, and the files in which their answers are kept.

Daily Papers: https://huggingface.co/docs/hub/api#get-apidailypapers. arXiv:
https://info.arxiv.org/help/api/user-manual.html. Crossref:
https://api.crossref.org/swagger-ui/index.html.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Final
from urllib.parse import quote, urlencode

from generator import fetch
from generator.papers import identity
from generator.papers.model import Intake, Paper
from generator.store import files

if TYPE_CHECKING:
    from generator.fetch.web import Web

_JSON: Final = ("application/json",)
_ATOM: Final = ("application/atom+xml", "application/xml", "text/xml")
_FEEDS: Final = (*_ATOM, "application/rss+xml")
_MOST_OF_A_DAY: Final = 100
_MOST_OF_A_QUERY: Final = 500
_MOST_OF_A_FEED: Final = 10_000
_BATCH, _BATCH_OF_DOIS = 100, 40
_MONDAY, _FRIDAY = 0, 4


@dataclass(frozen=True, slots=True)
class Question:
    """What a source is asked: the address, and the name of the file for the answer.

    ``kinds`` are the media types that an answer may have, ``largest`` is the most papers that
    the source gives of a listing at once. ``is_daily`` says that it has one each working day.
    """

    name: str
    address: str
    kinds: tuple[str, ...] = _ATOM
    largest: int = 0
    is_daily: bool = False

    def answer(self, web: Web, folder: Path, *, over: bool = True) -> Path:
        """Ask, and keep what comes, as it comes; the file in the folder. Raises FetchError."""
        path = folder / self.name
        files.write(path, web.get(self.address, self.kinds), over=over)
        return path


def of_day(intake: Intake, day: str, *, daily_papers: str, arxiv: str) -> Iterator[Question]:
    """For the listings of a day, those of the sources of ``digest.yml``, at these addresses."""
    sources, announced = intake.sources, intake.sources.arxiv
    if sources.daily_papers:
        yield of_daily_papers(day, daily_papers)
    if query := _announced(day, announced.categories, announced.words):
        address = of_query(query, _MOST_OF_A_QUERY, arxiv).address
        yield Question(f"arxiv-{day}.xml", address, largest=_MOST_OF_A_QUERY)
    for feed in sources.feeds:
        yield Question(f"feed-{_short([feed])}-{day}.xml", feed, _FEEDS, _MOST_OF_A_FEED)


def of_daily_papers(period: str, base: str = fetch.DAILY_PAPERS) -> Question:
    """For the listing of a day, a week or a month, ISO 8601, as long as Hugging Face makes it.

    >>> of_daily_papers("2024-W42").address
    'https://huggingface.co/api/daily_papers?week=2024-W42&limit=100'
    """
    name = "week" if "W" in period else "date" if len(period) > len("2024-10") else "month"
    address = f"{base}?{urlencode({name: period, 'limit': _MOST_OF_A_DAY})}"
    return Question(f"hf-{period}.json", address, _JSON, _MOST_OF_A_DAY, is_daily=True)


def of_query(query: str, most: int, base: str = fetch.ARXIV) -> Question:
    """For the newest papers that a query in arXiv's notation finds, ``cat:cs.CL AND ti:kite``."""
    order = {"sortBy": "submittedDate", "sortOrder": "descending", "max_results": most}
    address = f"{base}?{urlencode({'search_query': query} | order)}"
    return Question(f"arxiv-query-{_short([query, str(most)])}.xml", address)


def of_papers(
    ids: Sequence[str], titled: Iterable[Paper] = (), base: str = fetch.ARXIV
) -> list[Question]:
    """For papers: arXiv, by their identifiers in batches, or else by title, one by one.

    >>> of_papers(["2210.02414", "cs/0601001"])[0].address
    'https://export.arxiv.org/api/query?id_list=2210.02414,cs/0601001&max_results=2'
    >>> of_papers([], [Paper("glm-130b", "GLM-130B: An Open Model")])[0].address
    'https://export.arxiv.org/api/query?search_query=ti%3A%22GLM+130B+An+Open+Model%22&max_results=5'
    """
    questions = []
    for batch in _batches(ids, _BATCH):
        one = batch[0].replace("/", "-") if len(batch) == 1 else f"ids-{_short(batch)}"
        query = f"id_list={quote(','.join(batch), safe=',/')}&max_results={len(batch)}"
        questions.append(Question(f"arxiv-{one}.xml", f"{base}?{query}"))
    for paper in titled:
        if identity.title_key(paper.title):
            words = 'ti:"' + " ".join(re.findall(r"\w+", paper.title)) + '"'
            query = urlencode({"search_query": words, "max_results": 5})
            questions.append(Question(f"arxiv-title-{paper.id}.xml", f"{base}?{query}"))
    return questions


def of_dois(dois: Sequence[str], base: str = fetch.CROSSREF) -> list[Question]:
    """For papers by their DOIs, in batches: Crossref.

    >>> of_dois(["10.5555/1", "10.5555/2"])[0].address
    'https://api.crossref.org/works?filter=doi:10.5555/1,doi:10.5555/2&rows=2'
    """
    questions = []
    for batch in _batches(dois, _BATCH_OF_DOIS):
        filters = ",".join(f"doi:{quote(doi, safe='/')}" for doi in batch)
        address = f"{base}?filter={filters}&rows={len(batch)}"
        questions.append(Question(f"crossref-{_short(batch)}.json", address, _JSON))
    return questions


def _short(words: Iterable[str]) -> str:
    return hashlib.sha256("\n".join(words).encode()).hexdigest()[:8]


def _announced(day: str, categories: Sequence[str], words: Sequence[str]) -> str:
    """What arXiv announced for a day, as a query: of any of the categories, with any of the words.

    Papers that come in until two in the afternoon, Eastern Time, are announced that evening,
    those of Friday on Sunday (https://info.arxiv.org/help/availability.html): in UTC on the next
    day. '' where nothing is asked for, and on weekends, when nothing is announced.

    >>> _announced("2026-04-07", ["cs.RO", "cs.AI"], ["grasp planning"])
    '(cat:cs.RO OR cat:cs.AI) AND (all:"grasp planning") AND \
submittedDate:[202604031800 TO 202604061759]'
    """
    last = date.fromisoformat(day)
    weekday = last.weekday()
    if weekday > _FRIDAY or not (categories or words):
        return ""
    until = last - timedelta(3 if weekday == _MONDAY else 1)
    since = until - timedelta(3 if weekday == _MONDAY + 1 else 1)
    parts = (
        " OR ".join(f"cat:{category}" for category in categories),
        " OR ".join('all:"' + " ".join(re.findall(r"\w+", each)) + '"' for each in words),
    )
    query = " AND ".join(f"({part})" for part in parts if part)
    return f"{query} AND submittedDate:[{since:%Y%m%d}1800 TO {until:%Y%m%d}1759]"


def _batches(ids: Sequence[str], largest: int) -> list[list[str]]:
    once = list(dict.fromkeys(ids))
    return [once[i : i + largest] for i in range(0, len(once), largest)]
