"""A real SMTP server that refuses, delays and drops where it is told to."""

from __future__ import annotations

import asyncio
import json
import shutil
import ssl
from collections import defaultdict
from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
import trustme
import yaml
from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, AuthResult, Envelope, LoginPassword, Session
from click.testing import Result

from tests.conftest import SITE, digest
from tests.publish.conftest import write_data

CASES = yaml.safe_load(Path(__file__).with_name("cases.yml").read_text("utf-8"))
READERS = tuple(f"reader{number}@example.org" for number in range(1, 6))
SECRET = "a secret that nobody guesses"
NEWSLETTER = """\
newsletter:
  from: digest@digest.example
  unsubscribe_url: https://digest.example/off?who={email}&t={token}
  unsubscribe_mail: off@digest.example
  complete: '2024-11-03'
"""
ANSWERS = {
    "refuse": "550 5.1.1 <{}> unknown here",
    "defer": "451 4.7.1 <{}> greylisted",
    "close": "421 4.3.2 closing",
    "refuse-text": "554 5.7.1 no such text here",
    "defer-text": "452 4.2.2 full",
    "close-text": "421 4.3.2 closing",
}
TEXT_ORDERS = ("refuse-text", "defer-text", "close-text", "drop-text", "delay")


class Dropping(SMTP):
    """A session whose connection can break as by a fallen cable."""

    def drop(self) -> None:
        assert isinstance(self.transport, asyncio.Transport)
        self.transport.abort()

    async def smtp_DATA(self, arg: str) -> None:  # noqa: N802  # aiosmtpd calls it so
        assert self.envelope is not None
        if self.event_handler.order(self.envelope.rcpt_tos[0], "drop-data"):
            self.drop()
        else:
            await super().smtp_DATA(arg)


class Post(Controller):
    """A server: ``tell`` it what to do for an address, look into ``had`` afterwards.

    At RCPT it can ``refuse``, ``defer``, ``close`` or ``drop-rcpt`` (the connection), at DATA
    ``drop-data``; once it has the text ``drop-text``, ``refuse-text``, ``defer-text``,
    ``close-text`` or ``delay``, which is longer than anybody waits. Each order holds once. An
    address that it was told of as a sender it can refuse at MAIL.
    """

    def __init__(self, **options: Any) -> None:
        super().__init__(self, hostname="127.0.0.1", port=0, **options)
        self.orders: dict[str, list[str]] = defaultdict(list)
        self.had: list[str] = []
        self.mails: list[tuple[str | None, bytes]] = []
        self.sessions: set[int] = set()

    def factory(self) -> SMTP:
        return Dropping(self, **self.SMTP_kwargs)

    def _trigger_server(self) -> None:
        """Knock at the port that the system chose, not at the 0 that asked it to."""
        assert isinstance(self.server, asyncio.Server)
        self.port = self.server.sockets[0].getsockname()[1]
        super()._trigger_server()  # type: ignore[no-untyped-call]  # aiosmtpd has no types here

    def tell(self, address: str, *orders: str) -> None:
        self.orders[address] += orders

    def order(self, address: str, *among: str) -> str:
        orders = self.orders[address]
        return orders.pop(0) if orders and orders[0] in among else ""

    async def handle_MAIL(  # noqa: N802
        self, server: SMTP, session: Session, envelope: Envelope, sender: str, _: list[str]
    ) -> str:
        envelope.mail_from = sender
        return ANSWERS.get(self.order(sender, "refuse"), "250 fine").format(sender)

    async def handle_RCPT(  # noqa: N802
        self, server: Dropping, session: Session, envelope: Envelope, address: str, _: list[str]
    ) -> str:
        self.sessions.add(id(session))
        order = self.order(address, "refuse", "defer", "close", "drop-rcpt")
        if order == "drop-rcpt":
            server.drop()
        if order in ANSWERS:
            return ANSWERS[order].format(address)
        envelope.rcpt_tos.append(address)
        return "250 fine"

    async def handle_DATA(  # noqa: N802
        self, server: Dropping, session: Session, envelope: Envelope
    ) -> str:
        (address,) = envelope.rcpt_tos
        order = self.order(address, *TEXT_ORDERS)
        if order in ANSWERS:
            return ANSWERS[order]
        self.had.append(address)
        assert isinstance(envelope.content, bytes)
        self.mails.append((envelope.mail_from, envelope.content))
        if order == "drop-text":
            server.drop()
        if order == "delay":
            await asyncio.sleep(30)
        return "250 taken"


class Offices(ExitStack):
    """Starts servers, each on a port of its own."""

    def open(self, post: Post | None = None, **options: Any) -> Post:
        post = post or Post(**options)
        post.start()
        self.callback(post.stop)
        return post


@pytest.fixture
def offices() -> Iterator[Offices]:
    with Offices() as opened:
        yield opened


@pytest.fixture
def post(offices: Offices) -> Post:
    return offices.open()


@pytest.fixture(scope="session")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The invented content with a newsletter that can be sent, and the data of its site."""
    folder = tmp_path_factory.mktemp("digest")
    shutil.copytree(SITE, folder / "content")
    settings = folder / "content" / "digest.yml"
    stated = settings.read_text(encoding="utf-8").partition("newsletter:")[0]
    settings.write_text(stated + NEWSLETTER, encoding="utf-8")
    write_data(folder / "content", folder / "site")
    return folder


@dataclass
class Desk:
    """Where somebody sits who sends mail: a digest, readers, a server."""

    folder: Path
    readers: Path
    post: Post

    def arguments(self, *options: str) -> list[str]:
        return [
            *("send", "2024-W44", "--to", str(self.readers)),
            *("--content", str(self.folder / "content"), "--site", str(self.folder / "site")),
            *("--server", f"127.0.0.1:{self.post.port}", "--security", "none"),
            *("--rate", "9999/s", *options),
        ]

    def run(self, *options: str) -> Result:
        return digest(*self.arguments(*options))

    @property
    def ledger(self) -> Path:
        return self.readers.with_name(f"{self.readers.name}.ledger")

    def account(self, *options: str) -> dict[str, int]:
        result = self.run("--json", *options)
        account = json.loads(result.stdout)
        assert account.pop("period") == "2024-W44"
        whole = account["readers"] == account.get("sent", 0) + account.get("had_it", 0)
        assert result.exit_code == int(not whole and "--dry-run" not in options)
        return {name: number for name, number in account.items() if number}


@pytest.fixture
def desk(folder: Path, tmp_path: Path, post: Post, monkeypatch: pytest.MonkeyPatch) -> Desk:
    monkeypatch.setattr("generator.cli.mailing.time.sleep", lambda seconds: None)
    monkeypatch.setenv("DIGEST_UNSUBSCRIBE_SECRET", SECRET)
    readers = tmp_path / "readers.txt"
    readers.write_text("# who reads\n" + "\n".join(READERS) + "\n", encoding="utf-8")
    return Desk(folder, readers, post)


@pytest.fixture
def certificate(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> ssl.SSLContext:
    """A certificate of 127.0.0.1 by an authority that this process trusts."""
    authority = trustme.CA()
    authority.cert_pem.write_to_path(str(tmp_path / "ca.pem"))
    monkeypatch.setenv("SSL_CERT_FILE", str(tmp_path / "ca.pem"))
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    authority.issue_cert("127.0.0.1").configure_cert(context)
    return context


def password(
    server: SMTP, session: Session, envelope: Envelope, mechanism: str, said: object
) -> AuthResult:
    """Lets in who says secret."""
    assert isinstance(said, LoginPassword)
    return AuthResult(success=(said.login, said.password) == (b"me", b"secret"), handled=False)
