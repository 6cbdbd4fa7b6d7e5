"""GitHub, through its own program ``gh`` (https://cli.github.com/manual/), behind one interface.

``gh`` takes its token from the environment (GH_TOKEN) and knows the repository by the remote of
the folder it runs in. No text of anybody's is ever a part of a command that a shell reads:
arguments are handed over as a list, and long texts on the standard input.
"""

from __future__ import annotations

import json
import subprocess
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final, Literal

# GitHub takes 65,536 characters.
_LONGEST: Final = 60_000
_MOST: Final = "500"


class GitHubError(Exception):
    """What gh could not do: one line with what it says."""


@dataclass(frozen=True, slots=True)
class PullRequest:
    """An open pull request of this repository's own branch: its number, branch and last commit."""

    number: int
    branch: str
    commit: str


@dataclass(frozen=True, slots=True)
class GitHub:
    """The repository at GitHub that the clone at ``folder`` is from."""

    folder: Path

    def lend_token(self) -> None:
        """Let git push with the token that gh has."""
        self._run("auth", "setup-git")

    def pull_requests(self) -> tuple[PullRequest, ...]:
        """The open pull requests whose branches are in the repository itself, no fork's."""
        return tuple(
            PullRequest(found["number"], found["headRefName"], found["headRefOid"])
            for found in self._open("number,headRefName,headRefOid,isCrossRepository")
            if not found["isCrossRepository"]
        )

    def pull_request_at(self, commit: str) -> int | None:
        """The open pull request, a fork's too, whose last commit this is; None where none is."""
        found = self._open("number,headRefOid")
        return next((pull["number"] for pull in found if pull["headRefOid"] == commit), None)

    def create(self, branch: str, title: str, body: str) -> None:
        """Open a pull request for a branch."""
        self._run("pr", "create", "--head", branch, "--title", title, "--body-file", "-", told=body)

    def renew(self, number: int, title: str, body: str) -> None:
        """Give a pull request another title and text."""
        self._run("pr", "edit", str(number), "--title", title, "--body-file", "-", told=body)

    def start(self, workflow: str, branch: str) -> None:
        """Run a workflow, named by its file, on a branch."""
        self._run("workflow", "run", workflow, "--ref", branch)

    def comment(self, kind: Literal["issue", "pr"], number: int, body: str) -> None:
        """Say something on an issue or pull request, in place of what was said before."""
        how = ("--edit-last", "--create-if-none", "--body-file", "-")
        self._run(kind, "comment", str(number), *how, told=body)

    def files(self, number: int) -> tuple[str, ...]:
        """The paths that a pull request touches."""
        path = f"repos/{{owner}}/{{repo}}/pulls/{number}/files"
        said = self._run("api", "--paginate", path, "--jq", ".[].filename | @json")
        return tuple(json.loads(line) for line in said.splitlines())

    def label(self, number: int, labels: Sequence[str]) -> None:
        """Put labels on a pull request."""
        if labels:
            self._make_labels(labels)
            self._run("pr", "edit", str(number), "--add-label", ",".join(labels))

    def report(self, label: str, title: str, body: str) -> None:
        """Say something in the one open issue that has ``label``, or open it with ``title``."""
        limit = ("--state", "open", "--limit", "1", "--json", "number")
        if found := self._json("issue", "list", "--label", label, *limit):
            number = str(found[0]["number"])
            self._run("issue", "comment", number, "--body-file", "-", told=body)
            return
        self._make_labels([label])
        how = ("--title", title, "--label", label, "--body-file", "-")
        self._run("issue", "create", *how, told=body)

    def _make_labels(self, labels: Iterable[str]) -> None:
        """Make the labels that are not there; those that are keep the colour they have."""
        there = self._json("label", "list", "--limit", _MOST, "--json", "name")
        known = {label["name"] for label in there}
        for label in labels:
            if label not in known:
                self._run("label", "create", label)

    def _open(self, fields: str) -> list[Any]:
        return self._json("pr", "list", "--state", "open", "--limit", _MOST, "--json", fields)

    def _json(self, *args: str) -> list[Any]:
        found: list[Any] = json.loads(self._run(*args) or "[]")
        return found

    def _run(self, *args: str, told: str = "") -> str:
        try:
            done = subprocess.run(
                ["gh", *args], cwd=self.folder, input=told[:_LONGEST],
                capture_output=True, encoding="utf-8", check=False,
            )  # fmt: skip
        except OSError as error:
            raise GitHubError(f"gh cannot be run ({error.strerror}): install it") from None
        if done.returncode:
            said = " ".join(done.stderr.split()) or done.returncode
            raise GitHubError(f"gh {' '.join(args[:2])}: {said}")
        return done.stdout
