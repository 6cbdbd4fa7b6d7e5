"""Listings that arrive by themselves, links that are looked after, and the newsletter."""

from __future__ import annotations

from pathlib import Path

import pytest

from generator import store
from generator.build import press
from generator.store.files import write_all
from tests.conftest import fill
from tests.fetch.conftest import Answer, Source, daily, feed, listed
from tests.github.conftest import Hub
from tests.mail.conftest import Offices

DAY = "2026-04-03"
BRANCH = f"intake/{DAY}"
HOSTILE = "Winds: a [Study](https://evil.example) @all"
RECORD = "content/papers/2026/winds-a-study-https-evil-example-all.md"
PAPER = listed("2604.00002", HOSTILE, DAY, summary="Secret. A kite on a line.")
NEWSLETTER = """\
newsletter:
  from: digest@digest.example
  complete: '2026-04-05'
  unsubscribe_url: 'https://digest.example/leave?who={email}'
  unsubscribe_mail: leave@digest.example
"""


@pytest.fixture
def intake(hub: Hub, source: Source) -> tuple[str, ...]:
    """The command, with the source on this machine."""
    source.answers["/"] = [daily(PAPER)]
    return ("github", "intake", "--url", f"{source.url}/", "--day", DAY)


def settings(hub: Hub, more: str) -> None:
    path = hub.folder / "content/digest.yml"
    path.write_text(path.read_text() + more)
    hub.commit("Settings")


def test_a_listing_becomes_a_pull_request_with_its_account(
    hub: Hub, intake: tuple[str, ...]
) -> None:
    done = hub.run(*intake)
    assert done.exit_code == 0, done.output
    assert hub.changed(BRANCH) == [f"content/editions/{DAY}.yml", RECORD]
    (created,) = hub.calls("pr", "create")
    assert done.stdout == created.told
    assert "1 block = 1 new + 0 sightings + 0 rejected" in created.told
    assert f"](https://github.com/muster/digest/edit/{BRANCH}/{RECORD})" in created.told
    paper = "[`2604.00002`](https://arxiv.org/abs/2604.00002)\n  suggested: `fair-winds` (Winds)"
    assert paper in created.told
    for secret in ("@all", "](https://evil", "Secret"):
        assert secret not in created.told
    assert hub.calls("issue") == []


def test_a_silent_source_is_named_in_the_one_issue_about_that(
    hub: Hub, intake: tuple[str, ...], source: Source
) -> None:
    source.answers["/"] = [Answer(b"[]")]
    done = hub.run(*intake)  # a day without a listing is no alarm
    assert (done.exit_code, hub.calls()) == (0, [])
    assert "silent: the source has no paper for 2026-04-03, a Friday" in done.stdout
    assert "Look before you merge" not in done.stdout
    assert hub.run(*intake, "--day", "2026-04-20").exit_code == 0
    assert hub.branches() == ["main"]
    listed, made = hub.calls()
    assert listed.args[:4] == ("issue", "list", "--label", "source")
    assert made.args[3:] == (
        "repos/{owner}/{repo}/issues",
        *("--raw-field", "title=A source is silent or incomplete"),
        *("--raw-field", "labels[]=source"),
        *("--field", "body=@-"),
    )
    assert "silent" in made.told
    hub.answers["issue list"] = [{"number": 5}]
    assert hub.run(*intake, "--day", "2026-04-20").exit_code == 0
    assert hub.calls()[-1].args[:3] == ("issue", "comment", "5")


