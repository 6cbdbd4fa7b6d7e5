"""The newsletter: an issue as HTML for mail clients, as text, as a mail of both, and as a draft.

The mail is RFC 5322, multipart/alternative, the same bytes for the same issue.
"""

from __future__ import annotations

import re
import textwrap
from collections.abc import Collection, Iterator
from datetime import UTC, date, datetime, time
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime
from functools import lru_cache, partial
from hashlib import blake2b
from pathlib import Path
from typing import Final, Literal
from urllib.parse import quote, urlsplit

from markupsafe import escape

from generator.mail import readers
from generator.papers import wording
from generator.papers.model import File
from generator.publish.issue import Contents, Issue, contents, issue_of, shortened
from generator.text import UserError, markdown
from generator.text.plain import cut
from generator.views import Digest, periods
from generator.views.outputs import Late, Output, World
from generator.views.periods import Period
from generator.views.topics import HUES

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


WIDTH: Final = 72
"""Columns of the text; an address that is longer stays on one line."""

_TITLE, _SUBJECT, _PREVIEW = 60, 150, 200  # characters that windows and lists of mails show
_TEMPLATES: Final = Path(__file__).parent / "templates"
_WORDS_A_MINUTE: Final = 230
_BLANK_LINES: Final = re.compile(r"\n{3,}")
# What begins an expression in Django's, Go's and Jinja's templates, but is none in CSS.
_EXPRESSION: Final = re.compile(r"\{[{%#]")
_PLACE: Final = "https://unsubscribe.invalid/"
_LINE: Final = 76  # of RFC 2045, in what is encoded; as it is, a line may have 998
_CRLF: Final = "\r\n"
_END_OF_DAY: Final = time(23, 0, tzinfo=UTC)


def ready(
    digest: Digest, name: str, today: str, waiting: Collection[str], *, incomplete: bool = False
) -> tuple[Issue, str]:
    """The issue of the period ``name``, as a mail takes it, and what it lacks: '' if nothing.

    ``today`` is the day it is; the listings of the days ``waiting`` are yet to be merged. Raises
    Misuse, and UserError of a period without papers, without an address of the site, or, unless
    ``incomplete`` ones are asked for, of one that lacks something.
    """
    period = periods.period(digest, name)
    if not digest.corpus.settings.url:
        raise UserError("the site has no address, so a mail no links: set 'url' and build it anew")
    lacking = _lacking(digest, period, today, waiting)
    if lacking and not incomplete:
        raise UserError(
            f"{name} is not complete: {lacking}, or add --incomplete to take it as it is"
        )
    if not period.papers:
        what = "no papers that the issue before had not" if period.repeated else "no papers"
        raise UserError(f"{name}: {what}")
    return fitting(issue_of(digest.world, contents(digest, period))), lacking


def _lacking(digest: Digest, period: Period, today: str, waiting: Collection[str]) -> str:
    """What an issue of ``period`` would have later, and what to wait for; '' where nothing."""
    if period.last >= today:
        return f"its last day, {wording.day_words(period.last)}, is not over: wait"
    days = [
        f"{wording.day_words(day)}{' (a pull request has it)' if day in waiting else ''}"
        for day in periods.unlisted(digest, period, waiting)
    ]
    return f"no listing is in of {', '.join(days)}: merge or import it" if days else ""


def fitting(whole: Issue) -> Issue:
    """The issue with as many rows as a mail takes, and no more papers than digest.yml says.

    What leads fits always: what a paper says in a mail has an end.
    """
    rows = whole.ways.papers - len(whole.stories)
    while True:
        fits = shortened(whole, rows)
        over = (len(text(fits, "").split()) - WORDS) / _ROW_WORDS
        if over <= 0:
            over = (len(_mail(fits, None)) - BYTES) / _ROW_BYTES
        rows = whole.papers - len(whole.stories) - fits.more
        if over <= 0 or rows <= 0:
            return fits
        rows -= max(1, int(over))


