"""What a change brought, in a repository of its own."""

from __future__ import annotations

from pathlib import Path

import pytest
import yaml
from click.testing import CliRunner, Result

from generator.check.references import brought
from generator.cli import main
from generator.papers.model import Problem
from tests.conftest import fill, git

CASES = yaml.safe_load((Path(__file__).parent / "changes.yml").read_text("utf-8"))


def write(files: dict[str, str | None]) -> None:
    for path, text in files.items():
        if text is None:
            Path("content", path).unlink()
        else:
            fill(Path("content"), {path: text})


def commit() -> None:
    git("add", "-A")
    git("commit", "-q", "-m", "x")


def run(*args: str) -> Result:
    return CliRunner().invoke(main, args)


@pytest.fixture(autouse=True)
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    write(CASES["before"])
    git("init", "-q")
    commit()


@pytest.mark.parametrize("change", CASES["changes"])
def test_what_is_said_of_a_change(change: str) -> None:
    case = CASES["changes"][change]
    if "first" in case:
        write(case["first"])
        commit()
    write(case["then"])
    result = run("check", "--since", "HEAD")
    assert result.stdout.splitlines() == [f"content/{line}" for line in case["says"]]
    assert result.exit_code == any(": error: " in line for line in case["says"])


def test_without_a_reference_all_is_said() -> None:
    assert run("check").exit_code == 1


def test_a_reference_that_is_none_is_misuse() -> None:
    result = run("check", "--since", "unheard-of")
    assert result.exit_code == 2
    assert "git knows no commit 'unheard-of' here" in result.stderr


def test_what_was_there_before_is_old_though_it_moved_or_grew() -> None:
    before = [Problem("a.md", 3, "wrong")]
    now = [Problem("a.md", 5, "wrong"), Problem("a.md", 9, "wrong"), Problem("b.md", 1, "wrong")]
    assert list(brought(now, before, touched=())) == now[1:]
    asked = iter(before)
    assert list(brought(now, asked, touched={"a.md", "b.md"})) == now
    assert list(asked) == before  # sound content is not looked at twice
    said = "the topic 'rain' has {} papers: 1 to 2 are asked for in digest.yml"
    three, four = (Problem("topics.yml", 4, said.format(number), "warning") for number in (3, 4))
    assert list(brought([four], [three], ())) == []
    assert list(brought([four], [], ())) == [four]


def test_diff_says_what_changed_in_words() -> None:
    write(
        {"papers/2024/touched.md": "---\ntitle: 'Ladders against barns'\ntopics: [pruning]\n---\n"}
    )
    result = run("diff", "HEAD")
    assert result.exit_code == 0
    assert "- Ladders against barns: `pruning`, `unheard` → `pruning`\n" in result.stdout
    assert run("diff", "unheard-of").exit_code == 2


def test_fix_mends_what_was_touched_and_says_so() -> None:
    untidy = "---\ntopics: [rain]\narxiv: 2503.02130\ntitle: 'Lamps'\n---\n"
    write({"papers/2024/anew.md": untidy})
    result = run("check", "--since", "HEAD", "--fix")
    assert result.exit_code == 0
    assert result.stderr == (
        "content/papers/2024/anew.md: mended: arxiv, order of fields\nno problems\n"
    )
    text = Path("content/papers/2024/anew.md").read_text(encoding="utf-8")
    assert text == "---\ntitle: 'Lamps'\narxiv: '2503.02130'\ntopics: [rain]\n---\n"
    write({"papers/2024/old.md": untidy})
    assert "old.md: mended" in run("check", "--fix").stderr