def test_of_two_imports_that_share_a_paper_the_second_is_renewed(
    hub: Hub, intake: tuple[str, ...], source: Source
) -> None:
    """And what nobody has to renew, or somebody works on, is left alone."""
    second = "intake/2026-04-06"
    renew = ("github", "renew", *intake[2:4])
    assert hub.run(*renew).exit_code == hub.run(*intake).exit_code == 0
    source.answers["/"] = [daily(listed("2604.00002", HOSTILE, "2026-04-06"))]
    assert hub.run(*intake, "--day", "2026-04-06").exit_code == 0
    hub.pulls(BRANCH, second, "propose/issue-7")
    assert hub.run(*renew).stdout == ""

    hub.taken_over(BRANCH)
    hub.git("merge", "-q", "--no-ff", BRANCH)
    record = hub.folder / RECORD
    record.write_text(record.read_text().replace("topics: [fair-winds]", "topics: [kites]"))
    hub.commit("What a curator made of it")
    hub.pulls(second)
    before = hub.far("rev-parse", second)
    done = hub.run(*renew)
    assert done.exit_code == 0, done.output
    assert "1 block = 0 new + 1 sightings + 0 rejected" in done.stdout
    assert "renewed pull request #31" in done.stderr
    assert hub.far("rev-parse", second) != before
    assert hub.changed(second) == ["content/editions/2026-04-06.yml"]
    hub.git("fetch", "-q", "origin", second)
    hub.git("merge", "-q", "FETCH_HEAD")
    assert "topics: [kites]" in record.read_text()


def test_a_damaged_listing_is_merged_as_far_as_it_came_and_named(
    hub: Hub, intake: tuple[str, ...], source: Source
) -> None:
    source.answers["/"] = [daily(PAPER, {"paper": {"id": "@all"}})]
    assert hub.run(*intake).exit_code == 0
    (created,) = hub.calls("pr", "create")
    (issue,) = hub.calls("api", "--method", "POST")
    assert "2 blocks = 1 new + 0 sightings + 1 rejected" in created.told
    assert issue.told == created.told
    assert "### Rejected (1)" in issue.told
    assert "@all" not in issue.told


def test_a_source_that_does_not_answer_fails(hub: Hub, source: Source) -> None:
    done = hub.run("github", "intake", "--day", DAY, "--url", f"{source.url}/nothing")
    assert (done.exit_code, done.stderr.count("\n"), hub.calls()) == (1, 1, [])
    assert done.stderr.startswith("digest: ")


def test_a_young_digest_asks_again_and_another_does_not(
    hub: Hub, intake: tuple[str, ...], source: Source
) -> None:
    assert "asked again in the afternoon" in hub.run(*intake).stdout
    source.answers["/"] = [daily(PAPER, listed("2604.00003", "Gusts", DAY))]
    again = hub.run(*intake, "--again")
    assert "2 blocks = 2 new + 0 sightings + 0 rejected" in again.stdout
    assert "asked again" not in again.stdout
    assert len(hub.changed(BRANCH)) == 3
    editions = hub.folder / "content/editions"
    listing = (editions / "2026-04-02.yml").read_text()
    fridays = [f"2026-03-{day}" for day in ("06", "13", "20", "27")]
    fill(editions, {f"{day}.yml": listing.replace("2026-04-02", day) for day in fridays})
    hub.commit("Four Fridays")
    asked = len(source.asked)
    assert "counts as it came" in hub.run(*intake, "--again").stderr
    assert len(source.asked) == asked


def test_all_sources_of_the_settings_are_asked(
    hub: Hub, source: Source, monkeypatch: pytest.MonkeyPatch
) -> None:
    waited: list[float] = []
    monkeypatch.setattr("time.sleep", waited.append)
    settings(
        hub,
        "intake:\n  sources:\n    daily_papers: false\n    arxiv: {categories: [cs.RO]}\n"
        f"    feeds: ['{source.url}/feed']\n  leave: {{words: [calm]}}\n",
    )
    source.answers["/arxiv"] = [feed(("2604.00002", "Winds"), ("2604.00003", "Calm Air"))]
    item = (
        "<item><title>{0}</title><link>https://arxiv.org/abs/2604.0000{1}</link>"
        "<pubDate>{2} Apr 2026 00:00:00 GMT</pubDate></item>"
    )
    items = item.format("Gusts", 4, 3) + item.format("Breezes", 5, 1)
    rss = f"<rss><channel><title>A laboratory</title>{items}</channel></rss>"
    source.answers["/feed"] = [Answer(rss.encode(), media="application/rss+xml")]
    arxiv = ("--arxiv-url", f"{source.url}/arxiv")
    done = hub.run("github", "intake", "--day", DAY, *arxiv)
    assert done.exit_code == 0, done.output
    assert "arXiv: 2 blocks = 1 new + 0 sightings + 1 left out (1 leave.words)" in done.stdout
    assert "A laboratory: 1 block = 1 new" in done.stdout
    assert "Calm Air: intake.leave.words of digest.yml: Calm" in done.stdout
    assert [path.rpartition("/")[2] for path in hub.changed(BRANCH)] == [
        "list-2026-04-03.yml", "search-2026-04-03.yml", "gusts.md", "winds.md",
    ]  # fmt: skip
    assert waited == [3.0]
    assert "submittedDate%3A%5B202604011800+TO+202604021759%5D" in source.asked[0]


