"""The program that a digest pins: where the one that runs came from, and the way to it.

What pip wrote down of that (``direct_url.json``) has the form of PEP 610,
https://packaging.python.org/en/latest/specifications/direct-url/; the line has that of PEP 508.
"""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from importlib import metadata
from pathlib import Path
from typing import Any, Final

from generator import __version__, store
from generator.papers.model import File
from generator.starter import making
from generator.starter.making import LOCK, NAME, PIN
from generator.store import git
from generator.store.files import carried, write_all
from generator.store.git import GitError
from generator.text import UserError

_LINE: Final = re.compile(rf"{NAME}(\[[a-z,]+\])?\s*(==\s*[\w.]+|@\s*[a-z+]+:\S+)")
_URL: Final = re.compile(r"[a-z+]+:/\S+")
_WRITTEN: Final = re.compile(r"#   sha256:([0-9a-f]{64}) (\S+)")
_VERSION: Final = re.compile(rf"# What {NAME} (\S+) needs")
_SECTION: Final = re.compile(r"^(?=## )", re.MULTILINE)


def requirement() -> str:
    """The program that runs: a version, or an address with a commit or a hash."""
    try:
        origin: Any = json.loads(metadata.distribution(NAME).read_text("direct_url.json") or "{}")
    except metadata.PackageNotFoundError:
        origin = {"url": carried("").as_uri(), "dir_info": {}}
    url = origin.get("url", "")
    if not url:
        return f"{NAME}=={__version__}"
    if "vcs_info" in origin:
        return f"{NAME} @ {origin['vcs_info']['vcs']}+{url}@{origin['vcs_info']['commit_id']}"
    if "dir_info" in origin:
        return f"{NAME} @ {_checkout() or url}"
    sha = origin.get("archive_info", {}).get("hashes", {}).get("sha256", "")
    return f"{NAME} @ {url}{'#sha256=' if sha else ''}{sha}"


def stated(text: str) -> str:
    """The line for a program, of the whole line or just its address. Raises ValueError.

    >>> stated("git+https://github.com/ada/paper-digest@v2")
    'curated-digest @ git+https://github.com/ada/paper-digest@v2'
    """
    line = text.strip()
    line = f"{NAME} @ {line}" if _URL.fullmatch(line) else line
    if not _LINE.fullmatch(line):
        raise ValueError(f"is no version such as {NAME}==1.0 and no address such as git+https://…")
    return line


def local(line: str) -> bool:
    """Whether only this machine can install that."""
    return bool(re.search(r"@\s*file:", line))


def _checkout() -> str:
    """The address of the checkout's own repository with the commit; '' where it has none."""
    try:
        remote = making.repository(git.run(carried(""), "remote", "get-url", "origin"))
        return f"git+{remote}@{git.run(carried(''), 'rev-parse', 'HEAD')}"
    except (GitError, ValueError):
        return ""


@dataclass(frozen=True, slots=True)
class Upgraded:
    """What an upgrade did: the pin before it, and what is new for owners, as Markdown.

    ``renewed`` are the program's files that changed, ``kept`` those that the owner has changed
    and that stay; ``mended`` says by path in the content folder what was brought to the present
    format.
    """

    before: str
    news: str
    renewed: tuple[str, ...]
    kept: tuple[str, ...]
    mended: dict[str, tuple[str, ...]]


def upgrade(folder: Path, program: str) -> Upgraded:
    """Take the digest in ``folder`` to the program that runs.

    ``program`` is the line by which pip installs it. A file that the program wrote is renewed
    where nobody has changed or deleted it since. Raises UserError and OSError.
    """
    pin, lock = (_text(folder / name) for name in (PIN, LOCK))
    hashes = {path: hashed for hashed, path in _WRITTEN.findall(lock)}
    if not hashes:
        raise UserError(f"{folder}: has no {PIN} and {LOCK} of digest new: name a digest's folder")
    renewed, kept = [], []
    for path, text in making.programs(program).items():
        present = _text(folder / path)
        if path in (PIN, LOCK) or hashes.get(path, "") == (present and making.hashed(present)):
            renewed += [File(path, text)] if present != text else []
        elif present != text:
            kept.append(path)
    mended = store.mend(folder / "content")
    write_all(renewed, folder)
    lines = re.findall(r"^\s*([^#\s].*?)\s*$", pin, re.MULTILINE)
    before, version = lines[0] if lines else "", "".join(_VERSION.findall(lock))
    return Upgraded(
        before=before,
        news=news(_text(carried("CHANGELOG.md")), version) if before != program else "",
        renewed=tuple(file.path for file in renewed),
        kept=tuple(kept),
        mended=mended,
    )


def news(changelog: str, since: str) -> str:
    """What a changelog says of the versions after ``since``, and of what is not yet released.

    >>> changes = "# Changes\\n\\n## Unreleased\\n\\n- Soon.\\n\\n## 0.10.0 (today)\\n\\n## 0.9\\n"
    >>> news(changes, "0.9"), news(changes, "0.10.0")
    ('## Unreleased\\n\\n- Soon.\\n\\n## 0.10.0 (today)\\n', '## Unreleased\\n\\n- Soon.\\n')
    """
    later = []
    for section in _SECTION.split(changelog)[1:]:
        release = section.split()[1].strip("[]v")
        if release == "Unreleased" or _numbers(release) > _numbers(since):
            later.append(f"{section.rstrip()}\n")
    return "\n".join(later)


def _numbers(release: str) -> tuple[int, ...]:
    return tuple(int(number) for number in re.findall(r"\d+", release))


def _text(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8")
    except (FileNotFoundError, UnicodeDecodeError):
        return ""
