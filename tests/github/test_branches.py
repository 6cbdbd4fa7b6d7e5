"""Pull requests that programs make: opened, renewed, and left to whoever works on them."""

from __future__ import annotations

import json
import subprocess

import pytest

from generator.github import gh
from generator.review.forms import PROPOSAL
from tests.conftest import filled
from tests.github.conftest import Hub

BRANCH = "propose/issue-7"


def event(hub: Hub, address: str, title: str = "") -> str:
    hostile = "$(touch pwned) `touch pwned` ${{ secrets.X }}"
    body = filled(PROPOSAL, address, title, "Kites", "", hostile)
    return hub.happened(issue={"number": 7, "title": "'; touch pwned; '", "body": body})


def test_a_form_becomes_a_pull_request_whose_checks_are_started(hub: Hub) -> None:
    done = hub.run("github", "propose", event(hub, "10.1000/winds", "Winds '$(touch pwned)'"))
    assert done.exit_code == 0, done.output
    (path,) = hub.changed(BRANCH)
    assert "doi: '10.1000/winds'" in hub.far("show", f"{BRANCH}:{path}")
    (created,) = hub.calls("pr", "create")
    assert created.args[2:6] == ("--head", BRANCH, "--title", "Content: add winds-touch-pwned")
    assert "Closes #7." in created.told
    assert [call.args[2:] for call in hub.calls("workflow")] == [("check.yml", "--ref", BRANCH)]
    assert [call.args[:3] for call in hub.calls("issue")] == [("issue", "comment", "7")]
    assert hub.far("log", "-1", "--format=%an", BRANCH) == "github-actions[bot]"
    assert not [*hub.folder.rglob("pwned"), *hub.tools.rglob("pwned")]


def test_an_edited_form_renews_its_pull_request_until_a_curator_works_on_it(hub: Hub) -> None:
    """And no namesake of a fork."""
    hub.run("github", "propose", event(hub, "10.1000/winds", "Winds"))
    fork = hub.pulls(BRANCH, first=30, fork=True)
    hub.answers["pr list"] = [*fork, *hub.pulls(BRANCH)]
    done = hub.run("github", "propose", event(hub, "10.1000/winds", "Gales"))
    assert "renewed pull request #31" in done.stderr
    (edited,) = hub.calls("pr", "edit")
    assert edited.args[2:5] == ("31", "--title", "Content: add gales")
    (path,) = hub.changed(BRANCH)
    assert "title: 'Gales'" in hub.far("show", f"{BRANCH}:{path}")
    theirs = hub.taken_over(BRANCH)
    done = hub.run("github", "propose", event(hub, "10.1000/winds", "Storms"))
    theirs_said = f"somebody works on {BRANCH}: it stays as it is"
    assert theirs_said in done.stderr
    assert theirs_said in hub.calls("issue", "comment")[-1].told
    assert hub.far("rev-parse", BRANCH) == theirs
    assert len(hub.calls("pr", "create")) == len(hub.calls("pr", "edit")) == 1


def test_a_paper_that_is_there_is_answered_and_no_form_is_left_alone(hub: Hub) -> None:
    assert hub.run("github", "propose", event(hub, "2604.00001")).exit_code == 0
    (call,) = hub.calls("issue")
    assert call.args[:3] == ("issue", "comment", "7")
    assert "is in the digest already" in call.told
    assert hub.branches() == ["main"]
    other = hub.happened(issue={"number": 8, "body": "Hello"})
    assert hub.run("github", "propose", other).exit_code == 0
    assert len(hub.calls("issue")) == 1


def test_where_no_pull_request_is_allowed_one_line_says_what_to_set(hub: Hub) -> None:
    hub.answers["pr create"] = ["fail", "GitHub Actions is not permitted to create or approve"]
    done = hub.run("github", "propose", event(hub, "10.1000/winds", "Winds"))
    assert done.exit_code == 0
    assert "opened no pull request: Settings, Actions, General" in done.stderr
    assert "opened no pull request" in hub.calls("issue")[0].told
    assert hub.branches() == ["main", BRANCH]
    hub.answers["pr create"] = ["fail", "HTTP 502"]
    done = hub.run("github", "propose", event(hub, "10.1000/winds", "Gales"))
    assert (done.exit_code, done.stderr) == (1, "digest: gh pr create: HTTP 502\n")


def test_a_pull_request_is_commented_by_what_main_makes_of_its_data(hub: Hub) -> None:
    text = hub.record.read_text()
    hub.record.write_text(text.replace("Kites in Autumn", "@all [x](https://evil.example)"))
    data = hub.tools / "difference.json"
    data.write_text(hub.run("diff", "HEAD", "--json").stdout)
    said = ("github", "comment", "30" * 20, str(data))
    assert hub.run(*said).exit_code == 0
    assert {call.args[:2] for call in hub.calls()} == {("pr", "list")}
    hub.pulls("patch-1", first=30, fork=True)
    assert hub.run(*said).exit_code == 0
    (comment,) = hub.calls("issue", "comment")
    assert comment.args[:3] == ("issue", "comment", "30")
    assert "Other fields changed" in comment.told
    assert "@all" not in comment.told
    assert "](https://evil" not in comment.told
    mark = comment.told.split("\n")[0]
    there = [{"id": 4, "body": "Mine."}, {"id": 5, "body": f"{mark}\nOld."}]
    hub.answers["api --paginate"] = "\n".join(map(json.dumps, there))
    assert hub.run(*said).exit_code == 0
    (renewed,) = hub.calls("api", "--method", "PATCH")
    assert renewed.args[3] == "repos/{owner}/{repo}/issues/comments/5"
    assert renewed.told == comment.told
    data.write_text('{"comment": "@all"}')
    done = hub.run(*said)
    assert (done.exit_code, "nothing that 'digest diff --json' printed" in done.stderr) == (1, True)


def test_labels_are_those_of_the_list_whatever_files_are_called(hub: Hub) -> None:
    hub.pulls("x")
    label = ("github", "label", "31" * 20)
    assert hub.run(*label).exit_code == 0
    assert hub.calls("api", "--method") == []
    hub.answers["api --paginate"] = '"content/a.md"\n"$(touch pwned)"\n"docs/a\\n.md"'
    assert hub.run(*label).exit_code == 0
    (labelled,) = hub.calls("api", "--method", "POST")
    assert labelled.args[3:] == (
        "repos/{owner}/{repo}/issues/31/labels",
        *("--raw-field", "labels[]=content"),
        *("--raw-field", "labels[]=docs"),
        *("--raw-field", "labels[]=infra"),
    )


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
    assert gh.labels([path, path]) == (label,)


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
    states = ("disabled_inactivity", "disabled_manually", "disabled_fork", "active")
    hub.answers["workflow list"] = [
        {"id": id, "name": f"Workflow {id}", "state": state} for id, state in enumerate(states, 1)
    ]
    done = hub.run("github", "wake")
    assert (done.exit_code, done.stdout.startswith("Workflow 1: GitHub had stopped")) == (0, True)
    assert [call.args for call in hub.calls("workflow", "enable")] == [("workflow", "enable", "1")]
