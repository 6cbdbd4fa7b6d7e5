"""The network in: raw answers of sources. Here is what they are asked; nothing parses answers.

Daily Papers: https://huggingface.co/docs/hub/api#get-apidailypapers. arXiv:
https://info.arxiv.org/help/api/user-manual.html and its terms of use, which ask for three
seconds between requests on a single connection (https://info.arxiv.org/help/api/tou.html).
Crossref: https://api.crossref.org/swagger-ui/index.html.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date, timedelta
from typing import Final
from urllib.parse import quote, urlencode

from generator.text import UserError

DAILY_PAPERS: Final = "https://huggingface.co/api/daily_papers"
ARXIV: Final = "https://export.arxiv.org/api/query"
CROSSREF: Final = "https://api.crossref.org/works"
ARXIV_PAUSE: Final = 3.0
JSON: Final = ("application/json",)
ATOM: Final = ("application/atom+xml", "application/xml", "text/xml")
FEEDS: Final = (*ATOM, "application/rss+xml")
LARGEST_DAY: Final = 100
LARGEST_QUERY: Final = 500
LARGEST_BATCH: Final = 100
LARGEST_BATCH_OF_DOIS: Final = 40
_MONDAY, _FRIDAY = 0, 4


class FetchError(UserError):
    """Nothing could be fetched or kept; the message is one line: what, where, what to do."""


def daily_papers(period: str, base: str = DAILY_PAPERS) -> str:
    """The listing of a day, a week or a month, ISO 8601, as long as the API makes it.

    >>> daily_papers("2024-10-20"), daily_papers("2024-W42")
    ('https://huggingface.co/api/daily_papers?date=2024-10-20&limit=100', \
'https://huggingface.co/api/daily_papers?week=2024-W42&limit=100')
    """
    name = "week" if "W" in period else "date" if len(period) > len("2024-10") else "month"
    return f"{base}?{urlencode({name: period, 'limit': LARGEST_DAY})}"


def crossref_dois(dois: Sequence[str], base: str = CROSSREF) -> str:
    """The works with these DOIs, at most ``LARGEST_BATCH_OF_DOIS`` of them.

    >>> crossref_dois(["10.5555/1", "10.5555/2"])
    'https://api.crossref.org/works?filter=doi:10.5555/1,doi:10.5555/2&rows=2'
    """
    wanted = ",".join(f"doi:{quote(doi, safe='/')}" for doi in dois)
    return f"{base}?filter={wanted}&rows={len(dois)}"


def arxiv_ids(ids: Sequence[str], base: str = ARXIV) -> str:
    """The papers with these identifiers, at most ``LARGEST_BATCH`` of them.

    >>> arxiv_ids(["2210.02414", "cs/0601001"])
    'https://export.arxiv.org/api/query?id_list=2210.02414,cs/0601001&max_results=2'
    """
    return f"{base}?id_list={quote(','.join(ids), safe=',/')}&max_results={len(ids)}"


def arxiv_query(query: str, most: int, base: str = ARXIV) -> str:
    """The newest papers that a query in arXiv's own notation finds, ``cat:cs.CL AND ti:kite``."""
    order = {"sortBy": "submittedDate", "sortOrder": "descending", "max_results": most}
    return f"{base}?{urlencode({'search_query': query} | order)}"


def announced(day: str, categories: Sequence[str], words: Sequence[str]) -> str:
    """What arXiv announced for a day, as a query: of any of the categories, with any of the words.

    Papers that come in until two in the afternoon, Eastern Time, are announced that evening,
    those of Friday on Sunday (https://info.arxiv.org/help/availability.html): in UTC on the next
    day. '' where nothing is asked for, and on weekends, when nothing is announced.

    >>> announced("2026-04-07", ["cs.RO", "cs.AI"], ["grasp planning"])
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
    asked = " AND ".join(f"({part})" for part in parts if part)
    return f"{asked} AND submittedDate:[{since:%Y%m%d}1800 TO {until:%Y%m%d}1759]"


def arxiv_title(title: str, base: str = ARXIV) -> str:
    """The papers whose title has the words of ``title`` in this order, the nearest first.

    >>> arxiv_title("GLM-130B: An Open Model")
    'https://export.arxiv.org/api/query?search_query=ti%3A%22GLM+130B+An+Open+Model%22&max_results=5'
    """
    query = 'ti:"' + " ".join(re.findall(r"\w+", title)) + '"'
    return f"{base}?{urlencode({'search_query': query, 'max_results': 5})}"


def batches(ids: Sequence[str], largest: int = LARGEST_BATCH) -> list[list[str]]:
    """Identifiers, each once, in lists that one request takes.

    >>> batches(["2210.02414", "cs/0601001", "2210.02414", "2503.02130"], 2)
    [['2210.02414', 'cs/0601001'], ['2503.02130']]
    """
    once = list(dict.fromkeys(ids))
    return [once[i : i + largest] for i in range(0, len(once), largest)]
