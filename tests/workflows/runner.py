"""A runner of workflows on this machine: a repository with a remote, and a stand-in for gh.

It runs the steps of a workflow as GitHub does, in order, with their conditions, environment
and outputs, each in the shell that GitHub takes. Actions are not run: what they would take is
asked to be there, and what they would bring is brought.
"""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import yaml

ROOT = Path(__file__).parents[2]
VENV = ("created", "requirements.installed", "requirements-dev.installed")
# Each call of gh as a line of JSON: its arguments, and what it was told on its standard input.
GH = """\
#!{python}
import json, os, sys
told = sys.stdin.read() if "-" in sys.argv else ""
with open(os.environ["GH_CALLS"], "a", encoding="utf-8") as calls:
    calls.write(json.dumps([sys.argv[1:], told, os.environ.get("GH_TOKEN", "")]) + "\\n")
answers = json.loads(os.environ["GH_ANSWERS"])
print(answers.get(" ".join(sys.argv[1:3]), ""))
"""
_NAME = re.compile(r"'[^']*'|\b[a-z_]+(?:\.[A-Za-z_][\w-]*)+|\|\||&&")
_EXPRESSION = re.compile(r"\$\{\{\s*(.*?)\s*\}\}")


def git(folder: Path, *args: str) -> str:
    who = ("-c", "user.name=Ada Muster", "-c", "user.email=ada@digest.example")
    command = ["git", *who, "-c", "commit.gpgsign=false", *args]
    done = subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    return done.stdout.strip()


@dataclass(frozen=True, slots=True)
class Call:
    """A call of gh: its arguments, the text it was given, the token it was called with."""

    args: tuple[str, ...]
    told: str
    token: str


@dataclass(frozen=True, slots=True)
class Played:
    """What became of a workflow: whether it succeeded, what its steps said and summed up."""

    succeeded: bool
    said: str
    summary: str


@dataclass(slots=True)
class Runner:
    """A clone of the project with content of its own, its remote, and what gh was asked."""

    folder: Path
    remote: Path
    tools: Path
    answers: dict[str, str] = field(default_factory=dict)
    artifacts: dict[str, Path] = field(default_factory=dict)
    environment: dict[str, str] = field(default_factory=dict)
    variables: dict[str, str] = field(default_factory=dict)
    secrets: dict[str, str] = field(default_factory=dict)

    def calls(self) -> list[Call]:
        file = self.tools / "calls"
        lines = file.read_text(encoding="utf-8").splitlines() if file.exists() else []
        return [Call(tuple(args), told, token) for args, told, token in map(json.loads, lines)]

    def play(self, name: str, event: Mapping[str, Any] | None = None, **github: Any) -> Played:
        """Run the jobs of a workflow, in the order they stand in."""
        path = self.folder / ".github" / "workflows" / f"{name}.yml"
        workflow = yaml.safe_load(path.read_text(encoding="utf-8"))
        happened = {"repository": {"default_branch": "main"}, **(event or {})}
        known = {
            "github": {"event": happened, "workspace": str(self.folder), "token": "t0k3n"} | github,
            "inputs": happened.get("inputs", {}),
            "secrets": self.secrets,
            "vars": self.variables,
            "needs": {},
        }
        (self.tools / "event.json").write_text(json.dumps(happened), encoding="utf-8")
        played = Played(True, "", "")
        for name, description in workflow["jobs"].items():
            job = _Job(self, description, dict(known))
            result = job.run() if played.succeeded else Played(False, "", "")
            known["needs"][name] = {"outputs": job.outputs()}
            played = Played(
                played.succeeded and result.succeeded,
                played.said + result.said,
                played.summary + result.summary,
            )
        return played


