"""What a digest's own folder has, before what the program has under the same name.

``mkdocs.yml``, files of ``overrides/`` and pages by hand: each is looked up in the digest's
folder first, so that one other colour is one file there.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from generator.store.files import carried

if TYPE_CHECKING:
    from mkdocs.config.defaults import MkDocsConfig

CACHE: Final = Path(".cache") / "digest"
"""Where, beside the content, builds keep what may be deleted at any time."""

TEMPLATES: Final = Path("templates")
"""Where one works, templates that take the place of the program's (``text.templates``)."""

_CONFIG: Final = "mkdocs.yml"
_THEME: Final = "overrides"
# The page by hand that the program's menu names and the owner writes.
_OWNERS: Final = "about.md"
# Pages by hand that tell of the program, and so are the same in every digest.
_PAGES: Final = ("data.md",)


def configuration() -> Path:
    """The configuration of MkDocs: that of the folder one works in, or else the program's."""
    return Path(_CONFIG) if Path(_CONFIG).is_file() else carried(_CONFIG)


def home(config: Path) -> Path:
    """The digest's own folder: where its configuration stands, or where one works without one."""
    return Path.cwd() if config.resolve() == carried(_CONFIG) else config.resolve().parent


def themes(config: Path, custom: str | None) -> tuple[str, ...]:
    """The folders whose files come before Material's, the digest's own first.

    ``custom`` is the folder that the configuration names.
    """
    own = str(home(config) / _THEME)
    mine = (own, custom or own, str(carried(_THEME)))
    return tuple(dict.fromkeys(folder for folder in mine if Path(folder).is_dir()))


def layer(config: MkDocsConfig) -> None:
    """Let the theme look into ``themes`` first, and no menu name a page that nobody wrote."""
    first = themes(Path(config.config_file_path), config.theme.custom_dir)
    config.theme.dirs[:] = [*first, *(each for each in config.theme.dirs if each not in first)]
    if not (Path(config.docs_dir) / _OWNERS).is_file() and config.nav:
        config.nav = _without(config.nav, _OWNERS)


def _without(nav: Any, page: str) -> Any:
    """A menu, as MkDocs reads it, without a page."""
    if isinstance(nav, list):
        return [_without(item, page) for item in nav if not _is(item, page)]
    if isinstance(nav, dict):
        return {title: _without(item, page) for title, item in nav.items()}
    return nav


def _is(item: Any, page: str) -> bool:
    return item == page or (isinstance(item, dict) and list(item.values()) == [page])


def pages(docs: Path) -> Iterator[tuple[str, Path]]:
    """The program's pages by hand that the folder ``docs`` has none of its own in place of."""
    for path in _PAGES:
        if not (docs / path).is_file():
            yield path, carried("content/pages") / path
