"""What people order in comments, and who is obeyed."""

from __future__ import annotations

import pytest
from click.testing import Result

from generator.github.listings import Order, orders
from tests.conftest import fill
from tests.github.conftest import Hub

BRANCH = "intake/2026-04-03"
WINDS = "content/papers/2026/winds-a-study.md"
IMPORT = {
    WINDS: "---\ntitle: 'Winds: a Study'\narxiv: '2604.00002'\ntopics: [kites]\n---\n",
    "content/editions/2026-04-03.yml": (
        "date: 2026-04-03\nkind: daily\nsource: Hugging Face\npapers:\n- {paper: winds-a-study}\n"
    ),
}


@pytest.fixture
def hub(hub: Hub) -> Hub:
    """With a pull request of an import that has a paper of its own."""
    hub.git("switch", "-q", "-c", BRANCH)
    fill(hub.folder, IMPORT)
    hub.commit("An import")
    hub.git("switch", "-q", "main")
    hub.pulls(BRANCH)
    return hub


def ordered(hub: Hub, body: str, permission: str = "write", login: str = "bo") -> Result:
    """What comes of a comment by somebody of whom GitHub says this."""
    hub.answers[f"api repos/{{owner}}/{{repo}}/collaborators/{login}/permission"] = permission
    said = {"id": 9, "body": body, "user": {"id": 5, "login": login}}
    return hub.run("github", "obey", hub.happened(issue={"number": 31}, comment=said))


def reactions(hub: Hub) -> list[str]:
    return [call.args[-1] for call in hub.calls("api", "--method")]


def test_topics_become_what_a_person_says(hub: Hub) -> None:
    body = "Fine.\r\n/topics 2604.00002 Fair winds, kites\r\n/topics winds-a-study fair-winds"
    done = ordered(hub, body)
    assert (done.exit_code, done.stdout) == (
        0, "topics of winds-a-study; topics of winds-a-study\n",
    )  # fmt: skip
    assert "topics: [fair-winds]" in hub.far("show", f"{BRANCH}:{WINDS}")
    assert hub.far("log", "-1", "--format=%an <%ae>%n%cn", BRANCH) == (
        "bo <5+bo@users.noreply.github.com>\ngithub-actions[bot]"
    )
    assert [call.args[2] for call in hub.calls("workflow", "run")] == ["check.yml"]
    assert reactions(hub) == ["content=+1"]
    assert hub.git("status", "--porcelain") == ""
    assert hub.git("worktree", "list").count("\n") == 0


def test_a_paper_that_is_left_out_is_remembered_with_the_reason(hub: Hub) -> None:
    done = ordered(hub, "/leave 2604.00002 A post, and no paper.")
    assert (done.exit_code, done.stdout) == (0, "leave winds-a-study\n")
    assert hub.changed(BRANCH) == ["content/editions/2026-04-03.yml", "content/left-out.yml"]
    declined = hub.far("show", f"{BRANCH}:content/left-out.yml")
    assert "2604.00002" in declined
    assert "A post, and no paper." in declined
    assert "winds" not in hub.far("show", f"{BRANCH}:content/editions/2026-04-03.yml")


@pytest.mark.parametrize("body", ["/accept", "/accept 2604.00002", "/accept \r\nThanks."])
def test_what_is_suggested_becomes_topics_of_what_the_pull_request_adds(
    hub: Hub, body: str
) -> None:
    for branch in ("main", BRANCH):
        hub.git("switch", "-q", branch)
        for record in hub.record.parent.iterdir():
            text = record.read_text().replace("topics: [kites]", "suggested_topics: [fair-winds]")
            record.write_text(text)
        hub.commit("Suggested")
    hub.git("switch", "-q", "main")
    done = ordered(hub, body)
    assert (done.exit_code, done.stdout) == (0, "topics of winds-a-study\n")
    accepted = hub.far("show", f"{BRANCH}:{WINDS}")
    assert "\ntopics: [fair-winds]\n" in accepted
    assert "suggested_topics" not in accepted
    assert hub.run("topics", "accept").stdout == "kites-in-autumn: fair-winds\n"


def test_an_order_that_changes_nothing_makes_no_commit(hub: Hub) -> None:
    before = hub.far("rev-parse", BRANCH)
    assert ordered(hub, "/accept").stdout == "topics of no paper\n"
    assert (hub.far("rev-parse", BRANCH), reactions(hub)) == (before, ["content=+1"])


@pytest.mark.parametrize(
    ("permission", "login"), [("read", "bo"), ("none", "bo"), ("", "bo"), ("write", "../x")]
)
def test_who_may_not_write_is_not_obeyed(hub: Hub, permission: str, login: str) -> None:
    before = hub.far("rev-parse", BRANCH)
    done = ordered(hub, "/topics 2604.00002 fair-winds", permission, login)
    assert (done.exit_code, "may not write here" in done.stdout) == (0, True)
    assert hub.far("rev-parse", BRANCH) == before
    assert len(hub.calls()) == (login == "bo")


@pytest.mark.parametrize(
    ("body", "why"),
    [
        ("/topics 2604.00009 kites", "no such record"),
        ("/topics 2604.00002 fair-winds, kites @all", "is no topic"),
        ("/topics 2604.00002", "what it should be"),
        ("/leave 2604.00009", "no such record"),
        ("/leave", "no such record"),
        (f"/leave 2604.00002 {'a' * 5000}", "reason"),
        ("/topics 2604.00002 fair-winds\n/topics 2604.00002 $(touch pwned)", "is no topic"),
        ("of a fork: \n/topics 2604.00002 fair-winds", "no pull request of a branch here"),
    ],
)
def test_what_is_unclear_is_said_and_nothing_changed(hub: Hub, body: str, why: str) -> None:
    before = hub.far("rev-parse", BRANCH)
    hub.pulls(BRANCH, fork="fork" in body)
    done = ordered(hub, body)
    assert done.exit_code == 0, done.output
    (said,) = hub.calls("issue", "comment")
    assert why in said.told
    assert "@all" not in said.told
    assert said.told.endswith("Nothing was changed.\n")
    assert reactions(hub) == ["content=confused"]
    assert hub.far("rev-parse", BRANCH) == before


def test_talk_is_no_order(hub: Hub) -> None:
    talk = "/topical\n> /topics 2604.00002 x\nsee /topics x y\n/topicsx 1 2\n/accepted"
    done = ordered(hub, talk)
    assert (done.exit_code, done.stdout) == (0, "the comment gives no order\n")
    assert hub.calls() == []
    done = hub.run("github", "obey", hub.happened(issue={"number": 1}))
    assert (done.exit_code, "no event of a comment" in done.stderr) == (2, True)


def test_orders_stand_on_lines_of_their_own() -> None:
    assert orders("/topics  2503.02130\t robotics, planning  \r\n/topics x\n/accept\t") == (
        Order("topics", "2503.02130", "robotics, planning"),
        Order("topics", "x", ""),
        Order("accept", "", ""),
    )
