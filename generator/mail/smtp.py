"""Sending mail over SMTP (RFC 5321): one recipient a message, and what became of each."""

from __future__ import annotations

import re
import smtplib
import ssl
from collections.abc import Callable, Iterable, Iterator
from contextlib import closing, suppress
from dataclasses import dataclass, field
from typing import Literal

from generator.mail.readers import SENDING, masked
from generator.text import UserError

Security = Literal["starttls", "tls", "none"]
State = Literal["sent", "refused", "deferred", "unknown"]

_TRIES = 3  # of reaching the server, in a row
_DOT = re.compile(rb"^\.", re.MULTILINE)


class MailError(UserError):
    """Nothing can be sent any more; the message is one line without an address."""


@dataclass(frozen=True, slots=True)
class Server:
    """Where mail is handed in, and as whom; ``timeout`` is in seconds.

    ``security`` is ``starttls`` (mostly port 587), ``tls`` (465) or ``none``.
    """

    host: str
    port: int
    security: Security = "starttls"
    user: str = ""
    password: str = field(default="", repr=False)
    timeout: float = 60


@dataclass(frozen=True, slots=True)
class Delivery:
    """What became of the mail to ``address``, and the server's answer, masked.

    ``refused`` and ``deferred`` mean that it was certainly not taken. ``unknown`` means that
    all of it left, and that the connection broke before the server's answer came.
    """

    address: str
    state: State
    answer: str = ""


def deliver(
    server: Server,
    sender: str,
    letters: Iterable[tuple[str, bytes]],
    record: Callable[[str, str], None],
    pause: Callable[[int], None],
) -> Iterator[Delivery]:
    """Send each letter (address, message with CR LF) from ``sender``; yield what became of it.

    ``record`` is called with the address and the state of a mail: SENDING right before its text
    leaves, since from there on only the server knows, then what became of it. A connection that
    breaks before that is made anew, and the letter tried once more; ``pause`` is called before
    each new try, with its number. Raises MailError where the server cannot be reached or takes
    nothing from us.
    """
    with closing(_Session(server, sender, record, pause)) as session:
        session.connected()
        for address, message in letters:
            delivery = session.send(address, message)
            record(address, delivery.state)
            yield delivery


@dataclass(slots=True)
class _Session:
    """A connection that is made anew where it broke: smtplib closes one that did."""

    server: Server
    sender: str
    record: Callable[[str, str], None]
    pause: Callable[[int], None]
    smtp: smtplib.SMTP | None = None

    def connected(self, attempt: int = 1) -> smtplib.SMTP:
        if self.smtp and self.smtp.sock:
            return self.smtp
        try:
            self.smtp = self._new()
            return self.smtp
        except smtplib.SMTPAuthenticationError as error:
            raise self._error(f"refuses the user or the password ({error.smtp_code})") from None
        except smtplib.SMTPNotSupportedError as error:
            raise self._error(f"cannot do what is asked: {masked(str(error))}") from None
        except ssl.SSLCertVerificationError as error:
            raise self._error(f"has no sound certificate: {error.verify_message}") from None
        except OSError as error:
            if attempt == _TRIES:
                raise self._error(f"cannot be reached: {_words(error)}") from None
        self.pause(attempt)
        return self.connected(attempt + 1)

    def _new(self) -> smtplib.SMTP:
        server, context = self.server, ssl.create_default_context()
        place = (server.host, server.port, self.sender.rpartition("@")[2])
        smtp: smtplib.SMTP
        if server.security == "tls":
            smtp = smtplib.SMTP_SSL(*place, timeout=server.timeout, context=context)
        else:
            smtp = smtplib.SMTP(*place, timeout=server.timeout)
        try:
            if server.security == "starttls":
                smtp.starttls(context=context)
            if server.user:
                smtp.login(server.user, server.password)
            else:
                smtp.ehlo_or_helo_if_needed()
        except BaseException:
            smtp.close()
            raise
        return smtp

    def send(self, address: str, message: bytes) -> Delivery:
        """Send one letter, with one more try where the first breaks before the text left."""
        try:
            return self._sent(address, message)
        except smtplib.SMTPException:
            self.pause(1)
        try:
            return self._sent(address, message)
        except smtplib.SMTPException as error:
            return Delivery(address, "deferred", _words(error))

    def _sent(self, address: str, message: bytes) -> Delivery:
        """What became of a letter. Raises SMTPException where it broke before the text left."""
        smtp = self.connected()
        for command, codes in (
            (f"mail FROM:<{self.sender}>", (250,)),
            (f"rcpt TO:<{address}>", (250, 251)),
            ("data", (354,)),
        ):
            code, answer = smtp.docmd(command)
            outcome = _outcome(address, code, answer)
            if code == 421:  # "closing transmission channel"
                smtp.close()
                raise smtplib.SMTPServerDisconnected(outcome.answer)
            if code not in codes:
                if command.startswith("mail") and code >= 500:
                    raise self._error(f"takes no mail from {masked(self.sender)}: {outcome.answer}")
                with suppress(smtplib.SMTPException):
                    smtp.rset()
                return outcome
        self.record(address, SENDING)
        try:
            smtp.send(_DOT.sub(b"..", message) + b".\r\n")
        except smtplib.SMTPException as error:
            # The end of the mail did not leave: without it, no server takes what came before.
            return Delivery(address, "deferred", _words(error))
        try:
            return _outcome(address, *smtp.getreply())
        except smtplib.SMTPException as error:
            return Delivery(address, "unknown", _words(error))

    def close(self) -> None:
        if self.smtp and self.smtp.sock:
            with suppress(smtplib.SMTPException):
                self.smtp.quit()

    def _error(self, what: str) -> MailError:
        return MailError(f"{self.server.host}:{self.server.port} {what}")


def _outcome(address: str, code: int, answer: bytes) -> Delivery:
    words = " ".join(answer.decode("utf-8", errors="replace").split())
    state: State = "sent" if 200 <= code < 300 else "refused" if code >= 500 else "deferred"
    return Delivery(address, state, f"{code} {masked(''.join(filter(str.isprintable, words)))}")


def _words(error: Exception) -> str:
    return masked(" ".join(str(error).split())) or type(error).__name__
