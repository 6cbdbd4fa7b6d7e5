"""Pull requests that programs make: opened, renewed, and left to whoever works on them."""

from __future__ import annotations

import json
import subprocess
from pathlib import Path

import pytest

from generator.github import gh
from generator.github.gh import labels
from generator.review.forms import PROPOSAL
from tests.github.conftest import Hub, git, happened, pull


def event(hub: Hub, address: str, title: str = "") -> str:
    answers = [address, title, "Kites", "", "$(touch pwned) `touch pwned` ${{ secrets.X }}"]
    parts = zip(PROPOSAL, answers, strict=True)
    body = "\r\n\r\n".join(f"### {label}\r\n\r\n{said or '_No response_'}" for label, said in parts)
    return happened(hub, {"issue": {"number": 7, "title": "'; touch pwned; '", "body": body}})


def test_a_form_becomes_a_pull_request_whose_checks_are_started(hub: Hub) -> None:
    done = hub.run("github", "propose", event(hub, "10.1000/winds", "Winds '$(touch pwned)'"))
    assert done.exit_code == 0, done.output
    (path,) = hub.changed("propose/issue-7")
    assert "doi: '10.1000/winds'" in git(hub.remote, "show", f"propose/issue-7:{path}")
    (created,) = hub.calls("pr", "create")
    assert created.args[2:6] == (
        "--head", "propose/issue-7", "--title", "Content: add winds-touch-pwned",
    )  # fmt: skip
    assert "Closes #7." in created.told
    assert [call.args for call in hub.calls("workflow")] == [
        ("workflow", "run", "check.yml", "--ref", "propose/issue-7")
    ]
    (answer,) = hub.calls("issue")
    assert answer.args[:3] == ("issue", "comment", "7")
    assert git(hub.remote, "log", "-1", "--format=%an", "propose/issue-7") == "github-actions[bot]"
    assert not [*hub.folder.rglob("pwned"), *hub.tools.rglob("pwned")]


def test_a_branch_that_a_curator_works_on_is_theirs(hub: Hub) -> None:
    hub.run("github", "propose", event(hub, "10.1000/winds", "Winds"))
    theirs = hub.taken_over("propose/issue-7")
    done = hub.run("github", "propose", event(hub, "10.1000/winds", "Gales"))
    assert "somebody works on propose/issue-7: it stays as it is" in done.stderr
    assert git(hub.remote, "rev-parse", "propose/issue-7") == theirs
    assert len(hub.calls("pr", "create")) == 1


def test_an_edited_form_renews_its_pull_request_and_no_namesake_of_a_fork(hub: Hub) -> None:
    hub.run("github", "propose", event(hub, "10.1000/winds", "Winds"))
    hub.answers["pr list"] = [pull("propose/issue-7", 30, fork=True), pull("propose/issue-7")]
    done = hub.run("github", "propose", event(hub, "10.1000/winds", "Gales"))
    assert "renewed pull request #31" in done.stderr
    (edited,) = hub.calls("pr", "edit")
    assert edited.args[2:5] == ("31", "--title", "Content: add gales")
    (path,) = hub.changed("propose/issue-7")
    assert "title: 'Gales'" in git(hub.remote, "show", f"propose/issue-7:{path}")


def test_a_paper_that_is_there_is_answered_and_no_form_is_left_alone(hub: Hub) -> None:
    assert hub.run("github", "propose", event(hub, "2604.00001")).exit_code == 0
    (call,) = hub.calls("issue")
    assert call.args[:3] == ("issue", "comment", "7")
    assert "is in the digest already" in call.told
    assert hub.branches() == ["main"]
    other = happened(hub, {"issue": {"number": 8, "body": "Hello"}})
    assert hub.run("github", "propose", other).exit_code == 0
    assert len(hub.calls("issue")) == 1


def test_where_no_pull_request_is_allowed_one_line_says_what_to_set(hub: Hub) -> None:
    hub.answers["pr create"] = ["fail", "GitHub Actions is not permitted to create or approve"]
    done = hub.run("github", "propose", event(hub, "10.1000/winds", "Winds"))
    assert done.exit_code == 0
    assert "opened no pull request: Settings, Actions, General" in done.stderr
    assert "opened no pull request" in hub.calls("issue")[0].told
    assert hub.branches() == ["main", "propose/issue-7"]
    hub.answers["pr create"] = ["fail", "HTTP 502"]
    done = hub.run("github", "propose", event(hub, "10.1000/winds", "Gales"))
    assert (done.exit_code, done.stderr) == (1, "digest: gh pr create: HTTP 502\n")


