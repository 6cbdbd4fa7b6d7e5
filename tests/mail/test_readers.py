"""Which lines are addresses; the ledger says who has had what, and neither shows an address."""

from __future__ import annotations

import hmac
import json
import stat
from email.headerregistry import Address
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.mail import readers
from generator.mail.readers import SENDING, SENT, Recipients, ledger, peek
from generator.text import UserError
from tests.mail.conftest import CASES

ADA, BO = "ada@example.org", "bo@example.org"
WEEK, HAD, TO_SEND = "2024-W42", "had it", "to send"


def test_each_address_counts_once_in_the_order_of_the_file() -> None:
    assert readers.read(
        "\ufeff# readers\n\nada@example.org\n  Bo Qvist <bo@Example.ORG>  \nADA@EXAMPLE.org\n"
        "cy+news@bücher.example\r\nbo@example.org"
    ) == Recipients((ADA, BO, "cy+news@xn--bcher-kva.example"))


LONG = (f"{'a' * 65}@example.org", f"a@{'b' * 64}.org", f"a@{'b.' * 130}org")


@pytest.mark.parametrize("line", [*CASES["lines"], *LONG])
def test_a_line_that_is_no_address_is_named_by_its_number(line: str) -> None:
    assert readers.read(f"{BO}\n{line}\n") == Recipients((BO,), (2,))


@pytest.mark.parametrize("ending", ["\r", "\n", "\r\n", "\x0b", "\x85", "\u2028"])
def test_what_ends_a_line_cannot_be_in_an_address(ending: str) -> None:
    found = readers.read(f"{ADA}{ending}Bcc: victim@example.org\n{BO}")
    assert found == Recipients((ADA, BO), (2,))


@given(st.from_regex(r"[a.!+_b-]{1,6}@[a.b-]{1,6}\.org", fullmatch=True))
def test_what_is_an_address_is_one_to_the_library_of_the_message(line: str) -> None:
    for address in readers.read(line).addresses:
        assert Address(addr_spec=address).addr_spec == address


def test_what_is_shown_has_no_address_in_it() -> None:
    said = "550 5.1.1 <ada@example.org>: b@x.org, (c.d@x.org) unknown to ada@example.org"
    shown = readers.masked(said)
    assert shown == "550 5.1.1 <a…@example.org>: b…@x.org, (c…@x.org) unknown to a…@example.org"


def test_a_token_is_made_of_the_address_and_of_a_secret() -> None:
    expected = hmac.new(b"s", ADA.encode(), "sha256").hexdigest()
    assert readers.token("Ada@Example.org", b"s") == expected
    assert readers.token(ADA, b"t") != expected


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "readers.txt.ledger"


def test_the_last_state_of_each_reader_and_period_counts(path: Path) -> None:
    assert peek(path, WEEK).standing(ADA) == TO_SEND
    with ledger(path, WEEK) as book:
        book.record(ADA, SENDING)
        book.record(ADA, SENT)
        book.record(BO, SENDING)
        assert (book.standing("ADA@Example.org"), book.standing(BO)) == (HAD, "unknown")
        with pytest.raises(UserError, match="another 'digest send'"), ledger(path, WEEK):
            pass
    with ledger(path, "2024-W43") as book:
        assert book.standing(ADA) == TO_SEND
    again = peek(path, WEEK)
    standing = [again.standing(who) for who in (ADA, BO, "cy@example.org")]
    assert standing == [HAD, "unknown", TO_SEND]
    assert again.standing(BO, retry_unknown=True) == TO_SEND


def test_it_holds_no_address_and_only_its_owner_reads_it(path: Path) -> None:
    with ledger(path, WEEK) as book:
        book.record(ADA, SENT)
    text = path.read_text(encoding="utf-8")
    assert "@" not in text
    assert "example" not in text
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    head, record = map(json.loads, text.splitlines())
    assert head.keys() == {"ledger", "version", "salt"}
    assert record.keys() == {"period", "reader", "state"}


@pytest.mark.parametrize("left", range(0, 280, 12))
def test_a_line_that_a_crash_tore_counts_for_nothing(path: Path, left: int) -> None:
    with ledger(path, WEEK) as book:
        book.record(ADA, SENT)
        book.record(BO, SENDING)
    data = path.read_bytes()[:left]
    path.write_bytes(data)
    whole = data.count(b"\n")
    standing = (HAD if whole > 1 else TO_SEND, "unknown" if whole > 2 else TO_SEND)
    assert peek(path, WEEK).standing(ADA) == standing[0]
    with ledger(path, WEEK) as book:
        assert (book.standing(ADA), book.standing(BO)) == standing
        book.record(BO, SENT)
    assert peek(path, WEEK).standing(BO) == HAD


OTHER_VERSION = '{"ledger": "paper-digest", "version": 2, "salt": ""}\n'


@pytest.mark.parametrize("text", ["readers\n", "readers", "{}", "[]\n", OTHER_VERSION])
def test_a_file_of_another_kind_is_left_alone(path: Path, text: str) -> None:
    path.write_text(text, encoding="utf-8")
    with pytest.raises(UserError, match="no ledger"), ledger(path, WEEK):
        pass
    with pytest.raises(UserError, match="no ledger"):
        peek(path, WEEK)
    assert path.read_text(encoding="utf-8") == text
