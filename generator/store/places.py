"""Where each kind of file stands in a content folder, and what to do about any other. Pure."""

from __future__ import annotations

import difflib
from typing import Final, Literal

from generator.papers import fields
from generator.papers.model import Severity

FileKind = Literal["digest", "topics", "left-out", "paper", "edition", "note", "page", "kept"]
"""``page`` is any file of the pages by hand; ``kept`` is what a command keeps, and git itself."""

_SINGLE: Final[dict[str, FileKind]] = {
    "digest.yml": "digest",
    "topics.yml": "topics",
    "left-out.yml": "left-out",
    "links.jsonl": "kept",
}
_FOLDERS: Final[dict[str, tuple[FileKind, str]]] = {
    "papers": ("paper", ".md"),
    "editions": ("edition", ".yml"),
    "notes": ("note", ".md"),
}
_GIT: Final = (".gitkeep", ".gitignore", ".gitattributes")


def stem(path: str) -> str:
    """The name of the file at a path, without its ending: the id of what it holds."""
    return path.rpartition("/")[2].rpartition(".")[0]


def kind_of(path: str) -> FileKind | None:
    """The kind of the file at a path in the folder; None of one that nothing reads."""
    first, _, rest = path.partition("/")
    if not rest:
        return _SINGLE.get(path) or ("kept" if path in _GIT else None)
    if first == "pages":
        return "page"
    kind, ending = _FOLDERS.get(first, (None, ""))
    folder, _, name = rest.rpartition("/")
    if name in _GIT:
        return "kept"
    # Only records may be shelved in folders of a folder.
    fits = name.endswith(ending) and not name.startswith(".") and (not folder or kind == "paper")
    return kind if fits else None


def unread(path: str) -> tuple[str, Severity]:
    """What to do about a file that nothing reads; an error where it was surely meant to be."""
    first, _, rest = path.partition("/")
    name = path.rpartition("/")[2]
    start = name.split(".")[0]
    if not rest:
        close = difflib.get_close_matches(name.lower(), _SINGLE, n=1, cutoff=0.8)
        if close:
            return f"nothing reads this file: rename it to {close[0]}", "error"
        if name.lower().endswith(".md"):
            where = "papers/ (a record), pages/ (a page by hand) or notes/ (a note)"
            return f"nothing reads this file: move it to {where}", "error"
    elif first in _FOLDERS and start:
        _, ending = _FOLDERS[first]
        right = f"{start}{ending}"
        if name == right:
            return f"nothing reads this file: move it to {first}/", "error"
        endings = {part.lower() for part in name.split(".")[1:]}
        if endings & _MEANT[ending] and not endings & _BACKUPS and not name.endswith("~"):
            return f"nothing reads this file: rename it to {right}", "error"
    return "nothing reads this file: remove it, or move it out of the content", "warning"


_MEANT: Final = {
    ".md": {"md", "markdown", "mdown", "mkd"},
    ".yml": {"yml", "yaml", "json"},
}
_BACKUPS: Final = {"bak", "orig", "rej", "old", "swp", "swo", "tmp", "lock"}


def name_fault(kind: FileKind | None, path: str) -> str:
    """Why a record or an edition must not be named so; '' where it may."""
    if kind not in ("paper", "edition") or not fields.PERMALINK.fault(stem(path)):
        return ""
    rule = f"a file's name is the permalink: {fields.PERMALINK.expected}"
    return f"{rule}: rename the file"
