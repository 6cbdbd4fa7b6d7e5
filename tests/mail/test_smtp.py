"""What becomes of mail at a real server that refuses, delays and drops."""

from __future__ import annotations

import ssl
from collections.abc import Sequence

import pytest

from generator.mail.smtp import Delivery, MailError, Server, deliver
from tests.mail.conftest import Offices, Post, password

ADA, BO, CY = (f"{name}@example.org" for name in ("ada", "bo", "cy"))
SENDER = "digest@example.com"


class Sent:
    """What one call of deliver did."""

    def __init__(self, server: Server, *to: str, text: bytes = b"Subject: x\r\n\r\nHi\r\n") -> None:
        self.leaving: list[str] = []
        self.pauses: list[int] = []
        self.outcomes: list[Delivery] = []
        letters = ((address, text) for address in to)
        for outcome in deliver(server, SENDER, letters, self.leaving.append, self.pauses.append):
            self.outcomes.append(outcome)

    @property
    def states(self) -> list[str]:
        return [outcome.state for outcome in self.outcomes]


def at(post: Post, **options: object) -> Server:
    return Server("127.0.0.1", post.port, **{"security": "none", "timeout": 1, **options})  # type: ignore[arg-type]  # of the tests' own making


def test_each_reader_gets_a_mail_over_one_connection(post: Post) -> None:
    text = b"Subject: x\r\n\r\n.dot\r\n..\r\n.\r\nEnd\r\n"
    sent = Sent(at(post), ADA, BO, text=text)
    assert sent.states == ["sent", "sent"]
    assert sent.leaving == post.had == [ADA, BO]
    assert [mail.content for mail in post.mails] == [text, text]
    assert [mail.mail_from for mail in post.mails] == [SENDER, SENDER]
    assert len(post.sessions) == 1


@pytest.mark.parametrize(
    ("orders", "state", "had", "left"),
    [
        (["refuse"], "refused", False, False),
        (["defer"], "deferred", False, False),
        (["refuse-text"], "refused", False, True),
        (["defer-text"], "deferred", False, True),
        (["drop-rcpt"], "sent", True, True),
        (["close"], "sent", True, True),
        (["drop-data"], "sent", True, True),
        (["drop-rcpt", "drop-data"], "deferred", False, False),
        (["drop-text"], "unknown", True, True),
        (["delay"], "unknown", True, True),
    ],
)
def test_one_readers_trouble_is_nobody_elses(
    post: Post, orders: Sequence[str], state: str, had: bool, left: bool
) -> None:
    post.tell(BO, *orders)
    sent = Sent(at(post), ADA, BO, CY)
    assert sent.states == ["sent", state, "sent"]
    assert post.had == [ADA, *([BO] if had else []), CY]
    assert sent.leaving == [ADA, *([BO] if left else []), CY]
    said = " ".join(outcome.said for outcome in sent.outcomes)
    assert BO not in said
    if state in ("refused", "deferred") and "drop" not in orders[0]:
        assert sent.outcomes[1].said[:3].isdigit()


def test_a_server_that_cannot_be_reached_is_tried_three_times() -> None:
    nobody = Server("127.0.0.1", 1, "none", timeout=1)
    left: list[str] = []
    pauses: list[int] = []
    with pytest.raises(MailError, match=r"^127\.0\.0\.1:1 cannot be reached: .*refused"):
        list(deliver(nobody, SENDER, [(ADA, b"")], left.append, pauses.append))
    assert (left, pauses) == ([], [1, 2])


def test_mail_travels_encrypted(offices: Offices, certificate: ssl.SSLContext) -> None:
    office = offices.open(
        tls_context=certificate, require_starttls=True, auth_required=True, authenticator=password
    )
    server = at(office, security="starttls", user="me", password="secret")
    assert Sent(server, ADA).states == ["sent"]
    assert "secret" not in repr(server)
    wrapped = offices.open(ssl_context=certificate)
    assert Sent(at(wrapped, security="tls"), BO).states == ["sent"]
    assert (office.had, wrapped.had) == ([ADA], [BO])


@pytest.mark.parametrize(
    ("trouble", "said"),
    [
        ("guess", r"refuses the user or the password \(535\)"),
        ("plain", "cannot do what is asked: STARTTLS"),
        ("stranger", "has no sound certificate"),
    ],
)
def test_without_a_sound_way_in_nothing_is_sent(
    offices: Offices,
    certificate: ssl.SSLContext,
    monkeypatch: pytest.MonkeyPatch,
    trouble: str,
    said: str,
) -> None:
    if trouble == "stranger":
        monkeypatch.delenv("SSL_CERT_FILE")
    office = (
        offices.open()
        if trouble == "plain"
        else offices.open(tls_context=certificate, auth_required=True, authenticator=password)
    )
    who = {"user": "me", "password": trouble} if trouble == "guess" else {}
    with pytest.raises(MailError, match=said):
        Sent(at(office, security="starttls", timeout=20, **who), ADA)
    assert office.had == []


@pytest.mark.parametrize("end", ["\r\n", "\n", "\r"])
def test_an_address_cannot_add_a_command(post: Post, end: str) -> None:
    with pytest.raises(ValueError, match="newline"):
        Sent(at(post), f"ada@example.org>{end}RCPT TO:<victim@example.org")
    assert post.had == []
