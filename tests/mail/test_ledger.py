"""The ledger keeps what was written, says who has had what, and holds no address."""

from __future__ import annotations

import json
import stat
from pathlib import Path

import pytest

from generator.mail.readers import SENDING, SENT, LedgerError, ledger, peek

ADA, BO = "ada@example.org", "bo@example.org"


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "readers.txt.ledger"


def test_the_last_state_of_each_reader_and_period_counts(path: Path) -> None:
    with ledger(path, "2024-W42") as book:
        assert book.state(ADA) == ""
        book.record(ADA, SENDING)
        book.record(ADA, SENT)
        book.record(BO, SENDING)
        assert (book.state("ADA@Example.org"), book.state(BO)) == (SENT, SENDING)
    with ledger(path, "2024-W43") as book:
        assert book.state(ADA) == ""
    again = peek(path, "2024-W42")
    assert (again.state(ADA), again.state(BO), again.state("cy@example.org")) == (SENT, SENDING, "")


def test_it_holds_no_address_and_only_its_owner_reads_it(path: Path) -> None:
    with ledger(path, "2024-W42") as book:
        book.record(ADA, SENT)
    text = path.read_text(encoding="utf-8")
    assert "@" not in text
    assert "example" not in text
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    head, record = map(json.loads, text.splitlines())
    assert head.keys() == {"ledger", "version", "salt"}
    assert record.keys() == {"period", "reader", "state"}


def test_only_one_process_has_it(path: Path) -> None:
    with (
        ledger(path, "2024-W42"),
        pytest.raises(LedgerError, match="another 'digest send'"),
        ledger(path, "2024-W42"),
    ):
        pass


@pytest.mark.parametrize("cut", range(1, 60, 7))
def test_a_line_that_a_crash_tore_counts_for_nothing(path: Path, cut: int) -> None:
    with ledger(path, "2024-W42") as book:
        book.record(ADA, SENT)
        book.record(BO, SENDING)
    path.write_bytes(path.read_bytes()[:-cut])
    assert peek(path, "2024-W42").state(ADA) == SENT
    with ledger(path, "2024-W42") as book:
        assert (book.state(ADA), book.state(BO)) == (SENT, "")
        book.record(BO, SENT)
    assert peek(path, "2024-W42").state(BO) == SENT


def test_a_torn_head_is_written_anew(path: Path) -> None:
    path.write_bytes(b'{"ledger": "pap')
    assert peek(path, "2024-W42").state(ADA) == ""
    with ledger(path, "2024-W42") as book:
        book.record(ADA, SENT)
    assert peek(path, "2024-W42").state(ADA) == SENT


@pytest.mark.parametrize(
    "text",
    [
        "readers\n",
        "readers",
        "{}",
        "[]\n",
        '{"ledger": "paper-digest", "version": 2, "salt": ""}\n',
    ],
)
def test_a_file_of_another_kind_is_left_alone(path: Path, text: str) -> None:
    path.write_text(text, encoding="utf-8")
    with pytest.raises(LedgerError, match="no ledger"), ledger(path, "2024-W42"):
        pass
    with pytest.raises(LedgerError, match="no ledger"):
        peek(path, "2024-W42")
    assert path.read_text(encoding="utf-8") == text
