"""What MkDocs does here: the pages by hand, the files beside them, the configuration.

Generated pages do not go through MkDocs. It gets to know them, so that links of pages by hand
and entries of the navigation lead to them, and neither reads, renders nor copies them.
"""

from __future__ import annotations

import logging
import os
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path, PurePath
from typing import Any

import jinja2
from jinja2 import TemplateError
from markdown.extensions.toc import slugify
from markupsafe import Markup
from mkdocs.commands import build as mkdocs_build
from mkdocs.config import load_config
from mkdocs.config.base import Config
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.exceptions import Abort, ConfigurationError, PluginError
from mkdocs.plugins import BasePlugin
from mkdocs.structure.files import File, Files
from mkdocs.structure.nav import Navigation
from mkdocs.structure.pages import Page
from mkdocs.utils.templates import TemplateContext

from generator import store
from generator.build import SiteError, cache_of, carried_pages, theme, theme_folders
from generator.build.incremental import OutputError, Target
from generator.build.press import ByHand, Composed, compose, write_whole
from generator.build.theme import Item, Theme, framed, prepared
from generator.check import ContentError, checked, require
from generator.site.pages.page import Head
from generator.site.pages.parts import Ref
from generator.store.documents import misplaced
from generator.text import Misuse

_NO_DATE = "1970-01-01"  # never shown: MkDocs wants a date of every page
_OWNERS = "about.md"  # the page by hand that the program's menu names and the owner writes
_MARK = "404.html"  # a file that MkDocs has made
_OWN = {"sitemap.xml", "sitemap.xml.gz"}  # of all pages, not of those by hand alone
_log = logging.getLogger("mkdocs.plugins.digest")


class DigestConfig(Config):
    """The plugin has no options: what can be chosen stands in ``content/digest.yml``."""


