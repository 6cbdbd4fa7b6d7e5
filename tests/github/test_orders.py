"""What people order in comments, and who is obeyed."""

from __future__ import annotations

import json

import pytest

from generator.github.listings import Order, comment
from tests.github.conftest import Hub, git, happened, pull

BRANCH = "intake/2026-04-03"


@pytest.fixture
def hub(hub: Hub) -> Hub:
    """With a pull request of an import that has a paper of its own."""
    git(hub.folder, "switch", "-q", "-c", BRANCH)
    path = hub.folder / "content/papers/2026/winds-a-study.md"
    path.write_text(hub.record.read_text().replace("Kites in Autumn", "Winds: a Study"))
    path.write_text(path.read_text().replace("2604.00001", "2604.00002"))
    edition = hub.folder / "content/editions/2026-04-03.yml"
    edition.write_text(
        "date: 2026-04-03\nkind: daily\nsource: Hugging Face\npapers:\n- {paper: winds-a-study}\n"
    )
    hub.commit("An import")
    git(hub.folder, "switch", "-q", "main")
    hub.answers |= {"pr list": [pull(BRANCH)], "api repos/{owner}/{repo}/collaborators": "x"}
    return hub


def written(hub: Hub, body: str, permission: str = "write", login: str = "bo") -> str:
    """The event of a comment, and what GitHub says of who wrote it."""
    path = f"repos/{{owner}}/{{repo}}/collaborators/{login}/permission"
    hub.answers[f"api {path}"] = f"{permission}\n"
    return happened(
        hub,
        {
            "issue": {"number": 31, "pull_request": {}},
            "comment": {"id": 9, "body": body, "user": {"id": 5, "login": login}},
        },
    )


def reactions(hub: Hub) -> list[str]:
    return [call.args[-1] for call in hub.calls("api", "--method")]


def test_topics_become_what_a_person_says(hub: Hub) -> None:
    body = "Fine.\r\n/topics 2604.00002 Winds, kites\r\n/topics winds-a-study winds"
    done = hub.run("github", "obey", written(hub, body))
    assert (done.exit_code, done.stdout) == (
        0, "topics of winds-a-study; topics of winds-a-study\n",
    )  # fmt: skip
    record = git(hub.remote, "show", f"{BRANCH}:content/papers/2026/winds-a-study.md")
    assert "topics: [winds]" in record
    assert git(hub.remote, "log", "-1", "--format=%an <%ae>%n%cn", BRANCH) == (
        "bo <5+bo@users.noreply.github.com>\ngithub-actions[bot]"
    )
    assert [call.args[2] for call in hub.calls("workflow", "run")] == ["check.yml"]
    assert reactions(hub) == ["content=+1"]
    assert git(hub.folder, "status", "--porcelain") == ""
    assert git(hub.folder, "worktree", "list").count("\n") == 0


def test_a_paper_that_is_left_out_is_remembered_with_the_reason(hub: Hub) -> None:
    body = "/leave 2604.00002 A post, and no paper."
    done = hub.run("github", "obey", written(hub, body))
    assert (done.exit_code, done.stdout) == (0, "leave winds-a-study\n")
    assert hub.changed(BRANCH) == ["content/editions/2026-04-03.yml", "content/left-out.yml"]
    declined = git(hub.remote, "show", f"{BRANCH}:content/left-out.yml")
    assert "2604.00002" in declined
    assert "A post, and no paper." in declined
    assert "winds" not in git(hub.remote, "show", f"{BRANCH}:content/editions/2026-04-03.yml")


@pytest.mark.parametrize("body", ["/accept", "/accept 2604.00002", "/accept \r\nThanks."])
def test_what_is_suggested_becomes_topics_of_what_the_pull_request_adds(
    hub: Hub, body: str
) -> None:
    kites, winds = "papers/2026/kites-in-autumn.md", "papers/2026/winds-a-study.md"
    for branch, path in (("main", kites), (BRANCH, winds)):
        git(hub.folder, "switch", "-q", branch)
        record = hub.folder / "content" / path
        text = record.read_text().replace("topics: [kites]", "suggested_topics: [winds, kites]")
        record.write_text(text)
        hub.commit("Suggested")
    git(hub.folder, "switch", "-q", "main")
    done = hub.run("github", "obey", written(hub, body))
    assert (done.exit_code, done.stdout) == (0, "topics of winds-a-study\n")
    record_there = git(hub.remote, "show", f"{BRANCH}:content/{winds}")
    assert "\ntopics: [winds, kites]\n" in record_there
    assert "suggested_topics" not in record_there
    assert hub.run("topics", "accept").stdout == "kites-in-autumn: winds, kites\n"


@pytest.mark.parametrize(
    ("permission", "login"), [("read", "bo"), ("none", "bo"), ("", "bo"), ("write", "../x")]
)
def test_who_may_not_write_is_not_obeyed(hub: Hub, permission: str, login: str) -> None:
    before = git(hub.remote, "rev-parse", BRANCH)
    done = hub.run("github", "obey", written(hub, "/topics 2604.00002 kites", permission, login))
    assert (done.exit_code, "may not write here" in done.stdout) == (0, True)
    assert git(hub.remote, "rev-parse", BRANCH) == before
    assert len(hub.calls()) == (login == "bo")
    assert reactions(hub) == []


@pytest.mark.parametrize(
    ("body", "why"),
    [
        ("/topics 2604.00009 kites", "no such record"),
        ("/topics 2604.00002 winds, kits @all", "is no topic"),
        ("/topics 2604.00002", "what it should be"),
        ("/leave 2604.00009", "no such record"),
        (f"/leave 2604.00002 {'a' * 5000}", "reason"),
        ("/topics 2604.00002 winds\n/topics 2604.00002 $(touch pwned)", "is no topic"),
    ],
)
def test_what_is_unclear_is_said_and_nothing_changed(hub: Hub, body: str, why: str) -> None:
    before = git(hub.remote, "rev-parse", BRANCH)
    done = hub.run("github", "obey", written(hub, body))
    assert done.exit_code == 0, done.output
    (said,) = hub.calls("issue", "comment")
    assert why in said.told
    assert "@all" not in said.told
    assert said.told.endswith("Nothing was changed.\n")
    assert reactions(hub) == ["content=confused"]
    assert git(hub.remote, "rev-parse", BRANCH) == before


def test_elsewhere_than_on_a_branch_here_nothing_is_done(hub: Hub) -> None:
    hub.answers["pr list"] = [pull(BRANCH, fork=True)]
    hub.run("github", "obey", written(hub, "/topics 2604.00002 winds"))
    assert "no pull request of a branch here" in hub.calls("issue", "comment")[0].told


def test_talk_is_no_order(hub: Hub) -> None:
    talk = "/topical\n> /topics 2604.00002 winds\nsee /topics x y\n/topicsx 1 2\n/accepted"
    done = hub.run("github", "obey", written(hub, talk))
    assert (done.exit_code, done.stdout) == (0, "the comment gives no order\n")
    assert hub.calls() == []
    done = hub.run("github", "obey", happened(hub, {"issue": {"number": 1}}))
    assert (done.exit_code, "no event of a comment" in done.stderr) == (2, True)


def test_orders_stand_on_lines_of_their_own() -> None:
    body = "/topics  2503.02130\t robotics, planning  \r\n/topics x"
    event = {
        "issue": {"number": 1},
        "comment": {"id": 2, "body": body, "user": {"id": 3, "login": "bo"}},
    }
    assert comment(json.dumps(event).encode()).orders == (
        Order("topics", "2503.02130", "robotics, planning"),
        Order("topics", "x", ""),
    )
