"""Every page of the built site, read by two validators: the Nu checker and html-validate."""

from __future__ import annotations

import json
import shutil
import subprocess
from collections.abc import Sequence
from pathlib import Path

import pytest

TESTS = Path(__file__).parents[1]
TOOLS = TESTS / "node_modules"
SHOWN = 20
# What mail clients need and pages do not: they drop style sheets, and Outlook knows no max-width.
FOR_MAIL = {"no-inline-style", "no-conditional-comment"}

PAGE = """<!DOCTYPE html>
<html lang="en">
<head><meta charset="utf-8"><title>Planted</title></head>
<body><h1>Planted</h1>{}</body>
</html>
"""


def run(command: Sequence[str | Path]) -> subprocess.CompletedProcess[str]:
    program = shutil.which(command[0])
    assert program, f"{command[0]} is missing: run make test"
    return subprocess.run([program, *command[1:]], capture_output=True, text=True, check=False)


def nu_errors(folder: Path) -> list[str]:
    """What the Nu checker (https://validator.github.io/validator/) finds wrong: page, line, why."""
    jar = TOOLS / "vnu-jar" / "build" / "dist" / "vnu.jar"
    options = ("--errors-only", "--format", "json", "--skip-non-html")
    done = run(["java", "-jar", jar, *options, folder])
    return [
        f"{message['url'].rpartition(folder.name)[2]}:{message['lastLine']}: {message['message']}"
        for message in json.loads(done.stderr)["messages"]
    ]


def html_validate_errors(folder: Path, said: Path) -> list[str]:
    """What html-validate's recommended rules find wrong: page, line, rule, why.

    tests/htmlvalidate.json leaves out only the rule about blanks at the end of a line, which
    no reader sees and a template engine leaves behind. It writes to the file ``said``: what
    it writes to a pipe it cuts off.
    """
    program = TOOLS / "html-validate" / "bin" / "html-validate.mjs"
    config = ("--config", TESTS / "htmlvalidate.json", "--formatter", f"json={said}")
    done = run(["node", program, *config, folder])
    assert said.is_file(), done.stderr
    return [
        f"{found['filePath'].rpartition(folder.name)[2]}:{message['line']}:"
        f" {message['ruleId']}: {message['message']}"
        for found in json.loads(said.read_text(encoding="utf-8"))
        for message in found["messages"]
        if not (message["ruleId"] in FOR_MAIL and Path(found["filePath"]).parent.name == "email")
    ]


@pytest.fixture(scope="module")
def planted(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with a page that is fine, and two of which each has one fault."""
    folder = tmp_path_factory.mktemp("planted")
    faults = {"fine": "<p>Fine</p>", "alt": '<p><img src="x.png"></p>', "twice": "<b id=a></b>" * 2}
    for name, fault in faults.items():
        (folder / f"{name}.html").write_text(PAGE.format(fault), encoding="utf-8")
    return folder


def test_the_nu_checker_finds_no_error(site_folder: Path) -> None:
    found = nu_errors(site_folder)
    assert not found, "\n".join(found[:SHOWN])


def test_html_validate_finds_no_error(site_folder: Path, tmp_path: Path) -> None:
    found = html_validate_errors(site_folder, tmp_path / "said.json")
    assert not found, "\n".join(found[:SHOWN])


def test_the_nu_checker_finds_what_is_planted(planted: Path) -> None:
    found = nu_errors(planted)
    assert {error.partition(":")[0] for error in found} == {"/alt.html", "/twice.html"}
    assert any("“alt”" in error for error in found)
    assert any("Duplicate ID" in error for error in found)


def test_html_validate_finds_what_is_planted(planted: Path, tmp_path: Path) -> None:
    found = html_validate_errors(planted, tmp_path / "said.json")
    assert {error.partition(":")[0] for error in found} == {"/alt.html", "/twice.html"}
    assert any("wcag/h37" in error for error in found)
    assert any("no-dup-id" in error for error in found)
