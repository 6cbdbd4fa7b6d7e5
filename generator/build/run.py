"""Building and serving the site through MkDocs, with errors and warnings as plain lines."""

from __future__ import annotations

import logging
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from jinja2 import TemplateError
from mkdocs.commands import build as mkdocs_build
from mkdocs.commands import serve as mkdocs_serve
from mkdocs.config import load_config
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.exceptions import Abort, ConfigurationError

from generator import build
from generator.build.mkdocs import DigestPlugin, Progress

_MARK = "404.html"
_UNREADABLE = "Encoding error reading file: "  # what MkDocs says of a page, before its path


class SiteError(Exception):
    """A site that could not be built: one line; ``details`` holds all that MkDocs said."""

    def __init__(self, message: str, details: tuple[str, ...] = ()) -> None:
        super().__init__(message)
        self.details = details


@dataclass(frozen=True, slots=True)
class BuildResult:
    """What was built: how many pages, and what MkDocs warned of."""

    pages: int
    warnings: tuple[str, ...] = ()


def build_site(
    config_file: Path,
    content: Path,
    out: Path,
    *,
    strict: bool,
    progress: Progress | None = None,
) -> BuildResult:
    """Build the site of ``content`` into ``out``, which changes in one step or not at all.

    ``progress`` is told (steps done, steps in all). With ``strict`` a warning of MkDocs
    fails the build. Raises ContentError, OutputError and SiteError.
    """
    site = build.compose(content)
    with (
        tempfile.TemporaryDirectory(prefix="digest-") as none,
        build.replacing(out, mark=_MARK) as new,
        _mkdocs_log() as said,
    ):
        docs = _docs(content) if (content / "pages").is_dir() else none
        try:
            config = load_config(str(config_file), docs_dir=docs, site_dir=str(new), strict=strict)
            plugin = _plugin(config, config_file)
            plugin.site, plugin.progress = site, progress
            mkdocs_build.build(config)
        except UnicodeDecodeError as error:
            place = next(
                (line.partition(_UNREADABLE)[2] for line in said if _UNREADABLE in line), ""
            )
            raise SiteError(f"{docs}/{place}: is not UTF-8: save it as UTF-8") from error
        except (Abort, ConfigurationError, TemplateError) as error:
            raise _failure(error, said) from error
    return BuildResult(plugin.total // 2, tuple(said))


def serve_site(
    config_file: Path, content: Path, address: str, report: Callable[[str], None]
) -> None:
    """Serve a live preview at ``address`` (host:port) until interrupted.

    It rebuilds on a change of ``content``, the configuration or the theme's own files;
    ``report`` gets a line for each thing worth knowing. Raises SiteError where it cannot
    start.
    """
    with _mkdocs_log(report) as said:
        try:
            mkdocs_serve.serve(str(config_file), docs_dir=_docs(content), dev_addr=address)
        except (Abort, ConfigurationError, TemplateError, OSError) as error:
            raise _failure(error, said) from error


def _docs(content: Path) -> str:
    docs = content / "pages"
    if not docs.is_dir():
        raise SiteError(f"{docs}: there is no such folder: make it for pages written by hand")
    return str(docs.resolve())


def _plugin(config: MkDocsConfig, config_file: Path) -> DigestPlugin:
    for plugin in config.plugins.values():
        if isinstance(plugin, DigestPlugin):
            return plugin
    raise SiteError(f"{config_file}: the plugin 'digest' is missing: add it under 'plugins'")


def _failure(error: BaseException, said: list[str]) -> SiteError:
    details = tuple(said) or (_one_line(str(error)),)
    return SiteError(details[0], details)


class _Listener(logging.Handler):
    def __init__(self, said: list[str], report: Callable[[str], None] | None) -> None:
        super().__init__(logging.INFO)
        self.said = said
        self.report = report

    def emit(self, record: logging.LogRecord) -> None:
        line = _one_line(record.getMessage())
        if record.levelno >= logging.WARNING:
            self.said.append(line)
        if self.report:
            self.report(line)


@contextmanager
def _mkdocs_log(report: Callable[[str], None] | None = None) -> Iterator[list[str]]:
    """Collect what MkDocs warns of, a line each, instead of letting it print."""
    said: list[str] = []
    logger = logging.getLogger("mkdocs")
    handler = _Listener(said, report)
    before = logger.level, logger.propagate
    logger.setLevel(logging.INFO)
    logger.propagate = False
    logger.addHandler(handler)
    try:
        yield said
    finally:
        logger.removeHandler(handler)
        logger.level, logger.propagate = before


def _one_line(text: str) -> str:
    return " ".join(text.split())
