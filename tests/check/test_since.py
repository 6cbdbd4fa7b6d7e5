"""What the check says of a change, in a repository of its own; and what ``--fix`` writes."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
import yaml

from generator.check import new_problems
from generator.papers.model import Problem
from generator.store.git import first_days
from tests.conftest import digest, fill, git

CASES = yaml.safe_load((Path(__file__).parent / "changes.yml").read_text("utf-8"))
WITH_FEEDS = {"digest.yml": "title: D\nurl: https://d.example/\nfeeds: {tag: 'd.example,2024'}\n"}

pytestmark = pytest.mark.usefixtures("here")


def write(files: Mapping[str, str | None]) -> None:
    fill(Path("content"), {path: text for path, text in files.items() if text is not None})
    for path in (path for path, text in files.items() if text is None):
        Path("content", path).unlink()


def record(id: str, *lines: str, title: str = "", shelf: str = "2024") -> Path:
    text = "\n".join(["---", f"title: '{title or id}'", "published: 2024-05-06", *lines, "---", ""])
    return fill(Path("content/papers", shelf), {f"{id}.md": text}) / f"{id}.md"


def commit(day: str = "2024-05-01") -> None:
    git("add", "-A")
    git("commit", "-q", "-m", "x", day=day)


def repository(files: Mapping[str, str | None]) -> None:
    write(files)
    git("init", "-q", "-b", "main")
    commit()


@pytest.mark.parametrize("change", CASES["changes"])
def test_what_is_said_of_a_change(change: str) -> None:
    repository(CASES["before"])
    case = CASES["changes"][change]
    if "first" in case:
        write(case["first"])
        commit()
    write(case["then"])
    result = digest("check", "--since", "HEAD", *case.get("options", ()))
    assert result.stdout.splitlines() == [f"content/{line}" for line in case["says"]]
    assert result.exit_code == any(": error: " in line for line in case["says"])
    assert case.get("tells", "") in result.stderr
    for path, text in case.get("leaves", {}).items():
        assert Path("content", path).read_text("utf-8") == text
    if "differs" in case:
        assert case["differs"] in digest("diff", "HEAD").stdout


def test_without_a_reference_all_is_said_and_one_that_is_none_is_misuse() -> None:
    repository(CASES["before"])
    assert digest("check").exit_code == 1
    for command in (["check", "--since"], ["diff"]):
        result = digest(*command, "unheard-of")
        assert result.exit_code == 2
        assert "git knows no commit 'unheard-of' here" in result.stderr


def test_what_was_there_before_is_old_though_it_moved_or_grew() -> None:
    before = [Problem("a.md", 3, "wrong")]
    now = [Problem("a.md", 5, "wrong"), Problem("a.md", 9, "wrong"), Problem("b.md", 1, "wrong")]
    assert list(new_problems(now, before, touched=())) == now[1:]
    asked = iter(before)
    assert list(new_problems(now, asked, touched={"a.md", "b.md"})) == now
    assert list(asked) == before  # sound content is not looked at twice
    said = "the topic 'rain' has {} papers: 1 to 2 are asked for in digest.yml"
    three, four = (Problem("topics.yml", 4, said.format(number), "warning") for number in (3, 4))
    assert list(new_problems([four], [three], ())) == []
    assert list(new_problems([four], [], ())) == [four]


# What feeds would miss


def test_a_record_typed_in_the_browser_gets_the_day_of_its_first_commit() -> None:
    repository(WITH_FEEDS)
    kites = record("kites", title="Kites in Autumn")
    commit("2024-05-06")
    kites.write_text(kites.read_text().replace("Autumn", "Spring"))
    commit("2024-05-20")
    new = record("winds")
    assert digest("check").stdout.count("'added' does not say when it came in") == 2
    assert "says what followed" in digest("check", "--fix").stderr
    assert kites.read_text().endswith("published: 2024-05-06\nadded: 2024-05-07\n---\n")
    assert "added" not in new.read_text()
    said = digest("check").stdout
    assert "winds.md" in said
    assert "kites.md" not in said


def test_a_pull_request_came_in_when_it_was_merged_and_a_move_is_no_arrival() -> None:
    repository(WITH_FEEDS)
    git("switch", "-q", "-c", "work")
    kites = record("kites", shelf="undated")
    commit("2024-05-06")
    git("switch", "-q", "main")
    record("winds")
    commit("2024-05-07")
    git("merge", "-q", "--no-ff", "-m", "x", "work", day="2024-05-12")
    kites.rename("content/papers/2024/kites.md")
    commit("2024-06-01")
    assert first_days(Path("content")) == {"kites": "2024-05-13", "winds": "2024-05-08"}
    # Without the whole history nothing is made up.
    git("clone", "-q", "--depth", "1", Path.cwd().as_uri(), "shallow")
    assert first_days(Path("shallow/content")) == {}
    assert first_days(Path.cwd().parent) == {}


def test_what_a_change_brings_too_late_for_its_week_is_named() -> None:
    repository(WITH_FEEDS)
    today = datetime.now(UTC).date()
    sunday = today - timedelta(days=today.weekday() + 1)
    record("late", f"added: {sunday}")
    record("fresh", f"added: {today}")
    record("never")
    said = digest("check", "--since", "HEAD").stdout.splitlines()
    assert [line for line in said if "in a week that is over" in line] == [
        f"content/papers/2024/late.md:4: warning: 'added' is {sunday}, in a week that is over:"
        " write the day of the merge, or neither feed nor newsletter may bring it"
    ]


def test_a_citation_key_that_another_paper_has_is_settled_once() -> None:
    repository(WITH_FEEDS)
    record("kites-in-autumn", "authors: [Ada Ngo]", "added: 2024-05-06")
    later = record("kites-in-spring", "authors: [Ada Ngo]", "added: 2024-05-07", title="A meadow")
    assert "write citation_key: ngo2024kitesb" in digest("check").stdout
    digest("check", "--fix")
    assert "citation_key: ngo2024kitesb\n" in later.read_text()
    assert digest("check").stdout == ""
