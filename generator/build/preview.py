"""A live preview: the site in a browser, built anew on each change, reloaded by itself.

The server is MkDocs' own. What is other: what it serves is the site as it is published, by the
same incremental build; its script comes as a file, since the site's policy allows no other; and
an error keeps the site from before, with the error at the head of each page.
"""

from __future__ import annotations

import gc
import os
import re
from collections.abc import Callable, Iterable
from html import escape
from pathlib import Path
from typing import Any, Final
from urllib.parse import urlsplit

from mkdocs import livereload
from mkdocs.livereload import LiveReloadServer
from watchdog.events import FileSystemEvent, FileSystemEventHandler
from watchdog.observers import Observer

from generator import store
from generator.build import SiteError, cache_of, theme_folders
from generator.build.incremental import OutputError
from generator.build.press import Extent
from generator.build.run import BuildResult, build_site
from generator.check import ContentError
from generator.papers.model import base_url

Report = Callable[[str], None]

_CHANGES: Final = frozenset(("created", "modified", "moved", "deleted"))
_QUIET: Final = 1.0  # seconds without a change, after which what is no page follows
_SAVED: Final = 0.05  # and after which a file is saved: some editors take several steps
_SCRIPT: Final = re.compile(r"/livereload/(\d+)\.js")


def serve_site(config_file: Path, content: Path, address: str, report: Report) -> None:
    """Serve a live preview at ``address`` (host:port) until interrupted.

    It rebuilds on a change of ``content``, the configuration or the theme's own files;
    ``report`` gets a line for each thing worth knowing. Raises SiteError where it cannot
    start, ContentError where there is no site to begin with.
    """
    mount = urlsplit(base_url(store.load(content).corpus.settings)).path or "/"
    site = cache_of(content) / "preview"
    server = Preview(config_file, content, site, report)
    try:
        server.open(address, mount)
    except (OSError, OverflowError, ValueError) as error:
        way = "write it as HOST:PORT"
        if isinstance(error, OSError):
            why = error.strerror or str(error)
            way = f"{why}: end what runs there, or choose another with --address"
        raise SiteError(f"{address}: {way}") from error
    try:
        server.build()
        for folder in (content, config_file, *map(Path, theme_folders(config_file))):
            server.watch(str(folder))
        report(f"Serving on {server.url}")
        server.serve()
    except KeyboardInterrupt:
        pass
    finally:
        server.shutdown()


class Preview(LiveReloadServer):
    """Serves the folder of a site, and builds it where something changed."""

    def __init__(self, config_file: Path, content: Path, site: Path, report: Report) -> None:
        self.config_file = config_file
        self.content = content
        self.site = site
        self.report = report
        self.problem = ""

    def open(self, address: str, mount: str) -> None:
        """Take the port. Raises OSError where somebody else has it, and ValueError without one."""
        host, _, port = address.rpartition(":")
        if not host:
            raise ValueError(address)
        super().__init__(self.rebuild, host, int(port), str(self.site), mount)
        self.observer = Observer()  # type: ignore[assignment]  # the system's own, not polling
        self.error_handler = self._page_of_error
        try:
            self.server_bind()
            self.server_activate()
        except (OSError, OverflowError):  # no such port
            self.server_close()
            raise

    def build(self, extent: Extent = "all") -> BuildResult:
        """Build the site; what is beyond ``extent`` stays as it is."""
        return build_site(self.config_file, self.content, self.site, extent=extent)

    def rebuild(self, extent: Extent = "pages") -> None:
        """Build what changed; where that fails, keep the problem to show it."""
        try:
            result = self.build(extent)
        except ContentError as error:
            self.problem = f"{os.path.relpath(self.content)}/{error}"
        except (SiteError, OutputError) as error:
            self.problem = str(error)
        else:
            self.problem = ""
            for warning in result.warnings if extent == "all" else ():
                self.report(warning)
        self.report(self.problem or f"Built anew: {extent}")

    def serve(self, *, open_in_browser: bool = False) -> None:
        """Serve and rebuild until interrupted; all that is no page follows in a quiet moment."""
        self.observer.start()
        self.serve_thread.start()
        is_behind = False
        while True:
            with self._rebuild_cond:
                self._rebuild_cond.wait_for(lambda: self._want_rebuild, timeout=_QUIET)
                is_changed = self._want_rebuild
                while is_changed and self._rebuild_cond.wait(timeout=_SAVED):
                    pass  # something more changes
                self._want_rebuild = False
            if is_changed:
                self._wanted_epoch += 1  # until it is visible, requests wait
                self.rebuild()
                with self._epoch_cond:
                    self._visible_epoch = self._wanted_epoch
                    self._epoch_cond.notify_all()
            elif is_behind:
                if not self.problem:
                    self.rebuild("all")
                gc.collect()  # no command does while it works
            is_behind = is_changed

    def watch(self, path: str, func: None = None, *, recursive: bool = True) -> None:
        """Rebuild when a file under ``path`` changes, not when it is only read."""

        def noticed(event: FileSystemEvent) -> None:
            if event.event_type in _CHANGES and not event.is_directory:
                with self._rebuild_cond:
                    self._want_rebuild = True
                    self._rebuild_cond.notify_all()

        handler = FileSystemEventHandler()
        handler.on_any_event = noticed  # type: ignore[method-assign]
        self._watched_paths[path] = 1
        self.observer.schedule(handler, path, recursive=recursive)

    def _serve_request(self, environ: Any, start_response: Any) -> Iterable[bytes] | None:
        if script := _SCRIPT.fullmatch(environ["PATH_INFO"]):
            start_response("200 OK", [("Content-Type", "text/javascript")])
            values = {"epoch": script[1], "request_id": script[1]}
            return [livereload._SCRIPT_TEMPLATE.substitute(values).encode()]
        return super()._serve_request(environ, start_response)

    def _inject_js_into_html(self, content: bytes, epoch: int) -> bytes:
        script = f'<script src="/livereload/{epoch}.js"></script>'
        problem = f'<p role="alert">{escape(self.problem)}</p>' if self.problem else ""
        head, body, rest = content.partition(b"<body>")
        return head + body + f"{problem}{script}".encode() + rest

    def _page_of_error(self, code: int) -> bytes | None:
        page = self.site / f"{code}.html"
        return page.read_bytes() if page.is_file() else None
