"""GitHub, through its own program ``gh`` (https://cli.github.com/manual/), behind one interface.

``gh`` takes its token from the environment (GH_TOKEN) and knows the repository by the remote of
the folder it runs in. No text of anybody's is ever a part of a command that a shell reads:
arguments are handed over as a list, and long texts on the standard input.
"""

from __future__ import annotations

import json
import re
import subprocess
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final, Literal

from generator.text import UserError

# GitHub takes 65,536 characters.
_LONGEST: Final = 60_000
_MOST: Final = "500"
BOT: Final = "github-actions[bot]"
"""Who programs are on GitHub."""
_LOGIN: Final = re.compile(r"[A-Za-z0-9-]+")
_LABELS: Final = (
    ("content", re.compile(r"content/")),
    ("site", re.compile(r"overrides/|generator/.*templates/")),
    ("generator", re.compile(r"(generator|tests|benchmarks)/")),
    ("docs", re.compile(r"docs/|[A-Z]+\.md\Z")),
    ("infra", re.compile("")),
)


class GitHubError(UserError):
    """What gh could not do: one line with what it says."""


@dataclass(frozen=True, slots=True)
class PullRequest:
    """An open pull request: its branch of this repository, '' of a fork, and its last commit."""

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
        """The open pull requests."""
        fields = "number,headRefName,headRefOid,isCrossRepository"
        pulls = self._json("pr", "list", "--state", "open", "--limit", _MOST, "--json", fields)
        return tuple(
            PullRequest(
                pull["number"],
                "" if pull["isCrossRepository"] else pull["headRefName"],
                pull["headRefOid"],
            )
            for pull in pulls
        )

    def pull_request_at(self, commit: str) -> int | None:
        """The open pull request whose last commit this is; None where none is."""
        return next((pull.number for pull in self.pull_requests() if pull.commit == commit), None)

    def create(self, branch: str, title: str, body: str) -> None:
        """Open a pull request for a branch."""
        self._run("pr", "create", "--head", branch, "--title", title, "--body-file", "-", text=body)

    def renew(self, number: int, title: str, body: str) -> None:
        """Give a pull request another title and text."""
        self._run("pr", "edit", str(number), "--title", title, "--body-file", "-", text=body)

    def start(self, workflow: str, branch: str) -> None:
        """Run a workflow, named by its file, on a branch."""
        self._run("workflow", "run", workflow, "--ref", branch)

    def comment(self, number: int, body: str, mark: str = "") -> None:
        """Say something on an issue or pull request.

        With a ``mark``, a word that readers do not see, in place of what was said under it before.
        """
        hidden = f"<!-- digest: {mark} -->\n" if mark else ""
        if mark and (earlier := self._comment(number, hidden)):
            path = f"repos/{{owner}}/{{repo}}/issues/comments/{earlier}"
            self._run("api", "--method", "PATCH", path, "--field", "body=@-", text=hidden + body)
            return
        self._run("issue", "comment", str(number), "--body-file", "-", text=hidden + body)

    def react(self, comment: int, content: Literal["+1", "confused"]) -> None:
        """Answer a comment with a sign."""
        path = f"repos/{{owner}}/{{repo}}/issues/comments/{comment}/reactions"
        self._run("api", "--method", "POST", path, "--raw-field", f"content={content}")

    def may_write(self, login: str) -> bool:
        """Whether somebody may write to the repository."""
        if not _LOGIN.fullmatch(login):
            return False
        path = f"repos/{{owner}}/{{repo}}/collaborators/{login}/permission"
        return self._run("api", path, "--jq", ".permission").strip() in ("admin", "write")

    def wake(self) -> tuple[str, ...]:
        """Enable the workflows that GitHub stopped because nothing happened; their names."""
        names = []
        for workflow in self._json("workflow", "list", "--all", "--json", "id,name,state"):
            if workflow["state"] == "disabled_inactivity":
                self._run("workflow", "enable", str(workflow["id"]))
                names.append(workflow["name"])
        return tuple(names)

    def files(self, number: int) -> tuple[str, ...]:
        """The paths that a pull request touches."""
        path = f"repos/{{owner}}/{{repo}}/pulls/{number}/files"
        names = self._run("api", "--paginate", path, "--jq", ".[].filename | @json")
        return tuple(map(json.loads, names.splitlines()))

    def label(self, number: int, labels: Iterable[str]) -> None:
        """Put labels on a pull request; those that are not there yet, GitHub makes."""
        if fields := _labelled(labels):
            path = f"repos/{{owner}}/{{repo}}/issues/{number}/labels"
            self._run("api", "--method", "POST", path, *fields)

    def report(self, label: str, title: str, body: str) -> None:
        """Say something in the one open issue that has ``label``, or open it with ``title``."""
        limit = ("--state", "open", "--limit", "1", "--json", "number")
        if issues := self._json("issue", "list", "--label", label, *limit):
            self.comment(issues[0]["number"], body)
            return
        fields = ("--raw-field", f"title={title}", *_labelled([label]), "--field", "body=@-")
        self._run("api", "--method", "POST", "repos/{owner}/{repo}/issues", *fields, text=body)

    def _comment(self, number: int, hidden: str) -> str:
        """The comment of a program that begins so; '' where there is none."""
        path = f"repos/{{owner}}/{{repo}}/issues/{number}/comments"
        fields = f'.[] | select(.user.login == "{BOT}") | {{id, body}}'
        for line in self._run("api", "--paginate", path, "--jq", fields).splitlines():
            comment = json.loads(line)
            if comment["body"].startswith(hidden.rstrip()):
                return str(comment["id"])
        return ""

    def _json(self, *args: str) -> list[Any]:
        answer: list[Any] = json.loads(self._run(*args) or "[]")
        return answer

    def _run(self, *args: str, text: str = "") -> str:
        try:
            done = subprocess.run(
                ["gh", *args], cwd=self.folder, input=text[:_LONGEST],
                capture_output=True, encoding="utf-8", check=False,
            )  # fmt: skip
        except OSError as error:
            raise GitHubError(f"gh cannot be run ({error.strerror}): install it") from None
        if done.returncode:
            why = " ".join(done.stderr.split()) or done.returncode
            raise GitHubError(f"gh {' '.join(args[:2])}: {why}")
        return done.stdout


def _labelled(labels: Iterable[str]) -> list[str]:
    return [part for label in labels for part in ("--raw-field", f"labels[]={label}")]


def labels(paths: Iterable[str]) -> tuple[str, ...]:
    """The labels of a pull request that touches ``paths``; none but those above comes out.

    >>> labels(["content/topics.yml", "$(touch x)"])
    ('content', 'infra')
    """
    return tuple(
        sorted({next(label for label, place in _LABELS if place.match(path)) for path in paths})
    )
