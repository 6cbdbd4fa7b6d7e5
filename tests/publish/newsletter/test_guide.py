"""What docs/newsletter.md tells people to do can be done."""

from __future__ import annotations

import re
import shlex
import subprocess
import sys
from pathlib import Path

import pytest
import yaml

from generator import store
from generator.cli import command

ROOT = Path(__file__).parents[3]
GUIDE = (ROOT / "docs" / "newsletter.md").read_text(encoding="utf-8")
WORKFLOW = re.findall(r"^```yaml\n(.*?)^```", GUIDE, re.MULTILINE | re.DOTALL)[0]
COMMANDS = re.findall(r"\.venv/bin/digest ((?:[^\n]|(?<=\\)\n)*)", GUIDE)
SETTINGS = re.findall(r"\n\n( {7}(?:subscribe|newsletter):\n(?: {7}.*\n)+)", GUIDE)


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


@pytest.mark.parametrize("line", COMMANDS)
def test_every_command_has_the_options_it_is_given(line: str) -> None:
    name, *words = shlex.split(line.replace("\\\n", " ").split(" > ")[0])
    options = {option for each in command(name).params for option in each.opts}
    assert {word for word in words if word.startswith("--")} <= options


def test_the_guide_has_commands_of_both_kinds() -> None:
    assert {line.split()[0] for line in COMMANDS} == {"email", "send"}


@pytest.mark.parametrize("text", SETTINGS)
def test_every_setting_is_one(text: str, tmp_path: Path) -> None:
    (tmp_path / "digest.yml").write_text(f"title: Digest\n{text}".replace("\n       ", "\n"))
    assert yaml.safe_load((tmp_path / "digest.yml").read_text()).keys() > {"title"}
    assert store.load(tmp_path).problems == ()


def test_the_guide_has_settings_for_each_way() -> None:
    assert len(SETTINGS) == 3
