"""What is missing in ``digest.yml``."""

from __future__ import annotations

from collections.abc import Iterator
from urllib.parse import urlsplit

from generator.check.found import Found
from generator.store import Loaded


def faults(loaded: Loaded) -> Iterator[Found]:
    """An address without the tag that feeds need to name their entries for good."""
    settings = loaded.corpus.settings
    if settings.url and not settings.feeds.tag:
        host = urlsplit(settings.url).hostname
        dates = (paper.published or "" for paper in loaded.corpus.papers.values())
        year = max(dates, default="")[:4] or "YEAR"
        message = (
            "no feeds without 'feeds': state once, and keep for good, a domain of yours and a year"
            f" in which it was yours, such as feeds: {{tag: '{host},{year}'}}"
        )
        yield "digest.yml", ("url",), message, "warning"
