"""What MkDocs calls while it builds, by ``mkdocs build`` as by ``digest build``."""

from __future__ import annotations

import os
import posixpath
import re
from collections.abc import Callable, Mapping
from datetime import date
from pathlib import Path
from types import MappingProxyType
from typing import Literal

import jinja2
from mkdocs.config.base import Config
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.exceptions import PluginError
from mkdocs.livereload import LiveReloadServer
from mkdocs.plugins import BasePlugin
from mkdocs.structure.files import File, Files
from mkdocs.structure.nav import Navigation
from mkdocs.structure.pages import Page
from mkdocs.utils.templates import TemplateContext

from generator import build
from generator.build import ContentError, Site, own
from generator.build.head import here
from generator.build.style import in_one_sheet
from generator.build.tables import Tables
from generator.build.titles import anchor, tab_title
from generator.build.ways import resolved
from generator.site import cards
from generator.site import head as metadata
from generator.views import Digest
from generator.views.channels import form_hosts, has_feeds

Progress = Callable[[int, int], None]

_PICTURE = re.compile(r'<img alt="[^"]*" src="(?P<name>[a-z-]+\.svg)" />')
_NO_DATE = "1970-01-01"  # never shown: MkDocs wants a date of every page for sitemap.xml.gz


class DigestConfig(Config):
    """The plugin has no options: what can be chosen stands in ``content/digest.yml``."""


class DigestPlugin(BasePlugin[DigestConfig]):
    """Feeds what the generator makes to MkDocs, beside the human pages.

    The content folder is the one that holds ``docs_dir``: one setting for both.
    """

    site: Site | None = None
    digest: Digest | None = None
    progress: Progress | None = None
    preview = False
    pictures: Mapping[str, str] = MappingProxyType({})
    done = 0
    total = 0

    def on_startup(self, *, command: Literal["build", "gh-deploy", "serve"], dirty: bool) -> None:
        """Know a live preview: MkDocs puts a script into its pages that the policy forbids."""
        self.preview = command == "serve"

    def on_config(self, config: MkDocsConfig) -> MkDocsConfig:
        """Compose the site, and take its name, address and description from the content."""
        if self.site is None:
            content = Path(config.docs_dir).parent
            try:
                self.site = build.compose(content)
            except ContentError as error:
                raise PluginError(f"{_shown(content)}/{error}") from error
        self.digest = self.site.digest
        settings = self.digest.corpus.settings
        config.site_name = settings.title
        config.site_description = settings.description
        if settings.url and not config.site_url:  # `mkdocs serve` sets one of its own
            config.site_url = settings.url.rstrip("/") + "/"
        config.extra |= {
            "repository": settings.repository,
            "preview": self.preview,
            "feeds": has_feeds(settings),
            "to_curate": len(self.site.digest.uncurated),
            "form_hosts": form_hosts(settings),
        }
        own.layer(config)
        config.mdx_configs.setdefault("toc", {})["slugify"] = anchor
        config.markdown_extensions.append(Tables())  # type: ignore[arg-type]  # takes both
        return config

    def on_files(self, files: Files, *, config: MkDocsConfig) -> Files:
        """Add what the generator made; leave out what the theme would load and we do not.

        A human page in the place of a generated one is an error.
        """
        assert self.site is not None
        ours = own.themes(config)
        for file in list(files):
            if file.src_dir in config.theme.dirs and file.src_dir not in ours:
                files.remove(file)
        own.add_pages(files, config)
        taken = {file.dest_uri: file.abs_src_path for file in files}
        slow = (
            *build.drawn(self.site.cards, _cache(config) / "cards"),
            *build.indexed(self.site.digest, _cache(config) / "search"),
        )
        made = {page.path: page.text for page in self.site.pages} | {
            each.path: each.data for each in (*self.site.files, *self.site.pictures, *slow)
        }
        for path in made:
            file = File.generated(config, path, content="")
            if human := taken.get(file.dest_uri):
                place = f"{file.url} is the place of a generated page"
                raise PluginError(f"{_shown(Path(human))}: {place}: rename this file")
        for path, data in in_one_sheet(files, made).items():
            files.append(File.generated(config, path, content=data))
        self.pictures = {made.path: str(made.data) for made in self.site.pictures}
        self.site = None  # the next build of a live preview composes anew
        self.done, self.total = 0, 2 * len(files.documentation_pages())
        return files

    def on_env(
        self, env: jinja2.Environment, *, config: MkDocsConfig, files: Files
    ) -> jinja2.Environment:
        """Escape what templates print, which MkDocs leaves to each of them; lend them words."""
        env.autoescape = True
        env.trim_blocks = env.lstrip_blocks = env.keep_trailing_newline = True
        env.globals |= {
            "card_path": cards.path,
            "card_size": (cards.WIDTH, cards.HEIGHT),
            "tab_title": tab_title,
        }
        return env

    def on_page_markdown(
        self, markdown: str, *, page: Page, config: MkDocsConfig, files: Files
    ) -> str:
        """Date the page by its content."""
        page.update_date = _day(page.meta.get("updated")) or _NO_DATE
        page.meta = resolved(page.meta, page.file, files)
        self._step()
        return markdown

    def on_page_content(self, html: str, *, page: Page, config: MkDocsConfig, files: Files) -> str:
        """Put pictures into their pages.

        A picture inside the page takes the colours of the page, one beside it could not.
        """
        folder = posixpath.dirname(page.file.src_uri)
        return _PICTURE.sub(
            lambda tag: self.pictures.get(posixpath.join(folder, tag["name"]), tag.group()), html
        )

    def on_page_context(
        self, context: TemplateContext, *, page: Page, config: MkDocsConfig, nav: Navigation
    ) -> TemplateContext:
        """Lend the template what the page says of itself to machines."""
        assert self.digest is not None
        context["metadata"] = metadata.metadata(self.digest, here(page))  # type: ignore[typeddict-unknown-key]  # templates get what plugins add
        return context

    def on_post_page(self, output: str, *, page: Page, config: MkDocsConfig) -> str:
        """Count the page as done."""
        self._step()
        return output

    def on_serve(
        self, server: LiveReloadServer, *, config: MkDocsConfig, builder: Callable[..., None]
    ) -> LiveReloadServer:
        """Rebuild on a change of the content or of the theme's own files."""
        for folder in (str(Path(config.docs_dir).parent), *own.themes(config)):
            server.watch(folder)
        return server

    def _step(self) -> None:
        self.done += 1
        if self.progress:
            self.progress(self.done, self.total)


def _cache(config: MkDocsConfig) -> Path:
    return own.home(config) / ".cache" / "digest"


def _day(stated: object) -> str | None:
    """A date of front matter as a day: 2024-10 stands for its first."""
    text = str(stated or "")
    try:
        return date.fromisoformat(f"{text}-01" if text.count("-") == 1 else text).isoformat()
    except ValueError:
        return None


def _shown(path: Path) -> str:
    return os.path.relpath(path)
