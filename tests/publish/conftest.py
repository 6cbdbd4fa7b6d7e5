"""The invented site, hostile records among them, and what is published of it."""

from __future__ import annotations

import sys
import threading
from collections.abc import Callable
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Self

import feedparser_sgmllib
import pytest
from lxml import html as lxml_html

from generator import store
from generator.papers import identity
from generator.papers.model import Corpus
from generator.publish import exports, feeds
from generator.views import Digest
from generator.views.outputs import make_all

# What `reader` brings with it looks for the module under the name it had in Python 2.
sys.modules.setdefault("sgmllib", feedparser_sgmllib)

SITE = Path(__file__).parents[1] / "fixtures" / "site"


class Read:
    """The tags of HTML with their attributes, and what of it is read."""

    def __init__(self, source: str) -> None:
        root = lxml_html.document_fromstring(source)
        self.tags = [(str(each.tag), dict(each.attrib)) for each in root.iter("*")]
        self.words = " ".join(root.xpath("//text()[not(parent::style)]"))


class Server:
    """Answers requests on this machine, under an address that stays; ``answer`` gets each."""

    def __init__(self, answer: Callable[[BaseHTTPRequestHandler], None]) -> None:
        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:  # http.server calls it so
                answer(self)

            def do_POST(self) -> None:
                answer(self)

            def log_message(self, format: str, *args: object) -> None:
                pass

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.address = f"http://127.0.0.1:{self.server.server_port}"
        threading.Thread(target=self.server.serve_forever, args=(0.01,), daemon=True).start()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *said: object) -> None:
        self.server.shutdown()
        self.server.server_close()


def exported(digest: Digest) -> dict[str, str]:
    """By path the text of every export."""
    return {file.path: str(file.data) for file in make_all(exports.outputs(digest), digest.world)}


def fed(digest: Digest) -> dict[str, str]:
    """By path the text of every feed file."""
    return {file.path: str(file.data) for file in make_all(feeds.outputs(digest), digest.world)}


@pytest.fixture(scope="session")
def corpus() -> Corpus:
    return identity.resolve(store.load(SITE).corpus)
