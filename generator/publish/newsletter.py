"""The newsletter: an issue of a day, week, month or listing as HTML, text, mail and draft."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Literal

from generator.papers.model import Edition, File
from generator.publish.issue import Issue, issue
from generator.publish.letter import html, subject, text
from generator.publish.message import addressed, message
from generator.publish.site_data import NotTheSite, read
from generator.views import Digest, periods
from generator.views.outputs import Output, World
from generator.views.periods import Period

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime

__all__ = [
    "BYTES",
    "WORDS",
    "Issue",
    "NotTheSite",
    "Service",
    "addressed",
    "draft",
    "files",
    "fitting",
    "html",
    "issue",
    "message",
    "outputs",
    "read",
    "subject",
    "text",
]

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
        made = issue(digest, period, shown)
        over = (len(text(made).split()) - WORDS) / _ROW_WORDS
        if over <= 0:
            over = (len(message(made, settings).as_bytes()) - BYTES) / _ROW_BYTES
        if over <= 0 or shown <= len(made.stories):
            return made
        shown = max(len(made.stories), shown - max(1, int(over)))


def files(
    made: Issue, digest: Digest, unsubscribe: str = "", moment: datetime | None = None
) -> Iterator[File]:
    """The HTML, the text and the mail of an issue, named after its period."""
    path = f"{periods.FOLDER}{made.period.id}"
    mail = message(made, digest.corpus.settings, unsubscribe=unsubscribe, moment=moment)
    yield File(f"{path}.html", html(made, unsubscribe))
    yield File(f"{path}.txt", text(made, unsubscribe))
    yield File(f"{path}.eml", mail.as_bytes())


def draft(made: Issue, service: Service) -> dict[str, object]:
    """What asks the API of ``service`` to keep an issue as a draft that nobody gets yet.

    https://docs.buttondown.com/api-emails-create: the comment has the body taken as HTML.
    https://listmonk.app/docs/apis/campaigns: what is made is a draft; its lists are to be added.
    """
    page = html(made, _LEAVING[service])
    if service == "buttondown":
        body = f"<!-- buttondown-editor-mode: fancy -->{page}"
        return {"subject": subject(made), "body": body, "status": "draft"}
    return {
        "name": made.period.id,
        "subject": subject(made),
        "type": "regular",
        "content_type": "html",
        "body": page,
    }


def outputs(digest: Digest) -> Iterator[Output]:
    """The files of every issue that the site has."""
    for period in periods.issues(digest):
        path = f"{periods.FOLDER}{period.id}"
        paths = f"{path}.html", f"{path}.txt", f"{path}.eml"
        ids = {paper.id for paper in period.papers}
        editions = tuple(
            each
            for each in digest.corpus.editions.values()
            if any(said.paper in ids for said in each.papers)
        )
        given = _Period(period, editions, digest.corpus.notes.get(period.id, ""))
        yield Output(paths, _issue, given)


@dataclass(frozen=True, slots=True)
class _Period:
    """A period, the listings that have any of its papers, and the curator's note on it."""

    period: Period
    editions: tuple[Edition, ...]
    note: str


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
