"""What is missing in ``digest.yml``."""

from __future__ import annotations

from collections.abc import Iterator
from urllib.parse import urlsplit

from generator.check.found import Found, is_date
from generator.papers.model import Settings
from generator.store import Loaded


def faults(loaded: Loaded) -> Iterator[Found]:
    """What feeds and mail lack: the tag that names entries for good; who writes; the way out."""
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
    yield from _newsletter(settings)


def _newsletter(settings: Settings) -> Iterator[Found]:
    letter = settings.newsletter
    if letter.sender and not settings.url:
        message = "no newsletter without 'url': every link of a mail starts with it"
        yield "digest.yml", ("newsletter",), message, "warning"
    if letter.sender and not letter.unsubscribe_url:
        message = (
            "'digest send' sends nothing without 'unsubscribe_url': the address at which readers"
            " leave, such as https://example.org/unsubscribe?who={email}"
        )
        yield "digest.yml", ("newsletter", "from"), message, "warning"
    if letter.complete and not is_date(letter.complete):
        message = f"'complete' is {letter.complete}: there is no such day"
        yield "digest.yml", ("newsletter", "complete"), message, "error"
