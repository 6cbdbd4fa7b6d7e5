"""What is kept of content is never wrong, whatever became of it or of the files meanwhile."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from generator import check, store
from generator.store import cache, documents
from generator.store.documents import Parsed
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


@pytest.fixture
def content(tmp_path: Path) -> Path:
    return fill(tmp_path / "content", FILES)


@pytest.fixture
def kept(tmp_path: Path) -> Path:
    return tmp_path / "cache"


def same(content: Path, kept: Path) -> None:
    """Content with a cache is content without one, and so are its problems."""
    told = store.fingerprint(content, kept)
    cold, warm = store.load(content), store.load(content, kept)
    assert (warm.corpus, warm.problems, warm.sources, warm.state) == (
        cold.corpus,
        cold.problems,
        cold.sources,
        cold.state,
    )
    assert told in (warm.cache.fingerprint, b"")
    for id, paper in cold.corpus.papers.items():
        assert warm.corpus.papers[id].stated == paper.stated
    assert list(check.problems(warm)) == list(check.problems(cold))


@contextmanager
def counting() -> Iterator[list[str]]:
    """The records and editions that are parsed in the block."""
    parsed: list[str] = []
    parse = documents.parse

    def counted(kind: str, path: str, data: bytes) -> Parsed:
        if kind in ("paper", "edition"):
            parsed.append(path)
        return parse(kind, path, data)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(documents, "parse", counted)
        yield parsed


def settle(content: Path, kept: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Load once, as if the files had been there for a while."""
    monkeypatch.setattr(cache, "_TICK", -(10**18))
    store.load(content, kept)
    monkeypatch.undo()


def test_what_was_read_is_not_parsed_again(
    content: Path, kept: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    settle(content, kept, monkeypatch)
    monkeypatch.setattr(Path, "read_bytes", no_record(Path.read_bytes))
    with counting() as parsed:
        store.load(content, kept)
    assert parsed == []


def no_record(read: Callable[[Path], bytes]) -> Callable[[Path], bytes]:
    def unread(path: Path) -> bytes:
        assert path.parts[-3] != "papers", "a record that was not touched is read"
        return read(path)

    return unread


def test_what_changed_shortly_before_is_read_but_not_parsed(content: Path, kept: Path) -> None:
    store.load(content, kept)
    with counting() as parsed:
        same(content, kept)
    assert sorted(parsed) == sorted(path for path in FILES if path.startswith(("p", "e")))


def test_a_fresh_checkout_is_read_but_not_parsed(
    content: Path, kept: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    settle(content, kept, monkeypatch)
    shutil.move(content, content.with_name("old"))
    shutil.copytree(content.with_name("old"), content)
    with counting() as parsed:
        store.load(content, kept)
    assert parsed == []
    same(content, kept)


def test_one_file_that_changed_is_parsed(
    content: Path, kept: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    settle(content, kept, monkeypatch)
    path = content / "papers/2024/a.md"
    before = path.stat()
    path.write_text(FILES["papers/2024/a.md"].replace("Text", "Next"))
    os.utime(path, ns=(before.st_atime_ns, before.st_mtime_ns))  # the clock wound back
    with counting() as parsed:
        loaded = store.load(content, kept)
    assert parsed == ["papers/2024/a.md"]
    assert loaded.corpus.papers["a"].abstract == "Next."
    same(content, kept)


RECORD = "papers/2024/a.md"


def test_what_several_processes_read_has_the_same_fingerprint(
    content: Path, kept: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(cache, "_MANY", 1)
    monkeypatch.setattr(cache, "_PART", 1)
    loaded = store.load(content, kept)
    assert store.load(content).cache.fingerprint == loaded.cache.fingerprint
    assert store.fingerprint(content, kept) == loaded.cache.fingerprint


def test_what_a_link_leads_to_is_read_each_time(
    content: Path, kept: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (content / "papers/2024/c.md").symlink_to(content / "notes/c.md")
    target = fill(content, {"notes/c.md": "---\ntitle: One\n---\n"}) / "notes/c.md"
    settle(content, kept, monkeypatch)
    target.write_text("---\ntitle: Two\n---\n")
    assert store.load(content, kept).corpus.papers["c"].title == "Two"
    assert store.fingerprint(content, kept) == b""


def test_the_fingerprint_changes_with_any_file_that_is_read(content: Path, kept: Path) -> None:
    found = {store.fingerprint(content, kept)}
    for number, (path, text) in enumerate(FILES.items(), start=2):
        (content / path).write_text(f"{text}\n")
        found.add(store.fingerprint(content, kept))
        assert len(found) == number
        assert store.load(content, kept).cache.fingerprint in found
    (content / "no-place.txt").touch()
    assert store.fingerprint(content, kept) == b""


def swap(content: Path, kept: Path) -> None:
    folder = content / "papers/2024"
    (folder / "a.md").rename(folder / "x")
    (folder / "b.md").rename(folder / "a.md")
    (folder / "x").rename(folder / "b.md")


def damage(change: Callable[[bytes], bytes]) -> Callable[[Path, Path], None]:
    def deed(content: Path, kept: Path) -> None:
        for path in kept.glob("*.msgpack"):
            path.write_bytes(change(path.read_bytes()))

    return deed


def flipped(data: bytes) -> bytes:
    middle = len(data) // 2
    return data[:middle] + bytes([data[middle] ^ 1]) + data[middle + 1 :]


def block(content: Path, kept: Path) -> None:
    shutil.rmtree(kept)
    kept.write_text("no folder")


def foreign(content: Path, kept: Path) -> None:
    """The cache of another folder, whose files have the same names."""
    other = content.with_name("other")
    shutil.copytree(content, other)
    (other / RECORD).write_text("---\ntitle: X\ntopics: [t]\n---\nText.\n")
    shutil.rmtree(kept)
    list(check.problems(store.load(other, kept)))


DEEDS: dict[str, Callable[[Path, Path], object]] = {
    "touched": lambda content, kept: (content / RECORD).touch(),
    "renamed": lambda content, kept: (content / RECORD).rename(content / "papers/2024/c.md"),
    "deleted": lambda content, kept: (content / RECORD).unlink(),
    "moved": lambda content, kept: (content / RECORD).rename(content / "papers/a.md"),
    "swapped": swap,
    "other topics": lambda content, kept: (content / "topics.yml").write_text(
        FILES["topics.yml"].replace("id: t,", "id: u,")
    ),
    "cut": damage(lambda data: data[:-5]),
    "flipped": damage(flipped),
    "empty": damage(lambda data: b""),
    "gone": lambda content, kept: shutil.rmtree(kept),
    "no folder": block,
    "of another folder": foreign,
}


@pytest.mark.parametrize("deed", DEEDS)
def test_whatever_happens_what_is_kept_is_right(
    content: Path,
    kept: Path,
    monkeypatch: pytest.MonkeyPatch,
    deed: str,
) -> None:
    settle(content, kept, monkeypatch)
    same(content, kept)
    DEEDS[deed](content, kept)
    same(content, kept)
    same(content, kept)


def test_another_version_of_the_program_reads_anew(
    content: Path, kept: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    settle(content, kept, monkeypatch)
    monkeypatch.setattr(cache, "program", lambda: b"another")
    with counting() as parsed:
        store.load(content, kept)
    assert len(parsed) == 4


def test_files_that_are_gone_are_forgotten(content: Path, kept: Path) -> None:
    store.load(content, kept)
    size = (kept / "content.msgpack").stat().st_size
    (content / RECORD).unlink()
    store.load(content, kept)
    assert (kept / "content.msgpack").stat().st_size < size
