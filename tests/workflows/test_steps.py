"""Every step of every workflow, run here against a remote of its own and a stand-in for gh."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest

from generator.review.forms import PROPOSAL
from tests.fetch.conftest import Answer, Source, source
from tests.mail.conftest import Offices, offices
from tests.workflows import runner as runners
from tests.workflows.runner import ROOT, Runner, git

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
- {id: kites, title: Kites, description: What hangs on a line., group: flying}
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
NEWSLETTER = """\
newsletter:
  from: digest@digest.example
  complete: '2026-04-05'
  unsubscribe_url: 'https://digest.example/leave?who={email}'
  unsubscribe_mail: leave@digest.example
"""
LISTING = """\
date: 2026-04-02
kind: daily
source: Hugging Face
papers:
- {paper: kites-in-autumn, upvotes: 3}
"""


def write(content: Path) -> None:
    (content / "papers" / "2026").mkdir(parents=True)
    (content / "editions").mkdir()
    (content / "digest.yml").write_text(SETTINGS)
    (content / "topics.yml").write_text(TOPICS)
    (content / "papers" / "2026" / "kites-in-autumn.md").write_text(KITES)
    (content / "editions" / "2026-04-02.yml").write_text(LISTING)
    shutil.copytree(ROOT / "content" / "pages", content / "pages")


@pytest.fixture
def runner(tmp_path: Path) -> Runner:
    return runners.made(tmp_path, write)


def record(runner: Runner, name: str) -> str:
    """A record as the branch ``name`` of the remote has it: the one that main has not."""
    path = git(runner.remote, "diff", "--name-only", "main", name)
    return git(runner.remote, "show", f"{name}:{path}")


def branches(runner: Runner) -> list[str]:
    return git(runner.remote, "branch", "--format=%(refname:short)").split("\n")


# Workflows whose steps are run below, and those that are not, each with the reason.
PLAYED = {
    "content", "intake", "links", "newsletter", "preview", "propose", "publish", "report",
}  # fmt: skip
NOT_PLAYED = {"test": "its one step, make test, is what runs this"}


def test_every_workflow_is_run_here() -> None:
    there = {path.stem for path in (ROOT / ".github" / "workflows").glob("*.yml")}
    assert there == PLAYED | NOT_PLAYED.keys()


def test_main_is_published_and_a_pull_request_has_a_preview(runner: Runner) -> None:
    assert runner.play("publish").succeeded
    assert (runner.artifacts["github-pages"] / "papers" / "kites-in-autumn" / "index.html").exists()
    shutil.rmtree(runner.folder / "site")
    assert runner.play("preview").succeeded
    assert (runner.artifacts["site"] / "index.html").exists()


def test_a_change_is_summed_up_and_its_problems_annotated(runner: Runner) -> None:
    git(runner.folder, "switch", "-q", "-c", "change")
    path = runner.folder / "content" / "papers" / "2026" / "kites-in-autumn.md"
    path.write_text(KITES.replace("[kites]", "[kits]"))
    git(runner.folder, "commit", "-q", "-a", "-m", "A mistake")
    played = runner.play("content", {"pull_request": {"base": {"sha": "main"}}})
    assert not played.succeeded
    place = "::error file=content/papers/2026/kites-in-autumn.md,line=6,title=digest check::"
    assert place in played.said
    assert "did you mean 'kites'?" in played.said
    assert "Topics changed" in played.summary
    path.write_text(KITES.replace("by a third", "by a quarter"))
    git(runner.folder, "commit", "-q", "-a", "-m", "A correction")
    played = runner.play("content")
    assert played.succeeded, played.said
    assert "Other fields changed" in played.summary


def test_a_pull_request_is_commented_and_labelled_by_what_main_makes_of_its_data(
    runner: Runner,
) -> None:
    git(runner.folder, "switch", "-q", "-c", "change")
    path = runner.folder / "content" / "papers" / "2026" / "kites-in-autumn.md"
    path.write_text(KITES.replace("Kites in Autumn", "@all [x](https://evil.example)"))
    git(runner.folder, "commit", "-q", "-a", "-m", "A title")
    assert runner.play("content", {"pull_request": {"base": {"sha": "main"}}}).succeeded
    runner.artifacts["difference"] = runner.artifacts["difference"].rename(
        runner.tools / "difference.json"
    )
    git(runner.folder, "switch", "-q", "main")
    run = {"event": "pull_request", "head_sha": "0" * 40, "id": 1}
    assert runner.play("report", {"workflow_run": run}).succeeded
    assert {call.args[:2] for call in runner.calls()} == {("pr", "list")}

    runner.answers |= {"pr list": "31", "api --paginate": "content/a.md\n$(touch pwned)\ndocs/a.md"}
    assert runner.play("report", {"workflow_run": run}).succeeded
    labels = [call.args[-1] for call in runner.calls() if call.args[:2] == ("pr", "edit")]
    assert labels == ["content", "docs", "infra"]
    comment = runner.calls()[-1]
    assert comment.args[:4] == ("pr", "comment", "31", "--edit-last")
    assert "Other fields changed" in comment.told
    assert "@all" not in comment.told
    assert "](https://evil" not in comment.told
    (runner.tools / "difference.json").write_text('{"comment": "@all"}')
    assert not runner.play("report", {"workflow_run": run}).succeeded
    assert not runner.play("report", {"workflow_run": run | {"event": "push"}}).said


def form(address: str, title: str = "") -> dict[str, object]:
    answers = [address, title, "Kites", "", "$(touch pwned) `touch pwned` ${{ secrets.X }}"]
    parts = zip(PROPOSAL, answers, strict=True)
    body = "\r\n\r\n".join(f"### {label}\r\n\r\n{said or '_No response_'}" for label, said in parts)
    return {"issue": {"number": 7, "title": "'; touch pwned; '", "body": body}}


def test_a_form_becomes_a_pull_request_that_a_curator_may_take_over(runner: Runner) -> None:
    event = form("10.1000/winds", "Winds '$(touch pwned)'")
    assert runner.play("propose", event).succeeded
    assert "doi: '10.1000/winds'" in record(runner, "propose/issue-7")
    created = next(call for call in runner.calls() if call.args[:2] == ("pr", "create"))
    assert created.args[2:6] == (
        "--head", "propose/issue-7", "--title", "Content: add winds-touch-pwned",
    )  # fmt: skip
    assert "Closes #7." in created.told
    assert created.token == "t0k3n"
    assert [call.args[:4] for call in runner.calls()[-3:]] == [
        ("workflow", "run", "content.yml", "--ref"),
        ("workflow", "run", "test.yml", "--ref"),
        ("issue", "comment", "7", "--edit-last"),
    ]
    assert not list(runner.folder.rglob("pwned"))

    git(runner.folder, "switch", "-q", "propose/issue-7")
    git(runner.folder, "commit", "-q", "--allow-empty", "-m", "By a curator")
    git(runner.folder, "push", "-q", "origin", "propose/issue-7")
    theirs = git(runner.remote, "rev-parse", "propose/issue-7")
    git(runner.folder, "switch", "-q", "main")
    played = runner.play("propose", form("10.1000/winds", "Gales"))
    assert "Somebody works on propose/issue-7: it stays as it is" in played.said
    assert git(runner.remote, "rev-parse", "propose/issue-7") == theirs


def test_an_edited_form_renews_its_pull_request(runner: Runner) -> None:
    assert runner.play("propose", form("10.1000/winds", "Winds")).succeeded
    git(runner.folder, "switch", "-q", "main")
    runner.answers["pr list"] = "31"
    assert runner.play("propose", form("10.1000/winds", "Gales")).succeeded
    assert "title: 'Gales'" in record(runner, "propose/issue-7")
    edited = next(call for call in runner.calls() if call.args[:2] == ("pr", "edit"))
    assert edited.args[2:5] == ("31", "--title", "Content: add gales")


def test_a_paper_that_is_there_is_answered_and_no_form_is_left_alone(runner: Runner) -> None:
    assert runner.play("propose", form("2604.00001")).succeeded
    (call,) = runner.calls()
    assert call.args[:3] == ("issue", "comment", "7")
    assert "is in the digest already" in call.told
    assert branches(runner) == ["main"]
    assert runner.play("propose", {"issue": {"number": 8, "body": "Hello"}}).succeeded
    assert len(runner.calls()) == 1


PAPER = {
    "paper": {
        "id": "2604.00002",
        "title": "Winds: a Study",
        "summary": "Secret.",
        "authors": [{"name": "Bo Beispiel"}],
        "publishedAt": "2026-04-01T00:00:00.000Z",
        "upvotes": 2,
    },
    "publishedAt": "2026-04-03T00:00:00.000Z",
    "title": "Winds: a Study",
    "numComments": 1,
}


def intake(runner: Runner, source: Source, papers: list[object]) -> runners.Played:
    source.answers["/"] = [Answer(json.dumps(papers).encode())]
    runner.environment["SOURCE"] = f"{source.url}/"
    return runner.play("intake", {"inputs": {"day": "2026-04-03"}})


def test_a_listing_becomes_a_pull_request_with_its_account(runner: Runner, source: Source) -> None:
    played = intake(runner, source, [PAPER])
    assert played.succeeded, played.said
    files = git(runner.remote, "diff", "--name-only", "main", "intake/2026-04-03").split("\n")
    assert files == ["content/editions/2026-04-03.yml", "content/papers/2026/winds-a-study.md"]
    created = next(call for call in runner.calls() if call.args[:2] == ("pr", "create"))
    assert "    2026-04-03" in created.told or "1 block = 1 new" in created.told
    assert "1 new + 0 sightings + 0 rejected" in played.summary


def test_a_silent_source_is_named_in_the_one_issue_about_that(
    runner: Runner, source: Source
) -> None:
    played = intake(runner, source, [])
    assert played.succeeded, played.said
    assert branches(runner) == ["main"]
    assert [call.args[:2] for call in runner.calls()] == [
        ("issue", "list"), ("label", "create"), ("issue", "create"),
    ]  # fmt: skip
    assert "silent" in runner.calls()[-1].told
    runner.answers["issue list"] = "5"
    (runner.folder / "captures" / "hf-2026-04-03.json").unlink()
    assert intake(runner, source, []).succeeded
    assert runner.calls()[-1].args[:3] == ("issue", "comment", "5")


def test_a_source_that_does_not_answer_fails_the_workflow(runner: Runner, source: Source) -> None:
    runner.environment["SOURCE"] = f"{source.url}/nothing"
    played = runner.play("intake", {"inputs": {"day": "2026-04-03"}})
    assert not played.succeeded
    assert "there is no listing of 2026-04-03" in played.said
    assert runner.calls() == []


def test_links_get_a_history_and_dead_ones_an_issue(runner: Runner, source: Source) -> None:
    source.answers["/well"] = [Answer(b"hi", media="text/html")]
    path = runner.folder / "content" / "papers" / "2026" / "kites-in-autumn.md"
    links = "".join(f"- {{kind: other, url: '{source.url}/{name}'}}\n" for name in ("gone", "well"))
    path.write_text(KITES.replace("summary:", f"links:\n{links}summary:"))
    git(runner.folder, "commit", "-q", "-a", "-m", "Links")
    git(runner.folder, "push", "-q")
    runner.environment["DEAD_AFTER"] = "1"
    played = runner.play("links")
    assert played.succeeded, played.said
    assert "2 links checked: 1 well, 1 failing (1 of them dead)" in played.summary
    changed = git(runner.remote, "diff", "--name-only", "main", "links/health")
    assert changed == "content/links.jsonl"
    assert f"{source.url}/gone" in git(runner.remote, "show", f"links/health:{changed}")
    created = next(call for call in runner.calls() if call.args[:2] == ("issue", "create"))
    assert f"{source.url}/gone" in created.told


def test_the_newsletter_is_made_approved_and_sent_to_nobody_twice(
    runner: Runner, offices: Offices
) -> None:
    post = offices.open()
    settings = runner.folder / "content" / "digest.yml"
    settings.write_text(f"{SETTINGS}{NEWSLETTER}")
    readers = runner.tools / "readers"
    readers.mkdir()
    git(readers, "init", "-q", "-b", "main")
    (readers / "readers.txt").write_text("ada@digest.example\nbo@digest.example\n")
    git(readers, "add", "-A")
    git(readers, "commit", "-q", "-m", "Readers")
    git(readers, "config", "receive.denyCurrentBranch", "updateInstead")

    event = {"inputs": {"period": "2026-W14"}}
    played = runner.play("newsletter", event, event_name="workflow_dispatch")
    assert played.succeeded, played.said
    assert (runner.artifacts["issue"] / "email" / "2026-W14.eml").exists()
    assert post.had == []

    runner.variables["NEWSLETTER_READERS"] = str(readers)
    runner.secrets["SMTP_SERVER"] = f"127.0.0.1:{post.port}"
    runner.environment["SECURITY"] = "none"
    for _ in range(2):
        played = runner.play("newsletter", event)
        assert played.succeeded, played.said
        assert post.had == ["ada@digest.example", "bo@digest.example"]
    assert git(readers, "log", "--format=%s") == "Who has had which issue\nReaders"
    assert "@digest.example" not in (readers / "readers.txt.ledger").read_text()
    assert "@digest.example" not in played.said
