"""A digest of somebody's own, taken to the program that runs: pin, lock, workflows, content."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from generator import store
from generator.papers.model import File
from generator.starter.making import LOCK, PIN, digest, programs, version, written
from generator.store.files import carried, write_all
from generator.text import UserError

_SECTION: Final = re.compile(r"^(?=## )", re.MULTILINE)


class NoDigest(UserError):
    """A folder that digest new did not make; one line: what, where, what to do."""


@dataclass(frozen=True, slots=True)
class Upgraded:
    """What an upgrade did: the pin before and after, and what is new for owners, as Markdown.

    ``renewed`` are the program's files that changed, ``kept`` those that the owner has changed
    and that stay; ``mended`` says by path in the content folder what was brought to the present
    format.
    """

    before: str
    after: str
    news: str
    renewed: tuple[str, ...]
    kept: tuple[str, ...]
    mended: dict[str, tuple[str, ...]]


def upgrade(folder: Path, content: Path, program: str) -> Upgraded:
    """Take the digest in ``folder``, whose content is in ``content``, to the program that runs.

    ``program`` is the line by which pip installs it. A file that the program wrote is renewed
    where nobody has changed or deleted it since. Raises NoDigest and OSError.
    """
    try:
        pin, lock = (_text(folder / name) for name in (PIN, LOCK))
    except (OSError, UnicodeDecodeError):
        pin = lock = ""
    known = written(lock)
    if not known:
        raise NoDigest(f"{folder}: has no {PIN} and {LOCK} of digest new: name a digest's folder")
    renewed, kept = [], []
    for path, text in programs(program).items():
        there = _text(folder / path) if (folder / path).is_file() else None
        if there == text:
            continue
        if path in (PIN, LOCK) or (digest(there) if there else None) == known.get(path):
            renewed.append(File(path, text))
        else:
            kept.append(path)
    mended = {path: tuple(what) for path, what in store.mend(content).items()}
    write_all(renewed, folder)
    lines = (line.strip() for line in pin.splitlines())
    before = next((line for line in lines if line and not line.startswith("#")), "")
    return Upgraded(
        before=before,
        after=program,
        news=news(_text(carried("CHANGELOG.md")), version(lock)) if before != program else "",
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
    return path.read_text(encoding="utf-8")