def test_without_a_day_it_is_yesterdays(intake: tuple[str, ...], hub: Hub, source: Source) -> None:
    source.answers["/"] = [Answer(b"[]")]
    assert hub.run(*intake, "--day", "").exit_code == 0
    assert len(list(Path("captures").glob("hf-????-??-??.json"))) == 1


def test_links_get_a_history_and_dead_ones_an_issue(hub: Hub, source: Source) -> None:
    gone = f"{source.url}/gone"
    hub.record.write_text(hub.record.read_text().replace("https://github.com/muster/kites", gone))
    hub.commit("Links")
    done = hub.run("github", "links", "--dead-after", "1")
    assert done.exit_code == 0, done.output
    assert "1 link checked: 0 well, 1 failing (1 of them dead)" in done.stdout
    assert hub.changed("links/health") == ["content/links.jsonl"]
    assert gone in hub.far("show", "links/health:content/links.jsonl")
    assert gone in hub.calls("api", "--method", "POST")[0].told


def test_the_ledger_of_the_newsletter_is_pushed_and_nothing_else(hub: Hub) -> None:
    readers = hub.tools / "readers"
    hub.git("clone", "-q", str(hub.remote), str(readers))
    (readers / "notes.txt").write_text("ada@digest.example\n")
    done = hub.run("github", "ledger", str(readers))
    assert (done.exit_code, "nothing changed" in done.stderr) == (0, True)
    (readers / "readers.txt.ledger").write_text("{}\n")
    assert hub.run("github", "ledger", str(readers)).exit_code == 0
    pushed = hub.far("log", "-1", "--format=%s", "--name-only")
    assert pushed == "Who has had which issue\n\nreaders.txt.ledger"
    assert "nothing changed" in hub.run("github", "ledger", str(readers)).stderr


def test_the_newsletter_is_made_to_look_at_and_sent_to_nobody_twice(
    hub: Hub, offices: Offices
) -> None:
    settings(hub, NEWSLETTER)
    site = press.compose(store.load(hub.folder / "content"))
    write_all(site.files(), hub.folder / "site")  # of its data a newsletter is made
    newsletter = ("github", "newsletter", "--out", ".cache/newsletter")
    unnamed = hub.run(*newsletter, "")  # it is of last week, of which there is nothing
    assert (unnamed.exit_code != 0, "-W" in unnamed.stderr) == (True, True)
    made = hub.run(*newsletter, "2026-W14")
    assert (made.exit_code, made.stdout) == (0, "period=2026-W14\n"), made.output
    assert Path(".cache/newsletter/email/2026-W14.eml").is_file()
    post, readers = offices.open(), hub.tools / "readers.txt"
    readers.write_text("ada@digest.example\nbo@digest.example\n")
    server = ("--server", f"127.0.0.1:{post.port}", "--security", "none")
    for _ in range(2):
        sent = hub.run("send", "2026-W14", "--to", str(readers), *server)
        assert sent.exit_code == 0, sent.output
        assert post.had == ["ada@digest.example", "bo@digest.example"]
        assert "@digest.example" not in sent.output
