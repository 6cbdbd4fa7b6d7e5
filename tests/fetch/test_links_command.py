"""``digest links`` with LinkChecker itself, against a source on this machine."""

from __future__ import annotations

import importlib.util
from pathlib import Path

import pytest
from click.testing import Result

from tests.conftest import digest
from tests.fetch.conftest import Answer, Source

pytestmark = pytest.mark.usefixtures("here")


def records(*urls: str) -> None:
    folder = Path("content/papers/2026")
    folder.mkdir(parents=True, exist_ok=True)
    for number, url in enumerate(urls):
        text = f"---\ntitle: Kites {number}\nlinks:\n- {{kind: other, url: '{url}'}}\n---\n"
        (folder / f"kites-{number}.md").write_text(text, encoding="utf-8")


def links(*args: str) -> Result:
    return digest("links", "--per-second", "10", *args)


def test_links_in_trouble_are_reported_and_remembered(source: Source) -> None:
    source.answers["/well"] = [Answer(b"hi", media="text/html")]
    source.answers["/moved"] = [Answer(status=301, headers={"Location": "/well"})]
    source.answers["/gone"] = [Answer(b"", 410)]
    source.answers["/away"] = [Answer(b"", 403)]
    source.answers["/busy"] = [Answer(b"", 429)]
    names = ["well", "moved", "gone", "away", "busy", "missing", "missing#twice"]
    records(*(f"{source.url}/{name}" for name in names))
    before = {path: path.read_bytes() for path in Path("content/papers").rglob("*.md")}

    first = links("--dead-after", "2")
    assert first.exit_code == 0
    assert "7 links checked: 2 well, 3 failing (0 of them dead), 2 in doubt." in first.stdout
    assert f"- <{source.url}/gone>: 410 Gone since 20" in first.stdout
    assert "never seen well. In [kites-2](content/papers/2026/kites-2.md)\n" in first.stdout
    assert f"- <{source.url}/moved>: now <{source.url}/well>. In [kites-1]" in first.stdout
    agents = dict(zip(source.asked, source.agents, strict=True))
    assert agents["/well"].startswith("paper-digest/")
    assert source.asked.count("/missing") == 1
    history = Path("content/links.jsonl").read_text(encoding="utf-8")
    assert len(history.splitlines()) == 8

    aged = history.replace(history.splitlines()[0][9:19], "2026-01-01")
    Path("content/links.jsonl").write_text(aged, encoding="utf-8")
    second = links("--dead-after", "2")
    assert second.exit_code == 1
    assert "7 links checked: 2 well, 3 failing (3 of them dead), 2 in doubt." in second.stdout
    assert {path: path.read_bytes() for path in before} == before


def test_without_a_network_nothing_is_held_against_a_link() -> None:
    records("http://127.0.0.1:9/kites")
    result = links()
    assert result.exit_code == 1
    assert result.stderr.splitlines()[-1].startswith("digest: not one of 1 links answered")
    assert not Path("content/links.jsonl").exists()


def test_a_history_that_is_none_is_named() -> None:
    records()
    done = links()
    assert "0 links checked: 0 well" in done.stdout
    assert "Every link answers." in done.stdout
    Path("content/links.jsonl").write_text("<<<<<<< HEAD\n", encoding="utf-8")
    broken = links()
    assert (broken.exit_code, broken.stdout) == (1, "")
    assert "content/links.jsonl: line 1 is no run and no link" in broken.stderr


def test_linkchecker_may_be_missing(monkeypatch: pytest.MonkeyPatch) -> None:
    records("https://kites.example.org")
    monkeypatch.setattr(importlib.util, "find_spec", lambda name: None)
    result = links()
    assert result.exit_code == 1
    assert "LinkChecker is not installed here" in result.stderr