@lru_cache(maxsize=4)  # a mail is measured, written, and sent to many
def html(issue: Issue, unsubscribe: str = "") -> str:
    """The issue as one HTML file without images, whose elements have their styles.

    ``unsubscribe`` is the address under which its reader leaves, or what the service that
    sends it writes in its place, such as ``{{ UnsubscribeURL }}``; without one the letter
    offers none. Nothing else in it means anything to such a service, whatever a title says.
    Dark mode is all that stays in a style sheet.
    """
    page = _render("letter.html.j2", issue, unsubscribe and _PLACE).rstrip("\n")
    page = _EXPRESSION.sub(lambda match: f"{{&#{ord(match.group()[1])};", page)
    return page.replace(_PLACE, escape(unsubscribe))


@lru_cache(maxsize=4)
def text(issue: Issue, unsubscribe: str = "") -> str:
    """The issue as plain text of WIDTH columns, with addresses on lines of their own."""
    return _BLANK_LINES.sub("\n\n", _render("letter.txt.j2", issue, unsubscribe)).strip() + "\n"


def subject(issue: Issue) -> str:
    """What the mail is called: the paper that leads, and how many more there are."""
    best = cut(issue.stories[0].title, _SUBJECT)
    return f"{best}, and {issue.papers - 1:,} more" if issue.papers > 1 else best


def _render(name: str, issue: Issue, unsubscribe: str) -> str:
    facts = (
        wording.count(issue.papers, "paper"),
        f"{issue.coded} with code" if issue.coded else "",
        f"{issue.unsummarised} not yet summarised" if issue.unsummarised else "",
        f"{wording.count(_minutes(issue), 'minute')} to read",
    )
    escaping = escape if name.endswith(".html.j2") else None
    return markdown.template(_TEMPLATES, name, escaping, wrapped=_wrapped).render(
        issue=issue,
        title=cut(f"Newsletter, {issue.period.name}", _TITLE),
        preview=cut("; ".join(story.title for story in issue.stories[1:]), _PREVIEW),
        facts=" · ".join(filter(None, facts)),
        note=issue.note and markdown.html(issue.note),
        repeated=issue.period.repeated
        and f"{wording.count(issue.period.repeated, 'paper')} of this listing",
        unsubscribe=unsubscribe,
        hues=(HUES[-1], *HUES),  # what is of no group has the number 0
    )


def _minutes(issue: Issue) -> int:
    """How long the issue takes to read, one minute at least; addresses are not read."""
    texts = [issue.note, *(f"{story.title} {story.text}" for story in issue.stories)]
    texts += [f"{row.title} {row.text}" for section in issue.sections for row in section.rows]
    return max(1, round(sum(len(each.split()) for each in texts) / _WORDS_A_MINUTE))


@lru_cache(maxsize=1024)  # an issue is written some times until it fits
def _wrapped(words: str, indent: int = 0) -> str:
    blank = " " * indent
    return textwrap.fill(
        words,
        WIDTH,
        initial_indent=blank,
        subsequent_indent=blank,
        break_long_words=False,
        break_on_hyphens=False,
    )


def message(
    issue: Issue,
    *,
    unsubscribe: str = "",
    moment: datetime | None = None,
    reader: str = "",
) -> EmailMessage:
    """The mail of ``issue``, from its ``ways.sender``, to nobody yet.

    Its date is ``moment``, when it is sent; without one the evening, in UTC, of the period's
    last day. The Message-ID (RFC 5322, 3.6.4) names the period and a digest of what is said and
    of ``reader``, what tells one from another: whoever gets an issue twice sees that it is
    one. Text and HTML say the same. Without a stated sender it is one at the site's host that
    takes no mail.
    """
    whole = "\0".join((subject(issue), text(issue, ""), html(issue, ""), reader))
    mark = blake2b(whole.encode(), digest_size=10).hexdigest()
    sender = issue.ways.sender or f"no-reply@{_host(issue.site)}"
    last = issue.period.last
    day = date.fromisoformat(last) if last else None
    evening = datetime.combine(day, _END_OF_DAY) if day else datetime.fromtimestamp(0, UTC)
    mail = EmailMessage(policy=SMTP)
    mail["From"] = Address(issue.digest, addr_spec=sender)
    mail["To"] = "undisclosed-recipients:;"
    mail["Subject"] = subject(issue)
    mail["Date"] = format_datetime(moment or evening)
    mail["Message-ID"] = f"<{issue.period.id}.{mark}@{sender.rpartition('@')[2]}>"
    _set(mail, text(issue, unsubscribe), "plain")
    mail.add_alternative("", subtype="html")
    _set(mail.get_payload()[1], html(issue, unsubscribe), "html")  # type: ignore[index,arg-type]  # typed as text
    mail.set_boundary(f"=_{mark}")
    return mail


