"""``digest send`` as its users run it: everybody once, whatever happens in between."""

from __future__ import annotations

import email
import json
import os
import shutil
import signal
import subprocess
import sys
from dataclasses import dataclass, replace
from email.policy import default
from pathlib import Path
from typing import Any

import pytest
from click.testing import Result

from generator.cli.mailing import paced
from tests.conftest import SITE, digest
from tests.mail.conftest import Offices, Post, digest_with_site

NEWSLETTER = """
  from: digest@digest.example
  unsubscribe_url: https://digest.example/off?who={email}
  unsubscribe_mail: off@digest.example
  complete: '2024-11-03'
"""
READERS = tuple(f"reader{number}@example.org" for number in range(1, 6))
FIRST, SECOND, THIRD, *_ = READERS


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The content of a digest with a newsletter, and the data of its site."""
    return digest_with_site(tmp_path_factory.mktemp("digest"), NEWSLETTER)


@dataclass
class Desk:
    """Where somebody sits who sends mail: a digest, readers, a server."""

    folder: Path
    readers: Path
    post: Post

    def arguments(self, *options: str) -> list[str]:
        return [
            *("send", "2024-W42", "--to", str(self.readers)),
            *("--content", str(self.folder / "content"), "--site", str(self.folder / "site")),
            *("--server", f"127.0.0.1:{self.post.port}", "--security", "none"),
            *("--rate", "9999/s", *options),
        ]

    def run(self, *options: str) -> Result:
        return digest(*self.arguments(*options))

    def account(self, *options: str) -> dict[str, int | str]:
        result = self.run("--json", *options)
        account: dict[str, int | str] = json.loads(result.stdout)
        whole = account["readers"] == account.get("sent", 0) + account.get("had_it", 0)  # type: ignore[operator]  # numbers
        assert result.exit_code == int(not whole and "--dry-run" not in options)
        return {name: number for name, number in account.items() if number and name != "period"}


@pytest.fixture
def desk(folder: Path, tmp_path: Path, post: Post, monkeypatch: pytest.MonkeyPatch) -> Desk:
    monkeypatch.setattr("generator.cli.mailing.time.sleep", lambda seconds: None)
    readers = tmp_path / "readers.txt"
    readers.write_text("# who reads\n" + "\n".join(READERS) + "\n", encoding="utf-8")
    return Desk(folder, readers, post)


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
    content = desk.post.mails[0].content
    assert isinstance(content, bytes)
    mail = email.message_from_bytes(content, policy=default)
    way = "https://digest.example/off?who=ada%2Bnews%40example.org"
    assert mail["To"] == "ada+news@example.org"
    assert mail["List-Id"] == "<digest.digest.example>"
    assert mail["List-Unsubscribe"] == (f"<{way}>, <mailto:off@digest.example?subject=unsubscribe>")
    assert mail["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    assert len({*mail.keys()}) == len(mail.keys())
    plain, _ = mail.iter_parts()
    assert way in plain.get_content()
    assert desk.post.mails[0].mail_from == "digest@digest.example"


@pytest.mark.parametrize(
    ("orders", "first", "second"),
    [
        (["refuse"], {"refused": 1}, {"sent": 1}),
        (["drop-rcpt", "drop-rcpt"], {"deferred": 1}, {"sent": 1}),
        (["refuse", "refuse"], {"refused": 1}, {"refused": 1}),
    ],
)
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


WAITING = "import sys; sys.stdin.readline(); from generator.cli import main; main()"


def test_a_dry_run_says_what_would_be_and_does_nothing(desk: Desk) -> None:
    ledger = desk.readers.with_name("readers.txt.ledger")
    assert desk.account("--dry-run") == {"readers": 5, "to_send": 5}
    assert not ledger.exists()
    desk.post.tell(SECOND, "refuse")
    desk.post.tell(THIRD, "drop-text")
    desk.run()
    before, mails = ledger.read_bytes(), len(desk.post.mails)
    assert desk.account("--dry-run") == {"readers": 5, "had_it": 3, "unknown": 1, "to_send": 1}
    assert (ledger.read_bytes(), len(desk.post.mails)) == (before, mails)


def test_nothing_that_is_said_or_kept_has_an_address_in_it(desk: Desk) -> None:
    for reader, order in zip(
        READERS, ("refuse", "defer", "drop-text", "refuse-text"), strict=False
    ):
        desk.post.tell(reader, order)
    result = desk.run()
    kept = desk.readers.with_name("readers.txt.ledger").read_text(encoding="utf-8")
    assert "r…@example.org: refused: 550" in result.stderr
    for reader in READERS:
        assert reader not in result.stdout + result.stderr + kept


def test_a_file_of_readers_that_git_would_take_is_refused(desk: Desk) -> None:
    home = desk.readers.parent
    shutil.copytree(desk.folder, home / "digest")
    desk.folder = home / "digest"
    subprocess.run(["git", "init", "-q", str(home / "digest")], check=True)
    inside = desk.readers.rename(home / "digest" / "readers.txt")
    refused = replace(desk, readers=inside).run()
    assert refused.exit_code == 1
    assert "stands in the repository of the digest" in refused.stderr
    (home / "digest" / ".gitignore").write_text("readers.txt*\n", encoding="utf-8")
    assert replace(desk, readers=inside).run("--dry-run").exit_code == 0
    subprocess.run(["git", "init", "-q", str(home)], check=True)
    outside = inside.rename(home / "readers.txt")
    assert replace(desk, readers=outside).run().exit_code == 0
    assert desk.post.had == [*READERS]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("a@example.org\nb@example.org\rBcc: c@example.org\n", "readers.txt:3: is no mail address"),
        ("a@example.org>\n", "readers.txt:1: is no mail address"),
        ("# nobody\n", "has no address"),
        ("\ud800", "is not UTF-8"),
    ],
)
def test_a_file_with_something_else_in_it_sends_nothing(desk: Desk, text: str, said: str) -> None:
    desk.readers.write_bytes(text.encode("utf-8", errors="surrogatepass"))
    result = desk.run()
    assert result.exit_code == 1
    assert said in result.stderr
    assert desk.post.had == []


@pytest.mark.parametrize(
    ("options", "said"),
    [
        (["--rate", "0/m"], "write it as 5/s, 60/m or 500/h"),
        (["--rate", "fast"], "write it as 5/s, 60/m or 500/h"),
        (["--server", "mail.example.org"], "on this machine only"),
        (["--server", "mail.example.org:x"], "write it as HOST or HOST:PORT"),
        ([], "does not travel unencrypted"),
    ],
)
def test_misuse_is_said(
    desk: Desk, monkeypatch: pytest.MonkeyPatch, options: list[str], said: str
) -> None:
    if not options:
        monkeypatch.setenv("DIGEST_SMTP_USER", "me")
        monkeypatch.setenv("DIGEST_SMTP_PASSWORD", "secret")
    result = desk.run(*options)
    assert (result.exit_code, said in result.stderr, desk.post.had) == (2, True, [])


def test_who_cannot_be_left_is_not_sent(desk: Desk) -> None:
    result = digest(*desk.arguments(), "--content", str(SITE))
    assert result.exit_code == 1
    assert "'newsletter' needs 'from' and 'unsubscribe_url'" in result.stderr


def test_mails_leave_no_faster_than_the_rate() -> None:
    times = [0.0]
    left = []
    for _ in paced("abcd", 2.0, lambda: times[-1], lambda wait: times.append(times[-1] + wait)):
        left.append(times[-1])
        times.append(times[-1] + (3.0 if len(left) == 2 else 0.5))
    assert left == [0.0, 2.0, 5.0, 7.0]
