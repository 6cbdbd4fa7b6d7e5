"""What is kept of content is never wrong, whatever became of it or of the files meanwhile."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from unittest.mock import patch

import pytest

from generator import check, store
from generator.store import cache, documents, files
from tests.conftest import fill

FILES = {
    "digest.yml": "title: D\n",
    "topics.yml": "groups:\n- {id: g, title: G}\ntopics:\n"
    "- {id: t, title: T, group: g, description: Of T.}\n",
    "papers/2024/a.md": "---\ntitle: A\ntopics: [t]\n---\nText.\n",
    "papers/2024/b.md": "---\ntitle: B\ntopics: [t]\n---\n",
    "papers/2024/broken.md": "---\ntitle: B: C\n---\n",
    "editions/2024-01-05.yml": "date: 2024-01-05\nkind: daily\nsource: L\npapers:\n- {paper: a}\n",
    "notes/2024-W01.md": "A note.\n",
}
RECORD = "papers/2024/a.md"
ALL = ["2024-01-05", "a", "b", "broken"]


@pytest.fixture
def content(tmp_path: Path) -> Path:
    return fill(tmp_path / "content", FILES)


@pytest.fixture
def kept(tmp_path: Path) -> Path:
    return tmp_path / "cache"


def fingerprint(content: Path, kept: Path) -> bytes:
    return store.opened(content, kept).cache.fingerprint


def same(content: Path, kept: Path) -> None:
    """Content with a cache is content without one, and so are its problems."""
    told = fingerprint(content, kept)
    cold, warm = store.load(content), store.load(content, kept)
    for part in ("corpus", "problems", "sources", "state"):
        assert getattr(warm, part) == getattr(cold, part)
    assert told == warm.cache.fingerprint
    for id, paper in cold.corpus.papers.items():
        assert warm.corpus.papers[id].stated == paper.stated
    assert list(check.problems(warm)) == list(check.problems(cold))


def done_for(content: Path, kept: Path) -> list[list[str]]:
    """Load, and tell the records and editions whose files are read for it, and that are parsed."""
    with (
        patch.object(Path, "read_bytes", autospec=True, side_effect=Path.read_bytes) as read,
        patch.object(documents, "parse", wraps=documents.parse) as parse,
    ):
        store.load(content, kept)
    paths = [call.args[0] for call in read.call_args_list]
    parsed = [Path(call.args[1]) for call in parse.call_args_list]
    return [sorted({path.stem for path in each} & {*ALL, "c"}) for each in (paths, parsed)]


def settle(content: Path, kept: Path) -> None:
    """Load once, as if the files had been there for a while."""
    with patch.object(cache, "_TICK", -(10**18)):
        store.load(content, kept)


# What is written or goes, and which records and editions are read for it, and parsed.
A, B = FILES[RECORD], FILES["papers/2024/b.md"]
CHANGES: dict[str, tuple[dict[str, str | None], list[str], list[str]]] = {
    "nothing": ({}, [], []),
    "written": ({RECORD: A.replace("Text", "Next")}, ["a"], ["a"]),
    "touched": ({RECORD: A}, ["a"], []),
    "renamed": ({RECORD: None, "papers/2025/c.md": A}, ["c"], ["c"]),
    "deleted": ({RECORD: None}, [], []),
    "swapped": ({RECORD: B, "papers/2024/b.md": A}, ["a", "b"], ["a", "b"]),
    "topics": ({"topics.yml": FILES["topics.yml"].replace("id: t,", "id: u,")}, [], []),
}


@pytest.mark.parametrize("change", CHANGES)
@pytest.mark.parametrize("share", [1, 1_000])  # of what is little, nothing is kept
def test_only_what_is_new_is_parsed(content: Path, kept: Path, change: str, share: int) -> None:
    settle(content, kept)
    same(content, kept)
    changes, *expected = CHANGES[change]
    for name, text in changes.items():
        before = (content / name).stat() if (content / name).exists() else None
        fill(content, {name: text or ""})
        if before:  # the clock is wound back
            os.utime(content / name, ns=(before.st_atime_ns, before.st_mtime_ns))
        if text is None:
            (content / name).unlink()
    size = (kept / "content.msgpack").stat().st_size
    with patch.object(cache, "_SHARE", share):
        assert done_for(content, kept) == expected
    is_forgotten = (kept / "content.msgpack").stat().st_size < size
    assert is_forgotten == (change == "deleted" and share > 1)
    same(content, kept)
    same(content, kept)


def test_what_has_other_times_is_read_but_not_parsed(content: Path, kept: Path) -> None:
    store.load(content, kept)
    assert done_for(content, kept) == [ALL, []]  # what changed shortly before may change again
    left = kept / f"{files.PREFIX}new-left"  # by a kill
    left.touch()
    settle(content, kept)
    assert not left.exists()
    shutil.move(content, content.with_name("old"))
    shutil.copytree(content.with_name("old"), content)
    assert done_for(content, kept) == [ALL, []]
    same(content, kept)
    (content.with_name("old") / RECORD).write_text("---\ntitle: X\ntopics: [t]\n---\nText.\n")
    list(check.problems(store.load(content.with_name("old"), kept)))
    assert done_for(content, kept) == [ALL, ["a"]]
    same(content, kept)


DAMAGES: dict[str, Callable[[bytes], bytes]] = {
    "cut": lambda data: data[:-5],
    "flipped": lambda data: data[:40] + bytes([data[40] ^ 1]) + data[41:],
    "empty": lambda data: b"",
}


@pytest.mark.parametrize("damage", ["gone", "no folder", "of another program", *DAMAGES])
def test_what_is_damaged_counts_as_not_there(
    content: Path, kept: Path, monkeypatch: pytest.MonkeyPatch, damage: str
) -> None:
    settle(content, kept)
    same(content, kept)
    if damage == "of another program":
        monkeypatch.setattr(cache, "program", lambda: b"another")
    elif damage in DAMAGES:
        for path in kept.glob("*.msgpack"):
            path.write_bytes(DAMAGES[damage](path.read_bytes()))
    else:
        shutil.rmtree(kept)
        if damage == "no folder":
            kept.touch()
    assert done_for(content, kept) == [ALL, ALL]
    same(content, kept)
    same(content, kept)


def test_what_several_processes_read_has_the_same_fingerprint(
    content: Path, kept: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(cache, "_MANY", 1)
    monkeypatch.setattr(cache, "_PART", 1)
    loaded = store.load(content, kept)
    assert store.load(content).cache.fingerprint == loaded.cache.fingerprint
    assert fingerprint(content, kept) == loaded.cache.fingerprint


def test_what_a_link_leads_to_is_read_each_time(content: Path, kept: Path) -> None:
    (content / "papers/2024/c.md").symlink_to(content / "notes/c.md")
    target = fill(content, {"notes/c.md": "---\ntitle: One\n---\n"}) / "notes/c.md"
    settle(content, kept)
    before = fingerprint(content, kept)
    target.write_text("---\ntitle: Two\n---\n")
    assert store.load(content, kept).corpus.papers["c"].title == "Two"
    assert fingerprint(content, kept) != before


def test_the_fingerprint_changes_with_any_file_that_is_read(content: Path, kept: Path) -> None:
    found = {fingerprint(content, kept)}
    for number, (path, text) in enumerate(FILES.items(), start=2):
        (content / path).write_text(f"{text}\n")
        found.add(fingerprint(content, kept))
        assert len(found) == number
        assert store.load(content, kept).cache.fingerprint in found
    (content / "no-place.txt").touch()
    assert fingerprint(content, kept) not in found


def test_processes_end_with_the_one_that_forked_them() -> None:
    code = """if True:
        import functools, os, time; from generator.store.processes import perform
        jobs = [functools.partial(bytes, 10**6)] * 4
        perform(jobs, 3, meanwhile=lambda: time.sleep(0.5) or os._exit(1))"""
    subprocess.run([sys.executable, "-c", code], stdout=subprocess.PIPE, timeout=60, check=False)