class DigestPlugin(BasePlugin[DigestConfig]):
    """Tells MkDocs of the generated pages and lends it the words of the templates.

    ``digest build`` sets ``composed`` and takes from ``by_hand`` what it has to know; MkDocs by
    itself reads the content folder that holds ``docs_dir``, and makes the whole site of it.
    """

    composed: Composed | None = None
    by_hand: ByHand | None = None
    files: KnownFiles
    theme: Theme

    def on_config(self, config: MkDocsConfig) -> MkDocsConfig:
        """Take name, address and description of the site from the content."""
        self.alone = self.composed is None
        if self.composed is None:
            content = Path(config.docs_dir).parent
            try:
                loaded = store.load(content)
                checked(require(loaded))
                self.composed = compose(loaded)
            except ContentError as error:
                raise PluginError(f"{os.path.relpath(content)}/{error}") from error
            except Misuse as error:
                raise PluginError(str(error)) from error
        settings = self.composed.digest.world.settings
        config.site_name = settings.title
        config.site_description = settings.description
        if settings.url and not config.site_url:  # `mkdocs serve` sets one of its own
            config.site_url = settings.url.rstrip("/") + "/"
        layer(config)
        config.mdx_configs.setdefault("toc", {})["slugify"] = anchor
        return config

    def on_files(self, files: Files, *, config: MkDocsConfig) -> Files:
        """Add what the generator makes; leave out what the theme would load and we do not."""
        assert self.composed
        themes = self._themes(config)
        merged = theme.parts(themes)
        for file in list(files):
            of_theme = file.src_dir in config.theme.dirs
            if of_theme and (file.src_dir not in themes or file.src_uri in merged):
                files.remove(file)
            elif of_theme and (wrong := misplaced(f"pages/{file.src_uri}", "kept")):
                raise PluginError(f"{os.path.relpath(str(file.abs_src_path))}: {wrong[0]}")
        for path, source in carried_pages(Path(config.docs_dir)):
            files.append(File.generated(config, path, abs_src_path=str(source)))
        self.files = KnownFiles(files, self.composed.addresses, config)
        return self.files

    def on_nav(self, nav: Navigation, *, config: MkDocsConfig, files: Files) -> Navigation:
        """Keep the navigation for the pages that MkDocs does not render."""
        assert self.composed
        items = tuple(map(_item, nav.items))
        self.theme = Theme(self.composed.digest.world, config.theme.dirs, items)
        return nav

    def on_env(
        self, env: jinja2.Environment, *, config: MkDocsConfig, files: Files
    ) -> jinja2.Environment:
        """Render pages by hand as generated ones are."""
        return prepared(env)

    def on_page_markdown(
        self, markdown: str, *, page: Page, config: MkDocsConfig, files: Files
    ) -> str:
        """Keep the day of the build out of the site."""
        page.update_date = _NO_DATE
        return markdown

    def on_page_content(self, html: str, *, page: Page, config: MkDocsConfig, files: Files) -> str:
        """Put tables as generated pages have them."""
        return framed(html)

    def on_page_context(
        self, context_: TemplateContext, *, page: Page, config: MkDocsConfig, nav: Navigation
    ) -> TemplateContext:
        """Give the template of a page by hand what that of a generated one gets."""
        path = Markup(f"{'' if page.is_homepage else page.url}index.md")
        title = str(page.meta.get("title") or page.title or "")
        head = Head(Ref(title, path), "text", str(page.meta.get("description") or ""))
        values = self.theme.context(head, page.content or "")
        return {**context_, **values}  # type: ignore[typeddict-item]  # ours take its place

    def on_template_context(
        self, context_: TemplateContext, *, template_name: str, config: MkDocsConfig
    ) -> TemplateContext:
        """The same for the page of an error."""
        values = self.theme.surroundings(context_["base_url"])
        return {**context_, **values}  # type: ignore[typeddict-item]

    def on_post_build(self, *, config: MkDocsConfig) -> None:
        """Note what MkDocs found; by itself, make all that it did not."""
        assert self.composed
        pages = [file.page for file in self.files.documentation_pages() if file.page]
        self.by_hand = ByHand(
            themes=self._themes(config),
            folders=tuple(config.theme.dirs),
            items=self.theme.items,
            addresses=tuple("" if page.is_homepage else page.url for page in pages),
            lookups=tuple(sorted(self.files.lookups.items())),
            anchors=tuple(each for page in pages for each in _anchors(page)),
            warnings=(),
        )
        if self.alone:
            try:
                cache = cache_of(Path(config.docs_dir).parent)
                target = Target(Path(config.site_dir), cache, _MARK)
                for warning in write_whole(self.composed, self.by_hand, target):
                    _log.warning(warning)
            except (OutputError, SiteError, TemplateError) as error:
                raise PluginError(str(error)) from error
            self.composed = None  # the next build of a live preview reads anew

    def _themes(self, config: MkDocsConfig) -> tuple[str, ...]:
        return theme_folders(Path(config.config_file_path), config.theme.custom_dir)


class KnownFiles(Files):
    """The files that MkDocs found, and the generated ones that something asks for."""

    def __init__(self, files: Files, addresses: Mapping[str, str], config: MkDocsConfig) -> None:
        super().__init__(files)
        self.lookups: dict[str, bool] = {}
        self._addresses = addresses
        self._config = config
        self._stubs: dict[str, File] = {}

    def get_file_from_path(self, path: str) -> File | None:
        """The file of a path, a stub where it is generated."""
        if file := super().get_file_from_path(path):
            return file
        path = PurePath(path).as_posix()
        address = self._addresses.get(path)
        self.lookups[path] = address is not None
        if address is None:
            return None
        if path not in self._stubs:
            self._stubs[path] = _Generated(path, address, self._config)
        return self._stubs[path]


class _Generated(File):
    """A generated page or file, for those who link to it."""

    def __init__(self, path: str, address: str, config: MkDocsConfig) -> None:
        place = f"{address}index.html" if path.endswith(".md") else path
        super().__init__(path, None, config.site_dir, config.use_directory_urls, dest_uri=place)

    def is_documentation_page(self) -> bool:
        return False


