"""``digest send`` as its users run it: everybody once, whatever happens in between."""

from __future__ import annotations

import email
import os
import shutil
import signal
import subprocess
import sys
from email.policy import default
from pathlib import Path
from typing import Any

import pytest

from generator.cli.mailing import paced
from generator.mail import readers
from tests.cli.test_sessions import play
from tests.mail.conftest import CASES, READERS, SECRET, Desk, Offices, Post

FIRST, SECOND, THIRD, *_ = READERS
SESSIONS = sorted((Path(__file__).parent / "sessions").glob("*.txt"))
WAITING = "import sys; sys.stdin.readline(); from generator.cli import main; main()"


def test_everybody_gets_it_once_however_often_it_is_run(desk: Desk) -> None:
    assert desk.account() == {"readers": 5, "sent": 5}
    assert desk.account() == {"readers": 5, "had_it": 5}
    assert desk.post.had == [*READERS]
    desk.readers.write_text(f"{FIRST.upper()}\nnew@example.org\n", encoding="utf-8")
    assert desk.account() == {"readers": 2, "sent": 1, "had_it": 1}
    assert desk.post.had == [*READERS, "new@example.org"]


def test_a_mail_is_to_one_reader_who_can_leave(desk: Desk) -> None:
    desk.readers.write_text("ada+news@example.org\n", encoding="utf-8")
    assert desk.run().exit_code == 0
    ((sender, content),) = desk.post.mails
    mail = email.message_from_bytes(content, policy=default)
    token = readers.token("ada+news@example.org", SECRET.encode())
    way = f"https://digest.example/off?who=ada%2Bnews%40example.org&t={token}"
    assert (sender, mail["To"]) == ("digest@digest.example", "ada+news@example.org")
    assert mail["List-Id"] == "<digest.digest.example>"
    assert mail["List-Unsubscribe"] == f"<{way}>, <mailto:off@digest.example?subject=unsubscribe>"
    assert mail["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    assert len({*mail.keys()}) == len(mail.keys())
    plain, _ = mail.iter_parts()
    assert way in plain.get_content()


@pytest.mark.parametrize(("orders", "first", "second"), CASES["runs"])
def test_a_second_run_reaches_those_who_have_not_had_it(
    desk: Desk, orders: list[str], first: dict[str, int], second: dict[str, int]
) -> None:
    desk.post.tell(SECOND, *orders)
    assert desk.account() == {"readers": 5, "sent": 4, **first}
    assert desk.account() == {"readers": 5, "had_it": 4, **second}
    assert desk.post.had.count(SECOND) == second.get("sent", 0)


def test_what_is_not_known_is_sent_again_only_when_asked_for(desk: Desk) -> None:
    desk.post.tell(SECOND, "drop-text")
    assert "add --retry-unknown" in desk.run().stderr
    assert desk.account() == {"readers": 5, "had_it": 4, "unknown": 1}
    assert desk.account("--retry-unknown") == {"readers": 5, "sent": 1, "had_it": 4}
    assert desk.post.had.count(SECOND) == 2


def test_a_server_that_goes_away_is_one_line_and_the_next_run_goes_on(desk: Desk) -> None:
    there, desk.post.port = desk.post.port, 1
    result = desk.run()
    assert result.exit_code == 1
    assert "cannot be reached" in result.stderr
    assert "run the command again" in result.stderr
    assert "5 not sent" in result.stdout
    desk.post.port = there
    assert desk.account() == {"readers": 5, "sent": 5}


class Killer(Post):
    """Kills the process ``pid``, which sends, when the mail to THIRD is at a stage."""

    pid = 0

    def __init__(self, stage: str) -> None:
        super().__init__()
        self.stage = stage

    def at(self, stage: str, address: str) -> None:
        if self.pid and (stage, address) == (self.stage, THIRD):
            os.kill(self.pid, signal.SIGKILL)
            self.pid = 0

    async def handle_RCPT(self, *given: Any) -> str:  # noqa: N802  # aiosmtpd calls it so
        self.at("rcpt", given[3])
        return await super().handle_RCPT(*given)

    async def handle_DATA(self, *given: Any) -> str:  # noqa: N802
        answer = await super().handle_DATA(*given)
        self.at("text", given[2].rcpt_tos[0])
        return answer


@pytest.mark.parametrize(
    ("stage", "rest"),
    [
        ("rcpt", {"had_it": 2, "sent": 3}),
        ("text", {"had_it": 2, "unknown": 1, "sent": 2}),
    ],
)
def test_after_a_kill_nobody_gets_it_twice(
    desk: Desk, offices: Offices, stage: str, rest: dict[str, int]
) -> None:
    killer = Killer(stage)
    desk.post = offices.open(killer)
    process = subprocess.Popen(
        [sys.executable, "-c", WAITING, *desk.arguments()],
        stdin=subprocess.PIPE,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    killer.pid = process.pid
    process.communicate(b"go\n")
    assert process.returncode == -signal.SIGKILL
    assert killer.had[:2] == [FIRST, SECOND]
    assert desk.account() == {"readers": 5, **rest}
    assert sorted(killer.had) == [*READERS]


def test_a_dry_run_says_what_would_be_and_does_nothing(desk: Desk) -> None:
    assert desk.account("--dry-run") == {"readers": 5, "to_send": 5}
    assert not desk.ledger.exists()
    desk.post.tell(SECOND, "refuse")
    desk.post.tell(THIRD, "drop-text")
    desk.run()
    before, mails = desk.ledger.read_bytes(), len(desk.post.mails)
    assert desk.account("--dry-run") == {"readers": 5, "had_it": 3, "unknown": 1, "to_send": 1}
    assert (desk.ledger.read_bytes(), len(desk.post.mails)) == (before, mails)


def test_nothing_that_is_said_or_kept_has_an_address_in_it(desk: Desk) -> None:
    for reader, order in zip(
        READERS, ("refuse", "defer", "drop-text", "refuse-text"), strict=False
    ):
        desk.post.tell(reader, order)
    result = desk.run()
    assert "r…@example.org: refused: 550" in result.stderr
    said = result.stdout + result.stderr + desk.ledger.read_text(encoding="utf-8")
    assert [reader for reader in READERS if reader in said] == []


def test_a_password_does_not_travel_unencrypted(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DIGEST_SMTP_USER", "me")
    monkeypatch.setenv("DIGEST_SMTP_PASSWORD", "secret")
    result = desk.run()
    assert (result.exit_code, "does not travel unencrypted" in result.stderr) == (2, True)
    assert desk.post.had == []


def test_mails_leave_no_faster_than_the_rate() -> None:
    times = [0.0]
    left = []
    for _ in paced("abcd", 2.0, lambda: times[-1], lambda wait: times.append(times[-1] + wait)):
        left.append(times[-1])
        times.append(times[-1] + (3.0 if len(left) == 2 else 0.5))
    assert left == [0.0, 2.0, 5.0, 7.0]


@pytest.mark.parametrize("path", SESSIONS, ids=lambda path: path.stem.replace("-", " "))
def test_a_session_goes_as_it_is_written(
    path: Path, desk: Desk, here: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """With ``content/``, the data of its ``site/``, and ``readers.txt``."""
    shutil.copytree(desk.folder, here, dirs_exist_ok=True)
    monkeypatch.setenv("HOME", str(here))
    play(path.read_text(encoding="utf-8"))