@pytest.fixture
def difference(hub: Hub) -> Path:
    """What the check of a pull request found, whose title is hostile."""
    text = hub.record.read_text()
    hub.record.write_text(text.replace("Kites in Autumn", "@all [x](https://evil.example)"))
    done = hub.run("diff", "HEAD", "--json")
    assert done.exit_code == 0
    file = hub.tools / "difference.json"
    file.write_text(done.stdout)
    return file


def test_a_pull_request_is_commented_by_what_main_makes_of_its_data(
    hub: Hub, difference: Path
) -> None:
    assert hub.run("github", "comment", "0" * 40, str(difference)).exit_code == 0
    assert {call.args[:2] for call in hub.calls()} == {("pr", "list")}
    hub.answers["pr list"] = [pull("patch-1", 30, fork=True) | {"headRefOid": "1" * 40}]
    assert hub.run("github", "comment", "1" * 40, str(difference)).exit_code == 0
    (comment,) = hub.calls("issue", "comment")
    assert comment.args[:3] == ("issue", "comment", "30")
    assert "Other fields changed" in comment.told
    assert "@all" not in comment.told
    assert "](https://evil" not in comment.told
    mark = comment.told.split("\n")[0]
    there = [{"id": 4, "body": "Mine."}, {"id": 5, "body": f"{mark}\nOld."}]
    hub.answers["api --paginate"] = "\n".join(map(json.dumps, there))
    assert hub.run("github", "comment", "1" * 40, str(difference)).exit_code == 0
    (renewed,) = hub.calls("api", "--method")
    assert renewed.args[:4] == (
        "api", "--method", "PATCH", "repos/{owner}/{repo}/issues/comments/5",
    )  # fmt: skip
    assert renewed.told == comment.told
    difference.write_text('{"comment": "@all"}')
    done = hub.run("github", "comment", "1" * 40, str(difference))
    assert (done.exit_code, "nothing that 'digest diff --json' printed" in done.stderr) == (1, True)


def test_labels_are_those_of_the_list_whatever_files_are_called(hub: Hub) -> None:
    hub.answers |= {
        "pr list": [pull("x")],
        "label list": [{"name": "docs"}],
        "api --paginate": '"content/a.md"\n"$(touch pwned)"\n"docs/a\\n.md"',
    }
    assert hub.run("github", "label", "0" * 40).exit_code == 0
    assert [call.args[2] for call in hub.calls("label", "create")] == ["content", "infra"]
    (edited,) = hub.calls("pr", "edit")
    assert edited.args == ("pr", "edit", "31", "--add-label", "content,docs,infra")
    assert not list(hub.folder.rglob("pwned"))


@pytest.mark.parametrize(
    ("path", "label"),
    [
        ("content/papers/2026/a.md", "content"),
        ("overrides/main.html", "site"),
        ("generator/site/pages/templates/x.md.j2", "site"),
        ("generator/site/pages/home.py", "generator"),
        ("tests/x.py", "generator"),
        ("README.md", "docs"),
        ("xdocs/a", "infra"),
        (".github/workflows/a.yml", "infra"),
    ],
)
def test_a_label_says_what_is_touched(path: str, label: str) -> None:
    assert labels([path, path]) == (label,)


def test_gh_is_a_program_that_reads_long_texts_on_its_standard_input(
    hub: Hub, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(gh, "subprocess", subprocess)
    monkeypatch.setenv("PATH", f"{hub.tools}:/usr/bin:/bin")
    done = hub.run("github", "label", "0" * 40)
    assert (done.exit_code, done.stderr.startswith("digest: gh cannot be run")) == (1, True)
    program = hub.tools / "gh"
    program.write_text('#!/bin/sh\nprintf "%s|" "$@" > asked\ncat >> asked\n')
    program.chmod(0o755)
    gh.GitHub(hub.folder).comment(7, "$(touch pwned) '@all' \u0431")
    asked = (hub.folder / "asked").read_text(encoding="utf-8")
    assert asked == "issue|comment|7|--body-file|-|$(touch pwned) '@all' \u0431"
    program.write_text("#!/bin/sh\necho 'HTTP 502' >&2\nexit 1\n")
    with pytest.raises(gh.GitHubError, match=r"^gh issue comment: HTTP 502$"):
        gh.GitHub(hub.folder).comment(7, "Hello")


def test_what_github_stopped_runs_again(hub: Hub) -> None:
    hub.answers["workflow list"] = [
        {"id": 1, "name": "Intake", "state": "disabled_inactivity"},
        {"id": 2, "name": "Link health", "state": "disabled_manually"},
        {"id": 3, "name": "Newsletter", "state": "disabled_fork"},
        {"id": 4, "name": "Publish", "state": "active"},
    ]
    done = hub.run("github", "wake")
    assert (done.exit_code, done.stdout.startswith("Intake: GitHub had stopped it")) == (0, True)
    assert [call.args for call in hub.calls("workflow", "enable")] == [("workflow", "enable", "1")]
