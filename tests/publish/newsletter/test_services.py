"""What docs/newsletter.md tells people to do: each way of sending as far as a stand-in goes."""

from __future__ import annotations

import email
import hmac
import json
import os
import re
import shlex
import shutil
import subprocess
import sys
from email.message import Message
from email.policy import default
from pathlib import Path
from typing import Any

import pytest
import yaml
from aiosmtpd.smtp import Envelope

from generator import store
from generator.cli import command
from generator.mail import readers
from tests.conftest import digest
from tests.fetch.conftest import Answer, Source, source
from tests.mail.conftest import Offices, digest_with_site

__all__ = ["source"]

ROOT = Path(__file__).parents[3]
GUIDE = (ROOT / "docs" / "newsletter.md").read_text(encoding="utf-8")
WORKFLOW = re.findall(r"^```yaml\n(.*?)^```", GUIDE, re.MULTILINE | re.DOTALL)[0]
LINES = re.findall(r"\.venv/bin/digest ((?:[^\n]|(?<=\\)\n)*)", GUIDE)
SETTINGS = re.findall(r"\n\n( {7}(?:subscribe|newsletter):\n(?: {7}.*\n)+)", GUIDE)
COMMANDS = [
    block.replace("\n   ", "\n")
    for block in re.findall(r"```sh\n(.*?)```", GUIDE, re.DOTALL)
    if "--draft" in block
]
PERIOD, SECRET = "2024-W44", "a secret that nobody guesses"


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A digest with the data of its site, and a newsletter that readers leave by a token."""
    ways = (
        "{from: me@digest.example, complete: '2024-11-03',"
        " unsubscribe_url: 'https://digest.example/off?who={token}'}"
    )
    return digest_with_site(tmp_path_factory.mktemp("digest"), ways)


def sent_by(command: str, folder: Path, source: Source) -> dict[str, Any]:
    """What the service is asked for by a command of the guide, run as it stands there."""
    if not (shutil.which("curl") and shutil.which("jq")):
        pytest.skip("curl or jq is not installed")
    program = Path(sys.executable).parent / "digest"
    for path in ("/v1/emails", "/api/campaigns"):
        source.answers[path] = [Answer(status=201)]
    command = re.sub(r"https://(api\.buttondown\.com|lists\.example\.org)", source.url, command)
    command = command.replace(".venv/bin/digest", str(program)).replace("2025-W44", PERIOD)
    keys = {"BUTTONDOWN_KEY": "k3y", "LISTMONK_USER": "me", "LISTMONK_TOKEN": "t0ken"}
    subprocess.run(
        ["bash", "-euo", "pipefail", "-c", command], cwd=folder, check=True, env=os.environ | keys
    )
    ((asked, who, body),) = source.posted
    assert (asked, who) in (
        ("/v1/emails", "Token k3y"),
        ("/api/campaigns", "Basic bWU6dDBrZW4="),
    )
    said: dict[str, Any] = json.loads(body)
    return said


def whole(page: str, leaving: str) -> bool:
    """Whether ``page`` is a whole document with one way out, and nothing else to fill in."""
    return (
        page.startswith("<!DOCTYPE html>")
        and page.endswith("</html>")
        and re.findall(r"\{\{.*?\}\}|\{%|\{#", page) == [leaving]
        and f'<a href="{leaving}"' in page
    )


def test_buttondown_gets_a_draft_of_the_whole_page(folder: Path, source: Source) -> None:
    body = sent_by(COMMANDS[0], folder, source)
    assert body.keys() == {"subject", "body", "status"}
    assert body["status"] == "draft"
    assert body["subject"].endswith(", and 11 more")
    comment, arrow, page = body["body"].partition("-->")
    assert comment + arrow == "<!-- buttondown-editor-mode: fancy -->"
    assert whole(page, "{{ unsubscribe_url }}")


def test_listmonk_gets_a_campaign_that_nobody_started(folder: Path, source: Source) -> None:
    body = sent_by(COMMANDS[1], folder, source)
    assert whole(body.pop("body"), "{{ UnsubscribeURL }}")
    assert body.pop("subject").endswith(", and 11 more")
    assert body == {
        "name": PERIOD,
        "type": "regular",
        "content_type": "html",
        "lists": [1],
        "template_id": 2,
    }


def test_the_guide_has_all_of_it() -> None:
    services = [re.findall(r"--draft (\w+)", each) for each in COMMANDS]
    assert services == [["buttondown"], ["listmonk"]]
    assert {line.split()[0] for line in LINES} == {"email", "send"}
    assert len(SETTINGS) == 3


def test_the_workflow_is_sound(tmp_path: Path) -> None:
    folder = tmp_path / ".github" / "workflows"
    folder.mkdir(parents=True)
    (folder / "newsletter.yml").write_text(WORKFLOW, encoding="utf-8")
    subprocess.run(["git", "init", "-q", tmp_path], check=True)
    program = Path(sys.executable).parent / "actionlint"
    done = subprocess.run(
        [program, "-no-color", "-shellcheck=", "-pyflakes="],
        cwd=tmp_path, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert (done.returncode, done.stdout + done.stderr) == (0, "")


def test_it_uses_the_versions_that_our_own_workflows_do() -> None:
    ours = {
        action
        for path in (ROOT / ".github" / "workflows").glob("*.yml")
        for action in re.findall(r"uses: (.*)", path.read_text(encoding="utf-8"))
    }
    assert set(re.findall(r"uses: (.*)", WORKFLOW)) <= ours


@pytest.mark.parametrize("line", LINES)
def test_every_command_has_the_options_it_is_given(line: str) -> None:
    name, *words = shlex.split(line.replace("\\\n", " ").split(" > ")[0])
    options = {option for each in command(name).params for option in each.opts}
    assert {word for word in words if word.startswith("--")} <= options


@pytest.mark.parametrize("text", SETTINGS)
def test_every_setting_is_one(text: str, tmp_path: Path) -> None:
    (tmp_path / "digest.yml").write_text(f"title: Digest\n{text}".replace("\n       ", "\n"))
    assert yaml.safe_load((tmp_path / "digest.yml").read_text()).keys() > {"title"}
    assert store.load(tmp_path).problems == ()


def _mail(envelope: Envelope) -> Message:
    assert isinstance(envelope.content, bytes)
    return email.message_from_bytes(envelope.content, policy=default)


def test_a_mail_that_was_sent_is_left_by_the_rule_of_the_guide(
    folder: Path, offices: Offices, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    post = offices.open()
    file = tmp_path / "readers.txt"
    addresses = ["ada@reader.example", "Bo.Q@Reader.example", "cy@reader.example"]
    file.write_text("\n".join(addresses), encoding="utf-8")
    places = ("--content", str(folder / "content"), "--site", str(folder / "site"))
    server = ("--server", f"127.0.0.1:{post.port}", "--security", "none", "--rate", "99/s")
    arguments = ["send", PERIOD, "--to", str(file), *places, *server]
    refused = digest(*arguments)
    assert refused.exit_code == 1
    assert refused.stderr.startswith("digest: DIGEST_UNSUBSCRIBE_SECRET: ")
    monkeypatch.setenv("DIGEST_UNSUBSCRIBE_SECRET", SECRET)
    assert digest(*arguments).exit_code == 0
    mails = [_mail(each) for each in post.mails]
    ways = [str(mail["List-Unsubscribe"]) for mail in mails]
    assert len({*ways}) == len({mail["Message-ID"] for mail in mails}) == 3
    token = re.findall(r"who=([0-9a-f]{64})>", ways[1])[0]
    assert token == readers.token("bo.q@reader.example", SECRET.encode())
    rule = re.findall(r"```python\n(.*?)```", GUIDE, re.DOTALL)[0]
    for given, left in (
        ("0" * 64, addresses),
        ("ö'", addresses),
        (token, [addresses[0], addresses[2]]),
    ):
        subprocess.run([sys.executable, "-c", rule, given], cwd=tmp_path, check=True)
        assert file.read_text(encoding="utf-8").split() == left
    assert len([line for line in rule.splitlines() if line]) <= 10


def test_a_token_is_made_of_the_address_and_of_a_secret() -> None:
    expected = hmac.new(b"s", b"ada@example.org", "sha256").hexdigest()
    assert readers.token("Ada@Example.org", b"s") == expected
    assert readers.token("ada@example.org", b"t") != expected
