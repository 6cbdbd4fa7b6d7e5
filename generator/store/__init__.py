"""The only owner of the files under ``content/``: reads them all, writes all or nothing."""

from __future__ import annotations

import stat
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Any

from generator.papers.model import Corpus, Edition, Paper, Problem, Settings, Severity, Vocabulary
from generator.store import editing, journal, places, reading, records
from generator.store.cache import Cache, uncollected
from generator.store.files import Busy
from generator.store.journal import State, write
from generator.store.mend import mend
from generator.store.places import FileKind
from generator.store.yaml_text import Line, YamlError
from generator.text import UserError

__all__ = ["Busy", "Loaded", "Unsound", "changes", "line_of", "load", "mend", "write"]

_UNDATED = "undated"
_LEFT_OUT = "left-out.yml"


class Unsound(UserError, ValueError):
    """A change that would write what the check refuses; the message is one line."""

    of_content = True


@dataclass(frozen=True)
class Loaded:
    """A content folder as read: what is sound, where it stands, and what is wrong.

    ``sources`` gives the path in the folder of each paper's, edition's and note's file, by id
    (an edition's stands behind ``editions/``, a note's behind ``notes/``). ``state`` is that of
    all files there, by path; ``cache`` keeps what was worked out of them.
    """

    folder: Path
    corpus: Corpus
    sources: Mapping[str, str]
    problems: tuple[Problem, ...]
    state: State = field(default_factory=dict)
    cache: Cache = field(default_factory=Cache, compare=False)

    @property
    def holds_digest(self) -> bool:
        """Whether any file of a digest is there, sound or not."""
        return any(places.kind_of(path) in reading.READ for path in self.state)

    @cached_property
    def sightings(self) -> dict[str, list[Edition]]:
        """The editions that list a record, by its id."""
        found: dict[str, list[Edition]] = {}
        for edition in self.corpus.editions.values():
            for sighting in edition.papers:
                found.setdefault(sighting.paper, []).append(edition)
        return found


def load(folder: Path, cache: Path | None = None) -> Loaded:
    """Read a content folder. Files that are missing give an empty corpus; broken ones, problems.

    What a killed command left half-done is finished first, or taken back. ``cache`` is a folder
    that keeps what was read, for the next time; it may be deleted. Raises OSError.
    """
    kept = Cache(cache)
    with journal.reading(folder), uncollected():
        state = journal.state(folder) if folder.is_dir() else {}
        loaded = _Reader(folder, state, kept).read()
    kept.save()
    return loaded


class _Reader:
    def __init__(self, folder: Path, state: State, cache: Cache) -> None:
        self.folder = folder
        self.state = state
        self.cache = cache
        self.problems: list[Problem] = []
        self.sources: dict[str, str] = {}

    def read(self) -> Loaded:
        found: dict[FileKind, dict[str, Any]] = defaultdict(dict)
        for path, kind, value in self._files():
            id = places.stem(path)
            names = {"paper": id, "edition": f"editions/{id}", "note": f"notes/{id}"}
            there = self.sources.setdefault(names.get(kind, path), path)
            if there == path:
                found[kind][id] = value
            else:
                message = f"the id '{id}' is taken by {there}: rename or merge one of them"
                self._problem(path, message)
        corpus = Corpus(
            settings=found["digest"].get("digest", Settings()),
            vocabulary=found["topics"].get("topics", Vocabulary()),
            papers={id: found["paper"][id] for id in sorted(found["paper"])},
            editions=dict(sorted(found["edition"].items())),
            left_out=found["left-out"].get("left-out", ()),
            notes=dict(sorted(found["note"].items())),
        )
        problems = tuple(self.problems)
        return Loaded(self.folder, corpus, self.sources, problems, self.state, self.cache)

    def _files(self) -> Iterator[tuple[str, FileKind, Any]]:
        """Path and kind of every file that says something sound, and what it says."""
        for path in sorted(self.state):
            kind, stamp = places.kind_of(path), self.state[path]
            if not (stat.S_ISREG(stamp.mode) or self._leads_inside(path)):
                self._problem(
                    path, "no file, or a link out of this folder: put the file itself here"
                )
            elif kind is None:
                self._problem(path, *places.unread(path))
            elif message := places.name_fault(kind, path):
                self._problem(path, message)
            elif kind in reading.READ:
                parsed = self.cache.parsed(path, kind, stamp, self.folder)
                for line, message, severity in parsed.flaws:
                    self._problem(path, message, severity, line)
                if parsed.value is not None:
                    yield path, kind, parsed.value

    def _leads_inside(self, path: str) -> bool:
        """Whether a link leads to a file of the folder."""
        target = (self.folder / path).resolve()
        return target.is_file() and target.is_relative_to(self.folder.resolve())

    def _problem(
        self, path: str, message: str, severity: Severity = "error", line: int = 1
    ) -> None:
        self.problems.append(Problem(path, line, message, severity))


