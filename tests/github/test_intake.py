"""Listings that arrive by themselves, links that are looked after, and the newsletter."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.fetch.conftest import Answer, Source
from tests.github.conftest import LISTING, Hub, git, pull
from tests.mail.conftest import Offices

PAPER = {
    "paper": {
        "id": "2604.00002",
        "title": "Winds: a [Study](https://evil.example) @all",
        "summary": "Secret. A kite on a line.",
        "authors": [{"name": "Bo Beispiel"}],
        "publishedAt": "2026-04-01T00:00:00.000Z",
        "upvotes": 2,
    },
    "publishedAt": "2026-04-03T00:00:00.000Z",
    "title": "Winds: a [Study](https://evil.example) @all",
    "numComments": 1,
}
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
    source.answers["/"] = [Answer(json.dumps([PAPER]).encode())]
    return ("github", "intake", "--day", "2026-04-03", "--url", f"{source.url}/")


def test_a_listing_becomes_a_pull_request_with_its_account(
    hub: Hub, intake: tuple[str, ...]
) -> None:
    done = hub.run(*intake)
    assert done.exit_code == 0, done.output
    record = "content/papers/2026/winds-a-study-https-evil-example-all.md"
    assert hub.changed("intake/2026-04-03") == ["content/editions/2026-04-03.yml", record]
    (created,) = hub.calls("pr", "create")
    assert done.stdout == created.told
    assert "1 block = 1 new + 0 sightings + 0 rejected" in created.told
    assert f"](https://github.com/muster/digest/edit/intake/2026-04-03/{record})" in created.told
    assert "[`2604.00002`](https://arxiv.org/abs/2604.00002)\n  suggested: `winds` (Winds)" in (
        created.told
    )
    assert "@all" not in created.told
    assert "](https://evil" not in created.told
    assert "Secret" not in created.told
    assert hub.calls("issue") == []


def test_a_silent_source_is_named_in_the_one_issue_about_that(hub: Hub, source: Source) -> None:
    source.answers["/"] = [Answer(b"[]")]
    intake = ("github", "intake", "--day", "2026-04-20", "--url", f"{source.url}/")
    assert hub.run(*intake).exit_code == 0
    assert hub.branches() == ["main"]
    assert [call.args[:2] for call in hub.calls()] == [
        ("issue", "list"), ("label", "list"), ("label", "create"), ("issue", "create"),
    ]  # fmt: skip
    assert "silent" in hub.calls()[-1].told
    hub.answers["issue list"] = [{"number": 5}]
    assert hub.run(*intake).exit_code == 0
    assert hub.calls()[-1].args[:3] == ("issue", "comment", "5")


def test_a_day_without_a_listing_is_no_alarm(
    hub: Hub, intake: tuple[str, ...], source: Source
) -> None:
    source.answers["/"] = [Answer(b"[]")]
    done = hub.run(*intake)
    assert (done.exit_code, hub.calls()) == (0, [])
    assert "silent: the source has no paper for 2026-04-03, a Friday" in done.stdout
    assert "Look before you merge" not in done.stdout


def test_of_two_imports_that_share_a_paper_the_second_is_renewed(
    hub: Hub, intake: tuple[str, ...], source: Source
) -> None:
    """And what nobody has to renew, or somebody works on, is left alone."""
    first, second = "intake/2026-04-03", "intake/2026-04-06"
    renew = ("github", "renew", "--url", f"{source.url}/")
    assert hub.run(*intake).exit_code == 0
    later = {**PAPER, "publishedAt": "2026-04-06T00:00:00.000Z", "numComments": 9}
    source.answers["/"] = [Answer(json.dumps([later]).encode())]
    assert hub.run(*intake[:3], "2026-04-06", *intake[4:]).exit_code == 0
    hub.answers["pr list"] = [pull(first, 30), pull(second, 31), pull("propose/issue-7", 32)]
    assert hub.run(*renew).stdout == ""

    hub.taken_over(first)
    git(hub.folder, "merge", "-q", "--no-ff", first)
    (record,) = (hub.folder / "content/papers/2026").glob("winds*.md")
    record.write_text(record.read_text().replace("topics: [winds]", "topics: [kites]"))
    hub.commit("What a curator made of it")
    hub.answers["pr list"] = [pull(second, 31)]
    before = git(hub.remote, "rev-parse", second)
    done = hub.run(*renew)
    assert done.exit_code == 0, done.output
    assert "1 block = 0 new + 1 sightings + 0 rejected" in done.stdout
    assert "renewed pull request #31" in done.stderr
    assert git(hub.remote, "rev-parse", second) != before
    assert hub.changed(second) == ["content/editions/2026-04-06.yml"]
    git(hub.folder, "fetch", "-q", "origin", second)
    git(hub.folder, "merge", "-q", "FETCH_HEAD")
    assert "topics: [kites]" in record.read_text()


def test_a_damaged_listing_is_merged_as_far_as_it_came_and_named(
    hub: Hub, intake: tuple[str, ...], source: Source
) -> None:
    source.answers["/"] = [Answer(json.dumps([PAPER, {"paper": {"id": "@all"}}]).encode())]
    assert hub.run(*intake).exit_code == 0
    (created,) = hub.calls("pr", "create")
    (issue,) = hub.calls("issue", "create")
    assert "2 blocks = 1 new + 0 sightings + 1 rejected" in created.told
    assert issue.told == created.told
    assert "### Rejected (1)" in issue.told
    assert "@all" not in issue.told


def test_a_source_that_does_not_answer_fails(hub: Hub, source: Source) -> None:
    done = hub.run("github", "intake", "--day", "2026-04-03", "--url", f"{source.url}/nothing")
    assert done.exit_code == 1
    assert done.stderr.startswith("digest: ")
    assert done.stderr.count("\n") == 1
    assert hub.calls() == []


def test_a_young_digest_asks_again_and_another_does_not(
    hub: Hub, intake: tuple[str, ...], source: Source
) -> None:
    assert "asked again in the afternoon" in hub.run(*intake).stdout
    more = json.loads(json.dumps(PAPER).replace("00002", "00003").replace("Winds", "Gusts"))
    source.answers["/"] = [Answer(json.dumps([PAPER, more]).encode())]
    again = hub.run(*intake, "--again")
    assert "2 blocks = 2 new + 0 sightings + 0 rejected" in again.stdout
    assert "asked again" not in again.stdout
    assert len(hub.changed("intake/2026-04-03")) == 3
    for week in ("03-06", "03-13", "03-20", "03-27"):
        (hub.folder / f"content/editions/2026-{week}.yml").write_text(
            LISTING.replace("2026-04-02", f"2026-{week}")
        )
    hub.commit("Four Fridays")
    asked = len(source.asked)
    assert "counts as it came" in hub.run(*intake, "--again").stderr
    assert len(source.asked) == asked


def test_all_sources_of_the_settings_are_asked(
    hub: Hub, source: Source, monkeypatch: pytest.MonkeyPatch
) -> None:
    waited: list[float] = []
    monkeypatch.setattr("time.sleep", waited.append)
    settings = hub.folder / "content/digest.yml"
    settings.write_text(
        f"{settings.read_text()}intake:\n  sources:\n    daily_papers: false\n"
        f"    arxiv: {{categories: [cs.RO]}}\n    feeds: ['{source.url}/feed']\n"
        "  leave: {words: [calm]}\n"
    )
    hub.commit("Sources")
    entry = (
        "<entry><id>http://arxiv.org/abs/2604.0000{0}v1</id><title>{1}</title>"
        "<published>2026-04-01T00:00:00Z</published></entry>"
    )
    atom = "".join(entry.format(n, title) for n, title in ((2, "Winds"), (3, "Calm Air")))
    names = 'xmlns="http://www.w3.org/2005/Atom" xmlns:arxiv="http://arxiv.org/schemas/atom"'
    feed = f"<feed {names}><id>http://arxiv.org/api/x</id>{atom}</feed>"
    source.answers["/arxiv"] = [Answer(feed.encode(), media="application/atom+xml")]
    item = (
        "<item><title>{0}</title><link>https://arxiv.org/abs/2604.0000{1}</link>"
        "<pubDate>{2} Apr 2026 00:00:00 GMT</pubDate></item>"
    )
    items = item.format("Gusts", 4, 3) + item.format("Breezes", 5, 1)
    rss = f"<rss><channel><title>A laboratory</title>{items}</channel></rss>"
    source.answers["/feed"] = [Answer(rss.encode(), media="application/rss+xml")]
    arxiv = ("--arxiv-url", f"{source.url}/arxiv")
    done = hub.run("github", "intake", "--day", "2026-04-03", *arxiv)
    assert done.exit_code == 0, done.output
    assert "arXiv: 2 blocks = 1 new + 0 sightings + 1 left out (1 leave.words)" in done.stdout
    assert "A laboratory: 1 block = 1 new" in done.stdout
    assert "Calm Air: intake.leave.words of digest.yml: Calm" in done.stdout
    changed = hub.changed("intake/2026-04-03")
    assert [path.rpartition("/")[2] for path in changed] == [
        "list-2026-04-03.yml", "search-2026-04-03.yml", "gusts.md", "winds.md",
    ]  # fmt: skip
    assert waited == [3.0]
    assert "submittedDate%3A%5B202604011800+TO+202604021759%5D" in source.asked[0]


def test_without_a_day_it_is_yesterdays(hub: Hub, source: Source) -> None:
    source.answers["/"] = [Answer(b"[]")]
    done = hub.run("github", "intake", "--day", "", "--url", f"{source.url}/")
    assert done.exit_code == 0
    assert len(list(Path("captures").glob("hf-????-??-??.json"))) == 1


def test_links_get_a_history_and_dead_ones_an_issue(hub: Hub, source: Source) -> None:
    links = f"links:\n- {{kind: other, url: '{source.url}/gone'}}\n"
    hub.record.write_text(hub.record.read_text().replace("summary:", f"{links}summary:"))
    hub.commit("Links")
    done = hub.run("github", "links", "--dead-after", "1")
    assert done.exit_code == 0, done.output
    assert "1 link checked: 0 well, 1 failing (1 of them dead)" in done.stdout
    assert hub.changed("links/health") == ["content/links.jsonl"]
    history = git(hub.remote, "show", "links/health:content/links.jsonl")
    assert f"{source.url}/gone" in history
    assert f"{source.url}/gone" in hub.calls("issue", "create")[0].told


def test_the_ledger_of_the_newsletter_is_pushed_and_nothing_else(hub: Hub) -> None:
    readers = hub.tools / "readers"
    git(hub.tools, "clone", "-q", str(hub.remote), str(readers))
    (readers / "notes.txt").write_text("ada@digest.example\n")
    done = hub.run("github", "ledger", str(readers))
    assert (done.exit_code, "nothing changed" in done.stderr) == (0, True)
    (readers / "readers.txt.ledger").write_text("{}\n")
    assert hub.run("github", "ledger", str(readers)).exit_code == 0
    pushed = git(hub.remote, "log", "-1", "--format=%s", "--name-only")
    assert pushed == "Who has had which issue\n\nreaders.txt.ledger"
    assert "nothing changed" in hub.run("github", "ledger", str(readers)).stderr


def test_the_newsletter_is_made_to_look_at_and_sent_to_nobody_twice(
    hub: Hub, offices: Offices
) -> None:
    post = offices.open()
    settings = hub.folder / "content/digest.yml"
    settings.write_text(f"{settings.read_text()}{NEWSLETTER}")
    hub.commit("A newsletter")
    exported(hub)
    made = hub.run("github", "newsletter", "2026-W14", "--out", ".cache/newsletter")
    assert (made.exit_code, made.stdout) == (0, "period=2026-W14\n"), made.output
    assert Path(".cache/newsletter/email/2026-W14.eml").is_file()
    readers = hub.tools / "readers.txt"
    readers.write_text("ada@digest.example\nbo@digest.example\n")
    server = ("--server", f"127.0.0.1:{post.port}", "--security", "none")
    for _ in range(2):
        sent = hub.run("send", "2026-W14", "--to", str(readers), *server)
        assert sent.exit_code == 0, sent.output
        assert post.had == ["ada@digest.example", "bo@digest.example"]
        assert "@digest.example" not in sent.output


def exported(hub: Hub) -> None:
    """The data of the built site, which is what a newsletter is made of."""
    from generator import store
    from generator.build import composing
    from generator.store.files import write_all

    site = composing.compose(store.load(hub.folder / "content"))
    write_all(site.files(), hub.folder / "site")


def test_without_a_period_the_newsletter_is_of_last_week(hub: Hub) -> None:
    exported(hub)
    done = hub.run("github", "newsletter", "", "--out", ".cache/newsletter")
    assert done.exit_code != 0
    assert "-W" in done.stderr
