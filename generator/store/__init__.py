"""The only owner of the files under ``content/``: reads them all, writes all or nothing."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, fields
from functools import cached_property, partial
from pathlib import Path
from typing import Any, TypeVar

import yaml

from generator.papers.model import Corpus, Edition, Paper, Problem, Settings, Vocabulary
from generator.store import records, schema, yaml_text
from generator.store.files import Busy
from generator.store.journal import State, reading, state, write
from generator.store.mend import mend
from generator.store.yaml_text import YamlError

__all__ = ["Busy", "Loaded", "Unsound", "changes", "line_of", "load", "mend", "write"]

_T = TypeVar("_T")
_FIELDS = tuple(field.name for field in fields(Paper) if field.compare and field.name != "id")
_UNDATED = "undated"
_ID_RULE = "a file's name is the permalink: lower-case letters, digits and single hyphens"


class Unsound(ValueError):
    """A change that would write what the check refuses; the message is one line."""


@dataclass(frozen=True)
class Loaded:
    """A content folder as read: what is sound, where it stands, and what is wrong.

    ``sources`` gives the path in the folder of each paper's and edition's file, by id
    (an edition's id stands behind ``editions/``).
    """

    folder: Path
    corpus: Corpus
    sources: Mapping[str, str]
    problems: tuple[Problem, ...]
    state: State = field(default_factory=dict)

    @cached_property
    def sightings(self) -> dict[str, list[Edition]]:
        """The editions that list a record, by its id."""
        found: dict[str, list[Edition]] = {}
        for edition in self.corpus.editions.values():
            for sighting in edition.papers:
                found.setdefault(sighting.paper, []).append(edition)
        return found


def load(folder: Path) -> Loaded:
    """Read a content folder. Files that are missing give an empty corpus; broken ones, problems."""
    with reading(folder):
        return _Reader(folder).read()


class _Reader:
    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.problems: list[Problem] = []
        self.sources: dict[str, str] = {}

    def read(self) -> Loaded:
        before = state(self.folder) if self.folder.is_dir() else {}
        settings = self._single("digest.yml", "digest", records.settings, Settings())
        vocabulary = self._single("topics.yml", "topics", records.vocabulary, Vocabulary())
        papers: dict[str, Paper] = {}
        for path in sorted(self.folder.glob("papers/**/*.md")):
            record = self._paper(path)
            if record is None:
                continue
            if record.id in papers:
                there = self.sources[record.id]
                message = f"the id '{record.id}' is taken by {there}: rename or merge one of them"
                self._problem(path, 1, message)
                continue
            papers[record.id] = record
            self.sources[record.id] = self._name(path)
        editions: dict[str, Edition] = {}
        for path in sorted(self.folder.glob("editions/*.yml")):
            listing = self._edition(path)
            if listing is not None:
                editions[listing.id] = listing
                self.sources[f"editions/{listing.id}"] = self._name(path)
        notes = {path.stem: self._text(path) for path in sorted(self.folder.glob("notes/*.md"))}
        corpus = Corpus(
            settings=settings,
            vocabulary=vocabulary,
            papers=dict(sorted(papers.items())),
            editions=dict(sorted(editions.items())),
            notes={period: text.strip() for period, text in notes.items() if text},
        )
        return Loaded(self.folder, corpus, self.sources, tuple(self.problems), before)

    def _single(
        self,
        name: str,
        kind: schema.FileKind,
        make: Callable[[Mapping[str, Any]], _T],
        default: _T,
    ) -> _T:
        path = self.folder / name
        if not path.is_file():
            return default
        text = self._text(path)
        data = None if text is None else self._data(path, kind, text, 0)
        return default if data is None else make(data)

    def _paper(self, path: Path) -> Paper | None:
        text = self._text(path)
        if text is None or not self._sound_id(path):
            return None
        try:
            front, body = records.split(text)
        except YamlError as error:
            self._problem(path, error.line, str(error))
            return None
        data = self._data(path, "paper", front, 1)
        return None if data is None else records.paper(path.stem, data, body)

    def _edition(self, path: Path) -> Edition | None:
        text = self._text(path)
        if text is None or not self._sound_id(path):
            return None
        data = self._data(path, "edition", text, 0)
        return None if data is None else records.edition(path.stem, data)

    def _text(self, path: Path) -> str | None:
        if not path.is_file():
            self._problem(path, 1, "no file that can be read: remove or rename it")
            return None
        try:
            text = path.read_text(encoding="utf-8-sig")
        except UnicodeDecodeError as error:
            line = error.object[: error.start].count(b"\n") + 1
            self._problem(path, line, "not UTF-8 text: save the file as UTF-8")
            return None
        return text.replace("\r\n", "\n")

    def _data(
        self, path: Path, kind: schema.FileKind, text: str, offset: int
    ) -> Mapping[str, Any] | None:
        try:
            data = yaml_text.load(text)
        except YamlError as error:
            self._problem(path, error.line + offset, str(error))
            return None
        faults = list(schema.faults(kind, data))
        for where, message in faults:
            self._problem(
                path, yaml_text.line_of(text, where) + offset, _exactly(message, text, where, data)
            )
        return None if faults else data

    def _sound_id(self, path: Path) -> bool:
        if schema.is_id(path.stem) and path.stem != "index":
            return True
        self._problem(path, 1, f"{_ID_RULE}, and not 'index': rename the file")
        return False

    def _name(self, path: Path) -> str:
        return path.relative_to(self.folder).as_posix()

    def _problem(self, path: Path, line: int, message: str) -> None:
        self.problems.append(Problem(self._name(path), line, message))


def _exactly(message: str, text: str, where: Sequence[str | int], data: Any) -> str:
    """What to do about an identifier that YAML reads as a number, and so without its last zero."""
    if len(where) != 1 or where[0] not in records.IDENTIFIERS:
        return message
    if not isinstance(data[where[0]], int | float):
        return message
    return f"'{where[0]}' is a number without quotes: write '{yaml_text.written(text, where)}'"


def line_of(loaded: Loaded, source: str, where: Sequence[str | int]) -> int:
    """The line (from 1) of the value at ``where`` in the file ``source`` of a content folder."""
    if not (loaded.folder / source).is_file():
        return 1
    text = (loaded.folder / source).read_text(encoding="utf-8-sig").replace("\r\n", "\n")
    if not source.endswith(".md"):
        return yaml_text.line_of(text, where)
    return yaml_text.line_of(records.split(text)[0], where) + 1


def changes(before: Loaded, corpus: Corpus) -> dict[str, str | None]:
    """What to write, by path in the folder, so that it holds ``corpus``; None deletes a file.

    A file whose record is unchanged is not touched. A record that gained fields keeps all
    that stands in its file; one filed as undated moves once its year is known. Raises
    Unsound where a text would not pass the check: nothing broken is ever written.
    """
    texts: dict[str, str | None] = {}
    for paper in corpus.papers.values():
        known = before.corpus.papers.get(paper.id)
        if known == paper:
            continue
        if known is None:
            texts[_path(paper)] = records.paper_text(paper)
            continue
        source = before.sources[paper.id]
        text = (before.folder / source).read_text(encoding="utf-8-sig").replace("\r\n", "\n")
        target = _path(paper) if source.split("/")[1] == _UNDATED else source
        if target != source:
            texts[source] = None
        texts[target] = _updated(text, known, paper)
    for edition in corpus.editions.values():
        if before.corpus.editions.get(edition.id) != edition:
            texts[f"editions/{edition.id}.yml"] = records.edition_text(edition)
    for source, made in texts.items():
        if made is not None:
            _verify(source, made)
    return texts


def _verify(source: str, text: str) -> None:
    kind: schema.FileKind = "paper" if source.endswith(".md") else "edition"
    try:
        data = yaml_text.load(records.split(text)[0] if kind == "paper" else text)
    except YamlError as error:
        raise Unsound(f"{source}: {error}") from None
    for _, message in schema.faults(kind, data):
        raise Unsound(f"{source}: {message}")


def _updated(text: str, known: Paper, paper: Paper) -> str:
    """The text with what became other; in canonical form where it cannot be changed in place."""
    changed = [name for name in _FIELDS if getattr(known, name) != getattr(paper, name)]
    for made in (records.filled, partial(records.revised, names=changed)):
        try:
            new = made(text, paper)
            front, body = records.split(new)
            if records.paper(paper.id, yaml_text.load(front), body) == paper:
                return new
        except (YamlError, yaml.YAMLError):
            pass
    return records.paper_text(paper)


def _path(paper: Paper) -> str:
    return f"papers/{(paper.published or _UNDATED).split('-')[0]}/{paper.id}.md"
