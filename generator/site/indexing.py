"""Pagefind's index of the papers, a part at a time, made anew only where a part changed.

Pagefind is spoken to as its Node.js and Python wrappers do: its binary run as a service,
which reads and writes base64 of JSON, a comma after each message
(https://github.com/Pagefind/pagefind, wrappers/python). The wrapper itself waits a tenth of
a second for every answer. Records go in one by one and files come back in the answer, so the
same records give the same bytes: neither the order of a folder nor an unfinished write has
a say, as they have where Pagefind reads pages and writes its bundle itself.
"""

from __future__ import annotations

import base64
import gzip
import hashlib
import json
import os
import subprocess
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager, suppress
from importlib.metadata import version
from pathlib import Path
from typing import IO, Any

from pagefind.service import get_executable

from generator.site import search
from generator.site.search import Part
from generator.views import Digest

_LANGUAGE = "en"
# How much one file of the index holds. With Pagefind's own 20,000 a query of two words moves
# some 50 KB for each year that has them; with this, 3 KB.
_SETTINGS = {"PAGEFIND_UNSTABLE_INDEX_CHUNK_SIZE": "700"}
_SIGNATURE = b"pagefind_dcd"
_SCRIPT = "pagefind.js"
_WASM = f"wasm.{_LANGUAGE}.pagefind"
_KEPT_FOR_A_PART = 4


class IndexingError(Exception):
    """The index could not be made: one line that says why."""


def files(digest: Digest, cache: Path) -> dict[str, bytes]:
    """Everything that the search of ``digest`` loads, by its path in the site.

    ``cache`` keeps the index of each part, by its content; it can be deleted at any time.
    One that cannot be written is done without. Raises IndexingError.
    """
    made = search.parts(digest)
    found: dict[str, bytes] = {}
    ids: dict[str, str] = {}
    with ThreadPoolExecutor(max_workers=os.cpu_count()) as several:
        indexes = list(several.map(lambda part: _index(part, cache), made))
    for place, (part, index) in enumerate(zip(made, indexes, strict=True)):
        ids |= _ids(index)
        for path, data in index.items():
            if path == _SCRIPT:
                found[f"search/{path}"] = data
            elif path != _WASM or place == 0:  # the others are merged into the first
                found[f"search/{part.name}/{path}"] = data
    found["search/catalogue.json"] = search.catalogue(digest, made, ids).encode()
    for number, words in enumerate(search.vocabulary(made)):
        found[f"search/words/{number}.json"] = words.encode()
    return found


def _index(part: Part, cache: Path) -> dict[str, bytes]:
    messages = list(_records(part))
    key = hashlib.sha256(json.dumps([version("pagefind"), _SETTINGS, messages]).encode())
    kept = cache / f"{part.name}-{key.hexdigest()[:16]}.json"
    try:
        stored = json.loads(kept.read_bytes())
        return {path: base64.b64decode(data) for path, data in stored.items()}
    except (OSError, ValueError, AttributeError):
        pass
    index = {path: data for path, data in _made(messages).items() if _is_served(path)}
    stored = {path: base64.b64encode(data).decode() for path, data in sorted(index.items())}
    with suppress(OSError):
        _keep(kept, json.dumps(stored).encode())
    return index


def _records(part: Part) -> Iterator[dict[str, Any]]:
    for record in part.records:
        yield {
            "type": "AddRecord",
            "url": record.path,
            "content": record.content,
            "language": _LANGUAGE,
            "meta": dict(record.meta),
            "filters": {},
            "sort": {},
        }


def _is_served(path: str) -> bool:
    return path in {_SCRIPT, _WASM, "pagefind-entry.json"} or path.endswith(
        (".pf_meta", ".pf_index", ".pf_fragment")
    )


def _made(messages: Sequence[Mapping[str, Any]]) -> dict[str, bytes]:
    with _service() as service:
        config = {"force_language": _LANGUAGE}
        index = _answer(service, {"type": "NewIndex", "config": config})["index_id"]
        for message in messages:
            _answer(service, {**message, "index_id": index})
        made = _answer(service, {"type": "GetFiles", "index_id": index})["files"]
    return {file["path"]: base64.b64decode(file["content"]) for file in made}


@contextmanager
def _service() -> Iterator[subprocess.Popen[bytes]]:
    binary = get_executable()
    if binary is None:
        raise IndexingError("Pagefind's binary is missing: install pagefind[bin]")
    with subprocess.Popen(
        [binary, "--service"],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        env=_SETTINGS,
    ) as service:
        try:
            yield service
        finally:
            service.terminate()


def _answer(service: subprocess.Popen[bytes], payload: Mapping[str, Any]) -> dict[str, Any]:
    assert service.stdin
    assert service.stdout
    message = json.dumps({"message_id": 1, "payload": payload})
    service.stdin.write(base64.b64encode(message.encode()) + b",")
    service.stdin.flush()
    answer: dict[str, Any] = json.loads(base64.b64decode(_until_comma(service.stdout)))["payload"]
    if answer["type"] == "Error":
        raise IndexingError(f"Pagefind: {answer['message']}")
    return answer


def _until_comma(stream: IO[bytes]) -> bytes:
    said = bytearray()
    while not said.endswith(b","):
        more = stream.read1(1 << 20)  # type: ignore[attr-defined] # a pipe is a BufferedReader
        if not more:
            raise IndexingError("Pagefind ended without an answer")
        said += more
    return bytes(said[:-1])


def _ids(index: Mapping[str, bytes]) -> dict[str, str]:
    """Pagefind's id of each paper, by the path of its page."""
    found = {}
    for path, data in index.items():
        if path.endswith(".pf_fragment"):
            fragment = json.loads(gzip.decompress(data).removeprefix(_SIGNATURE))
            name = path.rpartition("/")[2].removesuffix(".pf_fragment")
            found[fragment["url"]] = name.removeprefix(f"{_LANGUAGE}_")
    return found


def _keep(kept: Path, data: bytes) -> None:
    kept.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.NamedTemporaryFile(dir=kept.parent, delete=False) as beside:
        beside.write(data)
    Path(beside.name).replace(kept)
    part = kept.name.rpartition("-")[0]
    of_part = sorted(
        kept.parent.glob(f"{part}-*.json"), key=lambda path: path.stat().st_mtime, reverse=True
    )
    for old in of_part[_KEPT_FOR_A_PART:]:
        old.unlink(missing_ok=True)
