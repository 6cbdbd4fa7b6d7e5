"""What a digest's own folder has, before what the program has under the same name.

``mkdocs.yml``, files of ``overrides/`` and pages by hand: each is looked up in the digest's
folder first, so that one other colour is one file there.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any, Final

from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.files import File, Files

from generator.store.program import place

_CONFIG: Final = "mkdocs.yml"
_THEME: Final = "overrides"
# The page by hand that the program's menu names and the owner writes.
_OWNERS: Final = "about.md"
# Pages by hand that tell of the program, and so are the same in every digest.
_PAGES: Final = ("data.md",)


def configuration() -> Path:
    """The configuration of MkDocs: that of the folder one works in, or else the program's."""
    return Path(_CONFIG) if Path(_CONFIG).is_file() else place(_CONFIG)


def home(config: MkDocsConfig) -> Path:
    """The digest's own folder: where its configuration stands, or where one works without one."""
    file = Path(config.config_file_path)
    return Path.cwd() if file == place(_CONFIG) else file.parent


def themes(config: MkDocsConfig) -> tuple[str, ...]:
    """The folders whose files come before Material's, the digest's own first."""
    own = config.theme.custom_dir or str(home(config) / _THEME)
    mine = (str(home(config) / _THEME), own, str(place(_THEME)))
    return tuple(dict.fromkeys(folder for folder in mine if Path(folder).is_dir()))


def layer(config: MkDocsConfig) -> None:
    """Let the theme look into ``themes`` first, and no menu name a page that nobody wrote."""
    first = themes(config)
    config.theme.dirs[:] = [*first, *(each for each in config.theme.dirs if each not in first)]
    if not (Path(config.docs_dir) / _OWNERS).is_file() and config.nav:
        config.nav = _without(config.nav, _OWNERS)


def add_pages(files: Files, config: MkDocsConfig) -> None:
    """Add the program's pages by hand that the digest has none of its own in place of."""
    for path in _PAGES:
        if files.get_file_from_path(path) is None:
            source = str(place("content/pages") / path)
            files.append(File.generated(config, path, abs_src_path=source))


def _without(nav: Any, page: str) -> Any:
    """A menu, as MkDocs reads it, without a page."""
    if isinstance(nav, list):
        return [_without(item, page) for item in nav if not _is(item, page)]
    if isinstance(nav, dict):
        return {title: _without(item, page) for title, item in nav.items()}
    return nav


def _is(item: Any, page: str) -> bool:
    return item == page or (isinstance(item, dict) and list(item.values()) == [page])