def made(folder: Path, content: Callable[[Path], None]) -> Runner:
    """A runner whose repository holds the project as it is here, and ``content``."""
    clone, remote, tools = folder / "clone", folder / "remote.git", folder / "tools"
    tools.mkdir()
    listed = subprocess.run(
        ["git", "ls-files", "-coz", "--exclude-standard"], cwd=ROOT, capture_output=True, check=True
    )
    for name in filter(None, listed.stdout.decode().split("\0")):
        if not name.startswith(("content/", "tests/", "docs/")) and (ROOT / name).is_file():
            (clone / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy2(ROOT / name, clone / name)
    content(clone / "content")
    (clone / ".venv").mkdir()
    (clone / ".venv" / "bin").symlink_to(Path(sys.executable).parent)
    for stamp in VENV:
        (clone / ".venv" / stamp).touch()
    program = tools / "gh"
    program.write_text(GH.format(python=sys.executable), encoding="utf-8")
    program.chmod(0o755)
    git(clone, "init", "-q", "-b", "main")
    git(clone, "add", "-A")
    git(clone, "commit", "-q", "-m", "Everything")
    git(folder, "init", "-q", "--bare", "-b", "main", str(remote))
    git(clone, "remote", "add", "origin", str(remote))
    git(clone, "push", "-q", "-u", "origin", "main")
    return Runner(clone, remote, tools)


class _Job:
    def __init__(self, runner: Runner, job: Mapping[str, Any], known: dict[str, Any]) -> None:
        self.runner, self.job, self.known = runner, job, known
        self.known["steps"] = {}
        self.succeeded = True
        self.said: list[str] = []

    def run(self) -> Played:
        summary = self.runner.tools / "summary"
        summary.write_text("")
        environment = self._environment(self.job)
        for step in self.job["steps"] if self._holds(self.job.get("if", "true")) else ():
            condition = str(step.get("if", "true"))
            always = "always()" in condition or "cancelled()" in condition
            if (self.succeeded or always) and self._holds(condition):
                self._step(step, environment | self._environment(step))
        return Played(self.succeeded, "".join(self.said), summary.read_text(encoding="utf-8"))

    def outputs(self) -> dict[str, str]:
        found = self.job.get("outputs", {})
        return {name: self._filled(text) for name, text in found.items()}

    def _step(self, step: Mapping[str, Any], environment: Mapping[str, str]) -> None:
        outputs = self.runner.tools / "output"
        outputs.write_text("")
        if "uses" in step:
            self._action(step["uses"], step.get("with", {}))
        else:
            done = subprocess.run(
                ["bash", "--noprofile", "--norc", "-eo", "pipefail", "-c", step["run"]],
                cwd=self.runner.folder, env=self._whole(environment),
                stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, check=False,
            )  # fmt: skip
            self.said.append(done.stdout)
            self.succeeded &= done.returncode == 0
        lines = outputs.read_text(encoding="utf-8").splitlines()
        assert all("=" in line for line in lines), lines
        if "id" in step:
            found = dict(line.split("=", 1) for line in lines)
            self.known["steps"][step["id"]] = {"outputs": found}

    def _action(self, action: str, options: Mapping[str, str]) -> None:
        name = action.split("@")[0]
        if name.startswith("actions/upload"):
            path = self.runner.folder / self._filled(options["path"])
            assert path.exists(), f"{action}: there is no {path}"
            self.runner.artifacts[options.get("name", "github-pages")] = path
        elif name == "actions/checkout" and "path" in options:
            target = self.runner.folder / options["path"]
            shutil.rmtree(target, ignore_errors=True)
            git(self.runner.tools, "clone", "-q", self._filled(options["repository"]), str(target))
        elif name == "actions/download-artifact":
            target = self.runner.folder / self._filled(options["path"])
            target.mkdir(parents=True, exist_ok=True)
            shutil.copy(self.runner.artifacts[options["name"]], target)

    def _whole(self, environment: Mapping[str, str]) -> dict[str, str]:
        tools = self.runner.tools
        return {
            "PATH": f"{tools}:{os.environ['PATH']}",
            "HOME": str(tools),
            "LC_ALL": "C.UTF-8",
            "NO_MKDOCS_2_WARNING": "1",
            "GH_CALLS": str(tools / "calls"),
            "GH_ANSWERS": json.dumps(self.runner.answers),
            "GITHUB_EVENT_PATH": str(tools / "event.json"),
            "GITHUB_OUTPUT": str(tools / "output"),
            "GITHUB_STEP_SUMMARY": str(tools / "summary"),
            **self.runner.environment,
            **environment,
        }

    def _environment(self, place: Mapping[str, Any]) -> dict[str, str]:
        return {name: self._filled(str(text)) for name, text in place.get("env", {}).items()}

    def _filled(self, text: str) -> str:
        return _EXPRESSION.sub(lambda match: str(self._value(match[1])), text)

    def _holds(self, condition: str) -> bool:
        return bool(self._value(_EXPRESSION.sub(r"\1", condition)))

    def _value(self, expression: str) -> Any:
        """GitHub's expression, by Python's rules; what is not known is empty, as there."""
        python = _NAME.sub(self._python, expression.replace("!cancelled()", "true"))
        names = {
            "true": True,
            "always": lambda: True,
            "startsWith": lambda text, start: str(text).startswith(start),
            "format": lambda text, *values: text.format(*values),
            "hashFiles": lambda *_: "0",
        }
        return eval(python, {"__builtins__": {}}, names)

    def _python(self, match: re.Match[str]) -> str:
        if match[0] in ("||", "&&"):
            return " or " if match[0] == "||" else " and "
        if match[0].startswith("'"):
            return repr(match[0][1:-1])
        value: Any = self.known
        for name in match[0].split("."):
            value = value.get(name, "") if isinstance(value, Mapping) else ""
        return repr(value)
