"""What asks sources, as its users type it: sessions as in ``tests/cli``, with a source besides.

It is at ``http://source.example``, and answers with the files of ``source/``: by path and query or
by path alone; ``410`` or ``301 /elsewhere`` in a file is a status, and where a redirection leads.
Who asks for what is written into ``asked``, and how long is waited before. It is the day in
``today``.
"""

from __future__ import annotations

import datetime
import re
from pathlib import Path
from types import SimpleNamespace

import pytest

from tests.cli.test_sessions import ENVIRONMENT, play
from tests.fetch.conftest import Answer, Source, serving

SESSIONS = sorted((Path(__file__).parent / "sessions").glob("*.txt"))
NAME = "http://source.example"
KINDS = {b"[": "application/json", b"{": "application/json", b"<": "application/atom+xml"}


def note(line: str) -> None:
    with Path("asked").open("a", encoding="utf-8") as asked:
        asked.write(f"{line}\n")


class Folder(Source):
    def next(self, path: str) -> Answer:
        note(f"{path} by {self.agents[-1]}")
        for file in (Path(f"source{path}"), Path(f"source{path.partition('?')[0]}")):
            if file.is_file():
                return self.kept(file.read_bytes())
        return Answer(status=404)

    def kept(self, data: bytes) -> Answer:
        if said := re.fullmatch(rb"(\d{3})(?: (\S+))?\n", data):
            to = {"Location": said[2].decode()} if said[2] else {}
            return Answer(b"", int(said[1]), headers=to)
        return Answer(data, media=KINDS.get(data[:1], "text/html"))


def now() -> datetime.datetime:
    return datetime.datetime.fromisoformat(f"{Path('today').read_text().strip()}T12:00:00+00:00")


@pytest.mark.parametrize("path", SESSIONS, ids=lambda path: path.stem.replace("-", " "))
def test_a_session_goes_as_it_is_written(
    path: Path, here: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    clock = SimpleNamespace(
        monotonic=lambda: 0.0, sleep=lambda seconds: note(f"{seconds:g} s later")
    )
    monkeypatch.setattr("generator.cli.console.time", clock)
    monkeypatch.setattr("generator.cli.console.now", now)
    for name, value in (ENVIRONMENT | {"HOME": str(here)}).items():
        monkeypatch.setenv(name, value)
    (here / "source").mkdir()
    (here / "today").write_text("2026-04-30\n")
    with serving(Folder) as source:
        play(path.read_text(encoding="utf-8").replace(NAME, source.url))
