"""A source on this machine that answers, delays, breaks off and refuses as it is told."""

from __future__ import annotations

import json
import threading
from collections import defaultdict
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import pytest


@dataclass(frozen=True, slots=True)
class Answer:
    """What the source does with one request; ``dropped`` bytes of the body never come."""

    body: bytes = b"[]"
    status: int = 200
    media: str = "application/json"
    headers: Mapping[str, str] = field(default_factory=dict)
    dropped: int = 0
    silent: bool = False


def feed(*papers: tuple[str, str]) -> Answer:
    """What arXiv answers: papers by their identifiers and titles."""
    entries = "".join(
        f"<entry><id>http://arxiv.org/abs/{arxiv}v1</id><title>{title}</title>"
        "<summary>Of lines and air.</summary>"
        "<published>2026-04-29T18:00:00Z</published><author><name>Ada Muster</name></author>"
        '<arxiv:primary_category term="cs.LG"/></entry>'
        for arxiv, title in papers
    )
    names = 'xmlns:arxiv="http://arxiv.org/schemas/atom" xmlns="http://www.w3.org/2005/Atom"'
    media = "application/atom+xml; charset=UTF-8"
    return Answer(f"<feed {names}>{entries}</feed>".encode(), media=media)


def listed(arxiv: str, title: str, day: str, **more: Any) -> dict[str, Any]:
    """A paper as the API of Daily Papers lists it on a day; ``more`` is what else is said of it."""
    return {
        "paper": {
            "id": arxiv,
            "title": title,
            "summary": "Of lines and air.",
            "authors": [{"name": "Bo Beispiel"}],
            "publishedAt": f"{day}T00:00:00.000Z",
            "submittedOnDailyAt": f"{day}T07:56:13.917Z",
            "upvotes": 2,
            **more,
        },
        "publishedAt": f"{day}T00:00:00.000Z",
        "title": title,
        "numComments": 1,
    }


def daily(*papers: Any) -> Answer:
    """What the API of Daily Papers answers."""
    return Answer(json.dumps(papers).encode())


@dataclass(slots=True)
class Source:
    """The answers by path, or path and query, the last for good, and the requests that came.

    ``posted`` are those with a body: the path, who asks, and what is said.
    """

    url: str
    answers: dict[str, list[Answer]] = field(default_factory=lambda: defaultdict(list))
    asked: list[str] = field(default_factory=list)
    agents: list[str] = field(default_factory=list)
    posted: list[tuple[str, str, bytes]] = field(default_factory=list)
    released: threading.Event = field(default_factory=threading.Event)

    def next(self, path: str) -> Answer:
        waiting = (
            self.answers.get(path)
            or self.answers.get(path.partition("?")[0])
            or [Answer(status=404)]
        )
        return waiting.pop(0) if len(waiting) > 1 else waiting[0]


@contextmanager
def serving(kind: type[Source] = Source) -> Iterator[Source]:
    """A source, for as long as it is needed."""

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            told.asked.append(self.path)
            told.agents.append(self.headers["User-Agent"])
            answer = told.next(self.path)
            if answer.silent:
                told.released.wait(30)
                return
            self.send_response(answer.status)
            self.send_header("Content-Type", answer.media)
            self.send_header("Content-Length", str(len(answer.body)))
            for name, value in answer.headers.items():
                self.send_header(name, value)
            self.end_headers()
            self.wfile.write(answer.body[: len(answer.body) - answer.dropped])

        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"]))
            told.posted.append((self.path, self.headers["Authorization"], body))
            self.do_GET()

        def log_message(self, *_: object) -> None:
            """Nothing is said."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    told = kind(f"http://127.0.0.1:{server.server_port}")
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    yield told
    told.released.set()
    server.shutdown()
    server.server_close()
    thread.join()


@pytest.fixture
def source() -> Iterator[Source]:
    with serving() as told:
        yield told
