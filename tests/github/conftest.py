"""A clone with a remote of its own, and a stand-in for gh that answers and writes down."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from generator.cli import main
from tests.fetch.conftest import source
from tests.mail.conftest import offices

__all__ = ["offices", "source"]

# Each call as a line of JSON: its arguments, and what it was told on its standard input.
GH = """\
#!{python} -IS
import json, sys
told = sys.stdin.read()
with open({calls!r}, "a", encoding="utf-8") as calls:
    calls.write(json.dumps([sys.argv[1:], told]) + "\\n")
with open({answers!r}, encoding="utf-8") as file:
    answer = json.load(file).get(" ".join(sys.argv[1:3]), "")
if isinstance(answer, list) and answer[:1] == ["fail"]:
    sys.exit(answer[1])
sys.stdout.write(answer if isinstance(answer, str) else json.dumps(answer))
"""
SETTINGS = """\
title: Digest
url: https://digest.example/
repository: https://github.com/muster/digest
keep_abstracts: false
curation: {summary_words: [3, 40]}
feeds: {tag: 'digest.example,2026'}
"""
TOPICS = """\
groups:
- {id: flying, title: Flying}
topics:
- {id: kites, title: Kites, description: What hangs on a line., group: flying, terms: [kite]}
- {id: winds, title: Winds, description: What moves them., group: flying, terms: [wind]}
"""
KITES = """\
---
title: 'Kites in Autumn'
arxiv: '2604.00001'
published: 2026-04-01
authors: [Ada Muster]
topics: [kites]
summary: Kites fly higher in autumn than in spring, by a third.
---
"""
LISTING = """\
date: 2026-04-02
kind: daily
source: Hugging Face
papers:
- {paper: kites-in-autumn, upvotes: 3}
"""
# What checks a pull request, and can be started on a branch; and what cannot.
WORKFLOWS = {"check.yml": "{pull_request: , workflow_dispatch: }", "other.yml": "[pull_request]"}


def git(folder: Path, *args: str) -> str:
    who = ("-c", "user.name=Ada Muster", "-c", "user.email=ada@digest.example")
    command = ["git", *who, "-c", "commit.gpgsign=false", *args]
    done = subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    return done.stdout.strip()


@dataclass(frozen=True, slots=True)
class Call:
    """A call of gh: its arguments, and the text it was given."""

    args: tuple[str, ...]
    told: str


@dataclass(slots=True)
class Hub:
    """The clone that commands run in, its remote, and what gh was asked and answers."""

    folder: Path
    remote: Path
    tools: Path
    answers: dict[str, Any] = field(default_factory=dict)

    @property
    def record(self) -> Path:
        return self.folder / "content/papers/2026/kites-in-autumn.md"

    def run(self, *args: str) -> Result:
        """``digest ARGS``; afterwards the clone is as a workflow finds it: main, and clean."""
        (self.tools / "answers").write_text(json.dumps(self.answers))
        done = CliRunner().invoke(main, args)
        git(self.folder, "switch", "-q", "--force", "main")
        git(self.folder, "clean", "-q", "-d", "--force", "content")
        return done

    def calls(self, *names: str) -> list[Call]:
        """The calls of gh so far, or those of a subcommand, without the lending of the token."""
        file = self.tools / "calls"
        lines = file.read_text(encoding="utf-8").splitlines() if file.exists() else []
        calls = [Call(tuple(args), told) for args, told in map(json.loads, lines)]
        return [
            call
            for call in calls
            if call.args[: len(names)] == names and call.args != ("auth", "setup-git")
        ]

    def branches(self) -> list[str]:
        return git(self.remote, "branch", "--format=%(refname:short)").split("\n")

    def changed(self, branch: str) -> list[str]:
        """The paths that a branch of the remote changes."""
        return git(self.remote, "diff", "--name-only", f"main...{branch}").split("\n")

    def commit(self, message: str) -> None:
        git(self.folder, "add", "-A")
        git(self.folder, "commit", "-q", "--allow-empty", "-m", message)
        git(self.folder, "push", "-q", "origin", "HEAD")

    def taken_over(self, branch: str) -> str:
        """A commit of a curator on a branch: its name."""
        git(self.folder, "fetch", "-q", "origin", branch)
        git(self.folder, "switch", "-q", "-C", branch, "FETCH_HEAD")
        self.commit("By a curator")
        git(self.folder, "switch", "-q", "main")
        return git(self.remote, "rev-parse", branch)


def pull(branch: str, number: int = 31, *, fork: bool = False) -> dict[str, Any]:
    return {
        "number": number,
        "headRefName": branch,
        "headRefOid": "0" * 40,
        "isCrossRepository": fork,
    }


def happened(hub: Hub, what: Any) -> str:
    path = hub.tools / "event.json"
    path.write_text(json.dumps(what))
    return str(path)


@pytest.fixture
def hub(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Hub:
    clone, remote, tools = tmp_path / "clone", tmp_path / "remote.git", tmp_path / "tools"
    content = clone / "content"
    for folder in (tools, content / "papers/2026", content / "editions", clone / ".github"):
        folder.mkdir(parents=True)
    for path, text in {
        "digest.yml": SETTINGS,
        "topics.yml": TOPICS,
        "papers/2026/kites-in-autumn.md": KITES,
        "editions/2026-04-02.yml": LISTING,
    }.items():
        (content / path).write_text(text)
    (clone / ".github/workflows").mkdir()
    for name, starts in WORKFLOWS.items():
        (clone / ".github/workflows" / name).write_text(f"on: {starts}\njobs: {{}}\n")
    (clone / ".gitignore").write_text("/captures/\n/site/\n/.cache/\n")
    program = tools / "gh"
    paths = {"calls": str(tools / "calls"), "answers": str(tools / "answers")}
    program.write_text(GH.format(python=sys.executable, **paths), encoding="utf-8")
    program.chmod(0o755)
    git(clone, "init", "-q", "-b", "main")
    git(clone, "add", "-A")
    git(clone, "commit", "-q", "-m", "Everything")
    git(tmp_path, "init", "-q", "--bare", "-b", "main", str(remote))
    git(clone, "remote", "add", "origin", str(remote))
    git(clone, "push", "-q", "-u", "origin", "main")
    for name in [name for name in os.environ if name.startswith(("GIT_", "GH_"))]:
        monkeypatch.delenv(name)
    monkeypatch.setenv("GIT_CONFIG_GLOBAL", os.devnull)
    monkeypatch.setenv("PATH", f"{tools}:{os.environ['PATH']}")
    monkeypatch.chdir(clone)
    return Hub(clone, remote, tools)
