"""Everything a build writes, what of it changed, and the adapter to MkDocs.

What a digest's own folder has comes before what the program has under the same name:
``mkdocs.yml``, files of ``overrides/``, pages by hand. One other colour is one file there.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from hashlib import blake2b
from pathlib import Path
from typing import Final

from generator.store.files import carried
from generator.text import UserError

TEMPLATES: Final = Path("templates")
"""Where one works, templates that take the place of the program's (``text.templates``)."""

_CONFIG: Final = "mkdocs.yml"
_THEME: Final = "overrides"
# Pages by hand that tell of the program, and so are the same in every digest.
_PAGES: Final = ("data.md",)


class SiteError(UserError):
    """A site that could not be built: one line; ``details`` holds all that was said of it."""

    def __init__(self, message: str, details: tuple[str, ...] = ()) -> None:
        super().__init__(message)
        self.details = details


def cache_of(content: Path) -> Path:
    """The folder beside the content that keeps what was worked out; it may go at any time."""
    return content.resolve().parent / ".cache" / "digest"


def configuration() -> Path:
    """The configuration of MkDocs: that of the folder one works in, or else the program's."""
    return Path(_CONFIG) if Path(_CONFIG).is_file() else carried(_CONFIG)


def theme_folders(config: Path, custom: str | None = None) -> tuple[str, ...]:
    """The folders whose files come before Material's, the digest's own first.

    That is beside its configuration, or where one works without one; ``custom`` is the folder
    that the configuration names.
    """
    home = Path.cwd() if config.resolve() == carried(_CONFIG) else config.resolve().parent
    own = str(home / _THEME)
    mine = (own, custom or own, str(carried(_THEME)))
    return tuple(dict.fromkeys(folder for folder in mine if Path(folder).is_dir()))


def carried_pages(docs: Path) -> Iterator[tuple[str, Path]]:
    """The program's pages by hand that the folder ``docs`` has none of its own in place of."""
    for path in _PAGES:
        if not (docs / path).is_file():
            yield path, carried("content/pages") / path


def digest_of(folders: Iterable[Path], suffixes: tuple[str, ...] = ("",)) -> bytes:
    """A hash of the files in ``folders`` whose names end so: of their names and what they hold."""
    checksum = blake2b(digest_size=16)
    for folder in folders:
        for path in sorted(each for each in folder.rglob("*") if each.name.endswith(suffixes)):
            if path.is_file():
                data = path.read_bytes()
                checksum.update(f"{path.relative_to(folder).as_posix()}\0{len(data)}\0".encode())
                checksum.update(data)
    return checksum.digest()
