"""What becomes of mail at a real server that refuses, delays and drops."""

from __future__ import annotations

import ssl
from typing import Any

import pytest

from generator.mail.readers import SENDING
from generator.mail.smtp import Delivery, MailError, Security, Server, deliver
from tests.mail.conftest import CASES, Offices, Post, password

ADA, BO, CY = (f"{name}@example.org" for name in ("ada", "bo", "cy"))
SENDER = "digest@example.com"


def sent(
    server: Server, *to: str, text: bytes = b"Subject: x\r\n\r\nHi\r\n"
) -> tuple[list[Delivery], list[str]]:
    """What became of a text to some readers, and to whom it was about to leave."""
    recorded: list[tuple[str, str]] = []
    letters = ((address, text) for address in to)

    def record(address: str, state: str) -> None:
        recorded.append((address, state))

    outcomes = [*deliver(server, SENDER, letters, record, lambda _: None)]
    ended = [(outcome.address, outcome.state) for outcome in outcomes]
    assert [each for each in recorded if each[1] != SENDING] == ended
    return outcomes, [address for address, state in recorded if state == SENDING]


def at(post: Post, security: Security = "none", **options: Any) -> Server:
    return Server("127.0.0.1", post.port, security, **{"timeout": 1, **options})


def test_each_reader_gets_a_mail_over_one_connection(post: Post) -> None:
    text = b"Subject: x\r\n\r\n.dot\r\n..\r\n.\r\nEnd\r\n"
    outcomes, leaving = sent(at(post), ADA, BO, text=text)
    assert [outcome.state for outcome in outcomes] == ["sent", "sent"]
    assert leaving == post.had == [ADA, BO]
    assert post.mails == [(SENDER, text), (SENDER, text)]
    assert len(post.sessions) == 1


@pytest.mark.parametrize(("orders", "state", "had", "left"), CASES["troubles"])
def test_one_readers_trouble_is_nobody_elses(
    post: Post, orders: list[str], state: str, had: bool, left: bool
) -> None:
    post.tell(BO, *orders)
    outcomes, leaving = sent(at(post), ADA, BO, CY)
    assert [outcome.state for outcome in outcomes] == ["sent", state, "sent"]
    assert post.had == [ADA, *([BO] if had else []), CY]
    assert leaving == [ADA, *([BO] if left else []), CY]
    assert not any(BO in outcome.answer for outcome in outcomes)
    if state in ("refused", "deferred") and "drop" not in orders[0]:
        assert outcomes[1].answer[:3].isdigit()


def test_a_server_that_cannot_be_reached_is_tried_three_times() -> None:
    nobody = Server("127.0.0.1", 1, "none", timeout=1)
    pauses: list[int] = []
    with pytest.raises(MailError, match=r"^127\.0\.0\.1:1 cannot be reached: .*refused"):
        list(
            deliver(nobody, SENDER, [(ADA, b"")], lambda *_: pytest.fail("recorded"), pauses.append)
        )
    assert pauses == [1, 2]


def test_a_server_that_takes_nothing_from_us_ends_it(post: Post) -> None:
    post.tell(SENDER, "refuse")
    with pytest.raises(MailError, match=r"takes no mail from d…@example\.com: 550 5\.1\.1"):
        sent(at(post), ADA)
    assert post.had == []


def test_mail_travels_encrypted(offices: Offices, certificate: ssl.SSLContext) -> None:
    office = offices.open(
        tls_context=certificate, require_starttls=True, auth_required=True, authenticator=password
    )
    server = at(office, "starttls", user="me", password="secret")
    wrapped = offices.open(ssl_context=certificate)
    for outcomes, _ in (sent(server, ADA), sent(at(wrapped, "tls"), BO)):
        assert [outcome.state for outcome in outcomes] == ["sent"]
    assert (office.had, wrapped.had) == ([ADA], [BO])
    assert "secret" not in repr(server)


def test_without_a_sound_way_in_nothing_is_sent(
    offices: Offices, certificate: ssl.SSLContext, monkeypatch: pytest.MonkeyPatch
) -> None:
    office = offices.open(tls_context=certificate, auth_required=True, authenticator=password)
    guess = at(office, "starttls", user="me", password="guess", timeout=20)
    with pytest.raises(MailError, match=r"refuses the user or the password \(535\)"):
        sent(guess, ADA)
    with pytest.raises(MailError, match="cannot do what is asked: STARTTLS"):
        sent(at(offices.open(), "starttls"), ADA)
    monkeypatch.delenv("SSL_CERT_FILE")
    with pytest.raises(MailError, match="has no sound certificate"):
        sent(guess, ADA)
    assert office.had == []


@pytest.mark.parametrize("end", ["\r\n", "\n", "\r"])
def test_an_address_cannot_add_a_command(post: Post, end: str) -> None:
    with pytest.raises(ValueError, match="newline"):
        sent(at(post), f"ada@example.org>{end}RCPT TO:<victim@example.org")
    assert post.had == []
