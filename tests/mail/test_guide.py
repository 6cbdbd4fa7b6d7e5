"""What docs/newsletter.md tells people to do: each way of sending as far as a stand-in goes."""

from __future__ import annotations

import email
import json
import os
import re
import shlex
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from generator import store
from generator.cli import command
from tests.conftest import ROOT
from tests.fetch.conftest import Answer, Source, source
from tests.mail.conftest import CASES, Desk
from tests.workflows.test_lint import LINTERS, WORKFLOWS, linted

__all__ = ["source"]

GUIDE = (ROOT / "docs" / "newsletter.md").read_text(encoding="utf-8")
WORKFLOW = re.findall(r"^```yaml\n(.*?)^```", GUIDE, re.MULTILINE | re.DOTALL)[0]
LINES = re.findall(r"\.venv/bin/digest ((?:[^\n]|(?<=\\)\n)*)", GUIDE)
SETTINGS = re.findall(r"\n\n( {7}(?:subscribe|newsletter):\n(?: {7}.*\n)+)", GUIDE)
COMMANDS = {
    re.findall(r"--draft (\w+)", block)[0]: block.replace("\n   ", "\n")
    for block in re.findall(r"```sh\n(.*?)```", GUIDE, re.DOTALL)
}


@pytest.mark.skipif(not (shutil.which("curl") and shutil.which("jq")), reason="needs curl and jq")
@pytest.mark.parametrize(("service", "path", "who", "leaving", "rest"), CASES["drafts"])
def test_a_service_gets_a_draft_of_the_whole_page(
    folder: Path, source: Source, service: str, path: str, who: str, leaving: str, rest: Any
) -> None:
    source.answers[path] = [Answer(status=201)]
    told = COMMANDS[service].replace("2025-W44", "2024-W44")
    told = re.sub(r"https://(api\.buttondown\.com|lists\.example\.org)", source.url, told)
    told = told.replace(".venv/bin/digest", str(Path(sys.executable).parent / "digest"))
    keys = {"BUTTONDOWN_KEY": "k3y", "LISTMONK_USER": "me", "LISTMONK_TOKEN": "t0ken"}
    shell = ("bash", "-euo", "pipefail", "-c", told)
    subprocess.run(shell, cwd=folder, check=True, env=os.environ | keys)
    ((*asked, body),) = source.posted
    assert asked == [path, who]
    said = json.loads(body)
    page = said.pop("body").removeprefix("<!-- buttondown-editor-mode: fancy -->")
    assert page.startswith("<!DOCTYPE html>")
    assert page.endswith("</html>")
    assert re.findall(r"\{\{.*?\}\}|\{%|\{#", page) == [leaving]
    assert f'<a href="{leaving}"' in page
    assert said.pop("subject").endswith(", and 11 more")
    assert said == rest


def test_the_workflow_is_sound_and_uses_the_versions_that_our_own_do(tmp_path: Path) -> None:
    folder = tmp_path / ".github" / "workflows"
    folder.mkdir(parents=True)
    (folder / "newsletter.yml").write_text(WORKFLOW, encoding="utf-8")
    subprocess.run(["git", "init", "-q", tmp_path], check=True)
    assert linted(LINTERS[0], tmp_path) == (0, "")
    ours = "".join(path.read_text(encoding="utf-8") for path in WORKFLOWS)
    assert {*re.findall(r"uses: (.*)", WORKFLOW)} <= {*re.findall(r"uses: (.*)", ours)}


@pytest.mark.parametrize("line", LINES)
def test_every_command_has_the_options_it_is_given(line: str) -> None:
    name, *words = shlex.split(line.replace("\\\n", " ").split(" > ")[0])
    assert name in ("email", "send")
    options = {option for each in command(name).params for option in each.opts}
    assert {word for word in words if word.startswith("--")} <= options


@pytest.mark.parametrize("text", SETTINGS)
def test_every_setting_is_one(text: str, tmp_path: Path) -> None:
    (tmp_path / "digest.yml").write_text(f"title: Digest\n{text}".replace("\n       ", "\n"))
    assert store.load(tmp_path).problems == ()


def test_a_mail_that_was_sent_is_left_by_the_rule_of_the_guide(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    addresses = ["ada@reader.example", "Bo.Q@Reader.example", "cy@reader.example"]
    desk.readers.write_text("\n".join(addresses), encoding="utf-8")
    assert desk.run().exit_code == 0
    mails = [email.message_from_bytes(content) for _, content in desk.post.mails]
    tokens = [re.findall(r"t=([0-9a-f]{64})>", mail["List-Unsubscribe"])[0] for mail in mails]
    assert len({*tokens}) == len({mail["Message-ID"] for mail in mails}) == 3
    (rule,) = re.findall(r"```python\n(.*?)```", GUIDE, re.DOTALL)
    assert len([line for line in rule.splitlines() if line]) <= 10
    for given, left in (
        ("0" * 64, addresses),
        ("ö'", addresses),
        (tokens[1], [addresses[0], addresses[2]]),
    ):
        command = [sys.executable, "-c", rule, given]
        subprocess.run(command, cwd=desk.readers.parent, check=True)
        assert desk.readers.read_text(encoding="utf-8").split() == left
    monkeypatch.delenv("DIGEST_UNSUBSCRIBE_SECRET")
    refused = desk.run()
    assert refused.exit_code == 1
    assert refused.stderr.startswith("digest: DIGEST_UNSUBSCRIBE_SECRET: ")
