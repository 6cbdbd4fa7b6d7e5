"""Everything a build writes, what of it changed, and the adapter to MkDocs.

What a digest's own folder has comes before what the program has under the same name:
``mkdocs.yml``, files of ``overrides/``, pages by hand. One other colour is one file there.
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator
from hashlib import blake2b
from pathlib import Path
from typing import Final

from generator.store.files import carried
from generator.store.yaml_text import load
from generator.text import UserError

TEMPLATES: Final = Path("templates")
"""Where one works, templates that take the place of the program's (``text.templates``)."""

_CONFIG: Final = "mkdocs.yml"
_THEME: Final = "overrides"
# By which a configuration has MkDocs read more than pages and theme.
_MORE: Final = ("INHERIT", "hooks", "plugins", "markdown_extensions")
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


def closed_theme(config: Path) -> tuple[str, ...] | None:
    """The folders of the theme, where MkDocs reads nothing but them, pages and configuration.

    None where it may for other extensions or plugins than the program's, for hooks or for what
    the environment says: then only MkDocs can tell whether it makes the same.
    """
    try:
        own, ours = (load(path.read_text("utf-8")) for path in (config, carried(_CONFIG)))
        if all(own.get(name) == ours.get(name) for name in _MORE):
            custom = own["theme"].get("custom_dir")
            return theme_folders(config, custom and str(config.resolve().parent / custom))
    except (OSError, ValueError, AttributeError, KeyError, TypeError):  # no file, a tag
        pass
    return None


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


def digest_of(
    folders: Iterable[Path], suffixes: tuple[str, ...] = ("",), *, linked: bool = True
) -> bytes:
    """A hash of the files in ``folders`` whose names end so: of their names and what they hold.

    Folders that links lead to are ``linked`` in, as templates are.
    """
    checksum = blake2b(digest_size=16)
    for folder in folders:
        checksum.update(b"\0")
        walked = os.walk(folder, followlinks=linked)
        paths = (Path(place, name) for place, _, names in walked for name in names)
        for path in sorted(each for each in paths if each.name.endswith(suffixes)):
            if path.is_file():
                data = path.read_bytes()
                checksum.update(os.fsencode(f"{path.relative_to(folder)}\0{len(data)}\0"))
                checksum.update(data)
    return checksum.digest()
