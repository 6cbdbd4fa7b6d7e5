"""The newsletter: an issue of a day, week, month or listing as HTML, text and mail."""

from __future__ import annotations

from typing import TYPE_CHECKING

from generator.papers.model import File
from generator.publish.issue import Issue, issue, ranked
from generator.publish.letter import html, subject, text
from generator.publish.message import addressed, message
from generator.publish.site_data import NotTheSite, read
from generator.views import periods

if TYPE_CHECKING:
    from collections.abc import Iterator

    from generator.views import Digest
    from generator.views.periods import Period

__all__ = [
    "LIMIT",
    "Issue",
    "NotTheSite",
    "addressed",
    "files",
    "fitting",
    "html",
    "issue",
    "issues",
    "message",
    "ranked",
    "read",
    "subject",
    "text",
]

LIMIT = 98_000
"""The most bytes of a mail: Gmail cuts at 102 KB, and each reader's way out is still to come."""


def fitting(digest: Digest, period: Period) -> Issue:
    """The issue of ``period`` with as many papers as its mail takes, at most those of digest.yml.

    One paper fits always: what a paper says in a mail has an end.
    """
    settings = digest.corpus.settings
    order = ranked(digest, period)[: settings.newsletter.papers]
    shown = len(order)
    made = issue(digest, period, order)
    while shown > 1 and (size := len(message(made, settings).as_bytes())) > LIMIT:
        shown = max(1, min(shown - 1, shown * LIMIT // size))
        made = issue(digest, period, order[:shown])
    return made


def files(made: Issue, digest: Digest, unsubscribe: str = "") -> Iterator[File]:
    """The HTML, the text and the mail of an issue, named after its period."""
    path = f"{periods.FOLDER}{made.period.id}"
    yield File(f"{path}.html", html(made, unsubscribe))
    yield File(f"{path}.txt", text(made, unsubscribe))
    yield File(f"{path}.eml", message(made, digest.corpus.settings, unsubscribe).as_bytes())


def issues(digest: Digest) -> Iterator[File]:
    """The files of every issue that the site has."""
    for period in periods.issues(digest):
        yield from files(fitting(digest, period), digest)
