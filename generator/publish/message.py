"""An issue as a mail: RFC 5322, multipart/alternative, the same bytes for the same issue."""

from __future__ import annotations

from datetime import UTC, datetime, time
from datetime import date as day_of
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime
from hashlib import blake2b
from typing import TYPE_CHECKING
from urllib.parse import quote, urlsplit

from generator.mail import recipients
from generator.publish import letter

if TYPE_CHECKING:
    from generator.papers.model import Settings
    from generator.publish.issue import Issue

_LINE = 76  # of RFC 2045, in what is encoded; as it is, a line may have 998
_CRLF = "\r\n"
_END_OF_DAY = time(23, 0, tzinfo=UTC)


def message(
    issue: Issue,
    settings: Settings,
    *,
    unsubscribe: str = "",
    moment: datetime | None = None,
    reader: str = "",
) -> EmailMessage:
    """The mail of ``issue``, from digest.yml's ``newsletter.from``, to nobody yet.

    Its date is ``moment``, when it is sent; without one the evening, in UTC, of the period's
    last day. The Message-ID (RFC 5322, 3.6.4) names the period and a digest of what is said and
    of ``reader``, what tells one from another: whoever gets an issue twice sees that it is
    one. Text and HTML say the same.
    """
    said = letter.subject(issue), letter.text(issue), letter.html(issue), reader
    mark = blake2b("\0".join(said).encode(), digest_size=10).hexdigest()
    mail = EmailMessage(policy=SMTP)
    mail["From"] = Address(issue.digest, addr_spec=_sender(settings))
    mail["To"] = "undisclosed-recipients:;"
    mail["Subject"] = letter.subject(issue)
    mail["Date"] = format_datetime(moment or _evening(issue.period.last))
    mail["Message-ID"] = f"<{issue.period.id}.{mark}@{_domain(settings)}>"
    _set(mail, letter.text(issue, unsubscribe), "plain")
    mail.add_alternative("", subtype="html")
    _set(mail.get_payload()[1], letter.html(issue, unsubscribe), "html")  # type: ignore[index,arg-type]  # typed as text
    mail.set_boundary(f"=_{mark}")
    return mail


def addressed(
    issue: Issue, settings: Settings, address: str, moment: datetime, secret: bytes
) -> bytes:
    """The mail of ``issue`` to ``address``, with the ways to leave the list, sent at ``moment``.

    ``secret`` makes the token of its unsubscribing address (``recipients.token``). List-Id is of
    RFC 2919, List-Unsubscribe of RFC 2369, List-Unsubscribe-Post, by which a mail client leaves
    with one click, of RFC 8058. They stand before the rest as they are: the library would
    encode an address that is longer than a line.
    """
    ways, token = settings.newsletter, recipients.token(address, secret)
    url = ways.unsubscribe_url.replace("{email}", quote(address, safe="")).replace("{token}", token)
    mail = message(issue, settings, unsubscribe=url, moment=moment, reader=token)
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
    lines = content.splitlines()
    if content.isascii() and max(map(len, lines), default=0) <= _LINE:
        part.set_content(content, subtype=subtype, cte="7bit")
        return
    sizes = {}
    for encoding in ("quoted-printable", "base64"):
        part.set_content(content, subtype=subtype, cte=encoding)
        sizes[encoding] = len(part.get_payload())
    shorter = min(sizes, key=lambda encoding: sizes[encoding])
    part.set_content(content, subtype=subtype, cte=shorter)


def _evening(day: str) -> datetime:
    if not day:
        return datetime.fromtimestamp(0, UTC)
    return datetime.combine(day_of.fromisoformat(day), _END_OF_DAY)


def _sender(settings: Settings) -> str:
    """The stated address, or one at the site's host that takes no mail."""
    return settings.newsletter.sender or f"no-reply@{_host(settings)}"


def _domain(settings: Settings) -> str:
    return settings.newsletter.sender.rpartition("@")[2] or _host(settings)


def _host(settings: Settings) -> str:
    host = urlsplit(settings.url).hostname or ""
    try:
        return host.encode("idna").decode("ascii") or "localhost"
    except UnicodeError:
        return "localhost"
