"""The only owner of the files under ``content/``: reads them all, writes all or nothing."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath
from typing import Any, Final

from generator.papers.model import Corpus, Paper, Problem, Settings, Vocabulary
from generator.store import documents, files, yaml_text
from generator.store.cache import Cache
from generator.store.documents import Document, LeftOutPapers, Parsed
from generator.store.files import Stamp, State
from generator.store.processes import Progress
from generator.store.schema import Flaw
from generator.store.yaml_text import InlineList, YamlError
from generator.text import UserError

write = files.change
_UNDATED: Final = "undated"
_LEFT_OUT: Final = "left-out.yml"


class Unsound(UserError, ValueError):
    """A change that would write what the check refuses; the message is one line."""

    of_content = True


@dataclass(frozen=True)
class Loaded:
    """A content folder as read: what is sound, where it stands, and what is wrong.

    ``sources`` are the paths in the folder of papers' files, by id. ``drafts`` is the corpus with
    what could be read of files that are not sound. ``state`` is that of all files there, by path;
    ``cache`` keeps what was worked out of them.
    """

    folder: Path
    corpus: Corpus
    drafts: Corpus
    sources: Mapping[str, str]
    problems: tuple[Problem, ...]
    state: State = field(default_factory=dict)
    cache: Cache = field(default_factory=Cache, compare=False)

    @property
    def holds_digest(self) -> bool:
        """Whether ``digest.yml`` or ``papers/`` is there, sound or not, filled or empty."""
        return any((self.folder / name).exists() for name in ("digest.yml", "papers"))

    @property
    def unread(self) -> set[str]:
        """Ids of records that are there but broken: naming them is no second problem."""
        return {PurePosixPath(problem.path).stem for problem in self.problems}

    @property
    def broken(self) -> set[str]:
        """The paths of files that are not sound."""
        return {problem.path for problem in self.problems if problem.severity == "error"}

    def editor(self, paper: str, branch: str = "") -> str:
        """Where a record is changed in a browser, on a branch; '' where no repository is named."""
        settings = self.corpus.settings
        root = f"{settings.repository.rstrip('/')}/edit/{branch or settings.branch}/content/"
        return f"{root}{self.sources[paper]}" if settings.repository else ""


def load(folder: Path, cache: Path | None = None, progress: Progress | None = None) -> Loaded:
    """Read a content folder. Files that are missing give an empty corpus; broken ones, problems.

    What a killed command left half-done is taken back first. ``cache`` is a folder that keeps what
    was read, for the next time; it may be deleted. Raises OSError.
    """
    return opened(folder, cache).loaded(progress)


@dataclass(frozen=True)
class Opened:
    """A content folder of which it is known which files say something new.

    The ``fingerprint`` of its cache tells what it says from all else.
    """

    folder: Path
    state: State
    cache: Cache

    def loaded(self, progress: Progress | None = None) -> Loaded:
        """What the folder says. Raises OSError."""
        kinds = {path: documents.kind_of(path) for path in sorted(self.state)}
        self.cache.read_ahead(kinds, self.folder, progress)
        loaded = _read(self.folder, kinds, self.state, self.cache)
        self.cache.save()
        return loaded


def opened(folder: Path, cache: Path | None = None) -> Opened:
    """Read what is new in a content folder, and parse none of it yet; see ``load``."""
    kept = Cache(cache)
    with files.reading(folder):
        state = files.state(folder) if folder.is_dir() else {}
        for path, stamp in state.items():
            if not kept.knows(path, stamp):
                is_read = documents.kind_of(path) not in (None, "kept")
                is_there = is_read and _is_there(folder, path, stamp)
                kept.hold(path, stamp, (folder / path).read_bytes() if is_there else b"")
    kept.save_files()
    return Opened(folder, state, kept)


def _is_there(folder: Path, path: str, stamp: Stamp) -> bool:
    """Whether it is a file, or a link to one in the folder."""
    if stamp.is_file:
        return True
    target = (folder / path).resolve()
    return target.is_file() and target.is_relative_to(folder.resolve())


def _read(folder: Path, kinds: Mapping[str, str | None], state: State, cache: Cache) -> Loaded:
    problems: list[Problem] = []
    sources: dict[str, str] = {}
    sound: dict[str, dict[str, Any]] = {kind: {} for kind in documents.READ}
    drafts: dict[str, dict[str, Any]] = {kind: {} for kind in documents.READ}
    for path, kind in kinds.items():
        id = documents.stem(path)
        parsed = _parsed(folder, path, kind, state[path], cache)
        problems += (Problem(path, *flaw[:3]) for flaw in parsed.flaws)
        if parsed.draft is None or kind is None:
            continue
        if kind == "paper" and (holder := sources.setdefault(id, path)) != path:
            message = f"the id '{id}' is taken by {holder}: rename or merge one of them"
            problems.append(Problem(path, 1, message))
            continue
        drafts[kind][id] = parsed.draft
        if parsed.value is not None:
            sound[kind][id] = parsed.value
    corpus = _corpus(sound)
    whole = corpus if sound == drafts else _corpus(drafts)
    return Loaded(folder, corpus, whole, sources, tuple(problems), state, cache)


def _corpus(parts: Mapping[str, Mapping[str, Any]]) -> Corpus:
    return Corpus(
        settings=parts["digest"].get("digest", Settings()),
        vocabulary=parts["topics"].get("topics", Vocabulary()),
        papers=dict(sorted(parts["paper"].items())),
        editions=dict(sorted(parts["edition"].items())),
        left_out=parts["left-out"].get("left-out", LeftOutPapers()).papers,
        notes=dict(sorted(parts["note"].items())),
    )


def _parsed(folder: Path, path: str, kind: str | None, stamp: Stamp, cache: Cache) -> Parsed:
    if not _is_there(folder, path, stamp):
        message = "no file, or a link out of this folder: put the file itself here"
        return Parsed(None, (Flaw(1, message),))
    if kind in documents.READ:
        return cache.parsed(path, kind, folder)
    wrong = documents.misplaced(path, kind)
    return Parsed(None, (Flaw(1, *wrong),) if wrong else ())


def line_of(loaded: Loaded, path: str, where: Sequence[str | int]) -> int:
    """The line (from 1) of the value at ``where`` in a file of a content folder."""
    file, is_record = loaded.folder / path, documents.kind_of(path) == "paper"
    if not (where and file.is_file()):
        return 2 if is_record and file.is_file() else 1
    text = _text(file)
    front = documents.split(text)[0] if is_record else text
    return yaml_text.place(front, where)[0] + is_record


def changes(before: Loaded, corpus: Corpus) -> dict[str, str | None]:
    """What to write, by path in the folder, so that it holds ``corpus``; None deletes a file.

    A file whose record or edition is unchanged is not touched; one that changes keeps all else
    that stands in it. A record filed as undated moves once its year is known. Raises Unsound
    where a text would not pass the check: nothing broken is ever written.
    """
    texts: dict[str, str | None] = {}
    for path, old, new in _pairs(before, corpus):
        target = _target(path, new) if new else ""
        is_written = path in before.state
        if is_written and path != target:
            texts[path] = None
        if new and new is not old and new != old:
            former = _text(before.folder / path) if is_written else ""
            texts[target] = _updated(target, former, old, new) if old else documents.text(new)
    for path, text in texts.items():
        flaws = _parsed_anew(path, text).flaws if text is not None else ()
        if error := next((flaw for flaw in flaws if flaw.severity == "error"), None):
            raise Unsound(f"{path}: {error.message}")
    return texts


def _pairs(
    before: Loaded, corpus: Corpus
) -> Iterator[tuple[str, Document | None, Document | None]]:
    """What stands in a file before or after: its path, where it has one, and what it states."""
    old = before.corpus
    for id in {**old.papers, **corpus.papers}:
        yield before.sources.get(id, ""), old.papers.get(id), corpus.papers.get(id)
    for id in {**old.editions, **corpus.editions}:
        yield f"editions/{id}.yml", old.editions.get(id), corpus.editions.get(id)
    yield _LEFT_OUT, LeftOutPapers(old.left_out), LeftOutPapers(corpus.left_out)


def _target(path: str, new: Document) -> str:
    """Where a file belongs: one that has a place keeps it, but for a record filed as undated."""
    if isinstance(new, Paper) and path.split("/")[1:2] in ([], [_UNDATED]):
        return f"papers/{(new.published or '')[:4] or _UNDATED}/{new.id}.md"
    return path


def _updated(path: str, text: str, old: Document, new: Document) -> str:
    """The text of a file with what became other; in canonical form where it cannot be edited.

    A list that became empty stays as a statement: ``links: []`` means "none, I looked".
    """
    canonical = documents.text(new)
    if text in ("", documents.text(old)):
        return canonical
    front, body = documents.split(text) if isinstance(new, Paper) else (text, "")
    data, order = documents.stated(new), documents.names(type(new))
    changed = {
        name: data.get(
            name, InlineList() if getattr(old, name) and getattr(new, name) == () else None
        )
        for name in order
        if getattr(old, name) != getattr(new, name)
    }
    if documents.body(old) != documents.body(new):
        body = documents.body(new)
    try:
        front = yaml_text.edited(front, changed, order)
    except YamlError:
        return canonical
    edited = documents.joined(front, body) if isinstance(new, Paper) else front
    return edited if _parsed_anew(path, edited).value == new else canonical


def _parsed_anew(path: str, text: str) -> Parsed:
    return documents.parse(documents.kind_of(path) or "", path, text.encode())


def _text(path: Path) -> str:
    return path.read_text(encoding="utf-8-sig").replace("\r\n", "\n")


def mend(folder: Path, only: Collection[str] | None = None) -> dict[str, tuple[str, ...]]:
    """Mend the files of a content folder, all or none; of those at ``only``, if given.

    Gives what was put right, by path in the folder. Raises OSError where the folder cannot be
    written, or somebody else writes it.
    """
    texts: dict[str, documents.Mended] = {}
    with files.reading(folder):
        before = files.state(folder)
        file = folder / "topics.yml"
        data = file.read_bytes() if file.is_file() else b""
        vocabulary = documents.parse("topics", file.name, data).value or Vocabulary()
        former = {alias: topic.id for topic in vocabulary.topics for alias in topic.aliases}
        for path in sorted(before if only is None else before.keys() & only):
            kind = documents.kind_of(path)
            if kind in documents.KINDS and not (folder / path).is_symlink():
                with suppress(UnicodeDecodeError):
                    text = (folder / path).read_bytes().decode("utf-8")
                    texts[path] = documents.mended(text, kind, former)
    texts = {path: mended for path, mended in texts.items() if mended.what}
    files.change(folder, {path: mended.text for path, mended in texts.items()}, before)
    return {path: mended.what for path, mended in texts.items()}
