"""A clone with a remote of its own, and a stand-in for gh that answers and writes down."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
from dataclasses import dataclass, field
from pathlib import Path
from subprocess import CompletedProcess
from types import SimpleNamespace
from typing import Any

import pytest
from click.testing import Result

from generator.github import gh
from tests.conftest import digest
from tests.fetch.conftest import source
from tests.mail.conftest import offices

__all__ = ["offices", "source"]

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
    asked: list[Call] = field(default_factory=list)

    @property
    def record(self) -> Path:
        return self.folder / "content/papers/2026/kites-in-autumn.md"

    def gh(self, command: list[str], *, input: str, **_: object) -> CompletedProcess[str]:
        """What gh would do: it answers by the first two words, or fails with what it says."""
        self.asked.append(Call(tuple(command[1:]), input))
        answer = self.answers.get(" ".join(command[1:3]), "")
        if answer[:1] == ["fail"]:
            return CompletedProcess(command, 1, "", answer[1])
        text = answer if isinstance(answer, str) else json.dumps(answer)
        return CompletedProcess(command, 0, text, "")

    def run(self, *args: str) -> Result:
        """``digest ARGS``; afterwards the clone is as a workflow finds it: main, and clean."""
        done = digest(*args)
        git(self.folder, "switch", "-q", "--force", "main")
        git(self.folder, "clean", "-q", "-d", "--force", "content")
        return done

    def calls(self, *names: str) -> list[Call]:
        """The calls of gh so far, or those of a subcommand, without the lending of the token."""
        return [
            call
            for call in self.asked
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


@pytest.fixture(scope="session")
def template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with a clone and its remote."""
    folder = tmp_path_factory.mktemp("hub")
    clone, remote = folder / "clone", folder / "remote.git"
    for path, text in {
        "content/digest.yml": SETTINGS,
        "content/topics.yml": TOPICS,
        "content/papers/2026/kites-in-autumn.md": KITES,
        "content/editions/2026-04-02.yml": LISTING,
        ".gitignore": "/captures/\n/site/\n/.cache/\n",
        **{
            f".github/workflows/{name}": f"on: {starts}\njobs: {{}}\n"
            for name, starts in WORKFLOWS.items()
        },
    }.items():
        (clone / path).parent.mkdir(parents=True, exist_ok=True)
        (clone / path).write_text(text)
    git(folder, "init", "-q", "--bare", "--template=", "-b", "main", str(remote))
    git(clone, "init", "-q", "--template=", "-b", "main")
    for repository in (clone, remote):
        git(repository, "config", "core.fsync", "none")
    git(clone, "add", "-A")
    git(clone, "commit", "-q", "-m", "Everything")
    git(clone, "remote", "add", "origin", str(remote))
    git(clone, "push", "-q", "-u", "origin", "main")
    return folder


@pytest.fixture
def hub(template: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Hub:
    shutil.copytree(template, tmp_path, dirs_exist_ok=True)
    hub = Hub(tmp_path / "clone", tmp_path / "remote.git", tmp_path / "tools")
    hub.tools.mkdir()
    config = hub.folder / ".git/config"
    config.write_text(config.read_text().replace(str(template), str(tmp_path)))
    for name in [name for name in os.environ if name.startswith(("GIT_", "GH_"))]:
        monkeypatch.delenv(name)
    monkeypatch.setenv("GIT_CONFIG_GLOBAL", os.devnull)
    monkeypatch.setattr(gh, "subprocess", SimpleNamespace(run=hub.gh))
    monkeypatch.chdir(hub.folder)
    return hub
