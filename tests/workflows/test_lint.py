"""The workflows, read by two linters and held to the rules of the house."""

from __future__ import annotations

import re
import shlex
import shutil
import subprocess
import sys
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import click
import pytest
import yaml

from generator.cli import main

ROOT = Path(__file__).parents[2]
WORKFLOWS = sorted((ROOT / ".github" / "workflows").glob("*.yml"))
PINNED = re.compile(r"actions/[\w-]+(/[\w-]+)*@[0-9a-f]{40} # v\d+\.\d+\.\d+")
COMMAND = re.compile(r"(make|\.venv/bin/digest) [^;|&`]*")
# What make test does first, is, or is more of; and make setup with digest build.
MADE = {"make setup", "make test", "make test-all", "make site"}
# Without the network, and what finds most.
LINTERS = (
    "actionlint -no-color -shellcheck= -pyflakes=",
    "zizmor --offline --pedantic --no-progress --quiet --format plain .github",
)

workflows = pytest.mark.parametrize("path", WORKFLOWS, ids=lambda path: path.stem)


def linted(linter: str, folder: Path) -> tuple[int, str]:
    """How a linter of the workflows of a repository ends, and what it says."""
    name, *options = linter.split()
    tool = shutil.which(name, path=Path(sys.executable).parent)
    assert tool, f"{name} is missing: run make test"
    done = subprocess.run([tool, *options], cwd=folder, capture_output=True, text=True, check=False)
    return done.returncode, done.stdout + done.stderr


@pytest.mark.parametrize("linter", LINTERS)
def test_a_linter_finds_nothing(linter: str) -> None:
    code, said = linted(linter, ROOT)
    assert code == 0, said


def test_both_find_what_is_planted(tmp_path: Path) -> None:
    shutil.copytree(ROOT / ".github", tmp_path / ".github")
    subprocess.run(["git", "init", "-q", tmp_path], check=True)
    path = tmp_path / ".github" / "workflows" / "content.yml"
    text = path.read_text(encoding="utf-8")
    title = "run: echo ${{ github.event.pull_request.title }}"
    path.write_text(text.replace("run: make setup", title), encoding="utf-8")
    for linter, planted in zip(LINTERS, ("untrusted", "template-injection"), strict=True):
        code, said = linted(linter, tmp_path)
        assert (code != 0, planted in said) == (True, True)


def jobs(path: Path) -> Iterator[tuple[str, Mapping[str, Any]]]:
    yield from yaml.safe_load(path.read_text(encoding="utf-8"))["jobs"].items()


def steps(path: Path) -> Iterator[Mapping[str, Any]]:
    for _, job in jobs(path):
        yield from job["steps"]


@workflows
def test_every_action_is_official_and_pinned(path: Path) -> None:
    used = re.findall(r"uses: (.*)", path.read_text(encoding="utf-8"))
    assert [action for action in used if not PINNED.fullmatch(action)] == []


def test_an_action_has_one_version_everywhere() -> None:
    versions: dict[str, set[str]] = {}
    for path in WORKFLOWS:
        for action in re.findall(r"uses: (.*)", path.read_text(encoding="utf-8")):
            name, _, version = action.partition("@")
            versions.setdefault(name.split("/")[1], set()).add(version)
    assert {name: found for name, found in versions.items() if len(found) > 1} == {}


@workflows
def test_nothing_is_allowed_but_what_a_job_says(path: Path) -> None:
    workflow = yaml.safe_load(path.read_text(encoding="utf-8"))
    assert workflow["permissions"] == {}
    assert "group" in workflow["concurrency"]
    for name, job in jobs(path):
        assert "permissions" in job, name
        assert 5 <= job["timeout-minutes"] <= 300, name


@workflows
def test_steps_only_call_digest_and_make(path: Path) -> None:
    for step in steps(path):
        for line in step.get("run", "").splitlines():
            assert COMMAND.fullmatch(line), line
            assert "${{" not in line, "an expression in a script is an injection: use env"


def called(path: Path) -> Iterator[tuple[str, click.Command, list[str]]]:
    """The commands of a workflow's steps: their names, what takes their options, those."""
    for step in steps(path):
        for line in step.get("run", "").splitlines():
            program, *words = shlex.split(line.partition(" >")[0])
            if program == "make":
                yield f"make {words[0]}", click.Command("make"), []
                continue
            command: click.Command = main
            name = "digest"
            while isinstance(command, click.Group):
                name += f" {words[0]}"
                found = command.get_command(click.Context(command), words.pop(0))
                assert found is not None
                command = found
            yield name, command, words


def test_every_step_calls_what_a_test_runs() -> None:
    names = {name for path in WORKFLOWS for name, *_ in called(path)} - MADE
    tests = [*ROOT.glob("tests/*/test_*.py"), *ROOT.glob("tests/*/sessions/*.txt")]
    text = "\n".join(path.read_text(encoding="utf-8") for path in tests)
    typed = {name: ", ".join(f'"{word}"' for word in name.split()[1:]) for name in names}
    assert len(names) > 10
    assert {name.split()[0] for name in names} == {"digest"}
    assert [name for name in names if typed[name] not in text and f"$ {name}" not in text] == []


@workflows
def test_the_commands_take_the_options_of_the_steps(
    path: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "content").mkdir()
    (tmp_path / "$GITHUB_EVENT_PATH").touch()
    for file in ("difference.json", ".cache/report/difference.json", ".cache/readers/readers.txt"):
        (tmp_path / file).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / file).touch()
    for name, command, words in called(path):
        command.make_context(name, ["" if word == "$DAY" else word for word in words])


@workflows
def test_what_a_fork_can_start_may_only_read(path: Path) -> None:
    started = yaml.safe_load(path.read_text(encoding="utf-8"))[True]
    assert "pull_request_target" not in started
    if "pull_request" in started:
        assert "secrets." not in path.read_text(encoding="utf-8")
        for name, job in jobs(path):
            assert set(job["permissions"].values()) <= {"read"}, name
