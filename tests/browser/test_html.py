"""Every page of the built site, read by two validators: the Nu checker and html-validate."""

from __future__ import annotations

import json
import shutil
import subprocess
from collections.abc import Callable, Sequence
from pathlib import Path

import pytest

from tests.conftest import fill

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


def nu_errors(*folders: Path) -> list[str]:
    """What the Nu checker (https://validator.github.io/validator/) finds wrong: page, line, why."""
    jar = TOOLS / "vnu-jar" / "build" / "dist" / "vnu.jar"
    quick = ("-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "-Xss4m")  # it runs once
    options = ("--errors-only", "--format", "json", "--skip-non-html")
    done = run(["java", *quick, "-jar", jar, *options, *folders])
    return [
        f"{'/'.join(Path(message['url']).parts[-2:])}:{message['lastLine']}: {message['message']}"
        for message in json.loads(done.stderr)["messages"]
    ]


def html_validate_errors(*folders: Path) -> list[str]:
    """What html-validate's recommended rules find wrong: page, line, rule, why.

    tests/htmlvalidate.json leaves out only the rule about blanks at the end of a line, which
    no reader sees and a template engine leaves behind. It writes to a file: what it writes to
    a pipe it cuts off.
    """
    said = folders[-1] / "said.json"
    program = TOOLS / "html-validate" / "bin" / "html-validate.mjs"
    config = ("--config", TESTS / "htmlvalidate.json", "--formatter", f"json={said}")
    done = run(["node", program, *config, *folders])
    assert said.is_file(), done.stderr
    return [
        f"{'/'.join(Path(found['filePath']).parts[-2:])}:{message['line']}:"
        f" {message['ruleId']}: {message['message']}"
        for found in json.loads(said.read_text(encoding="utf-8"))
        for message in found["messages"]
        if not (message["ruleId"] in FOR_MAIL and Path(found["filePath"]).parent.name == "email")
    ]


@pytest.mark.parametrize(
    ("errors", "alt", "twice"),
    [
        (nu_errors, "“alt”", "Duplicate ID"),
        (html_validate_errors, "wcag/h37", "no-dup-id"),
    ],
)
def test_a_validator_finds_what_is_planted_and_nothing_else(
    built_site: Path, tmp_path: Path, errors: Callable[..., list[str]], alt: str, twice: str
) -> None:
    planted = tmp_path / "planted"
    faults = {"fine": "<p>Fine</p>", "alt": '<p><img src="x.png"></p>', "twice": "<b id=a></b>" * 2}
    fill(planted, {f"{name}.html": PAGE.format(fault) for name, fault in faults.items()})
    found = errors(built_site, planted)
    others = [error for error in found if not error.startswith("planted/")]
    assert not others, "\n".join(others[:SHOWN])
    assert {error.partition(":")[0] for error in found} == {
        "planted/alt.html",
        "planted/twice.html",
    }
    assert any(alt in error for error in found)
    assert any(twice in error for error in found)