def addressed(issue: Issue, address: str, moment: datetime, secret: bytes) -> bytes:
    """The mail of ``issue`` to ``address``, with the ways to leave the list, sent at ``moment``.

    ``secret`` makes the token of its unsubscribing address (``readers.token``). List-Id is of
    RFC 2919, List-Unsubscribe of RFC 2369, List-Unsubscribe-Post, by which a mail client leaves
    with one click, of RFC 8058. They stand before the rest as they are: the library would
    encode an address that is longer than a line.
    """
    ways, token = issue.ways, readers.token(address, secret)
    url = ways.unsubscribe_url.replace("{email}", quote(address, safe="")).replace("{token}", token)
    mail = message(issue, unsubscribe=url, moment=moment, reader=token)
    mail.replace_header("To", Address(addr_spec=address))
    leave = [f"<{url}>"]
    if ways.unsubscribe_mail:
        leave.append(f"<mailto:{quote(ways.unsubscribe_mail, safe='@')}?subject=unsubscribe>")
    lines = (
        f"List-Id: <{ways.list_id or ways.sender.replace('@', '.')}>",
        f"List-Unsubscribe: {f',{_CRLF} '.join(leave)}",
        "List-Unsubscribe-Post: List-Unsubscribe=One-Click",
    )
    return f"{_CRLF.join(lines)}{_CRLF}".encode("ascii") + mail.as_bytes()


def _set(part: EmailMessage, content: str, subtype: str) -> None:
    """Put ``content`` in as it is where mail can carry that, else in the shorter encoding."""
    if content.isascii() and max(map(len, content.splitlines()), default=0) <= _LINE:
        part.set_content(content, subtype=subtype, cte="7bit")
        return
    part.set_content(content, subtype=subtype, cte="base64")
    most = len(part.get_payload())
    part.set_content(content, subtype=subtype, cte="quoted-printable")
    if len(part.get_payload()) > most:
        part.set_content(content, subtype=subtype, cte="base64")


def _host(site: str) -> str:
    host = urlsplit(site).hostname or ""
    try:
        return host.encode("idna").decode("ascii") or "localhost"
    except UnicodeError:
        return "localhost"


def files(issue: Issue, moment: datetime | None = None) -> list[File]:
    """The HTML, the text and the mail of an issue, named after its period."""
    page, plain, mail = _paths(issue.period)
    shown = File(page, html(issue, "")), File(plain, text(issue, ""))
    return [*shown, File(mail, _mail(issue, moment))]


@lru_cache(maxsize=4)
def _mail(issue: Issue, moment: datetime | None) -> bytes:
    return message(issue, moment=moment).as_bytes()


def _paths(period: Period) -> tuple[str, str, str]:
    path = f"{periods.FOLDER}{period.id}"
    return f"{path}.html", f"{path}.txt", f"{path}.eml"


def draft(issue: Issue, service: Service) -> dict[str, object]:
    """What asks the API of ``service`` to keep an issue as a draft that nobody gets yet.

    https://docs.buttondown.com/api-emails-create: the comment has the body taken as HTML.
    https://listmonk.app/docs/apis/campaigns: what is made is a draft; its lists are to be added.
    """
    page = html(issue, _LEAVING[service])
    if service == "buttondown":
        body = f"<!-- buttondown-editor-mode: fancy -->{page}"
        return {"subject": subject(issue), "body": body, "status": "draft"}
    return {
        "name": issue.period.id,
        "subject": subject(issue),
        "type": "regular",
        "content_type": "html",
        "body": page,
    }


def outputs(digest: Digest) -> Iterator[Output]:
    """The files of every issue that the site has."""
    for period in periods.issues(digest):
        given = Late(partial(contents, digest, period), is_related=False)
        yield Output(_paths(period), _issue, given)


def _issue(world: World, given: Contents) -> tuple[str | bytes, ...]:
    return tuple(file.data for file in files(fitting(issue_of(world, given))))
