"""Records that feeds would miss: typed by hand, or merged late; and what ``--fix`` writes."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from click.testing import CliRunner

from generator.cli import main
from generator.store.git import first_days
from tests.conftest import git

DIGEST = "title: D\nurl: https://d.example/\nfeeds: {tag: 'd.example,2024'}\n"


def write(id_: str, title: str, *lines: str, year: str = "2024") -> Path:
    path = Path("content/papers") / year / f"{id_}.md"
    path.parent.mkdir(parents=True, exist_ok=True)
    text = ["---", f"title: '{title}'", "published: 2024-05-06", *lines, "---", ""]
    path.write_text("\n".join(text), encoding="utf-8")
    return path


def commit(day: str) -> None:
    git("add", "-A")
    git("commit", "-q", "-m", "x", day=day)


def check(*options: str) -> str:
    return CliRunner().invoke(main, ["check", *options]).stdout


@pytest.fixture(autouse=True)
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    Path("content").mkdir()
    Path("content/digest.yml").write_text(DIGEST)
    git("init", "-q", "-b", "main")
    commit("2024-05-01")
    return tmp_path


def test_a_record_typed_in_the_browser_gets_the_day_of_its_first_commit() -> None:
    kites = write("kites", "Kites in Autumn")
    commit("2024-05-06")
    kites.write_text(kites.read_text().replace("Autumn", "Spring"))
    commit("2024-05-20")
    new = write("winds", "Winds from the North")
    assert check().count("'added' does not say when it came in") == 2
    assert "says what followed" in CliRunner().invoke(main, ["check", "--fix"]).stderr
    assert kites.read_text().endswith("published: 2024-05-06\nadded: 2024-05-07\n---\n")
    assert "added" not in new.read_text()
    assert "winds.md" in check()
    assert "kites.md" not in check()


def test_a_pull_request_came_in_when_it_was_merged_and_a_move_is_no_arrival() -> None:
    git("switch", "-q", "-c", "work")
    kites = write("kites", "Kites in Autumn", year="undated")
    commit("2024-05-06")
    git("switch", "-q", "main")
    write("winds", "Winds from the North")
    commit("2024-05-07")
    git("merge", "-q", "--no-ff", "-m", "x", "work", day="2024-05-12")
    Path("content/papers/2024").mkdir(exist_ok=True)
    kites.rename("content/papers/2024/kites.md")
    commit("2024-06-01")
    assert first_days(Path("content")) == {"kites": "2024-05-13", "winds": "2024-05-08"}


def test_without_the_whole_history_nothing_is_made_up(here: Path) -> None:
    write("kites", "Kites in Autumn")
    commit("2024-05-06")
    git("clone", "-q", "--depth", "1", f"file://{here}", "shallow")
    assert first_days(Path("shallow/content")) == {}
    assert first_days(here.parent) == {}


def test_what_a_change_brings_too_late_for_its_week_is_named() -> None:
    today = datetime.now(UTC).date()
    monday = today - timedelta(days=today.weekday())
    write("late", "Late Kites", f"added: {monday - timedelta(days=1)}")
    write("fresh", "Fresh Winds", f"added: {today}")
    write("never", "Rain over hills")
    said = check("--since", "HEAD").splitlines()
    assert [line for line in said if "in a week that is over" in line] == [
        f"content/papers/2024/late.md:4: warning: 'added' is {monday - timedelta(days=1)}, in a"
        " week that is over: write the day of the merge, or neither feed nor newsletter may"
        " bring it"
    ]


def test_a_citation_key_that_another_paper_has_is_settled_once() -> None:
    write("kites-in-autumn", "Kites in Autumn", "authors: [Ada Ngo]", "added: 2024-05-06")
    later = write(
        "kites-in-spring", "A meadow in spring", "authors: [Ada Ngo]", "added: 2024-05-07"
    )
    assert "write citation_key: ngo2024kitesb" in check()
    check("--fix")
    assert "citation_key: ngo2024kitesb\n" in later.read_text()
    assert check() == ""
