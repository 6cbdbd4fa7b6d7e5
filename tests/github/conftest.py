"""A clone with a remote of its own, and a stand-in for gh that answers and writes down."""

from __future__ import annotations

import json
import os
import shutil
from pathlib import Path
from subprocess import CompletedProcess
from types import SimpleNamespace
from typing import Any, NamedTuple

import pytest
from click.testing import Result

from generator.github import gh
from tests.conftest import KITES, digest, fill, git
from tests.fetch.conftest import source
from tests.mail.conftest import offices

__all__ = ["offices", "source"]

# What checks a pull request and can be started on a branch, what is not both, what git leaves out.
AROUND = {
    ".github/workflows/check.yml": "on: {pull_request: , workflow_dispatch: }\njobs: {}\n",
    ".github/workflows/other.yml": "on: {pull_request: }\njobs: {}\n",
    ".github/workflows/release.yml": "on: {workflow_dispatch: }\njobs: {}\n",
    ".github/workflows/test.yml": "on: [pull_request]\njobs: {}\n",
    ".gitignore": "/captures/\n/site/\n/.cache/\n",
}


class Call(NamedTuple):
    """A call of gh: its arguments, and the text it was given."""

    args: tuple[str, ...]
    told: str


class Hub:
    """The clone that commands run in, its remote, and what gh was asked and answers."""

    def __init__(self, folder: Path) -> None:
        self.folder, self.remote, self.tools = (folder / name for name in ("clone", "far", "tools"))
        self.record = self.folder / "content/papers/2026/kites-in-autumn.md"
        self.answers: dict[str, Any] = {}
        self.asked: list[Call] = []

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
        self.git("switch", "-q", "--force", "main")
        self.git("clean", "-q", "-d", "--force", "content")
        return done

    def calls(self, *names: str) -> list[Call]:
        """The calls of gh so far, or those of a subcommand, without the lending of the token."""
        return [
            call
            for call in self.asked
            if call.args[: len(names)] == names and call.args != ("auth", "setup-git")
        ]

    def happened(self, **what: Any) -> str:
        """The path of an event."""
        return str(fill(self.tools, {"event.json": json.dumps(what)}) / "event.json")

    def pulls(self, *branches: str, first: int = 31, fork: bool = False) -> list[dict[str, Any]]:
        """Let these be the branches of open pull requests, numbered in their order."""
        found = [
            {"number": n, "headRefName": name, "headRefOid": f"{n}" * 20, "isCrossRepository": fork}
            for n, name in enumerate(branches, first)
        ]
        self.answers["pr list"] = found
        return found

    def git(self, *args: str) -> str:
        """What git says in the clone."""
        return git(*args, folder=self.folder)

    def far(self, *args: str) -> str:
        """What git says in the remote."""
        return git(*args, folder=self.remote)

    def branches(self) -> list[str]:
        return self.far("branch", "--format=%(refname:short)").split("\n")

    def changed(self, branch: str) -> list[str]:
        """The paths that a branch of the remote changes."""
        return self.far("diff", "--name-only", f"main...{branch}").split("\n")

    def commit(self, message: str) -> None:
        self.git("add", "-A")
        self.git("commit", "-q", "--allow-empty", "-m", message)
        self.git("push", "-q", "origin", "HEAD")

    def taken_over(self, branch: str) -> str:
        """A commit of a curator on a branch: its name."""
        self.git("fetch", "-q", "origin", branch)
        self.git("switch", "-q", "-C", branch, "FETCH_HEAD")
        self.commit("By a curator")
        self.git("switch", "-q", "main")
        return self.far("rev-parse", branch)


@pytest.fixture(scope="session")
def template(tmp_path_factory: pytest.TempPathFactory) -> Hub:
    """A clone and its remote, to be copied."""
    hub = Hub(tmp_path_factory.mktemp("hub"))
    shutil.copytree(KITES, hub.folder / "content")
    fill(hub.folder, AROUND)
    git("init", "-q", "--bare", "--template=", "-b", "main", str(hub.remote))
    hub.git("init", "-q", "--template=", "-b", "main")
    for repository in (hub.git, hub.far):
        repository("config", "core.fsync", "none")
    hub.git("remote", "add", "origin", str(hub.remote))
    hub.commit("Everything")
    hub.git("branch", "-q", "--set-upstream-to=origin/main")
    return hub


@pytest.fixture
def hub(template: Hub, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Hub:
    shutil.copytree(template.folder.parent, tmp_path, dirs_exist_ok=True)
    hub = Hub(tmp_path)
    hub.tools.mkdir()
    config = hub.folder / ".git/config"
    config.write_text(config.read_text().replace(str(template.remote), str(hub.remote)))
    for name in [name for name in os.environ if name.startswith(("GIT_", "GH_"))]:
        monkeypatch.delenv(name)
    monkeypatch.setenv("GIT_CONFIG_GLOBAL", os.devnull)
    monkeypatch.setattr(gh, "subprocess", SimpleNamespace(run=hub.gh))
    monkeypatch.chdir(hub.folder)
    return hub
