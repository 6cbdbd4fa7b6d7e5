"""The network in: raw answers of sources, which nothing parses here.

arXiv's terms of use ask for three seconds between requests on a single connection
(https://info.arxiv.org/help/api/tou.html).
"""

from __future__ import annotations

from typing import Final

from generator.text import UserError

DAILY_PAPERS: Final = "https://huggingface.co/api/daily_papers"
ARXIV: Final = "https://export.arxiv.org/api/query"
CROSSREF: Final = "https://api.crossref.org/works"
ARXIV_PAUSE: Final = 3.0


class FetchError(UserError):
    """Nothing could be fetched or kept; the message is one line: what, where, what to do."""