def by_hand(config_file: Path, docs: Path, composed: Composed, site: Path) -> ByHand:
    """Let MkDocs make the pages by hand of the folder ``docs`` into ``site``. Raises SiteError."""
    with _mkdocs_log() as warnings, tempfile.TemporaryDirectory(prefix="digest-") as none:
        folder = docs.resolve() if docs.is_dir() else Path(none)  # MkDocs wants a folder
        try:
            config = load_config(str(config_file), docs_dir=str(folder), site_dir=str(site))
            plugin = _plugin(config, config_file)
            plugin.composed = composed
            mkdocs_build.build(config)
        except (Abort, ConfigurationError, TemplateError) as error:
            details = tuple(warnings) or (_one_line(str(error)),)
            raise SiteError(details[0], details) from error
    for path in _OWN:
        (site / path).unlink(missing_ok=True)
    assert plugin.by_hand
    return replace(plugin.by_hand, warnings=tuple(warnings))


def layer(config: MkDocsConfig) -> None:
    """Let the theme look into our folders first, and no menu name a page that nobody wrote."""
    first = theme_folders(Path(config.config_file_path), config.theme.custom_dir)
    config.theme.dirs[:] = [*first, *(each for each in config.theme.dirs if each not in first)]
    if not (Path(config.docs_dir) / _OWNERS).is_file() and config.nav:
        config.nav = _without(config.nav, _OWNERS)


def _without(nav: Any, page: str) -> Any:
    if isinstance(nav, list):
        named = (page, [page])
        return [
            _without(item, page)
            for item in nav
            if (list(item.values()) if isinstance(item, dict) else item) not in named
        ]
    if isinstance(nav, dict):
        return {title: _without(item, page) for title, item in nav.items()}
    return nav


def anchor(heading: str, separator: str) -> str:
    """The id of a heading. It begins with a letter, as style sheets and validators want.

    >>> anchor("Cite this", "-"), anchor("2024", "-"), anchor("論文", "-")
    ('cite-this', 'n-2024', 'section')
    """
    slug = slugify(heading, separator).strip(separator)
    if not slug:
        return "section"
    return slug if slug[0].isalpha() else f"n{separator}{slug}"


def _plugin(config: MkDocsConfig, config_file: Path) -> DigestPlugin:
    for plugin in config.plugins.values():
        if isinstance(plugin, DigestPlugin):
            return plugin
    raise SiteError(f"{config_file}: the plugin 'digest' is missing: add it under 'plugins'")


def _item(item: Any) -> Item:
    children = tuple(map(_item, item.children or ()))
    url = str(getattr(item, "url", None) or "")  # a section has none
    return str(item.title or ""), url.removeprefix("./"), children


def _anchors(page: Page) -> Iterator[tuple[str, str, str, str]]:
    for target, links in (page.links_to_anchors or {}).items():
        if isinstance(target, _Generated):
            for name, link in links.items():
                yield page.file.src_uri, link, target.src_uri, name


class _Listener(logging.Handler):
    def __init__(self, warnings: list[str]) -> None:
        super().__init__(logging.WARNING)
        self.warnings = warnings

    def emit(self, record: logging.LogRecord) -> None:
        self.warnings.append(_one_line(record.getMessage()))


@contextmanager
def _mkdocs_log() -> Iterator[list[str]]:
    """Collect what MkDocs warns of, a line each, instead of letting it print."""
    warnings: list[str] = []
    logger = logging.getLogger("mkdocs")
    handler = _Listener(warnings)
    before = logger.level, logger.propagate
    logger.setLevel(logging.INFO)
    logger.propagate = False
    logger.addHandler(handler)
    try:
        yield warnings
    finally:
        logger.removeHandler(handler)
        logger.level, logger.propagate = before


def _one_line(text: str) -> str:
    return " ".join(text.split())
