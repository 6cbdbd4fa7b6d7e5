"""The newsletter: an issue of a day, week, month or listing as HTML, text, mail and draft."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Literal

from generator.papers.model import Edition, File
from generator.publish.api import NotTheSite, read
from generator.publish.issue import Issue, issue
from generator.publish.letter import addressed, html, message, subject, text
from generator.views import Digest, periods
from generator.views.outputs import Output, World
from generator.views.periods import Period

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime

__all__ = [
    "Issue", "NotTheSite", "Service", "addressed", "draft", "files", "fitting", "html", "issue",
    "message", "outputs", "read", "subject", "text",
]  # fmt: skip

BYTES = 88_000
"""The most of a mail: Gmail cuts at 102 KB, and each reader's way out is still to come."""
WORDS = 1_100
"""The most of a mail, addresses of its text included: five minutes, or what somebody reads."""

_ROW_WORDS, _ROW_BYTES = 50, 4_000  # hardly a row has more

Service = Literal["buttondown", "listmonk"]
_LEAVING: dict[Service, str] = {
    "buttondown": "{{ unsubscribe_url }}",
    "listmonk": "{{ UnsubscribeURL }}",
}


def fitting(digest: Digest, period: Period) -> Issue:
    """The issue of ``period`` with as many papers as a mail takes, at most those of digest.yml.

    What leads fits always: what a paper says in a mail has an end.
    """
    settings = digest.corpus.settings
    shown = min(len(period.papers), settings.newsletter.papers)
    while True:
        fits = issue(digest, period, shown)
        over = (len(text(fits).split()) - WORDS) / _ROW_WORDS
        if over <= 0:
            over = (len(message(fits, settings).as_bytes()) - BYTES) / _ROW_BYTES
        if over <= 0 or shown <= len(fits.stories):
            return fits
        shown = max(len(fits.stories), shown - max(1, int(over)))


def files(
    of: Issue, digest: Digest, unsubscribe: str = "", moment: datetime | None = None
) -> Iterator[File]:
    """The HTML, the text and the mail of an issue, named after its period."""
    page, plain, mail = _paths(of.period)
    whole = message(of, digest.corpus.settings, unsubscribe=unsubscribe, moment=moment)
    yield File(page, html(of, unsubscribe))
    yield File(plain, text(of, unsubscribe))
    yield File(mail, whole.as_bytes())


def _paths(period: Period) -> tuple[str, str, str]:
    path = f"{periods.FOLDER}{period.id}"
    return f"{path}.html", f"{path}.txt", f"{path}.eml"


def draft(of: Issue, service: Service) -> dict[str, object]:
    """What asks the API of ``service`` to keep an issue as a draft that nobody gets yet.

    https://docs.buttondown.com/api-emails-create: the comment has the body taken as HTML.
    https://listmonk.app/docs/apis/campaigns: what is made is a draft; its lists are to be added.
    """
    page = html(of, _LEAVING[service])
    if service == "buttondown":
        body = f"<!-- buttondown-editor-mode: fancy -->{page}"
        return {"subject": subject(of), "body": body, "status": "draft"}
    return {
        "name": of.period.id,
        "subject": subject(of),
        "type": "regular",
        "content_type": "html",
        "body": page,
    }


@dataclass(frozen=True, slots=True)
class _Period:
    """A period, the listings that have any of its papers, and the curator's note on it."""

    period: Period
    editions: tuple[Edition, ...]
    note: str


def outputs(digest: Digest) -> Iterator[Output]:
    """The files of every issue that the site has."""
    for period in periods.issues(digest):
        ids = {paper.id for paper in period.papers}
        editions = tuple(
            each
            for each in digest.corpus.editions.values()
            if any(sighting.paper in ids for sighting in each.papers)
        )
        given = _Period(period, editions, digest.corpus.notes.get(period.id, ""))
        yield Output(_paths(period), _issue, given)


def _issue(world: World, of: _Period) -> tuple[str | bytes, ...]:
    period = of.period
    corpus = replace(
        world.corpus,
        papers={paper.id: paper for paper in period.papers},
        editions={each.id: each for each in of.editions},
        notes={period.id: of.note} if of.note else {},
    )
    digest = Digest(corpus)
    return tuple(file.data for file in files(fitting(digest, period), digest))