def line_of(loaded: Loaded, source: str, where: Sequence[str | int]) -> int:
    """The line (from 1) of the value at ``where`` in the file ``source`` of a content folder."""
    path, is_record = loaded.folder / source, places.kind_of(source) == "paper"
    if not path.is_file():
        return 1
    return reading.line_of(_text(path) if where else "", where, is_record=is_record)


def changes(before: Loaded, corpus: Corpus) -> dict[str, str | None]:
    """What to write, by path in the folder, so that it holds ``corpus``; None deletes a file.

    A file whose record or edition is unchanged is not touched; one that changes keeps all else
    that stands in it. A record filed as undated moves once its year is known. Raises Unsound
    where a text would not pass the check: nothing broken is ever written.
    """
    texts: dict[str, str | None] = {}
    for key, old, new in _pairs(before.corpus, corpus):
        source = before.sources.get(key, "")
        target = _target(source, new) if new else ""
        if source and source != target:
            texts[source] = None
        if new and new != old:
            text = _text(before.folder / source) if source else ""
            texts[target] = _updated(text, old, new) if old else records.text(new)
    if corpus.left_out != before.corpus.left_out:
        path = before.folder / _LEFT_OUT
        data = records.left_out(corpus.left_out)
        texts[_LEFT_OUT] = editing.edited(_text(path) if path.is_file() else "", data, ())
    for source, changed in texts.items():
        if changed is not None:
            _verify(source, changed)
    return texts


_Kept = Paper | Edition


def _pairs(old: Corpus, new: Corpus) -> Iterator[tuple[str, _Kept | None, _Kept | None]]:
    """The records and editions of two corpora, each by what it is called in ``sources``."""
    for id in {**old.papers, **new.papers}:
        yield id, old.papers.get(id), new.papers.get(id)
    for id in {**old.editions, **new.editions}:
        yield f"editions/{id}", old.editions.get(id), new.editions.get(id)


def _target(source: str, new: _Kept) -> str:
    """Where a file belongs: one that has a place keeps it, but for a record filed as undated."""
    if source and source.split("/")[1] != _UNDATED:
        return source
    if isinstance(new, Edition):
        return f"editions/{new.id}.yml"
    return f"papers/{(new.published or '')[:4] or _UNDATED}/{new.id}.md"


def _updated(text: str, old: _Kept, new: _Kept) -> str:
    """The text of a file with what became other; in canonical form where it cannot be edited.

    A list that became empty stays as a statement: ``links: []`` means "none, I looked".
    """
    canonical = records.text(new)
    if text == records.text(old):
        return canonical
    is_record = isinstance(new, Paper)
    order = records.PAPER_FIELDS if is_record else records.EDITION_FIELDS
    front, body = records.split(text) if is_record else (text, "")
    data = records.stated(new)
    changed = {
        name: data.get(name, Line() if getattr(old, name) and getattr(new, name) == () else None)
        for name in order
        if getattr(old, name) != getattr(new, name)
    }
    if records.body(old) != records.body(new):
        body = records.body(new)
    try:
        front = editing.edited(front, changed, order)
    except (editing.Uneditable, YamlError):
        return canonical
    edited = records.joined(front, body) if is_record else front
    kind: FileKind = "paper" if is_record else "edition"
    parsed = reading.parse(kind, f"{new.id}.", edited.encode())
    return edited if parsed.value == new else canonical


def _verify(source: str, text: str) -> None:
    kind = places.kind_of(source)
    assert kind is not None  # what is written has a place
    for _, message, severity in reading.parse(kind, source, text.encode()).flaws:
        if severity == "error":
            raise Unsound(f"{source}: {message}")


def _text(path: Path) -> str:
    return path.read_text(encoding="utf-8-sig").replace("\r\n", "\n")
